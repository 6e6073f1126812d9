// SPDX-License-Identifier: MIT
// Every root of a sum of discounted amounts.  Internal to the module.
#pragma once

#include <vector>

namespace solidarity::detail {

// amount x (1 + x)^-time / (1 + fraction x): compound interest over `time`, simple interest over `fraction` of a period.
struct Term {
  double amount;
  double time;
  double fraction = 0;  // 0 <= fraction < 1
};

struct Root {
  double log_growth;  // ln(1 + x)
  bool touching;
};

struct Roots {
  std::vector<Root> found;  // ascending
  int sign_changes;
};

// The roots of the sum in log_growth.  Throws out_of_range (an amount or time that is not finite), limit_exceeded.
// Fractions other than zero need whole times.
[[nodiscard]] Roots solve(std::vector<Term> terms);

}  // namespace solidarity::detail
