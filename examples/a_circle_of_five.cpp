// SPDX-License-Identifier: MIT
// Five women found a group, borrow, and meet on Mondays. What is asked for, what comes, and how does everybody stand?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  Group lotus({
      .id = "lotus",
      .rules = {.kind = GroupKind::solidarity_group,
                .currency = INR,
                .min_size = 5,
                .max_size = 5,
                .lateness_fine = 5 * INR,
                .savings_per_meeting = 20 * INR},
      .liability = {.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}},
  });

  const Date founded = 2026y / January / 5;
  const std::string women[] = {"asha", "meena", "rani", "sita", "uma"};
  for (const std::string& id : women) lotus.record({.on = founded, .what = MemberJoins{{.id = id}}});
  for (const std::string& id : women)
    lotus.record({.on = founded,
                  .what = LoanGranted{{.id = fmt::format("loan-{}", id),
                                       .member = id,
                                       .terms = {.principal = 1'000 * INR,
                                                 .disbursed_on = founded,
                                                 .interest = {.method = InterestMethod::flat, .rate = 20_pct},
                                                 .repayments = {.count = 10, .every = weekly},
                                                 .rounding = ExactRounding{.installment_multiple = 1 * INR}}}}});

  // Before the meeting: the sheet that the treasurer takes along.
  const Date monday = 2026y / January / 12;
  const CollectionSheet sheet = lotus.collection_sheet(monday);
  fmt::print("{}\n", to_table(sheet));

  // After it: one fact. All that the sheet asks for, in one bag, and five from Uma, who came late.
  lotus.record(
      {.on = monday, .what = Meeting{.late = {"uma"}, .lump_sum = sheet.total() + 5 * INR, .cash_counted = 625 * INR}});

  const GroupPosition now = lotus.position(monday);
  for (const MemberPosition& member : now.members)
    fmt::print("{:<6} owes {:>8}  saved {:>6}\n", member.id, decimal_text(Money::of_units(member.outstanding, INR)),
               decimal_text(Money::of_units(member.savings, INR)));
  fmt::print("{:<6} owes {:>8}  saved {:>6}  social fund {}\n", "all",
             decimal_text(Money::of_units(now.total(&MemberPosition::outstanding), INR)),
             decimal_text(Money::of_units(now.total(&MemberPosition::savings), INR)),
             decimal_text(Money::of_units(now.social_fund, INR)));
}
