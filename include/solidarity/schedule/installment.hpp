// SPDX-License-Identifier: MIT
// schedule: what was planned. Laws: principal parts sum to the principal; the last balance is zero; rows add up.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>

#include <cstdint>
#include <type_traits>

namespace solidarity {

// The components of a debt in minor units of one currency; the waterfall and the schedule count in these.
struct Components {
  std::int64_t principal = 0;
  std::int64_t interest = 0;
  std::int64_t fees = 0;
  std::int64_t penalties = 0;
  std::int64_t insurance = 0;

  [[nodiscard]] constexpr std::int64_t total() const {
    return detail::checked_units(wide{principal} + interest + fees + penalties + insurance);
  }
  friend constexpr bool operator==(const Components&, const Components&) = default;
};

// One row of a schedule: 64 bytes, trivially copyable.
struct Installment {
  Date due;
  std::int32_t days;     // actual days since the previous due date; 0 for a down payment
  std::uint16_t number;  // from 1
  Currency currency;
  Components units;            // what falls due
  std::int64_t balance_units;  // principal still owed after this row

  [[nodiscard]] constexpr Money principal() const noexcept { return Money::of_units(units.principal, currency); }
  [[nodiscard]] constexpr Money interest() const noexcept { return Money::of_units(units.interest, currency); }
  [[nodiscard]] constexpr Money fees() const noexcept { return Money::of_units(units.fees, currency); }
  [[nodiscard]] constexpr Money penalties() const noexcept { return Money::of_units(units.penalties, currency); }
  [[nodiscard]] constexpr Money insurance() const noexcept { return Money::of_units(units.insurance, currency); }
  [[nodiscard]] constexpr Money total() const { return Money::of_units(units.total(), currency); }
  [[nodiscard]] constexpr Money balance() const noexcept { return Money::of_units(balance_units, currency); }

  friend bool operator==(const Installment&, const Installment&) = default;
};
static_assert(sizeof(Installment) == 64 && std::is_trivially_copyable_v<Installment>);

}  // namespace solidarity
