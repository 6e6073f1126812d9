// SPDX-License-Identifier: MIT
// An id names a thing of one kind: it is never a bare number, nor an id of another kind.
// REFUSE 1: no match for|invalid operands
// REFUSE 2: conversion from|no viable conversion
// REFUSE 3: no matching (function|constructor)
#include <solidarity/core/id.hpp>

using LoanId = solidarity::Id<struct LoanTag>;
using MemberId = solidarity::Id<struct MemberTag>;

constexpr LoanId loan{1};
constexpr MemberId member{1};

#if REFUSE == 1
constexpr bool same = loan == member;
#else
constexpr bool same = loan == LoanId{1};
#endif

#if REFUSE == 2
constexpr LoanId next = 2;
#else
constexpr LoanId next{2};
#endif

#if REFUSE == 3
constexpr LoanId forgotten{};
#else
constexpr LoanId given{3};
#endif
