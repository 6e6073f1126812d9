// SPDX-License-Identifier: MIT
#include <solidarity/core/wide.hpp>
#include <solidarity/money/payment_split.hpp>

#include <fmt/core.h>

namespace solidarity {
namespace {

void require_not_negative(Money payment) {
  if (payment.is_negative())
    refuse(ErrorCode::out_of_range, "/payment", fmt::format("{}; a payment is zero or more", payment));
}

std::int64_t total_of(std::span<const std::int64_t> weights) {
  wide sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] < 0)
      refuse(ErrorCode::invalid_weights, fmt::format("weight {} is {}; a weight is zero or more", k, weights[k]));
    sum += weights[k];
  }
  return detail::checked_units(sum);
}

std::int64_t total_above_zero(std::span<const std::int64_t> weights) {
  const std::int64_t total = total_of(weights);
  if (total == 0) refuse(ErrorCode::invalid_weights, fmt::format("none of {} weights is above zero", weights.size()));
  return total;
}

// The parts of `sum` of the debts, by the rule of split_in_proportion.
std::vector<std::int64_t> parts_of(std::int64_t sum, std::span<const std::int64_t> owed) {
  std::vector<std::int64_t> parts;
  std::int64_t all = total_of(owed);
  for (const std::int64_t debt : owed) {
    parts.push_back(all == 0 ? 0 : multiply_divide(sum, debt, all, Rounding::half_up));
    sum -= parts.back();
    all -= debt;
  }
  return parts;
}

}  // namespace

PaymentSplit split_by_open(Money payment, std::span<const std::int64_t> open, std::size_t turn) {
  require_not_negative(payment);
  const Money all = Money::of_units(total_of(open), payment.currency());
  const Money applied = payment < all ? payment : all;
  if (all.is_zero()) return {std::vector<Money>(open.size(), all), payment};
  return {allocate(applied, open, turn), payment - applied};
}

std::vector<Money> split_as_mifos(Money payment, std::span<const std::int64_t> weights) {
  require_not_negative(payment);
  const std::int64_t all = total_above_zero(weights);
  std::vector<Money> parts;
  Money left = payment;
  std::size_t last = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] > 0) last = k;
    parts.push_back(scaled(payment, weights[k], all, Rounding::half_up));
    left -= parts.back();
  }
  parts[last] += left;
  if (parts[last].is_negative())
    refuse(ErrorCode::residual_too_large, "/payment",
           fmt::format("{} rounded for each leaves {} for the last; divide it with allocate", payment, parts[last]));
  return parts;
}

std::vector<Money> split_in_proportion(Money payment, Money paid_before, std::span<const std::int64_t> owed) {
  require_not_negative(payment);
  const Money left = Money::of_units(total_above_zero(owed), payment.currency()) - paid_before;
  if (paid_before.is_negative() || payment > left)
    refuse(ErrorCode::out_of_range, "/payment",
           fmt::format("{} after {}; what is left of the debts is {}", payment, paid_before, left));
  const auto before = parts_of(paid_before.units(), owed);
  const auto now = parts_of((paid_before + payment).units(), owed);
  std::vector<Money> parts;
  for (std::size_t k = 0; k < owed.size(); ++k)
    parts.push_back(Money::of_units(now[k] - before[k], payment.currency()));
  return parts;
}

}  // namespace solidarity
