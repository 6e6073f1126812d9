// SPDX-License-Identifier: MIT
#include <solidarity/core/error.hpp>
#include <solidarity/core/id.hpp>
#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/secret.hpp>
#include <solidarity/core/text.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <variant>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

TEST_CASE("an error reads code, field, message") {
  const Error error(ErrorCode::out_of_range, "/repayments/count", "0 installments; a loan needs 1 to 1200");
  CHECK(std::string(error.what()) == "out_of_range: /repayments/count: 0 installments; a loan needs 1 to 1200");
  CHECK(error.code() == ErrorCode::out_of_range);
  CHECK(error.field() == "/repayments/count");
  CHECK(error.message() == "0 installments; a loan needs 1 to 1200");
  CHECK(error.problem() ==
        Problem{ErrorCode::out_of_range, "/repayments/count", "0 installments; a loan needs 1 to 1200"});
}

TEST_CASE("an error without a field leaves it out") {
  CHECK(test::refusal([]() -> int { refuse(ErrorCode::overflow, "too much"); }) == "overflow: too much");
  CHECK(test::refusal([]() -> int { refuse(ErrorCode::overflow, "/principal", "too much"); }) ==
        "overflow: /principal: too much");
}

TEST_CASE("a copy of an error tells the same, and it is a standard exception") {
  const Error error(ErrorCode::no_rate, "nothing to discount");
  const std::runtime_error& standard = error;
  const Error copy = error;  // NOLINT(performance-unnecessary-copy-initialization): the copy is what is tested
  CHECK(std::string(standard.what()) == copy.what());
}

TEST_CASE("every code has a name of its own in snake_case") {
  std::unordered_set<std::string_view> names;
  for (int k = 1; k <= static_cast<int>(ErrorCode::storage_error); ++k) {
    const auto name = to_text(static_cast<ErrorCode>(k));
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK(name != "unknown_error");
    CHECK(names.insert(name).second);
  }
  CHECK(to_text(ErrorCode{0}) == "unknown_error");
  CHECK(to_text(ErrorCode{200}) == "unknown_error");
}

TEST_CASE("codes stand in the order of precedence") {
  CHECK(std::min(ErrorCode::overflow, ErrorCode::invalid_amount) == ErrorCode::invalid_amount);
  CHECK(ErrorCode::malformed_document < ErrorCode::unsupported);
}

TEST_CASE("text is quoted so that a terminal shows it as it is") {
  CHECK(quoted("INR") == "\"INR\"");
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("a\nb\tc\"d\\e") == R"("a\nb\tc\"d\\e")");
  CHECK(quoted("\x1b[31m") == R"("\x1b[31m")");
  CHECK(quoted(std::string_view("A\0B", 3)) == R"("A\x00B")");
  CHECK(quoted("\xd9\xa1\x7f") == R"("\xd9\xa1\x7f")");
  CHECK(quoted("123456", 6) == "\"123456\"");
  CHECK(quoted("1234567", 6) == "\"123456...\"");
  CHECK(quoted(std::string(1'000'000, '7')).size() < 50);
}

TEST_CASE("our types take fill, alignment and width") {
  CHECK(fmt::format("[{}]", ErrorCode::overflow) == "[overflow]");
  CHECK(fmt::format("[{:12}]", ErrorCode::overflow) == "[overflow    ]");
  CHECK(fmt::format("[{:>12}]", ErrorCode::overflow) == "[    overflow]");
  CHECK(fmt::format("[{:^12}]", ErrorCode::overflow) == "[  overflow  ]");
  CHECK(fmt::format("[{:.^11}]", ErrorCode::overflow) == "[.overflow..]");
  CHECK(fmt::format("[{:3}]", ErrorCode::overflow) == "[overflow]");
  CHECK(fmt::format("[{:*>9}]", ErrorCode::overflow) == "[*overflow]");
}

TEST_CASE("a format that our types do not know is refused by fmt") {
  CHECK_THROWS_AS(fmt::format(fmt::runtime("{:x}"), ErrorCode::overflow), std::runtime_error);
  CHECK_THROWS_AS(fmt::format(fmt::runtime("{:99999999999}"), ErrorCode::overflow), std::runtime_error);
}

TEST_CASE("an id has a value, an order, a text and a hash") {
  using LoanId = Id<struct LoanTag>;
  constexpr LoanId seven{7};
  STATIC_REQUIRE(seven.value() == 7);
  STATIC_REQUIRE(LoanId{1} < seven);
  STATIC_REQUIRE(sizeof(LoanId) == 4);
  CHECK(fmt::format("{:>3}", seven) == "  7");
  CHECK(std::unordered_set<LoanId>{seven, LoanId{7}, LoanId{8}}.size() == 2);
}

TEST_CASE("a secret is read only by the word reveal") {
  const Secret<std::string> name("Meena");
  CHECK(name.reveal() == "Meena");
  CHECK((name == Secret<std::string>("Meena")));
  CHECK_FALSE((name == Secret<std::string>("Rani")));
  STATIC_REQUIRE_FALSE(fmt::is_formattable<Secret<std::string>>::value);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret<std::string>, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Secret<std::string>>);
}

TEST_CASE("overloaded chooses by the alternative") {
  const std::variant<int, std::string> word = std::string("x");
  CHECK(std::visit(overloaded{[](int) { return 1; }, [](const std::string&) { return 2; }}, word) == 2);
}
