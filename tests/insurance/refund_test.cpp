// SPDX-License-Identifier: MIT
#include <solidarity/insurance/refund.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::for_all;
using test::Random;
using test::refusal;

namespace {

const Date new_year = 2026y / January / 1;
const Date next_year = 2027y / January / 1;

}  // namespace

TEST_CASE("I4: every day of a year is refunded or used, never both") {
  const Money premium = 365 * INR;
  for (int day = 0; day <= 365; ++day)
    CHECK(refund(premium, new_year, next_year, new_year + day, RefundRule::by_days, Rounding::half_up) ==
          (365 - day) * INR);
  CHECK(unexpired_days(new_year, next_year, 2026y / December / 31) == 1);
}

TEST_CASE("I4: a refund is R(premium x unexpired / term), within zero and the premium, and falls") {
  for_all([](Random& random) {
    const Date from = random.present();
    const Date to = from + random.number(1, 4'000);
    const Money premium = Money::of_units(random.between(0, 1'000'000'000'000), USD);
    const auto rule = static_cast<RefundRule>(random.number(1, 3));
    const auto rounding = random.rounding();
    const Date day = from + random.number(-400, 5'000);
    const Money back = refund(premium, from, to, day, rule, rounding);
    CHECK(back >= 0 * USD);
    CHECK(back <= premium);
    CHECK(refund(premium, from, to, day + 1, rule, rounding) <= back);
    CHECK(refund(premium, from, to, to + random.number(0, 900), rule, rounding).is_zero());
    CHECK(refund(premium, from, to, from - random.number(0, 900), rule, rounding) ==
          (rule == RefundRule::none ? 0 * USD : premium));
    if (rule == RefundRule::by_days && day >= from && day <= to)
      CHECK(back.units() == multiply_divide(premium.units(), to - day, to - from, rounding));
  });
}

TEST_CASE("the rule of 78 gives back the digits of the months not begun") {
  CHECK(refund_by_rule_of_78(78 * USD, 6, 12, Rounding::half_up) == 21 * USD);
  CHECK(refund_by_rule_of_78(78 * USD, 12, 12, Rounding::half_up) == 78 * USD);
  CHECK(refund_by_rule_of_78(78 * USD, 1, 12, Rounding::half_up) == 1 * USD);
  const auto ended = [](Date day) {
    return refund(78 * USD, new_year, next_year, day, RefundRule::rule_of_78, Rounding::half_up);
  };
  CHECK(ended(2026y / July / 1) == 21 * USD);  // six months begun
  CHECK(ended(2026y / July / 2) == 15 * USD);  // the seventh too
  CHECK(ended(2026y / August / 1) == 15 * USD);
}

TEST_CASE("months are counted from the start, also from the end of one") {
  const Date end_of_january = 2026y / January / 31;
  CHECK(months_of(end_of_january, 2026y / February / 28) == 1);
  CHECK(months_of(end_of_january, 2026y / March / 1) == 2);
  CHECK(months_of(end_of_january, 2026y / March / 31) == 2);
  CHECK(months_of(new_year, 2026y / January / 2) == 1);
  CHECK(unexpired_months(new_year, next_year, 2026y / December / 1) == 1);
  CHECK(unexpired_months(new_year, next_year, 2026y / December / 2) == 0);
}

TEST_CASE("refunds refuse what is no part of a term") {
  CHECK(refusal([] { return refund_by_days(1 * USD, 11, 10, Rounding::half_up); }) ==
        "out_of_range: /unexpired: 11 of 10; what has not expired is zero to the term, and a term is one or more");
  CHECK(refusal([] { return refund_by_days(1 * USD, 0, 0, Rounding::half_up); }).starts_with("out_of_range"));
  CHECK(refusal([] { return refund_by_rule_of_78(1 * USD, -1, 5, Rounding::half_up); }).starts_with("out_of_range"));
  CHECK(
      refusal([] { return refund_by_days(-1 * USD, 1, 5, Rounding::half_up); }).starts_with("out_of_range: /premium"));
  CHECK(refusal([] {
          return refund(1 * USD, new_year, new_year, new_year, RefundRule::by_days, Rounding::half_up);
        }).starts_with("out_of_range: /to"));
}
