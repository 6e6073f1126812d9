// SPDX-License-Identifier: MIT
// Fees, penalties and premiums: what they come to and in which row they stand. docs/pricing.md, section 8.
#pragma once

#include "schedule/advances.hpp"

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <span>

namespace solidarity::detail {

// Adds `amount` to the column in which charges of this kind stand.
void charge(Components& units, ChargeKind kind, std::int64_t amount);

// The amount of a percentage fee, at least its minimum and at most its maximum.
[[nodiscard]] std::int64_t within_bounds(const Fee& fee, std::int64_t amount);

// What percentages are taken of: the whole loan, or one row of it.
struct ChargeBases {
  std::int64_t principal;
  std::int64_t interest;
  [[nodiscard]] std::int64_t of(const Fee& fee, const Installment& row) const;
};

// What is deducted on the first day, by kind; `principal` is left zero.
[[nodiscard]] Disbursement taken_at_disbursement(const LoanTerms& terms, const Grid& grid);

// Fees added to the principal of the first advance.
[[nodiscard]] std::int64_t financed_fees(const LoanTerms& terms, const Grid& grid);

// Adds the charges of `terms` to the columns of `rows`; `openings` says what each row owed before.
// Errors: out_of_range (a fee dated after the last due date).
void charge_rows(const LoanTerms& terms, const Grid& grid, std::span<Installment> rows,
                 std::span<const Opening> openings);

}  // namespace solidarity::detail
