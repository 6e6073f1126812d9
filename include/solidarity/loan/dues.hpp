// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/product/waterfall.hpp>
#include <solidarity/schedule/installment.hpp>

namespace solidarity {

// What is still open of one installment: 48 bytes. The waterfall works on spans of these.
struct Due {
  Date on;
  std::uint16_t number;  // of the installment
  std::uint16_t flags = 0;
  Components open;
  friend bool operator==(const Due&, const Due&) = default;
};
static_assert(sizeof(Due) == 48);

[[nodiscard]] constexpr std::int64_t& part(Components& units, Component component) noexcept {
  switch (component) {
    case Component::penalty: return units.penalties;
    case Component::fee: return units.fees;
    case Component::insurance: return units.insurance;
    case Component::interest: return units.interest;
    case Component::principal: break;
  }
  return units.principal;
}
[[nodiscard]] constexpr std::int64_t part(const Components& units, Component component) noexcept {
  Components copy = units;
  return part(copy, component);
}

}  // namespace solidarity
