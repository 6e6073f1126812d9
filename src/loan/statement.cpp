// SPDX-License-Identifier: MIT
#include <solidarity/loan/statement.hpp>

#include "loan/statement_words.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace solidarity {
namespace detail {
namespace {

struct Name {
  std::string_view type;
  std::string_view text;
};

// How a person says what the wire calls `repay`.
constexpr Name names[] = {{"apply", "applied"},
                          {"approve", "approved"},
                          {"reject", "rejected"},
                          {"withdraw", "withdrawn"},
                          {"disburse", "lent"},
                          {"undo_disbursement", "not lent after all"},
                          {"top_up", "lent more"},
                          {"repay", "payment"},
                          {"prepay", "prepayment"},
                          {"pay_off", "paid off"},
                          {"charge_fee", "fee"},
                          {"assess_penalty", "penalty"},
                          {"charge_back", "taken back"},
                          {"charge_off", "charged off"},
                          {"write_off", "written off"},
                          {"recover", "recovered"},
                          {"reschedule", "rescheduled"},
                          {"re_age", "new installments"},
                          {"re_amortize", "arrears spread"},
                          {"refund", "returned"},
                          {"credit_balance_refund", "credit returned"},
                          {"reverse", "correction"}};

std::string said(std::string_view type) {
  for (const Name& name : names)
    if (name.type == type) return std::string(name.text);
  std::string text(type);
  std::ranges::replace(text, '_', ' ');
  return text;
}

// What an event says beside its amount.
std::string detail_of(const LoanAction& action) {
  return std::visit(
      overloaded{[](const ChargeFee& charge) { return charge.name; },
                 [](const AdjustCharge& credit) { return credit.charge; },
                 [](const WaiveCharge& waiver) { return waiver.charge; },
                 [](const ChargeBack& back) { return back.of; }, [](const Transfer& transfer) { return transfer.to; },
                 [](const Reverse& reversal) { return reversal.of; }, [](const auto&) { return std::string(); }},
      action);
}

std::string what_of(std::string_view type, const LoanEvent* event) {
  std::string what = said(type);
  const std::string more = event == nullptr ? std::string() : detail_of(event->what);
  return more.empty() || more == what ? what : fmt::format("{}: {}", what, more);
}

std::vector<PassbookLine> passbook_of(const Loan& loan, Date as_of) {
  std::map<std::string_view, const LoanEvent*> events;
  for (const LoanEvent& event : loan.events()) events.emplace(event.id, &event);
  std::vector<PassbookLine> lines;
  for (LoanTransaction& done : loan.transactions(as_of)) {
    const auto found = events.find(done.id);
    const LoanEvent* event = found == events.end() ? nullptr : found->second;
    std::string what = what_of(done.type, event);
    lines.push_back({.transaction = std::move(done),
                     .what = std::move(what),
                     .memo = event == nullptr ? std::string() : event->reason});
  }
  return lines;
}

std::string days_text(std::int64_t days) { return fmt::format("{} day{}", days, days == 1 ? "" : "s"); }

// "principal 9000.00, interest 41.95": the parts that are not zero, when there is more than one.
std::string parts_text(const Statement& statement, const Components& parts) {
  const std::pair<std::string_view, std::int64_t> named[] = {{"principal", parts.principal},
                                                             {"interest", parts.interest},
                                                             {"fees", parts.fees},
                                                             {"penalties", parts.penalties},
                                                             {"insurance", parts.insurance}};
  std::vector<std::string> said;
  for (const auto& [name, units] : named)
    if (units != 0) said.push_back(fmt::format("{} {}", name, amount_text(statement, units)));
  return said.size() < 2 ? std::string() : fmt::format("{}", fmt::join(said, ", "));
}

Standing next_due(const Statement& statement, Date on) {
  std::int64_t units = 0;
  for (const LoanRow& row : statement.rows)
    if (row.due == on) units += row.outstanding().total();
  return {"next due", amount_text(statement, units), fmt::format("on {}", to_text(on))};
}

}  // namespace

std::string amount_text(const Statement& statement, std::int64_t units) {
  return decimal_text(Money::of_units(units, statement.position.currency));
}

std::string status_text(const Position& position) {
  std::string text(to_text(position.status));
  std::ranges::replace(text, '_', ' ');
  if (position.charged_off) text += ", charged off";
  if (position.rescheduled) text += ", rescheduled";
  if (position.interest_suspended) text += ", interest suspended";
  if (position.days_past_due > 0) text += fmt::format(", {} past due", days_text(position.days_past_due));
  return text;
}

std::vector<Standing> standings(const Statement& statement) {
  const Position& at = statement.position;
  const auto amount = [&](std::int64_t units) { return amount_text(statement, units); };
  std::vector<Standing> all{{"status", status_text(at), {}},
                            {"lent", amount(at.disbursed), {}},
                            {"paid so far", amount(at.paid.total()), parts_text(statement, at.paid)},
                            {"outstanding", amount(at.outstanding.total()), parts_text(statement, at.outstanding)}};
  const auto add_if = [&](std::string_view name, std::int64_t units) {
    if (units != 0) all.push_back({name, amount(units), {}});
  };
  if (const std::int64_t overdue = at.overdue.total(); overdue != 0)
    all.push_back({"overdue", amount(overdue),
                   at.overdue_since ? fmt::format("since {}", to_text(*at.overdue_since)) : std::string()});
  if (at.next_due) all.push_back(next_due(statement, *at.next_due));
  if (statement.payoff && at.status == LoanStatus::active)
    all.push_back({"to close today", decimal_text(statement.payoff->total()), {}});
  add_if("credit", at.credit);
  add_if("waived", at.waived.total());
  add_if("written off", at.written_off.total());
  add_if("recovered", at.recovered);
  return all;
}

std::string fate_of(const LoanRow& row, Date as_of) {
  if (row.outstanding().total() == 0) {
    if (row.written_off.total() != 0) return "written off";
    if (row.paid.total() == 0 && row.waived.total() != 0) return "waived";
    return row.settled_on ? fmt::format("paid {}", to_text(*row.settled_on)) : std::string();
  }
  if (row.due < as_of) return fmt::format("{} late", days_text(as_of - row.due));
  return row.due == as_of ? "due today" : "";
}

namespace {

template <class Row>
std::vector<AmountColumn<Row>> shown(std::vector<AmountColumn<Row>> columns, const std::vector<Row>& rows) {
  std::erase_if(columns, [&](const AmountColumn<Row>& column) {
    return !column.always && std::ranges::all_of(rows, [&](const Row& row) { return column.of(row) == 0; });
  });
  return columns;
}

}  // namespace

std::vector<AmountColumn<LoanRow>> row_columns(const Statement& statement) {
  using Row = LoanRow;
  return shown<Row>({{"due", [](const Row& row) { return row.charged.total(); }, true},
                     {"paid", [](const Row& row) { return row.paid.total(); }, true},
                     {"forgiven", [](const Row& row) { return row.waived.total() + row.written_off.total(); }, false},
                     {"outstanding", [](const Row& row) { return row.outstanding().total(); }, true}},
                    statement.rows);
}

std::vector<AmountColumn<PassbookLine>> passbook_columns(const Statement& statement) {
  using Line = PassbookLine;
  const auto charges = [](const Line& line) {
    const Components& parts = line.transaction.parts;
    return parts.fees + parts.penalties + parts.insurance;
  };
  return shown<Line>({{"amount", [](const Line& line) { return line.transaction.amount; }, true},
                      {"principal", [](const Line& line) { return line.transaction.parts.principal; }, false},
                      {"interest", [](const Line& line) { return line.transaction.parts.interest; }, false},
                      {"charges", charges, false},
                      {"credit", [](const Line& line) { return line.transaction.unapplied; }, false},
                      {"balance", [](const Line& line) { return line.transaction.balance; }, true}},
                     statement.passbook);
}

}  // namespace detail

Statement statement_of(const Loan& loan, Date as_of, StatementHeading heading) {
  Statement statement{.heading = std::move(heading),
                      .position = loan.position(as_of),
                      .payoff = {},
                      .rows = loan.rows(as_of),
                      .passbook = detail::passbook_of(loan, as_of)};
  if (statement.position.disbursed != 0) statement.payoff = loan.payoff(as_of);
  return statement;
}

}  // namespace solidarity
