// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <cstddef>
#include <span>

namespace solidarity {

// The schedule of `terms`, right to the last minor unit by the rules of docs/pricing.md (or of the peer that `terms.rounding` names).
// Laws: principal sums to what was lent; each balance follows from the one before; the last is zero; equal terms, equal schedule.
// (Only the preset mifos may break the first, where its currency digits are coarser than the principal: docs/presets.md.)
// Errors: the first of validate(terms); installment_too_small and residual_too_large with the smallest principal that works; overflow.
//   12000.00 INR at 24 % a year, 8 weeks, installments of whole rupees -> seven of 1531.00, one of 1533.61
[[nodiscard]] Schedule amortize(const LoanTerms& terms);

// The most rows that amortize_into can write for `terms`: installments and down payments.
[[nodiscard]] std::size_t rows_needed(const LoanTerms& terms) noexcept;

// The same rows written into `rows`; returns how many.  Nothing is allocated for the common forms; an exact tie, steps, rate
// changes, actual/actual ICMA, terms too large for 160 KiB of scratch and the presets of peers may allocate.
// Errors: as amortize, and out_of_range when `rows` is shorter than rows_needed(terms).
std::size_t amortize_into(const LoanTerms& terms, std::span<Installment> rows);

// Many loans of one product that differ only in principal and day: the terms are validated and prepared once.
struct LoanStart {
  Money principal;
  Date disbursed_on;
};
// Writes the rows of loan j from rows[j * rows_needed(terms)] on and their number to counts[j]; returns the number of all rows.
// `terms.principal`, `disbursed_on` are replaced by those of each loan.  Errors: as amortize, naming the index of the loan.
std::size_t amortize_batch(const LoanTerms& terms, std::span<const LoanStart> loans, std::span<Installment> rows,
                           std::span<std::uint16_t> counts);

}  // namespace solidarity
