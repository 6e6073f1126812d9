// SPDX-License-Identifier: MIT
#include <solidarity/core/wide.hpp>
#include <solidarity/group/incentives.hpp>

#include <fmt/core.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <limits>

namespace solidarity {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::int64_t most_units = std::numeric_limits<std::int64_t>::max();
constexpr int most_cycles = 1000;

void check(std::string_view what, Tally tally) {
  if (tally.good < 0 || tally.good > tally.all)
    refuse(ErrorCode::out_of_range, fmt::format("/{}", what),
           fmt::format("{} of {}; from none up to all of them", tally.good, tally.all));
}

void check(const LimitRecord& record) {
  if (record.cycle < 0 || record.cycle > most_cycles)
    refuse(ErrorCode::out_of_range, "/cycle", fmt::format("{}; the range is 0 to {}", record.cycle, most_cycles));
  check("on_time", record.on_time);
  check("group_on_time", record.group_on_time);
  check("attendance", record.attendance);
  if (record.savings < 0)
    refuse(ErrorCode::out_of_range, "/savings", fmt::format("{} minor units; zero or more", record.savings));
}

void check(const LimitRules& rules) {
  const bool no_rate = rules.growth < Rate::zero() || rules.of_savings.value_or(Rate::zero()) < Rate::zero();
  const bool no_amount = (rules.first && rules.first->is_negative()) || (rules.max && rules.max->is_negative());
  if (no_rate || no_amount)
    refuse(ErrorCode::out_of_range, "/limit", "an amount or a rate below zero; what limits a loan is zero or more");
}

// first x (1 + growth)^cycle x the tallies: numbers of any size, rounded once.
Money by_cycle(const NextLimit& limit) {
  const cpp_int grown = cpp_int(limit.growth.ticks()) + Rate::one;
  const cpp_int common = gcd(grown, cpp_int(Rate::one));
  const auto exponent = static_cast<unsigned>(limit.cycle);
  cpp_int numerator = limit.first->units() * pow(cpp_int(grown / common), exponent);
  cpp_int denominator = pow(cpp_int(Rate::one / common), exponent);
  for (const Tally tally : {limit.on_time, limit.group_on_time, limit.attendance}) {
    if (tally.all == 0) continue;
    numerator *= tally.good;
    denominator *= tally.all;
  }
  const cpp_int units = numerator / denominator;
  return Money::of_units(units > most_units ? most_units : static_cast<std::int64_t>(units), limit.first->currency());
}

Money by_savings(Rate multiple, std::int64_t savings, Currency currency) {
  const wide units = wide{savings} * multiple.ticks() / Rate::one;
  return Money::of_units(units > most_units ? most_units : static_cast<std::int64_t>(units), currency);
}

void take_least(NextLimit& limit, LimitedBy by, const std::optional<Money>& amount) {
  if (!amount || (limit.amount && *limit.amount <= *amount)) return;
  limit.amount = amount;
  limit.by = by;
}

// ---- Text

std::string factor(Tally tally, std::string_view what) {
  return tally.all == 0 ? std::string() : fmt::format(" x {}/{} {}", tally.good, tally.all, what);
}

std::string product_text(const NextLimit& limit) {
  std::string text = to_text(*limit.first);
  if (limit.cycle > 0 && !limit.growth.is_zero()) {
    text += fmt::format(" x {}", Rate::of_ticks(Rate::one + limit.growth.ticks()));
    if (limit.cycle > 1) text += fmt::format("^{}", limit.cycle);
  }
  text += factor(limit.on_time, "on time") + factor(limit.group_on_time, "of the group on time") +
          factor(limit.attendance, "attended");
  if (text.find(" x ") != std::string::npos) text += fmt::format(" = {}", *limit.by_cycle);
  return text;
}

}  // namespace

bool reaches(Tally tally, Rate share) {
  check("tally", tally);
  return wide{tally.good} * Rate::one >= wide{tally.all} * share.ticks();
}

std::string_view to_text(LimitedBy by) noexcept {
  switch (by) {
    case LimitedBy::nothing: return "nothing";
    case LimitedBy::cycle: return "cycle";
    case LimitedBy::max: return "max";
    case LimitedBy::savings: return "savings";
  }
  return "?";
}

NextLimit next_limit(const LimitRules& rules, Currency currency, const LimitRecord& record) {
  check(rules);
  check(record);
  NextLimit limit{.by = LimitedBy::nothing,
                  .amount = {},
                  .first = rules.first,
                  .growth = rules.growth,
                  .cycle = record.cycle,
                  .on_time = rules.times_on_time ? record.on_time : Tally{},
                  .group_on_time = rules.times_group_on_time ? record.group_on_time : Tally{},
                  .attendance = rules.times_attendance ? record.attendance : Tally{},
                  .by_cycle = {},
                  .max = rules.max,
                  .by_savings = {}};
  if (limit.first) limit.by_cycle = by_cycle(limit);
  if (rules.of_savings) limit.by_savings = by_savings(*rules.of_savings, record.savings, currency);
  take_least(limit, LimitedBy::cycle, limit.by_cycle);
  take_least(limit, LimitedBy::max, limit.max);
  take_least(limit, LimitedBy::savings, limit.by_savings);
  return limit;
}

std::string to_text(const NextLimit& limit) {
  if (limit.by == LimitedBy::nothing) return "no limit";
  std::string text = limit.first ? product_text(limit) : std::string();
  const auto cap = [&](const std::optional<Money>& amount, std::string_view why) {
    if (amount) text += fmt::format("{}at most {}{}", text.empty() ? "" : ", ", *amount, why);
  };
  cap(limit.max, "");
  cap(limit.by_savings, " by her savings");
  return text;
}

}  // namespace solidarity
