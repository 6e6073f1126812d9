// SPDX-License-Identifier: MIT
#include <solidarity/group/arrears.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Random;

namespace {

const Date day = 2026y / March / 2;

std::int64_t late(GroupArrearsRule rule, const std::vector<std::int32_t>& days, std::optional<Date> uncovered = {}) {
  return group_days_past_due(rule, days, uncovered, day);
}

}  // namespace

TEST_CASE("a group is late by the days of all, of the worst, or since peers left something open") {
  const std::vector<std::int32_t> days{0, 3, 17};
  CHECK(late(GroupArrearsRule::member_days, days) == 20);
  CHECK(late(GroupArrearsRule::worst_member, days) == 17);
  CHECK(late(GroupArrearsRule::after_guarantee, days) == 0);
  CHECK(late(GroupArrearsRule::after_guarantee, days, day - 5) == 5);
  CHECK(late(GroupArrearsRule::after_guarantee, days, day) == 0);
  CHECK(late(GroupArrearsRule::after_guarantee, days, day + 1) == 0);
  CHECK(late(GroupArrearsRule::member_days, {}) == 0);
  const std::int32_t most = 2'147'483'647;
  CHECK(late(GroupArrearsRule::member_days, {most, most}) == 4'294'967'294);
  CHECK(test::refused([] { return late(GroupArrearsRule::member_days, {0, -1}); }) == "out_of_range");
  CHECK(test::refused([] { return late(GroupArrearsRule{0}, {}); }) == "out_of_range");
}

TEST_CASE("law: the worst member is at most the sum, the sum at most all of them as late as the worst") {
  test::for_all([](Random& random) {
    std::vector<std::int32_t> days;
    for (int k = random.number(0, 9); k > 0; --k) days.push_back(random.one_in(2) ? 0 : random.number(0, 1000));
    const auto sum = late(GroupArrearsRule::member_days, days);
    const auto worst = late(GroupArrearsRule::worst_member, days);
    REQUIRE(worst <= sum);
    REQUIRE(sum <= worst * static_cast<std::int64_t>(days.size()));
    random.shuffle(days);
    REQUIRE(late(GroupArrearsRule::member_days, days) == sum);
    REQUIRE(late(GroupArrearsRule::worst_member, days) == worst);
    days.push_back(random.number(0, 100));
    REQUIRE(late(GroupArrearsRule::member_days, days) == sum + days.back());
    REQUIRE(late(GroupArrearsRule::worst_member, days) == std::max<std::int64_t>(worst, days.back()));
  });
}

TEST_CASE("G15: the debt of a group is one word, from its members' loans") {
  using enum LoanStatus;
  const auto of = [](std::vector<LoanStatus> loans) { return group_debt(loans); };
  CHECK(of({}) == GroupDebt::none);
  CHECK(of({rejected, withdrawn}) == GroupDebt::none);
  CHECK(of({applied, closed}) == GroupDebt::pending);
  CHECK(of({approved}) == GroupDebt::pending);
  CHECK(of({closed, active, overpaid}) == GroupDebt::active);
  CHECK(of({closed, overpaid, written_off}) == GroupDebt::overpaid);
  CHECK(of({closed, written_off}) == GroupDebt::written_off);
  CHECK(of({closed, rejected, closed}) == GroupDebt::closed);
}

TEST_CASE("G15, law: closed exactly when there are loans and all are closed") {
  test::for_all([](Random& random) {
    std::vector<LoanStatus> loans;
    const bool mostly_closed = random.one_in(2);
    for (int k = random.number(0, 6); k > 0; --k)
      loans.push_back(mostly_closed && !random.one_in(8) ? LoanStatus::closed
                                                         : static_cast<LoanStatus>(random.number(1, 8)));
    std::size_t real = 0;
    std::size_t closed = 0;
    for (const LoanStatus status : loans) {
      if (status != LoanStatus::rejected && status != LoanStatus::withdrawn) ++real;
      if (status == LoanStatus::closed) ++closed;
    }
    REQUIRE((group_debt(loans) == GroupDebt::closed) == (real > 0 && real == closed));
    REQUIRE((group_debt(loans) == GroupDebt::none) == (real == 0));
    const GroupDebt before = group_debt(loans);
    random.shuffle(loans);
    REQUIRE(group_debt(loans) == before);
  });
}
