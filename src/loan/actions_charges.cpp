// SPDX-License-Identifier: MIT
// Charges made in life, and what is forgiven or given up.
#include "loan/actions.hpp"
#include "loan/note.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

Component component_of(ChargeKind kind) {
  switch (kind) {
    case ChargeKind::penalty: return Component::penalty;
    case ChargeKind::insurance: return Component::insurance;
    case ChargeKind::fee: break;
  }
  return Component::fee;
}

Rounding mode_of(const RoundingPolicy& policy) {
  return std::visit(overloaded{[](const ExactRounding& exact) { return exact.mode; },
                               [](const FineractCumulative& peer) { return peer.mode; },
                               [](const FineractProgressive& peer) { return peer.mode; },
                               [](const auto&) { return Rounding::half_up; }},
                    policy);
}

// The first row due on or after the day, but no down payment; after the last one a row of its own.
std::size_t row_for_charge(Account& account, Date due) {
  const bool at_start = account.is_disbursed() && due == account.advances.front().on;
  for (std::size_t k = 0; k < account.dues.size(); ++k)
    if (account.dues[k].on >= due &&
        (account.facts[k].kind != RowKind::down_payment || (!at_start && account.dues[k].on > due)))
      return k;
  return account.add_row(due, RowKind::additional);
}

// The row whose principal and interest a percentage is of: the last of the plan for what comes after it.
std::size_t priced_row(const Account& account, std::size_t row) {
  while (row > 0 && account.facts[row].kind == RowKind::additional) --row;
  return row;
}

std::int64_t amount_of(const Account& account, const ChargeFee& action, std::size_t row) {
  return std::visit(overloaded{[&](const Money& amount) { return positive_units(account, amount); },
                               [&](const Rate& percent) {
                                 if (percent <= Rate::zero())
                                   refuse(ErrorCode::out_of_range, "/percent",
                                          fmt::format("{}; a percentage is above zero", percent));
                                 const Components& base = account.facts[priced_row(account, row)].charged;
                                 const std::int64_t units =
                                     multiply_divide(base.principal + base.interest, percent.ticks(), Rate::one,
                                                     mode_of(account.terms.rounding));
                                 if (units <= 0)
                                   refuse(ErrorCode::out_of_range, "/percent",
                                          fmt::format("{} of the installment rounds to nothing", percent));
                                 return units;
                               }},
                    action.amount);
}

Charge& charge_named(Account& account, const std::string& id) {
  const auto found = std::ranges::find(account.charges, id, &Charge::id);
  if (found == account.charges.end())
    refuse(ErrorCode::not_found, "/charge", fmt::format("no charge {} on this loan", quoted(id)));
  return *found;
}

std::size_t index_of(std::uint16_t number) { return number - std::size_t{1}; }

// Unpaid of one charge: money meets what a row charges in the order in which it was charged, so what is open belongs to the last.
std::int64_t unpaid_of(const Account& account, const Charge& charge) {
  if (charge.row == 0) return 0;
  const std::size_t k = index_of(charge.row);
  const Component component = component_of(charge.kind);
  std::int64_t later = 0;
  for (auto other = account.charges.rbegin(); other != account.charges.rend() && other->id != charge.id; ++other)
    if (other->row == charge.row && component_of(other->kind) == component) later += other->amount - other->waived;
  return std::clamp<std::int64_t>(part(account.dues[k].open, component) - later, 0, charge.amount - charge.waived);
}

std::int64_t open_of(const Account& account, Component component, std::size_t rows) {
  std::int64_t open = 0;
  for (std::size_t k = 0; k < rows; ++k) open += part(account.dues[k].open, component);
  return open;
}

constexpr std::array loss_order{Component::principal, Component::interest, Component::fee, Component::insurance,
                                Component::penalty};

}  // namespace

Components charged_by_day(const Account& account, Date on) {
  Components open;
  const std::size_t first = account.rows_by(on);
  for (const Charge& charge : account.charges)
    if (index_of(charge.row) == first && charge.due <= on)
      part(open, component_of(charge.kind)) += unpaid_of(account, charge);
  return open;
}

void act(Account& account, const LoanEvent& event, const ChargeFee& action, const Servicing& servicing) {
  if (!account.is_disbursed()) refuse(ErrorCode::invalid_state, "/type", "nothing was disbursed");
  if (action.due < account.advances.front().on)
    refuse(ErrorCode::out_of_range, "/due",
           fmt::format("{} is before the disbursement on {}", action.due, account.advances.front().on));
  const std::size_t row = row_for_charge(account, action.due);
  const std::int64_t units = amount_of(account, action, row);
  (void)checked_units(wide{account.outstanding.total()} + units);
  const Component component = component_of(action.kind);
  account.charge(row, component, units);
  account.charges.push_back({event.id, action.kind, action.due, units, account.dues[row].number});
  account.settle(event.on);
  Components parts;
  part(parts, component) = units;
  note(account, event, units, parts);
  use_credit(account, event.on, servicing);
}

void act(Account& account, const LoanEvent& event, const AdjustCharge& action, const Servicing& servicing) {
  const Charge charge = charge_named(account, action.charge);
  const std::int64_t units = units_up_to(account, action.amount, charge.amount, "is more than the charge");
  const std::int64_t unpaid = std::min(units, unpaid_of(account, charge));
  Applied applied;
  const Component component = component_of(charge.kind);
  if (unpaid > 0) part(applied.parts, component) = account.pay(index_of(charge.row), component, unpaid);
  account.book_payment(event.on, applied);
  if (units > unpaid) {
    const Waterfall& waterfall = account.waterfall_of(PaymentKind::charge_adjustment);
    const Applied rest = servicing.pay(account, event.on, units - unpaid, waterfall);
    applied.parts += rest.parts;
    applied.unapplied = rest.unapplied;
    account.credit = checked_units(wide{account.credit} + rest.unapplied);
  }
  note(account, event, units, applied.parts, applied.unapplied);
}

void act(Account& account, const LoanEvent& event, const Waive& action, const Servicing&) {
  const std::size_t rows = action.amount ? account.dues.size() : account.rows_by(event.on);
  const std::int64_t open = open_of(account, action.component, rows);
  std::int64_t left =
      action.amount ? units_up_to(account, *action.amount, open, "is more than is outstanding of it") : open;
  if (left == 0) refuse(ErrorCode::out_of_range, "/amount", "nothing of it is outstanding and due");
  Components parts;
  part(parts, action.component) = left;
  const std::int64_t units = left;
  for (std::size_t k = 0; k < rows && left > 0; ++k) left -= account.waive(k, action.component, left);
  account.settle(event.on);
  note(account, event, units, parts);
}

void act(Account& account, const LoanEvent& event, const WaiveCharge& action, const Servicing&) {
  Charge& charge = charge_named(account, action.charge);
  const std::int64_t units = unpaid_of(account, charge);
  if (units == 0) refuse(ErrorCode::out_of_range, "/charge", fmt::format("nothing of {} is unpaid", quoted(charge.id)));
  const Component component = component_of(charge.kind);
  charge.waived += account.waive(index_of(charge.row), component, units);
  account.settle(event.on);
  Components parts;
  part(parts, component) = units;
  note(account, event, units, parts);
}

void act(Account& account, const LoanEvent& event, const ChargeOff&, const Servicing&) {
  if (account.charged_off)
    refuse(ErrorCode::duplicate, "/type", fmt::format("charged off on {} already", *account.charged_off));
  account.charged_off = event.on;
  note(account, event, account.outstanding.total(), account.outstanding);
}

// Whole: everything outstanding. Part: the latest rows first, so that what is due is still asked for.
void act(Account& account, const LoanEvent& event, const WriteOff& action, const Servicing&) {
  const std::int64_t all = account.outstanding.total();
  std::int64_t left = action.amount ? units_up_to(account, *action.amount, all, "is more than is outstanding") : all;
  const std::int64_t units = left;
  Components parts;
  for (const Component component : loss_order)
    for (std::size_t k = account.dues.size(); k-- > 0 && left > 0;) {
      const std::int64_t moved = account.write_off(k, component, left);
      part(parts, component) += moved;
      left -= moved;
    }
  account.is_written_off = account.outstanding == Components{};
  account.settle(event.on);
  note(account, event, units, parts);
}

void act(Account& account, const LoanEvent& event, const SuspendInterest&, const Servicing&) {
  if (account.suspended_on)
    refuse(ErrorCode::duplicate, "/type", fmt::format("interest is suspended since {}", *account.suspended_on));
  account.suspended_on = event.on;
  note(account, event, 0);
}

void act(Account& account, const LoanEvent& event, const Transfer&, const Servicing&) { note(account, event, 0); }

void act(Account&, const LoanEvent&, const UndoDisbursement&, const Servicing&) {}
void act(Account&, const LoanEvent&, const Reverse&, const Servicing&) {}

}  // namespace solidarity::detail
