// SPDX-License-Identifier: MIT
// Money received on a Fineract loan: the waterfall over its rows and, where interest is recalculated, what money in
// advance saves.
#include "loan/fineract_life.hpp"

#include <solidarity/loan/waterfall.hpp>

#include <algorithm>
#include <numeric>

namespace solidarity::detail {
namespace {

// The order of the buckets of money in advance.
std::vector<Component> order_in_advance(const Waterfall& waterfall) {
  std::vector<Component> order;
  for (const Bucket bucket : waterfall.order)
    if (bucket.when == Lateness::in_advance) order.push_back(bucket.component);
  return order;
}

}  // namespace

Components FineractLife::outstanding() const noexcept {
  Components sum;
  for (const FineractLine& row : rows_) sum += row.open();
  return sum;
}

const Waterfall& FineractLife::waterfall_of(PaymentKind kind) const noexcept {
  for (const WaterfallFor& special : agreed_.waterfalls)
    if (special.kind == kind) return special.waterfall;
  return agreed_.waterfall;
}

bool FineractLife::is_recalculated() const noexcept {
  return interest_ && agreed_.recalculation && agreed_.recalculation->rest != Rest::none;
}

Applied FineractLife::pay(Date on, std::int64_t amount, const Waterfall& waterfall) {
  return is_recalculated() ? pay_recalculated(on, amount, waterfall) : pay_rows(on, amount, waterfall);
}

Applied FineractLife::pay_rows(Date on, std::int64_t amount, const Waterfall& waterfall) {
  std::vector<std::size_t> order(rows_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return rows_[k].due; });
  std::vector<Due> dues;
  dues.reserve(order.size());
  for (const std::size_t k : order) dues.push_back({rows_[k].due, static_cast<std::uint16_t>(k), 0, rows_[k].open()});
  std::vector<Share> shares;
  shares.reserve(4 * component_count * (rows_.size() + 1));
  const auto keep = [&](const Share& share) noexcept {
    if (shares.size() < shares.capacity()) shares.push_back(share);
  };
  const Components charged = waterfall.quirk == WaterfallQuirk::charges_due_first ? charged_by_day(on) : Components{};
  const Applied applied = apply_payment(dues, on, amount, waterfall, charged, keep);
  for (const Share& share : shares) {
    const std::size_t row = order[share.row];
    if (share.waived) part(rows_[row].waived, share.component) += share.units;
    else book(row, share.component, share.units, on, on);
    rows_[row].settle(on);
  }
  if (is_recalculated()) take_model();
  return applied;
}

// What is past due and due first; then row after row, each asking for its interest until the day only.
Applied FineractLife::pay_recalculated(Date on, std::int64_t amount, const Waterfall& waterfall) {
  Waterfall now = waterfall;
  now.in_advance = InAdvance::credit;
  Applied applied = pay_rows(on, amount, now);
  while (applied.unapplied > 0) {
    const std::vector<std::size_t> rows = rows_in_advance(on, waterfall.in_advance);
    if (rows.empty()) break;
    const std::int64_t before = applied.unapplied;
    const std::int64_t each = rounding_.money(before, static_cast<int>(rows.size()));
    for (std::size_t j = 0; j < rows.size(); ++j) {
      const std::int64_t share =
          j + 1 == rows.size() ? before - each * static_cast<std::int64_t>(rows.size() - 1) : each;
      applied.unapplied -= pay_in_advance(rows[j], on, std::min(share, applied.unapplied), waterfall, applied.parts);
    }
    if (applied.unapplied == before) break;
  }
  return applied;
}

// One row, or with reamortization all of them.
std::vector<std::size_t> FineractLife::rows_in_advance(Date on, InAdvance rule) const {
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < rows_.size(); ++k)
    if (rows_[k].due > on && rows_[k].open() != Components{}) rows.push_back(k);
  if (rule == InAdvance::credit) rows.clear();
  if (rule == InAdvance::reamortization || rows.size() < 2) return rows;
  return {rule == InAdvance::last_installment ? rows.back() : rows.front()};
}

Date FineractLife::counted_on(const FineractLine& row, Date on) const {
  const bool to_rest = agreed_.recalculation->payoff_interest == PayoffInterest::to_rest;
  return to_rest && row.from < on && on <= row.due ? row.due : on;
}

std::int64_t FineractLife::pay_in_advance(std::size_t row, Date on, std::int64_t amount, const Waterfall& waterfall,
                                          Components& parts) {
  std::int64_t left = amount;
  const Date counted = counted_on(rows_[row], on);
  for (const Component component : order_in_advance(waterfall)) {
    if (rows_[row].is_regular()) {
      const FineractInterest::Payable payable = interest_->payable(rows_[row].period, counted);
      rows_[row].charged.interest = payable.interest;
      rows_[row].charged.principal = payable.principal + rows_[row].credited;
    }
    const std::int64_t units = std::min(left, part(rows_[row].open(), component));
    if (units <= 0) continue;
    book(row, component, units, on, counted);
    part(parts, component) += units;
    left -= units;
  }
  take_model();
  rows_[row].settle(on);
  return amount - left;
}

void FineractLife::book(std::size_t row, Component component, std::int64_t units, Date on, Date counted) {
  FineractLine& line = rows_[row];
  line.pay(component, units, on);
  settle_charges(line, component, units);
  if (component == Component::principal || component == Component::interest)
    booked_.push_back({row, on, component, units});
  if (!is_recalculated() || !line.is_regular()) return;
  if (component == Component::principal) interest_->pay_principal(line.period, counted, planned_part(line, units));
  if (component == Component::interest) interest_->pay_interest(line.period, units);
}

// Principal that is owed again bears no interest: it is paid last.
std::int64_t FineractLife::planned_part(const FineractLine& line, std::int64_t units) const {
  const std::int64_t planned = line.charged.principal - line.credited;
  const std::int64_t paid = interest_->repayments()[line.period].paid_principal;
  return std::clamp<std::int64_t>(planned - paid, 0, units);
}

// ---------------------------------------------------------------- charges of a row

// The charges made for a day on or before `on` that are open in the first row in advance.
Components FineractLife::charged_by_day(Date on) const {
  const auto first =
      std::ranges::find_if(rows_, [&](const FineractLine& row) { return row.due > on && row.open() != Components{}; });
  Components open;
  if (first == rows_.end()) return open;
  for (const LifeCharge& charge : charges_)
    if (charge.due <= on && charge.due <= first->due &&
        (first == rows_.begin() || charge.due > first->from || charge.due == lent_.front().on))
      part(open, charge.component) += charge.amount - charge.settled;
  const Components all = first->open();
  for (const Component component : {Component::penalty, Component::fee, Component::insurance})
    part(open, component) = std::min(part(open, component), part(all, component));
  return open;
}

// Money for the charges of a row pays those of the earliest day first.
void FineractLife::settle_charges(const FineractLine& row, Component component, std::int64_t units) {
  if (component == Component::principal || component == Component::interest) return;
  std::vector<LifeCharge*> of_row;
  for (LifeCharge& charge : charges_)
    if (charge.component == component && &row_of(charge.due) == &row) of_row.push_back(&charge);
  std::ranges::stable_sort(of_row, {}, &LifeCharge::due);
  for (LifeCharge* charge : of_row) {
    const std::int64_t share = std::min(units, charge->amount - charge->settled);
    charge->settled += share;
    units -= share;
  }
}

}  // namespace solidarity::detail
