// SPDX-License-Identifier: MIT
// A due date falls on a holiday. Which day is it paid, and does the interest follow?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  LoanTerms terms{
      .principal = 600 * KES,
      .disbursed_on = 2026y / November / 1,
      .interest = {.method = InterestMethod::declining, .rate = 36_pct, .accrual = ByDay{DayCount::actual_365}},
      .repayments = {.count = 3, .every = monthly, .first_due_on = 2026y / November / 26},
  };
  terms.calendar.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday},
                                                  {Date(2026y / December / 25), Date(2026y / December / 26)});

  for (const Roll roll : {Roll::none, Roll::following, Roll::preceding}) {
    for (const bool follows : {false, true}) {
      if (roll == Roll::none && follows) continue;
      terms.calendar.roll = roll;
      terms.calendar.interest_follows = follows;
      const Schedule schedule = amortize(terms);
      fmt::print("{}{}\n{}\n", to_text(roll), follows ? ", and interest follows" : "", schedule);
    }
  }
}
