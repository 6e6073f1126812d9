// SPDX-License-Identifier: MIT
// Fees, penalties and premiums: what they come to and in which row they stand. docs/pricing.md, section 8.
#pragma once

#include "schedule/advances.hpp"

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <span>

namespace solidarity::detail {

// What is deducted on the first day, by kind; `principal` is left zero.
[[nodiscard]] Disbursement taken_at_disbursement(const LoanTerms& terms, const Grid& grid);

// Fees added to the principal of the first advance.
[[nodiscard]] std::int64_t financed_fees(const LoanTerms& terms, const Grid& grid);

// Adds the charges of `terms` to the columns of `rows`; `openings` says what each row owed before.
// Errors: out_of_range (a fee dated after the last due date).
void charge_rows(const LoanTerms& terms, const Grid& grid, std::span<Installment> rows, std::span<const Opening> openings);

}  // namespace solidarity::detail
