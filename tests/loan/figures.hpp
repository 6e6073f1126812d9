// SPDX-License-Identifier: MIT
// Small loans whose figures fit on the back of an envelope, and short words for what the tests read of them.
#pragma once

#include <solidarity/loan/loan.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>

#include "generators.hpp"

namespace test {

// 300.00 in three equal parts on the first of February, March and April 2026 at 1 % a month: interest 3.00, 2.00, 1.00.
// January has 31 days, February 28, March 31.
inline solidarity::LoanTerms three_hundred(solidarity::Recalculation recalculation = {}) {
  using namespace solidarity;
  return {.principal = Money::of_units(300'00, iso4217::INR),
          .disbursed_on = Date::of(2026, 1, 1),
          .interest = {.method = InterestMethod::declining, .rate = Rate::parse("12")},
          .repayments = {.count = 3, .every = monthly},
          .amortization = EqualPrincipal{},
          .recalculation = recalculation};
}

// "100.00+3.00 99.00+2.48": principal + interest that each row charges.
inline std::string charged(const solidarity::Loan& loan, solidarity::Date as_of) {
  std::string text;
  for (const solidarity::LoanRow& row : loan.rows(as_of)) {
    const auto money = [&](std::int64_t units) { return fmt::format("{}.{:02}", units / 100, units % 100); };
    text += (text.empty() ? "" : " ") + money(row.charged.principal) + "+" + money(row.charged.interest);
  }
  return text;
}

inline std::string due_dates(const solidarity::Loan& loan, solidarity::Date as_of) {
  std::string text;
  for (const solidarity::LoanRow& row : loan.rows(as_of)) text += fmt::format("{}{}", text.empty() ? "" : " ", row.due);
  return text;
}

inline void pay(solidarity::Loan& loan, solidarity::Date on, std::int64_t units) {
  loan.record({.on = on, .what = solidarity::Repay{solidarity::Money::of_units(units, loan.currency())}});
}
inline void prepay(solidarity::Loan& loan, solidarity::Date on, std::int64_t units, solidarity::EarlyPrincipal effect) {
  loan.record({.on = on, .what = solidarity::Prepay{solidarity::Money::of_units(units, loan.currency()), effect}});
}

// What falls due is paid in full on its day, up to and including `day`.
inline void pay_as_agreed(solidarity::Loan& loan, solidarity::Date day) {
  for (;;) {
    std::int64_t units = 0;
    std::optional<solidarity::Date> on;
    for (const solidarity::LoanRow& row : loan.rows(day)) {
      const std::int64_t open = row.outstanding().total();
      if (row.due > day || open == 0 || (on && row.due != *on)) continue;
      on = row.due;
      units += open;
    }
    if (!on) return;
    pay(loan, *on, units);
  }
}

// Level or equal-principal loans, by the month or the week, by period or by day.
inline solidarity::LoanTerms some_living_loan(Random& random) {
  using namespace solidarity;
  LoanTerms terms{.principal = Money::of_units(random.between(100'000, 90'000'000), iso4217::INR),
                  .disbursed_on = random.present(),
                  .interest = {.method = InterestMethod::declining, .rate = Rate::parse("0")},
                  .repayments = {.count = random.number(2, 24), .every = monthly}};
  terms.interest.rate = Rate::parse(std::to_string(random.number(1, 40)));
  if (random.one_in(2)) terms.repayments.every = random.one_in(2) ? Frequency{weekly} : Frequency{EveryMonths{2}};
  if (random.one_in(3)) terms.amortization = EqualPrincipal{};
  if (random.one_in(3)) terms.interest.accrual = ByDay{random.one_in(2) ? DayCount::actual_365 : DayCount::actual_360};
  if (random.one_in(3)) terms.rounding = ExactRounding{.mode = random.rounding()};
  return terms;
}

}  // namespace test
