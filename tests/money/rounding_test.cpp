// SPDX-License-Identifier: MIT
#include <solidarity/money/rounding.hpp>

#include <array>
#include <limits>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr wide widest = static_cast<wide>(~unsigned_wide{0} >> 1);
constexpr std::array<std::int64_t, 8> tenths{-25, -18, -15, -12, 12, 15, 18, 25};

struct Expected {
  Rounding mode;
  std::array<std::int64_t, 8> rounded;
};
}  // namespace

TEST_CASE("each mode rounds tenths as it says") {
  for (const auto& [mode, rounded] : {
           Expected{Rounding::half_even, {-2, -2, -2, -1, 1, 2, 2, 2}},
           Expected{Rounding::half_up, {-3, -2, -2, -1, 1, 2, 2, 3}},
           Expected{Rounding::half_down, {-2, -2, -1, -1, 1, 1, 2, 2}},
           Expected{Rounding::up, {-3, -2, -2, -2, 2, 2, 2, 3}},
           Expected{Rounding::down, {-2, -1, -1, -1, 1, 1, 1, 2}},
           Expected{Rounding::ceiling, {-2, -1, -1, -1, 2, 2, 2, 3}},
           Expected{Rounding::floor, {-3, -2, -2, -2, 1, 1, 1, 2}},
       })
    for (std::size_t k = 0; k < tenths.size(); ++k) {
      INFO(to_text(mode) << " of " << tenths[k] << "/10");
      CHECK(divide(tenths[k], 10, mode) == rounded[k]);
      CHECK(multiply_divide(tenths[k], 1, 10, mode) == rounded[k]);
      CHECK(detail::multiply_divide_exact(tenths[k], 1, 10, mode) == rounded[k]);
      CHECK(detail::multiply_divide_exact(-tenths[k], -1, 10, mode) == rounded[k]);
    }
}

TEST_CASE("the documented examples hold at compile time") {
  STATIC_REQUIRE(divide(7, 2, Rounding::half_even) == 4);
  STATIC_REQUIRE(divide(-7, 2, Rounding::half_down) == -3);
  STATIC_REQUIRE(multiply_divide(1'200'000, 24 * 7, 100 * 365, Rounding::half_even) == 5523);
  STATIC_REQUIRE(round_to_multiple(153'124, 100, Rounding::half_even) == 153'100);
  STATIC_REQUIRE(round_to_multiple(-153'150, 100, Rounding::half_up) == -153'200);
  STATIC_REQUIRE(round_to_multiple(7, 1, Rounding::up) == 7);
}

TEST_CASE("a quotient fits the whole of int64, and not one unit more") {
  STATIC_REQUIRE(divide(wide{most} * 2, 2, Rounding::down) == most);
  STATIC_REQUIRE(divide(wide{least} * 2, 2, Rounding::down) == least);
  STATIC_REQUIRE(divide(-widest - 1, widest, Rounding::down) == -1);
  STATIC_REQUIRE(detail::divide_wide(-widest - 1, 1, Rounding::down) == -widest - 1);
  CHECK(test::refusal([] { return divide(wide{most} + 1, 1, Rounding::down); }) ==
        "overflow: the result would be 9223372036854775808 minor units; an amount has at most 9223372036854775807");
  CHECK(test::refused([] { return divide(wide{most} * 2 + 1, 2, Rounding::half_up); }) == "overflow");
  CHECK(divide(wide{most} * 2 + 1, 2, Rounding::half_down) == most);
}

TEST_CASE("a product beyond 128 bits is divided exactly") {
  CHECK(multiply_divide(most, widest, widest, Rounding::half_even) == most);
  CHECK(multiply_divide(least, widest, widest, Rounding::half_even) == least);
  CHECK(multiply_divide(most, -widest - 1, widest, Rounding::floor) == -most - 1);
  CHECK(multiply_divide(most, -widest - 1, widest, Rounding::ceiling) == -most);
  CHECK(multiply_divide(most, widest - 1, widest, Rounding::down) == most - 1);
  CHECK(test::refused([] { return multiply_divide(most, widest, widest - 1, Rounding::up); }) == "overflow");
  CHECK(test::refusal([] { return multiply_divide(most, widest, 1, Rounding::down); }) ==
        "overflow: the result would exceed 2^64 minor units; an amount has at most 9223372036854775807");
  CHECK(multiply_divide(0, widest, 1, Rounding::up) == 0);
  CHECK(multiply_divide(1, widest, widest, Rounding::up) == 1);
}

TEST_CASE("an impossible divisor or multiple is refused") {
  CHECK(test::refusal([] { return divide(1, 0, Rounding::up); }) ==
        "out_of_range: a division by 0; the divisor must be above zero");
  CHECK(test::refused([] { return divide(1, -3, Rounding::up); }) == "out_of_range");
  CHECK(test::refused([] { return multiply_divide(1, widest, 0, Rounding::up); }) == "out_of_range");
  CHECK(test::refusal([] { return round_to_multiple(5, 0, Rounding::up); }) ==
        "out_of_range: a multiple of 0; amounts are rounded to multiples of 1 or more");
  CHECK(test::refused([] { return round_to_multiple(5, -10, Rounding::up); }) == "out_of_range");
  CHECK(test::refused([] { return round_to_multiple(most, 100, Rounding::up); }) == "overflow");
}

TEST_CASE("every mode has a name") {
  CHECK(to_text(Rounding::half_even) == "half_even");
  CHECK(to_text(Rounding::half_up) == "half_up");
  CHECK(to_text(Rounding::half_down) == "half_down");
  CHECK(to_text(Rounding::up) == "up");
  CHECK(to_text(Rounding::down) == "down");
  CHECK(to_text(Rounding::ceiling) == "ceiling");
  CHECK(to_text(Rounding::floor) == "floor");
  CHECK(to_text(Rounding{0}) == "unknown_rounding");
}
