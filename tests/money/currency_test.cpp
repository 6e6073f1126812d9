// SPDX-License-Identifier: MIT
#include <solidarity/money/currency.hpp>
#include <solidarity/money/iso4217.hpp>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;

TEST_CASE("a currency knows the digits of its minor unit") {
  STATIC_REQUIRE(INR.digits() == 2);
  STATIC_REQUIRE(INR.scale() == 100);
  STATIC_REQUIRE(UGX.digits() == 0);
  STATIC_REQUIRE(KWD.scale() == 1000);
  STATIC_REQUIRE(UYW.scale() == 10000);
  STATIC_REQUIRE(Currency::custom("XTB", 1).scale() == 10);
  STATIC_REQUIRE(sizeof(Currency) == 4);
}

TEST_CASE("the digits are those of ISO 4217") {
  for (const auto code : {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
                          "VUV", "XAF", "XOF", "XPF"})
    CHECK(Currency::of(code).digits() == 0);
  for (const auto code : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}) CHECK(Currency::of(code).digits() == 3);
  for (const auto code : {"CLF", "UYW"}) CHECK(Currency::of(code).digits() == 4);
  int with_two_digits = 0;
  for (const Currency currency : all) with_two_digits += currency.digits() == 2 ? 1 : 0;
  CHECK(static_cast<std::size_t>(with_two_digits) == all.size() - 17 - 7 - 2);
}

TEST_CASE("every code of the table is found, and no other") {
  for (const Currency currency : all) CHECK(Currency::of(currency.code()) == currency);
  CHECK(all.size() == 167);
  std::size_t found = 0;
  for (char a = 'A'; a <= 'Z'; ++a)
    for (char b = 'A'; b <= 'Z'; ++b)
      for (char c = 'A'; c <= 'Z'; ++c) {
        const std::string code{a, b, c};
        if (test::refused([&] { return Currency::of(code); }).empty()) ++found;
      }
  CHECK(found == all.size());
}

TEST_CASE("what is no code is refused, and a slip of case is told") {
  CHECK(test::refusal([] { return Currency::of("usd"); }) ==
        "unknown_currency: \"usd\" is no currency of ISO 4217; write USD");
  CHECK(test::refusal([] { return Currency::of("ZZZ"); }) ==
        "unknown_currency: \"ZZZ\" is no currency of ISO 4217; write three capital letters such as INR");
  for (const std::string_view code :
       {std::string_view("XXX"), std::string_view("XTS"), std::string_view("US"), std::string_view("USD\0", 4),
        std::string_view(""), std::string_view("USDX"), std::string_view("\xd0\x85SD"), std::string_view("US\xd0\xa5")})
    CHECK(test::refused([&] { return Currency::of(code); }) == "unknown_currency");
}

TEST_CASE("a custom currency has three capital letters and 0 to 4 digits") {
  CHECK(test::refused([] { return Currency::custom("xts", 2); }) == "unknown_currency");
  CHECK(test::refused([] { return Currency::custom("XT", 2); }) == "unknown_currency");
  CHECK(test::refused([] { return Currency::custom("XTSS", 2); }) == "unknown_currency");
  CHECK(test::refused([] { return Currency::custom("XTS", 5); }) == "out_of_range");
  CHECK(test::refused([] { return Currency::custom("XTS", -1); }) == "out_of_range");
}

TEST_CASE("one code with other digits is another currency") {
  STATIC_REQUIRE(Currency::custom("ZWL", 2) == ZWL);
  STATIC_REQUIRE(Currency::custom("ZWL", 0) != ZWL);
  STATIC_REQUIRE(INR < KES);
}
