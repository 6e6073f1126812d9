// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/currency.hpp>
#include <solidarity/money/iso4217.hpp>
#include <solidarity/money/rounding.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace solidarity {

// What multiplies an amount: an integer, but no truth value and no character.
template <class T>
concept WholeNumber = std::integral<T> && sizeof(T) <= 8 && !std::same_as<T, bool> && !std::same_as<T, char> &&
                      !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t> &&
                      !std::same_as<T, wchar_t>;

// An amount: whole minor units of one currency, 16 bytes.
//   12'000 * INR                          -> INR 12000.00
//   Money::parse("12000.50", INR)         -> INR 12000.50
//   Money::of_units(1'200'050, INR)       -> INR 12000.50
// Laws: arithmetic is exact or throws `overflow` and changes nothing; two currencies never mix (`currency_mismatch`);
// floating point never enters.  Zero has a currency too.
class Money {
 public:
  [[nodiscard]] static constexpr Money of_units(std::int64_t units, Currency currency) noexcept {
    return {units, currency};
  }
  [[nodiscard]] static constexpr Money zero(Currency currency) noexcept { return {0, currency}; }

  // The amount written as `text` in the grammar -?(0|[1-9][0-9]*)(\.[0-9]{1,digits})?, never rounded.
  // Errors: invalid_amount (anything else, or more decimals than the currency has), out_of_range (beyond 2^63-1 minor units).
  [[nodiscard]] static Money parse(std::string_view text, Currency currency);

  [[nodiscard]] constexpr std::int64_t units() const noexcept { return units_; }
  [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return units_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return units_ < 0; }

  constexpr Money& operator+=(Money other) { return *this = *this + other; }
  constexpr Money& operator-=(Money other) { return *this = *this - other; }

  friend constexpr Money operator+(Money a, Money b) {
    a.check_same(b);
    return {detail::checked_units(wide{a.units_} + b.units_), a.currency_};
  }
  friend constexpr Money operator-(Money a, Money b) {
    a.check_same(b);
    return {detail::checked_units(wide{a.units_} - b.units_), a.currency_};
  }
  friend constexpr Money operator-(Money a) { return {detail::checked_units(-wide{a.units_}), a.currency_}; }
  template <WholeNumber I>
  friend constexpr Money operator*(Money a, I times) {
    return {detail::checked_units(wide{a.units_} * times), a.currency_};
  }
  template <WholeNumber I>
  friend constexpr Money operator*(I times, Money a) {
    return a * times;
  }

  friend constexpr bool operator==(Money a, Money b) { return a.check_same(b), a.units_ == b.units_; }
  friend constexpr std::strong_ordering operator<=>(Money a, Money b) { return a.check_same(b), a.units_ <=> b.units_; }

 private:
  constexpr Money(std::int64_t units, Currency currency) noexcept : units_(units), currency_(currency) {}
  constexpr void check_same(Money other) const {
    if (currency_ != other.currency_) refuse_mixing(currency_, other.currency_);
  }
  [[noreturn]] static void refuse_mixing(Currency a, Currency b);

  std::int64_t units_;
  Currency currency_;
};

// An amount of whole units: 12'000 * INR.  Only integers: 12.5 * INR does not compile.
template <WholeNumber I>
constexpr Money operator*(I amount, Currency currency) {
  return Money::of_units(detail::checked_units(wide{amount} * currency.scale()), currency);
}

// amount * numerator / denominator, rounded once to the minor unit.
//   scaled(100 * INR, 2, 3, Rounding::half_up) -> INR 66.67
[[nodiscard]] constexpr Money scaled(Money amount, wide numerator, wide denominator, Rounding mode) {
  return Money::of_units(multiply_divide(amount.units(), numerator, denominator, mode), amount.currency());
}

// The exact sum, whatever the order.  Errors: overflow (with the index reached), currency_mismatch.
//   sum(amounts, INR)          sum({}, INR) -> INR 0.00
[[nodiscard]] Money sum(std::span<const Money> amounts, Currency currency);

// "12000.00": the digits alone, as on the wire.      to_text(money): "INR 12000.00".
[[nodiscard]] std::string decimal_text(Money amount);
[[nodiscard]] std::string to_text(Money amount);

}  // namespace solidarity

template <>
struct std::hash<solidarity::Money> {
  std::size_t operator()(solidarity::Money m) const noexcept {
    return std::hash<std::int64_t>{}(m.units()) ^ std::hash<std::string_view>{}(m.currency().code());
  }
};

template <>
struct fmt::formatter<solidarity::Money> : solidarity::text_formatter<solidarity::Money> {};
