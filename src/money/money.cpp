// SPDX-License-Identifier: MIT
#include <solidarity/money/decimal.hpp>
#include <solidarity/money/money.hpp>

#include <fmt/core.h>

#include <array>
#include <limits>

namespace solidarity {

Money Money::parse(std::string_view text, Currency currency) {
  std::array<char, 16> noun{'a', 'n', ' ', 'a', 'm', 'o', 'u', 'n', 't', ' ', 'o', 'f', ' '};
  currency.code().copy(noun.data() + 13, 3);
  return {parse_scaled(text, {{noun.data(), noun.size()}, currency.digits()}), currency};
}

void Money::refuse_mixing(Currency a, Currency b) {
  if (a.code() == b.code())
    refuse(ErrorCode::currency_mismatch, fmt::format("cannot combine {} of {} digits with {} of {} digits", a.code(),
                                                     a.digits(), b.code(), b.digits()));
  refuse(ErrorCode::currency_mismatch, fmt::format("cannot combine {} with {}", a.code(), b.code()));
}

Money sum(std::span<const Money> amounts, Currency currency) {
  constexpr wide largest = std::numeric_limits<std::int64_t>::max();
  wide units = 0;
  std::size_t reached = amounts.size();
  for (std::size_t k = 0; k < amounts.size(); ++k) {
    units += (Money::zero(currency) + amounts[k]).units();
    if (reached == amounts.size() && (units > largest || units < -largest - 1)) reached = k;
  }
  if (units > largest || units < -largest - 1)
    refuse(ErrorCode::overflow,
           fmt::format("the sum of {} amounts exceeds 9223372036854775807 minor units at amount {}", amounts.size(),
                       reached));
  return Money::of_units(static_cast<std::int64_t>(units), currency);
}

std::string decimal_text(Money amount) { return decimal_text(amount.units(), amount.currency().digits()); }

std::string to_text(Money amount) {
  std::string text(amount.currency().code());
  return (text += ' ') += decimal_text(amount);
}

}  // namespace solidarity
