// SPDX-License-Identifier: MIT
// What a good record brings.  docs/groups.md, section 7.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/group/rules.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

struct Consequences;

// `good` of `all`: 11 of 12 installments on time, 40 of 48 meetings attended. Of nothing yet (0 of 0) it is the whole.
struct Tally {
  std::int64_t good = 0;
  std::int64_t all = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};
// Whether good / all >= share, exactly.  Errors: out_of_range (not 0 <= good <= all).
[[nodiscard]] bool reaches(Tally tally, Rate share);

// ---- Cycles

// What became of one loan of a member.
struct LoanOutcome {
  std::optional<Date> closed_on = {};     // repaid to the last unit
  std::optional<Date> defaulted_on = {};  // written off, or others had to pay for her
  friend bool operator==(const LoanOutcome&, const LoanOutcome&) = default;
};

// Her closed loans at the end of `day`: 0 before the first is closed.
// Laws: never less on a later day, nor for more loans; the order of the loans changes nothing.
[[nodiscard]] int cycle_on(std::span<const LoanOutcome> loans, Date day);

// The closed loans that count for her next limit: cycle_on, but where a default loses the cycle only those that did not
// default and were closed after the day of the latest default.
// Law: 0 <= progress_on <= cycle_on.
[[nodiscard]] int progress_on(std::span<const LoanOutcome> loans, const Consequences& consequences, Date day);

// ---- Progressive limit

// What the limit of a member's next loan depends on.
struct LimitRecord {
  int cycle = 0;             // closed loans that count (progress_on); 0 to 1000
  Tally on_time = {};        // her installments
  Tally group_on_time = {};  // the group's
  Tally attendance = {};     // her meetings
  std::int64_t savings = 0;  // minor units
  friend bool operator==(const LimitRecord&, const LimitRecord&) = default;
};

enum class LimitedBy : std::uint8_t { nothing = 1, cycle, max, savings };
[[nodiscard]] std::string_view to_text(LimitedBy by) noexcept;

// The limit of the next loan and every factor in it. The least of those that are there is `amount`; of equals the first
// in the order cycle, max, savings is named.
struct NextLimit {
  LimitedBy by;
  std::optional<Money> amount = {};  // nothing: no limit
  std::optional<Money> first = {};
  Rate growth = Rate::zero();
  int cycle = 0;
  Tally on_time = {};  // 0 of 0 where it does not count
  Tally group_on_time = {};
  Tally attendance = {};
  std::optional<Money> by_cycle = {};  // first x (1 + growth)^cycle x the tallies, rounded down once
  std::optional<Money> max = {};
  std::optional<Money> by_savings = {};  // rounded down
  friend bool operator==(const NextLimit&, const NextLimit&) = default;
};

// Exact until the one rounding down to the minor unit; what exceeds 2^63 - 1 minor units is that much.
// Laws: 0 <= amount <= max; never less for a higher cycle, more on time, more attended, more saved.
// Errors: out_of_range (a cycle outside 0 to 1000, a tally that is none, savings below zero).
//   first 1000, growth 20 %, cycle 2, 11 of 12 on time  ->  1000 x 1.2 x 1.2 x 11/12 = 1320
[[nodiscard]] NextLimit next_limit(const LimitRules& rules, Currency currency, const LimitRecord& record);
[[nodiscard]] inline NextLimit next_limit(const GroupRules& rules, const LimitRecord& record) {
  return next_limit(rules.limit, rules.currency, record);
}

// "INR 1000.00 x 120%^2 x 11/12 on time = INR 1320.00": the factors that count, then what caps it.
[[nodiscard]] std::string to_text(const NextLimit& limit);

// Whether she may borrow outside the group from now on; never where the rules have no graduation.
// Errors: as next_limit.
[[nodiscard]] bool graduates(const GroupRules& rules, const LimitRecord& record);

// ---- Rebate on punctuality

// A member in one period: the interest she paid in it, in minor units.
struct PunctualityRecord {
  std::int64_t interest_paid = 0;
  bool was_late = false;
  friend bool operator==(const PunctualityRecord&, const PunctualityRecord&) = default;
};

// What each gets back: R(interest paid x part), once per member, when nobody was late in the period; else nothing.
// Laws: 0 <= rebate <= interest paid; one who is late costs everybody hers.
// Errors: out_of_range (a part outside 0 to 100 %, interest below zero).
//   10 % of 125 and 84  ->  13 and 8
[[nodiscard]] std::vector<std::int64_t> punctuality_rebates(Rate part, std::span<const PunctualityRecord> members,
                                                            Rounding rounding = Rounding::half_up);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::LimitedBy> : solidarity::text_formatter<solidarity::LimitedBy> {};
template <>
struct fmt::formatter<solidarity::NextLimit> : solidarity::text_formatter<solidarity::NextLimit> {};
