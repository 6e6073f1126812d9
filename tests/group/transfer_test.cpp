// SPDX-License-Identifier: MIT
#include <solidarity/group/transfer.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "group/groups.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

constexpr Date founded = 2026y / January / 5;
constexpr Date moving = 2026y / January / 20;

struct Two {
  Group lotus = test::group_of({{"asha", 1'000}, {"meena", 500}, {"rani", 0}}, founded);
  Group jasmine = test::group_of({{"zara", 300}}, founded, test::group_terms("jasmine"));

  Two() {
    lotus.record(
        {.on = founded + 7,
         .what = Meeting{.deposits = {{"meena", 30 * INR}}, .repayments = {{"asha", 100 * INR}, {"meena", 50 * INR}}}});
  }
  [[nodiscard]] std::int64_t sum(std::int64_t MemberPosition::*figure, Date day) const {
    return lotus.position(day).total(figure) + jasmine.position(day).total(figure);
  }
};

}  // namespace

TEST_CASE("G10: a move conserves every balance, on its day and on all others") {
  Two groups;
  const Two before = groups;
  move_members(groups.lotus, groups.jasmine, {.on = moving, .members = {"meena"}, .id = "t1", .duty_to = "rani"});

  for (const Date day : {founded, founded + 7, moving - 1, moving, moving + 30})
    for (const auto figure : {&MemberPosition::outstanding, &MemberPosition::overdue, &MemberPosition::savings,
                              &MemberPosition::held, &MemberPosition::fines, &MemberPosition::credit}) {
      CAPTURE(day);
      CHECK(groups.sum(figure, day) == before.sum(figure, day));
    }
  CHECK(groups.lotus.position(moving - 1) == before.lotus.position(moving - 1));
  CHECK(groups.jasmine.position(moving - 1) == before.jasmine.position(moving - 1));
  CHECK(groups.lotus.position(moving).member("meena").state == MemberState::moved);
  CHECK(groups.jasmine.members(moving) == std::vector<std::string>{"meena", "zara"});
  CHECK(groups.jasmine.loan("L-meena").position(moving).paid.total() == 5'000);
  CHECK(groups.lotus.members(moving) == std::vector<std::string>{"asha", "rani"});
}

TEST_CASE("Rows not yet due follow the new meeting day, the others stay") {
  Two groups;
  move_members(groups.lotus, groups.jasmine,
               {.on = moving, .members = {"meena"}, .id = "t1", .first_due = 2026y / January / 28, .duty_to = "rani"});
  const auto rows = groups.jasmine.loan("L-meena").rows(moving);
  CHECK(rows[0].due == founded + 7);
  CHECK(rows[1].due == founded + 14);
  CHECK(rows[2].due == 2026y / January / 28);
  CHECK(rows[3].due == 2026y / February / 4);
}

TEST_CASE("A merger moves everybody; nobody has to take a duty over") {
  Two groups;
  move_members(groups.lotus, groups.jasmine, {.on = moving, .members = {"asha", "meena", "rani"}, .id = "merger"});
  CHECK(groups.lotus.members(moving).empty());
  CHECK(groups.jasmine.position(moving).size() == 4);
}

TEST_CASE("D57: what keeps somebody from moving is named, and neither group changes") {
  Two groups;
  const auto refused = [&](const MembersMove& move) {
    const GroupPosition lotus = groups.lotus.position(moving);
    const std::string text = test::refusal([&] { move_members(groups.lotus, groups.jasmine, move); });
    CHECK(groups.lotus.position(moving) == lotus);
    CHECK(groups.jasmine.members(moving) == std::vector<std::string>{"zara"});
    return text;
  };
  CHECK(refused({.on = moving, .members = {"meena"}, .id = "t1"}) ==
        "invalid_state: /members: \"meena\" cannot move: she answers for L-asha until somebody takes it over");
  CHECK(refused({.on = moving, .members = {"uma"}, .id = "t1"}) ==
        "not_found: /members: \"uma\" was never a member of \"lotus\"");
  CHECK(refused({.on = founded, .members = {"meena"}, .id = "t1"}) ==
        "invalid_state: /on: 2026-01-05; \"lotus\" has events to 2026-01-12, and what moves along is all there is");
  CHECK(test::refused([&] {
          move_members(groups.lotus, groups.lotus, {.on = moving, .members = {"meena"}, .id = "t1"});
        }) == "invalid_state");

  groups.lotus.record({.on = founded + 14, .what = Meeting{.cash_limit = 1'000 * INR}});  // Rani pays for both
  CHECK(refused({.on = moving, .members = {"meena"}, .id = "t1", .duty_to = "rani"}) ==
        "invalid_state: /members: \"meena\" cannot move: others claim INR 50.00 of her");
}

TEST_CASE("A move is not reversed in one group alone") {
  Two groups;
  move_members(groups.lotus, groups.jasmine, {.on = moving, .members = {"rani"}, .id = "t1", .duty_to = "asha"});
  CHECK(test::refused([&] { groups.lotus.record({.on = moving, .what = GroupReversal{"t1"}}); }) == "invalid_state");
}
