// SPDX-License-Identifier: MIT
#include <solidarity/insurance/premium.hpp>

#include <fmt/core.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <limits>

namespace solidarity {
namespace {

using Integer = boost::multiprecision::cpp_int;

constexpr int longest_term = 1200;  // months

void require_rate(Rate rate) {
  if (rate < Rate::zero())
    refuse(ErrorCode::out_of_range, "/rate", fmt::format("{}; a premium rate is zero or more", rate));
}

void require_amount(Money amount) {
  if (amount.is_negative())
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; what is insured is zero or more", amount));
}

void require_term(std::int64_t months) {
  if (months < 1 || months > longest_term)
    refuse(ErrorCode::out_of_range, "/months", fmt::format("{} months; a term is 1 to {}", months, longest_term));
}

Rate times(Rate rate, wide numerator, wide denominator) {
  require_rate(rate);
  return Rate::of_ticks(multiply_divide(rate.ticks(), numerator, denominator, Rounding::half_up));
}

// numerator / denominator, both zero or more, rounded to an integer.
Integer divided(const Integer& numerator, const Integer& denominator, Rounding rounding) {
  Integer quotient = numerator / denominator;
  const Integer twice_rest = 2 * (numerator % denominator);
  if (twice_rest == 0) return quotient;
  const unsigned_wide halves = twice_rest < denominator ? 1 : twice_rest == denominator ? 2 : 3;  // of a divisor of 2
  if (detail::rounds_away(rounding, halves, 2, bit_test(quotient, 0), false)) ++quotient;
  return quotient;
}

}  // namespace

Rate per_mille(std::string_view text) {
  const Rate percent = Rate::parse(text);
  if (percent.ticks() % 10 != 0)
    refuse(ErrorCode::out_of_range, fmt::format("{}; a rate per mille has at most 11 decimals", quoted(text)));
  return Rate::of_ticks(percent.ticks() / 10);
}

Rate printed(Rate rate, int decimals, Rounding rounding) {
  if (decimals < 0 || decimals > 12)
    refuse(ErrorCode::out_of_range, "/decimals", fmt::format("{} decimals; a rate has 0 to 12", decimals));
  std::int64_t grid = Rate::one_percent;
  for (int k = 0; k < decimals; ++k) grid /= 10;
  return Rate::of_ticks(round_to_multiple(rate.ticks(), grid, rounding));
}

Rate level_rate_per_year(Rate per_month) { return times(per_month, 12, 1); }

Rate decreasing_rate(Rate per_month, int installments) {
  require_term(installments);
  return times(per_month, installments + 1, 2);
}

Rate nevada_decreasing_rate_per_year(Rate per_month) { return times(per_month, 12 * 25, 48); }

Rate joint_life_rate(Rate single, Rate factor) {
  if (factor.ticks() < Rate::one || factor.ticks() > 2 * Rate::one)
    refuse(ErrorCode::out_of_range, "/joint_life",
           fmt::format("{} of the premium for one; the factor for two lives is 100% to 200%", factor));
  return times(single, factor.ticks(), Rate::one);
}

Money premium_on(Money amount, Rate rate, Rounding rounding) {
  require_amount(amount);
  require_rate(rate);
  return scaled(amount, rate.ticks(), Rate::one, rounding);
}

std::vector<Money> premiums_on(std::span<const Money> balances, Rate per_period, Rounding rounding) {
  std::vector<Money> premiums;
  premiums.reserve(balances.size());
  for (const Money balance : balances) premiums.push_back(premium_on(balance, per_period, rounding));
  return premiums;
}

Money level_premium(Money amount, Rate per_year, int months, Rounding rounding) {
  require_amount(amount);
  require_rate(per_year);
  require_term(months);
  return scaled(amount, wide{per_year.ticks()} * months, wide{Rate::one} * 12, rounding);
}

Money single_premium(std::span<const Money> balances, Rate per_month, Rate discount_per_month, Rounding rounding) {
  require_term(static_cast<std::int64_t>(balances.size()));
  require_rate(per_month);
  require_rate(discount_per_month);
  const Integer one = Rate::one;
  const Integer growth = one + discount_per_month.ticks();
  Integer value = 0;  // of the months from k on, at k: value / scale
  Integer scale = 1;
  Money same_currency = Money::zero(balances.front().currency());
  for (std::size_t k = balances.size(); k-- > 0;) {
    require_amount(balances[k]);
    if (balances[k].currency() != same_currency.currency()) same_currency = same_currency + balances[k];  // refuses
    scale *= growth;
    value = balances[k].units() * scale + value * one;
  }
  const Integer units = divided(value * per_month.ticks(), scale * one, rounding);
  if (units > std::numeric_limits<std::int64_t>::max())
    refuse(ErrorCode::overflow, "the premium exceeds 2^63-1 minor units");
  return Money::of_units(static_cast<std::int64_t>(units), same_currency.currency());
}

}  // namespace solidarity
