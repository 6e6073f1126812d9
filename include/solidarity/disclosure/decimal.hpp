// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>
#include <solidarity/core/wide.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace solidarity {

// A decimal number of up to 34 significant digits, as a spreadsheet or a document writes it: coefficient x 10^exponent.
// For rates, factors and answers of formulas; amounts of money are Money.  No arithmetic: the functions that take it
// compute with 100 digits and round once, half up, to 34.
// Law: the value decides equality (1.50 = 1.5, -0 = 0); parse(to_text(d)) = d.
//   Decimal::parse("0.0066")  ->  66 x 10^-4
class Decimal {
 public:
  template <std::integral I>
  constexpr Decimal(I value) : Decimal(wide{value}, 0) {}  // NOLINT(google-explicit-constructor): pmt(rate, 10, 10'000)

  // coefficient x 10^exponent.  The coefficient has at most 34 digits.
  [[nodiscard]] static constexpr Decimal of(wide coefficient, int exponent) { return {coefficient, exponent}; }

  // The number written as `text` in the grammar -?(0|[1-9][0-9]*)(\.[0-9]+)?
  // Errors: invalid_amount (anything else), out_of_range (over 34 significant digits or over 200 characters).
  [[nodiscard]] static Decimal parse(std::string_view text);

  [[nodiscard]] constexpr wide coefficient() const noexcept { return coefficient_; }
  [[nodiscard]] constexpr int exponent() const noexcept { return exponent_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return coefficient_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return coefficient_ < 0; }
  [[nodiscard]] double to_double() const;  // the nearest one

  friend constexpr bool operator==(const Decimal&, const Decimal&) = default;

 private:
  constexpr Decimal(wide coefficient, int exponent) : coefficient_(coefficient), exponent_(exponent) {
    while (coefficient_ != 0 && coefficient_ % 10 == 0) {
      coefficient_ /= 10;
      ++exponent_;
    }
    if (coefficient_ == 0) exponent_ = 0;
  }

  wide coefficient_;
  int exponent_;
};

[[nodiscard]] std::string to_text(const Decimal& value);  // "-0.0066", never with an exponent

// `value` with `significant` digits, no exponent and no trailing zeros: how a rate is written.  Errors: overflow (not finite).
//   number_text(17.07172381234567)  ->  "17.0717238123"
[[nodiscard]] std::string number_text(double value, int significant = 12);

// `value` to `decimals` places, halves up (away from zero): 2011/90 Annex I remark (d), Regulation Z (b)(9)(ii).
// A half is told from what lies next to it at the tenth decimal after that, so the last bits of a double do not decide.
//   rounded_text(6.041228, 1)  ->  "6.0"        rounded_text(13.185, 2)  ->  "13.19"
[[nodiscard]] std::string rounded_text(double value, int decimals);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Decimal> : solidarity::text_formatter<solidarity::Decimal> {};
