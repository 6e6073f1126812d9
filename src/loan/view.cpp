// SPDX-License-Identifier: MIT
#include "loan/view.hpp"

#include <algorithm>

namespace solidarity {

Components LoanRow::outstanding() const noexcept {
  const auto left = [&](std::int64_t Components::*c) { return charged.*c - paid.*c - waived.*c - written_off.*c; };
  return {left(&Components::principal), left(&Components::interest), left(&Components::fees),
          left(&Components::penalties), left(&Components::insurance)};
}

Money Payoff::total() const {
  return Money::of_units(detail::checked_units(wide{parts.total()} + early_fee - credit), currency);
}

namespace detail {
namespace {

std::int64_t total_of(const Components& units) noexcept {
  return units.principal + units.interest + units.fees + units.penalties + units.insurance;
}

// The oldest row that is past due with something open, and what all of them owe.
struct Late {
  Components open;
  std::optional<Date> since;
};
Late late_on(const Account& account, Date as_of) {
  Late late;
  for (std::size_t k = account.first_open; k < account.dues.size() && account.dues[k].on < as_of; ++k) {
    if (account.facts[k].open_total == 0) continue;
    late.open += account.dues[k].open;
    if (!late.since) late.since = account.dues[k].on;
  }
  return late;
}

bool is_tolerated(const Account& account, const Late& late, Date as_of) {
  if (!late.since) return true;
  const ArrearsTerms& terms = account.terms.arrears;
  const bool small = terms.tolerance && total_of(late.open) <= terms.tolerance->units();
  return small || as_of - *late.since <= terms.grace_days;
}

std::optional<Date> next_due(const Account& account, Date as_of) {
  for (std::size_t k = account.first_open; k < account.dues.size(); ++k)
    if (account.dues[k].on >= as_of && account.facts[k].open_total > 0) return account.dues[k].on;
  return {};
}

}  // namespace

Position position_of(const Account& account, Date as_of) {
  const Late late = late_on(account, as_of);
  Position position{.as_of = as_of,
                    .currency = account.currency(),
                    .status = account.status(),
                    .charged_off = account.charged_off.has_value(),
                    .rescheduled = account.is_rescheduled,
                    .interest_suspended = account.suspended_on.has_value(),
                    .charged = account.charged,
                    .paid = account.charged - account.outstanding - account.waived - account.written_off,
                    .waived = account.waived,
                    .written_off = account.written_off,
                    .outstanding = account.outstanding,
                    .overdue = late.open,
                    .disbursed = account.disbursed(),
                    .credit = account.credit,
                    .recovered = account.recovered,
                    .next_due = next_due(account, as_of)};
  if (!is_tolerated(account, late, as_of)) {
    position.days_past_due = as_of - *late.since;
    position.overdue_since = late.since;
  }
  return position;
}

std::vector<LoanRow> rows_of(const Account& account, Date as_of) {
  std::vector<LoanRow> rows;
  rows.reserve(account.dues.size());
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    const Due& due = account.dues[k];
    const RowFacts& facts = account.facts[k];
    const Date end = facts.settled_on ? *facts.settled_on : as_of;
    rows.push_back({.from = facts.from,
                    .due = due.on,
                    .number = due.number,
                    .kind = facts.kind,
                    .charged = facts.charged,
                    .paid = account.paid(k),
                    .waived = facts.waived,
                    .written_off = facts.written_off,
                    .paid_in_advance = facts.paid_in_advance,
                    .paid_late = facts.paid_late,
                    .balance = facts.balance,
                    .settled_on = facts.settled_on,
                    .late_days = std::max(end - due.on, 0)});
  }
  return rows;
}

}  // namespace detail
}  // namespace solidarity
