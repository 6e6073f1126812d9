// SPDX-License-Identifier: MIT
// Members who move between two living groups, at any point of two lives: G10 of the invariants.
#include <solidarity/group/transfer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "catch.hpp"
#include "group_play.hpp"

using namespace solidarity;
using test::for_all;
using test::group_figures;
using test::GroupFigures;
using test::GroupPlay;
using test::Lives;
using test::Random;
using test::require_same;

namespace {

constexpr std::array figures{&MemberPosition::outstanding, &MemberPosition::overdue,   &MemberPosition::due,
                             &MemberPosition::credit,      &MemberPosition::savings,   &MemberPosition::held,
                             &MemberPosition::fines,       &MemberPosition::kept_apart};

Date last_day(const Group& group) { return std::ranges::max(group.events(), {}, &GroupEvent::on).on; }

std::string refusal_of_move(Group& from, Group& to, const MembersMove& move) {
  try {
    move_members(from, to, move);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

struct TwoLives {
  GroupPlay lotus;
  GroupPlay jasmine;
  Date day;

  explicit TwoLives(Random& random)
      : lotus(random, Lives{.illegal = false, .prefix = "a"}),
        jasmine(random, Lives{.illegal = false, .prefix = "b"}),
        day(lotus.start()) {
    test::play(lotus, random.number(0, 8));
    test::play(jasmine, random.number(0, 8));
    day = std::max(last_day(lotus.group()), last_day(jasmine.group())) + random.number(0, 3);
  }

  // One or two members of lotus; nobody when it has none.
  [[nodiscard]] MembersMove move(Random& random) {
    std::vector<std::string> members = lotus.group().members(day);
    random.shuffle(members);
    MembersMove move{.on = day, .members = {}, .id = "move"};
    for (std::size_t k = 0; k < members.size() && k < 2; ++k)
      if (k == 0 || random.one_in(2)) move.members.push_back(members[k]);
    if (members.size() > 2) move.duty_to = members.back();
    if (random.one_in(3)) move.first_due = day + random.number(1, 14);
    return move;
  }
};

std::int64_t principal(const Group& group, const std::string& member, Date day) {
  std::int64_t sum = 0;
  for (const std::string& id : group.loans_of(member)) sum += group.loan(id).position(day).outstanding.principal;
  return sum;
}

// Rows that follow a new meeting day bear interest to that day: then only the principal is what it was.
bool is_conserved(std::int64_t MemberPosition::*figure, const MembersMove& move) {
  return !move.first_due || figure != &MemberPosition::outstanding;
}

template <class Each>
void for_all_moves(Each each) {
  int moved = 0;
  int refused = 0;
  for_all([&](Random& random) {
    TwoLives lives(random);
    const MembersMove move = lives.move(random);
    const Group lotus = lives.lotus.group();
    const Group jasmine = lives.jasmine.group();
    INFO(test::story(lotus) << "--\n" << test::story(jasmine));
    const std::string refusal = refusal_of_move(lives.lotus.group(), lives.jasmine.group(), move);
    INFO("-> " << fmt::format("{}", fmt::join(move.members, ", ")) << " on " << to_text(move.on) << " " << refusal);
    ++(refusal.empty() ? moved : refused);
    each(random, lives, move, lotus, jasmine, refusal);
  });
  CHECK(moved > test::law_cases() / 4);
  CHECK(refused > test::law_cases() / 20);
}

}  // namespace

TEST_CASE("G10: a move conserves every balance over both groups; what it refuses changes neither") {
  for_all_moves([](Random& random, TwoLives& lives, const MembersMove& move, const Group& lotus, const Group& jasmine,
                   const std::string& refusal) {
    const Group& left = lives.lotus.group();
    const Group& entered = lives.jasmine.group();
    std::vector<Date> days{move.on - 1, move.on - random.number(1, 20)};
    if (!refusal.empty()) days.push_back(move.on);
    for (const Date day : days) {
      require_same(group_figures(left, day), group_figures(lotus, day), "before the move, where they were");
      require_same(group_figures(entered, day), group_figures(jasmine, day), "before the move, where they go");
    }
    if (!refusal.empty()) return;
    const GroupPosition from = left.position(move.on);
    const GroupPosition to = entered.position(move.on);
    for (const auto figure : figures)
      if (is_conserved(figure, move))
        REQUIRE(from.total(figure) + to.total(figure) ==
                lotus.position(move.on).total(figure) + jasmine.position(move.on).total(figure));
    REQUIRE(from.group_fund == lotus.position(move.on).group_fund);
    REQUIRE(to.group_fund == jasmine.position(move.on).group_fund);
    for (const std::string& id : move.members) {
      REQUIRE(from.member(id).state == MemberState::moved);
      REQUIRE(to.member(id).state == MemberState::member);
      const MemberPosition was = lotus.position(move.on).member(id);
      for (const auto figure : figures)
        if (is_conserved(figure, move)) REQUIRE(to.member(id).*figure == was.*figure);
      REQUIRE(principal(entered, id, move.on) == principal(lotus, id, move.on));
    }
  });
}

TEST_CASE("G10: a loan goes on as it would have; only rows not yet due follow the new meeting day") {
  for_all_moves([](Random&, TwoLives& lives, const MembersMove& move, const Group& lotus, const Group&,
                   const std::string& refusal) {
    if (!refusal.empty()) return;
    for (const std::string& id : move.members)
      for (const std::string& loan : lives.jasmine.group().loans_of(id)) {
        const Loan& before = lotus.loan(loan);
        const Loan& after = lives.jasmine.group().loan(loan);
        if (!move.first_due) REQUIRE(after.position(move.on + 30) == before.position(move.on + 30));
        const auto were = before.rows(move.on);
        const auto are = after.rows(move.on);
        for (std::size_t k = 0; k < were.size(); ++k)
          if (were[k].due <= move.on)
            REQUIRE((k < are.size() && are[k].due == were[k].due && are[k].paid == were[k].paid));
      }
  });
}

TEST_CASE("G10: life goes on after a move under any ids, and whoever came can go back") {
  for_all_moves([](Random& random, TwoLives& lives, MembersMove move, const Group& lotus, const Group&,
                   const std::string& refusal) {
    if (!refusal.empty()) return;
    Group& to = lives.jasmine.group();
    const std::string& id = move.members.front();
    const GroupPosition before = to.position(move.on);
    if (before.member(id).outstanding > 0) {  // under an id that her old group has used
      Meeting counter{.is_sheet = false, .calls = false};
      counter.repayments.push_back({id, Money::of_units(1, to.currency())});
      std::string used;
      do used = random.any_of(lotus.events()).id;
      while (std::ranges::find(to.events(), used, &GroupEvent::id) != to.events().end());
      to.record({.on = move.on, .what = counter, .id = used});
      REQUIRE(to.position(move.on).member(id).outstanding == before.member(id).outstanding - 1);
    }
    const Group again = test::replayed(to);
    require_same(group_figures(again, move.on + 3), group_figures(to, move.on + 3), "replayed");

    move.id = "back";
    move.first_due.reset();
    move.duty_to = to.members(move.on).front() == id ? "" : to.members(move.on).front();
    Group& home = lives.lotus.group();
    const MemberPosition was = to.position(move.on).member(id);
    const std::string said = refusal_of_move(to, home, move);
    if (!said.empty()) {
      REQUIRE((said.find("answers for") != std::string::npos || said.find("/duty_to") != std::string::npos ||
               said.starts_with("limit_exceeded")));
      return;
    }
    for (const auto figure : figures) REQUIRE(home.position(move.on).member(id).*figure == was.*figure);
  });
}

TEST_CASE("L5: the same move again changes nothing; another under its id is a conflict") {
  for_all_moves([](Random&, TwoLives& lives, MembersMove move, const Group&, const Group&, const std::string& refusal) {
    if (!refusal.empty()) return;
    Group& from = lives.lotus.group();
    Group& to = lives.jasmine.group();
    const GroupFigures left = group_figures(from, move.on);
    const GroupFigures entered = group_figures(to, move.on);
    const std::size_t events = from.events().size() + to.events().size();
    REQUIRE(refusal_of_move(from, to, move).empty());
    const std::vector<std::string> others = from.members(move.on);
    if (!others.empty()) {
      move.members = {others.front()};
      REQUIRE_FALSE(refusal_of_move(from, to, move).empty());
    }
    REQUIRE(from.events().size() + to.events().size() == events);
    require_same(group_figures(from, move.on), left, "where they were");
    require_same(group_figures(to, move.on), entered, "where they go");
  });
}
