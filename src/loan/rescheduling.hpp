// SPDX-License-Identifier: MIT
// New terms for what is owed.  docs/servicing.md, section 9.
#pragma once

#include "loan/plan.hpp"

namespace solidarity::detail {

// More principal over the rows to come.  Errors: out_of_range (no row is to come).
void add_later_advance(Account& account, Date on, std::int64_t units);

// Errors: out_of_range, contradictory_terms, installment_too_small, residual_too_large; then nothing is changed but
// `account`.
void reschedule_rows(Account& account, const Reschedule& change, Date on);
void move_rows_out_of(Account& account, const GrantMoratorium& change, Date on);
void re_age_rows(Account& account, const ReAge& change, Date on);
void re_amortize_rows(Account& account, Date on);

}  // namespace solidarity::detail
