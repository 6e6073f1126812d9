// SPDX-License-Identifier: MIT
// Our own rules: docs/servicing.md.
#include "loan/servicing.hpp"

#include "loan/actions.hpp"
#include "loan/exact_servicing.hpp"
#include "loan/fineract_servicing.hpp"
#include "loan/mifos_servicing.hpp"
#include "loan/opencbs_servicing.hpp"
#include "loan/penalties.hpp"
#include "loan/plan.hpp"

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

constexpr std::array all_components{Component::penalty, Component::fee, Component::insurance, Component::interest,
                                    Component::principal};

bool is_down_payment(const Installment& row) { return row.days == 0 && row.units.interest == 0; }

RowKind kind_of(const LoanTerms& terms, const Installment& row) {
  return !terms.down_payment.is_zero() && is_down_payment(row) ? RowKind::down_payment : RowKind::installment;
}

// The row of `account` that the planned `row` continues, if there is one.
std::optional<std::size_t> same_row(const Account& account, const Installment& row, RowKind kind) {
  for (std::size_t k = account.first_row; k < account.dues.size(); ++k)
    if (account.dues[k].on == row.due && account.facts[k].kind == kind) return k;
  return {};
}

// What the plan asks for now, with what life added, less what became of the row before.
void continue_row(const Account& old, std::size_t k, RowFacts& facts, Due& due) {
  const RowFacts& before = old.facts[k];
  const Components settled = before.charged - old.dues[k].open;
  facts.charged = facts.planned + (before.charged - before.planned);
  facts.waived = before.waived;
  facts.written_off = before.written_off;
  facts.paid_in_advance = before.paid_in_advance;
  facts.paid_late = before.paid_late;
  facts.settled_on = before.settled_on;
  due.open = facts.charged - settled;
  for (const Component component : all_components) {  // what is settled of a row stays charged
    const std::int64_t missing = std::max<std::int64_t>(-part(due.open, component), 0);
    part(facts.charged, component) += missing;
    part(due.open, component) += missing;
  }
}

void number_rows(Account& account) {
  for (std::size_t k = 0; k < account.dues.size(); ++k) account.dues[k].number = static_cast<std::uint16_t>(k + 1);
}

}  // namespace

// Replaces the rows from first_row on by `rows`, keeping what became of them; rows of life (additional, re-aged) stay.
void take_plan(Account& account, std::span<const Installment> rows, Date on) {
  const Account old = account;
  account.dues.resize(account.first_row, Due{on, 0, 0, {}});
  account.facts.resize(account.first_row, RowFacts{.from = on});
  const RowFacts blank{.from = on};
  account.dues.reserve(account.first_row + rows.size());
  account.facts.reserve(account.first_row + rows.size());
  Date from = account.first_row == 0 ? account.terms.disbursed_on : account.dues.back().on;
  for (const Installment& row : rows) {
    RowFacts& facts = account.facts.emplace_back(blank);
    facts.from = from;
    facts.kind = kind_of(account.terms, row);
    facts.planned = facts.charged = row.units;
    facts.balance = row.balance_units;
    Due& due = account.dues.emplace_back(Due{row.due, 0, 0, row.units});
    if (const auto k = same_row(old, row, facts.kind)) continue_row(old, *k, facts, due);
    if (facts.kind == RowKind::installment) from = row.due;
  }
  for (std::size_t k = old.first_row; k < old.dues.size(); ++k) {
    if (old.facts[k].kind != RowKind::additional && old.facts[k].kind != RowKind::re_aged) continue;
    const std::size_t at = account.rows_by(old.dues[k].on);
    account.dues.insert(account.dues.begin() + static_cast<std::ptrdiff_t>(at), old.dues[k]);
    account.facts.insert(account.facts.begin() + static_cast<std::ptrdiff_t>(at), old.facts[k]);
  }
  number_rows(account);
  account.settle(on);
}

bool Servicing::has_work(const Account& account, Date day) const {
  return account.credit > 0 || may_be_penalized(account, day);
}

bool Servicing::pays_in_place(const Account& account) const {
  return !account.terms.recalculation || account.terms.recalculation->rest == Rest::none;
}

// Held money is used on the day on which something falls due; penalties come first on their day.
void Servicing::advance(Account& account, Date day) const {
  while (account.credit > 0 && account.outstanding != Components{}) {
    const std::size_t next = account.rows_before(account.advanced_to);
    const auto due = std::find_if(account.dues.begin() + static_cast<std::ptrdiff_t>(next), account.dues.end(),
                                  [&](const Due& row) { return row.on > account.advanced_to; });
    if (due == account.dues.end() || due->on > day) break;
    const Date on = due->on;
    assess_penalties(account, on);
    account.advanced_to = on;
    use_credit(account, on, *this);
  }
  assess_penalties(account, day);
}

void Servicing::plan_again(Account& account, Date on) const {
  account.terms = with_advances(std::move(account.terms), account.advances);
  take_plan(account, amortize(account.terms).rows(), on);
}

Applied Servicing::pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const {
  const std::size_t first = account.first_open;
  const bool asks = waterfall.quirk == WaterfallQuirk::charges_due_first;
  const Components by_day = asks ? charged_by_day(account, on) : Components{};
  const Applied applied =
      apply_payment(std::span(account.dues).subspan(first), on, units, waterfall, by_day, [&](const Share& share) {
        if (share.waived) account.book_waiver(first + share.row, share);
      });
  account.book_payment(on, applied);
  return applied;
}

Applied Servicing::prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                          EarlyPrincipal) const {
  return pay(account, on, units, waterfall);
}

Payoff Servicing::payoff(const Account& account, Date on) const {
  Payoff quote{.on = on, .currency = account.currency(), .parts = account.outstanding};
  quote.credit = std::min(account.credit, account.outstanding.total());
  return quote;
}

void Servicing::settle_for_payoff(Account&, const Payoff&) const {}

void Servicing::reschedule(Account&, const Reschedule&, Date) const {
  refuse(ErrorCode::unsupported, "/type", "reschedule");
}

// Everything outstanding leaves its rows and comes back in new ones: equal parts, the last takes the rest.
void Servicing::re_age(Account& account, const ReAge& change, Date on) const {
  const Components moved = account.outstanding;
  for (std::size_t k = 0; k < account.dues.size(); ++k)
    for (const Component component : all_components)
      account.charge(k, component, -part(account.dues[k].open, component));
  const DateSequence days(change.every, on, change.first_due_on);
  for (int j = 1; j <= change.installments; ++j) {
    const std::size_t row = account.add_row(days.at(j), RowKind::re_aged);
    for (const Component component : all_components) {
      const std::int64_t each = part(moved, component) / change.installments;
      const std::int64_t last = part(moved, component) - each * (change.installments - 1);
      account.charge(row, component, j == change.installments ? last : each);
    }
  }
  account.settle(on);
}

void Servicing::re_amortize(Account& account, Date on) const {
  const std::size_t late = account.rows_before(on);
  const std::size_t first = account.rows_by(on);
  if (first == account.dues.size())
    refuse(ErrorCode::out_of_range, "/on", fmt::format("no installment falls due after {}", on));
  std::int64_t moved = 0;
  for (std::size_t k = 0; k < late; ++k) {
    const std::int64_t open = account.dues[k].open.principal;
    account.charge(k, Component::principal, -open);
    moved += open;
  }
  const auto rows = static_cast<std::int64_t>(account.dues.size() - first);
  for (std::size_t k = first; k < account.dues.size(); ++k)
    account.charge(k, Component::principal,
                   k + 1 == account.dues.size() ? moved - moved / rows * (rows - 1) : moved / rows);
  account.settle(on);
}

void Servicing::grant_moratorium(Account&, const GrantMoratorium&, Date) const {
  refuse(ErrorCode::unsupported, "/type", "moratorium");
}

void Servicing::charge_back(Account& account, std::int64_t units, Date on) const {
  std::size_t row = account.rows_before(on);
  while (row < account.dues.size() && account.facts[row].kind == RowKind::down_payment) ++row;
  if (row == account.dues.size()) row = account.add_row(on, RowKind::additional);
  account.charge(row, Component::principal, units);
  account.settle(on);
}

std::int64_t Servicing::accrued_interest(const Account& account, Date as_of) const {
  std::int64_t accrued = 0;
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    const std::int64_t interest = account.facts[k].charged.interest;
    const Date from = account.facts[k].from;
    const Date due = account.dues[k].on;
    if (due <= as_of) accrued += interest;
    else if (from < as_of)
      accrued += multiply_divide(interest, as_of - from, std::max(due - from, 1), Rounding::half_even);
  }
  return accrued;
}

const Servicing& servicing_of(const RoundingPolicy& policy) noexcept {
  static const Servicing plain;
  if (std::holds_alternative<FineractCumulative>(policy) || std::holds_alternative<FineractProgressive>(policy))
    return fineract_servicing();
  if (std::holds_alternative<OpenCbsRounding>(policy)) return opencbs_servicing();
  if (std::holds_alternative<MifosRounding>(policy)) return mifos_servicing();
  if (std::holds_alternative<ExactRounding>(policy)) return exact_servicing();
  return plain;
}

}  // namespace solidarity::detail
