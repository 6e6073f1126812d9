// SPDX-License-Identifier: MIT
// Terms name what they are: nothing required is left out, nothing is a bare number, and fields stand in their order.
// REFUSE 1: could not convert|no matching constructor
// REFUSE 2: could not convert|no matching constructor
// REFUSE 3: could not convert|no matching constructor
// REFUSE 4: could not convert|no matching constructor
// REFUSE 5 gcc: missing initializer for member
// REFUSE 6: could not convert|reorder-init-list
// REFUSE 7: could not convert|no viable conversion
// REFUSE 8: could not convert|no viable conversion
// REFUSE 9: could not convert|no viable conversion
#include <solidarity/product/loan_terms.hpp>

using namespace solidarity;
using namespace solidarity::literals;

inline LoanTerms loan() {
  return {
#if REFUSE == 7
    .principal = 12'000,
#elif REFUSE != 1
    .principal = 12'000 * INR,
#endif
#if REFUSE == 9
    .disbursed_on = 20'260'105,
#elif REFUSE != 2 && REFUSE != 6
    .disbursed_on = 2026y / January / 5,
#endif
#if REFUSE == 4
    .interest = {.method = InterestMethod::declining},
#elif REFUSE == 8
    .interest = {.method = InterestMethod::declining, .rate = 24},
#elif REFUSE != 3
    .interest = {.method = InterestMethod::declining, .rate = 24_pct},
#endif
#if REFUSE == 6
    .disbursed_on = 2026y / January / 5,
#endif
#if REFUSE != 5
    .repayments = {.count = 8, .every = weekly},
#endif
  };
}
