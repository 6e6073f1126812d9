// SPDX-License-Identifier: MIT
#include <solidarity/group/sheet.hpp>

#include "core/markup.hpp"
#include "core/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity {
namespace {

struct Column {
  std::string_view title;
  std::string_view key;  // in CSV
  std::int64_t CollectionLine::*of;
};
constexpr Column columns[] = {{"overdue", "overdue", &CollectionLine::overdue},
                              {"due today", "due", &CollectionLine::due},
                              {"fines", "fines", &CollectionLine::fines},
                              {"savings", "savings", &CollectionLine::savings}};

std::string amount(const CollectionSheet& sheet, std::int64_t units) {
  return decimal_text(Money::of_units(units, sheet.currency));
}

std::int64_t sum(const CollectionSheet& sheet, std::int64_t CollectionLine::*figure) {
  wide total = 0;
  for (const CollectionLine& line : sheet.lines) total += line.*figure;
  return detail::checked_units(total);
}

// At most 22 bytes wide, so that the table stays within 80 columns.
std::string name(const std::string& member) {
  std::string text = detail::printable(member);
  if (text.size() > 20) text = text.substr(0, 17) + "...";
  return text;
}

}  // namespace

std::int64_t CollectionLine::total() const { return detail::checked_units(wide{overdue} + due + fines + savings); }

Money CollectionSheet::total() const {
  wide total = 0;
  for (const CollectionLine& line : lines) total += line.total();
  return Money::of_units(detail::checked_units(total), currency);
}

std::string to_table(const CollectionSheet& sheet) {
  std::string out = fmt::format("Collection sheet of {}, {}, in {}\n\n", detail::printable(sheet.group), sheet.on,
                                sheet.currency.code());
  const auto row = [&](std::string_view who, auto cell, const std::string& total) {
    fmt::format_to(std::back_inserter(out), "{:<20}", who);
    for (const Column& column : columns) fmt::format_to(std::back_inserter(out), " {:>10}", cell(column));
    fmt::format_to(std::back_inserter(out), " {:>11}\n", total);
  };
  row(
      "member", [](const Column& column) { return std::string(column.title); }, "to pay");
  for (const CollectionLine& line : sheet.lines)
    row(
        name(line.member), [&](const Column& column) { return amount(sheet, line.*column.of); },
        amount(sheet, line.total()));
  row(
      "all", [&](const Column& column) { return amount(sheet, sum(sheet, column.of)); }, decimal_text(sheet.total()));
  return out;
}

std::string to_csv(const CollectionSheet& sheet) {
  std::string out = "member";
  for (const Column& column : columns) fmt::format_to(std::back_inserter(out), ",{}", column.key);
  out += ",total,owes_peers\r\n";
  for (const CollectionLine& line : sheet.lines) {
    out += detail::csv_cell(line.member);
    for (const Column& column : columns) out += "," + amount(sheet, line.*column.of);
    fmt::format_to(std::back_inserter(out), ",{},{}\r\n", amount(sheet, line.total()), amount(sheet, line.owes_peers));
  }
  return out;
}

namespace {

// Wide boxes to write in, and a line for who counted.
constexpr std::string_view sheet_style = R"(
td.box { width: 19mm; border: 1px solid var(--soft); }
td.tick { width: 9mm; border: 1px solid var(--soft); }
tbody tr td { height: 9mm; vertical-align: middle; }
tr.all td { font-weight: 650; border-top: 1px solid var(--ink); }
.count { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8mm; margin-top: 12mm; }
.count p { border-top: 1px solid var(--ink); padding-top: 1mm; color: var(--soft); }
body { max-width: 270mm; }
section + section { break-before: page; margin-top: 12mm; }
@page { size: A4 landscape; }
)";

void add_head(std::string& out, std::string_view title) {
  fmt::format_to(
      std::back_inserter(out),
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Collection sheet, {}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
      detail::html_text(title), detail::page_style, sheet_style);
}

void add_heading(std::string& out, const CollectionSheet& sheet) {
  fmt::format_to(std::back_inserter(out),
                 "<header>\n<div><h1>Collection sheet</h1>\n<p>{}</p></div>\n"
                 "<p class=\"when\">meeting of<br><b>{}</b><br>all amounts in {}</p>\n</header>\n",
                 detail::html_text(sheet.group), sheet.on, sheet.currency.code());
}

void add_rows(std::string& out, const CollectionSheet& sheet) {
  const auto cells = [&](auto value, std::int64_t total) {
    for (const Column& column : columns)
      fmt::format_to(std::back_inserter(out), "<td class=\"n\">{}</td>", amount(sheet, value(column)));
    fmt::format_to(std::back_inserter(out), "<td class=\"n\"><b>{}</b></td>", amount(sheet, total));
  };
  for (const CollectionLine& line : sheet.lines) {
    const std::string owes = line.owes_peers == 0
                                 ? std::string()
                                 : fmt::format("<small>owes peers {}</small>", amount(sheet, line.owes_peers));
    fmt::format_to(std::back_inserter(out), "<tr{}><td class=\"w\">{}{}</td><td class=\"tick\"></td>",
                   line.overdue > 0 ? " class=\"late\"" : "", detail::html_text(line.member), owes);
    cells([&](const Column& column) { return line.*column.of; }, line.total());
    out += "<td class=\"box\"></td><td class=\"box\"></td><td class=\"box\"></td><td class=\"box\"></td></tr>\n";
  }
  out += "<tr class=\"all\"><td>all</td><td></td>";
  cells([&](const Column& column) { return sum(sheet, column.of); }, sheet.total().units());
  out += "<td class=\"box\"></td><td class=\"box\"></td><td class=\"box\"></td><td></td></tr>\n";
}

void add_sheet(std::string& out, const CollectionSheet& sheet) {
  out += "<section>\n";
  add_heading(out, sheet);
  out += "<table>\n<thead><tr><th>member</th><th>here</th>";
  for (const Column& column : columns) fmt::format_to(std::back_inserter(out), "<th class=\"n\">{}</th>", column.title);
  out +=
      "<th class=\"n\">to pay</th><th>paid</th><th>saved</th><th>for "
      "others</th><th>signature</th></tr></thead>\n<tbody>\n";
  add_rows(out, sheet);
  out +=
      "</tbody>\n</table>\n<div class=\"count\"><p>cash counted</p><p>difference, and why</p><p>counted by</p></div>\n"
      "</section>\n";
}

}  // namespace

std::string to_html(std::span<const CollectionSheet> sheets) {
  std::string out;
  add_head(out, sheets.size() == 1 ? std::string_view(sheets.front().group) : "all groups");
  for (const CollectionSheet& sheet : sheets) add_sheet(out, sheet);
  return out += "</body>\n</html>\n";
}

std::string to_html(const CollectionSheet& sheet) { return to_html(std::span(&sheet, 1)); }

}  // namespace solidarity
