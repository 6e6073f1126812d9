// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/disclosure/irr.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace solidarity {

// The whole periods in which the EU's rule counts an interval.
enum class EuPeriod : std::uint8_t { week = 1, month, year };
[[nodiscard]] EuPeriod parse_eu_period(
    std::string_view text);  // "week", "month", "year", also "1 month".  Errors: malformed_document
[[nodiscard]] std::string_view to_text(EuPeriod period) noexcept;

// whole periods + days / days_in_year
struct EuInterval {
  EuPeriod period;
  int whole;         // "regular_periods" on the wire
  int days;          // left over
  int days_in_year;  // 365 or 366: of the year that ends where the left-over days end
  [[nodiscard]] double years() const noexcept;
};

// The time from `from` to `to` by 2011/90/EU, remark (c): whole periods are counted back from `to`, then the days that are left,
// the first excluded; a year has 52 weeks or 12 equal months.  `schedule_day` as for reg_z_interval.
// Errors: out_of_range (to before from).
//   2013-01-12 -> 2013-02-15 by months: 1 and 3/366 (the year back from 15 January 2013 contains 29 February 2012)
[[nodiscard]] EuInterval eu_interval(Date from, Date to, EuPeriod period, std::optional<int> schedule_day = {});

// The period in which the payments of a credit recur: years when all gaps between payment days are whole years, months when most
// are whole months, weeks when most are whole weeks, else months.
[[nodiscard]] EuPeriod eu_period(std::span<const DatedFlow> flows);

struct EuResult {
  double aprc_percent;  // effective, annual; shown with rounded_text(aprc_percent, 1), remark (d)
  EuPeriod period;
  std::vector<double> roots;  // every rate that fits, in percent, ascending
};

// The annual percentage rate of charge: sum C (1 + X)^-t = sum D (1 + X)^-s, times in years from the first drawdown, earlier
// fees at negative times.  Amounts received by the borrower have one sign, amounts paid the other: the sign of the last flow is
// that of a payment.  Directives 2008/48/EC, 2014/17/EU, (EU) 2023/2225 with the same equation.
// Errors: no_rate, overflow.
//   200000 less 4000, 240 x 1433.57 from 1 month and 3/365 on  ->  6.434185
[[nodiscard]] EuResult eu_aprc(std::span<const DatedFlow> flows, std::optional<EuPeriod> period = {});

// The same with times in years that the caller has counted.
[[nodiscard]] EuResult eu_aprc(std::span<const RegularFlow> flows_in_periods, double periods_per_year);

}  // namespace solidarity
