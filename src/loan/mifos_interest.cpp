// SPDX-License-Identifier: MIT
#include "loan/mifos_interest.hpp"

#include "schedule/nominal_period.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

int year_days(const LoanTerms& terms) {
  const auto* by_period = std::get_if<ByPeriod>(&terms.interest.accrual);
  return by_period && by_period->year_days != 0 ? by_period->year_days : 365;
}

// The row that carries the interest on the overdue principal of row k.
std::size_t bearer_of(const Account& account, std::size_t k) { return std::min(k + 1, account.dues.size() - 1); }

std::int64_t own_interest(const Account& account, std::size_t k) {
  return account.facts[k].charged.interest - account.facts[k].peer.late_interest;
}

std::int64_t own_settled(const Account& account, std::size_t k) {
  return own_interest(account, k) - (account.dues[k].open.interest - late_interest_open(account, k));
}

// Principal that bears the interest of row k: what is owed at its start by the plan, less what is paid of it and later rows.
std::int64_t balance_of(const Account& account, std::size_t k) {
  std::int64_t balance = account.facts[k].balance + account.facts[k].planned.principal;
  for (std::size_t j = k; j < account.dues.size(); ++j)
    balance -= account.facts[j].charged.principal - account.dues[j].open.principal;
  return balance;
}

Date counted_from(const Account& account, std::size_t k) {
  const RowFacts& row = account.facts[k];
  return std::max(row.from, row.peer.counted_to.value_or(row.from));
}

// By the end of the day before `on`, since the row began.
std::int64_t accrued(const Account& account, std::size_t k, Date on) {
  const Date from = counted_from(account, k);
  const std::int64_t before = account.facts[k].peer.accrued;
  if (on <= from) return before;
  const std::int64_t since = MifosDailyRate(account.terms).interest(balance_of(account, k), on - from);
  return std::min(before + since, own_interest(account, k));
}

}  // namespace

MifosDailyRate::MifosDailyRate(const LoanTerms& terms)
    : dividend_(terms.interest.rate.ticks()), divisor_(Rate::one), mode_(Rounding::half_up) {
  if (terms.interest.per == RatePeriod::installment) {
    const NominalPeriod period = nominal_period(terms);
    dividend_ *= units_per_year(period.unit);
    divisor_ *= wide{year_days(terms)} * period.count;
  } else if (terms.interest.per != RatePeriod::day) {
    dividend_ *= quotes_per_year(terms.interest.per);
    divisor_ *= year_days(terms);
  }
  if (const auto* policy = std::get_if<MifosRounding>(&terms.rounding)) {
    mode_ = policy->currency_mode;
    const int digits = terms.principal.currency().digits();
    for (int cut = digits; cut > policy->currency_digits.value_or(digits); --cut) unit_ *= 10;
  }
}

std::int64_t MifosDailyRate::interest(std::int64_t units, int days) const {
  return checked_units(wide{multiply_divide(units, dividend_ * days, divisor_ * unit_, mode_)} * unit_);
}

std::int64_t late_interest_open(const Account& account, std::size_t k) {
  const PeerFacts& peer = account.facts[k].peer;
  return std::min(peer.late_interest - peer.late_interest_paid, account.dues[k].open.interest);
}

void grow_late_interest(Account& account, Date day) {
  if (account.charged_off) return;
  const MifosDailyRate rate(account.terms);
  const std::size_t late = account.rows_before(day);
  for (std::size_t k = account.first_open; k < late; ++k) {
    PeerFacts& peer = account.facts[k].peer;
    const std::int64_t principal = account.dues[k].open.principal;
    if (peer.seen != 0 && peer.seen != principal) {
      peer.counted_to = account.advanced_to;
      peer.running = 0;
    }
    const Date from = std::max(account.dues[k].on, peer.counted_to.value_or(account.dues[k].on));
    const std::int64_t units = rate.interest(principal, std::max(day - from, 0));
    const std::size_t bearer = bearer_of(account, k);
    account.charge(bearer, Component::interest, units - peer.running);
    account.facts[bearer].peer.late_interest += units - peer.running;
    peer.running = units;
    peer.seen = principal;
  }
}

std::int64_t interest_to_date(const Account& account, std::size_t k, Date on) {
  return std::max<std::int64_t>(accrued(account, k, on) - own_settled(account, k), 0);
}

void bear_on_balance(Account& account, std::size_t k, Date on) {
  PeerFacts& peer = account.facts[k].peer;
  const Date from = std::max(on, account.facts[k].from);
  const int days = std::max(account.dues[k].on - from, 0);
  const std::int64_t ahead = MifosDailyRate(account.terms).interest(balance_of(account, k), days);
  const std::int64_t interest = std::max(peer.accrued + ahead, own_settled(account, k));
  peer.counted_to = from;
  account.charge(k, Component::interest, interest - own_interest(account, k));
}

}  // namespace solidarity::detail
