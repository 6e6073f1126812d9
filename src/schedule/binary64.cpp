// SPDX-License-Identifier: MIT
#include "schedule/binary64.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace solidarity::detail {
namespace {

constexpr int precision = 53;          // bits
constexpr int largest_exponent = 971;  // of the last bit: below 2^1024
constexpr int smallest_exponent = -1074;

int bits(const Integer& magnitude) { return magnitude.is_zero() ? 0 : static_cast<int>(msb(magnitude)) + 1; }

Integer shifted_left(const Integer& value, int bits) { return value << static_cast<unsigned>(std::max(bits, 0)); }

// mantissa x 2^exponent with up to 320 bits. Cutting the rest cannot change a result of 53 bits: a tie has 54 bits and
// is never cut, and a power that comes within 2^-260 of a tie without being one does not occur.
struct Long {
  Integer mantissa;
  int exponent;
};

Long operator*(const Long& a, const Long& b) {
  Long product{a.mantissa * b.mantissa, a.exponent + b.exponent};
  const int excess = std::max(bits(product.mantissa) - 320, 0);
  product.mantissa >>= static_cast<unsigned>(excess);
  product.exponent += excess;
  return product;
}

Long power(Long base, int exponent) {
  Long result{1, 0};
  for (; exponent > 0; exponent /= 2, base = base * base)
    if (exponent % 2 == 1) result = result * base;
  return result;
}

}  // namespace

// dividend / divisor x 2^exponent, rounded to 53 bits.
Binary64 Binary64::nearest(const Integer& dividend, const Integer& divisor, int exponent) {
  if (dividend.is_zero()) return {0, 0};
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
  return in_range(mantissa, exponent - shift);
}

Binary64 Binary64::in_range(std::int64_t mantissa, int exponent) {
  if (exponent > largest_exponent) refuse(ErrorCode::overflow, "a rate over these periods exceeds what a double holds");
  if (exponent < smallest_exponent) return {0, 0};
  return {mantissa, exponent};
}

Binary64 Binary64::nearest(const Exact& value) {
  return nearest(value.coefficient(), power_of_ten(value.decimals()), 0);
}

Binary64 Binary64::nearest(const Exact& dividend, const Exact& divisor) {
  return nearest(dividend.coefficient() * power_of_ten(divisor.decimals()),
                 divisor.coefficient() * power_of_ten(dividend.decimals()), 0);
}

Exact Binary64::exact() const {
  if (exponent_ >= 0) return Exact::of(Integer(mantissa_) << static_cast<unsigned>(exponent_), 0);
  return Exact::of(mantissa_ * pow(Integer(5), static_cast<unsigned>(-exponent_)), -exponent_);
}

Exact Binary64::shortest() const {
  const Exact value = exact();
  for (const int digits : {15, 16}) {
    Exact candidate = rounded(value, Significant{digits, Rounding::half_even});
    if (nearest(candidate) == *this) return candidate;
  }
  return rounded(value, Significant{17, Rounding::half_even});
}

Binary64 operator+(Binary64 a, Binary64 b) {
  const int exponent = std::min(a.exponent_, b.exponent_);
  return Binary64::nearest(
      shifted_left(a.mantissa_, a.exponent_ - exponent) + shifted_left(b.mantissa_, b.exponent_ - exponent), 1,
      exponent);
}

Binary64 operator*(Binary64 a, Binary64 b) {
  return Binary64::nearest(Integer(a.mantissa_) * b.mantissa_, 1, a.exponent_ + b.exponent_);
}

Binary64 operator/(Binary64 a, Binary64 b) {
  if (b.is_zero()) refuse_divisor(0);
  const bool negative = b.mantissa_ < 0;
  return Binary64::nearest(negative ? -a.mantissa_ : a.mantissa_, negative ? -b.mantissa_ : b.mantissa_,
                           a.exponent_ - b.exponent_);
}

Binary64 power(Binary64 base, int exponent) {
  const Long grown = power(Long{base.mantissa_, base.exponent_}, std::abs(exponent));
  if (exponent >= 0) return Binary64::nearest(grown.mantissa, 1, grown.exponent);
  return Binary64::nearest(1, grown.mantissa, -grown.exponent);
}

}  // namespace solidarity::detail
