// SPDX-License-Identifier: MIT
#include "schedule/level.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

using Integer = boost::multiprecision::cpp_int;

// numerator / denominator rounded to the grid; the denominator is above zero.
std::int64_t divide_big(Integer numerator, Integer denominator, const Grid& grid) {
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  denominator *= grid.unit;
  Integer quotient;
  Integer rest;
  divide_qr(numerator, denominator, quotient, rest);
  const Integer twice = 2 * rest;
  const int against_half = twice < denominator ? -1 : (twice == denominator ? 0 : 1);
  // The same decision as for machine integers, on 0, half or more of a divisor of 2.
  const unsigned_wide shown = rest == 0 ? 0 : (against_half < 0 ? 1 : (against_half == 0 ? 2 : 3));
  if (rest != 0 && rounds_away(grid.mode, shown, 2, (quotient & 1) != 0, negative)) ++quotient;
  quotient *= grid.unit;
  if (quotient > std::numeric_limits<std::int64_t>::max())
    refuse(ErrorCode::overflow, "the result exceeds 9223372036854775807 minor units");
  const auto units = static_cast<std::int64_t>(quotient);
  return negative ? -units : units;
}

// Values over one common denominator: owed / scale at the end, annuity / scale.
struct ExactLevel {
  Integer growth = 1;   // numerator of prod (1 + r_j) over `scale`
  Integer annuity = 1;  // numerator of the value of the payments over `scale`
  Integer scale = 1;
  Integer owed;  // numerator of what is owed at the end over `scale` x `owed_scale`
  Integer owed_scale = 1;
};

Integer big(wide value) { return Integer(value); }

void prepend(ExactLevel& level, const PeriodRate& rate, const Integer& weight) {
  level.growth *= big(rate.denominator) + big(rate.numerator);
  level.annuity *= big(rate.denominator);
  level.scale *= big(rate.denominator);
  level.annuity += level.growth * weight;
}

void settle(ExactLevel& level, std::span<const Flow> opening) {
  for (const Flow& flow : opening) {
    const Integer denominator = big(flow.rate.denominator);
    level.owed = level.owed * denominator + level.owed_scale * flow.amount * (denominator + big(flow.rate.numerator));
    level.owed_scale *= denominator;
  }
  level.owed *= level.growth;
}

ExactLevel exact_level(std::span<const Flow> opening, std::span<const PeriodRate> later) {
  ExactLevel level;
  for (auto rate = later.rbegin(); rate != later.rend(); ++rate) prepend(level, *rate, 1);
  settle(level, opening);
  return level;
}

std::int64_t exact_installment(std::span<const Flow> opening, std::span<const PeriodRate> later, std::int64_t balloon,
                               const Grid& grid) {
  const ExactLevel level = exact_level(opening, later);
  return divide_big(level.owed - Integer(balloon) * level.scale * level.owed_scale, level.annuity * level.owed_scale,
                    grid);
}

// Sum of amount x rate over the flows, rounded once, if everything on the way fits; mostly all have one denominator.
std::optional<std::int64_t> interest_in_128_bits(std::span<const Flow> flows, const Grid& grid) {
  wide sum = 0;
  wide scale = 1;
  for (const Flow& flow : flows) {
    const PeriodRate& rate = flow.rate;
    if (rate.is_zero()) continue;
    const wide common = scale == rate.denominator ? scale : greatest_common_divisor(scale, rate.denominator);
    wide earned = 0;
    if (__builtin_mul_overflow(rate.numerator, flow.amount, &earned) ||
        __builtin_mul_overflow(earned, scale / common, &earned) ||
        __builtin_mul_overflow(sum, rate.denominator / common, &sum) ||
        __builtin_mul_overflow(scale, rate.denominator / common, &scale) || __builtin_add_overflow(sum, earned, &sum))
      return std::nullopt;
  }
  if (__builtin_mul_overflow(scale, wide{grid.unit}, &scale)) return std::nullopt;
  return checked_units(wide{divide(sum, scale, grid.mode)} * grid.unit);
}

bool all_zero(std::span<const Flow> opening, std::span<const PeriodRate> later) {
  return std::ranges::all_of(later, &PeriodRate::is_zero) &&
         std::ranges::all_of(opening, [](const Flow& flow) { return flow.rate.is_zero(); });
}

}  // namespace

std::int64_t solve_level(std::span<const Flow> opening, std::span<const PeriodRate> later, std::int64_t balloon,
                         const Grid& grid) {
  if (all_zero(opening, later)) {
    wide owed = -wide{balloon};
    for (const Flow& flow : opening) owed += flow.amount;
    return grid.divide(owed, static_cast<wide>(later.size()) + 1);
  }
  if (opening.size() == 1 && balloon == 0) {
    Annuity annuity;
    for (auto rate = later.rbegin(); rate != later.rend(); ++rate) annuity.prepend(rate->q, rate->slack);
    if (const auto units = level_by_shadow(annuity, opening[0].amount, opening[0].rate.q, opening[0].rate.slack, grid))
      return *units;
  }
  return exact_installment(opening, later, balloon, grid);
}

void solve_steps(std::span<const Flow> opening, std::span<const PeriodRate> later, wide numerator, wide denominator,
                 int every, const Grid& grid, std::span<std::int64_t> amounts, int passed) {
  const std::size_t rows = later.size() + 1;
  const auto before = static_cast<std::size_t>(passed);
  const std::size_t steps = (before + rows - 1) / static_cast<std::size_t>(every);
  // Row j pays E x ratio^(j / every); over the common denominator^steps the weights are whole numbers.
  std::vector<Integer> weights(rows);
  for (std::size_t j = 0; j < rows; ++j) {
    const auto power = static_cast<unsigned>((before + j) / static_cast<std::size_t>(every));
    weights[j] = pow(big(numerator), power) * pow(big(denominator), static_cast<unsigned>(steps) - power);
  }
  ExactLevel level;
  level.annuity = weights[rows - 1];
  for (std::size_t j = rows - 1; j-- > 0;) prepend(level, later[j], weights[j]);
  settle(level, opening);
  for (std::size_t j = 0; j < rows; ++j)
    amounts[j] = divide_big(level.owed * weights[j], level.annuity * level.owed_scale, grid);
}

std::int64_t rounded_interest(std::span<const Flow> flows, const Grid& grid) {
  if (flows.size() == 1) return flows[0].rate.of_amount(flows[0].amount, grid);
  if (const auto interest = interest_in_128_bits(flows, grid)) return *interest;
  Integer sum = 0;
  Integer scale = 1;
  for (const Flow& flow : flows) {
    const Integer denominator = big(flow.rate.denominator);
    if (denominator == scale) {
      sum += Integer(flow.amount) * big(flow.rate.numerator);
      continue;
    }
    sum = sum * denominator + scale * flow.amount * big(flow.rate.numerator);
    scale *= denominator;
  }
  return divide_big(sum, scale, grid);
}

std::int64_t level_interest(std::span<const Flow> opening, std::span<const PeriodRate> later, const Grid& grid) {
  const ExactLevel level = exact_level(opening, later);
  Integer principal = 0;
  for (const Flow& flow : opening) principal += flow.amount;
  const Integer divisor = level.annuity * level.owed_scale;
  return divide_big(level.owed * (later.size() + 1) - principal * divisor, divisor, grid);
}

}  // namespace solidarity::detail
