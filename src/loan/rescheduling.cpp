// SPDX-License-Identifier: MIT
#include "loan/rescheduling.hpp"

#include "loan/rows_again.hpp"
#include "schedule/engine.hpp"

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

constexpr std::array but_principal{Component::penalty, Component::fee, Component::insurance, Component::interest};

// Re-aged rows bear no interest and belong to no plan that could go on.
void refuse_re_aged(const Account& account) {
  for (std::size_t row = account.first_open; row < account.dues.size(); ++row)
    if (account.facts[row].kind == RowKind::re_aged && account.facts[row].open_total > 0)
      refuse(ErrorCode::unsupported, "/type", "the loan was re-aged; re-age it again for other dates or amounts");
}

// The installments due on `from` or later.
std::vector<std::size_t> installments_from(const Account& account, Date from) {
  std::vector<std::size_t> rows;
  for (std::size_t row = account.rows_before(from); row < account.dues.size(); ++row)
    if (account.facts[row].kind == RowKind::installment) rows.push_back(row);
  return rows;
}

std::int64_t open_principal(const Account& account, std::span<const std::size_t> rows) {
  std::int64_t open = 0;
  for (const std::size_t row : rows) open += account.dues[row].open.principal;
  return open;
}

// A tail of the loan in the making: the rows that change, and the terms that price them.
struct Tail {
  std::vector<std::size_t> rows;
  PlanTail plan;
  std::int64_t deferred = 0;  // interest of rows before it that grace left unbilled
};

// Interest that rows from `first` on would still have capitalised is no principal yet; what the rows before left
// unbilled is owed.
void take_grace_into_account(const Account& account, const Plan& plan, std::size_t first, Date on, Tail& tail,
                             std::int64_t& principal) {
  BearingBalance balance(account, plan, on);
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    if (!plan.follows_balance(row) || (!plan.capitalises(row) && !plan.defers(row))) continue;
    const std::int64_t own = balance.interest(row);
    if (plan.capitalises(row) && row >= first) principal -= own;
    if (plan.defers(row) && row < first) tail.deferred += own;
  }
}

// Where the sequence of due dates goes on at the first of the rows.
Continuation continuation_at(const Account& account, const Plan& plan, std::size_t first) {
  const LoanTerms& terms = plan.terms(first);
  const std::size_t k = plan.index(first);
  const auto& rows = plan.timeline(first).rows();
  const std::uint16_t number = account.facts[first].plan;
  Continuation after{.start_of_sequence = terms.disbursed_on,
                     .first_of_sequence = terms.repayments.first_due_on,
                     .index = k == 0 ? terms.grace.all + 1 : rows[k - 1].index + 1,
                     .start = rows[k].start,
                     .shown_before = k == 0 ? rows[k].start : rows[k - 1].due,
                     .rows_in_term = terms.repayments.count};
  if (number == 0) return after;
  const Continuation& before = account.tails[number - std::size_t{1}]->after;
  after.start_of_sequence = before.start_of_sequence;
  after.first_of_sequence = before.first_of_sequence;
  after.rows_in_term = before.rows_in_term;
  after.dates = before.dates;
  if (k == 0) {
    after.index = before.index;
    after.shown_before = before.shown_before;
  }
  if (!after.dates.empty())
    after.dates.erase(after.dates.begin(), after.dates.begin() + static_cast<std::ptrdiff_t>(k));
  return after;
}

Grace grace_left(const Grace& grace, std::size_t passed) {
  const int rows = static_cast<int>(passed);
  return {.principal = std::max(grace.principal - rows, 0),
          .interest_payment = std::max(grace.interest_payment - rows, 0),
          .interest_free = std::max(grace.interest_free - rows, 0),
          .all = 0};
}

// Forms that name each row go on with the rows that are left.
void fit_form(const Account& account, Tail& tail, std::int64_t principal) {
  LoanTerms& terms = tail.plan.terms;
  const Currency currency = account.currency();
  if (auto* balloon = std::get_if<Balloon>(&terms.amortization))
    balloon->amount = std::min(balloon->amount, Money::of_units(principal, currency));
  const bool is_weighted = std::holds_alternative<WeightedPrincipal>(terms.amortization) ||
                           std::holds_alternative<ListedPrincipal>(terms.amortization);
  if (!is_weighted) return;
  WeightedPrincipal weights;
  for (const std::size_t row : tail.rows) weights.weights.push_back(account.dues[row].open.principal);
  if (static_cast<int>(weights.weights.size()) != terms.repayments.count)
    refuse(ErrorCode::contradictory_terms, "/extra_installments",
           "rows whose principal is given one by one have no more");
  terms.amortization = std::move(weights);
}

// The terms of row `first` for `principal` from the start of its period on.
Tail tail_from(const Account& account, const Plan& plan, std::vector<std::size_t> rows, int extra, Date on,
               std::int64_t added) {
  const std::size_t first = rows.front();
  if (!plan.has(first)) refuse(ErrorCode::unsupported, "/from", "the row has no period of its own");
  Tail tail{.rows = std::move(rows), .plan = {plan.terms(first), continuation_at(account, plan, first)}};
  std::int64_t principal = open_principal(account, tail.rows) + added;
  take_grace_into_account(account, plan, first, on, tail, principal);
  if (principal <= 0) refuse(ErrorCode::out_of_range, "/from", "no principal is outstanding from that row on");
  LoanTerms& terms = tail.plan.terms;
  terms.principal = Money::of_units(principal, account.currency());
  terms.disbursed_on = tail.plan.after.start;
  terms.further_tranches.clear();
  terms.down_payment = Rate::zero();
  terms.fees.clear();
  terms.insurance.reset();
  terms.interest.from.reset();
  terms.interest.first_period = FirstPeriod::nominal;
  terms.interest.first_period_years.reset();
  terms.grace = grace_left(terms.grace, plan.index(first));
  terms.repayments.count = static_cast<int>(tail.rows.size()) + extra;
  if (terms.repayments.count > max_installments)
    refuse(ErrorCode::out_of_range, "/extra_installments",
           fmt::format("{} rows; a loan has at most {}", terms.repayments.count, max_installments));
  fit_form(account, tail, principal);
  return tail;
}

void refuse_tail(ErrorCode code, const Tail& tail) {
  refuse(code, "/type",
         fmt::format("{} over {} installments cannot be priced by the terms of the loan", tail.plan.terms.principal,
                     tail.plan.terms.repayments.count));
}

std::vector<Installment> priced(const Account& account, const Tail& tail) {
  const Installment blank{tail.plan.after.start, 0, 0, account.currency(), {}, 0};
  std::vector<Installment> rows(static_cast<std::size_t>(tail.plan.terms.repayments.count) + 1, blank);
  const Outcome outcome = price_on(tail.plan.terms, tail.plan.after, rows);
  if (outcome.refused) refuse_tail(*outcome.refused, tail);
  rows.resize(outcome.rows, blank);
  const Grace& grace = tail.plan.terms.grace;
  if (tail.deferred > 0)
    rows[std::min(static_cast<std::size_t>(grace.interest_payment), rows.size() - 1)].units.interest += tail.deferred;
  return rows;
}

// The row asks for what the tail says, beside what is settled of it.
void set_row(Account& account, std::size_t row, const Installment& planned, Date from, std::uint16_t period) {
  RowFacts& facts = account.facts[row];
  account.dues[row].on = planned.due;
  facts.from = from;
  facts.plan = static_cast<std::uint16_t>(account.tails.size());
  facts.period = period;
  account.charge(row, Component::principal, planned.units.principal - account.dues[row].open.principal);
  set_charged(account, row, Component::interest, planned.units.interest);
}

// A row that the new terms do not have any more keeps what is settled of it, and its charges.
void empty_row(Account& account, std::size_t row) {
  account.facts[row].period = RowFacts::no_period;
  account.charge(row, Component::principal, -account.dues[row].open.principal);
  account.charge(row, Component::interest, -account.dues[row].open.interest);
}

void put_tail(Account& account, Tail tail, Date on) {
  const std::vector<Installment> planned = priced(account, tail);
  const std::vector<std::size_t> rows = tail.rows;
  Date from = tail.plan.after.start;
  account.tails.push_back(std::make_shared<const PlanTail>(std::move(tail.plan)));
  for (std::size_t j = 0; j < planned.size(); ++j) {
    std::size_t row = j < rows.size() ? rows[j] : account.dues.size();
    if (row == account.dues.size()) {
      account.dues.push_back(Due{planned[j].due, static_cast<std::uint16_t>(row + 1), 0, {}});
      account.facts.push_back(RowFacts{.from = from, .kind = RowKind::installment});
    }
    set_row(account, row, planned[j], from, static_cast<std::uint16_t>(j));
    from = planned[j].due;
  }
  for (std::size_t j = planned.size(); j < rows.size(); ++j) empty_row(account, rows[j]);
  for (std::size_t j = rows.size(); j-- > planned.size();)
    if (account.facts[rows[j]].charged == Components{}) erase_row(account, rows[j]);
  sort_rows(account);
  account.plan_changed = true;
  chain_balances(account, rows.front());
  account.settle(on);
}

// What the rows before owe besides principal joins the principal of the tail.
std::int64_t take_arrears(Account& account, std::size_t first) {
  std::int64_t total = 0;
  for (std::size_t row = 0; row < account.dues.size() && account.dues[row].on < account.dues[first].on; ++row) {
    for (const Component component : but_principal) {
      const std::int64_t open = part(account.dues[row].open, component);
      total += open;
      account.charge(row, component, -open);
    }
    account.facts[row].interest_fixed = true;
  }
  return total;
}

// The sequence whose date is `to`: on the loan's own day of the month where `to` is the end of a shorter month.
void start_sequence_on(Continuation& after, const Frequency& every, Date to) {
  after.index = 1;
  Date first = to;
  if (const auto* months = std::get_if<EveryMonths>(&every); months && to.is_month_end()) {
    const int day = after.first_of_sequence.value_or(after.start_of_sequence).day();
    const std::int64_t month = month_number(to);
    for (int back = 0; back < 48 && first.day() < day; ++back) {
      first = Date::of_month_number(month - std::int64_t{months->count} * back, day);
      after.index = back + 1;
    }
    if (first.day() < day) {
      first = to;
      after.index = 1;
    }
  }
  after.first_of_sequence = first;
  after.start_of_sequence = first - 1;
}

void move_to(Tail& tail, Date to, Date before) {
  Continuation& after = tail.plan.after;
  if (to <= std::max(before, after.start))
    refuse(ErrorCode::out_of_range, "/to", fmt::format("{} is not after {}", to, std::max(before, after.start)));
  std::vector<Date>& dates = after.dates;
  if (const auto* list = std::get_if<OnDates>(&tail.plan.terms.repayments.every); list && dates.empty())
    dates.assign(list->dates.end() - static_cast<std::ptrdiff_t>(tail.rows.size()), list->dates.end());
  if (dates.empty()) return start_sequence_on(after, tail.plan.terms.repayments.every, to);
  const int days = to - dates.front();
  for (Date& date : dates) date = date + days;
}

void check_extra(const Tail& tail, int extra) {
  const bool listed =
      !tail.plan.after.dates.empty() || std::holds_alternative<OnDates>(tail.plan.terms.repayments.every);
  if (extra > 0 && listed)
    refuse(ErrorCode::contradictory_terms, "/extra_installments", "listed dates have no next step");
}

// Forms that know no grace: as in the terms of a loan (pricing.md 10).
void check_grace(const LoanTerms& terms) {
  const Amortization& form = terms.amortization;
  const bool any = terms.grace.principal > 0 || terms.grace.interest_payment > 0;
  const bool level = std::holds_alternative<Balloon>(form) || std::holds_alternative<StepInstallments>(form);
  const bool no_grace = std::holds_alternative<SumOfDigits>(form) || (is_flat(terms) && level);
  const bool weighted = std::holds_alternative<WeightedPrincipal>(form) && terms.grace.principal > 0;
  if (weighted || (any && no_grace))
    refuse(ErrorCode::contradictory_terms, terms.grace.principal > 0 ? "/grace_principal" : "/grace_interest_payment",
           "the form of these installments knows no grace");
}

void set_new_terms(LoanTerms& terms, const Reschedule& change) {
  if (change.rate) {
    if (*change.rate < Rate::zero())
      refuse(ErrorCode::out_of_range, "/rate_percent", fmt::format("{}; a rate is not negative", *change.rate));
    terms.interest.rate = *change.rate;
    terms.interest.changes.clear();
  }
  const auto check = [&](int rows, std::string_view field) {
    if (rows < 0 || rows >= terms.repayments.count)
      refuse(ErrorCode::out_of_range, field,
             fmt::format("{} of {} installments; grace is 0 to {}", rows, terms.repayments.count,
                         terms.repayments.count - 1));
  };
  check(change.grace_principal, "/grace_principal");
  check(change.grace_interest_payment, "/grace_interest_payment");
  terms.grace.principal = std::max(terms.grace.principal, change.grace_principal);
  terms.grace.interest_payment = std::max(terms.grace.interest_payment, change.grace_interest_payment);
  if (terms.interest.capitalise_in_grace && terms.grace.interest_payment > terms.grace.principal &&
      !std::holds_alternative<Bullet>(terms.amortization))
    refuse(ErrorCode::contradictory_terms, "/grace_interest_payment",
           "interest joins the balance only in rows that repay no principal");
  check_grace(terms);
}

// What the advance bears over the rows to come, in equal parts.
void add_flat_interest(Account& account, std::span<const std::size_t> rows, Date on, std::int64_t units) {
  const Plan plan(account);
  std::vector<Flow> flows;
  for (const std::size_t row : rows)
    if (plan.has(row)) flows.push_back({units, plan.timeline(row).rate_from(plan.index(row), on)});
  if (flows.empty()) return;
  std::vector<std::int64_t> parts(rows.size());
  allocate_into(rounded_interest(flows, grid_of(account.terms)), std::vector<std::int64_t>(rows.size(), 1), parts);
  for (std::size_t j = 0; j < rows.size(); ++j) account.charge(rows[j], Component::interest, parts[j]);
}

// The due date before the first of the rows, or nothing before the first of all.
Date due_before(const Account& account, const Tail& tail) {
  const std::size_t first = tail.rows.front();
  for (std::size_t row = first; row-- > 0;)
    if (account.facts[row].kind == RowKind::installment) return account.dues[row].on;
  return tail.plan.after.start;
}

}  // namespace

void add_later_advance(Account& account, Date on, std::int64_t units) {
  const std::int64_t down =
      PeriodRate::of(account.terms.down_payment.ticks(), Rate::one).of_amount(units, grid_of(account.terms));
  if (down > 0) account.charge(account.add_row(on, RowKind::down_payment), Component::principal, down);
  const RowsBefore before = rows_before_change(account, on);
  if (before.rows.empty()) refuse(ErrorCode::out_of_range, "/on", fmt::format("no installment falls due after {}", on));
  if (std::holds_alternative<SumOfDigits>(account.terms.amortization))
    refuse(ErrorCode::contradictory_terms, "/type", "interest by digits knows one advance");
  for (const std::size_t row : before.rows) account.facts[row].interest_fixed = false;  // also after a payoff
  account.charge(before.rows.back(), Component::principal, units - down);
  if (is_flat(account.terms)) add_flat_interest(account, before.rows, on, units - down);
  place_by_terms(account, on, before, open_principal(account, before.rows));
}

void reschedule_rows(Account& account, const Reschedule& change, Date on) {
  refuse_re_aged(account);
  std::vector<std::size_t> rows = installments_from(account, change.from.value_or(on + 1));
  if (rows.empty())
    refuse(ErrorCode::out_of_range, "/from",
           fmt::format("no installment falls due on or after {}", change.from.value_or(on + 1)));
  if (change.extra_installments < 0)
    refuse(ErrorCode::out_of_range, "/extra_installments",
           fmt::format("{}; rows are added, not taken", change.extra_installments));
  if (change.extra_installments > max_installments)
    refuse(ErrorCode::out_of_range, "/extra_installments",
           fmt::format("{} rows more; a loan has at most {}", change.extra_installments, max_installments));
  const std::int64_t added = change.capitalise_arrears ? take_arrears(account, rows.front()) : 0;
  const Plan plan(account);
  Tail tail = tail_from(account, plan, std::move(rows), change.extra_installments, on, added);
  if (added > 0) account.changes.push_back({tail.plan.after.start, added, 0});
  check_extra(tail, change.extra_installments);
  set_new_terms(tail.plan.terms, change);
  if (change.to) move_to(tail, *change.to, due_before(account, tail));
  put_tail(account, std::move(tail), on);
}

void move_rows_out_of(Account& account, const GrantMoratorium& change, Date on) {
  refuse_re_aged(account);
  std::vector<std::size_t> rows = installments_from(account, change.from);
  if (rows.empty())
    refuse(ErrorCode::out_of_range, "/from", fmt::format("no installment falls due on or after {}", change.from));
  const Plan plan(account);
  Tail tail = tail_from(account, plan, std::move(rows), 0, on, 0);
  if (!tail.plan.after.dates.empty() || std::holds_alternative<OnDates>(tail.plan.terms.repayments.every))
    refuse(ErrorCode::contradictory_terms, "/from", "listed dates have no next step");
  tail.plan.terms.moratoria.push_back({{change.from, change.to}, change.interest_stops});
  put_tail(account, std::move(tail), on);
}

void re_age_rows(Account& account, const ReAge& change, Date on) {
  const Components moved = account.outstanding;
  const std::int64_t multiple = installment_grid_of(account.terms).unit;
  for (std::size_t row = 0; row < account.dues.size(); ++row) {
    for (const Component component : but_principal)
      account.charge(row, component, -part(account.dues[row].open, component));
    account.charge(row, Component::principal, -account.dues[row].open.principal);
    account.facts[row].interest_fixed = true;
  }
  const DateSequence days(change.every, on, change.first_due_on);
  Date from = on;
  for (int j = 1; j <= change.installments; ++j) {
    const std::size_t row = account.dues.size();
    account.dues.push_back(Due{days.at(j), static_cast<std::uint16_t>(row + 1), 0, {}});
    account.facts.push_back(RowFacts{.from = from, .kind = RowKind::re_aged});
    from = days.at(j);
    for (const Component component :
         {Component::penalty, Component::fee, Component::insurance, Component::interest, Component::principal}) {
      const std::int64_t each = part(moved, component) / change.installments / multiple * multiple;
      const std::int64_t last = part(moved, component) - each * (change.installments - 1);
      account.charge(row, component, j == change.installments ? last : each);
    }
  }
  sort_rows(account);
  account.plan_changed = true;
  chain_balances(account, 0);
  account.settle(on);
}

void re_amortize_rows(Account& account, Date on) {
  const std::vector<std::size_t> rows = rows_to_come(account, on);
  if (rows.empty()) refuse(ErrorCode::out_of_range, "/on", fmt::format("no installment falls due after {}", on));
  const Plan plan(account);
  std::int64_t moved = 0;
  for (std::size_t row = 0; row < account.rows_before(on); ++row) {
    const std::int64_t open = account.dues[row].open.principal;
    if (open == 0) continue;
    account.charge(row, Component::principal, -open);
    moved += open;
    if (overdue_bears_interest(account)) continue;
    account.changes.push_back({plan.end(row), -open, 0});  // it was out of the balance from its due date on
    account.changes.push_back({on, open, 0});
  }
  const std::int64_t each = moved / static_cast<std::int64_t>(rows.size());
  for (const std::size_t row : rows)
    account.charge(row, Component::principal,
                   row == rows.back() ? moved - each * static_cast<std::int64_t>(rows.size() - 1) : each);
  account.plan_changed = true;
  chain_balances(account, 0);
  account.settle(on);
}

}  // namespace solidarity::detail
