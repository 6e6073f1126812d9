// SPDX-License-Identifier: MIT
#include <solidarity/core/wide.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

namespace solidarity {
namespace {

using Remainder = AllocationRemainder;

unsigned_wide sum_of(std::span<const std::int64_t> weights) {
  unsigned_wide sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] < 0)
      refuse(ErrorCode::invalid_weights, fmt::format("weight {} is {}; a weight is zero or more", k, weights[k]));
    sum += static_cast<unsigned_wide>(weights[k]);
  }
  if (sum == 0) refuse(ErrorCode::invalid_weights, fmt::format("none of {} weights is above zero", weights.size()));
  return sum;
}

struct Quotient {
  std::uint64_t floor;
  unsigned_wide rest;
};

// magnitude * weight / sum; the 64-bit division is several times faster, and nearly always enough.
inline Quotient share(std::uint64_t magnitude, std::uint64_t weight, unsigned_wide sum) {
  constexpr auto small = std::numeric_limits<std::uint64_t>::max();
  const unsigned_wide product = static_cast<unsigned_wide>(magnitude) * weight;
  if (product <= small && sum <= small) {
    const auto dividend = static_cast<std::uint64_t>(product);
    const auto divisor = static_cast<std::uint64_t>(sum);
    return {dividend / divisor, dividend % divisor};
  }
  const unsigned_wide floor = product / sum;
  return {static_cast<std::uint64_t>(floor), product - floor * sum};
}

bool comes_first(const Remainder& a, const Remainder& b) {
  return a.rest != b.rest ? a.rest > b.rest : a.turn < b.turn;
}

void allocate_with(std::uint64_t magnitude, unsigned_wide sum, std::span<const std::int64_t> weights,
                   std::span<std::int64_t> parts, std::size_t first_turn, std::span<Remainder> remainders) {
  const std::size_t n = weights.size();
  std::uint64_t left = magnitude;
  for (std::size_t k = 0; k < n; ++k) {
    const Quotient quotient = share(magnitude, static_cast<std::uint64_t>(weights[k]), sum);
    parts[k] = static_cast<std::int64_t>(quotient.floor);
    remainders[k] = {quotient.rest, k >= first_turn ? k - first_turn : k + n - first_turn, k};
    left -= quotient.floor;
  }
  if (left == 0) return;
  const auto cut = remainders.begin() + static_cast<std::ptrdiff_t>(left);
  std::nth_element(remainders.begin(), cut, remainders.end(), comes_first);
  std::for_each(remainders.begin(), cut, [&](const Remainder& r) { ++parts[r.part]; });
}

}  // namespace

void allocate_into(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts,
                   std::size_t turn, std::span<AllocationRemainder> scratch) {
  const std::size_t n = weights.size();
  if (parts.size() != n || scratch.size() < n)
    refuse(ErrorCode::out_of_range,
           fmt::format("{} weights for {} parts and {} remainders; each part needs one of each", n, parts.size(),
                       scratch.size()));
  const unsigned_wide sum = sum_of(weights);
  const auto magnitude = total < 0 ? -static_cast<std::uint64_t>(total) : static_cast<std::uint64_t>(total);
  allocate_with(magnitude, sum, weights, parts, turn % n, scratch.first(n));
  if (total < 0)
    for (std::int64_t& part : parts) part = static_cast<std::int64_t>(-static_cast<std::uint64_t>(part));
}

void allocate_into(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts,
                   std::size_t turn) {
  const std::size_t n = weights.size();
  if (parts.size() != n)
    refuse(ErrorCode::out_of_range,
           fmt::format("{} weights for {} parts; each part needs one weight", n, parts.size()));
  if (n <= 64) {
    std::array<Remainder, 64> remainders;
    allocate_into(total, weights, parts, turn, remainders);
  } else {
    std::vector<Remainder> remainders(n);
    allocate_into(total, weights, parts, turn, remainders);
  }
}

std::vector<Money> allocate(Money total, std::span<const std::int64_t> weights, std::size_t turn) {
  std::vector<std::int64_t> units(weights.size());
  allocate_into(total.units(), weights, units, turn);
  std::vector<Money> parts;
  parts.reserve(units.size());
  for (const std::int64_t part : units) parts.push_back(Money::of_units(part, total.currency()));
  return parts;
}

}  // namespace solidarity
