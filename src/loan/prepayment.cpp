// SPDX-License-Identifier: MIT
#include "loan/prepayment.hpp"

#include "loan/actions.hpp"

#include <solidarity/core/overloaded.hpp>

#include <algorithm>
#include <utility>

namespace solidarity::detail {
namespace {

// `units` of principal were taken out of rows to come, and stand paid in row `first`; the rows of `before` follow.
void put_early(Account& account, Date on, std::int64_t units, EarlyPrincipal effect, std::size_t first,
               const RowsBefore& before) {
  std::int64_t balance = 0;
  for (const std::size_t row : before.rows) balance += account.dues[row].open.principal;
  account.facts[first].charged.principal += units;
  account.charged.principal += units;
  account.facts[first].paid_in_advance += units;
  account.changes.push_back({on, units, account.dues[first].number, true});
  if (rest_of(account) != Rest::none) note_departures(account, on);
  if (effect == EarlyPrincipal::reduce_installment) return place_by_terms(account, on, before, balance);
  place_by_amounts(account, on, before, balance);
  drop_empty_rows(account, on);
}

// All but the first.
RowsBefore rows_after_first(const RowsBefore& before) {
  return {.rows = {before.rows.begin() + 1, before.rows.end()},
          .amounts = {before.amounts.begin() + 1, before.amounts.end()},
          .principal = {before.principal.begin() + 1, before.principal.end()}};
}

// What the row got on this day before its time is taken out of it again: neither charged nor paid.
void take_back(Account& account, std::size_t row, std::int64_t units) {
  account.facts[row].charged.principal -= units;
  account.charged.principal -= units;
  account.facts[row].paid_in_advance -= units;
}

// The money pays principal of the rows to come, earliest first; returns what it paid.
std::int64_t pay_next_rows(Account& account, Date on, std::int64_t units, const RowsBefore& before) {
  Applied applied;
  for (const std::size_t row : before.rows)
    applied.parts.principal += account.pay(row, Component::principal, units - applied.parts.principal);
  account.book_payment(on, applied);
  return applied.parts.principal;
}

std::int64_t take_out(Account& account, std::int64_t units, const RowsBefore& before) {
  std::int64_t taken = 0;
  for (const std::size_t row : before.rows) {
    const std::int64_t part = std::min(units - taken, account.dues[row].open.principal);
    if (part > 0) account.charge(row, Component::principal, -part);
    taken += part;
  }
  return taken;
}

void charge_and_pay_fee(Account& account, Date on, std::int64_t units) {
  if (units == 0) return;
  const std::size_t row = row_for_early_fee(account, on);
  account.charge(row, Component::fee, units);
  Applied applied;
  applied.parts.fees = account.pay(row, Component::fee, units);
  account.book_payment(on, applied);
}

}  // namespace

Applied pay_what_is_due(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) {
  const std::size_t first = std::min(account.first_open, account.rows_by(on));
  const Applied applied =
      apply_payment(std::span(account.dues).first(account.rows_by(on)).subspan(first), on, units, waterfall);
  account.book_payment(on, applied);
  return applied;
}

Applied pay_with_effect(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                        EarlyPrincipal effect) {
  const RowsBefore before = rows_before_change(account, on);
  const std::size_t first = account.first_open;
  const bool asks = waterfall.quirk == WaterfallQuirk::charges_due_first;
  const Components by_day = asks ? charged_by_day(account, on) : Components{};
  std::vector<Share> early;
  early.reserve(account.dues.size() * component_count);
  const auto each = [&](const Share& share) {
    if (share.waived) account.book_waiver(share.row + first, share);
    else if (share.component == Component::principal)
      early.push_back({share.row + first, share.component, share.units});
  };
  const Applied applied = apply_payment(std::span(account.dues).subspan(first), on, units, waterfall, by_day, each);
  account.book_payment(on, applied);
  if (before.rows.empty()) return applied;
  const RowsBefore later = rows_after_first(before);
  std::int64_t total = 0;
  for (const Share& share : early) {
    if (std::ranges::find(later.rows, share.row) == later.rows.end()) continue;
    take_back(account, share.row, share.units);
    total += share.units;
  }
  if (total > 0) put_early(account, on, total, effect, before.rows.front(), later);
  return applied;
}

Applied prepay_with_effect(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                           EarlyPrincipal effect) {
  Applied applied = pay_what_is_due(account, on, units, waterfall);
  std::int64_t rest = std::exchange(applied.unapplied, 0);
  const RowsBefore before = rows_before_change(account, on);
  if (rest > 0 && !before.rows.empty()) {
    const std::int64_t fee = std::min(rest, early_fee(account, on, false, rest));
    charge_and_pay_fee(account, on, fee);
    applied.parts.fees += fee;
    rest -= fee;
    const bool is_next = effect == EarlyPrincipal::next;
    const std::int64_t early = is_next ? pay_next_rows(account, on, rest, before) : take_out(account, rest, before);
    if (early > 0 && !is_next) put_early(account, on, early, effect, before.rows.front(), before);
    applied.parts.principal += early;
    rest -= early;
  }
  applied.unapplied = rest;
  return applied;
}

std::int64_t early_fee(const Account& account, Date on, bool closes, std::int64_t prepaid) {
  std::int64_t principal = 0;
  std::int64_t interest = 0;
  for (std::size_t row = account.rows_by(on); row < account.dues.size(); ++row) {
    principal += account.dues[row].open.principal;
    interest += account.dues[row].open.interest;
  }
  if (account.rows_by(on) == account.dues.size()) return 0;
  const auto base = [&](EarlyFeeBase of) {
    if (of == EarlyFeeBase::remaining_principal) return principal;
    return of == EarlyFeeBase::remaining_interest ? interest : closes ? principal : prepaid;
  };
  std::int64_t sum = 0;
  for (const EarlyFee& fee : account.terms.early_fees) {
    if (fee.when == (closes ? EarlyFee::When::prepayment : EarlyFee::When::payoff)) continue;
    sum = checked_units(wide{sum} + std::visit(overloaded{[](const Money& amount) { return amount.units(); },
                                                          [&](const Rate& percent) {
                                                            return PeriodRate::of(percent.ticks(), Rate::one)
                                                                .of_amount(base(fee.of), grid_of(account.terms));
                                                          }},
                                               fee.amount));
  }
  return sum;
}

std::size_t row_for_early_fee(const Account& account, Date on) {
  return std::min(account.rows_by(on), account.dues.size() - 1);
}

}  // namespace solidarity::detail
