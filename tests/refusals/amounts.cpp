// SPDX-License-Identifier: MIT
// An amount is whole minor units of one currency: no fraction, no bare number and no other currency enters it.
// REFUSE 1: no match for|invalid operands to binary expression
// REFUSE 2: no match for|invalid operands to binary expression
// REFUSE 3: no match for|invalid operands to binary expression
// REFUSE 4: refuse_mixing
// REFUSE 5: cannot convert|no viable conversion
// REFUSE 6: static_cast|cannot convert
// REFUSE 7: refuse_units
// REFUSE 8: no match for|invalid operands to binary expression
// REFUSE 9: no match for|invalid operands to binary expression
// REFUSE 10: no matching (function|constructor)
// REFUSE 11: refuse_mixing
#include <solidarity/money/money.hpp>

using namespace solidarity;
using namespace solidarity::literals;

constexpr Money twelve = 12 * INR;

#if REFUSE == 1
constexpr Money half = 12 * INR * 0.5;
#else
constexpr Money twice = 12 * INR * 2;
#endif

#if REFUSE == 2
constexpr Money fraction = 12.5 * INR;
#else
constexpr Money fraction = Money::of_units(1250, INR);
#endif

#if REFUSE == 3
constexpr Money more = twelve + 5;
#else
constexpr Money more = twelve + 5 * INR;
#endif

#if REFUSE == 4
constexpr Money mixed = twelve + 5 * KES;
#else
constexpr Money same = twelve + 5 * INR;
#endif

#if REFUSE == 5
constexpr double number = twelve;
#else
constexpr std::int64_t number = twelve.units();
#endif

#if REFUSE == 6
constexpr auto given = static_cast<double>(twelve);
#else
constexpr auto given = static_cast<double>(twelve.units());
#endif

#if REFUSE == 7
constexpr Money too_much = 9'223'372'036'854'775'807 * INR;
#else
constexpr Money very_much = 92'233'720'368'547'758 * INR;
#endif

#if REFUSE == 8
constexpr Money truth = twelve * true;
#else
constexpr Money truth = twelve * 1;
#endif

#if REFUSE == 9
constexpr Money third = twelve / 3;
#else
constexpr Money third = scaled(twelve, 1, 3, Rounding::half_even);
#endif

#if REFUSE == 10
constexpr Money nothing{};
#else
constexpr Money nothing = Money::zero(INR);
#endif

#if REFUSE == 11
constexpr bool equal = twelve == 12 * KES;
#else
constexpr bool equal = twelve == 12 * INR;
#endif
