// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace solidarity {
namespace {

[[noreturn]] void refuse_text(std::string_view text) {
  refuse(ErrorCode::invalid_amount,
         fmt::format("\"{}\" is not a number; write digits, then at most one point and digits, as in 12.50",
                     text.substr(0, 40)));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits of a magnitude below 10^38.
std::string digits_of(unsigned_wide value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::ranges::reverse(digits);
  return digits;
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

Decimal Decimal::parse(std::string_view text) {
  if (text.size() > 200) refuse(ErrorCode::out_of_range, "a number has at most 200 characters");
  const bool negative = !text.empty() && text.front() == '-';
  const auto digits = negative ? text.substr(1) : text;
  const auto point = std::min(digits.find('.'), digits.size());
  const bool leading_zero = point > 1 && digits.front() == '0';
  if (point == 0 || leading_zero || point + 1 == digits.size()) refuse_text(text);
  wide coefficient = 0;
  int significant = 0;
  int zeros = 0;  // zeros read but not yet needed
  int exponent = 0;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (k == point) continue;
    if (!is_digit(digits[k])) refuse_text(text);
    if (k > point) --exponent;
    if (digits[k] == '0') {
      if (coefficient != 0) ++zeros;
      continue;
    }
    significant += coefficient == 0 ? 1 : zeros + 1;
    if (significant > 34)
      refuse(ErrorCode::out_of_range, fmt::format("\"{}\" has more than 34 significant digits", text));
    for (; zeros > 0; --zeros) coefficient *= 10;
    coefficient = coefficient * 10 + (digits[k] - '0');
  }
  return of(negative ? -coefficient : coefficient, exponent + zeros);
}

double Decimal::to_double() const {
  const auto text = fmt::format(
      "{}{}e{}", is_negative() ? "-" : "",
      digits_of(is_negative() ? -static_cast<unsigned_wide>(coefficient_) : static_cast<unsigned_wide>(coefficient_)),
      exponent_);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string to_text(const Decimal& value) {
  auto digits = digits_of(value.is_negative() ? -static_cast<unsigned_wide>(value.coefficient())
                                              : static_cast<unsigned_wide>(value.coefficient()));
  if (value.exponent() >= 0) {
    digits.append(static_cast<std::size_t>(value.exponent()), '0');
  } else {
    const auto decimals = static_cast<std::size_t>(-value.exponent());
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
  }
  return value.is_negative() ? "-" + digits : digits;
}

std::string number_text(double value, int significant) {
  if (!std::isfinite(value)) refuse(ErrorCode::overflow, "the number is too large to be written");
  if (value == 0) return "0";
  const auto scientific = fmt::format("{:.{}e}", value, significant - 1);
  const auto e = scientific.find('e');
  int exponent = 0;
  const auto* digits = scientific.data() + e + 1;
  std::from_chars(*digits == '+' ? digits + 1 : digits, scientific.data() + scientific.size(), exponent);
  if (exponent >= significant) {  // whole: the digits known, then zeros
    std::string whole;
    for (const char c : scientific.substr(0, e))
      if (c != '.') whole.push_back(c);
    whole.append(static_cast<std::size_t>(exponent - significant + 1), '0');
    return whole;
  }
  return without_trailing_zeros(fmt::format("{:.{}f}", value, significant - 1 - exponent));
}

std::string rounded_text(double value, int decimals) {
  if (!std::isfinite(value)) refuse(ErrorCode::overflow, "the number is too large to be written");
  auto text = fmt::format("{:.{}f}", std::abs(value), decimals + 10);
  const bool up = text[text.size() - 10] >= '5';
  text.resize(text.size() - 10);
  if (up) {
    std::size_t k = text.size();
    while (k > 0 && (text[k - 1] == '9' || text[k - 1] == '.')) {
      if (text[k - 1] == '9') text[k - 1] = '0';
      --k;
    }
    if (k == 0) text.insert(0, 1, '1');
    else ++text[k - 1];
  }
  if (text.back() == '.') text.pop_back();
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !zero ? "-" + text : text;
}

}  // namespace solidarity
