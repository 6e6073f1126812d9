// SPDX-License-Identifier: MIT
// The short way of plain loans against the full engine, and the three ways to ask for rows against each other.
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "catch.hpp"
#include "loans.hpp"
#include "refusal.hpp"
#include "schedule/minimum.hpp"
#include "schedule/plain_engine.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::PricedLoan;
using test::Random;

namespace {

std::vector<Installment> blank_rows(const LoanTerms& terms, std::size_t loans = 1) {
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  return std::vector<Installment>(loans * rows_needed(terms), blank);
}

// The rows of one engine, or the code with which it refuses.
struct Answer {
  std::vector<Installment> rows;
  std::optional<ErrorCode> refused;
  std::string thrown;
  friend bool operator==(const Answer&, const Answer&) = default;
};

template <class Engine>
Answer answer_of(const LoanTerms& terms, Engine engine) {
  Answer answer{blank_rows(terms), {}, {}};
  try {
    const detail::Outcome outcome = engine(answer.rows);
    answer.refused = outcome.refused;
    answer.rows.resize(outcome.refused ? 0 : outcome.rows, answer.rows.front());
  } catch (const Error& error) {
    answer.rows.clear();
    answer.thrown = to_text(error.code());
  }
  return answer;
}

void compare_engines(const LoanTerms& terms, const detail::PlainPlan& plan) {
  const Answer brief = answer_of(terms, [&](std::span<Installment> rows) {
    return plan.price({terms.principal, terms.disbursed_on}, rows);
  });
  const Answer full = answer_of(terms, [&](std::span<Installment> rows) { return detail::price_in_full(terms, rows); });
  if (brief == full) return;
  WARN(test::described(terms));
  REQUIRE(brief.thrown == full.thrown);
  REQUIRE(brief.refused == full.refused);
  REQUIRE(brief.rows == full.rows);
}

}  // namespace

TEST_CASE("a plain loan has the same rows and the same refusals by the short way and by the full engine") {
  std::size_t priced = 0;
  std::size_t refused = 0;
  test::for_all([&](Random& random) {
    for (int loans = 0; loans < 20; ++loans) {
      const LoanTerms terms = test::plain_loan(random);
      const auto plan = detail::PlainPlan::of(terms);
      if (!plan || !validate(terms).empty()) continue;
      compare_engines(terms, *plan);
      test::can_be_priced(terms) ? ++priced : ++refused;
    }
  });
  CAPTURE(priced, refused);
  CHECK(priced >= 10U * static_cast<std::size_t>(test::law_cases()));
  CHECK(refused >= static_cast<std::size_t>(test::law_cases()) / 10);
}

TEST_CASE("only plain loans take the short way, and only valid ones") {
  test::for_all([](Random& random) {
    const LoanTerms terms = random.one_in(2) ? test::wild_loan(random) : test::some_loan(random);
    const auto plan = [&]() -> std::optional<detail::PlainPlan> {
      try {
        return detail::PlainPlan::of(terms);
      } catch (const Error&) {
        return std::nullopt;
      }
    }();
    if (!plan) return;
    INFO(test::described(terms));
    if (validate(terms).empty()) return compare_engines(terms, *plan);
    REQUIRE(test::refusal([&] { return amortize(terms); }) == "a plan of invalid terms");
  });
}

TEST_CASE("amortize, amortize_into and amortize_batch give the same rows") {
  test::for_all_loans([](const PricedLoan& loan, Random& random) {
    auto rows = blank_rows(loan.terms);
    REQUIRE(amortize_into(loan.terms, rows) == loan.schedule.size());
    REQUIRE(std::ranges::equal(loan.schedule.rows(), std::span(rows).first(loan.schedule.size())));

    std::vector<LoanStart> starts{{loan.terms.principal, loan.terms.disbursed_on}};
    for (int more = random.number(0, 3); more > 0; --more) {
      const std::int64_t times = random.number(1, 5);
      starts.push_back({loan.terms.principal * times, loan.terms.disbursed_on + random.number(0, 3)});
    }
    const std::size_t stride = rows_needed(loan.terms);
    auto batch = blank_rows(loan.terms, starts.size());
    std::vector<std::uint16_t> counts(starts.size());
    const std::string said = test::refusal([&] { return amortize_batch(loan.terms, starts, batch, counts); });
    for (std::size_t j = 0; j < starts.size(); ++j) {
      LoanTerms one = loan.terms;
      one.principal = starts[j].principal;
      one.disbursed_on = starts[j].disbursed_on;
      const auto refused = test::refusal([&] { return amortize(one); });
      if (refused != "nothing is refused") {
        const Error error = [&] {
          try {
            static_cast<void>(amortize(one));
          } catch (const Error& thrown) {
            return thrown;
          }
          return Error(ErrorCode::overflow, "never");
        }();
        REQUIRE(said == Error(error.code(), "/loans/" + std::to_string(j) + error.field(), error.message()).what());
        return;
      }
      const Schedule alone = amortize(one);
      REQUIRE(counts[j] == alone.size());
      REQUIRE(std::ranges::equal(alone.rows(), std::span(batch).subspan(j * stride, counts[j])));
    }
    REQUIRE(said == "nothing is refused");
  });
}

TEST_CASE("plain loans are written without allocating, one by one and many at a time") {
  // But for roundings that the fixed point leaves open, ties mostly: they are decided in whole numbers without bounds.
  int allocating = 0;
  test::for_all([&](Random& random) {
    const PricedLoan loan = test::priced(
        random, [](Random& draw) { return test::plain_loan(draw); },
        [](const LoanTerms& terms) {
          return terms.principal.units() < 1'000'000'000'000 && detail::PlainPlan::of(terms).has_value();
        });
    auto rows = blank_rows(loan.terms, 3);
    const std::vector<LoanStart> starts(3, {loan.terms.principal, loan.terms.disbursed_on});
    std::vector<std::uint16_t> counts(3);
    const std::size_t before = test::allocations();
    amortize_into(loan.terms, rows);
    const std::size_t one = test::allocations();
    amortize_batch(loan.terms, starts, rows, counts);
    const std::size_t many = test::allocations();
    if (many != before) ++allocating;
    REQUIRE((one == before) == (many == one));
  });
  CAPTURE(allocating);
  CHECK(allocating * 50 <= test::law_cases());
}

TEST_CASE("common loans of the full engine are written without allocating") {
  LoanTerms terms{
      .principal = 12'000 * INR,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct, .accrual = ByDay{DayCount::thirty_360}},
      .repayments = {.count = 24, .every = monthly},
  };
  auto rows = blank_rows(terms, 4);
  const auto allocated = [&](const LoanTerms& asked) {
    const std::size_t before = test::allocations();
    amortize_into(asked, rows);
    return test::allocations() - before;
  };
  CHECK(allocated(terms) == 0);

  LoanTerms with_grace = terms;
  with_grace.grace = {.principal = 2, .interest_payment = 1};
  CHECK(allocated(with_grace) == 0);

  LoanTerms with_holidays = terms;
  with_holidays.calendar.business_days = BusinessCalendar({Weekday::sunday}, {Date(2026y / March / 5)});
  with_holidays.calendar.roll = Roll::following;
  CHECK(allocated(with_holidays) == 0);

  LoanTerms with_fees = terms;
  with_fees.fees = {{.name = "processing", .at = AtDisbursement{}, .amount = PercentOf{1_pct, ChargeBase::principal}},
                    {.name = "meeting", .at = AtInstallment{}, .amount = 5 * INR}};
  with_fees.insurance = InsuranceTerms{0.1_pct};
  CHECK(allocated(with_fees) == 0);

  LoanTerms flat = terms;
  flat.interest = {.method = InterestMethod::flat, .rate = 12_pct};
  CHECK(allocated(flat) == 0);

  LoanTerms bullet = terms;
  bullet.amortization = Bullet{};
  CHECK(allocated(bullet) == 0);

  LoanTerms equal_principal = terms;
  equal_principal.amortization = EqualPrincipal{};
  CHECK(allocated(equal_principal) == 0);

  LoanTerms weekly_flat = flat;
  weekly_flat.repayments = {.count = 52, .every = weekly};
  weekly_flat.down_payment = 10_pct;
  CHECK(allocated(weekly_flat) == 0);
}
