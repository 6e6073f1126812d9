// SPDX-License-Identifier: MIT
#include "loan/account.hpp"

#include <algorithm>

namespace solidarity::detail {

Components& operator+=(Components& a, const Components& b) noexcept {
  a.principal += b.principal;
  a.interest += b.interest;
  a.fees += b.fees;
  a.penalties += b.penalties;
  a.insurance += b.insurance;
  return a;
}
Components& operator-=(Components& a, const Components& b) noexcept {
  a.principal -= b.principal;
  a.interest -= b.interest;
  a.fees -= b.fees;
  a.penalties -= b.penalties;
  a.insurance -= b.insurance;
  return a;
}
Components operator-(Components a, const Components& b) noexcept { return a -= b; }
Components operator+(Components a, const Components& b) noexcept { return a += b; }

namespace {
std::int64_t total_of(const Components& units) noexcept {
  return units.principal + units.interest + units.fees + units.penalties + units.insurance;
}
}  // namespace

Components sum_of(std::span<const Due> dues) noexcept {
  Components sum;
  for (const Due& due : dues) sum += due.open;
  return sum;
}

std::int64_t Account::disbursed() const noexcept {
  std::int64_t sum = 0;
  for (const Advanced& advance : advances) sum += advance.amount;
  return sum;
}

LoanStatus Account::status() const noexcept {
  if (is_rejected) return LoanStatus::rejected;
  if (is_withdrawn) return LoanStatus::withdrawn;
  if (!is_disbursed()) return is_approved ? LoanStatus::approved : LoanStatus::applied;
  if (outstanding != Components{}) return LoanStatus::active;
  if (is_written_off) return LoanStatus::written_off;
  return credit > 0 ? LoanStatus::overpaid : LoanStatus::closed;
}

Components Account::paid(std::size_t row) const noexcept {
  return facts[row].charged - dues[row].open - facts[row].waived - facts[row].written_off;
}

const Waterfall& Account::waterfall_of(PaymentKind kind) const noexcept {
  for (const WaterfallFor& special : terms.waterfalls)
    if (special.kind == kind) return special.waterfall;
  return terms.waterfall;
}

std::size_t Account::rows_before(Date day) const noexcept {
  return static_cast<std::size_t>(std::ranges::lower_bound(dues, day, {}, &Due::on) - dues.begin());
}
std::size_t Account::rows_by(Date day) const noexcept {
  return static_cast<std::size_t>(std::ranges::upper_bound(dues, day, {}, &Due::on) - dues.begin());
}

void Account::charge(std::size_t k, Component component, std::int64_t units) {
  if (units > 0) (void)checked_units(wide{charged.total()} + units);  // then no sum of rows overflows
  part(facts[k].charged, component) += units;
  part(dues[k].open, component) += units;
  facts[k].open_total += units;
  part(charged, component) += units;
  part(outstanding, component) += units;
  if (units > 0) first_open = std::min(first_open, k);
}

std::int64_t Account::waive(std::size_t k, Component component, std::int64_t units) {
  std::int64_t& open = part(dues[k].open, component);
  const std::int64_t moved = std::min(units, open);
  open -= moved;
  facts[k].open_total -= moved;
  part(facts[k].waived, component) += moved;
  part(waived, component) += moved;
  part(outstanding, component) -= moved;
  return moved;
}

std::int64_t Account::write_off(std::size_t k, Component component, std::int64_t units) {
  std::int64_t& open = part(dues[k].open, component);
  const std::int64_t moved = std::min(units, open);
  open -= moved;
  facts[k].open_total -= moved;
  part(facts[k].written_off, component) += moved;
  part(written_off, component) += moved;
  part(outstanding, component) -= moved;
  return moved;
}

void Account::unpay(std::size_t k, Component component, std::int64_t units) {
  part(dues[k].open, component) += units;
  facts[k].open_total += units;
  part(outstanding, component) += units;
  facts[k].settled_on.reset();
  const std::int64_t late = std::min(units, facts[k].paid_late);
  facts[k].paid_late -= late;
  facts[k].paid_in_advance -= std::min(units - late, facts[k].paid_in_advance);
  first_open = std::min(first_open, k);
}

std::int64_t Account::pay(std::size_t k, Component component, std::int64_t units) {
  std::int64_t& open = part(dues[k].open, component);
  const std::int64_t applied = std::min(units, open);
  open -= applied;
  return applied;
}

void Account::book_waiver(std::size_t k, const Share& share) noexcept {
  facts[k].open_total -= share.units;
  part(facts[k].waived, share.component) += share.units;
  part(waived, share.component) += share.units;
  part(outstanding, share.component) -= share.units;
}

// Only the rows that the payment touched differ from their remembered total.
void Account::book_payment(Date on, const Applied& applied) {
  outstanding -= applied.parts;
  std::int64_t left = total_of(applied.parts);
  for (std::size_t k = first_open; left > 0 && k < dues.size(); ++k) {
    const std::int64_t open = total_of(dues[k].open);
    RowFacts& row = facts[k];
    const std::int64_t received = row.open_total - open;
    if (received == 0) continue;
    left -= received;
    row.open_total = open;
    if (on < dues[k].on) row.paid_in_advance += received;
    else if (on > dues[k].on) row.paid_late += received;
    if (open == 0) row.settled_on = on;
  }
  while (first_open < dues.size() && facts[first_open].open_total == 0) ++first_open;
}

namespace {

// Errors: overflow.
void add_checked(Components& sum, const Components& units) {
  const auto add = [](std::int64_t& to, std::int64_t part_units) { to = checked_units(wide{to} + part_units); };
  add(sum.principal, units.principal);
  add(sum.interest, units.interest);
  add(sum.fees, units.fees);
  add(sum.penalties, units.penalties);
  add(sum.insurance, units.insurance);
}

}  // namespace

void Account::settle(Date on) {
  outstanding = charged = waived = written_off = Components{};
  first_open = dues.size();
  for (std::size_t k = 0; k < dues.size(); ++k) {
    RowFacts& row = facts[k];
    add_checked(outstanding, dues[k].open);
    add_checked(charged, row.charged);
    add_checked(waived, row.waived);
    add_checked(written_off, row.written_off);
    row.open_total = dues[k].open.total();
    if (row.open_total > 0) first_open = std::min(first_open, k);
    if (row.open_total > 0 || row.charged == Components{}) row.settled_on.reset();  // never owed is never settled
    else if (!row.settled_on) row.settled_on = on;
  }
  (void)charged.total();
}

std::size_t Account::add_row(Date due, RowKind kind) {
  const std::size_t k = rows_by(due);
  const Date from = k == 0 ? terms.disbursed_on : dues[k - 1].on;
  dues.insert(dues.begin() + static_cast<std::ptrdiff_t>(k), Due{due, 0, 0, {}});
  facts.insert(facts.begin() + static_cast<std::ptrdiff_t>(k), RowFacts{.from = from, .kind = kind});
  for (std::size_t j = k; j < dues.size(); ++j) dues[j].number = static_cast<std::uint16_t>(j + 1);
  for (Charge& charge : charges)
    if (charge.row > k) ++charge.row;
  for (BalanceChange& change : changes)
    if (change.row > k) ++change.row;
  if (first_open > k) first_open = k;
  return k;
}

}  // namespace solidarity::detail
