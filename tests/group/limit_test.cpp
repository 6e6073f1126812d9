// SPDX-License-Identifier: MIT
#include <solidarity/group/incentives.hpp>
#include <solidarity/liability/call_terms.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using test::Random;

namespace {

LimitRules from_1000() { return {.first = 1000 * INR, .growth = 20_pct}; }

NextLimit limit(const LimitRules& rules, const LimitRecord& record) { return next_limit(rules, INR, record); }

Tally some_tally(Random& random) {
  const auto all = random.one_in(4) ? 0 : random.number(1, 60);
  return {all == 0 ? 0 : random.number(0, all), all};
}

LimitRules some_rules(Random& random) {
  LimitRules rules{.first = Money::of_units(random.some_units(), INR)};
  rules.growth =
      Rate::of_ticks(random.one_in(2) ? random.number(0, 20) * 5 * Rate::one_percent : random.between(0, Rate::one));
  rules.times_on_time = random.one_in(2);
  rules.times_group_on_time = random.one_in(2);
  rules.times_attendance = random.one_in(2);
  if (random.one_in(3)) rules.max = Money::of_units(random.some_units(), INR);
  if (random.one_in(3)) rules.of_savings = Rate::of_ticks(random.between(0, 10 * Rate::one));
  return rules;
}

LimitRecord some_record(Random& random) {
  LimitRecord record{.cycle = random.number(0, 12)};
  record.on_time = some_tally(random);
  record.group_on_time = some_tally(random);
  record.attendance = some_tally(random);
  record.savings = random.some_units();
  return record;
}

// A second reading of the rule: step by step down to the amount that is just not too much.
bool is_floor(std::int64_t units, const LimitRules& rules, const LimitRecord& record) {
  using boost::multiprecision::cpp_int;
  cpp_int exact = rules.first->units();
  cpp_int scale = 1;
  const auto times = [&](const cpp_int& by, const cpp_int& of) {
    exact *= by;
    scale *= of;
  };
  for (int k = 0; k < record.cycle; ++k) times(cpp_int(Rate::one) + rules.growth.ticks(), Rate::one);
  if (rules.times_on_time && record.on_time.all > 0) times(record.on_time.good, record.on_time.all);
  if (rules.times_group_on_time && record.group_on_time.all > 0)
    times(record.group_on_time.good, record.group_on_time.all);
  if (rules.times_attendance && record.attendance.all > 0) times(record.attendance.good, record.attendance.all);
  return units * scale <= exact && (units == unlimited || exact < (cpp_int(units) + 1) * scale);
}

}  // namespace

TEST_CASE("the limit grows with each closed cycle") {
  CHECK(*limit(from_1000(), {.cycle = 0}).amount == 1000 * INR);
  CHECK(*limit(from_1000(), {.cycle = 1}).amount == 1200 * INR);
  CHECK(*limit(from_1000(), {.cycle = 2}).amount == 1440 * INR);
  CHECK(*limit(from_1000(), {.cycle = 3}).amount == 1728 * INR);
  CHECK(to_text(limit(from_1000(), {.cycle = 0})) == "INR 1000.00");
  CHECK(to_text(limit(from_1000(), {.cycle = 1})) == "INR 1000.00 x 120% = INR 1200.00");
  CHECK(to_text(limit(from_1000(), {.cycle = 2})) == "INR 1000.00 x 120%^2 = INR 1440.00");
}

TEST_CASE("shares of the record lower the limit where the rules say so, and every factor is seen") {
  LimitRules rules = from_1000();
  const LimitRecord record{.cycle = 2, .on_time = {11, 12}, .group_on_time = {5, 6}, .attendance = {40, 48}};
  CHECK(*limit(rules, record).amount == 1440 * INR);
  CHECK(limit(rules, record).on_time == Tally{});
  rules.times_on_time = true;
  CHECK(*limit(rules, record).amount == 1320 * INR);
  rules.times_group_on_time = rules.times_attendance = true;
  const NextLimit all = limit(rules, record);
  CHECK(*all.amount == Money::of_units(91'666, INR));  // 916.666...
  CHECK(to_text(all) ==
        "INR 1000.00 x 120%^2 x 11/12 on time x 5/6 of the group on time x 40/48 attended = INR 916.66");
  CHECK(all.attendance == Tally{40, 48});
  CHECK(*limit(rules, {.cycle = 2}).amount == 1440 * INR);  // no record yet: the whole
  CHECK(limit(rules, {.on_time = {0, 3}}).amount->is_zero());
}

TEST_CASE("the least of cycle, maximum and savings is the limit") {
  LimitRules rules = from_1000();
  rules.max = 1300 * INR;
  rules.of_savings = 400_pct;
  CHECK(limit(rules, {.cycle = 1, .savings = 100'000}).by == LimitedBy::cycle);
  const NextLimit capped = limit(rules, {.cycle = 2, .savings = 100'000});
  CHECK(capped.by == LimitedBy::max);
  CHECK(*capped.by_cycle == 1440 * INR);
  CHECK(to_text(capped) ==
        "INR 1000.00 x 120%^2 = INR 1440.00, at most INR 1300.00, at most INR 4000.00 by her savings");
  const NextLimit saved = limit(rules, {.cycle = 2, .savings = 20'001});
  CHECK(saved.by == LimitedBy::savings);
  CHECK(*saved.amount == Money::of_units(80'004, INR));
  CHECK(limit(rules, {.cycle = 0, .savings = 25'000}).by == LimitedBy::cycle);  // of equals the first
  CHECK(to_text(limit({.of_savings = 300_pct}, {.savings = 100})) == "at most INR 3.00 by her savings");
}

TEST_CASE("without a rule there is no limit; beyond what fits, the limit is the most that does") {
  CHECK_FALSE(limit({}, {.cycle = 5}).amount);
  CHECK(to_text(limit({}, {})) == "no limit");
  CHECK(limit({.first = 1000 * INR, .growth = 1000_pct}, {.cycle = 1000}).amount->units() == unlimited);
  CHECK(limit({.of_savings = 10'000_pct}, {.savings = unlimited}).amount->units() == unlimited);
  CHECK(limit({.first = Money::of_units(unlimited, INR)}, {.cycle = 1000}).amount->units() == unlimited);
}

TEST_CASE("a record that cannot be is refused") {
  const auto refused = [](const LimitRecord& record) {
    return test::refused([&] { return limit(from_1000(), record); });
  };
  CHECK(refused({.cycle = -1}) == "out_of_range");
  CHECK(refused({.cycle = 1000}).empty());
  CHECK(refused({.cycle = 1001}) == "out_of_range");
  CHECK(refused({.on_time = {3, 2}}) == "out_of_range");
  CHECK(refused({.attendance = {-1, 2}}) == "out_of_range");
  CHECK(refused({.savings = -1}) == "out_of_range");
  CHECK(test::refused([] { return limit({.growth = Rate::of_ticks(-1)}, {}); }) == "out_of_range");
}

TEST_CASE("law: the limit by cycle is the exact product, rounded down once") {
  test::for_all([](Random& random) {
    const LimitRules rules = some_rules(random);
    const LimitRecord record = some_record(random);
    const NextLimit next = limit(rules, record);
    REQUIRE(is_floor(next.by_cycle->units(), rules, record));
    REQUIRE(*next.amount <= *next.by_cycle);
    if (rules.max) REQUIRE(*next.amount <= *rules.max);
    if (next.by_savings) REQUIRE(*next.amount <= *next.by_savings);
    REQUIRE((*next.amount == *next.by_cycle || next.by != LimitedBy::cycle));
  });
}

TEST_CASE("law: a better record never lowers the limit") {
  test::for_all([](Random& random) {
    const LimitRules rules = some_rules(random);
    const LimitRecord record = some_record(random);
    LimitRecord better = record;
    switch (random.number(0, 4)) {
      case 0: ++better.cycle; break;
      case 1: better.savings += random.number(1, 1000); break;
      case 2: better.on_time.good = better.on_time.all; break;
      case 3: better.group_on_time.good = better.group_on_time.all; break;
      default: better.attendance.good = better.attendance.all;
    }
    REQUIRE(*limit(rules, better).amount >= *limit(rules, record).amount);
  });
}
