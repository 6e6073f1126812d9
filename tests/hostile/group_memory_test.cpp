// SPDX-License-Identifier: MIT
// Memory that runs out at each allocation while a group records, and amounts near 2^62: L13 of the invariants.
#include <solidarity/group/transfer.hpp>

#include <limits>
#include <new>

#include "failing_memory.hpp"
#include "hostile/groups.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::founded;
using test::group_of;
using test::group_terms;
using test::inr;
using test::record;
using test::refused;
using test::seen;
using test::SeenGroup;

namespace {

const std::string long_id = "an-id-that-is-longer-than-a-short-string";

// A group with a default that peers, savings and the fund have paid for, fines, holds and votes.
Group lived_in() {
  GroupTerms terms = group_terms();
  terms.rules.absence_fine = 5 * INR;
  terms.rules.savings_per_meeting = 2 * INR;
  terms.liability.layers = {CoverLayer::own_savings(), CoverLayer::group_fund(),
                            CoverLayer::peers(CoverSource::savings, CoverSource::cash)};
  terms.liability.claim_interest_per_year = 12_pct;
  Group group = group_of({{"asha", 1'000}, {"meena", 500}, {"rani", 0}, {"sita", 400}}, founded, terms);
  record(group, 0, FundReceives{Fund::group, 3 * INR});
  record(group, 0, Meeting{.deposits = {{"asha", 40 * INR}, {"rani", 30 * INR}, {"sita", 1 * INR}}, .is_sheet = false});
  record(group, 7, Meeting{.absent = {"sita"}, .repayments = {{"asha", 100 * INR}, {"meena", 50 * INR}}}, "default");
  return group;
}

// Lets the k-th allocation of `call` fail for k = 0, 1, ... until none is left; returns how often it failed.
template <class Call>
int fails_at_each(const Group& before, Call call) {
  const SeenGroup was = seen(before);
  Group untried = before;
  call(untried);
  const SeenGroup will_be = seen(untried);
  for (int k = 0; k < 100'000; ++k) {
    Group group = before;
    bool failed = false;
    try {
      test::fail_after(k);
      call(group);
      test::never_fail();
    } catch (const std::bad_alloc&) {
      test::never_fail();
      failed = true;
    }
    if (!failed) return k;
    REQUIRE(seen(group) == was);
    call(group);  // and then it succeeds
    REQUIRE(seen(group) == will_be);
  }
  FAIL("it never succeeds");
  return 0;
}

}  // namespace

TEST_CASE("L13: memory that runs out while a group records leaves it as it was") {
  const Group group = lived_in();
  const std::vector<GroupAction> actions{
      MemberJoins{{.id = "uma", .relatives = {"nobody-whose-name-is-short"}}},
      MemberLeaves{.member = "rani", .duty_to = "asha"},
      MemberExpelled{"sita"},
      MemberExcused{"asha"},
      MemberDies{.member = "sita", .written_off = 10 * INR},
      Meeting{.absent = {"rani"},
              .deposits = {{"asha", 5 * INR}},
              .repayments = {{"asha", 100 * INR}, {"sita", 20 * INR}},
              .cash_limit = 50 * INR,
              .elections = {{"chair", {{"asha", "rani"}, {"rani", "rani"}}}}},
      Meeting{.lump_sum = 100 * INR},
      LoanGranted{{.id = "new", .member = "rani", .terms = test::weekly_loan(100 * INR, founded + 14)}},
      SavingsChanged{"asha", PlaceHold{1 * INR}},
      ClaimForgiven{"asha", "sita", 1 * INR},
      FundReceives{Fund::social, 1 * INR},
      GroupReversal{"default"}};
  for (const GroupAction& action : actions) {
    INFO(to_text(action));
    const GroupEvent event{.on = founded + 14, .what = action, .id = long_id};
    CHECK(fails_at_each(group, [&](Group& to) { to.record(event); }) > 0);
  }
}

TEST_CASE("L13: the same when an event is entered late, and for a batch") {
  const Group group = lived_in();
  const GroupEvent late{.on = founded + 3,
                        .what = Meeting{.deposits = {{"sita", 5 * INR}}, .is_sheet = false, .calls = false},
                        .id = long_id};
  CHECK(fails_at_each(group, [&](Group& to) { to.record(late); }) > 0);
  const std::vector<GroupEvent> batch{late,
                                      {.on = founded + 14, .what = MemberExcused{"asha"}},
                                      {.on = founded + 15, .what = GroupReversal{"default"}}};
  CHECK(fails_at_each(group, [&](Group& to) { to.record(batch); }) > 0);
}

TEST_CASE("L13: memory that runs out while members move leaves both groups as they were") {
  const Group from = group_of({{"asha", 100}, {"meena", 50}}, founded);
  const Group to = group_of({{"zara", 100}}, founded, group_terms("jasmine"));
  const MembersMove move{.on = founded + 3, .members = {"meena"}, .id = long_id, .duty_to = "asha"};
  const SeenGroup was_from = seen(from);
  const SeenGroup was_to = seen(to);
  for (int k = 0;; ++k) {
    Group a = from;
    Group b = to;
    test::fail_after(k);
    try {
      move_members(a, b, move);
      test::never_fail();
      CHECK(k > 0);
      CHECK(a.members(founded + 3) == std::vector<std::string>{"asha"});
      CHECK(b.members(founded + 3) == std::vector<std::string>{"meena", "zara"});
      break;
    } catch (const std::bad_alloc&) {
      test::never_fail();
      REQUIRE(seen(a) == was_from);
      REQUIRE(seen(b) == was_to);
    }
  }
}

// --- amounts near 2^62 ------------------------------------------------------------------------------------------------

TEST_CASE("sums that no 64 bits hold are refused, and nothing happens") {
  const Money half = inr(std::int64_t{1} << 62);
  const Money most = inr(std::numeric_limits<std::int64_t>::max());
  Group group = group_of({{"asha", 100}, {"meena", 0}}, founded);
  record(group, 7, FundReceives{Fund::group, half});
  CHECK(refused(group, 7, FundReceives{Fund::group, half}).starts_with("overflow: "));
  record(group, 7, Meeting{.deposits = {{"asha", half}}, .is_sheet = false, .calls = false});
  CHECK(refused(group, 7, Meeting{.deposits = {{"asha", half}}, .is_sheet = false, .calls = false})
            .starts_with("overflow: "));
  CHECK(refused(group, 7, Meeting{.deposits = {{"meena", most}}, .repayments = {{"asha", 1 * INR}}, .calls = false})
            .starts_with("overflow: "));  // the cash of the meeting
  record(group, 7, Meeting{.deposits = {{"asha", 10 * INR}, {"meena", half}}, .calls = false});
  CHECK(refused(group, 8, Meeting{.lump_sum = most, .calls = false}).starts_with("overflow: "));  // half of it for each
  record(group, 8, Meeting{.calls = false, .difference = half});
  CHECK(refused(group, 9, Meeting{.calls = false, .difference = half}).starts_with("overflow: "));
  record(group, 9, Meeting{.calls = false, .difference = -half});
}

TEST_CASE("a group of people who own and owe 2^62 is asked without overflow, or says so") {
  const Money half = inr(std::int64_t{1} << 62);
  GroupTerms terms = group_terms();
  terms.rules.absence_fine = half;
  terms.liability.layers = {CoverLayer::peers(CoverSource::savings)};
  Group group = group_of({{"asha", 100}, {"meena", 0}, {"rani", 0}}, founded, terms);
  record(group, 6, Meeting{.deposits = {{"asha", 10 * INR}, {"meena", half}}, .calls = false});
  record(group, 6, Meeting{.deposits = {{"rani", half}}, .calls = false});
  CHECK(test::refused([&] { return group.position(founded + 6).total(&MemberPosition::savings); }) == "overflow");
  record(group, 7, Meeting{});  // two peers with 2^62 each cover 10.00
  CHECK(group.position(founded + 7).member("asha").due == 0);
  record(group, 8, Meeting{.absent = {"asha"}, .calls = false});
  CHECK(refused(group, 9, Meeting{.absent = {"asha"}, .calls = false}).starts_with("overflow: "));
  record(group, 9, Meeting{.absent = {"rani"}, .calls = false});
  CHECK(test::refused([&] { return group.collection_sheet(founded + 9).total(); }) == "overflow");
  CHECK(refused(group, 10, Meeting{.lump_sum = 1 * INR, .calls = false}).starts_with("overflow: "));
  CHECK(refused(group, 10, ShareOut{ShareOutBy::savings}).starts_with("out_of_range: /by: "));
  record(group, 10, FundReceives{Fund::group, 7 * INR});
  record(group, 10, ShareOut{ShareOutBy::savings}, "out");
  std::int64_t sum = 0;
  for (const SharePart& part : std::get<ShareOut>(group.event("out").what).parts) sum += part.part.units();
  CHECK(sum == 700);
}
