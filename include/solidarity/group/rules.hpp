// SPDX-License-Identifier: MIT
// What a group agrees on about itself. What follows from a default stands in JointLiability (liability/terms.hpp).
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

struct JointLiability;
struct LoanTerms;
struct SavingsTerms;

enum class GroupKind : std::uint8_t {
  solidarity_group = 1,
  joint_liability_group,
  center,  // of groups: its size counts groups
  village_bank,
  self_help_group,
  vsla,
  rosca,
};
[[nodiscard]] std::string_view to_text(GroupKind kind) noexcept;

// The most that a member's next loan may be (incentives.hpp): first x (1 + growth)^cycle x the shares that count,
// rounded down once, and at most `max` and the multiple of her savings.
struct LimitRules {
  std::optional<Money> first = {};      // of her first loan; no limit by cycle when absent
  Rate growth = Rate::zero();           // with each closed cycle: 20_pct makes 1000, 1200, 1440
  std::optional<Money> max = {};        // whatever the cycle
  bool times_on_time = false;           // her own share of installments paid on time
  bool times_group_on_time = false;     // that of the group
  bool times_attendance = false;        // her share of meetings attended
  std::optional<Rate> of_savings = {};  // 400_pct: at most four times what she has saved
  friend bool operator==(const LimitRules&, const LimitRules&) = default;
};

// Loans handed out in parts: 2, 2, 1 is two members first, two more later, then the last.
struct Staggering {
  std::vector<int> pattern;  // members of each part, in the order that the group chose
  int gap_meetings = 0;      // at least so many from the last loan of one part to the first of the next
  friend bool operator==(const Staggering&, const Staggering&) = default;
};

// A product that members may take; all of them when a group names none.
struct ProductRule {
  std::string name;
  std::optional<Rate> max_members = {};  // 40_pct: at most that part of the members has one at a time
  friend bool operator==(const ProductRule&, const ProductRule&) = default;
};

// From when a member may borrow outside the group.
struct Graduation {
  int cycles;                   // closed
  Rate on_time = Rate::zero();  // and at least this share paid on time
  friend bool operator==(const Graduation&, const Graduation&) = default;
};

// Every rule is optional; what is left out does not bind.  docs/groups.md, section 2.
//   GroupRules{.kind = GroupKind::solidarity_group, .currency = INR, .min_size = 5, .max_size = 5}
struct GroupRules {
  GroupKind kind;     // required
  Currency currency;  // required: of every amount here, and of the group's money

  // ---- who may join
  std::optional<int> min_size = {};  // below it the group is forming, and lends nothing
  std::optional<int> max_size = {};
  bool one_per_household = false;
  bool no_relatives = false;
  bool one_membership = false;  // of one group at a time
  bool one_village = false;
  bool one_activity = false;
  std::optional<int> min_age = {};  // completed years, on the day of joining and of each loan
  std::optional<int> max_age = {};

  // ---- how it decides
  std::vector<std::string> officers = {};  // the offices it fills: "chair", "treasurer"
  std::optional<int> term_days = {};       // of an office; until the next election when absent
  std::optional<Rate> quorum = {};         // of the members who must vote

  // ---- who may borrow
  bool training_required = false;
  int probation_days = 0;  // from her joining to her first loan
  int group_min_days = 0;  // from the founding of the group to its first loan
  std::optional<Rate> min_attendance = {};
  std::optional<Money> household_income_cap_a_year = {};
  std::optional<Rate> obligations_cap = {};  // all monthly obligations, the new loan's too, of the monthly income
  LimitRules limit = {};
  std::optional<Money> exposure_max_member = {};  // what one owes here, the new loan included
  std::optional<Money> exposure_max_group = {};
  std::optional<int> max_loans_at_once = {};
  std::vector<ProductRule> products = {};
  std::optional<Staggering> staggering = {};

  // ---- what meetings ask
  std::optional<Money> absence_fine = {};
  std::optional<Money> lateness_fine = {};
  std::optional<Money> savings_per_meeting = {};  // compulsory
  std::optional<Rate> savings_of_principal = {};  // and this part of her outstanding principal
  bool excess_becomes_savings = false;            // of a lump sum; refused when false
  bool liens_allowed = true;                      // savings and pledges may be held for a loan

  // ---- what it gives
  std::optional<Rate> punctuality_rebate = {};  // of the interest paid in a period in which nobody was late
  std::optional<Graduation> graduation = {};
  friend bool operator==(const GroupRules&, const GroupRules&) = default;
};

// Every reason why no group can live by `rules`, most basic first: lists of more than 1000; sizes, ages, days, parts and
// percentages out of range; amounts not above zero or in another currency; offices or products twice; what contradicts:
// a minimum above its maximum, a pattern that leaves members out, savings in proportion to a loan without liens.
//   {contradictory_terms, "/min_size", "/min_size contradicts /max_size: nothing is 6 to 5"}
[[nodiscard]] Problems validate(const GroupRules& rules);

// Without liens_allowed: the layers of `liability` that would take savings or pledges ("/layers/1").
[[nodiscard]] Problems check_liability(const GroupRules& rules, const JointLiability& liability);
// ... savings that only a hold or closing lets out ("/compulsory"), and another currency ("/currency").
[[nodiscard]] Problems check_savings(const GroupRules& rules, const SavingsTerms& terms);
// ... savings collected with a loan ("/compulsory_savings"), and another currency ("/principal").
[[nodiscard]] Problems check_loan(const GroupRules& rules, const LoanTerms& terms);

// What a member saves at a meeting: the fixed amount + R(part of her outstanding principal), R half up to the minor unit.
// Minor units.  Errors: out_of_range (a principal below zero), overflow.
//   10.00 a meeting and 1 % of a principal of 1234.50  ->  10.00 + 12.35
[[nodiscard]] std::int64_t compulsory_savings(const GroupRules& rules, std::int64_t outstanding_principal);

// Rules as they are known from the field or asked by an authority, each with its day and source in src/group/presets.cpp.
// Change what differs:  GroupRules ours = rules::grameen(BDT);  ours.absence_fine = 10 * BDT;
namespace rules {
[[nodiscard]] GroupRules grameen(Currency currency);         // groups of five, 2-2-1
[[nodiscard]] GroupRules grameen_center(Currency currency);  // up to ten of them
[[nodiscard]] GroupRules nabard_jlg();                       // India: joint liability groups of 4 to 10
[[nodiscard]] GroupRules nabard_shg();                       // India: self-help groups of 10 to 20
[[nodiscard]] GroupRules vsla(Currency currency);            // 10 to 25 who lend their own savings
[[nodiscard]] GroupRules india_2022(GroupRules ours);        // on top of ours.  Errors: currency_mismatch (not INR)
[[nodiscard]] GroupRules india_2022();                       // India: microfinance loans, whatever the group
[[nodiscard]] GroupRules mifos_group(Currency currency);  // what an installation of Mifos asks when it is told nothing
}  // namespace rules

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::GroupKind> : solidarity::text_formatter<solidarity::GroupKind> {};
