// SPDX-License-Identifier: MIT
// The arithmetic of the peers' decimals (BigDecimal of Java, decimal of .NET and Python): exact until a named rounding.
// Where a peer computes in doubles: schedule/binary64.hpp.
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <compare>
#include <concepts>
#include <cstdint>

namespace solidarity::detail {

// Of any length; without expression templates, so that `auto` and temporaries are safe.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>, boost::multiprecision::et_off>;

// An exact decimal number, coefficient / 10^decimals, of any length. + - * never round; what rounds says how.
//   const Exact level = divided(principal * rate, Exact(1) - power, Decimals{13, Rounding::half_up});
class Exact {
 public:
  Exact() = default;
  template <std::integral I>
  Exact(I value) : coefficient_(value) {}  // NOLINT(google-explicit-constructor): balance * 12

  // coefficient / 10^decimals; `decimals` may be negative.
  [[nodiscard]] static Exact of(Integer coefficient, int decimals);
  [[nodiscard]] static Exact of(Money amount);       // in units of the currency: INR 12.50 -> 12.5
  [[nodiscard]] static Exact percentage(Rate rate);  // 24_pct -> 24
  [[nodiscard]] static Exact fraction(Rate rate);    // 24_pct -> 0.24

  [[nodiscard]] const Integer& coefficient() const noexcept { return coefficient_; }
  [[nodiscard]] int decimals() const noexcept { return decimals_; }  // never negative
  [[nodiscard]] bool is_zero() const { return coefficient_.is_zero(); }
  [[nodiscard]] bool is_negative() const { return coefficient_ < 0; }

  Exact& operator+=(const Exact& other) { return *this = *this + other; }
  Exact& operator-=(const Exact& other) { return *this = *this - other; }

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator-(const Exact& a, const Exact& b) { return a + -b; }
  friend Exact operator-(Exact a) { return a.coefficient_ = -a.coefficient_, a; }
  friend Exact operator*(const Exact& a, const Exact& b) {
    return of(a.coefficient_ * b.coefficient_, a.decimals_ + b.decimals_);
  }
  friend std::strong_ordering operator<=>(const Exact& a, const Exact& b);
  friend bool operator==(const Exact& a, const Exact& b) { return (a <=> b) == 0; }

 private:
  Integer coefficient_ = 0;
  int decimals_ = 0;
};

[[nodiscard]] Exact magnitude(const Exact& value);

// Two ways to say where a result ends. `digits` of Decimals may be negative (-2: hundreds).
struct Decimals {  // so many after the point
  int digits;
  Rounding mode;
};
struct Significant {  // so many from the first that is not zero
  int digits;
  Rounding mode;
};

//   rounded(Exact::of(12345, 3), Decimals{2, half_even})     12.345 -> 12.34
//   rounded(Exact::of(12345, 3), Significant{3, half_even})  12.345 -> 12.3
[[nodiscard]] Exact rounded(const Exact& value, Decimals to);
[[nodiscard]] Exact rounded(const Exact& value, Significant to);

// dividend / divisor, rounded once.  Errors: out_of_range (divisor zero).
[[nodiscard]] Exact divided(const Exact& dividend, const Exact& divisor, Decimals to);
[[nodiscard]] Exact divided(const Exact& dividend, const Exact& divisor, Significant to);

// The multiple of `multiple` next to `value`.      to_multiple(153.12, 0.5, half_up) -> 153.0
[[nodiscard]] Exact to_multiple(const Exact& value, const Exact& multiple, Rounding mode);

// Whole minor units.  Errors: contradictory_terms (`value` is finer than the currency), overflow.
[[nodiscard]] std::int64_t minor_units(const Exact& value, Currency currency);
[[nodiscard]] std::int64_t minor_units(const Integer& units);  // Errors: overflow

// dividend / divisor rounded to an integer; the divisor is above zero.
[[nodiscard]] Integer quotient(const Integer& dividend, const Integer& divisor, Rounding mode);

[[nodiscard]] Integer power_of_ten(int exponent);  // exponent >= 0

}  // namespace solidarity::detail
