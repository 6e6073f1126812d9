// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace solidarity::detail {

inline constexpr std::size_t longest_name = 128;
inline constexpr std::string_view id_rule = "an id is 1 to 128 of A-Z a-z 0-9 . _ : -";

[[nodiscard]] inline bool is_id(std::string_view text) noexcept {
  if (text.empty() || text.size() > longest_name) return false;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_letter && c != '.' && c != '_' && c != ':' && c != '-') return false;
  }
  return true;
}

[[nodiscard]] inline bool is_name(std::string_view text) noexcept {
  return !text.empty() && text.size() <= longest_name;
}

}  // namespace solidarity::detail
