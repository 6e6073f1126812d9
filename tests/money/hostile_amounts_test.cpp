// SPDX-License-Identifier: MIT
// Rows A of the hostile inputs that money itself meets; the others are refused where the terms are read.
#include <solidarity/money/allocate.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

TEST_CASE("A3: what is no plain number is refused with the grammar") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"012"sv, "0x1F"sv,  ""sv,      "-"sv,        "+5"sv,   " 5"sv,    "5 "sv,    "5."sv,  ".5"sv,    "1e3"sv,
        "1E3"sv, "NaN"sv,   "nan"sv,   "inf"sv,      "-inf"sv, "1,000"sv, "1'000"sv, "00"sv,  "-00.5"sv, "--5"sv,
        "5-"sv,  "1.2.3"sv, "1..2"sv,  "-.5"sv,      "0."sv,   "1_000"sv, "$5"sv,    "5\n"sv, "\t5"sv,   "5\0"sv,
        "\0"sv,  "1 000"sv, "(100)"sv, "1.234,56"sv, "0b1"sv,  "1.-5"sv,  "1.+5"sv,  "1. 5"sv}) {
    const auto said = test::refusal([&] { return Money::parse(text, INR); });
    INFO(said);
    CHECK(said.find("invalid_amount: ") == 0);
    CHECK(said.find("is not an amount of INR; write -?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?") != std::string::npos);
    CHECK(test::refused([&] { return Rate::parse(text); }) == "invalid_amount");
  }
}

TEST_CASE("A4: digits of other scripts are no digits") {
  for (const auto* text : {"\xd9\xa1\xd9\xa2\xd9\xa3", "\xef\xbc\x91\xef\xbc\x92",
                           "\xe2\x88\x92"
                           "5",
                           "5\xc2\xa0",
                           "\xe2\x82\xb9"
                           "5"})
    CHECK(test::refused([&] { return Money::parse(text, INR); }) == "invalid_amount");
  CHECK(test::refusal([] { return Money::parse("\xd9\xa1", INR); }) ==
        "invalid_amount: \"\\xd9\\xa1\" is not an amount of INR; write -?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?");
}

TEST_CASE("A5: more decimals than the currency has are refused, zeros too") {
  CHECK(test::refused([] { return Money::parse("12.345", USD); }) == "invalid_amount");
  CHECK(test::refused([] { return Money::parse("12.340", USD); }) == "invalid_amount");
  CHECK(test::refusal([] { return Money::parse("1.5", UGX); }) ==
        "invalid_amount: \"1.5\" has 1 decimal; an amount of UGX has at most 0");
  CHECK(test::refused([] { return Money::parse("1.2345", KWD); }) == "invalid_amount");
}

TEST_CASE("A6: the largest amount works everywhere, one unit more nowhere") {
  const Money top = Money::parse("92233720368547758.07", INR);
  CHECK(top.units() == std::numeric_limits<std::int64_t>::max());
  CHECK(Money::parse(decimal_text(top), INR) == top);
  CHECK(allocate(top, {1}).front() == top);
  CHECK(scaled(top, Rate::one, Rate::one, Rounding::half_even) == top);
  CHECK(test::refused([] { return Money::parse("1" + std::string(40, '0'), INR); }) == "out_of_range");
  CHECK(test::refused([] { return Money::parse("92233720368547758.08", INR); }) == "out_of_range");
  CHECK(test::refused([&] { return top + Money::of_units(1, INR); }) == "overflow");
}

TEST_CASE("A7: a sum that overflows tells the index reached") {
  const std::vector<Money> amounts(200, Money::parse("900000000000000.00", INR));
  CHECK(test::refusal([&] { return sum(amounts, INR); }) ==
        "overflow: the sum of 200 amounts exceeds 9223372036854775807 minor units at amount 102");
}

TEST_CASE("A8: an intermediate beyond 128 bits is exact or overflow, never saturated") {
  const Money top = Money::of_units(std::numeric_limits<std::int64_t>::max(), INR);
  const wide rate = 5'000 * wide{Rate::one_percent};
  CHECK(test::refused([&] { return scaled(top, rate * 520, Rate::one, Rounding::half_even); }) == "overflow");
  CHECK(scaled(top, rate * 520 * 365, wide{Rate::one} * 365 * 50 * 520, Rounding::half_even) == top);
  CHECK(scaled(top, wide{rate} * rate * 520, wide{rate} * rate * 521, Rounding::floor).units() == 9205668827570985450);
}

TEST_CASE("A10: rates from nothing to far too much") {
  for (const auto* text : {"0", "0.0000001", "100", "5000", "9000000"}) CHECK(decimal_text(Rate::parse(text)) == text);
  CHECK(Rate::parse("-1") < Rate::zero());  // whether a product takes it is for its terms to say
  CHECK(test::refused([] { return Rate::parse("1." + std::string(40, '3')); }) == "out_of_range");
  CHECK(test::refused([] { return Rate::parse("9000001"); }) == "out_of_range");
}

TEST_CASE("A15: a multiple must be 1 or more") {
  CHECK(test::refused([] { return round_to_multiple(5, 0, Rounding::half_up); }) == "out_of_range");
  CHECK(round_to_multiple(5, 3, Rounding::half_up) == 6);
}

TEST_CASE("A16: what only looks like a currency is none") {
  using namespace std::string_view_literals;
  for (const auto code : {"usd"sv, "XXX"sv, "ZZZ"sv, "US"sv, "USD\0"sv,
                          "U\xd0\xa1"
                          "D"sv,
                          "\xd0\xa1"
                          "AD"sv,
                          " USD"sv, "840"sv})
    CHECK(test::refused([&] { return Currency::of(code); }) == "unknown_currency");
}

TEST_CASE("A17, A18: two currencies never mix, nor one code before and after a new denomination") {
  CHECK(test::refused([] { return 100 * KES - 100 * UGX; }) == "currency_mismatch");
  CHECK(test::refused([] { return 100 * ZWL - Money::of_units(1, Currency::custom("ZWL", 0)); }) ==
        "currency_mismatch");
}

TEST_CASE("A19: weights all zero, one negative, none, and a billion to one") {
  CHECK(test::refused([] { return allocate(1 * INR, {0, 0, 0}); }) == "invalid_weights");
  CHECK(test::refused([] { return allocate(1 * INR, {1, -1}); }) == "invalid_weights");
  CHECK(test::refused([] { return allocate(1 * INR, {}); }) == "invalid_weights");
  CHECK(allocate(10'000'000 * INR, {1'000'000'000, 1}).back() == Money::of_units(1, INR));
}
