// SPDX-License-Identifier: MIT
// IEEE 754 double arithmetic in integers, for the places where a peer computes in doubles and their last bits can decide
// a cent. Every operation is exact and then rounded once to 53 bits, ties to even: the same result on every machine, and
// no money in the floating point unit. No infinity and no NaN (overflow is refused); what would be subnormal is 0.
#pragma once

#include "schedule/decimal.hpp"

#include <compare>
#include <cstdint>

namespace solidarity::detail {

// mantissa x 2^exponent; the mantissa is 0 or has 53 bits, so equal values have equal fields.
class Binary64 {
 public:
  // The double next to a decimal number: what reading "0.1" gives.  Errors, here and below: overflow (2^1024 or more).
  [[nodiscard]] static Binary64 nearest(const Exact& value);
  [[nodiscard]] static Binary64 nearest(const Exact& dividend, const Exact& divisor);  // divisor > 0
  Binary64(int value) : Binary64(nearest(value)) {}  // NOLINT(google-explicit-constructor): rate / 100

  [[nodiscard]] bool is_zero() const noexcept { return mantissa_ == 0; }

  // The value as it is: a finite decimal, with up to some 60 digits for a rate.
  [[nodiscard]] Exact exact() const;

  // The shortest decimal that reads back as this double: what Java, Python and .NET print.
  [[nodiscard]] Exact shortest() const;

  friend Binary64 operator+(Binary64 a, Binary64 b);
  friend Binary64 operator-(Binary64 a, Binary64 b) { return a + -b; }
  friend Binary64 operator-(Binary64 a) { return Binary64(-a.mantissa_, a.exponent_); }
  friend Binary64 operator*(Binary64 a, Binary64 b);
  friend Binary64 operator/(Binary64 a, Binary64 b);  // Errors: out_of_range (by zero)
  friend bool operator==(Binary64 a, Binary64 b) = default;

  // base^exponent for base > 0, correctly rounded. The pow of a libm may err by 0.52 of the last place: one result in
  // some thousands has another last bit.
  friend Binary64 power(Binary64 base, int exponent);

 private:
  Binary64(std::int64_t mantissa, int exponent) noexcept : mantissa_(mantissa), exponent_(exponent) {}
  [[nodiscard]] static Binary64 nearest(const Integer& dividend, const Integer& divisor, int exponent);
  [[nodiscard]] static Binary64 in_range(std::int64_t mantissa, int exponent);

  std::int64_t mantissa_;
  int exponent_;
};

}  // namespace solidarity::detail
