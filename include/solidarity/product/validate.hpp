// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/product/loan_terms.hpp>

namespace solidarity {

// Every reason why `terms` cannot be priced, most basic first; empty when they can.
// Each problem names its field as a JSON pointer, the values and the rule; a contradiction names both fields.
//   validate(terms)  ->  {out_of_range, "/repayments/count", "0 installments; a loan has 1 to 1200"}
// What only pricing can find (installment_too_small, residual_too_large) is thrown by amortize.
[[nodiscard]] Problems validate(const LoanTerms& terms);

}  // namespace solidarity
