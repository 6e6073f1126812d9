// SPDX-License-Identifier: MIT
#include <solidarity/money/allocate.hpp>

#include <array>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

using Units = std::vector<std::int64_t>;

Units allocated(std::int64_t total, const Units& weights, std::size_t turn = 0) {
  Units parts(weights.size());
  allocate_into(total, weights, parts, turn);
  return parts;
}

}  // namespace

TEST_CASE("the parts add back to the whole, odd units to the largest remainders") {
  CHECK(allocated(100, {1, 1, 1}) == Units{34, 33, 33});
  CHECK(allocated(100, {1, 1, 1}, 1) == Units{33, 34, 33});
  CHECK(allocated(100, {1, 1, 1}, 2) == Units{33, 33, 34});
  CHECK(allocated(100, {1, 1, 1}, 3) == Units{34, 33, 33});
  CHECK(allocated(200, {1, 1, 1}, 2) == Units{67, 66, 67});
  CHECK(allocated(10, {1, 2, 4}) == Units{1, 3, 6});
  CHECK(allocated(6, {2, 1, 1}) == Units{3, 2, 1});
  CHECK(allocated(5, {7}) == Units{5});
}

TEST_CASE("amounts keep their currency") {
  CHECK(allocate(100 * INR, {1, 1, 1}) ==
        std::vector{Money::of_units(3334, INR), Money::of_units(3333, INR), Money::of_units(3333, INR)});
}

TEST_CASE("a total below the number of parts gives one unit to the first in turn") {
  CHECK(allocated(1, {1, 1, 1, 1}) == Units{1, 0, 0, 0});
  CHECK(allocated(2, {1, 1, 1, 1}, 3) == Units{1, 0, 0, 1});
  CHECK(allocated(0, {1, 1}) == Units{0, 0});
}

TEST_CASE("a negative total is divided as its opposite") {
  CHECK(allocated(-100, {1, 1, 1}) == Units{-34, -33, -33});
  CHECK(allocated(least, {1, 1}) == Units{least / 2, least / 2});
  CHECK(allocated(least, {1}) == Units{least});
}

TEST_CASE("weight 0 gets 0") {
  CHECK(allocated(1, {0, 3, 0}) == Units{0, 1, 0});
  CHECK(allocated(101, {0, 1, 1, 0}) == Units{0, 51, 50, 0});
}

TEST_CASE("weights of any size are exact") {
  CHECK(allocated(7, {1'000'000'000, 1}) == Units{7, 0});
  CHECK(allocated(1'000'000'001, {1'000'000'000, 1}) == Units{1'000'000'000, 1});
  CHECK(allocated(most, {most, most}) == Units{most / 2 + 1, most / 2});
  CHECK(allocated(most, {most, 1}) == Units{most - 1, 1});
  CHECK(allocated(most, Units(200, most)).front() == most / 200 + 1);
}

TEST_CASE("weights and parts may be one list") {
  Units list{1, 1, 1};
  allocate_into(100, list, list);
  CHECK(list == Units{34, 33, 33});
}

TEST_CASE("long lists are divided by the same rule") {
  for (const std::size_t size : {std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{1000}}) {
    const auto parts = allocated(static_cast<std::int64_t>(3 * size + 5), Units(size, 1), size - 2);
    std::int64_t extra = 0;
    for (const std::int64_t part : parts) extra += part - 3;
    CHECK(extra == 5);
    CHECK(parts[size - 2] == 4);
    CHECK(parts[size - 1] == 4);
    CHECK(parts[0] == 4);
    CHECK(parts[2] == 4);
    CHECK(parts[3] == 3);
  }
}

TEST_CASE("weights without sense are refused, and nothing is written") {
  std::array<std::int64_t, 2> parts{7, 7};
  CHECK(test::refusal([&] {
          return allocate_into(1, std::array<std::int64_t, 2>{0, 0}, parts), 0;
        }) == "invalid_weights: none of 2 weights is above zero");
  CHECK(test::refusal([&] {
          return allocate_into(1, std::array<std::int64_t, 2>{3, -1}, parts), 0;
        }) == "invalid_weights: weight 1 is -1; a weight is zero or more");
  CHECK(test::refusal([&] {
          return allocate_into(1, std::array<std::int64_t, 3>{1, 1, 1}, parts), 0;
        }) == "out_of_range: 3 weights for 2 parts; each part needs one weight");
  CHECK(test::refused([] { return allocate(1 * INR, {}); }) == "invalid_weights");
  CHECK(parts == std::array<std::int64_t, 2>{7, 7});
}
