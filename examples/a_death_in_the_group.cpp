// SPDX-License-Identifier: MIT
// Rani dies, and the group hears of it two weeks later. What does the insurance pay, what her estate, and who owes whom?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  const Date founded = 2026y / January / 5;
  Group lotus({.id = "lotus",
               .rules = {.kind = GroupKind::solidarity_group, .currency = INR},
               .liability = {.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}}});
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
  // The first Monday: Sita is short, Meena and Rani pay for her, and so each may claim 765.50 of her.
  lotus.record({.on = 2026y / January / 12,
                .what = Meeting{.deposits = {{"rani", 200 * INR}},
                                .repayments = {{"meena", 1'531 * INR}, {"rani", 1'531 * INR}},
                                .cash_limit = 1'000 * INR}});

  // Credit life for up to 10,000, paid by a premium of 1 % at the start.
  Pool pool({.opened_on = founded, .opening = 15'000 * INR});
  pool.record({.on = founded,
               .what = CoverOpened{{.id = "cover-rani",
                                    .holder = "rani",
                                    .terms = {.kind = CoverKind::credit_life,
                                              .premium = PremiumPercent{1_pct},
                                              .sum_insured = InsuredOutstanding{.max = 10'000 * INR}},
                                    .start = founded,
                                    .end = 2026y / March / 9}}});
  pool.record({.on = founded, .what = PremiumReceived{"cover-rani", 120 * INR}});

  // She died on the 15th; on the 29th it is known. Nothing grows after the day of her death.
  const Date died = 2026y / January / 15;
  const Date known = 2026y / January / 29;
  const Money debt = lotus.loan("loan-rani").payoff(died).total();
  pool.record({.on = known,
               .what = ClaimFiled{.cover = "cover-rani",
                                  .event = "death-of-rani",
                                  .event_on = died,
                                  .loss = debt,
                                  .day = {.outstanding = debt, .savings = 200 * INR}},
               .id = "claim-1"});
  pool.record({.on = known, .what = ClaimApproved{"claim-1"}, .id = "approval-1"});
  pool.record({.on = known, .what = ClaimPaid{"claim-1"}});
  const Money insured = pool.position(known).claims.at("claim-1").paid;

  lotus.record({.on = died, .what = MemberDies{.member = "rani", .savings = 200 * INR, .insurance = insured}});

  const MemberPosition rani = lotus.position(known).member("rani");
  fmt::print("Rani owed on {}: {:>10}\n", died, decimal_text(debt));
  fmt::print("  the insurance pays    {:>10}\n", decimal_text(insured));
  fmt::print("  her own savings       {:>10}\n", decimal_text(200 * INR));
  fmt::print("  her estate owes       {:>10}\n\n", decimal_text(Money::of_units(rani.estate_owes, INR)));
  for (const NamedClaim& claim : lotus.claims(known))
    fmt::print("{:<13} may claim {:>7} of {}\n", claim.by, decimal_text(Money::of_units(claim.open, INR)),
               claim.debtor);
  fmt::print("\nThe next call asks Meena alone for Sita: members are");
  for (const std::string& id : lotus.members(known)) fmt::print(" {}", id);
  fmt::print("\n");
}
