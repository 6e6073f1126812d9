// SPDX-License-Identifier: MIT
// The words and columns that all forms of a statement share.
#pragma once

#include <solidarity/loan/statement.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace solidarity::detail {

// A line about where the loan stands: "overdue", "1531.00", and in small letters what more there is to say.
struct Standing {
  std::string_view name;
  std::string value;
  std::string more;
};
[[nodiscard]] std::vector<Standing> standings(const Statement& statement);

// "active, 12 days past due"
[[nodiscard]] std::string status_text(const Position& position);

// What became of a row: "paid 2026-01-12", "12 days late", "due today", or nothing yet.
[[nodiscard]] std::string fate_of(const LoanRow& row, Date as_of);

// One column of amounts of a table; those that are zero everywhere are left out.
template <class Row>
struct AmountColumn {
  std::string_view title;
  std::int64_t (*of)(const Row&);
  bool always;  // shown even when every amount is zero, and zero is not left blank
};
[[nodiscard]] std::vector<AmountColumn<LoanRow>> row_columns(const Statement& statement);
[[nodiscard]] std::vector<AmountColumn<PassbookLine>> passbook_columns(const Statement& statement);

// "12000.00"; a cell of an amount that need not be shown is blank when it is zero.
[[nodiscard]] std::string amount_text(const Statement& statement, std::int64_t units);
template <class Row>
[[nodiscard]] std::string cell_text(const Statement& statement, const AmountColumn<Row>& column, const Row& row) {
  const std::int64_t units = column.of(row);
  return units == 0 && !column.always ? std::string() : amount_text(statement, units);
}

}  // namespace solidarity::detail
