// SPDX-License-Identifier: MIT
#include <solidarity/savings/apy.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace solidarity {
namespace {

void check_positive(std::int64_t value, std::string_view field, std::string_view what) {
  if (value < 1) refuse(ErrorCode::out_of_range, field, fmt::format("{}; {} above zero", value, what));
}

void check_interest(Money interest) {
  if (interest.is_negative())
    refuse(ErrorCode::out_of_range, "/interest", fmt::format("{}; it is not negative", interest));
}

// 100 [(1 + growth)^exponent - 1]
double yield(double growth, double exponent) { return 100 * std::expm1(exponent * std::log1p(growth)); }

double ratio(Money interest, Money principal) {
  (void)(interest + Money::zero(principal.currency()));  // one currency
  check_interest(interest);
  if (principal.units() < 1)
    refuse(ErrorCode::out_of_range, "/principal", fmt::format("{}; a yield is of an amount above zero", principal));
  return static_cast<double>(interest.units()) / static_cast<double>(principal.units());
}

}  // namespace

double annual_percentage_yield(Money interest, Money principal, int days) {
  check_positive(days, "/days", "a term has a number of days");
  return yield(ratio(interest, principal), 365.0 / days);
}

double annual_percentage_yield_earned(Money interest, std::span<const BalanceRun> runs) {
  check_interest(interest);
  wide total = 0;
  std::int64_t days = 0;
  for (const BalanceRun& run : runs) {
    check_positive(run.days, "/days", "a balance stands for a number of days");
    days += run.days;
    total += wide{std::max<std::int64_t>(run.balance, 0)} * run.days;
  }
  if (total == 0) refuse(ErrorCode::out_of_range, "/balances", "no balance above zero; a yield is of one");
  const double growth = static_cast<double>(interest.units()) * static_cast<double>(days) / static_cast<double>(total);
  return yield(growth, 365.0 / static_cast<double>(days));
}

double annual_percentage_yield_earned(Money interest, Money balance, int days, int compounding_days) {
  check_positive(days, "/days", "a statement has a number of days");
  check_positive(compounding_days, "/compounding_days", "interest is compounded every number of days");
  return yield(ratio(interest, balance) / days * compounding_days, 365.0 / compounding_days);
}

}  // namespace solidarity
