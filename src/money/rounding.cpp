// SPDX-License-Identifier: MIT
#include <solidarity/money/rounding.hpp>

#include <fmt/core.h>

namespace solidarity {
namespace {

// high * 2^128 + low
struct Product {
  std::uint64_t high;
  unsigned_wide low;
};

Product product_of(std::uint64_t a, unsigned_wide b) {
  const auto low = static_cast<unsigned_wide>(a) * static_cast<std::uint64_t>(b);
  const auto high = static_cast<unsigned_wide>(a) * static_cast<std::uint64_t>(b >> 64) + (low >> 64);
  return {static_cast<std::uint64_t>(high >> 64), (high << 64) | static_cast<std::uint64_t>(low)};
}

struct Quotient {
  std::uint64_t whole;
  unsigned_wide rest;
};

// The one digit (base 2^64) of dividend / divisor, given dividend < divisor * 2^64.
// Source: Knuth, The Art of Computer Programming, vol. 2, 4.3.1, algorithm D with n = 2, m = 1.
Quotient divide_digit(Product dividend, unsigned_wide divisor) {
  if (divisor >> 64 == 0) return {static_cast<std::uint64_t>(dividend.low / divisor), dividend.low % divisor};
  const int shift = __builtin_clzll(static_cast<std::uint64_t>(divisor >> 64));
  const unsigned_wide by = divisor << shift;
  const auto high =
      shift == 0 ? dividend.high : (dividend.high << shift) | static_cast<std::uint64_t>(dividend.low >> (128 - shift));
  const unsigned_wide low = dividend.low << shift;
  const unsigned_wide top = (static_cast<unsigned_wide>(high) << 64) | static_cast<std::uint64_t>(low >> 64);
  unsigned_wide guess = top / static_cast<std::uint64_t>(by >> 64);  // at most 2 above the digit
  if (guess >> 64 != 0) guess = ~std::uint64_t{0};
  for (;; --guess) {
    const Product back = product_of(static_cast<std::uint64_t>(guess), by);
    if (back.high < high || (back.high == high && back.low <= low))
      return {static_cast<std::uint64_t>(guess), (low - back.low) >> shift};
  }
}

}  // namespace

std::string_view to_text(Rounding mode) noexcept {
  switch (mode) {
    case Rounding::half_even: return "half_even";
    case Rounding::half_up: return "half_up";
    case Rounding::half_down: return "half_down";
    case Rounding::up: return "up";
    case Rounding::down: return "down";
    case Rounding::ceiling: return "ceiling";
    case Rounding::floor: return "floor";
  }
  return "unknown_rounding";
}

namespace detail {

void refuse_units(wide units) {
  refuse(ErrorCode::overflow,
         fmt::format("the result would be {} minor units; an amount has at most 9223372036854775807", units));
}

void refuse_divisor(wide divisor) {
  refuse(ErrorCode::out_of_range, fmt::format("a division by {}; the divisor must be above zero", divisor));
}

void refuse_multiple(std::int64_t multiple) {
  refuse(ErrorCode::out_of_range,
         fmt::format("a multiple of {}; amounts are rounded to multiples of 1 or more", multiple));
}

std::int64_t multiply_divide_exact(std::int64_t value, wide numerator, wide denominator, Rounding mode) {
  if (denominator <= 0) refuse_divisor(denominator);
  const bool negative = (value < 0) != (numerator < 0);
  const auto by = static_cast<unsigned_wide>(denominator);
  const Product product = product_of(static_cast<std::uint64_t>(magnitude_of(value)), magnitude_of(numerator));
  const bool fits = (by >> 64) > product.high || ((by >> 64) == product.high && (by << 64) > product.low);
  if (!fits)
    refuse(ErrorCode::overflow, "the result would exceed 2^64 minor units; an amount has at most 9223372036854775807");
  const Quotient quotient = divide_digit(product, by);
  const bool away = quotient.rest != 0 && rounds_away(mode, 2 * quotient.rest, by, quotient.whole % 2 != 0, negative);
  const wide magnitude = wide{quotient.whole} + (away ? 1 : 0);
  return checked_units(negative ? -magnitude : magnitude);
}

}  // namespace detail
}  // namespace solidarity
