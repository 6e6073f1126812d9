// SPDX-License-Identifier: MIT
#include <solidarity/group/governance.hpp>

#include <map>

#include "catch.hpp"
#include "generators.hpp"
#include "group/words.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Found;
using test::found;
using test::Random;

namespace {

using Ids = std::vector<std::string>;
using Ballots = std::vector<Ballot>;

const Ids five{"asha", "meena", "rani", "sita", "uma"};

Ballots some_ballots(Random& random, const Ids& members) {
  Ids voters = members;
  random.shuffle(voters);
  voters.resize(random.index(members.size() + 1));
  const std::size_t candidates = 1 + random.index(members.size());
  Ballots ballots;
  for (const std::string& voter : voters) ballots.push_back({voter, members[random.index(candidates)]});
  return ballots;
}

Ids some_members(Random& random) {
  Ids members;
  for (int k = random.number(1, 9); k > 0; --k) members.push_back("m" + std::to_string(k));
  return members;
}

Rate some_quorum(Random& random) { return Rate::of_ticks(random.number(0, 20) * 5 * Rate::one_percent); }

}  // namespace

TEST_CASE("more than half of the votes elect, when enough voted") {
  const auto result = elect(five, 60_pct, Ballots{{"asha", "rani"}, {"meena", "rani"}, {"sita", "uma"}});
  CHECK(result.winner == "rani");
  CHECK(result.outcome == VoteOutcome::carried);
  CHECK(result.members == 5);
  CHECK(result.voted == 3);
  CHECK(result.quorum == 3);
  const Ids listed_twice{"asha", "asha", "meena", "rani", "rani"};
  CHECK(elect(listed_twice, 60_pct, Ballots{{"asha", "rani"}, {"meena", "rani"}}).members == 3);
  CHECK(result.counts == std::vector<VoteCount>{{"rani", 2}, {"uma", 1}});
}

TEST_CASE("nobody is elected below the quorum, at a tie, or by half of the votes") {
  const auto outcome = [](const Ballots& ballots) { return elect(five, 60_pct, ballots).outcome; };
  CHECK(outcome({}) == VoteOutcome::no_quorum);
  CHECK(outcome({{"asha", "rani"}, {"meena", "rani"}}) == VoteOutcome::no_quorum);
  CHECK(outcome({{"asha", "rani"}, {"meena", "rani"}, {"sita", "uma"}, {"uma", "uma"}}) == VoteOutcome::tie);
  CHECK(outcome({{"asha", "rani"}, {"meena", "rani"}, {"sita", "uma"}, {"uma", "sita"}}) == VoteOutcome::no_majority);
  CHECK(outcome({{"asha", "asha"}, {"meena", "meena"}, {"sita", "sita"}}) == VoteOutcome::tie);
  CHECK_FALSE(elect(five, 60_pct, Ballots{{"asha", "asha"}}).winner);
}

TEST_CASE("a quorum is the least whole number of members not below it, and at least one") {
  CHECK(quorum_of(5, {}) == 1);
  CHECK(quorum_of(5, 0_pct) == 1);
  CHECK(quorum_of(5, 40_pct) == 2);
  CHECK(quorum_of(5, Rate::of_ticks((40_pct).ticks() + 1)) == 3);
  CHECK(quorum_of(5, 50_pct) == 3);
  CHECK(quorum_of(5, 100_pct) == 5);
  CHECK(quorum_of(3, Rate::parse("33.333333333333")) == 1);
  CHECK(quorum_of(3, Rate::parse("33.333333333334")) == 2);
}

TEST_CASE("each member votes once, and members only, for members only") {
  const Ballots bad{{"asha", "rani"}, {"zita", "rani"}, {"asha", "rani"}, {"uma", "zita"}};
  CHECK(found(ballot_problems(five, bad)) == Found{"not_found /1/voter", "duplicate /2/voter", "not_found /3/choice"});
  CHECK(test::refusal([&] { return elect(five, {}, bad); }) ==
        "not_found: /1/voter: \"zita\" is no member on this day; members vote, for members");
  CHECK(found(vote_problems(five, Ids{"asha", "asha"}, Ids{"meena", "asha", "zita"})) ==
        Found{"duplicate /yes/1", "duplicate /no/1", "not_found /no/2"});
  CHECK(test::refused([&] { return resolve(five, {}, Ids{"asha"}, Ids{"asha"}); }) == "duplicate");
}

TEST_CASE("a group without members decides nothing") {
  CHECK(test::refusal([] { return elect(Ids{}, {}, Ballots{}); }) ==
        "invalid_state: the group has no active members; a vote needs at least one: members join first");
  CHECK(test::refused([] { return resolve(Ids{}, {}, Ids{}, Ids{}); }) == "invalid_state");
}

TEST_CASE("a resolution is adopted by more yes than no, when enough voted") {
  const auto outcome = [](const Ids& yes, const Ids& no) { return resolve(five, 60_pct, yes, no).outcome; };
  CHECK(outcome({"asha", "meena"}, {"rani"}) == VoteOutcome::carried);
  CHECK(outcome({"asha", "meena"}, {}) == VoteOutcome::no_quorum);
  CHECK(outcome({"asha", "meena"}, {"rani", "sita"}) == VoteOutcome::tie);
  CHECK(outcome({"asha"}, {"rani", "sita"}) == VoteOutcome::no_majority);
  CHECK(resolve(five, 60_pct, Ids{"asha", "meena"}, Ids{"rani"}).adopted());
}

TEST_CASE("an office belongs to who was elected last, until the term is over") {
  const Date day = 2026y / January / 5;
  const std::vector<OfficerTerm> terms{{.office = "chair", .member = "asha", .from = day, .until = day + 365},
                                       {.office = "treasurer", .member = "uma", .from = day},
                                       {.office = "chair", .member = "meena", .from = day + 100, .until = day + 200},
                                       {.office = "chair", .member = "rani", .from = day + 300}};
  CHECK_FALSE(officer_on(terms, "chair", day - 1));
  CHECK(officer_on(terms, "chair", day) == "asha");
  CHECK(officer_on(terms, "chair", day + 99) == "asha");
  CHECK(officer_on(terms, "chair", day + 100) == "meena");
  CHECK(officer_on(terms, "chair", day + 199) == "meena");
  CHECK_FALSE(officer_on(terms, "chair", day + 200));  // it does not go back to asha
  CHECK(officer_on(terms, "chair", day + 300) == "rani");
  CHECK(officer_on(terms, "treasurer", day + 9000) == "uma");
  CHECK_FALSE(officer_on(terms, "secretary", day));
  const std::vector<OfficerTerm> twice{{.office = "chair", .member = "asha", .from = day},
                                       {.office = "chair", .member = "uma", .from = day}};
  CHECK(officer_on(twice, "chair", day) == "uma");
}

TEST_CASE("law: an election is its count, and no order changes it") {
  test::for_all([](Random& random) {
    const Ids members = some_members(random);
    auto ballots = some_ballots(random, members);
    const Rate quorum = some_quorum(random);
    std::map<std::string, int> votes;
    for (const Ballot& ballot : ballots) ++votes[ballot.choice];
    std::optional<std::string> majority;
    for (const auto& [choice, count] : votes)
      if (2 * count > static_cast<int>(ballots.size())) majority = choice;
    // percent of members, in hundredths
    const auto share = static_cast<std::int64_t>(ballots.size()) * 100 * Rate::one_percent;
    const bool enough = !ballots.empty() && share >= quorum.ticks() * static_cast<std::int64_t>(members.size());
    const auto result = elect(members, quorum, ballots);
    REQUIRE(result.winner == (enough ? majority : std::nullopt));
    REQUIRE((result.outcome == VoteOutcome::no_quorum) == !enough);
    REQUIRE(result.winner.has_value() == (result.outcome == VoteOutcome::carried));
    Ids others = members;
    random.shuffle(others);
    random.shuffle(ballots);
    REQUIRE(elect(others, quorum, ballots) == result);
  });
}

TEST_CASE("law: one more ballot for the winner never unseats her") {
  test::for_all([](Random& random) {
    const Ids members = some_members(random);
    auto ballots = some_ballots(random, members);
    const Rate quorum = some_quorum(random);
    const auto before = elect(members, quorum, ballots);
    const auto has_voted = [&](const std::string& id) {
      return std::ranges::find(ballots, id, &Ballot::voter) != ballots.end();
    };
    const auto silent = std::ranges::find_if_not(members, has_voted);
    if (!before.winner || silent == members.end()) return;
    ballots.push_back({*silent, *before.winner});
    REQUIRE(elect(members, quorum, ballots).winner == before.winner);
  });
}

TEST_CASE("law: a resolution is an election between yes and no") {
  test::for_all([](Random& random) {
    const Ids members = some_members(random);
    const Rate quorum = some_quorum(random);
    if (members.size() < 2) return;
    Ids yes;
    Ids no;
    Ballots ballots;
    for (const std::string& id : members) {
      const int vote = random.number(0, 2);
      if (vote == 0) continue;
      (vote == 1 ? yes : no).push_back(id);
      ballots.push_back({id, members[vote == 1 ? 0 : 1]});
    }
    const auto election = elect(members, quorum, ballots);
    const auto resolution = resolve(members, quorum, yes, no);
    REQUIRE(resolution.adopted() == (election.winner == members[0]));
    REQUIRE((resolution.outcome == VoteOutcome::no_quorum) == (election.outcome == VoteOutcome::no_quorum));
    REQUIRE((resolution.outcome == VoteOutcome::tie) == (election.outcome == VoteOutcome::tie));
  });
}
