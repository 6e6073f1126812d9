// SPDX-License-Identifier: MIT
// money: amounts, rates, and the only places where either is rounded or divided.
// Laws: parts add back to the whole; nothing is rounded in silence.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>
#include <solidarity/core/wide.hpp>

#include <cstdint>
#include <string_view>

namespace solidarity {

// What becomes of the part below the grid. Ties are exact halves.
enum class Rounding : std::uint8_t {
  half_even = 1,  // ties to the even neighbour (banker's)
  half_up,        // ties away from zero (commercial)
  half_down,      // ties toward zero
  up,             // away from zero
  down,           // toward zero
  ceiling,        // toward plus infinity
  floor,          // toward minus infinity
};

[[nodiscard]] std::string_view to_text(Rounding mode) noexcept;

namespace detail {

// Whether the magnitude whose cut-off part is `twice_rest`/2 of a `divisor` moves one away from zero.
constexpr bool rounds_away(Rounding mode, unsigned_wide twice_rest, unsigned_wide divisor, bool odd, bool negative) {
  switch (mode) {
    case Rounding::half_even: return twice_rest > divisor || (twice_rest == divisor && odd);
    case Rounding::half_up: return twice_rest >= divisor;
    case Rounding::half_down: return twice_rest > divisor;
    case Rounding::up: return twice_rest != 0;
    case Rounding::down: return false;
    case Rounding::ceiling: return twice_rest != 0 && !negative;
    case Rounding::floor: return twice_rest != 0 && negative;
  }
  return false;
}

// Out of line: what the arithmetic below refuses.
[[noreturn]] void refuse_units(wide units);                // overflow
[[noreturn]] void refuse_divisor(wide divisor);            // out_of_range
[[noreturn]] void refuse_multiple(std::int64_t multiple);  // out_of_range

constexpr std::int64_t checked_units(wide value) {
  const auto units = static_cast<std::int64_t>(value);
  if (units != value) refuse_units(value);
  return units;
}

constexpr unsigned_wide magnitude_of(wide value) noexcept {
  return value < 0 ? -static_cast<unsigned_wide>(value) : static_cast<unsigned_wide>(value);
}

// dividend / divisor rounded to an integer. The divisor is above zero.
constexpr wide divide_wide(wide dividend, wide divisor, Rounding mode) {
  const bool negative = dividend < 0;
  const auto magnitude = magnitude_of(dividend);
  const auto by = static_cast<unsigned_wide>(divisor);
  auto quotient = magnitude / by;
  const auto rest = magnitude - quotient * by;
  if (rest != 0 && rounds_away(mode, 2 * rest, by, quotient % 2 != 0, negative)) ++quotient;
  return static_cast<wide>(negative ? -quotient : quotient);
}

// value * numerator / denominator, exact before the one rounding, also where the product exceeds 128 bits.
std::int64_t multiply_divide_exact(std::int64_t value, wide numerator, wide denominator, Rounding mode);

}  // namespace detail

// dividend / divisor rounded to an integer.
// Law: |result - dividend/divisor| <= 1/2 in the half modes, < 1 in the others.  Errors: out_of_range (divisor <= 0), overflow.
//   divide(7, 2, Rounding::half_even) -> 4        divide(-7, 2, Rounding::half_down) -> -3
constexpr std::int64_t divide(wide dividend, wide divisor, Rounding mode) {
  if (divisor <= 0) detail::refuse_divisor(divisor);
  return detail::checked_units(detail::divide_wide(dividend, divisor, mode));
}

// value * numerator / denominator rounded once.  Errors: out_of_range (denominator <= 0), overflow.
//   multiply_divide(1'200'000, 24 * 7, 100 * 365, Rounding::half_even) -> 5523
constexpr std::int64_t multiply_divide(std::int64_t value, wide numerator, wide denominator, Rounding mode) {
  constexpr wide small = wide{1} << 63;
  if (numerator < small && numerator > -small) return divide(value * numerator, denominator, mode);
  return detail::multiply_divide_exact(value, numerator, denominator, mode);
}

// `value` rounded to the nearest multiple of `multiple` in `mode`.  Errors: out_of_range (multiple < 1), overflow.
//   round_to_multiple(153'124, 100, Rounding::half_even) -> 153'100
constexpr std::int64_t round_to_multiple(std::int64_t value, std::int64_t multiple, Rounding mode) {
  if (multiple == 1) return value;
  if (multiple < 1) detail::refuse_multiple(multiple);
  return detail::checked_units(wide{divide(value, multiple, mode)} * multiple);
}

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Rounding> : solidarity::text_formatter<solidarity::Rounding> {};
