// SPDX-License-Identifier: MIT
// What the smaller peers (Mifos, OpenCBS, Frappe) have in common: few terms, one advance, one row after the other.
#pragma once

#include "schedule/engine.hpp"
#include "schedule/timeline.hpp"

#include <span>
#include <string_view>

namespace solidarity::detail {

// What a peer's product can say beyond a principal, a rate, a count and dates. Other terms are refused, not ignored.
struct PeerProduct {
  std::string_view preset;
  bool flat_interest = false;
  bool equal_principal = false;
  bool weighted_principal = false;
  bool fixed_installment = false;
  bool rate_of_installment = false;  // else only of a year, month, week or day
  bool year_days = false;
  bool first_period_ratio = false;
  bool principal_grace = false;
  bool interest_free_grace = false;
  bool skipped_installments = false;
  bool fees_at_installment = false;  // all know fees at disbursement
};

// Errors: contradictory_terms, naming the term.
void refuse_beyond(const PeerProduct& product, const LoanTerms& terms);

[[nodiscard]] Outcome refused(const LoanTerms& terms, ErrorCode code);

// Writes one row for each of `parts` on the dates of `dated` (the terms, perhaps with another anchor), and what is
// deducted on the first day, rounded to `grid`.
[[nodiscard]] Outcome written(const LoanTerms& dated, const Grid& grid, std::span<const Components> parts,
                              std::span<Installment> rows);

}  // namespace solidarity::detail
