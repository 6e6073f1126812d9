// SPDX-License-Identifier: MIT
// Principal before its time: docs/servicing.md, section 4.
#include <solidarity/schedule/amortize.hpp>

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

// 12,000.00 at 24 % a year in 8 weeks, installments of whole rupees: seven of 1531.00 and one of 1533.61.
LoanTerms weekly_loan() {
  return {.principal = 12'000 * INR,
          .disbursed_on = 2026y / January / 5,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 8, .every = weekly},
          .rounding = ExactRounding{.installment_multiple = 1 * INR}};
}

// The same terms for what is left after some rows, as a loan of its own.
LoanTerms rest_of(const LoanTerms& terms, std::int64_t units, Date from, int count) {
  LoanTerms rest = terms;
  rest.principal = Money::of_units(units, terms.principal.currency());
  rest.disbursed_on = from;
  rest.repayments.count = count;
  return rest;
}

std::string rows_of(const Schedule& schedule, std::size_t from = 0) {
  std::string text;
  for (std::size_t k = from; k < schedule.size(); ++k)
    text += fmt::format(" {} {}", schedule[k].units.principal, schedule[k].units.interest);
  return text;
}
std::string rows_of(const Loan& loan, Date as_of, Date after) {
  std::string text;
  for (const LoanRow& row : loan.rows(as_of))
    if (row.due > after) text += fmt::format(" {} {}", row.charged.principal, row.charged.interest);
  return text;
}

}  // namespace

// On a due date the rest is a new loan of the balance that is left: the engine says what it must be.
TEST_CASE("A smaller installment is that of a loan of the balance left") {
  Loan loan = Loan::disbursed(weekly_loan());
  const Date second = 2026y / January / 19;
  test::pay_as_agreed(loan, second);
  const std::int64_t balance = loan.position(second).outstanding.principal;
  prepay(loan, second, 3'000'00, EarlyPrincipal::reduce_installment);
  const Schedule rest = amortize(rest_of(weekly_loan(), balance - 3'000'00, second, 6));
  const auto rows = loan.rows(second);
  // The early principal stands, paid, in the first row to come.
  CHECK(rows[2].charged.principal == rest[0].units.principal + 3'000'00);
  CHECK(rows[2].paid.principal == 3'000'00);
  CHECK(rows[2].charged.interest == rest[0].units.interest);
  CHECK(rows_of(loan, second, rows[2].due) == rows_of(rest, 1));
}

TEST_CASE("A shorter term is that of a loan with the installment given") {
  for (const EarlyPrincipal effect : {EarlyPrincipal::reduce_term, EarlyPrincipal::last_unpaid}) {
    Loan loan = Loan::disbursed(weekly_loan());
    const Date second = 2026y / January / 19;
    test::pay_as_agreed(loan, second);
    const std::int64_t balance = loan.position(second).outstanding.principal;
    prepay(loan, second, 3'000'00, effect);
    LoanTerms terms = rest_of(weekly_loan(), balance - 3'000'00, second, 6);
    terms.amortization = EqualInstallments{.amount = 1'531 * INR};
    const Schedule rest = amortize(terms);
    REQUIRE(rest.size() == 4);  // of six: two fall away
    CHECK(loan.rows(second).size() == 6);
    CHECK(rows_of(loan, second, 2026y / January / 26) == rows_of(rest, 1));
  }
}

TEST_CASE("Principal that comes within a period is a negative advance on its day") {
  // 300.00 in equal parts at 1 %, 150.00 on 16 January: 150.00 is left over three rows of 50.00.
  // January by the plan's own rule: 300 x 15 + 150 x 16 = 6900 / 31 = 2.2258; February 100.00: 1.00; March 50.00: 0.50.
  Loan loan = Loan::disbursed(three_hundred());
  prepay(loan, 2026y / January / 16, 150'00, EarlyPrincipal::reduce_installment);
  CHECK(charged(loan, 2026y / January / 16) == "200.00+2.23 50.00+1.00 50.00+0.50");
}

TEST_CASE("Under daily rest the effect and the interest come to the same as without") {
  Loan planned = Loan::disbursed(three_hundred());
  Loan daily = Loan::disbursed(three_hundred({.rest = Rest::day}));
  for (Loan* loan : {&planned, &daily}) prepay(*loan, 2026y / January / 16, 150'00, EarlyPrincipal::reduce_installment);
  CHECK(charged(planned, 2026y / March / 1) == charged(daily, 2026y / March / 1));
}

TEST_CASE("Equal principal keeps its amounts and ends sooner") {
  // Amounts 103.00, 102.00, 101.00; 150.00 left after 150.00 on 1 February, when the first row is paid: 50.00 over
  // two rows.
  Loan loan = Loan::disbursed(three_hundred());
  pay(loan, 2026y / February / 1, 103'00);
  prepay(loan, 2026y / February / 1, 150'00, EarlyPrincipal::reduce_term);
  CHECK(charged(loan, 2026y / February / 1) == "100.00+3.00 200.00+0.50");
}

TEST_CASE("Flat interest does not change; its principal is divided again") {
  LoanTerms flat = three_hundred();
  flat.interest.method = InterestMethod::flat;  // 300.00 x 3 %: 3.00 a month
  Loan loan = Loan::disbursed(flat);
  prepay(loan, 2026y / January / 16, 150'00, EarlyPrincipal::reduce_installment);
  CHECK(charged(loan, 2026y / January / 16) == "200.00+3.00 50.00+3.00 50.00+3.00");
}

TEST_CASE("Each form computes its rows again") {
  const auto after = [](Amortization form, EarlyPrincipal effect) {
    LoanTerms terms = three_hundred();
    terms.amortization = std::move(form);
    Loan loan = Loan::disbursed(terms);
    prepay(loan, 2026y / January / 1, 150'00, effect);
    return charged(loan, 2026y / January / 1);
  };
  const auto smaller = EarlyPrincipal::reduce_installment;
  CHECK(after(Bullet{}, smaller) == "150.00+1.50 0.00+1.50 150.00+1.50");
  CHECK(after(Bullet{.interest_too = true}, smaller) == "150.00+0.00 0.00+0.00 150.00+4.50");
  // 60 %, 20 %, 20 % of 300.00: in these proportions of 150.00. Interest of 150.00, 60.00, 30.00.
  CHECK(after(WeightedPrincipal{{3, 1, 1}}, smaller) == "240.00+1.50 30.00+0.60 30.00+0.30");
  CHECK(after(ListedPrincipal{{180 * INR, 60 * INR, 60 * INR}}, smaller) == "240.00+1.50 30.00+0.60 30.00+0.30");
  CHECK(after(PrincipalPercentEach{40_pct}, smaller) == "210.00+1.50 60.00+0.90 30.00+0.30");
  // A balloon of 200.00 is more than what is left: interest only, and all at the end.
  CHECK(after(Balloon{200 * INR}, smaller) == "150.00+1.50 0.00+1.50 150.00+1.50");
  // E x (1 + 2/1.01 + 4/1.01^2) / 1.01 = 150.00: E = 150 x 1.030301 / (1.0201 + 2.02 + 4) = 21.952...
  CHECK(after(StepInstallments{100_pct, 1}, smaller) == "170.45+1.50 42.60+1.30 86.95+0.87");
}

TEST_CASE("What is past due and due is paid first, then the fee, then principal") {
  LoanTerms terms = three_hundred();
  terms.early_fees = {{.amount = 2_pct, .of = EarlyFeeBase::prepaid, .when = EarlyFee::When::prepayment}};
  Loan loan = Loan::disbursed(terms);
  // 203.00 on 1 February: 103.00 due; of 100.00 2.00 is the fee, 98.00 principal of the next row.
  prepay(loan, 2026y / February / 1, 203'00, EarlyPrincipal::next);
  const auto rows = loan.rows(2026y / February / 1);
  CHECK(rows[0].outstanding() == Components{});
  CHECK(rows[1].paid == Components{.principal = 98'00, .fees = 2'00});
  CHECK(loan.position(2026y / February / 1).credit == 0);
}

TEST_CASE("More than all principal is credit") {
  Loan loan = Loan::disbursed(three_hundred());
  prepay(loan, 2026y / January / 16, 350'00, EarlyPrincipal::reduce_installment);
  CHECK(loan.position(2026y / January / 16).credit == 50'00);
  CHECK(charged(loan, 2026y / January / 16) == "300.00+1.45 0.00+0.00 0.00+0.00");  // 3.00 x 15 / 31
}

TEST_CASE("A payment pays the first row to come as agreed; what goes beyond has the effect") {
  LoanTerms terms = three_hundred({.rest = Rest::day, .early = EarlyPrincipal::reduce_term});
  Loan on_time = Loan::disbursed(terms);
  pay(on_time, 2026y / January / 31, 103'00);  // a day early: nothing falls due again tomorrow
  CHECK(on_time.rows(2026y / February / 2)[0].outstanding() == Components{});
  CHECK(on_time.position(2026y / February / 2).days_past_due == 0);

  // 1 February: 103.00 due; then in advance 2.00 + 100.00 of February and 1.00 + 49.00 of March.
  // The 49.00 is early: it stands in February's row; March asks for the other 51.00.
  Loan more = Loan::disbursed(terms);
  pay(more, 2026y / February / 1, 255'00);
  const auto rows = more.rows(2026y / February / 1);
  CHECK(rows[1].charged.principal == 149'00);
  CHECK(rows[1].outstanding() == Components{});
  CHECK(rows[2].outstanding() == Components{.principal = 51'00});
}

// Principal is neither made nor lost, dates and rows before stay, and split payments of one day are one payment.
TEST_CASE("law: prepaying moves principal and loses none") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    if (random.one_in(2)) terms.recalculation = Recalculation{.rest = random.one_in(2) ? Rest::day : Rest::installment};
    Loan loan = Loan::disbursed(terms);
    const auto before = loan.rows(terms.disbursed_on);
    const std::size_t paid = random.index(before.size());
    const Date on = random.date(paid == 0 ? terms.disbursed_on : before[paid - 1].due, before[paid].due - 1);
    test::pay_as_agreed(loan, on);
    const std::int64_t owed = loan.position(on).outstanding.principal;
    const std::int64_t units = random.between(1, owed);
    const auto effect = static_cast<EarlyPrincipal>(random.number(1, 4));
    const auto untouched = loan.rows(on);
    prepay(loan, on, units, effect);
    const Position after = loan.position(on);
    REQUIRE(after.outstanding.principal == owed - units);
    REQUIRE(after.charged.principal == terms.principal.units());
    REQUIRE(after.credit == 0);
    const auto rows = loan.rows(on);
    for (std::size_t k = 0; k < rows.size() && rows[k].due <= on; ++k) REQUIRE(rows[k] == untouched[k]);
    for (const LoanRow& row : rows) {
      const Components open = row.outstanding();
      REQUIRE(std::min({open.principal, open.interest, open.fees}) >= 0);
    }
    test::pay_as_agreed(loan, before.back().due);
    REQUIRE(loan.position(before.back().due).status == LoanStatus::closed);
  });
}

TEST_CASE("law: interest after prepaying is at most what it was") {
  for_all([](Random& random) {
    LoanTerms terms = test::some_living_loan(random);
    terms.rounding = ExactRounding{};
    Loan loan = Loan::disbursed(terms);
    const auto rows = loan.rows(terms.disbursed_on);
    const Date on = random.date(terms.disbursed_on, rows[0].due - 1);
    const std::int64_t before = loan.position(on).charged.interest;
    prepay(loan, on, random.between(1, terms.principal.units()), static_cast<EarlyPrincipal>(random.number(2, 4)));
    // Each row is rounded once: a unit a row at most.
    REQUIRE(loan.position(on).charged.interest <= before + static_cast<std::int64_t>(rows.size()));
  });
}
