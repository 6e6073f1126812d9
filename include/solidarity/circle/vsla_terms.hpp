// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace solidarity {

// What a loan from the box costs, rounded half up at each charge.
enum class ServiceCharge : std::uint8_t {
  monthly_on_outstanding = 1,  // each month after the loan was given: rate x principal open that morning
  monthly_on_lent,             // the same months: rate x what was lent
  once,                        // rate x what was lent, when it is lent
};
[[nodiscard]] std::string_view to_text(ServiceCharge rule) noexcept;

// The box holds two funds, kept apart.
enum class VslaFund : std::uint8_t { loan_fund = 1, social_fund };
[[nodiscard]] std::string_view to_text(VslaFund fund) noexcept;

// What becomes of the social fund at a share-out.
enum class SocialFundRule : std::uint8_t { stays = 1, divided_equally };
[[nodiscard]] std::string_view to_text(SocialFundRule rule) noexcept;

// What a member who joins later pays for a share that she buys on joining.
enum class JoiningPrice : std::uint8_t {
  price = 1,  // the price, as at any meeting
  current,    // the value of a share on that day when it is more, so that the others lose nothing
};
[[nodiscard]] std::string_view to_text(JoiningPrice rule) noexcept;

// What a member who leaves before the share-out has for a share.
enum class LeavingValue : std::uint8_t {
  savings = 1,  // the price; less when the fund is worth less
  current,      // her part of the fund as it stands, profit included
};
[[nodiscard]] std::string_view to_text(LeavingValue rule) noexcept;

// The rules of a village savings and loan association for one cycle after the other.
//   VslaTerms{.opened_on = 2026y / January / 7, .share_price = 500 * KES, .charge = 5_pct}
struct VslaTerms {
  Date opened_on;
  Money share_price;
  int most_shares = 5;         // of one member at one meeting
  Rate charge = Rate::zero();  // of a loan, as `charged` says
  ServiceCharge charged = ServiceCharge::monthly_on_outstanding;
  int most_months = 3;    // of a loan
  int loan_multiple = 3;  // a loan is at most so many times her own savings
  VslaFund fines = VslaFund::loan_fund;
  std::optional<Money> social_contribution = {};  // of each member at each meeting
  SocialFundRule social_fund = SocialFundRule::stays;
  JoiningPrice joining = JoiningPrice::price;
  LeavingValue leaving = LeavingValue::savings;
  std::optional<int> inactive_after = {};  // so many meetings in a row without a share: no profit
  friend bool operator==(const VslaTerms&, const VslaTerms&) = default;
};

// Every reason why no circle can be kept by `terms`, with the field at fault; empty when one can.
[[nodiscard]] Problems validate(const VslaTerms& terms);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::ServiceCharge> : solidarity::text_formatter<solidarity::ServiceCharge> {};
template <>
struct fmt::formatter<solidarity::VslaFund> : solidarity::text_formatter<solidarity::VslaFund> {};
template <>
struct fmt::formatter<solidarity::SocialFundRule> : solidarity::text_formatter<solidarity::SocialFundRule> {};
template <>
struct fmt::formatter<solidarity::JoiningPrice> : solidarity::text_formatter<solidarity::JoiningPrice> {};
template <>
struct fmt::formatter<solidarity::LeavingValue> : solidarity::text_formatter<solidarity::LeavingValue> {};
