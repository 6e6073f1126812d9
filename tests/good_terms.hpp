// SPDX-License-Identifier: MIT
// A small loan without fault, for tests that break one term at a time.
#pragma once

#include <solidarity/product/loan_terms.hpp>

namespace test {

inline solidarity::LoanTerms good() {
  using namespace solidarity;
  using namespace solidarity::literals;
  return {
      .principal = 1'200 * INR,
      .disbursed_on = 2026y / January / 10,
      .interest = {.method = InterestMethod::declining, .rate = 12_pct},
      .repayments = {.count = 4, .every = monthly},
  };
}

}  // namespace test
