// SPDX-License-Identifier: MIT
#include <solidarity/circle/rosca_security.hpp>

#include <fmt/core.h>

#include <numeric>
#include <utility>

namespace solidarity {
namespace {

void check(int members, int position) {
  if (members < 2) refuse(ErrorCode::out_of_range, "/members", fmt::format("{}; a circle has 2 or more", members));
  if (position < 1 || position > members)
    refuse(ErrorCode::out_of_range, "/position", fmt::format("{} of {} members", position, members));
}

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  // 0 to bound - 1, each equally likely.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t uneven = (0 - bound) % bound;  // 2^64 mod bound
    std::uint64_t drawn = draw();
    while (drawn < uneven) drawn = draw();
    return drawn % bound;
  }

 private:
  std::uint64_t draw() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace

Money rosca_debt(int members, int position, Money contribution) {
  check(members, position);
  if (contribution.units() < 1)
    refuse(ErrorCode::out_of_range, "/contribution", fmt::format("{}; a contribution is above zero", contribution));
  return contribution * (members - position);
}

Money rosca_collateral(int members, int position, Money contribution, Rate factor, Rounding rounding) {
  if (factor < Rate::zero())
    refuse(ErrorCode::out_of_range, "/factor", fmt::format("{}; a factor is zero or more", factor));
  return scaled(rosca_debt(members, position, contribution), factor.ticks(), Rate::one, rounding);
}

int rosca_guarantor(int members, int position) {
  check(members, position);
  return static_cast<int>((std::int64_t{position} - 1 + members / 2) % members) + 1;
}

std::optional<std::int64_t> RoscaSecurity::coverage_percent() const {
  if (debt.is_zero()) return {};
  return multiply_divide(recoverable().units(), 100, debt.units(), Rounding::floor);
}

RoscaSecurity rosca_security(int members, int position, Money contribution, Rate factor, std::optional<int> rounds_paid,
                             Rounding rounding) {
  const int guarantor = rosca_guarantor(members, position);
  if (rounds_paid && (*rounds_paid < 0 || *rounds_paid > members))
    refuse(ErrorCode::out_of_range, "/rounds_paid", fmt::format("{} of {} rounds", *rounds_paid, members));
  return {.debt = rosca_debt(members, position, contribution),
          .collateral = rosca_collateral(members, position, contribution, factor, rounding),
          .paid = contribution * rounds_paid.value_or(position),
          .guarantor = guarantor,
          .guarantor_collateral = rosca_collateral(members, guarantor, contribution, factor, rounding),
          .guarantor_paid = contribution * rounds_paid.value_or(guarantor)};
}

std::vector<std::size_t> lottery_order(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  SplitMix64 random(seed);
  for (std::size_t left = count; left > 1; --left)
    std::swap(order[left - 1], order[static_cast<std::size_t>(random.below(left))]);
  return order;
}

}  // namespace solidarity
