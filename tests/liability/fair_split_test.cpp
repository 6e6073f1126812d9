// SPDX-License-Identifier: MIT
#include <solidarity/liability/call_terms.hpp>
#include <solidarity/liability/fair_split.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using boost::multiprecision::cpp_int;
using test::for_all;
using test::Random;

namespace {

using Units = std::vector<std::int64_t>;

Units split(std::int64_t total, const Units& weights, const Units& caps, std::size_t turn = 0) {
  FairSplitScratch scratch(weights.size());
  Units parts(weights.size());
  split_under_caps(total, weights, caps, parts, turn, scratch);
  return parts;
}

std::int64_t sum(const Units& units) { return std::accumulate(units.begin(), units.end(), std::int64_t{0}); }

// Equal weights, unit by unit: each goes to the one who has least and may take more; ties in turn order.
Units one_unit_at_a_time(std::int64_t total, const Units& caps, std::size_t turn) {
  const std::size_t n = caps.size();
  Units parts(n);
  for (; total > 0; --total) {
    std::size_t poorest = n;
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t at = (turn + k) % n;
      if (parts[at] < caps[at] && (poorest == n || parts[at] < parts[poorest])) poorest = at;
    }
    if (poorest == n) break;
    ++parts[poorest];
  }
  return parts;
}

// The rounds of the rule, in exact integers and without any care for time.
Units by_the_book(std::int64_t total, const Units& weights, const Units& caps, std::size_t turn) {
  const std::size_t n = weights.size();
  Units parts(n);
  std::vector<std::size_t> open;
  cpp_int reach = 0;
  for (std::size_t k = 0; k < n; ++k)
    if (weights[(turn + k) % n] > 0) {
      open.push_back((turn + k) % n);
      reach += caps[open.back()];
    }
  cpp_int left = std::min(cpp_int(total), reach);
  while (!open.empty()) {
    cpp_int all = 0;
    for (const std::size_t k : open) all += weights[k];
    cpp_int given = 0;
    std::vector<std::pair<cpp_int, std::size_t>> rests;  // largest first, then in turn
    for (const std::size_t k : open) {
      parts[k] = static_cast<std::int64_t>(cpp_int(left * weights[k] / all));
      given += parts[k];
      rests.emplace_back(left * weights[k] % all, k);
    }
    std::stable_sort(rests.begin(), rests.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto odd = static_cast<std::size_t>(cpp_int(left - given)), k = std::size_t{0}; k < odd; ++k)
      ++parts[rests[k].second];
    const auto capped =
        std::stable_partition(open.begin(), open.end(), [&](std::size_t k) { return parts[k] <= caps[k]; });
    if (capped == open.end()) break;
    for (auto k = capped; k != open.end(); ++k) left -= parts[*k] = caps[*k];
    open.erase(capped, open.end());
  }
  return parts;
}

Units some_units(Random& random, std::size_t size, std::int64_t most) {
  Units units(size);
  for (std::int64_t& one : units) one = random.between(0, random.one_in(3) ? 3 : most);
  return units;
}

}  // namespace

TEST_CASE("a part above its cap is fixed there, and the others share the rest") {
  CHECK(split(153'200, {1, 1}, {unlimited, unlimited}) == Units{76'600, 76'600});
  CHECK(split(153'200, {1, 1}, {50'000, unlimited}) == Units{50'000, 103'200});
  CHECK(split(100, {1, 1, 1}, {unlimited, unlimited, unlimited}) == Units{34, 33, 33});
  CHECK(split(100, {1, 1, 1}, {unlimited, unlimited, unlimited}, 1) == Units{33, 34, 33});
  CHECK(split(100, {1, 1, 1}, {33, 33, 40}) == Units{33, 33, 34});  // the odd unit comes back from the first
  CHECK(split(100, {0, 1, 1}, {unlimited, 10, 10}) == Units{0, 10, 10});
  CHECK(split(0, {1, 1}, {5, 5}) == Units{0, 0});
  CHECK(split(10, {0, 0}, {5, 5}) == Units{0, 0});
  CHECK(split(10, {}, {}).empty());
}

TEST_CASE("an equal split under caps is what handing out unit by unit gives") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.number(1, 12));
    const Units caps = some_units(random, size, 60);
    const auto total = random.between(0, 500);
    const auto turn = random.index(size);
    REQUIRE(split(total, Units(size, 1), caps, turn) == one_unit_at_a_time(total, caps, turn));
  });
}

TEST_CASE("a weighted split under caps is what the rounds of the rule give") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.number(1, random.one_in(10) ? 200 : 30));
    const std::int64_t most = random.one_in(2) ? 1'000 : std::int64_t{1} << random.number(10, 62);
    const Units weights = some_units(random, size, most);
    const Units caps = some_units(random, size, most);
    const auto total = random.between(0, random.one_in(4) ? unlimited : most);
    const auto turn = random.index(size);
    REQUIRE(split(total, weights, caps, turn) == by_the_book(total, weights, caps, turn));
  });
}

TEST_CASE("parts add up to what is within reach, and no part is above its cap") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.number(1, 50));
    const Units weights = some_units(random, size, 1'000);
    const Units caps = some_units(random, size, 10'000);
    const auto total = random.between(0, 100'000);
    std::int64_t reach = 0;
    for (std::size_t k = 0; k < size; ++k) reach += weights[k] > 0 ? caps[k] : 0;
    const Units parts = split(total, weights, caps, random.index(size));
    REQUIRE(sum(parts) == std::min(total, reach));
    for (std::size_t k = 0; k < size; ++k) REQUIRE((parts[k] >= 0 && parts[k] <= (weights[k] > 0 ? caps[k] : 0)));
  });
}

TEST_CASE("ten thousand parts whose caps bind one after the other are divided without delay") {
  constexpr std::size_t size = 10'000;
  Units weights(size);
  Units caps(size);
  for (std::size_t k = 0; k < size; ++k) {
    weights[k] = std::int64_t{1} << (k % 62);
    caps[k] = static_cast<std::int64_t>(k) * 1'000'003;
  }
  const Units parts = split(std::int64_t{1} << 62, weights, caps);
  CHECK(sum(parts) == sum(caps));
  CHECK(sum(split(sum(caps) / 2, weights, caps)) == sum(caps) / 2);
}

TEST_CASE("a split refuses what it cannot divide") {
  FairSplitScratch scratch(2);
  Units parts(2);
  const auto refused = [&](std::int64_t total, Units weights, Units caps) {
    return test::refused([&] { return split_under_caps(total, weights, caps, parts, 0, scratch); });
  };
  CHECK(refused(-1, {1, 1}, {1, 1}) == "out_of_range");
  CHECK(refused(1, {1, -1}, {1, 1}) == "invalid_weights");
  CHECK(refused(1, {1, 1}, {1, -1}) == "out_of_range");
  CHECK(refused(1, {1}, {1}) == "out_of_range");
  CHECK(refused(1, {1, 1}, {1}) == "out_of_range");
}
