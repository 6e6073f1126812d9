// SPDX-License-Identifier: MIT
#include "schedule/charges.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

std::int64_t percent_of(Rate rate, std::int64_t base, const Grid& grid) {
  return PeriodRate::of(rate.ticks(), Rate::one).of_amount(base, grid);
}

std::int64_t& column(Components& units, ChargeKind kind) {
  switch (kind) {
    case ChargeKind::penalty: return units.penalties;
    case ChargeKind::insurance: return units.insurance;
    default: return units.fees;
  }
}

void add(std::int64_t& column, std::int64_t amount) { column = checked_units(wide{column} + amount); }

// The amount of a fee when a percentage is taken of `base`.
std::int64_t amount_of(const Fee& fee, std::int64_t base, const Grid& grid) {
  if (const auto* fixed = std::get_if<Money>(&fee.amount)) return fixed->units();
  return within_bounds(fee, percent_of(std::get<PercentOf>(fee.amount).percent, base, grid));
}

// All advances as given, before financed fees.
std::int64_t lent(const LoanTerms& terms) {
  std::int64_t sum = terms.principal.units();
  for (const Tranche& tranche : terms.further_tranches) add(sum, tranche.amount.units());
  return sum;
}

bool at_disbursement(const Fee& fee) { return std::holds_alternative<AtDisbursement>(fee.at); }

void charge_on_date(const Fee& fee, Date on, const ChargeBases& bases, const Grid& grid, std::span<Installment> rows,
                    std::span<const Opening> openings) {
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (!openings[k].down_payment && rows[k].due >= on)
      return charge(rows[k].units, fee.kind, amount_of(fee, bases.of(fee, rows[k]), grid));
  refuse(ErrorCode::out_of_range, "/fees",
         fmt::format("the fee dated {} comes after the last due date {}", on, rows.back().due));
}

void charge_every_row(const Fee& fee, const ChargeBases& bases, const Grid& grid, std::span<Installment> rows,
                      std::span<const Opening> openings) {
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (!openings[k].down_payment) charge(rows[k].units, fee.kind, amount_of(fee, bases.of(fee, rows[k]), grid));
}

void charge_premiums(const InsuranceTerms& insurance, std::int64_t principal, const Grid& grid,
                     std::span<Installment> rows, std::span<const Opening> openings) {
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (openings[k].down_payment) continue;
    const bool on_balance = insurance.of == InsuranceTerms::Base::balance;
    add(rows[k].units.insurance, percent_of(insurance.premium, on_balance ? openings[k].balance : principal, grid));
  }
}

}  // namespace

void charge(Components& units, ChargeKind kind, std::int64_t amount) { add(column(units, kind), amount); }

std::int64_t within_bounds(const Fee& fee, std::int64_t amount) {
  if (fee.min) amount = std::max(amount, fee.min->units());
  if (fee.max) amount = std::min(amount, fee.max->units());
  return amount;
}

std::int64_t ChargeBases::of(const Fee& fee, const Installment& row) const {
  const auto* percent = std::get_if<PercentOf>(&fee.amount);
  if (!percent) return 0;
  switch (percent->of) {
    case ChargeBase::principal: return principal;
    case ChargeBase::interest: return interest;
    case ChargeBase::principal_and_interest: return checked_units(wide{principal} + interest);
    case ChargeBase::installment: return checked_units(wide{row.units.principal} + row.units.interest);
  }
  return 0;
}

Disbursement taken_at_disbursement(const LoanTerms& terms, const Grid& grid) {
  const std::int64_t base = lent(terms);
  Components taken;
  for (const Fee& fee : terms.fees)
    if (at_disbursement(fee) && !fee.financed) add(column(taken, fee.kind), amount_of(fee, base, grid));
  if (terms.insurance && terms.insurance->single)
    add(taken.insurance, percent_of(terms.insurance->premium, base, grid));
  const auto money = [&](std::int64_t units) { return Money::of_units(units, terms.principal.currency()); };
  return {money(0), money(taken.fees), money(taken.penalties), money(taken.insurance)};
}

std::int64_t financed_fees(const LoanTerms& terms, const Grid& grid) {
  std::int64_t sum = 0;
  for (const Fee& fee : terms.fees)
    if (at_disbursement(fee) && fee.financed) add(sum, amount_of(fee, lent(terms), grid));
  return sum;
}

void charge_rows(const LoanTerms& terms, const Grid& grid, std::span<Installment> rows,
                 std::span<const Opening> openings) {
  if (terms.fees.empty() && !terms.insurance) return;
  ChargeBases bases{checked_units(wide{lent(terms)} + financed_fees(terms, grid)), 0};
  for (const Installment& row : rows) add(bases.interest, row.units.interest);
  for (const Fee& fee : terms.fees) {
    if (std::holds_alternative<AtInstallment>(fee.at)) charge_every_row(fee, bases, grid, rows, openings);
    else if (const Date* on = std::get_if<Date>(&fee.at)) charge_on_date(fee, *on, bases, grid, rows, openings);
  }
  if (terms.insurance && !terms.insurance->single)
    charge_premiums(*terms.insurance, bases.principal, grid, rows, openings);
}

}  // namespace solidarity::detail
