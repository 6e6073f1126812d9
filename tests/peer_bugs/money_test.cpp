// SPDX-License-Identifier: MIT
// Amounts that were guessed, cut, wrapped or read as something else (areas currency, precision, overflow).
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <concepts>
#include <limits>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

TEST_CASE("PB-174: another number of digits for a code is said, never guessed, and does not mix with the usual one") {
  CHECK(UGX.digits() == 0);
  const Currency of_the_gateway = Currency::custom("UGX", 2);
  CHECK((5 * of_the_gateway).units() == 500);
  CHECK(test::refused([&] { return 5 * UGX + 5 * of_the_gateway; }) == "currency_mismatch");
}

TEST_CASE("PB-175: an unknown currency is refused; those without decimals have none") {
  for (const auto* code : {"CLP", "ISK", "BIF"}) CHECK((1'000 * Currency::of(code)).units() == 1'000);
  CHECK(test::refused([] { return Currency::of("QQQ"); }) == "unknown_currency");
}

TEST_CASE("PB-176: a currency without decimals is written and read like any other") {
  CHECK(Money::parse("150000", VND) == 150'000 * VND);
  CHECK(decimal_text(150'000 * VND) == "150000");
}

TEST_CASE("PB-177: a decimal too many is refused, not rounded") {
  CHECK(test::refused([] { return Money::parse("12.345", USD); }) == "invalid_amount");
}

TEST_CASE("PB-180: an amount that does not fit is refused, not cut") {
  CHECK(test::refused([] { return 9'223'372'036'854'775'807 * USD; }) == "overflow");
  CHECK(test::refused([] { return 92'233'720'368'547'759 * USD; }) == "overflow");
}

TEST_CASE("PB-181: after an overflow both amounts are what they were") {
  Money amount = Money::of_units(std::numeric_limits<std::int64_t>::max(), USD);
  const Money before = amount;
  CHECK(test::refused([&] { return amount += Money::of_units(1, USD); }) == "overflow");
  CHECK(amount == before);
  amount -= Money::of_units(1, USD);
  CHECK(amount.units() == std::numeric_limits<std::int64_t>::max() - 1);
}

TEST_CASE("PB-182: one ten-thousandth of an amount is not the amount") {
  CHECK(scaled(1 * USD, 1, 10'000, Rounding::up) == Money::of_units(1, USD));
  CHECK(scaled(10'000 * USD, 1, 10'000, Rounding::half_even) == 1 * USD);
}

TEST_CASE("PB-183: there is no amount and no rate without a value") {
  STATIC_REQUIRE_FALSE(std::default_initializable<Money>);
  STATIC_REQUIRE_FALSE(std::default_initializable<Rate>);
  CHECK(Rate::zero().ticks() == 0);
}

TEST_CASE("PB-184, PB-283: what looks octal, hexadecimal or empty is no amount, however long") {
  for (const auto& text : {std::string("012"), std::string("0x1F"), std::string(), std::string("-"),
                           std::string(400, '0'), "0" + std::string(400, '7')})
    CHECK(test::refused([&] { return Money::parse(text, USD); }) == "invalid_amount");
  CHECK(test::refused([] { return Money::parse(std::string(45, '9'), USD); }) == "out_of_range");
}

TEST_CASE("PB-277: amounts compare as whole units: nothing is a little more") {
  CHECK(Money::parse("100.00", USD) == 100 * USD);
  CHECK_FALSE(Money::parse("100.00", USD) > 100 * USD);
  CHECK(test::refused([] { return Money::parse("100.000000001", USD); }) == "invalid_amount");
}

TEST_CASE("PB-292, PB-293, PB-294, PB-296: amounts beyond 32 bits and beyond eight digits are kept as they are") {
  CHECK(decimal_text(3'000'000'000 * IDR) == "3000000000.00");
  CHECK(Money::of_units(2'147'483'648, USD) == Money::parse("21474836.48", USD));
  CHECK(decimal_text(4'999'000'000 * VND) == "4999000000");
  CHECK(decimal_text(Money::parse("100000001", VND)) == "100000001");
}
