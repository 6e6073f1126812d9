// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace solidarity {

// ---- Who takes the pot

struct RotationFixed {  // in the order of the list of members
  friend bool operator==(const RotationFixed&, const RotationFixed&) = default;
};
struct RotationLottery {  // the members in order of their ids' bytes, shuffled by lottery_order(count, seed)
  std::uint64_t seed;
  friend bool operator==(const RotationLottery&, const RotationLottery&) = default;
};
struct RotationAuction {  // who asks for the smallest pot; the rest of it is divided equally among all
  friend bool operator==(const RotationAuction&, const RotationAuction&) = default;
};
struct RotationNeed {  // whom the members name
  friend bool operator==(const RotationNeed&, const RotationNeed&) = default;
};
using Rotation = std::variant<RotationFixed, RotationLottery, RotationAuction, RotationNeed>;

// ---- What stands in for a contribution that was not paid, and never gives more than is missing

enum class RoscaCover : std::uint8_t {
  own_collateral = 1,  // the member's own: nobody gets a claim
  guarantor,           // the collateral of her guarantor, who gets a claim on her
  fund,                // the circle's fund, which gets a claim on her
};
[[nodiscard]] std::string_view to_text(RoscaCover cover) noexcept;

// A rotating savings and credit association: as many rounds as members; each pays in every round, and has the pot once.
//   RoscaTerms{.opened_on = 2026y / January / 3, .contribution = 1'000 * KES, .members = {"amina", "beth", "chep"},
//              .rotation = RotationLottery{2026}}
struct RoscaTerms {
  Date opened_on;
  Money contribution;                // of each member in each round
  std::vector<std::string> members;  // 2 to 1000 ids
  Rotation rotation = RotationFixed{};
  std::optional<Rate> collateral_factor = {};  // who takes the pot has deposited debt x factor
  std::vector<RoscaCover> covers = {RoscaCover::own_collateral, RoscaCover::guarantor, RoscaCover::fund};  // in order
  friend bool operator==(const RoscaTerms&, const RoscaTerms&) = default;
};

// Every reason why no circle can be kept by `terms`, with the field at fault; empty when one can.
[[nodiscard]] Problems validate(const RoscaTerms& terms);

// The members by position, the first at the front: who takes the pot in which round (fixed, lottery), or the list
// itself, by which ties go (auction, need).  Guarantors are those of rosca_guarantor in this order.
[[nodiscard]] std::vector<std::string> rosca_order(const RoscaTerms& terms);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::RoscaCover> : solidarity::text_formatter<solidarity::RoscaCover> {};
