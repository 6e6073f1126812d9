// SPDX-License-Identifier: MIT
#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>

#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <limits>

namespace solidarity {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();

std::string grammar(int decimals) {
  if (decimals == 0) return "-?(0|[1-9][0-9]*)";
  return fmt::format("-?(0|[1-9][0-9]*)(\\.[0-9]{{1,{}}})?", decimals);
}

[[noreturn]] void refuse_form(std::string_view text, const DecimalForm& form) {
  refuse(ErrorCode::invalid_amount,
         fmt::format("{} is not {}; write {}", quoted(text), form.noun, grammar(form.max_decimals)));
}

[[noreturn]] void refuse_decimals(std::string_view text, std::size_t decimals, const DecimalForm& form) {
  refuse(form.too_fine, fmt::format("{} has {} decimal{}; {} has at most {}", quoted(text), decimals,
                                    decimals == 1 ? "" : "s", form.noun, form.max_decimals));
}

[[noreturn]] void refuse_size(std::string_view text, const DecimalForm& form) {
  refuse(ErrorCode::out_of_range,
         fmt::format("{} is too large; {} lies within +-{}", quoted(text), form.noun,
                     decimal_text(std::numeric_limits<std::int64_t>::max(), form.max_decimals)));
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// Where the parts of a number stand in its text.
struct Layout {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
};

Layout layout_of(std::string_view text, const DecimalForm& form) {
  Layout parts;
  parts.negative = !text.empty() && text.front() == '-';
  std::size_t at = parts.negative ? 1 : 0;
  parts.whole = text.substr(at, digits_from(text, at));
  at += parts.whole.size();
  if (parts.whole.empty() || (parts.whole.size() > 1 && parts.whole.front() == '0')) refuse_form(text, form);
  if (at < text.size() && text[at] == '.') {
    parts.fraction = text.substr(at + 1, digits_from(text, at + 1));
    if (parts.fraction.empty()) refuse_form(text, form);
    at += 1 + parts.fraction.size();
  }
  if (at != text.size()) refuse_form(text, form);
  return parts;
}

// Appends digits to a magnitude of at most `limit`; false when it would exceed it.
bool append_digits(std::uint64_t& magnitude, std::string_view digits, std::uint64_t limit) {
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (magnitude > (limit - digit) / 10) return false;
    magnitude = magnitude * 10 + digit;
  }
  return true;
}

WrittenDecimal read(std::string_view text, const DecimalForm& form, bool fill) {
  constexpr std::string_view zeros = "000000000000000000";
  const Layout parts = layout_of(text, form);
  const auto allowed = static_cast<std::size_t>(form.max_decimals);
  if (parts.fraction.size() > allowed) refuse_decimals(text, parts.fraction.size(), form);
  const std::uint64_t limit = parts.negative ? largest + 1 : largest;
  std::uint64_t magnitude = 0;
  const bool fits = append_digits(magnitude, parts.whole, limit) && append_digits(magnitude, parts.fraction, limit) &&
                    (!fill || append_digits(magnitude, zeros.substr(0, allowed - parts.fraction.size()), limit));
  if (!fits) refuse_size(text, form);
  const auto mantissa = static_cast<std::int64_t>(parts.negative ? -magnitude : magnitude);
  return {mantissa, static_cast<int>(fill ? allowed : parts.fraction.size())};
}

}  // namespace

WrittenDecimal parse_decimal(std::string_view text, const DecimalForm& form) { return read(text, form, false); }

std::int64_t parse_scaled(std::string_view text, const DecimalForm& form) { return read(text, form, true).mantissa; }

std::string decimal_text(std::int64_t mantissa, int decimals) {
  std::array<char, 48> buffer;
  char* const end = buffer.data() + buffer.size();
  char* at = end;
  auto magnitude = mantissa < 0 ? -static_cast<std::uint64_t>(mantissa) : static_cast<std::uint64_t>(mantissa);
  for (int k = 0; k <= decimals || magnitude != 0; ++k) {
    if (k == decimals && decimals > 0) *--at = '.';
    *--at = static_cast<char>('0' + magnitude % 10);
    magnitude /= 10;
  }
  if (mantissa < 0) *--at = '-';
  return std::string(at, end);
}

}  // namespace solidarity
