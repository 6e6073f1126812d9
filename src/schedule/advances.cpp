// SPDX-License-Identifier: MIT
#include "schedule/advances.hpp"

#include "schedule/charges.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

void check_tranche(const LoanTerms& terms, const Tranche& tranche, Date maturity, std::size_t index) {
  if (tranche.on >= terms.disbursed_on && tranche.on < maturity) return;
  refuse(ErrorCode::out_of_range, fmt::format("/tranches/{}/on", index),
         fmt::format("{} lies outside the loan, which runs from {} to the last due date {}", tranche.on,
                     terms.disbursed_on, maturity));
}

}  // namespace

void check_net(const LoanTerms& terms, const Disbursement& taken, std::int64_t first) {
  const std::int64_t deducted = (taken.fees + taken.penalties + taken.insurance).units();
  if (deducted == 0 || deducted < first) return;
  refuse(ErrorCode::out_of_range, "/fees",
         fmt::format("{} is deducted from the first advance of {}; something must be left to hand out",
                     Money::of_units(deducted, terms.principal.currency()),
                     Money::of_units(first, terms.principal.currency())));
}

Scratch<Advance> merged_advances(const LoanTerms& terms, const Timeline& timeline, const Disbursement& taken,
                                 const Grid& grid, std::pmr::memory_resource& memory) {
  Scratch<Advance> advances(&memory);
  advances.reserve(terms.further_tranches.size() + 1);
  advances.push_back(
      {terms.disbursed_on, checked_units(wide{terms.principal.units()} + financed_fees(terms, grid)), 0});
  for (std::size_t k = 0; k < terms.further_tranches.size(); ++k) {
    const Tranche& tranche = terms.further_tranches[k];
    check_tranche(terms, tranche, timeline.rows().back().end, k + 1);
    const auto same_day = std::ranges::find(advances, tranche.on, &Advance::on);
    if (same_day == advances.end()) advances.push_back({tranche.on, tranche.amount.units(), 0});
    else same_day->amount = checked_units(wide{same_day->amount} + tranche.amount.units());
  }
  std::ranges::sort(advances, {}, &Advance::on);
  check_net(terms, taken, advances.front().amount);
  const PeriodRate share = PeriodRate::of(terms.down_payment.ticks(), Rate::one);
  for (Advance& advance : advances) advance.down_payment = share.of_amount(advance.amount, grid);
  return advances;
}

Money total_advanced(std::span<const Advance> advances, Currency currency) {
  Money sum = Money::zero(currency);
  for (const Advance& advance : advances) sum += Money::of_units(advance.amount, currency);
  return sum;
}

void RowWriter::append(Date due, std::int32_t days, Components units, std::int64_t balance, Opening opening) {
  rows_[openings_.size()] = {due, days, static_cast<std::uint16_t>(openings_.size() + 1), currency_, units, balance};
  openings_.push_back(opening);
  balance_ = balance;
}

void RowWriter::down_payments_before(Date end) {
  std::int64_t advanced = 0;  // in this row so far
  for (; next_ < advances_.size() && advances_[next_].on < end; ++next_) {
    const Advance& advance = advances_[next_];
    advanced += advance.net();
    if (advance.down_payment == 0) continue;
    append(advance.on, 0, {.principal = advance.down_payment}, balance_ + advanced, {0, true});
    advanced = 0;
  }
}

void RowWriter::write(const Row& row, Components units, std::int64_t opening, std::int64_t balance) {
  append(row.due, row.days, units, balance, {opening, false});
}

}  // namespace solidarity::detail
