// SPDX-License-Identifier: MIT
#include "loan/take_over.hpp"

#include "loan/plan.hpp"

#include <solidarity/product/validate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace solidarity::detail {
namespace {

void check_row(const Installment& row, const Installment* before, Currency currency, std::size_t index) {
  const std::string field = fmt::format("/installments/{}", index);
  if (row.currency != currency)
    refuse(ErrorCode::currency_mismatch, field,
           fmt::format("{} in a loan in {}", row.currency.code(), currency.code()));
  if (before && row.due < before->due)
    refuse(ErrorCode::out_of_range, field + "/due", fmt::format("{} is before the row above it", row.due));
  const Components& units = row.units;
  if (std::min({units.principal, units.interest, units.fees, units.penalties, units.insurance}) < 0)
    refuse(ErrorCode::out_of_range, field, "what is open is not negative");
}

// The terms of the schedule are not asked for: the rows stand for them.
void check_terms_of_life(const LoanTerms& terms) {
  constexpr std::array fields{"/recalculation", "/rebate",    "/early_fee", "/penalties",
                              "/arrears",       "/waterfall", "/rounding"};
  for (const Problem& problem : validate(terms))
    if (std::ranges::any_of(fields, [&](const char* field) { return problem.field.starts_with(field); }))
      throw Error(problem);
}

std::shared_ptr<const PlanTail> tail_of(const LoanTerms& terms, std::vector<Date> dates, Date start) {
  Continuation after{.start_of_sequence = start,
                     .first_of_sequence = {},
                     .index = 1,
                     .start = start,
                     .shown_before = start,
                     .rows_in_term = static_cast<int>(dates.size()),
                     .dates = std::move(dates)};
  LoanTerms rest = terms;
  rest.disbursed_on = start;
  rest.repayments.count = after.rows_in_term;
  if (rest.repayments.first_due_on && *rest.repayments.first_due_on <= start) rest.repayments.first_due_on.reset();
  rest.grace = {};
  rest.interest.from.reset();
  rest.interest.first_period = FirstPeriod::nominal;
  rest.interest.first_period_years.reset();
  return std::make_shared<const PlanTail>(PlanTail{std::move(rest), std::move(after)});
}

}  // namespace

Account take_over(LoanTerms terms, std::span<const Installment> rows) {
  if (rows.empty()) refuse(ErrorCode::out_of_range, "/installments", "no row; a running loan has at least one");
  const Currency currency = rows.front().currency;
  for (std::size_t k = 0; k < rows.size(); ++k) check_row(rows[k], k == 0 ? nullptr : &rows[k - 1], currency, k);
  check_terms_of_life(terms);
  const Date start = std::min(terms.disbursed_on, rows.front().due - 1);
  std::int64_t principal = 0;
  for (const Installment& row : rows) principal = checked_units(wide{principal} + row.units.principal);
  terms.principal = Money::of_units(principal, currency);
  terms.disbursed_on = start;
  terms.further_tranches.clear();

  Account account(std::move(terms));
  account.approved = principal;
  account.advances.push_back({start, principal});
  account.plan_changed = true;
  std::vector<Date> dates;
  Date from = start;
  for (const Installment& row : rows) {
    const bool has_period = row.due > from;
    RowFacts facts{.from = from,
                   .kind = has_period ? RowKind::installment : RowKind::additional,
                   .planned = row.units,
                   .charged = row.units,
                   .balance = row.balance_units};
    if (has_period) {
      facts.plan = 1;
      facts.period = static_cast<std::uint16_t>(dates.size());
      dates.push_back(from = row.due);
    }
    account.dues.push_back({row.due, static_cast<std::uint16_t>(account.dues.size() + 1), 0, row.units});
    account.facts.push_back(facts);
  }
  account.tails.push_back(tail_of(account.terms, std::move(dates), start));
  account.settle(start);
  return account;
}

}  // namespace solidarity::detail
