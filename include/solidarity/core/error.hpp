// SPDX-License-Identifier: MIT
// core: what every module needs to refuse, to name and to print.
// Law: every refusal says what was refused, the values, the rule, and the remedy where there is one.
#pragma once

#include <solidarity/core/text.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

// Stable names of everything that can be refused; text is the snake_case name itself.
// Ordered by precedence: of several problems in one input the first in this order is thrown.
enum class ErrorCode : std::uint8_t {
  malformed_document = 1,  // not JSON, unknown, missing or duplicate key, wrong type
  unsupported,             // a version or form that this library does not have
  limit_exceeded,          // larger than the documented bound
  invalid_amount,          // text that is not an amount in the strict grammar
  invalid_date,            // text that is not a day, or a day that does not exist
  unknown_currency,        // no such ISO 4217 code
  currency_mismatch,       // two currencies where one is needed
  out_of_range,            // a value outside its range
  contradictory_terms,     // two terms that exclude each other
  invalid_weights,         // no weight above zero, or a negative one
  overflow,                // the result does not fit
  no_business_day,         // a calendar without business days
  installment_too_small,   // the installment would not repay the loan
  residual_too_large,      // rounding leaves too much for the last row
  no_rate,                 // the cash flows have no rate of return
  not_found,               // no such event, charge, member
  duplicate,               // what was done once cannot be done again
  idempotency_conflict,    // an id that was used for something else
  closed_period,           // a day whose books are closed
  invalid_state,           // not allowed in this state; the message names the state and what it allows
  wrong_usage,             // the program was called wrongly
  storage_error,           // a file that cannot be read or written
};

[[nodiscard]] std::string_view to_text(ErrorCode code) noexcept;

// One reason why an input is refused.
struct Problem {
  ErrorCode code;
  std::string field;    // JSON pointer of the field at fault ("/repayments/count"), or empty
  std::string message;  // what, the values, the rule, the remedy

  friend bool operator==(const Problem&, const Problem&) = default;
};

// A broken promise of the caller. `what()` reads "code: field: message".
//   out_of_range: /repayments/count: 0 installments; a loan needs 1 to 1200
class Error : public std::runtime_error {
 public:
  explicit Error(Problem problem);
  Error(ErrorCode code, std::string_view message) : Error(Problem{code, {}, std::string(message)}) {}
  Error(ErrorCode code, std::string_view field, std::string_view message)
      : Error(Problem{code, std::string(field), std::string(message)}) {}

  [[nodiscard]] ErrorCode code() const noexcept { return problem_.code; }
  [[nodiscard]] const std::string& field() const noexcept { return problem_.field; }
  [[nodiscard]] const std::string& message() const noexcept { return problem_.message; }
  [[nodiscard]] const Problem& problem() const noexcept { return problem_; }

 private:
  Problem problem_;
};

using Problems = std::vector<Problem>;

// Out of line, so that the arithmetic that may call it stays small and constexpr.
[[noreturn]] void refuse(ErrorCode code, std::string_view message);
[[noreturn]] void refuse(ErrorCode code, std::string_view field, std::string_view message);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::ErrorCode> : solidarity::text_formatter<solidarity::ErrorCode> {};
