// SPDX-License-Identifier: MIT
#include <solidarity/schedule/schedule.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace solidarity {
namespace {

struct Column {
  const char* title;
  Money (*of)(const Installment&);
  bool always;  // shown even when every row is zero
};

const std::array columns{
    Column{"principal", [](const Installment& row) { return row.principal(); }, true},
    Column{"interest", [](const Installment& row) { return row.interest(); }, true},
    Column{"fees", [](const Installment& row) { return row.fees(); }, false},
    Column{"penalties", [](const Installment& row) { return row.penalties(); }, false},
    Column{"insurance", [](const Installment& row) { return row.insurance(); }, false},
    Column{"total", [](const Installment& row) { return row.total(); }, true},
    Column{"balance", [](const Installment& row) { return row.balance(); }, true},
};

bool is_shown(const Column& column, const Schedule& schedule) {
  return column.always ||
         std::ranges::any_of(schedule, [&](const Installment& row) { return !column.of(row).is_zero(); });
}

std::size_t width_of(const Column& column, const Schedule& schedule) {
  std::size_t width = std::char_traits<char>::length(column.title);
  for (const Installment& row : schedule) width = std::max(width, decimal_text(column.of(row)).size());
  return std::string_view(column.title) == "balance" ? width
                                                     : std::max(width, decimal_text(total(schedule, column.of)).size());
}

// A column of the table with its width, worked out once.
struct Shown {
  const Column* column;
  std::size_t width;
};

std::vector<Shown> shown_columns(const Schedule& schedule) {
  std::vector<Shown> shown;
  for (const Column& column : columns)
    if (is_shown(column, schedule)) shown.push_back({&column, width_of(column, schedule)});
  return shown;
}

}  // namespace

std::span<const Installment> Schedule::due_by(Date day) const noexcept {
  const auto end = std::ranges::upper_bound(rows_, day, {}, &Installment::due);
  return {rows_.begin(), end};
}

std::string to_text(const Schedule& schedule) {
  const std::vector<Shown> shown = shown_columns(schedule);
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const auto cells = [&](auto text_of) {
    for (const Shown& cell : shown) fmt::format_to(out, "  {:>{}}", text_of(*cell.column), cell.width);
    fmt::format_to(out, "\n");
  };
  fmt::format_to(out, "{:>4}  {:<10}", "no.", "due");
  cells([](const Column& column) { return std::string(column.title); });
  for (const Installment& row : schedule) {
    fmt::format_to(out, "{:>4}  {}", row.number, to_text(row.due));
    cells([&](const Column& column) { return decimal_text(column.of(row)); });
  }
  fmt::format_to(out, "{:<16}", fmt::format("      {}", schedule.currency().code()));
  for (const Shown& cell : shown) {
    if (std::string_view(cell.column->title) == "balance") continue;
    fmt::format_to(out, "  {:>{}}", decimal_text(total(schedule, cell.column->of)), cell.width);
  }
  fmt::format_to(out, "\n");
  return fmt::to_string(text);
}

}  // namespace solidarity
