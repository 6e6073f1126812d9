// SPDX-License-Identifier: MIT
#include <solidarity/insurance/cover.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::for_all;
using test::Random;
using test::refusal;

namespace {

CoverTerms credit_life() {
  return {CoverKind::credit_life, PremiumPercent{1_pct}, InsuredOutstanding{.max = 8'000 * INR}};
}

Cover a_year_of(CoverTerms terms) { return {"c1", "sita", std::move(terms), 2026y / January / 5, 2027y / January / 5}; }

std::string problems_of(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += fmt::format("{} {}; ", to_text(problem.code), problem.field);
  return text;
}

DayOfEvent owing(Money outstanding, Money savings = 0 * INR) { return {outstanding, savings}; }

}  // namespace

TEST_CASE("I5: the first day is covered, the last one not, and no day of waiting") {
  Cover cover = a_year_of(credit_life());
  CHECK_FALSE(is_covered(cover, 2026y / January / 4));
  CHECK(is_covered(cover, 2026y / January / 5));
  CHECK(is_covered(cover, 2027y / January / 4));
  CHECK_FALSE(is_covered(cover, 2027y / January / 5));
  cover.terms.waiting_days = 30;
  CHECK_FALSE(is_covered(cover, 2026y / February / 3));
  CHECK(is_covered(cover, 2026y / February / 4));
}

TEST_CASE("I5: covered days are those of the term less the waiting ones") {
  for_all([](Random& random) {
    const Date start = random.present();
    const int days = random.number(1, 400);
    const int waiting = random.number(0, 450);
    int covered = 0;
    for (Date day = start - 3; day < start + days + 3; day = day + 1)
      covered += is_covered(start, start + days, waiting, day) ? 1 : 0;
    CHECK(covered == std::max(0, days - waiting));
  });
}

TEST_CASE("the sum insured on a day") {
  CoverTerms terms = credit_life();
  CHECK(sum_insured(terms, owing(6'500 * INR)) == 6'500 * INR);
  CHECK(sum_insured(terms, owing(9'500 * INR)) == 8'000 * INR);
  CHECK(sum_insured(terms, owing(-1 * INR)).is_zero());
  terms.sum_insured = InsuredFixed{5'000 * INR};
  CHECK(sum_insured(terms, owing(0 * INR)) == 5'000 * INR);
  terms.sum_insured = InsuredSavings{250_pct, 100 * INR};
  CHECK(sum_insured(terms, owing(0 * INR, Money::parse("10.01", INR))) == Money::parse("25.02", INR));  // 25.025 down
  CHECK(sum_insured(terms, owing(0 * INR, 41 * INR)) == 100 * INR);
}

TEST_CASE("I2: a claim pays the least of loss, sum insured, debt and caps, and says which") {
  CoverTerms terms = credit_life();
  const auto claim = [&](Money loss, Money outstanding, Money before = 0 * INR) {
    const auto [amount, by] = claim_amount(terms, loss, owing(outstanding), before);
    return fmt::format("{} {}", decimal_text(amount), to_text(by));
  };
  CHECK(claim(9'000 * INR, 9'500 * INR) == "8000.00 sum_insured");
  CHECK(claim(7'000 * INR, 9'500 * INR) == "7000.00 loss");
  CHECK(claim(9'000 * INR, 6'500 * INR) == "6500.00 sum_insured");
  terms.sum_insured = InsuredFixed{20'000 * INR};
  CHECK(claim(9'000 * INR, 6'500 * INR) == "6500.00 outstanding");
  terms.cap_per_claim = 6'000 * INR;
  CHECK(claim(9'000 * INR, 6'500 * INR) == "6000.00 cap_per_claim");
  terms.cap_per_cover = 7'000 * INR;
  CHECK(claim(9'000 * INR, 6'500 * INR, 1'500 * INR) == "5500.00 cap_per_cover");
  CHECK(claim(9'000 * INR, 6'500 * INR, 7'500 * INR) == "0.00 cap_per_cover");
  CHECK(claim(9'000 * INR, -5 * INR) == "0.00 outstanding");
  terms.kind = CoverKind::emergency;
  CHECK(claim(9'000 * INR, 0 * INR) == "6000.00 cap_per_claim");
  CHECK(refusal([&] { return claim_amount(terms, -1 * INR, owing(0 * INR), 0 * INR); }) ==
        "out_of_range: /loss: INR -1.00; a loss is zero or more");
}

TEST_CASE("I2: no claim exceeds any of its limits, and one of them binds") {
  for_all([](Random& random) {
    const auto some = [&] { return Money::of_units(random.between(1, 1'000), USD); };
    CoverTerms terms{static_cast<CoverKind>(random.number(1, 3)), PremiumPercent{1_pct}, InsuredOutstanding{}};
    const int basis = random.number(0, 2);
    if (basis == 1) terms.sum_insured = InsuredFixed{some()};
    if (basis == 2) terms.sum_insured = InsuredSavings{Rate::of_ticks(random.between(1, 5 * Rate::one)), some()};
    if (random.one_in(2)) terms.cap_per_claim = some();
    if (random.one_in(2)) terms.cap_per_cover = some();
    const Money loss = some();
    const DayOfEvent day{Money::of_units(random.between(-5, 1'000), USD),
                         Money::of_units(random.between(-5, 900), USD)};
    const Money before = Money::of_units(random.between(0, 600), USD);
    std::vector<Money> limits{loss, sum_insured(terms, day)};
    if (terms.kind == CoverKind::credit_life) limits.push_back(day.outstanding);
    if (terms.cap_per_claim) limits.push_back(*terms.cap_per_claim);
    if (terms.cap_per_cover) limits.push_back(*terms.cap_per_cover - before);
    CHECK(claim_amount(terms, loss, day, before).amount == std::max(0 * USD, *std::ranges::min_element(limits)));
  });
}

TEST_CASE("terms that contradict themselves are refused, each field by name") {
  CHECK(validate(a_year_of(credit_life()), INR).empty());
  CoverTerms terms = credit_life();
  terms.sum_insured = InsuredSavings{200_pct};
  CHECK(problems_of(validate(terms, INR)) == "contradictory_terms /sum_insured; ");
  terms.kind = CoverKind::savings_linked;
  CHECK(validate(terms, INR).empty());
  terms.sum_insured = InsuredFixed{1 * INR};
  CHECK(problems_of(validate(terms, INR)) == "contradictory_terms /sum_insured; ");

  terms = credit_life();
  terms.premium = PremiumPerPeriod{100.01_pct};
  terms.refund = RefundRule::rule_of_78;
  terms.waiting_days = -1;
  terms.joint_life = 99_pct;
  terms.cap_per_claim = 0 * INR;
  terms.cap_per_cover = 5 * USD;
  terms.claim_within_days = 40'000;
  terms.insurer = std::string(129, 'x');
  CHECK(problems_of(validate(terms, INR)) ==
        "currency_mismatch /cap_per_cover; out_of_range /premium/rate; out_of_range /joint_life; "
        "out_of_range /cap_per_claim; out_of_range /waiting_days; out_of_range /claim_within_days; "
        "out_of_range /insurer; contradictory_terms /refund; ");

  terms = credit_life();
  terms.premium = PremiumFixed{-1 * INR};
  terms.sum_insured = InsuredOutstanding{.max = 0 * INR};
  CHECK(problems_of(validate(terms, INR)) == "out_of_range /premium/amount; out_of_range /sum_insured/max; ");
}

TEST_CASE("a cover has an id, a holder, a term, and days that are covered") {
  Cover cover = a_year_of(credit_life());
  cover.id = "no spaces";
  cover.holder = "";
  cover.end = cover.start;
  CHECK(problems_of(validate(cover, INR)) == "out_of_range /id; out_of_range /holder; out_of_range /end; ");
  cover = a_year_of(credit_life());
  cover.terms.waiting_days = 365;
  CHECK(problems_of(validate(cover, INR)) == "contradictory_terms /terms/waiting_days; ");
  cover.terms.waiting_days = 364;
  CHECK(validate(cover, INR).empty());
}
