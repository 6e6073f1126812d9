// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/apr.hpp>

#include <solidarity/core/error.hpp>

#include <cmath>

namespace solidarity {
namespace {

void check(double rate, double periods_per_year) {
  if (!(rate > -1) || !std::isfinite(rate)) refuse(ErrorCode::out_of_range, "a rate must be a number above -1");
  if (!(periods_per_year > 0) || !std::isfinite(periods_per_year))
    refuse(ErrorCode::out_of_range, "/periods_per_year", "the number of periods in a year must be above zero");
}

double finite(double value) {
  if (!std::isfinite(value)) refuse(ErrorCode::overflow, "the rate exceeds 1.7e308");
  return value;
}

double compounded(double rate, double times) { return finite(std::expm1(times * std::log1p(rate))); }

}  // namespace

double nominal_apr_percent(double rate, double periods_per_year) {
  check(rate, periods_per_year);
  return finite(100 * periods_per_year * rate);
}

double eir_percent(double rate, double periods_per_year) {
  check(rate, periods_per_year);
  return finite(100 * compounded(rate, periods_per_year));
}

double effective_rate(double nominal_annual, double periods_per_year) {
  check(nominal_annual / periods_per_year, periods_per_year);
  return compounded(nominal_annual / periods_per_year, periods_per_year);
}

double nominal_rate(double effective_annual, double periods_per_year) {
  return finite(periods_per_year * rate_per_period(effective_annual, periods_per_year));
}

double rate_per_period(double effective_annual, double periods_per_year) {
  check(effective_annual, periods_per_year);
  return compounded(effective_annual, 1 / periods_per_year);
}

double converted_rate(double rate, double from_periods_per_year, double to_periods_per_year) {
  check(rate, from_periods_per_year);
  check(rate, to_periods_per_year);
  return compounded(rate, from_periods_per_year / to_periods_per_year);
}

double open_end_apr_percent(double finance_charge, double base, double periods_per_year) {
  if (!(base > 0) || !std::isfinite(base))
    refuse(ErrorCode::out_of_range, "/base", "the balance that bears the charge must be above zero");
  check(finance_charge / base, periods_per_year);
  return finite(100 * finance_charge * periods_per_year / base);
}

}  // namespace solidarity
