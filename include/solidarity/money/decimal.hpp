// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace solidarity {

// A decimal number as it was written: mantissa / 10^decimals. "2.50" is {250, 2}.
struct WrittenDecimal {
  std::int64_t mantissa = 0;
  int decimals = 0;
};

// What a decimal text is, and how many decimals it may have.
struct DecimalForm {
  std::string_view noun = "a number";              // for messages: "an amount of INR", "a percentage"
  int max_decimals = 12;                           // 0 to 18
  ErrorCode too_fine = ErrorCode::invalid_amount;  // the code when there are more decimals
};

// The one reader of decimal numbers: grammar -?(0|[1-9][0-9]*)(\.[0-9]{1,max_decimals})?, nothing around it, never rounded.
// Errors: invalid_amount (grammar), form.too_fine (decimals), out_of_range (beyond 2^63-1 of the last decimal written).
//   parse_decimal("2.5")  ->  {25, 1}
[[nodiscard]] WrittenDecimal parse_decimal(std::string_view text, const DecimalForm& form = {});

// The same number counted in units of 10^-max_decimals.
//   parse_scaled("2.5", {"an amount of INR", 2})  ->  250
[[nodiscard]] std::int64_t parse_scaled(std::string_view text, const DecimalForm& form);

// mantissa / 10^decimals as text, all decimals written: decimal_text(250, 2) -> "2.50".
[[nodiscard]] std::string decimal_text(std::int64_t mantissa, int decimals);

}  // namespace solidarity
