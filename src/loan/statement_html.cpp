// SPDX-License-Identifier: MIT
#include "core/printable.hpp"
#include "loan/statement_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity {
namespace {

constexpr std::string_view style = R"(
:root { --ink: #1c2321; --soft: #5d6b66; --line: #d9e0dd; --wash: #f4f7f5; --accent: #1d6450; --alarm: #a3312a; }
* { box-sizing: border-box; margin: 0; }
body { font: 13px/1.45 "Inter", "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: #fff;
  max-width: 190mm; margin: 0 auto; padding: 10mm 6mm; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 8mm; border-bottom: 2px solid var(--accent); padding-bottom: 3mm; }
h1 { font-size: 20px; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 13px; font-weight: 650; margin: 7mm 0 2mm; color: var(--accent); }
header p, .soft { color: var(--soft); overflow-wrap: anywhere; }
header .when { text-align: right; white-space: nowrap; }
.status { display: inline-block; margin: 4mm 0 3mm; padding: 2px 10px; border-radius: 99px; background: var(--wash); border: 1px solid var(--line); font-weight: 600; }
.status.late { color: var(--alarm); border-color: currentColor; background: #fdf3f2; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(42mm, 1fr)); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
dl div { padding: 2.5mm 3.5mm; box-shadow: 1px 1px 0 0 var(--line); }
dt { color: var(--soft); font-size: 11px; }
dd { font-size: 16px; font-weight: 600; }
dd small { display: block; font-size: 11px; font-weight: 400; color: var(--soft); }
dl .late dd { color: var(--alarm); }
.bar { height: 5px; border-radius: 3px; background: var(--line); margin-top: 3mm; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--accent); }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 11px; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--ink); padding: 1.2mm 2mm; }
td { padding: 1.2mm 2mm; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; }
td.d { white-space: nowrap; }
td.w { overflow-wrap: anywhere; }
td small { display: block; color: var(--soft); }
tr.done td { color: var(--soft); }
tr.late td { background: #fdf3f2; }
tr.late td:last-child { color: var(--alarm); font-weight: 600; }
tr.void td { color: var(--soft); text-decoration: line-through; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th::first-letter, dt::first-letter, .status::first-letter { text-transform: uppercase; }
footer { margin-top: 8mm; padding-top: 3mm; border-top: 1px solid var(--line); color: var(--soft); overflow-wrap: anywhere; }
@media (max-width: 620px) { body { font-size: 11px; padding: 4mm 3mm; } .split { display: none; } h1 { font-size: 16px; } dd { font-size: 14px; } td, th { padding: 1mm; }
  dl { grid-template-columns: repeat(auto-fit, minmax(34mm, 1fr)); } }
@media (max-width: 360px) { header { display: block; } header .when { text-align: left; } dl { grid-template-columns: 1fr 1fr; } .wide { display: none; } td.d:last-child { white-space: normal; } td, th { padding: .8mm .6mm; font-size: 10px; } }
@page { margin: 10mm 8mm; }
@media print { body { padding: 0; max-width: none; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
)";

// `text` as the content of an element or of an attribute in quotation marks.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : detail::printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

class Page {
 public:
  explicit Page(const Statement& statement) : statement_(statement) {}

  std::string take() {
    add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n",
        title(), style);
    add("</head>\n<body>\n");
    add_header();
    add_standing();
    add_installments();
    add_passbook();
    if (!statement_.heading.note.empty()) add("<footer>{}</footer>\n", escaped(statement_.heading.note));
    add("</body>\n</html>\n");
    return std::move(out_);
  }

 private:
  template <class... Values>
  void add(fmt::format_string<Values...> text, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), text, std::forward<Values>(values)...);
  }
  [[nodiscard]] std::string title() const {
    const auto& [lender, borrower, loan, note] = statement_.heading;
    std::string text = loan.empty() ? std::string("Loan statement") : "Loan " + escaped(loan);
    if (!borrower.empty()) text += ", " + escaped(borrower);
    return text;
  }

  void add_header() {
    add("<header>\n<div><h1>{}</h1>\n<p>{}</p></div>\n", title(), escaped(statement_.heading.lender));
    add("<p class=\"when\">at the end of<br><b>{}</b><br>all amounts in {}</p>\n</header>\n",
        to_text(statement_.position.as_of), escaped(statement_.position.currency.code()));
  }

  void add_standing() {
    const bool late = statement_.position.days_past_due > 0;
    const auto all = detail::standings(statement_);
    add("<p class=\"status{}\">{}</p>\n<dl>\n", late ? " late" : "", escaped(all.front().value));
    for (auto standing = all.begin() + 1; standing != all.end(); ++standing)
      add("<div{}><dt>{}</dt><dd>{}{}</dd></div>\n", standing->name == "overdue" ? " class=\"late\"" : "",
          standing->name, standing->value,
          standing->more.empty() ? std::string() : fmt::format("<small>{}</small>", standing->more));
    add("</dl>\n");
    if (const int percent = percent_settled(); percent >= 0)
      add("<div class=\"bar\" title=\"{0}% settled\"><i style=\"width:{0}%\"></i></div>\n", percent);
  }

  // How much of everything charged is no longer owed; -1 when nothing is charged.
  [[nodiscard]] int percent_settled() const {
    const wide charged = statement_.position.charged.total();
    const wide open = statement_.position.outstanding.total();
    return charged <= 0 ? -1 : static_cast<int>((charged - open) * 100 / charged);
  }

  void add_heads(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) add("<th scope=\"col\">{}</th>", word);
  }

  void add_installments() {
    const auto columns = detail::row_columns(statement_);
    add("<h2>Installments</h2>\n<table>\n<thead><tr><th scope=\"col\" class=\"n\">No.</th><th scope=\"col\">Due "
        "on</th>");
    for (const auto& column : columns)
      add("<th scope=\"col\" class=\"{}\">{}</th>", row_class_of(column.title),
          column.title == "due" ? "amount" : column.title);
    add("<th scope=\"col\"></th></tr></thead>\n<tbody>\n");
    for (const LoanRow& row : statement_.rows) add_installment(row, columns);
    add("</tbody>\n</table>\n");
  }

  void add_installment(const LoanRow& row, const std::vector<detail::AmountColumn<LoanRow>>& columns) {
    const bool done = row.outstanding().total() == 0;
    const bool late = !done && row.due < statement_.position.as_of;
    add("<tr{}><td class=\"n\">{}</td><td class=\"d\">{}</td>",
        done   ? " class=\"done\""
        : late ? " class=\"late\""
               : "",
        row.number, to_text(row.due));
    for (const auto& column : columns)
      add("<td class=\"{}\">{}</td>", row_class_of(column.title), detail::cell_text(statement_, column, row));
    add("<td class=\"d\">{}</td></tr>\n", detail::fate_of(row, statement_.position.as_of));
  }

  // What narrow paper leaves out: the split on A5, what is paid on a receipt.
  static std::string_view row_class_of(std::string_view title) {
    return title == "paid" || title == "forgiven" ? "n wide" : "n";
  }
  static std::string_view class_of(std::string_view title) {
    return title == "amount" || title == "balance" ? "n" : "n split";
  }

  void add_passbook() {
    if (statement_.passbook.empty()) return;
    const auto columns = detail::passbook_columns(statement_);
    add("<h2>Passbook</h2>\n<table>\n<thead><tr>");
    add_heads({"Date", "What"});
    for (const auto& column : columns)
      add("<th scope=\"col\" class=\"{}\">{}</th>", class_of(column.title), column.title);
    add("</tr></thead>\n<tbody>\n");
    for (const PassbookLine& line : statement_.passbook) add_line(line, columns);
    add("</tbody>\n</table>\n");
  }

  void add_line(const PassbookLine& line, const std::vector<detail::AmountColumn<PassbookLine>>& columns) {
    add("<tr{}><td class=\"d\">{}</td><td class=\"w\">{}{}</td>", line.transaction.reversed ? " class=\"void\"" : "",
        to_text(line.transaction.on), escaped(line.what),
        line.memo.empty() ? std::string() : fmt::format("<small>{}</small>", escaped(line.memo)));
    for (const auto& column : columns)
      add("<td class=\"{}\">{}</td>", class_of(column.title), detail::cell_text(statement_, column, line));
    add("</tr>\n");
  }

  const Statement& statement_;
  std::string out_;
};

}  // namespace

std::string to_html(const Statement& statement) { return Page(statement).take(); }

}  // namespace solidarity
