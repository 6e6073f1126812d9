// SPDX-License-Identifier: MIT
#include "loan/opencbs_penalties.hpp"

#include "loan/opencbs_grid.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

int days_of(const PenaltyPeriod& period) {
  switch (period.unit) {
    case PenaltyPeriod::Unit::day: return period.count;
    case PenaltyPeriod::Unit::week: return 7 * period.count;
    case PenaltyPeriod::Unit::month: return 30 * period.count;
    case PenaltyPeriod::Unit::year: return 365 * period.count;
  }
  return period.count;
}

// The penalty grows by the day, whatever period its percentage is of.
int days_of_rate(const Penalty& penalty) {
  if (penalty.per) return days_of(*penalty.per);
  return penalty.every ? days_of(*penalty.every) : 1;
}

bool is_of_the_loan(const Penalty& penalty) {
  return penalty.of == PenaltyBase::outstanding_principal || penalty.of == PenaltyBase::original_principal;
}

std::int64_t base_of(const Account& account, std::size_t k, const Penalty& penalty) {
  const Components& open = account.dues[k].open;
  const std::int64_t compounded = penalty.compound ? open.penalties - account.facts[k].peer.running : 0;
  switch (penalty.of) {
    case PenaltyBase::overdue_principal: return open.principal + compounded;
    case PenaltyBase::overdue_interest: return open.interest + compounded;
    case PenaltyBase::overdue_total: return open.principal + open.interest + compounded;
    case PenaltyBase::overdue_with_charges:
      return open.principal + open.interest + open.fees + open.insurance + compounded;
    case PenaltyBase::outstanding_principal: return account.outstanding.principal + compounded;
    case PenaltyBase::original_principal: return account.disbursed() + compounded;
  }
  return 0;
}

// In [from, to).
int saturdays(Date from, Date to) {
  if (to <= from) return 0;
  const int until_first = static_cast<int>(Weekday::saturday) - static_cast<int>(from.weekday());
  return (to - from - until_first + 6) / 7;
}

int working_saturdays(const BusinessCalendar& calendar, Date from, Date to) {
  if (!calendar.is_weekend(Weekday::saturday)) return 0;  // counted as business days already
  int count = saturdays(from, to);
  for (const Period& holiday : calendar.holidays())
    count -= saturdays(std::max(from, holiday.start), std::min(to, holiday.end + 1));
  return count;
}

// The counter lags by one day: it looks at the days between the first and the last, neither included. Saturdays are
// working days to it, whatever the calendar of due dates says.
int days_off(const Account& account, Date from, Date to) {
  const BusinessCalendar& calendar = account.terms.calendar.business_days;
  if (to - from <= 1 || calendar.empty()) return 0;
  return to - from - 1 - calendar.business_days(from + 1, to) - working_saturdays(calendar, from + 1, to);
}

bool forgives_days_off(const Account& account, const Penalty& penalty) {
  return !opencbs_policy(account).penalties_on_days_off && penalty.of != PenaltyBase::original_principal;
}

std::int64_t capped(const Account& account, std::size_t k, const Penalty& penalty, std::int64_t units) {
  const RowFacts& row = account.facts[k];
  const std::int64_t before = row.charged.penalties - row.peer.running;
  if (penalty.cap) units = std::min(units, std::max<std::int64_t>(penalty.cap->units() - before, 0));
  if (penalty.cap_percent) {
    const std::int64_t most = multiply_divide(row.charged.principal + row.charged.interest,
                                              penalty.cap_percent->ticks(), Rate::one, Rounding::half_up);
    units = std::min(units, std::max<std::int64_t>(most - before, 0));
  }
  return units;
}

std::int64_t penalty_of(const Account& account, std::size_t k, const Penalty& penalty, Date day) {
  const Date due = account.dues[k].on;
  if (day - due <= penalty.grace_days) return 0;
  Date from = std::max(due, account.facts[k].peer.counted_to.value_or(due));
  if (penalty.grace_forgives) from = std::max(from, due + penalty.grace_days);
  int days = day - from;
  if (forgives_days_off(account, penalty)) days -= days_off(account, from, day);
  if (days <= 0) return 0;
  const OpenCbsGrid grid(account.terms);
  if (const auto* amount = std::get_if<Money>(&penalty.amount))
    return capped(account, k, penalty, grid.rounded(amount->units(), days, days_of_rate(penalty)));
  const wide rate = wide{std::get<Rate>(penalty.amount).ticks()} * days;
  const wide whole = wide{Rate::one} * days_of_rate(penalty);
  return capped(account, k, penalty, grid.rounded(base_of(account, k, penalty), rate, whole));
}

std::int64_t penalties_of(const Account& account, std::size_t k, Date day) {
  std::int64_t sum = 0;
  for (const Penalty& penalty : account.terms.penalties)
    if (!is_of_the_loan(penalty) || k == account.first_open) sum += penalty_of(account, k, penalty, day);
  return sum;
}

void fix(RowFacts& row, Date on) {
  row.peer.counted_to = on;
  row.peer.running = 0;
}

}  // namespace

void assess_opencbs_penalties(Account& account, Date day) {
  if (account.charged_off && !opencbs_policy(account).penalties_after_charge_off) return;
  const std::size_t late = account.rows_before(day);
  for (std::size_t k = account.first_open; k < late; ++k) {
    RowFacts& row = account.facts[k];
    if (row.open_total == 0) continue;
    if (row.peer.seen != 0 && row.open_total != row.peer.seen) fix(row, account.advanced_to);
    const std::int64_t units = penalties_of(account, k, day);
    if (units != row.peer.running) account.charge(k, Component::penalty, units - row.peer.running);
    row.peer.running = units;
    row.peer.seen = row.open_total;
  }
}

void fix_opencbs_penalties(Account& account, Date on) {
  const std::size_t last = std::min(account.first_open + 1, account.rows_before(on));
  for (std::size_t k = 0; k < last; ++k) fix(account.facts[k], on);
}

}  // namespace solidarity::detail
