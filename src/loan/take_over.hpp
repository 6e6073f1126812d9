// SPDX-License-Identifier: MIT
// A running loan whose life so far is not known: only the rows that are still open.  docs/servicing.md, section 3.
#pragma once

#include "loan/account.hpp"

#include <span>

namespace solidarity::detail {

// The account at the start of `terms.disbursed_on`, its principal that of the rows.
// Errors: out_of_range (no row, rows out of order, a negative part), currency_mismatch, and what the terms say of life.
[[nodiscard]] Account take_over(LoanTerms terms, std::span<const Installment> rows);

}  // namespace solidarity::detail
