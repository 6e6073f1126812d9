// SPDX-License-Identifier: MIT
#include <solidarity/group/membership.hpp>

#include <set>

#include "catch.hpp"
#include "generators.hpp"
#include "group/words.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Found;
using test::found;
using test::Random;

namespace {

const Date start = 2026y / January / 1;

std::vector<Membership> some_memberships(Random& random) {
  static const std::vector<std::string> ids{"asha", "meena", "rani", "\xc3\xa9lodie", "Asha"};
  std::vector<Membership> memberships;
  for (int k = random.number(0, 8); k > 0; --k) {
    Membership next{.member = random.any_of(ids), .joined = start + random.number(0, 20)};
    if (!random.one_in(3)) next.left = next.joined + random.number(0, 8);
    memberships.push_back(next);
  }
  return memberships;
}

}  // namespace

TEST_CASE("a member from the day she joins, none on the day she leaves") {
  const std::vector<Membership> life{{.member = "asha", .joined = start, .left = start + 10},
                                     {.member = "asha", .joined = start + 20},
                                     {.member = "meena", .joined = start + 10}};
  CHECK_FALSE(is_member(life, "asha", start - 1));
  CHECK(is_member(life, "asha", start));
  CHECK(is_member(life, "asha", start + 9));
  CHECK_FALSE(is_member(life, "asha", start + 10));
  CHECK_FALSE(is_member(life, "asha", start + 19));
  CHECK(is_member(life, "asha", start + 20));
  CHECK(member_since(life, "asha", start + 9) == start);
  CHECK(member_since(life, "asha", start + 25) == start + 20);
  CHECK_FALSE(member_since(life, "asha", start + 12));
  CHECK_FALSE(is_member(life, "uma", start));
  CHECK(members_on(life, start + 25) == std::vector<std::string>{"asha", "meena"});
  CHECK(size_on(life, start + 10) == 1);
  CHECK(size_on(life, start - 1) == 0);
}

TEST_CASE("members of a day are in order of the bytes of their ids") {
  const std::vector<Membership> life{{.member = "\xc3\xa9lodie", .joined = start},
                                     {.member = "b", .joined = start},
                                     {.member = "B", .joined = start},
                                     {.member = "a10", .joined = start},
                                     {.member = "a9", .joined = start}};
  CHECK(members_on(life, start) == std::vector<std::string>{"B", "a10", "a9", "b", "\xc3\xa9lodie"});
}

TEST_CASE("memberships that cannot be are named") {
  const auto problems = [](std::vector<Membership> life) { return found(validate(life)); };
  const Membership first{.member = "asha", .joined = start, .left = start + 10};
  CHECK(problems({}).empty());
  CHECK(problems({first, {.member = "asha", .joined = start + 10}}).empty());
  CHECK(problems({first, {.member = "meena", .joined = start + 5}}).empty());
  CHECK(problems({first, {.member = "asha", .joined = start + 9}}) == Found{"duplicate /1"});
  CHECK(problems({{.member = "asha", .joined = start + 9}, first}) == Found{"duplicate /0"});
  CHECK(problems({first, first}) == Found{"duplicate /1"});
  CHECK(problems({first, {.member = "asha", .joined = start + 3, .left = start + 3}}).empty());  // no day
  CHECK(problems({{.member = "asha", .joined = start, .left = start - 1}}) == Found{"out_of_range /0/left"});
  CHECK(problems({{.member = "@fund", .joined = start}}) == Found{"out_of_range /0/member"});
}

TEST_CASE("law: who is a member follows from the intervals, day by day") {
  test::for_all([](Random& random) {
    const auto life = some_memberships(random);
    const Date day = start + random.number(-2, 40);
    std::set<std::string> expected;
    for (const Membership& one : life)
      for (Date d = one.joined; d < one.left.value_or(start + 60); d = d + 1)
        if (d == day) expected.insert(one.member);
    const auto members = members_on(life, day);
    REQUIRE(members == std::vector<std::string>(expected.begin(), expected.end()));
    REQUIRE(size_on(life, day) == expected.size());
    for (const char* id : {"asha", "meena", "Asha"}) REQUIRE(is_member(life, id, day) == expected.contains(id));
    auto shuffled = life;
    random.shuffle(shuffled);
    REQUIRE(members_on(shuffled, day) == members);
  });
}

TEST_CASE(
    "law: a membership is refused exactly when it shares a day with one of the same member that began before it") {
  test::for_all([](Random& random) {
    const auto life = some_memberships(random);
    Found expected;
    for (std::size_t k = 0; k < life.size(); ++k) {
      bool refused = false;
      for (std::size_t j = 0; j < life.size(); ++j) {
        bool meet = false;
        for (Date day = start; day < start + 60; day = day + 1)
          meet = meet || (life[j].holds_on(day) && life[k].holds_on(day));
        REQUIRE(overlap(life[j], life[k]) == meet);
        const bool began_before = std::pair(life[j].joined, j) < std::pair(life[k].joined, k);
        refused = refused || (meet && began_before && life[j].member == life[k].member);
      }
      if (refused) expected.push_back("duplicate /" + std::to_string(k));
    }
    REQUIRE(found(validate(life)) == expected);
  });
}
