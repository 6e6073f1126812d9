// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/text.hpp>
#include <solidarity/disclosure/cash_flow.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

// A unit-period of 12 CFR 1026, appendix J: a number of days, weeks or months, a semimonth or a year.
struct UnitPeriod {
  enum class Span : std::uint8_t { day = 1, week, semimonth, month, year };
  Span span;
  int count = 1;

  friend bool operator==(const UnitPeriod&, const UnitPeriod&) = default;
};

// "1 week", "4 week", "1 month", "semimonth" or "1/2 month", "year" or "12 month"; the count may be left out.
// Errors: malformed_document (grammar), out_of_range (longer than a year).
[[nodiscard]] UnitPeriod parse_unit_period(std::string_view text);
[[nodiscard]] std::string to_text(UnitPeriod unit);

// (b)(5): 365/k for days, 52/k for weeks, 24, 12/k for months, 1.
[[nodiscard]] double unit_periods_per_year(UnitPeriod unit);

// Whole unit-periods and what is left over: the fraction is odd / divisor.
struct UnitPeriodInterval {
  int whole;        // "t" on the wire
  int odd;          // "odd_days": days, or months when `odd_months`
  int divisor;      // "divisor_days"
  bool odd_months;  // a unit-period of a year with a whole number of months left over: odd / 12
  [[nodiscard]] double fraction() const noexcept { return static_cast<double>(odd) / divisor; }
};

// The number of unit-periods from `from` to `to` by the rule (b)(5): days are 24-hour intervals, months are counted back from
// the later date, the odd days forward from the earlier one.  `schedule_day` is the day of the month of the series that `to`
// belongs to, 31 for month ends; without it, it is the day of `to`, or that of `from` when `to` is the last day of a shorter month.
// Errors: out_of_range (to before from).
//   1978-02-10 -> 1978-04-01 by months: 1 and 19/30        1978-01-10 -> 1978-03-01 by 2 months: 0 and 52/60
[[nodiscard]] UnitPeriodInterval reg_z_interval(Date from, Date to, UnitPeriod unit,
                                                std::optional<int> schedule_day = {});

// The unit-period of a transaction by (b)(3): the most frequent common period up to a year, the smaller of several; without
// one the average of all periods to the nearest standard interval (a tie goes to the lower); for one advance and one payment
// the term, up to a year.  Amounts do not matter but for their sign.
// Errors: no_rate (no advance or no payment).
[[nodiscard]] UnitPeriod reg_z_unit_period(std::span<const DatedFlow> flows);

// `count` amounts at t + f, t + 1 + f, ... unit-periods after the first advance; only t compounds, f bears simple interest.
struct RegZFlow {
  double amount;  // above zero
  int t = 0;
  double f = 0;  // 0 <= f < 1
  int count = 1;
};

struct RegZTransaction {
  std::vector<RegZFlow> advances;
  std::vector<RegZFlow> payments;
  double unit_periods_per_year;
};

struct RegZResult {
  double apr_percent;            // 100 w i: "reg_z_apr_percent"
  double rate_per_unit_period;   // i
  double unit_periods_per_year;  // w
  std::vector<double> roots;     // every APR that fits, in percent, ascending
};

// The annual percentage rate of closed-end credit by the general equation of appendix J (b)(8):
//   sum of A / ((1 + e i)(1 + i)^q) = sum of P / ((1 + f i)(1 + i)^t),   APR = 100 w i.
// With several roots the one nearest to zero.  Accurate to every digit of a double; (b)(9)(ii) asks for two decimals.
// Errors: no_rate, out_of_range (amount <= 0, t < 0, f outside [0, 1), w <= 0, count < 1), limit_exceeded.
//   5000 repaid by 24 monthly payments of 230  ->  9.69        (appendix J (c)(1)(i))
[[nodiscard]] RegZResult reg_z_apr(const RegZTransaction& transaction);

// The dated transaction in unit-periods: advances are the flows of the sign of the earliest one, time runs from it.
// One advance and one payment less than a year apart: one unit-period, 12/months or 365/days of them a year ((b)(5)(vi), (vii)).
[[nodiscard]] RegZTransaction reg_z_transaction(std::span<const DatedFlow> flows);
[[nodiscard]] RegZResult reg_z_apr(std::span<const DatedFlow> flows);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::UnitPeriod> : solidarity::text_formatter<solidarity::UnitPeriod> {};
