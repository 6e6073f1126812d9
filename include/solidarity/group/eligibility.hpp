// SPDX-License-Identifier: MIT
// May this member borrow that amount today?  docs/groups.md, section 2.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/group/incentives.hpp>
#include <solidarity/group/rules.hpp>
#include <solidarity/liability/terms.hpp>
#include <solidarity/loan/position.hpp>
#include <solidarity/money/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

class Schedule;

struct LoanRequest {
  Money amount;  // required
  std::string product = {};
  std::optional<Money> installment_a_month = {};  // what she would repay a month: largest_month of the plan
  friend bool operator==(const LoanRequest&, const LoanRequest&) = default;
};

// A member and her group on the day of the question; amounts without a currency are minor units of the rules' currency.
// What is left out is not known, or has not happened.
struct BorrowerFacts {
  std::optional<Date> member_since = {};  // nothing: no member on that day
  std::optional<Date> born_on = {};
  std::optional<Date> trained_on = {};
  std::optional<Money> household_income_a_year = {};
  std::optional<Money> obligations_a_month = {};  // of the household, elsewhere and here, without the new loan
  LimitRecord record = {};                        // cycle, on time, attendance, savings
  int days_past_due = 0;
  std::int64_t exposure = 0;   // what she owes here
  int open_loans = 0;          // open_loans() of hers
  bool has_defaulted = false;  // written off, or others had to pay for her
  bool is_excluded = false;    // by a resolution, or expelled before
  bool is_released = true;     // her part of a staggered round (staggering.hpp)
  int group_size = 0;          // members on that day
  std::optional<Date> group_since = {};
  int group_worst_days = 0;         // days past due of the latest member
  std::int64_t group_exposure = 0;  // what all members owe here
  bool group_has_defaulted = false;
  int others_with_product = 0;  // other members who have a loan of the product asked for
  friend bool operator==(const BorrowerFacts&, const BorrowerFacts&) = default;
};

// In the order in which reasons are given.
enum class ReasonKind : std::uint8_t {
  currency = 1,   // another one than the group's
  amount,         // not above zero
  no_members,     // an empty group
  group_size,     // below the minimum or above the maximum
  group_age,      // founded too short a time ago
  membership,     // no member on that day
  excluded,       // by a resolution, or expelled before
  probation,      // a member for too short a time
  training,       // not completed
  age,            // too young, too old, not known
  income,         // of the household: above the cap, not known
  obligations,    // above the cap, not known
  attendance,     // too few meetings
  own_arrears,    // past due herself
  group_arrears,  // somebody is, and the consequences block
  own_default,    // and the consequences exclude
  group_default,
  loans_at_once,    // as many open as allowed
  turn,             // her part of a staggered round is not released
  product,          // not one of the group's
  product_mix,      // enough members have it
  cycle_limit,      // more than her next limit
  member_exposure,  // more than one may owe
  group_exposure,   // more than all may owe
};
[[nodiscard]] std::string_view to_text(ReasonKind kind) noexcept;
// group_size, loans_at_once, product_mix, the limits and exposures are limit_exceeded; currency is currency_mismatch;
// amount, age, income, obligations out_of_range; product not_found; everything else invalid_state.
[[nodiscard]] ErrorCode code_of(ReasonKind kind) noexcept;

// Why not: the fact with its values, the rule with its own, and what would help.
//   {cycle_limit, "INR 1500.00 is asked for", "her limit: INR 1000.00 x 120%^2 = INR 1440.00",
//    "ask for at most INR 1440.00"}
struct Reason {
  ReasonKind kind;
  std::string fact;
  std::string rule;
  std::string remedy;
  friend bool operator==(const Reason&, const Reason&) = default;
};
[[nodiscard]] std::string to_text(const Reason& reason);  // "fact; rule: remedy"
[[nodiscard]] Problem problem_of(const Reason& reason);   // its code, the kind as field ("/cycle_limit"), its text

// Every reason why the member may not borrow on `day`, one of a kind, in the order of ReasonKind; empty: she may.
// Laws: depends on its arguments alone; each reason goes away when its own facts become good, whatever the others are;
// an amount above zero that is refused is refused when it is more.
// Errors: out_of_range (a count, an amount or days below zero), and those of next_limit.
[[nodiscard]] std::vector<Reason> eligibility(const GroupRules& rules, const Consequences& consequences,
                                              const BorrowerFacts& facts, const LoanRequest& request, Date day);

// The loans that are open: approved or active. What is closed, overpaid, written off, rejected, withdrawn, or applied
// for only, never counts.
[[nodiscard]] int open_loans(std::span<const LoanStatus> loans) noexcept;

// The most that falls due in one calendar month.  Errors: overflow.
//   150.00 each Monday from 5 January 2026 on, 8 times  ->  600.00: January has four of them
[[nodiscard]] Money largest_month(const Schedule& schedule);
// The same of a loan that runs: of what is left of its `rows` (in order of due date) that fall due on `from` or later.
[[nodiscard]] Money largest_month(std::span<const LoanRow> rows, Currency currency, Date from);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::ReasonKind> : solidarity::text_formatter<solidarity::ReasonKind> {};
template <>
struct fmt::formatter<solidarity::Reason> : solidarity::text_formatter<solidarity::Reason> {};
