// SPDX-License-Identifier: MIT
// Four women save together for a year, lend each other what is in the box, and share it out in December.
// What did each make of her savings?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::KES;

int main() {
  Vsla circle({.opened_on = 2026y / January / 7,
               .share_price = 200 * KES,
               .charge = 5_pct,  // a month, of what is still owed
               .fines = VslaFund::social_fund,
               .social_contribution = 20 * KES});
  for (const char* name : {"Amina", "Beth", "Chep", "Dalia"})
    circle.record({.on = 2026y / January / 7, .what = VslaJoined{name}});

  constexpr std::string_view row = "{:<11}{:>7}{:>11}{:>11}{:>11}{:>9}{:>12}\n";
  fmt::print(row, "meeting", "shares", "loan fund", "lent", "profit", "social", "a share is");
  for (int month = 1; month <= 12; ++month) {
    // At every meeting each buys one to five shares and gives to the social fund.
    VslaLine amina{.member = "Amina", .shares = 5, .social = true};
    VslaLine beth{.member = "Beth", .shares = month < 6 ? 3 : 4, .social = true};
    VslaLine chep{.member = "Chep", .shares = month % 3 == 0 ? 1 : 2, .social = true};
    VslaLine dalia{.member = "Dalia", .shares = 2, .social = true};

    if (month == 3) amina.loan = VslaLending{6'000 * KES, 3};  // a sewing machine
    if (month > 3 && month <= 6) amina.repaid = 2'000 * KES + (7 - month) * (100 * KES);
    if (month == 5) chep.grant = 300 * KES;                       // her child is in hospital
    if (month == 6) beth.loan = VslaLending{9'000 * KES, 3};      // seed and fertilizer
    if (month == 9) beth.repaid = 9'000 * KES + 3 * (450 * KES);  // after the harvest
    if (month == 8) beth.fined = beth.fine_paid = 50 * KES;       // came late
    if (month == 10) dalia.loan = VslaLending{4'000 * KES, 3};    // school fees
    if (month == 11) dalia.repaid = 1'200 * KES;

    const Date on = Date::of(2026, month, 7);
    circle.record({.on = on, .what = VslaMeeting{{amina, beth, chep, dalia}}});
    const VslaPosition at = circle.position(on);
    fmt::print(row, on, at.shares(), decimal_text(at.loan_fund), decimal_text(at.lent()), decimal_text(at.profit()),
               decimal_text(at.social_fund), decimal_text(at.value_of_a_share()));
  }

  // Everybody has her savings back and her part of the profit. What Dalia still owes is taken from hers.
  circle.record({.on = 2026y / December / 20, .what = VslaShareOut{}});
  const VslaPosition end = circle.position(2026y / December / 20);
  fmt::print("\n{:<8}{:>7}{:>12}{:>12}{:>12}{:>14}\n", "", "shares", "saved", "profit", "owed", "takes home");
  for (const VslaShareOutLine& line : end.share_outs.back().lines) {
    const Money saved = end.share_price * line.shares;
    fmt::print("{:<8}{:>7}{:>12}{:>12}{:>12}{:>14}\n", line.member, line.shares, decimal_text(saved),
               decimal_text(line.part - saved), decimal_text(line.set_off), decimal_text(line.paid()));
  }
  fmt::print("\nloan fund {}, social fund {}: the next year can begin\n", end.loan_fund, end.social_fund);
}
