// SPDX-License-Identifier: MIT
// The rows to come of an OpenCBS loan, computed again from what is still owed.
#pragma once

#include "loan/account.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace solidarity::detail {

// A row to come: its principal and interest before what is paid of it.
struct PlannedRow {
  std::int64_t principal = 0;
  std::int64_t interest = 0;
};

// What is priced again: `count` rows from row `first` of the account on.
struct Repricing {
  std::size_t first;
  int count;
  std::int64_t principal;  // owed by them
  int grace = 0;           // first of them without principal
};

// As the schedule of the same terms would be on `again.principal`.  Errors: as amortize; contradictory_terms.
[[nodiscard]] std::vector<PlannedRow> priced_again(const Account& account, const Repricing& again);

// The same after an early repayment, where the peer rounds in other places: level principal in one step, and everything
// cut to whole units in products without cents.
[[nodiscard]] std::vector<PlannedRow> priced_after_early(const Account& account, const Repricing& again);

// The interest of one period on `balance` for `days` of the `nominal` ones.
[[nodiscard]] std::int64_t opencbs_interest(const LoanTerms& terms, std::int64_t balance, int days, int nominal);

// How many installments stand before row k; rows made in life do not count.
[[nodiscard]] int installments_before(const Account& account, std::size_t k);

// What flat interest is of: all that was lent, or what the last early repayment left.
[[nodiscard]] std::int64_t flat_base(const Account& account);

// Makes row k charge `parts` of principal and interest; what is paid of it stays.
void charge_row(Account& account, std::size_t k, PlannedRow parts);

// The balance after each row from `first` on, from the end back.
void balance_rows(Account& account, std::size_t first);

}  // namespace solidarity::detail
