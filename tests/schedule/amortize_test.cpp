// SPDX-License-Identifier: MIT
// The worked example of docs/wire.md, the calendar, and the three ways to ask for rows.
#include "catch.hpp"
#include "refusal.hpp"
#include "terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::four_months;

namespace {

LoanTerms worked_example() {
  return {
      .principal = 12'000 * INR,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct},
      .repayments = {.count = 8, .every = weekly, .first_due_on = 2026y / January / 12},
      .rounding = ExactRounding{.installment_multiple = 1 * INR},
  };
}

std::vector<Installment> blank(std::size_t rows) {
  return std::vector<Installment>(rows, Installment{2026y / January / 1, 0, 0, INR, {}, 0});
}

}  // namespace

TEST_CASE("INR 12000 at 24 % in eight weeks: seven installments of 1531.00 and one of 1533.61") {
  const Schedule schedule = amortize(worked_example());
  CHECK(test::totals(schedule) == "1531.00 1531.00 1531.00 1531.00 1531.00 1531.00 1531.00 1533.61");
  CHECK(total(schedule, &Installment::interest) == Money::parse("250.61", INR));
  CHECK(total(schedule, &Installment::principal) == 12'000 * INR);
  CHECK(schedule.front().due == Date(2026y / January / 12));
  CHECK(schedule.front().days == 7);
  CHECK(schedule.back().balance().is_zero());
  CHECK(schedule.disbursement().net() == 12'000 * INR);
}

TEST_CASE("without a multiple the same loan has installments of 1531.32") {
  LoanTerms terms = worked_example();
  terms.rounding = ExactRounding{};
  const Schedule schedule = amortize(terms);
  CHECK(schedule.size() == 8);
  CHECK(test::totals(schedule) == "1531.32 1531.32 1531.32 1531.32 1531.32 1531.32 1531.32 1531.33");
  CHECK(total(schedule, &Installment::interest) == Money::parse("250.57", INR));
}

TEST_CASE("the rows due by a day") {
  const Schedule schedule = amortize(worked_example());
  CHECK(schedule.due_by(2026y / January / 11).empty());
  CHECK(schedule.due_by(2026y / January / 20).size() == 2);
  CHECK(schedule.due_by(2027y / January / 1).size() == 8);
}

TEST_CASE("one installment is the principal and its interest") {
  LoanTerms terms = four_months();
  terms.repayments.count = 1;
  CHECK(test::totals(amortize(terms)) == "1212.00");
}

TEST_CASE("real days: February bears less than January") {
  LoanTerms terms = four_months();
  terms.interest.accrual = ByDay{DayCount::actual_365};
  terms.amortization = Bullet{};
  CHECK(test::interests(amortize(terms)) == "12.23 11.05 12.23 11.84");  // 31, 28, 31 and 30 days of 144 a year
}

TEST_CASE("a broken first period bears a month, or its share of one") {
  LoanTerms terms = four_months();
  terms.amortization = Bullet{};
  terms.repayments.first_due_on = 2026y / January / 24;  // 14 of the 31 days from 24 December
  CHECK(test::interests(amortize(terms)) == "12.00 12.00 12.00 12.00");
  terms.interest.first_period = FirstPeriod::actual_ratio;
  CHECK(test::interests(amortize(terms)) == "5.42 12.00 12.00 12.00");
}

TEST_CASE("a due date on a weekend moves; the interest does not follow unless asked") {
  LoanTerms terms = four_months();
  terms.amortization = Bullet{};
  terms.interest.accrual = ByDay{DayCount::actual_365};
  terms.calendar = {.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday}, {}),
                    .roll = Roll::following};
  const Schedule schedule = amortize(terms);
  CHECK(test::dues(schedule) == "2026-02-10 2026-03-10 2026-04-10 2026-05-11");
  CHECK(test::interests(schedule) == "12.23 11.05 12.23 11.84");
  CHECK(schedule.back().days == 31);
  terms.calendar.interest_follows = true;
  CHECK(test::interests(amortize(terms)) == "12.23 11.05 12.23 12.23");
}

TEST_CASE("no installment in a month of flood: the next covers the gap") {
  LoanTerms terms = four_months();
  terms.amortization = Bullet{};
  terms.moratoria = {{{2026y / March / 1, 2026y / March / 31}}};
  const Schedule accrues = amortize(terms);
  CHECK(test::dues(accrues) == "2026-02-10 2026-04-10 2026-05-10 2026-06-10");
  CHECK(test::interests(accrues) == "12.00 24.00 12.00 12.00");
  terms.moratoria.front().interest_stops = true;
  CHECK(test::interests(amortize(terms)) == "12.00 12.00 12.00 12.00");
}

TEST_CASE("without interest the last row takes what division leaves") {
  LoanTerms terms = four_months(0_pct);
  terms.principal = 1'000 * INR;
  terms.repayments.count = 3;
  CHECK(test::totals(amortize(terms)) == "333.33 333.33 333.34");
}

TEST_CASE("rows written into a span are those of the schedule; a short span is refused") {
  const LoanTerms terms = four_months();
  auto rows = blank(5);
  CHECK(amortize_into(terms, rows) == 4);
  const Schedule schedule = amortize(terms);
  CHECK(std::ranges::equal(schedule.rows(), std::span(rows).first(4)));
  CHECK(rows[4] == blank(1)[0]);
  CHECK(test::refusal([&] { return amortize_into(terms, std::span(rows).first(3)); }) ==
        "out_of_range: rows: 3 rows given; these terms need 4");
}

TEST_CASE("many loans of one product: a principal and a day each") {
  const LoanTerms terms = four_months();
  const std::vector<LoanStart> loans{{1'200 * INR, 2026y / January / 10}, {50 * INR, 2026y / January / 31}};
  auto rows = blank(8);
  std::vector<std::uint16_t> counts(2);
  CHECK(amortize_batch(terms, loans, rows, counts) == 8);
  CHECK(counts == std::vector<std::uint16_t>{4, 4});
  CHECK(rows[3].total() == Money::parse("307.52", INR));
  CHECK(rows[4].due == Date(2026y / February / 28));
  CHECK(test::refusal([&] { return amortize_batch(terms, loans, std::span(rows).first(7), counts); }) ==
        "out_of_range: rows: 7 rows and 2 counts given; 2 loans need 4 rows each");
  const std::vector<LoanStart> wrong{{1'200 * INR, 2026y / January / 10}, {0 * INR, 2026y / January / 31}};
  CHECK(test::refusal([&] { return amortize_batch(terms, wrong, rows, counts); }) ==
        "out_of_range: /loans/1/principal: INR 0.00; an amount is at least one minor unit");
}

TEST_CASE("a schedule prints as a table of at most 80 columns") {
  const std::string table = to_text(amortize(worked_example()));
  INFO(table);
  CHECK(table.find("1533.61") != std::string::npos);
  std::size_t longest = 0;
  for (std::size_t at = 0; at < table.size();) {
    const std::size_t end = std::min(table.find('\n', at), table.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  CHECK(longest <= 80);
}
