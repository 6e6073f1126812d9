// SPDX-License-Identifier: MIT
#include <solidarity/group/center.hpp>
#include <solidarity/group/sheet.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "group/groups.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

constexpr Date founded = 2026y / January / 5;
constexpr Date monday = 2026y / January / 12;

GroupTerms with_savings() {
  GroupTerms terms = test::group_terms();
  terms.rules.absence_fine = 5 * INR;
  terms.rules.savings_per_meeting = 20 * INR;
  return terms;
}

}  // namespace

TEST_CASE("A collection sheet asks each member for what is hers") {
  Group group = test::group_of({{"asha", 1'000}, {"meena", 500}, {"rani", 0}}, founded, with_savings());
  group.record(
      {.on = monday, .what = Meeting{.absent = {"meena"}, .repayments = {{"asha", 60 * INR}}, .calls = false}});
  const CollectionSheet sheet = group.collection_sheet(monday + 7);

  REQUIRE(sheet.lines.size() == 3);
  CHECK(sheet.lines[0] == CollectionLine{.member = "asha", .overdue = 4'000, .due = 10'000, .savings = 2'000});
  CHECK(sheet.lines[1] ==
        CollectionLine{.member = "meena", .overdue = 5'000, .due = 5'000, .fines = 500, .savings = 2'000});
  CHECK(sheet.lines[2] == CollectionLine{.member = "rani", .savings = 2'000});
  CHECK(sheet.total() == 305 * INR);

  CHECK(to_table(sheet) ==
        "Collection sheet of lotus, 2026-01-19, in INR\n\n"
        "member                  overdue  due today      fines    savings      to pay\n"
        "asha                      40.00     100.00       0.00      20.00      160.00\n"
        "meena                     50.00      50.00       5.00      20.00      125.00\n"
        "rani                       0.00       0.00       0.00      20.00       20.00\n"
        "all                       90.00     150.00       5.00      60.00      305.00\n");
  CHECK(to_csv(sheet) ==
        "member,overdue,due,fines,savings,total,owes_peers\r\n"
        "asha,40.00,100.00,0.00,20.00,160.00,0.00\r\n"
        "meena,50.00,50.00,5.00,20.00,125.00,0.00\r\n"
        "rani,0.00,0.00,0.00,20.00,20.00,0.00\r\n");
}

TEST_CASE("A lump sum of the sheet's total pays each member's own due exactly") {
  Group group = test::group_of({{"asha", 1'000}, {"meena", 500}, {"rani", 0}}, founded, with_savings());
  group.record({.on = monday, .what = Meeting{.absent = {"meena"}, .calls = false}});
  const CollectionSheet sheet = group.collection_sheet(monday + 7);
  group.record({.on = monday + 7, .what = Meeting{.lump_sum = sheet.total(), .cash_counted = sheet.total()}});
  for (const CollectionLine& line : group.collection_sheet(monday + 7).lines)
    CHECK(line.overdue + line.due + line.fines == 0);
  CHECK(group.position(monday + 7).total(&MemberPosition::savings) == 6'000);
}

TEST_CASE("Names on a sheet are text, not formulas and not markup") {
  const CollectionSheet sheet{
      .group = "<b>", .on = monday, .currency = INR, .lines = {{.member = "=1+1,<script>", .due = 100}}};
  CHECK(to_csv(sheet).find("\"'=1+1,<script>\",0.00") != std::string::npos);
  CHECK(to_html(sheet).find("<script>") == std::string::npos);
  CHECK(to_html(sheet).find("&lt;b&gt;") != std::string::npos);
}

TEST_CASE("Every line of the table stays within 80 columns") {
  const CollectionSheet sheet{.group = "lotus",
                              .on = monday,
                              .currency = INR,
                              .lines = {{.member = std::string(128, 'x'), .overdue = 99'999'999, .due = 99'999'999}}};
  const std::string text = to_table(sheet);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    CHECK(end - at <= 80);
    at = end + 1;
  }
}

TEST_CASE("A center is the sum of its groups, as of any day") {
  const Group lotus = test::group_of({{"asha", 1'000}, {"meena", 500}}, founded);
  const Group jasmine = test::group_of({{"zara", 300}}, founded, test::group_terms("jasmine"));
  const Group rose = test::group_of({}, founded, test::group_terms("rose"));
  Center center{.id = "riverside", .rules = {.kind = GroupKind::center, .currency = INR, .max_size = 2}};
  join(center, lotus, founded);
  join(center, jasmine, monday);
  const Group* const groups[] = {&jasmine, &lotus};

  CHECK(groups_on(center, founded) == std::vector<std::string>{"lotus"});
  CHECK(position_of(center, groups, founded) ==
        CenterPosition{.as_of = founded, .groups = 1, .members = 2, .outstanding = 150'000});
  CHECK(position_of(center, groups, monday + 1) ==
        CenterPosition{.as_of = monday + 1, .groups = 2, .members = 3, .outstanding = 180'000, .overdue = 18'000});
  CHECK(collection_sheets(center, groups, monday).size() == 2);

  CHECK(test::refused([&] { join(center, rose, monday); }) == "limit_exceeded");
  leave(center, "lotus", monday + 7);
  join(center, rose, monday + 7);
  CHECK(groups_on(center, monday + 7) == std::vector<std::string>{"jasmine", "rose"});
  CHECK(test::refused([&] { leave(center, "lotus", monday + 8); }) == "invalid_state");
  CHECK(test::refused([&] { return position_of(center, groups, monday + 8); }) == "not_found");
}
