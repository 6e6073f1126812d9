// SPDX-License-Identifier: MIT
// Sita pays again, a little at a time. What goes to the lender, and what to those who paid for her?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

// Three weekly loans; in the first week Meena and Rani pay for Sita.
Group after_the_first_week(RecoveryOrder order) {
  Group lotus({.id = "lotus",
               .rules = {.kind = GroupKind::solidarity_group, .currency = INR},
               .liability = {.regime = JointAndSeveral{},
                             .layers = {CoverLayer::peers(CoverSource::cash)},
                             .recovery_order = order,
                             .claim_interest_per_year = 12_pct}});
  const Date founded = 2026y / January / 5;
  for (const char* id : {"meena", "rani", "sita"}) {
    lotus.record({.on = founded, .what = MemberJoins{{.id = id}}});
    lotus.record({.on = founded,
                  .what = LoanGranted{{.id = fmt::format("loan-{}", id),
                                       .member = id,
                                       .terms = {.principal = 12'000 * INR,
                                                 .disbursed_on = founded,
                                                 .interest = {.method = InterestMethod::declining, .rate = 24_pct},
                                                 .repayments = {.count = 8, .every = weekly},
                                                 .rounding = ExactRounding{.installment_multiple = 1 * INR}}}}});
  }
  lotus.record(
      {.on = 2026y / January / 12,
       .what = Meeting{.repayments = {{"meena", 1'531 * INR}, {"rani", 1'531 * INR}}, .cash_limit = 1'000 * INR}});
  return lotus;
}

}  // namespace

int main() {
  const Date monday = 2026y / January / 19;
  fmt::print("Sita owes 1531.00 this week, and Meena and Rani 765.50 each. She brings 2000.01.\n\n");
  fmt::print("{:<16} {:>11} {:>11} {:>12} {:>12}\n", "the rules say", "to lender", "to peers", "Meena, open",
             "Rani, open");
  for (const RecoveryOrder order :
       {RecoveryOrder::lender_first, RecoveryOrder::claimants_first, RecoveryOrder::pro_rata}) {
    Group lotus = after_the_first_week(order);
    const Money brings = Money::parse("2000.01", INR);
    lotus.record({.on = monday,
                  .what = Meeting{.repayments = {{"meena", 1'531 * INR}, {"rani", 1'531 * INR}, {"sita", brings}}},
                  .id = "m2"});
    const Money to_peers = *std::get<Meeting>(lotus.event("m2").what).repayments[2].to_claimants;
    const auto claims = lotus.claims(monday);
    fmt::print("{:<16} {:>11} {:>11} {:>12} {:>12}\n", to_text(order), decimal_text(brings - to_peers),
               decimal_text(to_peers), decimal_text(Money::of_units(claims[0].open, INR)),
               decimal_text(Money::of_units(claims[1].open, INR)));
  }
  fmt::print("\nOf what the peers get, the week's interest at 12 % comes first.\n");

  // The meeting was entered by mistake: everything is as before it.
  Group lotus = after_the_first_week(RecoveryOrder::lender_first);
  lotus.record({.on = monday, .what = Meeting{.repayments = {{"sita", 2'000 * INR}}, .calls = false}, .id = "m2"});
  lotus.record({.on = monday, .what = GroupReversal{"m2"}, .reason = "was a receipt of another group"});
  fmt::print("After the reversal Sita owes her peers {} again.\n",
             Money::of_units(lotus.position(monday).member("sita").payable, INR));
}
