// SPDX-License-Identifier: MIT
#include <solidarity/group/formation.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "group/words.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::KES;
using iso4217::USD;
using test::Found;
using test::found;

namespace {

const Date day = 2026y / January / 5;

GroupRules free_rules() { return {.kind = GroupKind::solidarity_group, .currency = INR}; }
GroupRules up_to(int max) {
  GroupRules rules = free_rules();
  rules.max_size = max;
  return rules;
}
std::vector<Member> members(std::size_t count) {
  std::vector<Member> list;
  for (std::size_t k = 0; k < count; ++k) list.push_back({.id = "m" + std::to_string(k)});
  return list;
}
Found joins(const GroupRules& rules, const Member& member, const std::vector<Member>& others,
            const std::vector<OtherMembership>& elsewhere = {}, Date on = day) {
  return found(joining_problems(rules, member, others, elsewhere, on));
}

}  // namespace

TEST_CASE("D50: a group admits up to its maximum, and no more, whatever its size") {
  const Member asha{.id = "asha"};
  for (const std::size_t size : {0U, 1U, 3U, 4U}) CHECK(joins(up_to(5), asha, members(size)).empty());
  for (const std::size_t size : {5U, 6U, 100U}) CHECK(joins(up_to(5), asha, members(size)) == Found{"limit_exceeded "});
  const Member one{.id = "m"};
  const std::vector<const Member*> million(1'000'000, &one);
  CHECK(found(joining_problems(up_to(5), asha, million, {}, day)) == Found{"limit_exceeded "});
  CHECK(joining_problems(up_to(1'000'001), asha, million, {}, day).empty());
}

TEST_CASE("D50: a group below its minimum is forming, and an empty one always") {
  GroupRules rules = up_to(10);
  CHECK(stage_of(rules, 0) == GroupStage::forming);
  CHECK(stage_of(rules, 1) == GroupStage::active);
  rules.min_size = 5;
  CHECK(stage_of(rules, 4) == GroupStage::forming);
  CHECK(stage_of(rules, 5) == GroupStage::active);
  CHECK(stage_of(rules, 1'000'000) == GroupStage::active);
  rules.min_size = 0;
  CHECK(stage_of(rules, 0) == GroupStage::forming);
}

TEST_CASE("D51: the same member twice is a duplicate, a member of two active groups is refused") {
  GroupRules rules = up_to(5);
  rules.one_membership = true;
  const Member asha{.id = "asha"};
  CHECK(joins(rules, asha, {{.id = "meena"}, {.id = "asha"}}) == Found{"duplicate /id"});
  const OtherMembership lotus{"lotus", {.member = "asha", .joined = day - 100}};
  CHECK(joins(rules, asha, {}, {lotus}) == Found{"invalid_state /id"});
  const auto problems = joining_problems(rules, asha, std::span<const Member>{}, std::vector{lotus}, day);
  CHECK(
      problems.front().message ==
      "\"asha\" is a member of \"lotus\" since 2025-09-27; the rules allow one group at a time: she leaves that one by "
      "2026-01-05");
  rules.one_membership = false;
  CHECK(joins(rules, asha, {}, {lotus}).empty());
}

TEST_CASE("only memberships that go on count") {
  GroupRules rules = free_rules();
  rules.one_membership = true;
  const Member asha{.id = "asha"};
  const auto other = [&](Date joined, std::optional<Date> left, const char* who = "asha") {
    return joins(rules, asha, {}, {{"lotus", {.member = who, .joined = joined, .left = left}}});
  };
  CHECK(other(day - 100, day - 1).empty());
  CHECK(other(day - 100, day).empty());  // she left this morning
  CHECK(other(day - 100, day + 1) == Found{"invalid_state /id"});
  CHECK(other(day + 50, {}) == Found{"invalid_state /id"});  // entered late: she would be in both
  CHECK(other(day + 50, day + 50).empty());
  CHECK(other(day - 100, {}, "meena").empty());
}

TEST_CASE("one of a household, no relatives either way") {
  GroupRules rules = free_rules();
  rules.one_per_household = true;
  rules.no_relatives = true;
  const std::vector<Member> others{{.id = "meena", .household = "h-1"},
                                   {.id = "rani", .household = "h-2", .relatives = {"uma"}}};
  CHECK(joins(rules, {.id = "asha", .household = "h-3"}, others).empty());
  CHECK(joins(rules, {.id = "asha", .household = "h-2"}, others) == Found{"invalid_state /household"});
  CHECK(joins(rules, {.id = "asha"}, others) == Found{"invalid_state /household"});  // not known
  CHECK(joins(rules, others[0], others) == Found{"duplicate /id"});                  // she is not in her own way
  CHECK(joins(rules, {.id = "asha", .household = "h-3", .relatives = {"meena"}}, others) ==
        Found{"invalid_state /relatives"});
  CHECK(joins(rules, {.id = "uma", .household = "h-3"}, others) == Found{"invalid_state /relatives"});
  CHECK(joins(rules, {.id = "uma", .household = "h-1", .relatives = {"meena", "rani"}}, others) ==
        Found{"invalid_state /household", "invalid_state /relatives", "invalid_state /relatives"});
  CHECK(joins(free_rules(), {.id = "uma", .household = "h-1", .relatives = {"meena"}}, others).empty());
}

TEST_CASE("one village and one activity") {
  const GroupRules rules = [] {
    GroupRules ours = free_rules();
    ours.one_village = ours.one_activity = true;
    return ours;
  }();
  const std::vector<Member> others{{.id = "rani"}, {.id = "meena", .village = "v-1", .activity = "goats"}};
  CHECK(joins(rules, {.id = "asha", .village = "v-1", .activity = "goats"}, others).empty());
  CHECK(joins(rules, {.id = "asha", .village = "v-2", .activity = "trade"}, others) ==
        Found{"invalid_state /village", "invalid_state /activity"});
  CHECK(joins(rules, {.id = "asha", .activity = "goats"}, others) == Found{"invalid_state /village"});
}

TEST_CASE("an age counts on the day of joining, at the limit and beside it") {
  GroupRules rules = free_rules();
  const auto born = [&](Date on, Date joining = day) {
    return joins(rules, {.id = "asha", .born_on = on}, {}, {}, joining);
  };
  CHECK(born(day).empty());
  CHECK(born(day + 1) == Found{"out_of_range /born_on"});
  CHECK(joins(rules, {.id = "asha"}, {}).empty());
  rules.min_age = 18;
  rules.max_age = 60;
  CHECK(joins(rules, {.id = "asha"}, {}) == Found{"invalid_state /born_on"});
  CHECK(born(2008y / January / 5).empty());
  CHECK(born(2008y / January / 6) == Found{"out_of_range /born_on"});
  CHECK(born(2008y / January / 6, day + 1).empty());
  CHECK(born(1965y / January / 6).empty());  // 60 until tomorrow
  CHECK(born(1965y / January / 5) == Found{"out_of_range /born_on"});
}

TEST_CASE("amounts of a member are in the group's currency") {
  CHECK(joins(free_rules(), {.id = "asha", .household_income_a_year = 1 * USD}, {}) ==
        Found{"currency_mismatch /household_income_a_year"});
  CHECK(joins(free_rules(), {.id = "asha", .obligations_a_month = 1 * KES}, {}) ==
        Found{"currency_mismatch /obligations_a_month"});
}

TEST_CASE("every reason is given, in one order") {
  GroupRules rules = rules::nabard_jlg();
  rules.max_size = 1;
  rules.min_age = 18;
  const Member asha{.id = "asha",
                    .born_on = day - 1,
                    .household = "h-1",
                    .relatives = {"meena"},
                    .village = "v-2",
                    .activity = "a-2"};
  const std::vector<Member> others{{.id = "meena", .household = "h-1", .village = "v-1", .activity = "a-1"}};
  CHECK(joins(rules, asha, others, {{"lotus", {.member = "asha", .joined = day - 9}}}) ==
        Found{"limit_exceeded ", "invalid_state /id", "invalid_state /household", "invalid_state /relatives",
              "invalid_state /village", "invalid_state /activity", "out_of_range /born_on"});
}

TEST_CASE("law: a group that admits by its rules keeps them, in whatever order they come") {
  test::for_all([](test::Random& random) {
    GroupRules rules = free_rules();
    rules.max_size = random.number(1, 6);
    rules.one_per_household = random.one_in(2);
    rules.no_relatives = random.one_in(2);
    std::vector<Member> group;
    for (int k = random.number(0, 15); k > 0; --k) {
      Member next{.id = "m" + std::to_string(random.number(0, 9)),
                  .household = "h" + std::to_string(random.number(0, 4))};
      if (random.one_in(3)) next.relatives.push_back("r" + std::to_string(random.number(0, 9)));
      if (random.one_in(3)) next.relatives.push_back("m" + std::to_string(random.number(0, 9)));
      if (joining_problems(rules, next, group, {}, day).empty()) group.push_back(next);
    }
    REQUIRE(group.size() <= static_cast<std::size_t>(*rules.max_size));
    for (const Member& a : group)
      for (const Member& b : group) {
        if (&a == &b) continue;
        REQUIRE(a.id != b.id);
        if (rules.one_per_household) REQUIRE(a.household != b.household);
        if (rules.no_relatives) REQUIRE(std::ranges::find(a.relatives, b.id) == a.relatives.end());
      }
    // G9, PB-212: what ended elsewhere changes nothing.
    const Member asha{.id = "asha", .household = "h9"};
    const OtherMembership ended{"x", {.member = "asha", .joined = day - 50, .left = day - random.number(0, 49)}};
    rules.one_membership = true;
    REQUIRE(joining_problems(rules, asha, group, {}, day) ==
            joining_problems(rules, asha, group, std::vector{ended}, day));
  });
}
