// SPDX-License-Identifier: MIT
// disclosure: what a loan truly costs, as the rates that laws and spreadsheets define.
// Nouns: cash flows, their internal rate of return, nominal APR, EIR, the APR of Regulation Z, of the EU and of India's key
// facts statement, flat equivalents, the time-value functions.  Law: the returned rate brackets the root (S10).
//
// The names on the wire (`solidarity rates`) are
//   irr_per_period      irr(flows).rate, a fraction                  xirr_percent        100 x xirr(flows).rate
//   apr_percent         nominal_apr_percent(irr, periods per year)   reg_z_apr_percent   reg_z_apr(...).apr_percent
//   eir_percent         eir_percent(irr, periods per year)           aprc_percent        eu_aprc(...).aprc_percent
//   roots               RateResult::roots, when there is more than one
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/day_count.hpp>
#include <solidarity/money/money.hpp>

#include <span>
#include <string>
#include <vector>

namespace solidarity {

// An amount on a day.  Money received is of one sign, money paid of the other; which is which never matters to a rate.
// The unit does not matter either, but is the same for all; whole minor units are exact, so that rates near zero
// and roots that lie close together come out right.
struct DatedFlow {
  Date on;
  double amount;
};

// `count` equal amounts at the times at, at + 1, ..., in periods.  `at` may be fractional and compounds as (1 + i)^-at,
// and negative: before the reference day.
struct RegularFlow {
  double at;
  double amount;
  int count = 1;
};

// The same from money, in whole minor units.
[[nodiscard]] DatedFlow flow_on(Date on, Money amount);
[[nodiscard]] RegularFlow flow_at(double at, Money amount, int count = 1);

// Decimal texts in one common unit: the amounts times the smallest power of ten that makes all of them whole, when that fits
// a double exactly; otherwise the nearest doubles.  Grammar: Decimal::parse.  Errors: invalid_amount, out_of_range.
//   whole_amounts({"-1000.00", "86.5"})  ->  -10000, 865
[[nodiscard]] std::vector<double> whole_amounts(std::span<const std::string> texts);

// The value at time 0 (the first listed date) when `rate` is earned per period (year).
// Errors: out_of_range (rate <= -1, an amount that is not finite, a count below 1), limit_exceeded (over 100,000 flows).
//   36 payments of 33.61 at 12.60 % / 12  ->  1003.235366  (Regulation Z, appendix J (b)(9))
[[nodiscard]] double present_value(std::span<const RegularFlow> flows, double rate);
[[nodiscard]] double present_value(std::span<const DatedFlow> flows, double rate,
                                   DayCount convention = DayCount::actual_365, const DayCountContext& context = {});

}  // namespace solidarity
