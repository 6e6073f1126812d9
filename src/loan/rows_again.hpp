// SPDX-License-Identifier: MIT
// Rows to come computed again from the balance left in them: after principal came before its time, or more was
// advanced.
// docs/servicing.md, section 4.
#pragma once

#include "loan/recalculation.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace solidarity::detail {

// The rows due after `on` that carry principal, in order.
[[nodiscard]] std::vector<std::size_t> rows_to_come(const Account& account, Date on);

// What the rows to come asked for before something happened.
struct RowsBefore {
  std::vector<std::size_t> rows;
  std::vector<std::int64_t> amounts;    // open principal and charged interest of each
  std::vector<std::int64_t> principal;  // open
};
[[nodiscard]] RowsBefore rows_before_change(const Account& account, Date on);

// Principal by the form of the terms, from `balance`, over the rows of `before`.
void place_by_terms(Account& account, Date on, const RowsBefore& before, std::int64_t balance);
// Each row keeps its amount, until nothing is left.
void place_by_amounts(Account& account, Date on, const RowsBefore& before, std::int64_t balance);
// Rows of these that ask for nothing any more fall away.
void drop_empty_rows(Account& account, Date on);

}  // namespace solidarity::detail
