// SPDX-License-Identifier: MIT
// Five friends each put KES 1000 in the pot every month, and a lottery says in which month it is whose.
// Nobody earns and nobody pays interest: who is early has a loan of the others, who is late has saved.
#include <solidarity/solidarity.hpp>

#include <fmt/format.h>

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::KES;

int main() {
  Rosca circle(
      {.opened_on = 2026y / January / 1,
       .contribution = 1'000 * KES,
       .members = {"Amina", "Beth", "Chep", "Dalia", "Esther"},
       .rotation = RotationLottery{2026}});  // the seed, drawn in front of all: the same order on every machine
  const std::vector<std::string> order = rosca_order(circle.terms());
  fmt::print("the lottery: {}\n\n", fmt::join(order, ", "));

  // Before the first round each puts down a hundred, so that a month missed does not hurt another at once.
  for (const std::string& name : order)
    circle.record({.on = 2026y / January / 2, .what = RoscaDeposited{name, 100 * KES}});

  for (int month = 1; month <= 5; ++month) {
    RoscaRound round{.round = month};
    if (month == 4) round.missed = {{order[0], 400 * KES}};  // the first, who had the pot, brings only 400
    const Date on = Date::of(2026, month, 3);
    circle.record({.on = on, .what = round});
    const RoscaRoundReport held = circle.position(on).rounds.back();
    fmt::print("{}  {:<7} takes {}", on, held.taker, held.pot);
    if (!held.missed.is_zero())
      fmt::print("  ({} missed, {} covered)", decimal_text(held.missed), decimal_text(held.covered));
    fmt::print("\n");
  }

  // 600 were missing. Her own deposit gave 100, and so did that of her guarantor, who now has a claim on her;
  // the pot was smaller by the rest, which she owes to the friend who took it.
  const std::string& late = order[0];
  const RoscaPosition may = circle.position(2026y / May / 3);
  fmt::print("\n{} owes {}:\n", late, may.owed_by(late));
  for (const std::string& name : order)
    if (const Money claim = may.claimed_by(name); !claim.is_zero()) fmt::print("  {:<7} {:>10}\n", name, claim);

  // In June she pays. Whoever stood in for her has her money back.
  circle.record({.on = 2026y / June / 1, .what = RoscaRepaid{late, may.owed_by(late)}});
  const RoscaPosition end = circle.position(2026y / June / 1);
  fmt::print("\n{:<8}{:>6}{:>10}{:>10}{:>10}{:>14}\n", "", "round", "paid", "pot", "deposit", "had back");
  for (const auto& [name, member] : end.members)
    fmt::print("{:<8}{:>6}{:>10}{:>10}{:>10}{:>14}\n", name, member.took_in, decimal_text(member.paid),
               decimal_text(member.pot), decimal_text(member.collateral), decimal_text(member.recovered));
}
