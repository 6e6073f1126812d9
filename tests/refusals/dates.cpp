// SPDX-License-Identifier: MIT
// A day that does not exist is no date, and a date is no number.
// REFUSE 1: refuse_day
// REFUSE 2: refuse_day
// REFUSE 3: conversion from|no viable conversion
// REFUSE 4: no match for|invalid operands to binary expression
// REFUSE 5: no matching (function|constructor)
// REFUSE 6: deleted
// REFUSE 7: refuse_day_number
#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/date_sequence.hpp>

using namespace solidarity;
using namespace solidarity::literals;

#if REFUSE == 1
constexpr Date impossible = 2026y / February / 30;
#else
constexpr Date possible = 2024y / February / 29;
#endif

#if REFUSE == 2
constexpr Date before = 1899y / December / 31;
#else
constexpr Date before = 1900y / January / 1;
#endif

#if REFUSE == 3
constexpr Date number = 20'260'105;
#else
constexpr Date number = Date::of(2026, 1, 5);
#endif

#if REFUSE == 4
constexpr auto sum = Date::of(2026, 1, 5) + Date::of(2026, 1, 6);
#else
constexpr auto difference = Date::of(2026, 1, 6) - Date::of(2026, 1, 5);
#endif

#if REFUSE == 5
constexpr Date forgotten{};
#else
constexpr Date given{Date::of(2026, 1, 5)};
#endif

// The dates of a list must outlive their sequence.
#if REFUSE == 6
inline const DateSequence dangling(OnDates{{Date::of(2026, 3, 1)}}, Date::of(2026, 1, 5), {});
#else
inline const Frequency list = OnDates{{Date::of(2026, 3, 1)}};
inline const DateSequence lasting(list, Date::of(2026, 1, 5), {});
#endif

#if REFUSE == 7
constexpr Date beyond = Date::of(2400, 12, 31) + 1;
#else
constexpr Date last = Date::of(2400, 12, 30) + 1;
#endif
