// SPDX-License-Identifier: MIT
// Interest on what really happened: docs/servicing.md, section 4.
#include "catch.hpp"
#include "figures.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::charged;
using test::for_all;
using test::pay;
using test::prepay;
using test::Random;
using test::three_hundred;

namespace {

constexpr Recalculation daily_rest{.rest = Rest::day};
constexpr Recalculation daily_with_overdue{.rest = Rest::day, .overdue_bears_interest = true};
constexpr Recalculation whole_periods{.rest = Rest::installment, .overdue_bears_interest = true};

const Date end = Date::of(2026, 12, 31);

}  // namespace

TEST_CASE("Without recalculation interest stays as planned, whoever pays when") {
  Loan loan = Loan::disbursed(three_hundred());
  prepay(loan, Date::of(2026, 1, 16), 100'00, EarlyPrincipal::next);
  CHECK(charged(loan, end) == "100.00+3.00 100.00+2.00 100.00+1.00");
}

TEST_CASE("Principal paid early bears no interest from the day on which it is paid") {
  // January: 300.00 for 15 days, 200.00 for 16 of 31: 1 % of (4500 + 3200) / 31 = 2.4838...
  Loan loan = Loan::disbursed(three_hundred(daily_rest));
  prepay(loan, Date::of(2026, 1, 16), 100'00, EarlyPrincipal::next);
  CHECK(charged(loan, end) == "100.00+2.48 100.00+2.00 100.00+1.00");
}

TEST_CASE("Principal of a later row counts until the end of that row") {
  // On 16 January 150.00: the first row, and 50.00 of the second.
  // January: 300 x 15 + 150 x 16 = 6900 / 31 = 2.2258 %; February: 150.00, then at its end the other 50.00 leaves:
  // 1.50.
  Loan loan = Loan::disbursed(three_hundred(daily_rest));
  prepay(loan, Date::of(2026, 1, 16), 150'00, EarlyPrincipal::next);
  CHECK(charged(loan, end) == "100.00+2.23 100.00+1.50 100.00+1.00");
}

TEST_CASE("By whole installments early principal counts from the next due date on") {
  Loan loan = Loan::disbursed(three_hundred(whole_periods));
  prepay(loan, Date::of(2026, 1, 16), 150'00, EarlyPrincipal::next);
  CHECK(charged(loan, Date::of(2026, 1, 31)) == "100.00+3.00 100.00+1.50 100.00+1.00");
}

TEST_CASE("Overdue principal bears interest until it is paid, where the terms say so") {
  const auto paid_on_11_february = [](Recalculation recalculation) {
    Loan loan = Loan::disbursed(three_hundred(recalculation));
    pay(loan, Date::of(2026, 2, 11), 103'00);
    return charged(loan, Date::of(2026, 2, 11));
  };
  CHECK(paid_on_11_february(daily_rest) == "100.00+3.00 100.00+2.00 100.00+1.00");
  // February: 200.00, and 100.00 for 10 of 28 days: 2.00 + 0.3571...
  CHECK(paid_on_11_february(daily_with_overdue) == "100.00+3.00 100.00+2.36 100.00+1.00");
  // In whole periods: 300.00 all February.
  CHECK(paid_on_11_february(whole_periods) == "100.00+3.00 100.00+3.00 100.00+1.00");
}

TEST_CASE("Until it is paid, overdue principal is taken as unpaid for ever") {
  const Loan loan = Loan::disbursed(three_hundred(daily_with_overdue));
  CHECK(charged(loan, Date::of(2026, 2, 1)) == "100.00+3.00 100.00+2.00 100.00+1.00");  // due today, not past due
  CHECK(charged(loan, Date::of(2026, 2, 2)) == "100.00+3.00 100.00+3.00 100.00+2.00");
  CHECK(charged(loan, Date::of(2026, 3, 2)) == "100.00+3.00 100.00+3.00 100.00+3.00");
  CHECK(charged(loan, end) == "100.00+3.00 100.00+3.00 100.00+3.00");  // after the last row nothing bears interest
}

TEST_CASE("A row never charges less interest than is settled of it") {
  // 103.00 on 16 January pays the first row with all its interest; 2.48 would be its interest now.
  Loan loan = Loan::disbursed(three_hundred(daily_rest));
  pay(loan, Date::of(2026, 1, 16), 103'00);
  CHECK(charged(loan, end) == "100.00+3.00 100.00+2.00 100.00+1.00");
  CHECK(loan.rows(end)[0].settled_on == Date::of(2026, 1, 16));
}

TEST_CASE("Principal that is waived leaves the balance; refunded it is back from that day on") {
  Loan loan = Loan::disbursed(three_hundred(daily_rest));
  loan.record({.on = Date::of(2026, 1, 16), .what = Waive{Component::principal, 100 * INR}});
  CHECK(charged(loan, Date::of(2026, 1, 16)) == "100.00+2.48 100.00+2.00 100.00+1.00");

  // 100.00 early from 11 to 21 January: 300 x 10 + 200 x 10 + 300 x 11 = 8300 / 31 = 2.6774...
  Loan refunded = Loan::disbursed(three_hundred(daily_rest));
  prepay(refunded, Date::of(2026, 1, 11), 100'00, EarlyPrincipal::next);
  refunded.record({.on = Date::of(2026, 1, 21), .what = Refund{100 * INR}});
  CHECK(charged(refunded, Date::of(2026, 1, 21)) == "100.00+2.68 100.00+2.00 100.00+1.00");
}

TEST_CASE("A charge-back joins the balance on its day") {
  // The first row is paid on 1 February and taken back on 15 February: 200.00, and 100.00 for 14 of 28 days: 2.50.
  Loan loan = Loan::disbursed(three_hundred(daily_rest));
  pay(loan, Date::of(2026, 2, 1), 103'00);
  loan.record({.on = Date::of(2026, 2, 15), .what = ChargeBack{100 * INR}});
  CHECK(charged(loan, Date::of(2026, 2, 15)) == "100.00+3.00 200.00+2.50 100.00+1.00");
}

TEST_CASE("Interest that grace defers is recalculated where it is billed") {
  LoanTerms terms = three_hundred(daily_rest);
  terms.grace.interest_payment = 1;
  Loan loan = Loan::disbursed(terms);
  prepay(loan, Date::of(2026, 1, 16), 100'00, EarlyPrincipal::next);
  CHECK(charged(loan, end) == "100.00+0.00 100.00+4.48 100.00+1.00");  // 2.48 of January with 2.00 of February
}

TEST_CASE("A backdated payment gives what it would have given in time") {
  Loan in_time = Loan::disbursed(three_hundred(daily_with_overdue));
  prepay(in_time, Date::of(2026, 1, 16), 100'00, EarlyPrincipal::next);
  pay(in_time, Date::of(2026, 3, 10), 105'00);
  Loan late = Loan::disbursed(three_hundred(daily_with_overdue));
  pay(late, Date::of(2026, 3, 10), 105'00);
  prepay(late, Date::of(2026, 1, 16), 100'00, EarlyPrincipal::next);
  CHECK(late.rows(end) == in_time.rows(end));
}

TEST_CASE("Recalculated interest needs a balance to follow") {
  LoanTerms flat = three_hundred(daily_rest);
  flat.interest.method = InterestMethod::flat;
  CHECK(test::refusal([&] { return Loan(flat); }).find("/recalculation/rest") != std::string::npos);
  LoanTerms digits = three_hundred(daily_rest);
  digits.amortization = SumOfDigits{};
  CHECK(test::refusal([&] { return Loan(digits); }).find("/recalculation/rest") != std::string::npos);
}

// What is paid as agreed costs what was planned, to the last unit, also under daily rest.
TEST_CASE("law: a loan paid on its due dates charges the plan") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    const Rest rest = random.one_in(2) ? Rest::day : Rest::installment;
    Loan planned = Loan::disbursed(terms);
    terms.recalculation = Recalculation{.rest = rest, .overdue_bears_interest = random.one_in(2)};
    Loan loan = Loan::disbursed(terms);
    const Date last = planned.rows(terms.disbursed_on).back().due;
    test::pay_as_agreed(loan, last);
    REQUIRE(charged(loan, last) == charged(planned, last));
    REQUIRE(loan.position(last).status == LoanStatus::closed);
  });
}

// More principal earlier never costs more; later, with overdue interest, never less.
TEST_CASE("law: interest falls with early principal and grows with late principal") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    terms.recalculation =
        Recalculation{.rest = random.one_in(2) ? Rest::day : Rest::installment, .overdue_bears_interest = true};
    Loan early = Loan::disbursed(terms);
    const Loan late = early;
    const auto rows = early.rows(terms.disbursed_on);
    const Date on = random.date(terms.disbursed_on, rows[0].due - 1);
    prepay(early, on, random.between(1, rows[0].charged.principal), EarlyPrincipal::next);
    const Date last = rows.back().due;
    const auto interest = [](const Loan& loan, Date day) { return loan.position(day).charged.interest; };
    REQUIRE(interest(early, on) <= interest(late, on));
    REQUIRE(interest(late, last) >= interest(late, terms.disbursed_on));
  });
}
