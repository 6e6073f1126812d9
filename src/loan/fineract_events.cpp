// SPDX-License-Identifier: MIT
// What each event does to a Fineract loan. A cumulative loan is planned with all that is known and its payments happen
// again; a progressive one takes everything in the order of days.
#include "loan/fineract_life.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

constexpr std::array backwards{Component::principal, Component::interest, Component::insurance, Component::fee,
                               Component::penalty};
constexpr std::array closing_order{Component::penalty, Component::fee, Component::insurance, Component::interest,
                                   Component::principal};

}  // namespace

// ---------------------------------------------------------------- the order of things

std::int64_t FineractLife::units_of(Money amount) const {
  if (amount.currency() != agreed_.principal.currency())
    refuse(ErrorCode::currency_mismatch, "/amount",
           fmt::format("{} on a loan in {}", amount, agreed_.principal.currency().code()));
  if (amount.units() <= 0)
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; an amount is above zero", amount));
  return amount.units();
}

std::int64_t FineractLife::units_up_to(Money amount, std::int64_t most, std::string_view what) const {
  const std::int64_t units = units_of(amount);
  if (units > most)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{} {}; at most {}", amount, what, Money::of_units(most, amount.currency())));
  return units;
}

// Later facts may take from an earlier event what it gave back: then that is owed again, and only a new one is refused.
void FineractLife::check_new(const LoanEvent& event) const {
  std::int64_t paid = credit_;
  for (const FineractLine& row : rows_) paid = checked_units(wide{paid} + row.paid.total());
  if (const auto* refund = std::get_if<RefundCredit>(&event.what))
    (void)units_up_to(refund->amount, credit_, "is more than the credit");
  if (const auto* back = std::get_if<ChargeBack>(&event.what))
    (void)units_up_to(back->amount, paid, "is more than was paid");
  check_loss(event);
}

// The rows repay what was lent, once: rows that were paid in full before more was lent can be planned as the peer does
// only as far as that holds.
void FineractLife::check_principal() const {
  if (!interest_) return;
  wide rest = 0;
  for (const Lent& lent : lent_) rest += lent.amount;
  for (const FineractLine& row : rows_) rest += row.credited - row.charged.principal;
  if (rest != 0)
    refuse(ErrorCode::unsupported, "/type", "rows paid before their time cannot be planned again around this");
}

// The plan of a recalculated loan is closed with it: what came before the payoff would be planned anew.
void FineractLife::check_settled(const LoanEvent& event) const {
  if (!is_settled_) return;
  const auto* payoff = std::get_if<PayOff>(&event.what);
  if (payoff && outstanding() != Components{})
    refuse(ErrorCode::invalid_state, "/type", "the payoff does not close the loan any more; reverse it first");
  if (std::holds_alternative<Disburse>(event.what) || std::holds_alternative<TopUp>(event.what) ||
      std::holds_alternative<ChargeFee>(event.what) || std::holds_alternative<Reschedule>(event.what))
    refuse(ErrorCode::unsupported, "/type", "interest is recalculated and the loan was closed; reverse that first");
}

void FineractLife::take(const LoanEvent& event, bool is_new) {
  if (is_new) check_new(event);
  check_settled(event);
  record(event);
  check_principal();
  if (is_new && progressive_ && std::holds_alternative<PayOff>(event.what) && outstanding() != Components{})
    refuse(ErrorCode::unsupported, "/type",
           "interest that goes on after the day cannot be paid off; repay it when it is due");
  const auto* disbursement = std::get_if<Disburse>(&event.what);
  if (!disbursement || !agreed_.automatic_down_payment) return;
  const std::int64_t units =
      disbursement->down_payment ? disbursement->down_payment->units() : down_payment_of(disbursement->amount.units());
  if (units <= 0) return;
  const Money amount = Money::of_units(units, agreed_.principal.currency());
  record(
      {.on = event.on, .what = Repay{amount, PaymentKind::down_payment}, .id = event.id, .sequence = event.sequence});
}

void FineractLife::record(const LoanEvent& event) {
  const auto is = [&]<class Action>() { return std::holds_alternative<Action>(event.what); };
  const bool changes_plan =
      is.template operator()<Disburse>() || is.template operator()<TopUp>() || is.template operator()<ChargeFee>();
  history_.push_back(event);
  if (!is_settled_ && (!today_ || *today_ < event.on)) today_ = event.on;
  if (const auto* change = std::get_if<Reschedule>(&event.what)) {
    reschedule(*change);
    replay();
  } else if (!progressive_ && !is.template operator()<Recover>() && (changes_plan || agreed_.recalculation)) {
    replay();
  } else {
    happen(event);
  }
  const bool closes = is.template operator()<PayOff>() || is.template operator()<WriteOff>();
  if (!closes || !is_replanned()) return;
  is_settled_ = is_settled_ || is.template operator()<PayOff>() || outstanding() == Components{};
  check_settled(event);
}

void FineractLife::replay() {
  live_again({});
  if (today_ && is_replanned()) recalculate();
}

void FineractLife::live_again(const Recalculated& known) {
  transactions_.clear();
  kinds_.clear();
  charges_.clear();
  lent_.clear();
  rows_.clear();
  booked_.clear();
  credit_ = balance_ = 0;
  charged_off_.reset();
  if (!progressive_) {
    for (const LoanEvent& event : history_) know(event);
    if (lent_.empty()) refuse(ErrorCode::invalid_state, "/type", "nothing was disbursed");
    plan();
    if (!known.grown.empty() || !known.early.empty() || known.overdue) plan_again(known);
  }
  for (const LoanEvent& event : history_) happen(event);
}

std::int64_t FineractLife::down_payment_now(std::int64_t amount) const {
  return std::max<std::int64_t>(down_payment_of(amount) - credit_, 0);
}

// What a cumulative plan is made of.
void FineractLife::know(const LoanEvent& event) {
  std::visit(
      overloaded{[&](const Disburse& action) { lent_.push_back(lent(event, action.amount)); },
                 [&](const TopUp& action) { lent_.push_back(lent(event, action.amount)); },
                 [&](const ChargeFee& action) { charges_.push_back(charge(event, action)); }, [](const auto&) {}},
      event.what);
}

FineractLife::Lent FineractLife::lent(const LoanEvent& event, Money amount) const {
  const std::int64_t units = units_of(amount);
  return {event.on, units, down_payment_of(units)};
}

void FineractLife::happen(const LoanEvent& event) {
  if (progressive_ && !rows_.empty()) advance(event.on);
  std::visit([&](const auto& action) { happen(event, action); }, event.what);
}

LoanTransaction& FineractLife::note(const LoanEvent& event, std::int64_t amount, const Components& parts,
                                    std::int64_t unapplied, std::int64_t change) {
  balance_ = checked_units(wide{balance_} + change);
  const auto* payment = std::get_if<Repay>(&event.what);
  kinds_.push_back(payment ? payment->kind : PaymentKind::repayment);
  transactions_.push_back({.id = event.id,
                           .type = to_text(event.what),
                           .on = event.on,
                           .amount = amount,
                           .parts = parts,
                           .unapplied = unapplied,
                           .balance = std::max<std::int64_t>(balance_, 0)});
  return transactions_.back();
}

// ---------------------------------------------------------------- money out

void FineractLife::happen(const LoanEvent& event, const Disburse& action) { disburse(event, action.amount); }
void FineractLife::happen(const LoanEvent& event, const TopUp& action) { disburse(event, action.amount); }

// A progressive loan uses what it holds at once.
void FineractLife::disburse(const LoanEvent& event, Money amount) {
  const std::int64_t units = units_of(amount);
  if (!progressive_) {
    note(event, units, {}, 0, units);
    return;
  }
  lent_.push_back(lent(event, amount));
  if (rows_.empty()) plan();
  lend(lent_.back());
  const std::int64_t held = credit_;
  Applied applied;
  if (held > 0) applied = pay(event.on, held, agreed_.waterfall);
  credit_ = held > 0 ? applied.unapplied : 0;
  note(event, units, {}, held - credit_, units - applied.parts.principal);
}

void FineractLife::happen(const LoanEvent& event, const RefundCredit& action) {
  owe_again(event, units_of(action.amount));
}
void FineractLife::happen(const LoanEvent& event, const ChargeBack& action) {
  owe_again(event, units_of(action.amount));
}

// Out of the credit as far as it goes; else the whole amount joins the principal of the first row after the day, and
// the credit pays its part there.
void FineractLife::owe_again(const LoanEvent& event, std::int64_t amount) {
  const std::int64_t held = std::min(amount, credit_);
  credit_ -= held;
  if (amount > held) {
    FineractLine& row = row_after(event.on);
    row.credited = checked_units(wide{row.credited} + amount);
    row.charge(Component::principal, amount, event.on);
    if (held > 0) row.pay(Component::principal, held, event.on);
    row.settle(event.on);
  }
  note(event, amount, {.principal = amount - held}, held, amount - held);
}

FineractLine& FineractLife::row_after(Date on) {
  for (FineractLine& row : rows_)
    if ((row.kind != RowKind::additional && row.due > on) || (row.kind == RowKind::additional && row.due >= on))
      return row;
  if (additional() == nullptr && rows_.back().due == on) return rows_.back();
  return add_additional(on);
}

// What was paid last comes back first: held money, then the rows from the last one.
void FineractLife::happen(const LoanEvent& event, const Refund& action) {
  std::int64_t most = credit_;
  for (const FineractLine& row : rows_) most = checked_units(wide{most} + row.paid.total());
  const std::int64_t units = units_up_to(action.amount, most, "is more than was paid");
  const std::int64_t held = std::min(units, credit_);
  credit_ -= held;
  Components back;
  std::int64_t left = units - held;
  for (auto row = rows_.rbegin(); row != rows_.rend() && left > 0; ++row)
    for (const Component component : backwards) {
      const std::int64_t taken = std::min(left, part(row->paid, component));
      part(row->paid, component) -= taken;
      part(back, component) += taken;
      left -= taken;
      const std::int64_t late = std::min(row->paid_late, taken);
      row->paid_late -= late;
      row->paid_in_advance -= std::min(row->paid_in_advance, taken - late);
      row->settle(event.on);
    }
  note(event, units, back, held, back.principal);
}

// ---------------------------------------------------------------- money in

void FineractLife::happen(const LoanEvent& event, const Repay& action) {
  receive(event, units_of(action.amount), action.kind);
}
void FineractLife::happen(const LoanEvent& event, const Prepay& action) {
  receive(event, units_of(action.amount), PaymentKind::repayment);
}
void FineractLife::happen(const LoanEvent& event, const PayOff& action) {
  const std::int64_t units = action.amount ? action.amount->units() : payoff(event.on).total().units();
  const bool closes_plan = is_replanned();
  if (closes_plan) forget_interest_after(event.on);
  end_overdue(event.on);
  const std::size_t booked = booked_.size();
  const std::int64_t held = credit_;
  const Applied applied = pay(event.on, checked_units(wide{units} + held), oldest_first);
  credit_ = applied.unapplied;
  Components parts = applied.parts;
  if (credit_ < held) note_credit_used(event.on, held - credit_, parts);
  if (units > 0) note(event, units, parts, std::max<std::int64_t>(credit_ - held, 0), -parts.principal);
  for (std::size_t k = booked; closes_plan && k < booked_.size(); ++k) booked_[k].is_final = true;
}

// Credit pays the first of `parts`, which keep the rest.
void FineractLife::note_credit_used(Date on, std::int64_t units, Components& parts) {
  Components used;
  std::int64_t left = units;
  for (const Component component : closing_order) {
    const std::int64_t share = std::min(left, part(parts, component));
    part(used, component) += share;
    part(parts, component) -= share;
    left -= share;
  }
  balance_ -= used.principal;
  kinds_.push_back(PaymentKind::repayment);
  transactions_.push_back({.id = {},
                           .type = "apply_credit",
                           .on = on,
                           .amount = units,
                           .parts = used,
                           .unapplied = 0,
                           .balance = std::max<std::int64_t>(balance_, 0)});
}

// A payoff of a recalculated cumulative loan asks for no interest of rows to come, and of the running row for that
// until the day, or with `to_rest` or interest by installment for all of it.
void FineractLife::forget_interest_after(Date on) {
  const bool by_day =
      agreed_.recalculation->rest == Rest::day && agreed_.recalculation->payoff_interest != PayoffInterest::to_rest;
  for (FineractLine& row : rows_) {
    if (!row.is_regular() || row.due <= on || (row.from < on && !by_day)) continue;
    const Components settled = row.paid + row.waived + row.written_off;
    const std::int64_t until =
        row.from >= on ? 0 : rounding_.money(row.charged.interest * (on - row.from), row.due - row.from);
    row.charged.interest = std::min(row.charged.interest, std::max(until, settled.interest));
    row.settle(on);
  }
}

void FineractLife::receive(const LoanEvent& event, std::int64_t amount, PaymentKind kind) {
  const Applied applied = pay(event.on, amount, waterfall_of(kind));
  credit_ = checked_units(wide{credit_} + applied.unapplied);
  note(event, amount, applied.parts, applied.unapplied, -applied.parts.principal);
}

Payoff FineractLife::payoff(Date on) const {
  Payoff quote{.on = on, .currency = agreed_.principal.currency()};
  if (rows_.empty()) return quote;
  FineractLife copy = *this;
  copy.advance(on);
  if (copy.is_replanned()) copy.forget_interest_after(on);
  copy.end_overdue(on);
  constexpr std::int64_t enough = std::int64_t{1} << 60;
  quote.parts = copy.pay(on, enough, oldest_first).parts;
  quote.credit = std::min(credit_, quote.parts.total());
  return quote;
}

// ---------------------------------------------------------------- marks

void FineractLife::happen(const LoanEvent& event, const Reschedule&) { note(event, 0, {}, 0, 0); }
void FineractLife::happen(const LoanEvent& event, const Transfer&) { note(event, 0, {}, 0, 0); }
void FineractLife::happen(const LoanEvent& event, const SuspendInterest&) { note(event, 0, {}, 0, 0); }
void FineractLife::happen(const LoanEvent& event, const Recover& action) {
  note(event, units_of(action.amount), {}, 0, 0);
}

}  // namespace solidarity::detail
