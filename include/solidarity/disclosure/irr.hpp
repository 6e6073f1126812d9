// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/disclosure/cash_flow.hpp>

#include <span>
#include <vector>

namespace solidarity {

// A rate x above -1 at which the flows are worth nothing.
struct RateRoot {
  double rate;        // the nearest double above -1
  double log_growth;  // ln(1 + x), which keeps its digits near x = -1 and x = 0
  bool touching;      // the value touches zero there and does not cross it
};

// The internal rate of return, with every root.
struct RateResult {
  double rate;                  // the root nearest to zero; of two equally near the positive one
  double log_growth;            // ln(1 + rate)
  std::vector<RateRoot> roots;  // every root in (-1, 1.8e308), in ascending order
  int beyond;                   // roots above 1.8e308, which no double holds
  int sign_changes;             // of the flows in the order of time; one means exactly one root

  // More than one rate fits the flows: say so wherever `rate` is shown.
  [[nodiscard]] bool ambiguous() const noexcept { return roots.size() + static_cast<std::size_t>(beyond) > 1; }
};

// The rate i per period with sum of amount x (1 + i)^-t = 0.
// Laws: f(i - eps) and f(i + eps) differ in sign (unless the root is `touching`); all roots are found, without a guess;
// changing all signs, listing the flows in another order (times being whole or days) or doubling all amounts changes no bit.
// Errors: no_rate (no root, with the reason), overflow (only roots above 1.8e308), out_of_range (not finite, count < 1, a time beyond 10^9),
// limit_exceeded (over 100,000 flows, or roots that take more than 100 million steps to separate).
// Source: Descartes' rule of signs for real exponents; docs/pricing.md, section 9.
//   irr({{0, 1000}, {1, -270, 4}}).rate  ->  0.031511...
[[nodiscard]] RateResult irr(std::span<const RegularFlow> flows);

// The same for amounts at the times 0, 1, 2, ...
//   irr({-100, 39, 59, 55, 20}).rate  ->  0.28094842116
[[nodiscard]] RateResult irr(std::span<const double> amounts);

// The effective annual rate of dated flows in any order; time is counted from the first listed date.
// Errors as irr; contradictory_terms (a convention that needs a context that is missing).
// Source: Excel's XIRR, which stops at 1e-8; this one does not.
//   xirr({{2021-11-24, 55600}, {2021-12-24, -51094.83}}).rate  ->  -0.6423076
[[nodiscard]] RateResult xirr(std::span<const DatedFlow> flows, DayCount convention = DayCount::actual_365,
                              const DayCountContext& context = {});

}  // namespace solidarity
