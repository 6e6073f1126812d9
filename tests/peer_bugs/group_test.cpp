// SPDX-License-Identifier: MIT
// Reports about groups, transfers of members and the penalties of groups. PB-204, 206, 210, 212, 216 and 217 are in
// tests/group/peer_bugs_test.cpp, PB-291 in tests/group/member_test.cpp.
#include <solidarity/group/transfer.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "catch.hpp"
#include "group/groups.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::group_of;
using test::group_terms;
using test::weekly_loan;

namespace {

constexpr Date founded = Date::of(2026, 1, 5);

void record(Group& group, Date on, GroupAction what, std::string id = {}) {
  group.record({.on = on, .what = std::move(what), .id = std::move(id)});
}
std::string refused(Group& group, Date on, GroupAction what) {
  const GroupPosition before = group.position(on + 100);
  std::string said = test::refusal([&] {
    record(group, on, std::move(what));
    return 0;
  });
  CHECK(group.position(on + 100) == before);
  return said;
}
const Meeting& meeting(const Group& group, std::string_view id) { return std::get<Meeting>(group.event(id).what); }

LoanTerms declining(Money principal, Date on, int count) {
  return {.principal = principal,
          .disbursed_on = on,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = count, .every = weekly}};
}

// Members without a loan, then loans of these principals from `on`: "L-a" ...
Group three_declining(Date on, int count = 5) {
  Group group = group_of({{"a", 0}, {"b", 0}, {"c", 0}}, founded);
  for (const auto& [id, principal] : std::vector<std::pair<std::string, int>>{{"a", 1'000}, {"b", 333}, {"c", 71}})
    record(group, on, LoanGranted{{.id = "L-" + id, .member = id, .terms = declining(principal * INR, on, count)}});
  return group;
}

}  // namespace

TEST_CASE("PB-078: members who move to a group that meets on another day are due on its day, what is past stays") {
  Group tuesday = group_of({{"asha", 100}, {"meena", 50}}, Date::of(2026, 1, 6));
  Group friday = group_of({{"zara", 0}}, Date::of(2026, 1, 6), group_terms("friday"));
  record(tuesday, Date::of(2026, 1, 13), Meeting{.repayments = {{"asha", 10 * INR}, {"meena", 5 * INR}}});
  move_members(
      tuesday, friday,
      {.on = Date::of(2026, 1, 14), .members = {"asha", "meena"}, .id = "move", .first_due = Date::of(2026, 1, 23)});
  for (const char* id : {"L-asha", "L-meena"}) {
    const auto rows = friday.loan(id).rows(Date::of(2026, 1, 14));
    CHECK(rows[0].due == Date::of(2026, 1, 13));
    for (std::size_t k = 1; k < rows.size(); ++k)
      CHECK(rows[k].due == Date::of(2026, 1, 23) + 7 * static_cast<int>(k - 1));
  }
}

TEST_CASE(
    "PB-079: who moves to a group with other rules saves by its rules; her loan is not re-dated behind her back") {
  GroupTerms weekly_terms = group_terms();
  weekly_terms.rules.savings_per_meeting = 5 * INR;
  GroupTerms monthly_terms = group_terms("monthly");
  monthly_terms.rules.savings_per_meeting = 20 * INR;
  Group from = group_of({{"asha", 100}}, founded, weekly_terms);
  Group to = group_of({{"zara", 0}}, founded, monthly_terms);
  const auto before = from.loan("L-asha").rows(founded);
  CHECK(from.collection_sheet(founded).lines[0].savings == 500);
  move_members(from, to, {.on = founded + 1, .members = {"asha"}, .id = "move"});
  CHECK(to.collection_sheet(founded + 1).lines[0].savings == 2'000);
  CHECK(to.loan("L-asha").rows(founded) == before);
}

TEST_CASE("PB-141: a fee of 2 % is 2 % of each member's amount, not of the group's for each") {
  Group group = group_of({{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}, {"e", 0}}, founded);
  int principal = 100;
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    LoanTerms terms = weekly_loan(principal * INR, founded);
    terms.fees.push_back({.name = "service", .at = founded + 7, .amount = PercentOf{2_pct, ChargeBase::principal}});
    record(group, founded, LoanGranted{{.id = std::string("L-") + id, .member = id, .terms = terms}});
    CHECK(group.loan(std::string("L-") + id).position(founded).charged.fees == principal * 2);
    principal += 100;
  }
  CHECK(group.position(founded).total(&MemberPosition::outstanding) == 1'500 * 102);
}

TEST_CASE("PB-185: what a group pays goes to those who owe, whoever comes before them in the list") {
  Group group = group_of({{"a", 10}, {"b", 10}, {"c", 100}}, founded);
  record(group, founded + 1, Meeting{.repayments = {{"a", 10 * INR}, {"b", 10 * INR}}, .calls = false});
  record(group, founded + 49, Meeting{.lump_sum = 60 * INR, .calls = false}, "lump");
  CHECK(meeting(group, "lump").repayments == std::vector<RepaymentLine>{{"c", 60 * INR, "", 0 * INR}});
  CHECK(group.loan("L-c").position(founded + 49).paid.total() == 6'000);
}

TEST_CASE("PB-187, PB-188: interest of a group is the sum of its members', whenever the loans are handed out") {
  for (const int later : {0, 3, 17}) {
    const Group group = three_declining(founded + later);
    std::int64_t outstanding = 0;
    std::int64_t last = 0;
    for (const char* id : {"L-a", "L-b", "L-c"}) {
      const Loan& loan = group.loan(id);
      outstanding += loan.position(founded + later).outstanding.total();
      last += loan.rows(founded + later).back().charged.interest;
    }
    CHECK(group.position(founded + later).total(&MemberPosition::outstanding) == outstanding);
    // On the day of the last row alone that row is due, as the sheet says.
    const Date end = group.loan("L-a").rows(founded + later).back().due;
    const CollectionSheet sheet = group.collection_sheet(end);
    std::int64_t principal = 0;
    for (const char* id : {"L-a", "L-b", "L-c"}) principal += group.loan(id).rows(end).back().charged.principal;
    CHECK(sheet.lines[0].due + sheet.lines[1].due + sheet.lines[2].due == principal + last);
  }
}

TEST_CASE("PB-189: the plan shown before is the plan that is kept") {
  const Group group = three_declining(founded + 2);
  const Schedule preview = amortize(declining(333 * INR, founded + 2, 5));
  const auto rows = group.loan("L-b").rows(founded + 2);
  REQUIRE(rows.size() == preview.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    CHECK(rows[k].due == preview[k].due);
    CHECK(rows[k].charged.principal == preview[k].principal().units());
    CHECK(rows[k].charged.interest == preview[k].interest().units());
  }
}

TEST_CASE("PB-190: no part of any row is ever below zero, however odd the group's payment is") {
  Group group = three_declining(founded);
  for (const int units : {1, 3, 7, 11'113, 5'000})
    record(group, founded + 7 + units % 28,
           Meeting{.lump_sum = Money::of_units(units, INR), .is_sheet = false, .calls = false});
  for (const char* id : {"L-a", "L-b", "L-c"})
    for (const LoanRow& row : group.loan(id).rows(founded + 40))
      for (const auto part : {&Components::principal, &Components::interest}) {
        CHECK(row.paid.*part >= 0);
        CHECK(row.outstanding().*part >= 0);
      }
}

TEST_CASE("PB-191: 1000 over three is 333.34, 333.33 and 333.33, each from the whole") {
  Group group = group_of({{"a", 0}, {"b", 0}, {"c", 0}}, founded);
  record(group, founded, FundReceives{Fund::group, 1'000 * INR});
  record(group, founded, ShareOut{ShareOutBy::equal}, "out");
  std::string parts;
  for (const SharePart& part : std::get<ShareOut>(group.event("out").what).parts)
    parts += decimal_text(part.part) + " ";
  CHECK(parts == "333.34 333.33 333.33 ");
}

TEST_CASE("PB-193: one unit paid by a group and taken back leaves nobody out of balance") {
  Group group = three_declining(founded);
  const GroupPosition before = group.position(founded + 7);
  record(group, founded + 7, Meeting{.lump_sum = Money::of_units(1, INR), .calls = false}, "tiny");
  const GroupPosition after = group.position(founded + 7);
  CHECK(after.total(&MemberPosition::outstanding) == before.total(&MemberPosition::outstanding) - 1);
  record(group, founded + 7, GroupReversal{"tiny"});
  CHECK(group.position(founded + 7) == before);
}

TEST_CASE("PB-195: loans granted at a meeting are handed out all, or none of them is") {
  Group group = group_of({{"a", 0}, {"b", 0}}, founded);
  const auto grant = [](std::string id, std::string member) {
    return LoanGrant{.id = std::move(id), .member = std::move(member), .terms = weekly_loan(100 * INR, founded)};
  };
  CHECK(refused(group, founded, Meeting{.loans = {grant("L1", "a"), grant("L2", "nobody")}})
            .starts_with("not_found: /loans/1: "));
  CHECK(group.loans_of("a").empty());
  record(group, founded, Meeting{.loans = {grant("L1", "a"), grant("L2", "b")}});
  for (const char* id : {"L1", "L2"}) CHECK(group.loan(id).position(founded).status == LoanStatus::active);
}

TEST_CASE("PB-196: members with different numbers of installments owe each by her own plan") {
  Group group = group_of({{"a", 0}, {"b", 0}}, founded);
  record(group, founded, LoanGranted{{.id = "L-a", .member = "a", .terms = weekly_loan(100 * INR, founded, 10)}});
  record(group, founded, LoanGranted{{.id = "L-b", .member = "b", .terms = weekly_loan(120 * INR, founded, 12)}});
  record(group, founded + 70, Meeting{.lump_sum = 200 * INR, .calls = false}, "ten-weeks");
  CHECK(group.position(founded + 70).member("a").outstanding == 0);
  CHECK(group.position(founded + 70).member("b").outstanding == 2'000);
  CHECK(group.collection_sheet(founded + 84).total() == 20 * INR);
}

TEST_CASE("PB-197: a loan that changes changes the group by as much") {
  Group group = three_declining(founded);
  record(group, founded + 1, LoanChanged{"L-b", ChargeFee{"late papers", 5 * INR, founded + 7}});
  std::int64_t sum = 0;
  for (const char* id : {"L-a", "L-b", "L-c"}) sum += group.loan(id).position(founded + 1).outstanding.total();
  CHECK(group.position(founded + 1).total(&MemberPosition::outstanding) == sum);
  CHECK(group.position(founded + 1).member("b").outstanding ==
        group.loan("L-b").position(founded + 1).outstanding.total());
}

TEST_CASE("PB-200: a total that its lines are not is refused with both") {
  Group group = group_of({{"a", 1'000}, {"b", 1'000}, {"c", 1'000}}, founded);
  const Meeting wrong{.repayments = {{"a", 300 * INR}, {"b", 300 * INR}, {"c", 300 * INR}}, .lump_sum = 1'000 * INR};
  CHECK(refused(group, founded + 28, wrong) ==
        "out_of_range: /lump_sum: INR 1000.00, and the lines add up to INR 900.00");
}

TEST_CASE("PB-201: 0.1 and 0.2 are 0.3") {
  Group group = group_of({{"a", 0}, {"b", 0}}, founded);
  record(group, founded,
         Meeting{.deposits = {{"a", Money::parse("0.10", INR)}, {"b", Money::parse("0.20", INR)}},
                 .cash_counted = Money::parse("0.30", INR)});
  CHECK(group.position(founded).total(&MemberPosition::savings) == 30);
}

TEST_CASE("PB-202: an amount with a comma is no amount, and nothing has happened by then") {
  Group group = group_of({{"a", 100}}, founded);
  CHECK(test::refused([&] {
          record(group, founded, Meeting{.repayments = {{"a", Money::parse("1,000", INR)}}});
          return 0;
        }) == "invalid_amount");
  CHECK(group.events().size() == 2);
}

TEST_CASE("PB-203: every line of a sheet is kept as it was written, with the reason and the actor of the sheet") {
  Group group = group_of({{"a", 100}, {"b", 100}}, founded);
  const Meeting written{.deposits = {{"b", 1 * INR}}, .repayments = {{"a", 10 * INR}, {"b", 5 * INR, "L-b"}}};
  group.record({.on = founded + 7, .what = written, .id = "m1", .actor = "clerk", .reason = "receipts 41 to 43"});
  record(group, founded + 8, Meeting{.repayments = {{"b", 5 * INR}}, .calls = false});
  const GroupEvent& kept = group.event("m1");
  CHECK(kept.reason == "receipts 41 to 43");
  CHECK(kept.actor == "clerk");
  const Meeting& meeting = std::get<Meeting>(kept.what);
  CHECK(meeting.deposits == written.deposits);
  REQUIRE(meeting.repayments.size() == 2);
  CHECK(meeting.repayments[1].loan == "L-b");
  CHECK(meeting.repayments[1].amount == 5 * INR);
}

TEST_CASE("PB-207: a loan is joint when it was granted so, and others answer for no other") {
  Group group = group_of({{"a", 0}, {"b", 0}, {"c", 0}}, founded);
  record(group, founded, LoanGranted{{.id = "J", .member = "a", .terms = weekly_loan(100 * INR, founded)}});
  record(group, founded,
         LoanGranted{{.id = "I", .member = "b", .terms = weekly_loan(100 * INR, founded), .joint = false}});
  record(group, founded + 7, Meeting{.cash_limit = 100 * INR}, "m");
  for (const MeetingCover& line : *meeting(group, "m").covers) CHECK(line.debtor == "a");
  CHECK(group.loan("J").position(founded + 7).due.total() == 0);
  CHECK(group.loan("I").position(founded + 7).due.total() == 1'000);
}

TEST_CASE("PB-215: nobody leaves while money of hers is in hand, on a loan or on none") {
  for (const std::string loan : {"", "L-a"}) {
    Group group = group_of({{"a", 100}, {"b", 0}}, founded);
    record(group, founded + 7, Meeting{.repayments = {{"a", 150 * INR, loan}}});
    CHECK(group.position(founded + 7).member("a").credit == 5'000);
    const std::string said = refused(group, founded + 8, MemberLeaves{"a"});
    CHECK(said.starts_with("invalid_state: /member: \"a\" cannot leave: "));
    CHECK(said.find(loan.empty() ? "her credit of INR 50.00" : "loan \"L-a\" has a credit of INR 50.00") !=
          std::string::npos);
    record(group, founded + 8, MemberLeaves{.member = "a", .buy_out = true});
    CHECK(group.position(founded + 8).member("a").credit == 0);
  }
}

TEST_CASE("PB-289: claims on her are settled after her loan has ended, with interest that is never below zero") {
  GroupTerms terms = group_terms();
  terms.liability.claim_interest_per_year = 12_pct;
  Group group = group_of({{"a", 0}, {"b", 100}}, founded, terms);
  record(group, founded + 7, Meeting{.cash_limit = 100 * INR});
  record(group, founded + 7, Meeting{.repayments = {{"b", 90 * INR, "", 0 * INR}}, .is_sheet = false, .calls = false});
  CHECK(group.loan("L-b").position(founded + 7).status == LoanStatus::closed);
  CHECK(group.claim_interest_due("b", founded + 7).is_zero());
  const Date later = founded + 7 + 365;
  CHECK(group.claim_interest_due("b", later) == Money::of_units(120, INR));
  record(group, later, Meeting{.repayments = {{"b", Money::of_units(1'120, INR)}}, .is_sheet = false, .calls = false});
  CHECK(group.position(later).member("b").payable == 0);
  CHECK(group.claim_interest_due("b", later).is_zero());
}
