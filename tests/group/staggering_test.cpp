// SPDX-License-Identifier: MIT
#include <solidarity/group/staggering.hpp>

#include <numeric>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Random;

namespace {

using Order = std::vector<StaggeredMember>;
const Staggering two_two_one{.pattern = {2, 2, 1}, .gap_meetings = 4};

// One letter a member: B borrowed, m may borrow, w waits.
std::string states(const Staggering& staggering, const Order& order, int meeting,
                   const Consequences& consequences = {}) {
  std::string letters;
  for (const StaggeredTurn& turn : staggered_turns(staggering, order, meeting, consequences))
    letters += turn.state == TurnState::borrowed ? 'B' : turn.state == TurnState::may_borrow ? 'm' : 'w';
  return letters;
}

Order five() { return {{.id = "asha"}, {.id = "meena"}, {.id = "rani"}, {.id = "sita"}, {.id = "uma"}}; }

struct Case {
  Staggering staggering;
  Order order;
  int meeting;
};
Case some_case(Random& random) {
  Case some{.staggering = {.pattern = {}, .gap_meetings = random.number(0, 5)}, .order = {}, .meeting = 20};
  for (int k = random.number(1, 4); k > 0; --k) some.staggering.pattern.push_back(random.number(1, 3));
  const int most = std::accumulate(some.staggering.pattern.begin(), some.staggering.pattern.end(), 0);
  for (int k = random.number(1, most); k > 0; --k) {
    StaggeredMember member{.id = "m" + std::to_string(k)};
    if (!random.one_in(3)) member.borrowed_at = random.number(1, 20);
    member.past_due = member.borrowed_at && random.one_in(6);
    member.was_late = member.past_due || random.one_in(6);
    some.order.push_back(member);
  }
  return some;
}

}  // namespace

TEST_CASE("two, two, one: a part is released when those before it have borrowed, pay, and the gap has passed") {
  Order order = five();
  CHECK(states(two_two_one, order, 1) == "mmwww");
  order[0].borrowed_at = 1;
  CHECK(states(two_two_one, order, 9) == "Bmwww");  // meena has not borrowed
  order[1].borrowed_at = 1;
  CHECK(states(two_two_one, order, 4) == "BBwww");
  CHECK(states(two_two_one, order, 5) == "BBmmw");  // the gap, exactly
  CHECK(states(two_two_one, order, 6) == "BBmmw");
  order[1].past_due = true;
  CHECK(states(two_two_one, order, 6) == "BBwww");
  order[1].past_due = false;
  order[2].borrowed_at = 5;
  order[3].borrowed_at = 7;
  CHECK(states(two_two_one, order, 10) == "BBBBw");
  CHECK(states(two_two_one, order, 11) == "BBBBm");
}

TEST_CASE("who waits is told from when, and because of whom") {
  Order order = five();
  order[0].borrowed_at = order[1].borrowed_at = 1;
  auto turns = staggered_turns(two_two_one, order, 3);
  CHECK(turns[0] == StaggeredTurn{.id = "asha", .part = 1, .state = TurnState::borrowed});
  CHECK(turns[2] == StaggeredTurn{.id = "rani", .part = 2, .state = TurnState::waits, .from_meeting = 5});
  CHECK(turns[4] == StaggeredTurn{.id = "uma", .part = 3, .state = TurnState::waits, .because_of = {"rani", "sita"}});
  order[0].past_due = true;
  turns = staggered_turns(two_two_one, order, 5);
  CHECK(turns[2] ==
        StaggeredTurn{.id = "rani", .part = 2, .state = TurnState::waits, .from_meeting = 5, .because_of = {"asha"}});
}

TEST_CASE("where only an on-time record releases, having been late keeps the later parts waiting") {
  Order order = five();
  order[0].borrowed_at = order[1].borrowed_at = 1;
  order[0].was_late = true;
  CHECK(states(two_two_one, order, 5) == "BBmmw");
  CHECK(states(two_two_one, order, 5, {.releases_only_on_time = true}) == "BBwww");
}

TEST_CASE("any pattern that covers the group is one; what is left over is a shorter part") {
  Order order = five();
  CHECK(states({.pattern = {5}}, order, 0) == "mmmmm");
  CHECK(states({.pattern = {1, 1, 1, 1, 1}}, order, 0) == "mwwww");
  CHECK(states({.pattern = {3, 9}}, order, 0) == "mmmww");
  order.resize(1);
  CHECK(states(two_two_one, order, 0) == "m");
  CHECK(staggered_turns(two_two_one, Order{}, 0).empty());
  order[0].borrowed_at = 7;
  order.push_back({.id = "meena"});
  CHECK(states({.pattern = {1, 1}}, order, 7) == "Bm");  // without a gap at the same meeting
}

TEST_CASE("patterns and orders that cannot be are refused") {
  const auto refused = [](const Staggering& staggering, const Order& order, int meeting = 5) {
    return test::refused([&] { return staggered_turns(staggering, order, meeting); });
  };
  CHECK(refused({.pattern = {2, 2}}, five()) == "out_of_range");
  CHECK(refused({.pattern = {}}, five()) == "out_of_range");
  CHECK(refused({.pattern = {5, 0}}, five()) == "out_of_range");
  CHECK(refused({.pattern = {5}, .gap_meetings = -1}, five()) == "out_of_range");
  CHECK(refused(two_two_one, five(), -1) == "out_of_range");
  Order order = five();
  order[4].borrowed_at = 6;
  CHECK(refused(two_two_one, order) == "out_of_range");
  order[4].borrowed_at = 5;
  CHECK(refused(two_two_one, order).empty());
  const Order crowd(1001, {.id = "asha"});
  CHECK(refused({.pattern = {1001}}, crowd) == "limit_exceeded");
  order[4].id = "asha";
  CHECK(refused(two_two_one, order) == "duplicate");
}

TEST_CASE("law: a part is released exactly when every part before it has borrowed, pays and is old enough") {
  test::for_all([](Random& random) {
    const Case some = some_case(random);
    const auto turns = staggered_turns(some.staggering, some.order, some.meeting);
    REQUIRE(turns.size() == some.order.size());
    for (std::size_t k = 0; k < turns.size(); ++k) {
      REQUIRE(turns[k].id == some.order[k].id);
      REQUIRE(turns[k].part >= (k == 0 ? 1 : turns[k - 1].part));
      bool released = true;
      for (std::size_t j = 0; j < turns.size(); ++j) {
        if (turns[j].part >= turns[k].part) continue;
        const StaggeredMember& before = some.order[j];
        released = released && before.borrowed_at && !before.past_due &&
                   some.meeting - *before.borrowed_at >= some.staggering.gap_meetings;
      }
      const auto expected = some.order[k].borrowed_at ? TurnState::borrowed
                            : released                ? TurnState::may_borrow
                                                      : TurnState::waits;
      REQUIRE(turns[k].state == expected);
    }
  });
}

TEST_CASE("law: who pays up never makes another wait, and later parts change nothing for earlier ones") {
  test::for_all([](Random& random) {
    Case some = some_case(random);
    const auto before = staggered_turns(some.staggering, some.order, some.meeting);
    const std::size_t k = random.index(some.order.size());
    some.order[k].past_due = false;
    const auto paid = staggered_turns(some.staggering, some.order, some.meeting);
    for (std::size_t j = 0; j < before.size(); ++j) REQUIRE(paid[j].state <= before[j].state);
    some.order[k].past_due = true;
    some.order[k].borrowed_at = some.meeting;
    const auto late = staggered_turns(some.staggering, some.order, some.meeting);
    for (std::size_t j = 0; j < late.size(); ++j)
      if (j != k && late[j].part <= late[k].part) REQUIRE(late[j] == paid[j]);
  });
}
