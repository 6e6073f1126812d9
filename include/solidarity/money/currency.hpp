// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace solidarity {

// A currency: three capital letters and the number of digits of its minor unit (0 to 4). A run-time value of 4 bytes.
//   Currency::of("INR")          -> 2 digits, from ISO 4217
//   Currency::custom("XTS", 3)   -> for tests, tokens, or an old denomination
class Currency {
 public:
  // The ISO 4217 currency of that code.  Errors: unknown_currency (codes are case-sensitive; XXX is no currency).
  [[nodiscard]] static Currency of(std::string_view code);

  // A currency outside ISO 4217, or with other digits.  Errors: unknown_currency (not three capital letters), out_of_range (digits).
  [[nodiscard]] static constexpr Currency custom(std::string_view code, int digits) {
    if (code.size() != 3) refuse(ErrorCode::unknown_currency, "a currency code has three capital letters");
    for (const char c : code)
      if (c < 'A' || c > 'Z') refuse(ErrorCode::unknown_currency, "a currency code has three capital letters");
    if (digits < 0 || digits > 4) refuse(ErrorCode::out_of_range, "a currency has 0 to 4 digits");
    return Currency({code[0], code[1], code[2]}, static_cast<std::uint8_t>(digits));
  }

  [[nodiscard]] constexpr std::string_view code() const noexcept { return {code_.data(), 3}; }
  [[nodiscard]] constexpr int digits() const noexcept { return digits_; }

  // Minor units in one unit: 100 for INR, 1 for UGX, 1000 for KWD.
  [[nodiscard]] constexpr std::int64_t scale() const noexcept {
    constexpr std::array<std::int64_t, 5> powers{1, 10, 100, 1000, 10000};
    return powers[digits_];
  }

  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

 private:
  constexpr Currency(std::array<char, 3> code, std::uint8_t digits) noexcept : code_(code), digits_(digits) {}

  std::array<char, 3> code_;
  std::uint8_t digits_;
};

[[nodiscard]] inline std::string to_text(Currency currency) { return std::string(currency.code()); }

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Currency> : solidarity::text_formatter<solidarity::Currency> {};
