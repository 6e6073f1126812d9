// SPDX-License-Identifier: MIT
#include "schedule/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace solidarity::detail {
namespace {

constexpr int rate_decimals = 12;  // of a percentage

// Decimal digits of a magnitude; 0 has none.
int digit_count(const Integer& magnitude) {
  if (magnitude.is_zero()) return 0;
  const int fewest = static_cast<int>(msb(magnitude) * 30'102'999ULL / 100'000'000) + 1;  // log10(2), rounded down
  return magnitude >= power_of_ten(fewest) ? fewest + 1 : fewest;
}

// The coefficient of `value` when it is written with so many decimals (no fewer than it has).
Integer coefficient_at(const Exact& value, int decimals) {
  return decimals == value.decimals() ? value.coefficient()
                                      : Integer(value.coefficient() * power_of_ten(decimals - value.decimals()));
}

// Digits before the point of |dividend / divisor|: 123.4 has 3, 0.05 has -1.
int leading_place(const Integer& dividend, const Integer& divisor) {
  const int place = digit_count(dividend) - digit_count(divisor);
  const bool reaches =
      place >= 0 ? dividend >= divisor * power_of_ten(place) : dividend * power_of_ten(-place) >= divisor;
  return reaches ? place + 1 : place;
}

struct Ratio {
  Integer dividend;
  Integer divisor;  // above zero
};

Ratio ratio_of(const Exact& dividend, const Exact& divisor) {
  if (divisor.is_zero()) refuse_divisor(0);
  const int decimals = std::max(dividend.decimals(), divisor.decimals());
  Ratio ratio{coefficient_at(dividend, decimals), coefficient_at(divisor, decimals)};
  if (ratio.divisor < 0) ratio = {-ratio.dividend, -ratio.divisor};
  return ratio;
}

Exact rounded_ratio(const Ratio& ratio, Decimals to) {
  const Integer up = power_of_ten(std::max(to.digits, 0));
  const Integer down = power_of_ten(std::max(-to.digits, 0));
  return Exact::of(quotient(ratio.dividend * up, ratio.divisor * down, to.mode), to.digits);
}

}  // namespace

Integer power_of_ten(int exponent) {
  static const auto small = [] {
    std::array<Integer, 64> powers;
    powers[0] = 1;
    for (std::size_t k = 1; k < powers.size(); ++k) powers[k] = powers[k - 1] * 10;
    return powers;
  }();
  const auto index = static_cast<std::size_t>(exponent);
  return index < small.size() ? small[index] : Integer(pow(Integer(10), static_cast<unsigned>(exponent)));
}

Integer quotient(const Integer& dividend, const Integer& divisor, Rounding mode) {
  Integer whole;
  Integer rest;
  const bool negative = dividend < 0;
  divide_qr(negative ? Integer(-dividend) : dividend, divisor, whole, rest);
  if (!rest.is_zero()) {
    // 1, 2, 3 halves of a divisor of 2 stand for: below, at, above the half.
    const auto twice = static_cast<unsigned>(2 + Integer(2 * rest).compare(divisor));
    if (rounds_away(mode, twice, 2, bit_test(whole, 0), negative)) ++whole;
  }
  return negative ? Integer(-whole) : whole;
}

Exact Exact::of(Integer coefficient, int decimals) {
  Exact value;
  value.coefficient_ = decimals < 0 ? Integer(coefficient * power_of_ten(-decimals)) : std::move(coefficient);
  value.decimals_ = std::max(decimals, 0);
  return value;
}

Exact Exact::of(Money amount) { return of(amount.units(), amount.currency().digits()); }
Exact Exact::percentage(Rate rate) { return of(rate.ticks(), rate_decimals); }
Exact Exact::fraction(Rate rate) { return of(rate.ticks(), rate_decimals + 2); }

Exact operator+(const Exact& a, const Exact& b) {
  const int decimals = std::max(a.decimals_, b.decimals_);
  return Exact::of(coefficient_at(a, decimals) + coefficient_at(b, decimals), decimals);
}

std::strong_ordering operator<=>(const Exact& a, const Exact& b) {
  const int decimals = std::max(a.decimals_, b.decimals_);
  return coefficient_at(a, decimals).compare(coefficient_at(b, decimals)) <=> 0;
}

Exact magnitude(const Exact& value) { return value.is_negative() ? -value : value; }

Exact rounded(const Exact& value, Decimals to) {
  if (value.decimals() <= to.digits) return value;
  return rounded_ratio({value.coefficient(), power_of_ten(value.decimals())}, to);
}

Exact rounded(const Exact& value, Significant to) {
  const int place = digit_count(abs(value.coefficient())) - value.decimals();
  return rounded(value, Decimals{to.digits - place, to.mode});
}

Exact divided(const Exact& dividend, const Exact& divisor, Decimals to) {
  return rounded_ratio(ratio_of(dividend, divisor), to);
}

Exact divided(const Exact& dividend, const Exact& divisor, Significant to) {
  const Ratio ratio = ratio_of(dividend, divisor);
  if (ratio.dividend.is_zero()) return {};
  return rounded_ratio(ratio, {to.digits - leading_place(abs(ratio.dividend), ratio.divisor), to.mode});
}

Exact to_multiple(const Exact& value, const Exact& multiple, Rounding mode) {
  return divided(value, multiple, Decimals{0, mode}) * multiple;
}

std::int64_t minor_units(const Integer& units) {
  if (abs(units) > std::numeric_limits<std::int64_t>::max())
    refuse(ErrorCode::overflow, "an amount exceeds 2^63-1 minor units");
  return units.convert_to<std::int64_t>();
}

std::int64_t minor_units(const Exact& value, Currency currency) {
  const Exact units = value * currency.scale();
  const Integer whole = quotient(units.coefficient(), power_of_ten(units.decimals()), Rounding::down);
  if (Exact::of(whole, 0) != units)
    refuse(
        ErrorCode::contradictory_terms, "/rounding",
        fmt::format(
            "an amount falls between the minor units of {}, which has {} digits; round to multiples the currency has",
            currency, currency.digits()));
  return minor_units(whole);
}

}  // namespace solidarity::detail
