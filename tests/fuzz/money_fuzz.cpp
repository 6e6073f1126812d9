// SPDX-License-Identifier: MIT
// The strict readers of single values: what they accept is written back as the same value.
#include "fuzz.hpp"

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/day_count.hpp>
#include <solidarity/calendar/frequency.hpp>
#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

namespace {

using namespace solidarity;
using fuzz::require;
using fuzz::result_of;

void read_money(std::string_view text) {
  for (int digits = 0; digits <= 4; ++digits) {
    const Currency currency = Currency::custom("XTS", digits);
    const auto money = result_of([&] { return Money::parse(text, currency); });
    if (money)
      require(Money::parse(decimal_text(*money), currency) == *money, "Money::parse(decimal_text(money)) == money");
  }
}

void read_rate(std::string_view text) {
  const auto rate = result_of([&] { return Rate::parse(text); });
  if (!rate) return;
  require(Rate::parse(decimal_text(*rate)) == *rate, "Rate::parse(decimal_text(rate)) == rate");
  require(rate->ticks() <= Rate::largest && rate->ticks() >= -Rate::largest, "a rate is at most 9,000,000 %");
}

void read_decimal(std::string_view text) {
  const auto decimal = result_of([&] { return Decimal::parse(text); });
  if (decimal) require(Decimal::parse(to_text(*decimal)) == *decimal, "Decimal::parse(to_text(decimal)) == decimal");
}

void read_date(std::string_view text) {
  const auto date = result_of([&] { return Date::parse(text); });
  if (date) require(to_text(*date) == text, "a date has one writing");
}

void read_words(std::string_view text) {
  const auto frequency = result_of([&] { return parse_frequency(text); });
  if (frequency) require(to_text(*frequency) == text, "a frequency has one writing");
  const auto convention = result_of([&] { return parse_day_count(text); });
  if (convention) require(parse_day_count(to_text(*convention)) == *convention, "a day count is found by its own name");
  const auto currency = result_of([&] { return Currency::of(text); });
  if (currency) require(currency->code() == text, "a currency is found by its own code");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  read_money(text);
  read_rate(text);
  read_decimal(text);
  read_date(text);
  read_words(text);
  return 0;
}
