// SPDX-License-Identifier: MIT
#include <solidarity/savings/balance_basis.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace {

void check(const BalancePeriod& period, std::span<const BalanceChange> changes) {
  if (period.through < period.from)
    refuse(ErrorCode::out_of_range, "/through", fmt::format("{} is before {}", period.through, period.from));
  for (std::size_t k = 0; k < changes.size(); ++k) {
    const Date on = changes[k].on;
    const std::string field = fmt::format("/changes/{}/on", k);
    if (on < period.from || on > period.through)
      refuse(ErrorCode::out_of_range, field,
             fmt::format("{}; the period is {} to {}", on, period.from, period.through));
    if (k > 0 && on <= changes[k - 1].on)
      refuse(ErrorCode::out_of_range, field,
             fmt::format("{} after {}; one change a day, in order", on, changes[k - 1].on));
  }
}

std::int64_t after(std::int64_t balance, const BalanceChange& change) {
  return detail::checked_units(wide{balance} + change.net);
}

bool begins_within(const BalancePeriod& period, std::span<const BalanceChange> changes) {
  return period.first_activity_within && !changes.empty();
}

}  // namespace

std::int64_t least_balance(const BalancePeriod& period, std::span<const BalanceChange> changes) {
  check(period, changes);
  std::int64_t balance = period.opening;
  std::int64_t least = begins_within(period, changes) ? after(balance, changes.front()) : balance;
  for (const BalanceChange& change : changes) {
    balance = after(balance, change);
    least = std::min(least, balance);
  }
  return least;
}

MeanBalance mean_balance(const BalancePeriod& period, std::span<const BalanceChange> changes) {
  check(period, changes);
  // A day counts with the balance with which it begins: each balance from the day after its change on.
  const std::int32_t end = period.through.day_number() + 1;
  const std::int32_t start =
      begins_within(period, changes) ? changes.front().on.day_number() + 1 : period.from.day_number();
  std::int32_t counted = start;  // the days before it are in the total
  std::int64_t balance = period.opening;
  wide total = 0;
  for (const BalanceChange& change : changes) {
    const std::int32_t until = std::max(change.on.day_number() + 1, counted);
    total += wide{balance} * (until - counted);
    counted = until;
    balance = after(balance, change);
  }
  total += wide{balance} * (end - counted);
  return {total, end - start};
}

}  // namespace solidarity
