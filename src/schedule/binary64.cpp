// SPDX-License-Identifier: MIT
#include "schedule/binary64.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace solidarity::detail {
namespace {

constexpr int precision = 53;  // bits

int bits(const Integer& magnitude) { return magnitude.is_zero() ? 0 : static_cast<int>(msb(magnitude)) + 1; }

Integer shifted_left(const Integer& value, int bits) { return value << static_cast<unsigned>(std::max(bits, 0)); }

}  // namespace

// dividend / divisor x 2^exponent, rounded to 53 bits.
Binary64 Binary64::nearest(const Integer& dividend, const Integer& divisor, int exponent) {
  if (dividend.is_zero()) return {std::int64_t{0}, 0};
  constexpr std::int64_t least = std::int64_t{1} << (precision - 1);
  const auto scaled = [&](int shift, Rounding mode) {
    return quotient(shifted_left(dividend, shift), shifted_left(divisor, -shift), mode);
  };
  int shift = precision - (bits(abs(dividend)) - bits(divisor));  // gives 53 or 54 bits before the point
  if (abs(scaled(shift, Rounding::down)) >= 2 * least) --shift;
  auto mantissa = scaled(shift, Rounding::half_even).convert_to<std::int64_t>();
  if (std::abs(mantissa) == 2 * least) {  // 1.11...1 rounded up to 10.0
    mantissa /= 2;
    --shift;
  }
  return {mantissa, exponent - shift};
}

Binary64 Binary64::nearest(const Exact& value) { return nearest(value.coefficient(), power_of_ten(value.decimals()), 0); }

Exact Binary64::exact() const {
  if (exponent_ >= 0) return Exact::of(Integer(mantissa_) << static_cast<unsigned>(exponent_), 0);
  return Exact::of(mantissa_ * pow(Integer(5), static_cast<unsigned>(-exponent_)), -exponent_);
}

Exact Binary64::shortest() const {
  const Exact value = exact();
  for (const int digits : {15, 16})
    if (const Exact candidate = rounded(value, Significant{digits, Rounding::half_even}); nearest(candidate) == *this) return candidate;
  return rounded(value, Significant{17, Rounding::half_even});
}

Binary64 operator+(Binary64 a, Binary64 b) {
  const int exponent = std::min(a.exponent_, b.exponent_);
  return Binary64::nearest(shifted_left(a.mantissa_, a.exponent_ - exponent) + shifted_left(b.mantissa_, b.exponent_ - exponent), 1,
                           exponent);
}

Binary64 operator*(Binary64 a, Binary64 b) {
  return Binary64::nearest(Integer(a.mantissa_) * b.mantissa_, 1, a.exponent_ + b.exponent_);
}

Binary64 operator/(Binary64 a, Binary64 b) {
  if (b.is_zero()) refuse_divisor(0);
  const bool negative = b.mantissa_ < 0;
  return Binary64::nearest(negative ? -a.mantissa_ : a.mantissa_, negative ? -b.mantissa_ : b.mantissa_, a.exponent_ - b.exponent_);
}

Binary64 power(Binary64 base, int exponent) {
  const int times = std::abs(exponent);
  const Integer grown = pow(Integer(base.mantissa_), static_cast<unsigned>(times));
  if (exponent >= 0) return Binary64::nearest(grown, 1, base.exponent_ * times);
  return Binary64::nearest(1, grown, -base.exponent_ * times);
}

}  // namespace solidarity::detail
