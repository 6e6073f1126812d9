// SPDX-License-Identifier: MIT
#include "core/printable.hpp"
#include "loan/statement_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity {
namespace {

using detail::AmountColumn;

constexpr std::size_t widest = 80;

// A column of a table of text: its cells, and on which side they stand.
struct Column {
  std::string title;
  bool right;
  std::vector<std::string> cells;
  [[nodiscard]] std::size_t width() const {
    std::size_t most = title.size();
    for (const std::string& cell : cells) most = std::max(most, cell.size());
    return most;
  }
};

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string table(const std::vector<Column>& columns) {
  std::string text;
  const auto line = [&](auto cell_of) {
    std::string row;
    for (const Column& column : columns) {
      if (!row.empty()) row += "  ";
      if (column.right) fmt::format_to(std::back_inserter(row), "{:>{}}", cell_of(column), column.width());
      else fmt::format_to(std::back_inserter(row), "{:<{}}", cell_of(column), column.width());
    }
    text += without_trailing_spaces(std::move(row)) + '\n';
  };
  line([](const Column& column) { return column.title; });
  for (std::size_t k = 0; k < columns.front().cells.size(); ++k)
    line([k](const Column& column) { return column.cells[k]; });
  return text;
}

template <class Row>
void add_amounts(std::vector<Column>& columns, const Statement& statement, const std::vector<Row>& rows,
                 const std::vector<AmountColumn<Row>>& amounts) {
  for (const auto& amount : amounts) {
    Column column{.title = std::string(amount.title), .right = true, .cells = {}};
    for (const Row& row : rows) column.cells.push_back(detail::cell_text(statement, amount, row));
    columns.push_back(std::move(column));
  }
}

std::size_t width_of(const std::vector<Column>& columns) {
  std::size_t width = 2 * (columns.size() - 1);
  for (const Column& column : columns) width += column.width();
  return width;
}

// At most `most` bytes of `text`, cut between characters.
std::string cut(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most - 2;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "..";
}

// Makes the column of words as narrow as the page needs, down to 8 letters.
void fit(std::vector<Column>& columns, std::size_t words) {
  const std::size_t width = width_of(columns);
  if (width <= widest) return;
  const std::size_t own = columns[words].width();
  const std::size_t most = std::max<std::size_t>(8, own - std::min(own, width - widest));
  for (std::string& cell : columns[words].cells) cell = cut(cell, most);
}

std::string title_of(const Statement& statement) {
  const auto& [lender, borrower, loan, note] = statement.heading;
  std::string text;
  if (!lender.empty()) text += detail::printable(lender) + '\n';
  if (!loan.empty()) text += "loan " + detail::printable(loan);
  if (!borrower.empty()) text += (loan.empty() ? "" : ", ") + detail::printable(borrower);
  if (!loan.empty() || !borrower.empty()) text += '\n';
  return text +
         fmt::format("{} at the end of {}\n", statement.position.currency.code(), to_text(statement.position.as_of));
}

std::string standing_text(const Statement& statement) {
  const auto all = detail::standings(statement);
  std::size_t width = 0;
  for (const auto& standing : all)
    if (standing.name != "status") width = std::max(width, standing.value.size());
  std::string text;
  for (const auto& [name, value, more] : all) {
    std::string line = name == "status" ? fmt::format("{:<16}  {}", name, value)
                                        : fmt::format("{:<16}  {:>{}}  {}", name, value, width, more);
    if (line.size() > widest) line = fmt::format("{:<16}  {:>{}}\n{:<18}{}", name, value, width, "", more);
    text += without_trailing_spaces(std::move(line)) + '\n';
  }
  return text;
}

std::string installments_text(const Statement& statement) {
  Column number{.title = " no.", .right = true, .cells = {}};
  Column due{.title = "due", .right = false, .cells = {}};
  Column fate{.title = "", .right = false, .cells = {}};
  for (const LoanRow& row : statement.rows) {
    number.cells.push_back(std::to_string(row.number));
    due.cells.push_back(to_text(row.due));
    fate.cells.push_back(detail::fate_of(row, statement.position.as_of));
  }
  std::vector<Column> columns{std::move(number), std::move(due)};
  add_amounts(columns, statement, statement.rows, detail::row_columns(statement));
  columns.push_back(std::move(fate));
  return table(columns);
}

}  // namespace

std::string passbook_text(const Statement& statement) {
  if (statement.passbook.empty()) return "nothing happened yet\n";
  Column on{.title = "date", .right = false, .cells = {}};
  Column what{.title = "what", .right = false, .cells = {}};
  for (const PassbookLine& line : statement.passbook) {
    on.cells.push_back(to_text(line.transaction.on));
    what.cells.push_back(detail::printable(line.what) + (line.transaction.reversed ? " (reversed)" : ""));
  }
  std::vector<Column> columns{std::move(on), std::move(what)};
  add_amounts(columns, statement, statement.passbook, detail::passbook_columns(statement));
  fit(columns, 1);
  return table(columns);
}

std::string to_text(const Statement& statement) {
  std::string text = title_of(statement) + '\n' + standing_text(statement) + '\n' + installments_text(statement) +
                     '\n' + passbook_text(statement);
  if (!statement.heading.note.empty()) text += '\n' + detail::printable(statement.heading.note) + '\n';
  return text;
}

}  // namespace solidarity
