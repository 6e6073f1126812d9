// SPDX-License-Identifier: MIT
// Bugs that other systems had with the rules of groups; each is a question they answered wrongly.
#include <solidarity/group/eligibility.hpp>
#include <solidarity/group/formation.hpp>
#include <solidarity/group/governance.hpp>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::KES;

namespace {

const Date day = 2026y / January / 5;

}  // namespace

TEST_CASE("PB-204: a size that is not set does not bind") {
  const GroupRules rules = rules::mifos_group(KES);
  REQUIRE(validate(rules).empty());
  std::vector<Member> members;
  for (int k = 0; k < 300; ++k) {
    const Member next{.id = "m" + std::to_string(k)};
    REQUIRE(joining_problems(rules, next, members, {}, day).empty());
    members.push_back(next);
  }
  CHECK(stage_of(rules, 1) == GroupStage::active);
  CHECK(eligibility(rules, {}, {.member_since = day, .group_size = 300}, {.amount = 1 * KES}, day).empty());
}

TEST_CASE("PB-206: an empty group is told so, by a typed reason") {
  const GroupRules rules = rules::grameen(INR);
  const auto reasons = eligibility(rules, {}, {}, {.amount = 1000 * INR}, day);
  REQUIRE_FALSE(reasons.empty());
  CHECK(reasons.front().kind == ReasonKind::no_members);
  CHECK(problem_of(reasons.front()) == Problem{ErrorCode::invalid_state, "/no_members",
                                               "the group has no active members; members borrow: members join first"});
  CHECK(test::refused([] { return elect(std::vector<std::string>{}, {}, std::vector<Ballot>{}); }) == "invalid_state");
  CHECK(stage_of(rules, 0) == GroupStage::forming);
}

TEST_CASE("PB-210: compulsory savings are those of the members of the day") {
  GroupRules rules{.kind = GroupKind::vsla, .currency = INR};
  rules.savings_per_meeting = 10 * INR;
  std::vector<Membership> memberships;
  for (const char* id : {"asha", "meena", "rani", "sita", "uma"}) memberships.push_back({.member = id, .joined = day});
  memberships[3].left = day + 7;
  const auto due = [&](Date meeting) {
    std::int64_t sum = 0;
    for (std::size_t k = size_on(memberships, meeting); k > 0; --k) sum += compulsory_savings(rules, 0);
    return Money::of_units(sum, INR);
  };
  CHECK(due(day) == 50 * INR);
  CHECK(due(day + 7) == 40 * INR);  // from the next meeting on
}

TEST_CASE("PB-212: a member whose memberships elsewhere have all ended joins") {
  GroupRules rules = rules::grameen(INR);
  const Member asha{.id = "asha"};
  std::vector<OtherMembership> elsewhere{
      {"lotus", {.member = "asha", .joined = day - 900, .left = day - 400}},
      {"rose", {.member = "asha", .joined = day - 300, .left = day, .how = MembershipEnd::expelled}}};
  CHECK(joining_problems(rules, asha, std::span<const Member>{}, elsewhere, day).empty());
  elsewhere.push_back({"lily", {.member = "asha", .joined = day - 10}});
  const auto problems = joining_problems(rules, asha, std::span<const Member>{}, elsewhere, day);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("lily") != std::string::npos);
}

TEST_CASE("PB-216: closed loans stand in nobody's way") {
  GroupRules rules{.kind = GroupKind::solidarity_group, .currency = INR};
  rules.max_loans_at_once = 1;
  const LoanStatus past[] = {LoanStatus::closed,   LoanStatus::closed,   LoanStatus::written_off,
                             LoanStatus::overpaid, LoanStatus::rejected, LoanStatus::withdrawn};
  const LoanStatus now[] = {LoanStatus::closed, LoanStatus::active};
  const auto reasons = [&](std::span<const LoanStatus> loans) {
    return eligibility(rules, {}, {.member_since = day, .open_loans = open_loans(loans), .group_size = 5},
                       {.amount = 1000 * INR}, day);
  };
  CHECK(reasons(past).empty());
  REQUIRE(reasons(now).size() == 1);
  CHECK(reasons(now)[0].kind == ReasonKind::loans_at_once);
}

TEST_CASE("PB-217: before the first loan the cycle is 0, and the limit is the first") {
  CHECK(cycle_on({}, day) == 0);
  GroupRules rules{.kind = GroupKind::solidarity_group, .currency = INR};
  rules.limit = {.first = 1000 * INR, .growth = 50_pct, .times_on_time = true, .times_attendance = true};
  const NextLimit limit = next_limit(rules, {});
  CHECK(limit.cycle == 0);
  CHECK(*limit.amount == 1000 * INR);
  CHECK(eligibility(rules, {}, {.member_since = day, .group_size = 5}, {.amount = 1000 * INR}, day).empty());
}
