// SPDX-License-Identifier: MIT
#include "core/markup.hpp"
#include "loan/statement_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity {
namespace {

class Page {
 public:
  explicit Page(const Statement& statement) : statement_(statement) {}

  std::string take() {
    add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n",
        title(), detail::page_style);
    add("</head>\n<body>\n");
    add_header();
    add_standing();
    add_installments();
    add_passbook();
    if (!statement_.heading.note.empty()) add("<footer>{}</footer>\n", detail::html_text(statement_.heading.note));
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
    std::string text = loan.empty() ? std::string("Loan statement") : "Loan " + detail::html_text(loan);
    if (!borrower.empty()) text += ", " + detail::html_text(borrower);
    return text;
  }

  void add_header() {
    add("<header>\n<div><h1>{}</h1>\n<p>{}</p></div>\n", title(), detail::html_text(statement_.heading.lender));
    add("<p class=\"when\">at the end of<br><b>{}</b><br>all amounts in {}</p>\n</header>\n",
        to_text(statement_.position.as_of), detail::html_text(statement_.position.currency.code()));
  }

  void add_standing() {
    const bool late = statement_.position.days_past_due > 0;
    const auto all = detail::standings(statement_);
    add("<p class=\"status{}\">{}</p>\n<dl>\n", late ? " late" : "", detail::html_text(all.front().value));
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
        to_text(line.transaction.on), detail::html_text(line.what),
        line.memo.empty() ? std::string() : fmt::format("<small>{}</small>", detail::html_text(line.memo)));
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
