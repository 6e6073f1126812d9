// SPDX-License-Identifier: MIT
#include <solidarity/loan/statement.hpp>

#include "core/markup.hpp"
#include "loan/statement_words.hpp"

#include <fmt/format.h>

#include <iterator>

namespace solidarity {
namespace {

constexpr std::string_view components[] = {"principal", "interest", "fees", "penalties", "insurance"};

class Writer {
 public:
  explicit Writer(const Statement& statement) : statement_(statement) {}

  void raw(std::string_view text) {
    if (!line_.empty()) line_ += ',';
    line_ += text;
  }
  void text(const std::string& text) {
    if (!line_.empty()) line_ += ',';
    line_ += detail::csv_cell(text);
  }
  void amount(std::int64_t units) { raw(detail::amount_text(statement_, units)); }
  void amounts(const Components& parts) {
    for (const std::int64_t units : {parts.principal, parts.interest, parts.fees, parts.penalties, parts.insurance})
      amount(units);
  }
  void end() {
    out_ += line_ + "\r\n";
    line_.clear();
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  const Statement& statement_;
  std::string out_;
  std::string line_;
};

void installment_header(Writer& out) {
  out.raw("number");
  out.raw("due");
  for (const std::string_view what : {"due", "paid", "waived", "written_off", "outstanding"})
    for (const std::string_view component : components) out.raw(fmt::format("{}_{}", component, what));
  for (const std::string_view title : {"total_outstanding", "late_days", "settled_on"}) out.raw(title);
  out.end();
}

}  // namespace

std::string installments_csv(const Statement& statement) {
  Writer out(statement);
  installment_header(out);
  for (const LoanRow& row : statement.rows) {
    out.raw(std::to_string(row.number));
    out.raw(to_text(row.due));
    for (const Components& parts : {row.charged, row.paid, row.waived, row.written_off, row.outstanding()})
      out.amounts(parts);
    out.amount(row.outstanding().total());
    out.raw(std::to_string(row.late_days));
    out.raw(row.settled_on ? to_text(*row.settled_on) : std::string());
    out.end();
  }
  return out.take();
}

std::string passbook_csv(const Statement& statement) {
  Writer out(statement);
  out.raw("date,id,type,what,amount,principal,interest,fees,penalties,insurance,unapplied,balance,reversed,memo");
  out.end();
  for (const auto& [transaction, what, memo] : statement.passbook) {
    out.raw(to_text(transaction.on));
    out.text(transaction.id);
    out.raw(transaction.type);
    out.text(what);
    out.amount(transaction.amount);
    out.amounts(transaction.parts);
    out.amount(transaction.unapplied);
    out.amount(transaction.balance);
    out.raw(transaction.reversed ? "yes" : "no");
    out.text(memo);
    out.end();
  }
  return out.take();
}

}  // namespace solidarity
