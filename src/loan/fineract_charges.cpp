// SPDX-License-Identifier: MIT
// Charges of a Fineract loan, what is forgiven of them, and losses.
#include "loan/fineract_life.hpp"

#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

constexpr std::array loss_order{Component::principal, Component::interest, Component::fee, Component::insurance,
                                Component::penalty};

Component component_of(ChargeKind kind) {
  if (kind == ChargeKind::penalty) return Component::penalty;
  return kind == ChargeKind::insurance ? Component::insurance : Component::fee;
}

}  // namespace

// ---------------------------------------------------------------- charges

FineractLife::LifeCharge FineractLife::charge(const LoanEvent& event, const ChargeFee& action) const {
  LifeCharge made{event.id, component_of(action.kind), action.due};
  if (const auto* amount = std::get_if<Money>(&action.amount)) {
    made.amount = units_of(*amount);
  } else {
    made.percent = std::get<Rate>(action.amount);
    if (made.percent <= Rate::zero())
      refuse(ErrorCode::out_of_range, "/percent", fmt::format("{}; a percentage is above zero", made.percent));
  }
  return made;
}

void FineractLife::happen(const LoanEvent& event, const ChargeFee& action) {
  if (lent_.empty()) refuse(ErrorCode::invalid_state, "/type", "nothing was disbursed");
  if (action.due < lent_.front().on)
    refuse(ErrorCode::out_of_range, "/due",
           fmt::format("{} is before the disbursement on {}", action.due, lent_.front().on));
  if (progressive_) {
    charges_.push_back(charge(event, action));
    charge_row(charges_.back(), event.on);
  }
  Components parts;
  const LifeCharge& made = charge_named(event.id);
  part(parts, made.component) = made.amount;
  note(event, made.amount, parts, 0, 0);
  if (progressive_) use_credit_on_charges();
}

// Payments that were too much pay the new charge, each as of its own day.
void FineractLife::use_credit_on_charges() {
  for (std::size_t k = 0; k < transactions_.size() && credit_ > 0; ++k) {
    LoanTransaction& payment = transactions_[k];
    const std::int64_t units = std::min(credit_, payment.unapplied);
    if (units == 0 || payment.type == "credit_balance_refund" || payment.type == "charge_back") continue;
    if (payment.type == "disburse" || payment.type == "refund") continue;
    const Applied applied = pay(payment.on, units, waterfall_of(kinds_[k]));
    credit_ -= units - applied.unapplied;
    payment.parts += applied.parts;
    payment.unapplied -= units - applied.unapplied;
    balance_ -= applied.parts.principal;
  }
}

FineractLife::LifeCharge& FineractLife::charge_named(const std::string& id) {
  const auto found = std::ranges::find(charges_, id, &LifeCharge::id);
  if (found == charges_.end())
    refuse(ErrorCode::not_found, "/charge", fmt::format("no charge {} on this loan", solidarity::quoted(id)));
  return *found;
}

// A payment like any other, of at most the charge: it need not pay that charge.
void FineractLife::happen(const LoanEvent& event, const AdjustCharge& action) {
  receive(event, units_of(action.amount), PaymentKind::charge_adjustment);
}

void FineractLife::happen(const LoanEvent& event, const WaiveCharge& action) {
  LifeCharge& charge = charge_named(action.charge);
  FineractLine& row = row_of(charge.due);
  const std::int64_t units =
      std::max<std::int64_t>(std::min(charge.amount - charge.settled, part(row.open(), charge.component)), 0);
  charge.settled += units;
  part(row.waived, charge.component) += units;
  row.settle(event.on);
  Components parts;
  part(parts, charge.component) = units;
  note(event, units, parts, 0, 0);
}

void FineractLife::happen(const LoanEvent& event, const Waive& action) {
  const std::int64_t open = most_of(event, action);
  const auto is_meant = [&](const FineractLine& row) { return action.amount || row.due <= event.on; };
  const std::int64_t units = action.amount ? std::min(units_of(*action.amount), open) : open;
  std::int64_t left = units;
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    FineractLine& row = rows_[k];
    const std::int64_t share = is_meant(row) ? std::min(left, part(row.open(), action.component)) : 0;
    if (share <= 0) continue;
    part(row.waived, action.component) += share;
    left -= share;
    lose(k, action.component, share, event.on);
    row.settle(event.on);
  }
  if (is_recalculated()) take_model();
  Components parts;
  part(parts, action.component) = units;
  note(event, units, parts, 0, action.component == Component::principal ? -units : 0);
}

// ---------------------------------------------------------------- losses

// More than there is cannot be forgiven; later facts may leave less of it, and then less is.
void FineractLife::check_loss(const LoanEvent& event) const {
  if (const auto* adjustment = std::get_if<AdjustCharge>(&event.what)) {
    const auto charge = std::ranges::find(charges_, adjustment->charge, &LifeCharge::id);
    if (charge != charges_.end()) (void)units_up_to(adjustment->amount, charge->amount, "is more than the charge");
  }
  if (const auto* waiver = std::get_if<WaiveCharge>(&event.what)) {
    FineractLife copy = *this;
    const LifeCharge& charge = copy.charge_named(waiver->charge);
    const std::int64_t open = part(copy.row_of(charge.due).open(), charge.component);
    if (std::min(charge.amount - charge.settled, open) <= 0)
      refuse(ErrorCode::out_of_range, "/charge", fmt::format("nothing of {} is unpaid", solidarity::quoted(charge.id)));
  }
  if (const auto* waiver = std::get_if<Waive>(&event.what)) {
    const std::int64_t open = most_of(event, *waiver);
    if (waiver->amount) (void)units_up_to(*waiver->amount, open, "is more than is outstanding of it");
    if (open == 0) refuse(ErrorCode::out_of_range, "/amount", "nothing of it is outstanding and due");
    if (is_recalculated() && waiver->component == Component::principal)
      refuse(ErrorCode::unsupported, "/type", "progressive with recalculation: no principal is waived");
  }
  const auto* loss = std::get_if<WriteOff>(&event.what);
  if (!loss || !loss->amount) return;
  const std::int64_t all = outstanding().total();
  if (units_up_to(*loss->amount, all, "is more than is outstanding") < all && is_recalculated())
    refuse(ErrorCode::unsupported, "/amount", "progressive with recalculation: only all of it is written off");
}

// What a waiver may take: without an amount only what is due.
std::int64_t FineractLife::most_of(const LoanEvent& event, const Waive& action) const {
  std::int64_t open = 0;
  for (const FineractLine& row : rows_)
    if (action.amount || row.due <= event.on) open = checked_units(wide{open} + part(row.open(), action.component));
  return open;
}

// What is not owed any more bears no interest.
void FineractLife::lose(std::size_t row, Component component, std::int64_t units, Date on) {
  if (component != Component::principal) return;
  booked_.push_back({row, on, component, units, true});
  const FineractLine& line = rows_[row];
  if (is_recalculated() && line.is_regular()) interest_->pay_principal(line.period, on, planned_part(line, units));
}

// The books' affair: what follows goes on as before, and the line shows no balance.
void FineractLife::happen(const LoanEvent& event, const ChargeOff&) {
  if (charged_off_) refuse(ErrorCode::duplicate, "/type", fmt::format("charged off on {} already", *charged_off_));
  charged_off_ = event.on;
  const Components open = outstanding();
  note(event, open.total(), open, 0, 0).balance = 0;
}

void FineractLife::happen(const LoanEvent& event, const WriteOff& action) {
  const std::int64_t all = outstanding().total();
  const std::int64_t units = action.amount ? std::min(units_of(*action.amount), all) : all;
  std::int64_t left = units;
  Components parts;
  for (const Component component : loss_order)
    for (std::size_t k = rows_.size(); k-- > 0 && left > 0;) {
      FineractLine& row = rows_[k];
      const std::int64_t share = std::min(left, part(row.open(), component));
      if (share <= 0) continue;
      part(row.written_off, component) += share;
      part(parts, component) += share;
      left -= share;
      if (units < all) lose(k, component, share, event.on);
      row.settle(event.on);
    }
  if (is_recalculated() && units < all) take_model();
  note(event, units, parts, 0, -parts.principal);
}

}  // namespace solidarity::detail
