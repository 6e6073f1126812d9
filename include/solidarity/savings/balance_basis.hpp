// SPDX-License-Identifier: MIT
// The balance that Mifos Head takes interest of (its PrincipalCalculationStrategy), for institutions that come from it.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/wide.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstdint>
#include <span>

namespace solidarity {

// What the transactions of one day amount to.
struct BalanceChange {
  Date on;
  std::int64_t net;  // minor units
  friend bool operator==(const BalanceChange&, const BalanceChange&) = default;
};

// A period, both days included, and what moved in it: one change a day, in order of days.
struct BalancePeriod {
  Date from;
  Date through;
  std::int64_t opening = 0;            // the balance at the end of the day before
  bool first_activity_within = false;  // the first change is the first ever: what lies before it is no balance
};

// The least end-of-day balance; the opening balance counts unless the first activity lies within.
// Laws: at most the opening balance then, at most every day's.  Errors: out_of_range (a change outside, or out of order), overflow.
//   1000, then -500 and later +1000: 500        nothing before, then 12,000 and +15,000: 12,000
[[nodiscard]] std::int64_t least_balance(const BalancePeriod& period, std::span<const BalanceChange> changes);

// The mean over the days of the period of the balance with which each begins; a first activity within the period and the
// days up to it count neither above nor below.  Zero when no day is left.  Errors: as least_balance.
//   2010-08-31 to 09-30, first activity 09-01 with 1000, +1000 on 09-06 and 09-13, +500 on 09-20:
//   (5 x 1000 + 7 x 2000 + 7 x 3000 + 10 x 3500) / 29 = 2586.2
struct MeanBalance {
  wide total;         // balances x days
  std::int32_t days;  // 0: no day counts
  [[nodiscard]] std::int64_t rounded(Rounding mode) const { return days == 0 ? 0 : divide(total, days, mode); }
};
[[nodiscard]] MeanBalance mean_balance(const BalancePeriod& period, std::span<const BalanceChange> changes);

}  // namespace solidarity
