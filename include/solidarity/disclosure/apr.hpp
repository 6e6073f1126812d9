// SPDX-License-Identifier: MIT
#pragma once

namespace solidarity {

// Rates are fractions unless the name says percent; w is the number of periods in a year.
// Every function: out_of_range for a rate <= -1 or not finite, or w <= 0; overflow for an answer that is not finite.

// 100 w i: the nominal annual rate.      nominal_apr_percent(0.03, 12)  ->  36
[[nodiscard]] double nominal_apr_percent(double rate_per_period, double periods_per_year);

// 100 ((1 + i)^w - 1): the effective annual rate.      eir_percent(0.03, 12)  ->  42.576...
[[nodiscard]] double eir_percent(double rate_per_period, double periods_per_year);

// (1 + nominal / w)^w - 1, and its inverse w ((1 + effective)^(1/w) - 1).      effective_rate(0.0525, 4)  ->  0.0535427
[[nodiscard]] double effective_rate(double nominal_annual, double periods_per_year);
[[nodiscard]] double nominal_rate(double effective_annual, double periods_per_year);

// (1 + effective)^(1/w) - 1: the rate of one period.
[[nodiscard]] double rate_per_period(double effective_annual, double periods_per_year);

// The rate per period that grows as much in a year at another frequency.      converted_rate(0.03, 12, 52)  ->  0.00684...
[[nodiscard]] double converted_rate(double rate, double from_periods_per_year, double to_periods_per_year);

// 100 x finance charge / base x periods per year: open-end credit, Regulation Z, appendix F.
//   open_end_apr_percent(5.25, 150, 12)  ->  42
[[nodiscard]] double open_end_apr_percent(double finance_charge, double base, double periods_per_year);

}  // namespace solidarity
