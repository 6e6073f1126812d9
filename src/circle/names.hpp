// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>

#include <fmt/core.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace solidarity::detail {

inline constexpr std::size_t longest_name = 128;

[[nodiscard]] inline bool is_event_id(std::string_view text) noexcept {
  if (text.empty() || text.size() > longest_name) return false;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_letter && c != '.' && c != '_' && c != ':' && c != '-') return false;
  }
  return true;
}

[[nodiscard]] inline bool is_member_id(std::string_view text) noexcept {
  return !text.empty() && text.size() <= longest_name && text.front() != '@';
}

inline void require_member_id(std::string_view field, std::string_view text) {
  if (!is_member_id(text))
    refuse(
        ErrorCode::out_of_range, field,
        fmt::format("{}; a member has an id of 1 to {} bytes that does not begin with @", quoted(text), longest_name));
}

inline void require_above_zero(std::string_view field, Money amount, Currency currency) {
  if (amount.currency() != currency)
    refuse(ErrorCode::currency_mismatch, field, fmt::format("{} in a circle of {}", amount, currency.code()));
  if (amount.units() <= 0) refuse(ErrorCode::out_of_range, field, fmt::format("{}; the amount is above zero", amount));
}

// Where `all` holds `id`.
template <class Map>
auto& member_of(Map& all, std::string_view field, const std::string& id) {
  const auto found = all.find(id);
  if (found == all.end()) refuse(ErrorCode::not_found, field, fmt::format("no member {} in this circle", quoted(id)));
  return found->second;
}

}  // namespace solidarity::detail
