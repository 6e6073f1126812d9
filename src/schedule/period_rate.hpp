// SPDX-License-Identifier: MIT
// The interest rate of one period, exact, with a fixed-point shadow that answers nearly every rounding in two nanoseconds.
#pragma once

#include <solidarity/money/rounding.hpp>

#include <cstdint>
#include <numeric>

namespace solidarity::detail {

// Where results are rounded: to multiples of `unit` minor units, in `mode`.
struct Grid {
  std::int64_t unit = 1;
  Rounding mode = Rounding::half_even;

  [[nodiscard]] std::int64_t divide(wide dividend, wide divisor) const {
    return unit == 1 ? solidarity::divide(dividend, divisor, mode)
                     : solidarity::divide(dividend, divisor * unit, mode) * unit;
  }
};

inline unsigned_wide magnitude(wide value) {
  return value < 0 ? -static_cast<unsigned_wide>(value) : static_cast<unsigned_wide>(value);
}

inline wide greatest_common_divisor(wide a, wide b) {
  while (b != 0) {
    const wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

// Rounding of a fixed-point product by adding a bias and cutting off: half modes add 1/2, away modes a whole one, toward modes nothing.
// Near the points where that is wrong (ties for half modes, integers for the others) the product decides nothing.
class ShadowRounding {
 public:
  explicit ShadowRounding(Rounding mode) noexcept {
    if (mode == Rounding::half_even || mode == Rounding::half_up || mode == Rounding::half_down)
      bias_ = unsigned_wide{1} << 63;
    if (mode == Rounding::up || mode == Rounding::ceiling) bias_ = unsigned_wide{1} << 64;
  }

  // amount x q / 2^64 rounded, for a true factor in [q, q + slack] / 2^64; -1 when the error bound does not decide it.
  [[nodiscard]] std::int64_t product(std::int64_t amount, std::uint64_t q, std::uint64_t slack) const noexcept {
    if (amount >= most_units || slack >= most_slack) return -1;
    const unsigned_wide sum = static_cast<unsigned_wide>(amount) * q + bias_;
    const std::uint64_t margin = static_cast<std::uint64_t>(amount) * slack + 1;
    if (static_cast<std::uint64_t>(sum) + margin <= 2 * margin) return -1;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(sum >> 64));
  }

 private:
  static constexpr std::int64_t most_units = std::int64_t{1} << 48;  // so that the margin stays below 2^62
  static constexpr std::uint64_t most_slack = std::uint64_t{1} << 13;
  unsigned_wide bias_ = 0;
};

// numerator / denominator >= 0, and q with  numerator/denominator in [q, q + slack] / 2^64.
struct PeriodRate {
  static constexpr std::uint64_t no_shadow = ~std::uint64_t{0};

  wide numerator = 0;
  wide denominator = 1;
  std::uint64_t q = 0;
  std::uint64_t slack = 0;

  [[nodiscard]] static PeriodRate of(wide numerator, wide denominator) {
    const wide common = greatest_common_divisor(numerator, denominator);
    return unreduced(numerator / common, denominator / common);
  }
  [[nodiscard]] static PeriodRate unreduced(wide numerator, wide denominator) {
    PeriodRate rate{numerator, denominator, 0, no_shadow};
    rate.cast_shadow();
    return rate;
  }

  // This rate for `times` as long.  The shadow must have room: q x times < 2^64.
  [[nodiscard]] PeriodRate times(std::int32_t times) const noexcept {
    const auto n = static_cast<std::uint64_t>(times);
    return {numerator * times, denominator, q * n, slack * n};
  }

  [[nodiscard]] bool is_zero() const noexcept { return numerator == 0; }
  [[nodiscard]] bool has_shadow() const noexcept { return slack != no_shadow; }

  // amount * rate rounded to the grid, exactly.
  [[nodiscard]] std::int64_t of_amount(std::int64_t amount, const Grid& grid) const {
    if (is_zero()) return 0;
    if (grid.unit == 1 && amount >= 0)
      if (const auto units = ShadowRounding(grid.mode).product(amount, q, slack); units >= 0) return units;
    if (grid.unit == 1) return multiply_divide(amount, numerator, denominator, grid.mode);
    return checked_units(wide{multiply_divide(amount, numerator, denominator * grid.unit, grid.mode)} * grid.unit);
  }

 private:
  void cast_shadow() {
    constexpr wide longest = wide{1} << 94;
    if (numerator >= denominator || denominator >= longest) return;  // 100 % a period and more: exact arithmetic only
    const auto by = static_cast<unsigned_wide>(denominator);
    slack = numerator == 0 ? 0 : 1;
    if (by >> 64 == 0) {
      q = static_cast<std::uint64_t>((static_cast<unsigned_wide>(numerator) << 64) / by);
      return;
    }
    const unsigned_wide high = (static_cast<unsigned_wide>(numerator) << 32) / by;
    const unsigned_wide rest = (static_cast<unsigned_wide>(numerator) << 32) % by;
    const unsigned_wide low = (rest << 32) / by;
    q = static_cast<std::uint64_t>((high << 32) + low);
  }
};

}  // namespace solidarity::detail
