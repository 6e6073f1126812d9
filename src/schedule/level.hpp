// SPDX-License-Identifier: MIT
// The level installment: the amount E that, paid at the end of each of some periods, repays what is owed exactly.
//   E = sum_i amount_i (1 + rho_i) prod_{j>1} (1 + r_j)  /  sum_{l>=1} prod_{j>l} (1 + r_j)
// Solved in 128-bit fixed point with an error bound; where the bound does not decide the rounding, in exact integers.
#pragma once

#include "schedule/period_rate.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>

namespace solidarity::detail {

// An amount that bears `rate` until the end of the first row of a problem.
struct Flow {
  std::int64_t amount;
  PeriodRate rate;
};

// The installment, rounded to `grid`, for what is owed (`opening`, growing through the first row) and the rates of the rows after it,
// leaving `balloon` at the end.
std::int64_t solve_level(std::span<const Flow> opening, std::span<const PeriodRate> later, std::int64_t balloon,
                         const Grid& grid);

// The same for installments that grow by the ratio numerator/denominator after each `every` rows: one rounded amount a row into `amounts`
// (later.size() + 1 of them). `passed`: rows since the last growth that came before the first of these.
void solve_steps(std::span<const Flow> opening, std::span<const PeriodRate> later, wide numerator, wide denominator,
                 int every, const Grid& grid, std::span<std::int64_t> amounts, int passed = 0);

// Sum of amount x rate over the flows, rounded once.
std::int64_t rounded_interest(std::span<const Flow> flows, const Grid& grid);

// n E - P of the level payment before rounding: the total interest of a level loan, rounded once.
std::int64_t level_interest(std::span<const Flow> opening, std::span<const PeriodRate> later, const Grid& grid);

inline int bit_length(unsigned_wide value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                   : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
}

// Growth and annuity of a series of periods as Q64.64 numbers, and the bound of their relative error in units of 2^-64.
struct Annuity {
  unsigned_wide growth = unsigned_wide{1} << 64;    // product of (1 + r_j), j after the first row
  unsigned_wide payments = unsigned_wide{1} << 64;  // value at the end of one unit paid at the end of each row
  std::uint64_t error = 0;
  bool certain = true;  // false: out of the range of the shadow

  static unsigned_wide grown(unsigned_wide value, std::uint64_t q) {
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const auto low = static_cast<std::uint64_t>(value);
    return value + static_cast<unsigned_wide>(high) * q + ((static_cast<unsigned_wide>(low) * q) >> 64);
  }

  void prepend(std::uint64_t q, std::uint64_t slack) {
    growth = grown(growth, q);
    payments += growth;
    error += slack + 2;
    certain = certain && slack != PeriodRate::no_shadow && (payments >> 122) == 0;
  }
};

// amount (1 + rate) growth / payments rounded to the grid, if the error bound decides it.
inline std::optional<std::int64_t> level_by_shadow(const Annuity& annuity, std::int64_t amount, std::uint64_t q,
                                                   std::uint64_t slack, const Grid& grid) {
  if (!annuity.certain || slack == PeriodRate::no_shadow || amount < 0) return std::nullopt;
  const int shift = bit_length(annuity.payments) - 62;
  const auto payments = annuity.payments >> shift;
  const auto growth = Annuity::grown(annuity.growth, q) >> shift;
  const auto error = annuity.error + slack + 2;
  const auto owed = static_cast<unsigned_wide>(amount) * growth;
  const auto divisor = payments * static_cast<unsigned_wide>(grid.unit);
  if (grid.unit > (std::int64_t{1} << 40)) return std::nullopt;
  auto quotient = owed / divisor;
  const auto rest = owed - quotient * divisor;
  const auto growth_error = 2 + ((growth * error) >> 64);
  const auto payments_error = 2 + ((payments * error) >> 64);
  const auto margin = static_cast<unsigned_wide>(amount) * growth_error +
                      (quotient + 1) * static_cast<unsigned_wide>(grid.unit) * payments_error;
  const auto twice = 2 * rest;
  const auto from_half = twice > divisor ? twice - divisor : divisor - twice;
  if (rest <= margin || divisor - rest <= margin || from_half <= 2 * margin) return std::nullopt;
  if (rounds_away(grid.mode, twice, divisor, quotient % 2 != 0, false)) ++quotient;
  return checked_units(static_cast<wide>(quotient) * grid.unit);
}

}  // namespace solidarity::detail
