// SPDX-License-Identifier: MIT
// Sita brings nothing. Who pays for her, how much, and what does she owe to whom afterwards?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  Group lotus({
      .id = "lotus",
      .rules = {.kind = GroupKind::solidarity_group, .currency = INR},
      .liability = {.regime = JointAndSeveral{},
                    .layers = {CoverLayer::own_savings(), CoverLayer::peers(CoverSource::savings, CoverSource::cash)}},
  });
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

  const Date monday = 2026y / January / 12;
  lotus.record({.on = monday,
                .what = Meeting{.deposits = {{"meena", 100 * INR}, {"sita", 31 * INR}},
                                .repayments = {{"meena", 1'531 * INR}, {"rani", 1'531 * INR}},
                                .cash_limits = {{"meena", 500 * INR}, {"rani", 2'000 * INR}}},
                .id = "m1"});

  // The meeting wrote down who gave what.
  fmt::print("{:<8} {:<12} {:<8} {:<8} {:>9}\n", "for", "layer", "by", "from", "amount");
  for (const MeetingCover& cover : *std::get<Meeting>(lotus.event("m1").what).covers)
    fmt::print("{:<8} {:<12} {:<8} {:<8} {:>9}\n", cover.debtor, to_text(cover.kind), cover.by,
               cover.source ? to_text(*cover.source) : "savings", decimal_text(cover.amount));

  // The lender sees three loans paid in full; what Sita owes now, she owes to Meena and Rani.
  const GroupPosition now = lotus.position(monday);
  fmt::print("\nSita is overdue {} and due {}; she owes her peers {}\n", now.member("sita").overdue,
             now.member("sita").due, Money::of_units(now.member("sita").payable, INR));
  for (const NamedClaim& claim : lotus.claims(monday))
    fmt::print("  {} may claim {} of {}\n", claim.by, Money::of_units(claim.open, INR), claim.debtor);
}
