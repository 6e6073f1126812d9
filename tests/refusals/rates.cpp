// SPDX-License-Identifier: MIT
// A rate is an exact percentage written with its unit: no bare number, no more digits than it can hold.
// REFUSE 1: conversion from|no viable conversion
// REFUSE 2: refuse
// REFUSE 3: refuse
// REFUSE 4: conversion from|no viable conversion
// REFUSE 5: no match for|invalid operands to binary expression
// REFUSE 6: refuse
#include <solidarity/money/rate.hpp>

using namespace solidarity;
using namespace solidarity::literals;

#if REFUSE == 1
constexpr Rate bare = 24;
#else
constexpr Rate bare = 24_pct;
#endif

#if REFUSE == 2
constexpr Rate huge = 9'000'001_pct;
#else
constexpr Rate huge = 9'000'000_pct;
#endif

#if REFUSE == 3
constexpr Rate fine = 0.0000000000001_pct;
#else
constexpr Rate fine = 0.000000000001_pct;
#endif

#if REFUSE == 4
constexpr Rate fraction = 0.24;
#else
constexpr Rate fraction = 0.24_pct;
#endif

#if REFUSE == 5
constexpr Rate both = 1_pct + 2_pct;
#else
constexpr Rate both = Rate::of_ticks((1_pct).ticks() + (2_pct).ticks());
#endif

#if REFUSE == 6
constexpr Rate exponent = 1e3_pct;
#else
constexpr Rate exponent = 1000_pct;
#endif
