// SPDX-License-Identifier: MIT
// Three members ask for a loan on the same day. Who gets it, and what must the others do?
#include <solidarity/solidarity.hpp>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  GroupRules rules = rules::india_2022();  // households up to INR 300000.00 a year, half of it for loans
  rules.min_size = 4;
  rules.training_required = true;
  rules.limit = {.first = 10'000 * INR, .growth = 25_pct, .times_on_time = true};
  const Consequences consequences{.blocks_new_loans_after_days = 30};
  const Date today = 2026y / January / 5;

  // Asha paid nearly always on time, Meena half the time and owes more elsewhere; Rani earns too much, and is late.
  const BorrowerFacts asha{.member_since = 2024y / March / 4,
                           .trained_on = 2024y / March / 1,
                           .household_income_a_year = 120'000 * INR,
                           .obligations_a_month = 1'500 * INR,
                           .record = {.cycle = 2, .on_time = {23, 24}},
                           .group_size = 5};
  BorrowerFacts meena = asha;
  meena.record = {.cycle = 1, .on_time = {6, 12}};
  meena.obligations_a_month = 4'000 * INR;
  BorrowerFacts rani = asha;
  rani.days_past_due = rani.group_worst_days = 8;
  rani.household_income_a_year = 310'000 * INR;

  const LoanRequest request{.amount = 14'000 * INR, .installment_a_month = 1'300 * INR};
  for (const auto& [name, facts] : {std::pair{"asha", asha}, {"meena", meena}, {"rani", rani}}) {
    const auto reasons = eligibility(rules, consequences, facts, request, today);
    fmt::print("{}: {}\n", name, reasons.empty() ? "may borrow, up to" : "not today");
    if (reasons.empty()) fmt::print("  {}\n", next_limit(rules, facts.record));
    for (const Reason& reason : reasons)
      fmt::print("  {}\n    {}\n    -> {}\n", reason.fact, reason.rule, reason.remedy);
  }
}
