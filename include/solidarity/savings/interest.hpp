// SPDX-License-Identifier: MIT
// savings: accounts of members, holds on them, and the interest they earn.  docs/groups.md, section 8.
// Law: available >= -overdraft limit on every day, also after an event is entered late.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace solidarity {

// A stretch of the calendar: a week ends on Sunday, a quarter with March, June, September and December.
enum class SavingsPeriod : std::uint8_t { day = 1, week, month, quarter, year };
// The last day of the period that `day` lies in; never after 2400-12-31.
//   last_day_of(SavingsPeriod::quarter, 2026-02-10) -> 2026-03-31
[[nodiscard]] Date last_day_of(SavingsPeriod period, Date day);
[[nodiscard]] Date first_day_of(SavingsPeriod period, Date day);
[[nodiscard]] std::string_view to_text(SavingsPeriod period) noexcept;  // "month"

// What a period's interest is taken of.  Balances are those of the ends of days; a negative one counts as zero.
enum class BalanceMethod : std::uint8_t {
  daily_balance = 1,  // each day's balance, for that day
  average_balance,    // the mean of the balances, for the period
  minimum_balance,    // the least balance, for the period
  lowest_balance,     // the least balance after any transaction, lows within a day included (OpenCBS)
};

// What the days of a period before the first money count as.
enum class BeforeFirstMoney : std::uint8_t {
  left_out = 1,  // the period begins with the first money (Mifos, OpenCBS)
  zero,          // balances of zero: no minimum in the period of opening (Loan Performer)
};

// `rate` a year: a day bears rate / year_days.
struct YearlyRate {
  Rate rate;
  int year_days = 365;  // 360, 364, 365, 366; 0: 365 or 366, as the year of each day is long
  friend bool operator==(const YearlyRate&, const YearlyRate&) = default;
};
// Every whole period bears rate / parts, whatever its length: 6 % a year by months is {6_pct, month, 12}.
// A period that has not ended bears nothing yet; it counts where it ends.
struct PeriodicRate {
  Rate rate;
  SavingsPeriod period;
  int parts = 1;
  friend bool operator==(const PeriodicRate&, const PeriodicRate&) = default;
};

struct SavingsInterest {
  std::variant<YearlyRate, PeriodicRate> rate;  // required
  BalanceMethod method = BalanceMethod::daily_balance;
  SavingsPeriod posted = SavingsPeriod::month;  // at the end of each; not shorter than the period of a rate
  BeforeFirstMoney before_first_money = BeforeFirstMoney::left_out;
  Rounding rounding = Rounding::half_up;  // once a posting
  std::optional<Money> earns_from = {};   // a smaller balance, mean or minimum earns nothing
  friend bool operator==(const SavingsInterest&, const SavingsInterest&) = default;
};

// The account stood at `balance` at the end of each of `days` days from `from` on.
struct BalanceRun {
  Date from;
  std::int32_t days;
  std::int64_t balance;
  std::int64_t lowest;  // of the day `from`, after any transaction; like `balance` where nothing moved
  friend bool operator==(const BalanceRun&, const BalanceRun&) = default;
};

// The interest of runs that follow one another within one posting period, rounded once; in minor units.
// A yearly rate is taken for all days of the runs, a periodic one for the periods that end in them.
// Laws: cutting a run in two changes nothing; never negative.  Allocates nothing, but for a periodic rate of a shorter
// period than the posting.  Errors: out_of_range (runs with a gap, without a day), overflow.
//   2012-01-01 300,000 for 14 days, 200,000 for 5, 100,000 for 12, daily balance at 10 %/365: 1753.42
//   (Loan Performer online help, savings interest settings)
[[nodiscard]] std::int64_t savings_interest(std::span<const BalanceRun> runs, const SavingsInterest& terms);

// What `balance` bears in `days` days: balance x rate x days / year_days, rounded once.
//   savings_interest(1000 * INR, {10_pct, 365}, 30, Rounding::half_up) -> INR 8.22
[[nodiscard]] Money savings_interest(Money balance, const YearlyRate& rate, int days, Rounding mode);

// What an overdrawn account costs: the negative balances alone, by the day; not negative.
//   -50.00 for 73 days at 10 %/365 -> 1.00
[[nodiscard]] std::int64_t overdraft_interest(std::span<const BalanceRun> runs, const YearlyRate& rate, Rounding mode);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::SavingsPeriod> : solidarity::text_formatter<solidarity::SavingsPeriod> {};
