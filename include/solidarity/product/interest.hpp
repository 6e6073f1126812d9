// SPDX-License-Identifier: MIT
// product: what was agreed. Terms are values; contradictory terms cannot be priced.
#pragma once

#include <solidarity/calendar/day_count.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace solidarity {

enum class InterestMethod : std::uint8_t {
  declining = 1,  // on the balance still owed
  flat,           // on the original principal for the whole term
};

// The period of a quoted rate: 2 % a month is {.rate = 2_pct, .per = RatePeriod::month}.
enum class RatePeriod : std::uint8_t { year = 1, month, week, day, installment, term };

enum class RateKind : std::uint8_t {
  nominal = 1,  // a period bears its linear part of the annual rate
  effective,    // a period bears (1 + rate)^t - 1
};

// Each installment period is one nominal period: a twelfth, a fifty-second of a year, whatever the calendar says.
// With `year_days` a week is 7/year_days of a year and a day 1/year_days.
struct ByPeriod {
  int year_days = 0;  // 0 (weeks 1/52, days 1/365), 360, 364 or 365
  friend bool operator==(const ByPeriod&, const ByPeriod&) = default;
};
// Real days, counted by a convention.
struct ByDay {
  DayCount day_count;
  friend bool operator==(const ByDay&, const ByDay&) = default;
};
using Accrual = std::variant<ByPeriod, ByDay>;

enum class FirstPeriod : std::uint8_t {
  nominal = 1,   // a broken first period bears one period's interest
  actual_ratio,  // scaled by actual over nominal days
};

// From `on` the annual rate is `rate`.
struct RateChange {
  Date on;
  Rate rate;
  friend bool operator==(const RateChange&, const RateChange&) = default;
};

struct InterestTerms {
  InterestMethod method;  // required
  Rate rate;              // required
  RatePeriod per = RatePeriod::year;
  Accrual accrual = ByPeriod{};
  RateKind kind = RateKind::nominal;
  std::optional<Date> from = {};  // first day that bears interest, when not the disbursement
  FirstPeriod first_period = FirstPeriod::nominal;
  std::optional<YearFraction> first_period_years =
      {};  // or the length of a broken first period, as the parties counted it
  std::vector<RateChange> changes = {};
  bool capitalise_in_grace = false;  // interest of `grace.interest_payment` joins the balance

  friend bool operator==(const InterestTerms&, const InterestTerms&) = default;
};

}  // namespace solidarity
