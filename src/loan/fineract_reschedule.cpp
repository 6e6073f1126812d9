// SPDX-License-Identifier: MIT
// Reschedules of a Fineract loan: due dates move; on a cumulative loan rows are added, principal waits, the rate
// changes.
#include "loan/fineract_life.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

bool changes_amounts(const Reschedule& change) {
  return change.extra_installments != 0 || change.rate || change.grace_principal != 0 ||
         change.grace_interest_payment != 0;
}

}  // namespace

// Checks a new reschedule against the rows there are and remembers it for all plans to come.
void FineractLife::reschedule(const Reschedule& change) {
  if (change.capitalise_arrears)
    refuse(ErrorCode::unsupported, "/capitalise_arrears", "a loan of this preset capitalises nothing");
  if (progressive_ && changes_amounts(change))
    refuse(ErrorCode::unsupported, "/type", "on a progressive loan a reschedule moves due dates only");
  if (!change.from)
    refuse(ErrorCode::out_of_range, "/from", "a loan of this preset needs the first due date that changes");
  const auto row = std::ranges::find_if(
      rows_, [&](const FineractLine& line) { return line.is_regular() && line.due >= *change.from; });
  if (row == rows_.end())
    refuse(ErrorCode::out_of_range, "/from", fmt::format("no installment falls due on {} or later", *change.from));
  if (change.to && *change.to <= row->from)
    refuse(ErrorCode::out_of_range, "/to", fmt::format("{} is not after {}", *change.to, row->from));
  if (change.to) moved_.push_back({row->due, *change.to});
  if (changes_amounts(change)) changes_.push_back({change.to.value_or(row->due), change});
}

// The rows from the changed one on, planned anew over more rows or at another rate.
void FineractLife::plan_changes() {
  for (const auto& [from, change] : changes_) {
    const auto first = std::ranges::find_if(
        rows_, [from = from](const FineractLine& line) { return line.is_regular() && line.due >= from; });
    if (first == rows_.end()) continue;
    std::vector<FineractLine> rest;
    std::copy_if(first, rows_.end(), std::back_inserter(rest),
                 [](const FineractLine& row) { return row.is_regular(); });
    std::erase_if(rows_, [from = from](const FineractLine& row) { return row.is_regular() && row.due >= from; });
    add_dates(rest, change.extra_installments + change.grace_principal);
    if (agreed_.interest.method == InterestMethod::flat || agreed_.interest.rate.is_zero()) divide_again(rest, change);
    else price_again(rest, change);
    rows_.insert(rows_.end(), rest.begin(), rest.end());
    std::ranges::stable_sort(rows_, {}, &FineractLine::due);
  }
}

void FineractLife::add_dates(std::vector<FineractLine>& rows, int count) const {
  const bool listed = std::holds_alternative<OnDates>(agreed_.repayments.every);
  const FineractLine last = rows.back();
  const DateSequence days(listed ? Frequency{EveryMonths{1}} : agreed_.repayments.every, last.due, {});
  for (int k = 1; k <= count; ++k)
    rows.push_back({.from = k == 1 ? last.due : days.at(k - 1),
                    .due = days.at(k),
                    .charged = {.interest = last.charged.interest}});
}

// Flat: rows keep their interest, at the new rate; principal waits through the grace and is divided over more rows.
void FineractLife::divide_again(std::vector<FineractLine>& rows, const Reschedule& change) const {
  std::int64_t principal = 0;
  for (const FineractLine& row : rows) principal += row.charged.principal;
  const auto waiting = static_cast<std::size_t>(change.grace_principal);
  const auto paying = static_cast<std::int64_t>(rows.size() - std::min(waiting, rows.size() - 1));
  const std::int64_t each = change.extra_installments != 0
                                ? rounding_.installment(rounding_.money(principal, static_cast<int>(paying)))
                                : rows.front().charged.principal;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    Components& charged = rows[k].charged;
    const bool last = k + 1 == rows.size();
    charged.principal = last ? principal : k < waiting ? 0 : std::min(each, principal);
    principal -= charged.principal;
    if (change.rate && !agreed_.interest.rate.is_zero())
      charged.interest =
          rounding_.money(charged.interest * Exact::fraction(*change.rate), Exact::fraction(agreed_.interest.rate));
    if (charged == Components{}) rows[k].settled_on = lent_.front().on;
  }
}

// Declining: what is left is a loan of its own from the start of the changed row on.
void FineractLife::price_again(std::vector<FineractLine>& rows, const Reschedule& change) const {
  LoanTerms terms = agreed_;
  std::int64_t principal = 0;
  OnDates dates;
  for (const FineractLine& row : rows) {
    principal += row.charged.principal;
    dates.dates.push_back(row.due);
  }
  terms.principal = Money::of_units(principal, agreed_.principal.currency());
  terms.disbursed_on = rows.front().from;
  terms.further_tranches.clear();
  terms.down_payment = Rate::zero();
  terms.automatic_down_payment = false;
  terms.fees.clear();
  terms.grace = {.principal = change.grace_principal, .interest_payment = change.grace_interest_payment};
  terms.repayments = {.count = static_cast<int>(rows.size()), .every = dates};
  if (change.rate) terms.interest.rate = *change.rate;
  const Schedule schedule = amortize(terms);
  rows.resize(std::min(rows.size(), schedule.size()), rows.back());
  for (std::size_t k = 0; k < rows.size(); ++k) rows[k].charged = schedule[k].units;
}

}  // namespace solidarity::detail
