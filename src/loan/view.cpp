// SPDX-License-Identifier: MIT
#include "loan/view.hpp"

#include "loan/servicing.hpp"

#include <solidarity/loan/arrears.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <span>

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

std::optional<Date> next_due(const Account& account, Date as_of) {
  for (std::size_t k = account.first_open; k < account.dues.size(); ++k)
    if (account.dues[k].on >= as_of && account.facts[k].open_total > 0) return account.dues[k].on;
  return {};
}

Components due_on(const Account& account, Date day) {
  Components due;
  for (std::size_t k = account.first_open; k < account.dues.size() && account.dues[k].on <= day; ++k)
    if (account.dues[k].on == day) due += account.dues[k].open;
  return due;
}

}  // namespace

Position position_of(const Account& account, Date as_of) {
  const Arrears late = arrears(std::span(account.dues).subspan(account.first_open), as_of, account.terms.arrears);
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
                    .overdue = late.overdue,
                    .due = due_on(account, as_of),
                    .disbursed = account.disbursed(),
                    .credit = account.credit,
                    .recovered = account.recovered,
                    .next_due = next_due(account, as_of)};
  position.days_past_due = late.days_past_due;
  if (late.days_past_due > 0) position.overdue_since = late.since;
  return position;
}

std::vector<LoanRow> rows_of(const Account& account, Date as_of) {
  std::vector<LoanRow> rows;
  rows.reserve(account.dues.size());
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    const Due& due = account.dues[k];
    const RowFacts& facts = account.facts[k];
    const Date end = facts.charged == Components{} ? due.on : facts.settled_on.value_or(as_of);
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
                    .late_interest = facts.peer.late_interest,
                    .late_interest_paid = facts.peer.late_interest_paid,
                    .settled_on = facts.settled_on,
                    .late_days = std::max(end - due.on, 0)});
  }
  return rows;
}

std::vector<LoanRow> planned_rows(const LoanTerms& terms) {
  Account account{terms};
  take_plan(account, amortize(terms).rows(), terms.disbursed_on);
  std::vector<LoanRow> rows = rows_of(account, terms.disbursed_on);
  for (LoanRow& row : rows) row.settled_on.reset();
  return rows;
}

}  // namespace detail
}  // namespace solidarity
