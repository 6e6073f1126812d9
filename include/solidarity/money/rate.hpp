// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>
#include <solidarity/core/wide.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace solidarity {

// An exact percentage with up to 12 decimals; the period it belongs to stands in the name of the field that holds it.
//   24_pct      Rate::parse("12.75")      Rate::parse("0.000000000001")
class Rate {
 public:
  static constexpr std::int64_t one_percent = 1'000'000'000'000;    // ticks in 1 %
  static constexpr std::int64_t one = 100 * one_percent;            // ticks in 100 % = the fraction 1
  static constexpr std::int64_t largest = 9'000'000 * one_percent;  // what parse and _pct accept, either sign

  [[nodiscard]] static constexpr Rate of_ticks(std::int64_t ticks) noexcept { return Rate(ticks); }
  [[nodiscard]] static constexpr Rate zero() noexcept { return Rate(0); }

  // The percentage written as `text`: the grammar of amounts with at most 12 decimals.
  // Errors: invalid_amount (grammar), out_of_range (more than 12 decimals, or above 9,000,000 %).
  [[nodiscard]] static Rate parse(std::string_view text);

  // As a fraction: ticks() / Rate::one.
  [[nodiscard]] constexpr std::int64_t ticks() const noexcept { return ticks_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return ticks_ == 0; }

  friend constexpr auto operator<=>(Rate, Rate) = default;

 private:
  constexpr explicit Rate(std::int64_t ticks) noexcept : ticks_(ticks) {}
  std::int64_t ticks_;
};

// "12.75": the percentage without trailing zeros.      to_text(rate): "12.75%".
[[nodiscard]] std::string decimal_text(Rate rate);
[[nodiscard]] std::string to_text(Rate rate);

namespace detail {
// Reads a literal such as 12.75 or 2'000; more than 12 decimals or over 9,000,000 do not compile.
constexpr std::int64_t literal_ticks(std::string_view digits) {
  std::int64_t value = 0;
  int decimals = -1;
  for (const char c : digits) {
    if (c == '\'') continue;
    if (c == '.') {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9' || decimals == 12)
      refuse(ErrorCode::invalid_amount, "a percentage is digits with at most 12 decimals");
    value = value * 10 + (c - '0');
    if (value > 9'000'000'000'000'000'000) refuse(ErrorCode::out_of_range, "a percentage is at most 9,000,000");
    if (decimals >= 0) ++decimals;
  }
  for (int k = decimals < 0 ? 0 : decimals; k < 12; ++k) {
    if (value > 900'000'000'000'000'000) refuse(ErrorCode::out_of_range, "a percentage is at most 9,000,000");
    value *= 10;
  }
  return value;
}
}  // namespace detail

namespace literals {
// 24_pct, 12.75_pct: exact, read from the digits in the source by the compiler (clang 14 does not emit a consteval operator here).
template <char... digits>
constexpr Rate operator""_pct() {
  constexpr char text[] = {digits...};
  constexpr std::int64_t ticks = detail::literal_ticks({text, sizeof...(digits)});
  return Rate::of_ticks(ticks);
}
}  // namespace literals

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Rate> : solidarity::text_formatter<solidarity::Rate> {};
