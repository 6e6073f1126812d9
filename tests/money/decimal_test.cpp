// SPDX-License-Identifier: MIT
#include <solidarity/money/decimal.hpp>

#include <limits>
#include <string>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

TEST_CASE("a decimal keeps what was written") {
  const auto number = parse_decimal("2.50");
  CHECK(number.mantissa == 250);
  CHECK(number.decimals == 2);
  CHECK(parse_decimal("-7").mantissa == -7);
  CHECK(parse_decimal("-7").decimals == 0);
  CHECK(parse_decimal("0").mantissa == 0);
  CHECK(parse_decimal("0.000000000001").mantissa == 1);
}

TEST_CASE("a scaled decimal is counted in units of its last place") {
  CHECK(parse_scaled("2.5", {"an amount of INR", 2}) == 250);
  CHECK(parse_scaled("-0.01", {"an amount of INR", 2}) == -1);
  CHECK(parse_scaled("12", {"a number", 0}) == 12);
}

TEST_CASE("the whole of int64 can be written and read") {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (int decimals = 0; decimals <= 18; ++decimals)
    for (const std::int64_t value :
         {least, least + 1, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, most - 1, most}) {
      const auto text = decimal_text(value, decimals);
      CHECK(parse_scaled(text, {"a number", decimals}) == value);
      CHECK(parse_decimal(text, {"a number", decimals}).mantissa == value);
    }
  CHECK(decimal_text(least, 2) == "-92233720368547758.08");
  CHECK(decimal_text(7, 2) == "0.07");
  CHECK(decimal_text(-7, 3) == "-0.007");
  CHECK(decimal_text(0, 0) == "0");
}

TEST_CASE("one unit more than int64 is out of range") {
  const DecimalForm amount{"an amount of INR", 2};
  CHECK(test::refusal([&] { return parse_scaled("92233720368547758.08", amount); }) ==
        "out_of_range: \"92233720368547758.08\" is too large; an amount of INR lies within +-92233720368547758.07");
  CHECK(test::refused([&] { return parse_scaled("-92233720368547758.09", amount); }) == "out_of_range");
  CHECK(test::refused([&] { return parse_scaled("92233720368547759", amount); }) == "out_of_range");
  CHECK(test::refused([&] { return parse_scaled(std::string(1'000'000, '9'), amount); }) == "out_of_range");
}

TEST_CASE("a wrong form is told with the text, the grammar and the decimals") {
  CHECK(test::refusal([] {
          return parse_decimal("1e3", {"a weight", 9});
        }) == "invalid_amount: \"1e3\" is not a weight; write -?(0|[1-9][0-9]*)(\\.[0-9]{1,9})?");
  CHECK(test::refusal([] {
          return parse_decimal("1.5", {"an amount of UGX", 0});
        }) == "invalid_amount: \"1.5\" has 1 decimal; an amount of UGX has at most 0");
  CHECK(test::refusal([] {
          return parse_decimal("x", {"an amount of UGX", 0});
        }) == "invalid_amount: \"x\" is not an amount of UGX; write -?(0|[1-9][0-9]*)");
  CHECK(test::refusal([] {
          return parse_decimal("0.1234", {"a share", 3, ErrorCode::out_of_range});
        }) == "out_of_range: \"0.1234\" has 4 decimals; a share has at most 3");
}

TEST_CASE("a wrong form comes before a number that is too large") {
  CHECK(test::refused([] { return parse_decimal("99999999999999999999999x"); }) == "invalid_amount");
  CHECK(test::refused([] { return parse_decimal("99999999999999999999999.1234567890123"); }) == "invalid_amount");
}
