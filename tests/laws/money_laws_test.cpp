// SPDX-License-Identifier: MIT
// Laws of money (M1-M8 of the invariants): each over generated cases, see generators.hpp.
#include <solidarity/core/wide.hpp>
#include <solidarity/money/allocate.hpp>
#include <solidarity/money/decimal.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/shares.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <regex>
#include <string>
#include <type_traits>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using boost::multiprecision::cpp_int;
using test::for_all;
using test::Random;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

bool fits(const cpp_int& value) { return value >= least && value <= most; }

cpp_int big(wide value) {
  const bool negative = value < 0;
  const auto magnitude = negative ? -static_cast<unsigned_wide>(value) : static_cast<unsigned_wide>(value);
  const cpp_int number =
      (cpp_int(static_cast<std::uint64_t>(magnitude >> 64)) << 64) + static_cast<std::uint64_t>(magnitude);
  return negative ? cpp_int(-number) : number;
}

wide some_wide(Random& random) {
  const unsigned_wide high = random.bits();
  const auto bits = static_cast<wide>(high << 64 | random.bits());
  return bits >> random.number(0, 127);
}
wide divisor(Random& random) {
  constexpr std::array<std::int64_t, 12> usual{1, 2, 3, 7, 10, 100, 1000, 360, 365, 366, 36500, 133590};
  if (random.one_in(2)) return random.any_of(usual);
  const wide any = some_wide(random);
  return std::max<wide>(1, any < 0 ? ~any : any);
}

// How dividend / divisor is rounded, written from the definitions: the floor, then what the mode makes of the rest.
cpp_int rounded(const cpp_int& dividend, const cpp_int& by, Rounding mode) {
  cpp_int floor = dividend / by;
  if (floor * by > dividend) --floor;
  const cpp_int rest = dividend - floor * by;
  if (rest == 0) return floor;
  const bool negative = dividend < 0;
  const int half = cpp_int(2 * rest).compare(by);
  const bool up = [&] {
    switch (mode) {
      case Rounding::half_even: return half > 0 || (half == 0 && floor % 2 != 0);
      case Rounding::half_up: return half > 0 || (half == 0 && !negative);
      case Rounding::half_down: return half > 0 || (half == 0 && negative);
      case Rounding::up: return !negative;
      case Rounding::down: return negative;
      case Rounding::ceiling: return true;
      case Rounding::floor: break;
    }
    return false;
  }();
  return up ? cpp_int(floor + 1) : floor;
}

bool is_half_mode(Rounding mode) { return mode <= Rounding::half_down; }
bool is_symmetric(Rounding mode) { return mode <= Rounding::down; }

std::vector<std::int64_t> weights_for(Random& random, std::size_t size) {
  std::vector<std::int64_t> weights(size);
  const int kind = random.number(0, 4);
  for (std::int64_t& weight : weights) {
    if (kind == 0) weight = 1;
    if (kind == 1) weight = random.between(0, 3);
    if (kind == 2) weight = random.between(0, 1'000'000'000);
    if (kind == 3) weight = random.between(0, most);
    if (kind == 4) weight = random.some_units();
  }
  if (random.one_in(4)) weights[random.index(size)] = most;
  if (std::ranges::all_of(weights, [](std::int64_t w) { return w == 0; })) weights[random.index(size)] = 1;
  return weights;
}

std::vector<std::int64_t> allocated(std::int64_t total, const std::vector<std::int64_t>& weights, std::size_t turn) {
  std::vector<std::int64_t> parts(weights.size());
  allocate_into(total, weights, parts, turn);
  return parts;
}

// The largest-remainder division as liability.md words it: floors, then one unit each in the order of the remainders.
std::vector<std::int64_t> allocated_by_the_book(std::int64_t total, const std::vector<std::int64_t>& weights,
                                                std::size_t turn) {
  const std::size_t n = weights.size();
  cpp_int sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  const cpp_int magnitude = abs(cpp_int(total));
  std::vector<cpp_int> parts(n);
  cpp_int left = magnitude;
  for (std::size_t k = 0; k < n; ++k) left -= parts[k] = magnitude * weights[k] / sum;
  std::vector<std::size_t> order(n);
  for (std::size_t k = 0; k < n; ++k) order[k] = (k + turn) % n;
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return magnitude * weights[a] % sum > magnitude * weights[b] % sum; });
  for (std::size_t k = 0; left > 0; ++k, --left) ++parts[order[k]];
  std::vector<std::int64_t> units;
  for (const cpp_int& part : parts) units.push_back(static_cast<std::int64_t>(total < 0 ? cpp_int(-part) : part));
  return units;
}

std::string some_text(Random& random, int digits) {
  constexpr std::string_view letters = "0123456789-.+eE, x'\n\t\x7f\xd9\xa1";
  const std::int64_t mantissa = random.units();
  std::string text = decimal_text(mantissa, random.number(0, digits + 1));
  for (int changes = random.number(0, 3); changes > 0; --changes) {
    const std::size_t at = random.index(text.size() + 1);
    const char letter = letters[random.index(letters.size())];
    if (random.one_in(3) && at < text.size()) {
      text.erase(at, 1);
    } else if (random.one_in(2) && at < text.size()) {
      text[at] = letter;
    } else {
      text.insert(at, 1, letter);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("M1: what is written is read back, in every currency") {
  for_all([](Random& random) {
    const Money amount = random.money();
    REQUIRE(Money::parse(decimal_text(amount), amount.currency()) == amount);
    REQUIRE(to_text(amount) == std::string(amount.currency().code()) + ' ' + decimal_text(amount));
    const auto rate = Rate::of_ticks(random.between(-Rate::largest, Rate::largest));
    REQUIRE(Rate::parse(decimal_text(rate)) == rate);
    const int decimals = random.number(0, 18);
    const std::int64_t mantissa = random.units();
    REQUIRE(parse_scaled(decimal_text(mantissa, decimals), {"a number", decimals}) == mantissa);
  });
}

TEST_CASE("M1: an unknown currency never gets digits by default") {
  for_all([](Random& random) {
    std::string code;
    for (int k = random.number(0, 4); k > 0; --k) code += static_cast<char>(random.number(0, 255));
    const bool known = std::ranges::any_of(iso4217::all, [&](Currency currency) { return currency.code() == code; });
    REQUIRE(test::refused([&] { return Currency::of(code); }) == (known ? "" : "unknown_currency"));
  });
}

TEST_CASE("M2: a result is the mathematical one, or overflow with both operands as they were") {
  for_all([](Random& random) {
    const Currency currency = random.currency();
    const Money a = Money::of_units(random.units(), currency);
    const Money b = Money::of_units(random.units(), currency);
    const std::int64_t times = random.units();
    const auto check = [&](const cpp_int& expected, auto operation) {
      Money operand = a;
      if (fits(expected)) {
        REQUIRE(cpp_int(operation(operand).units()) == expected);
      } else {
        REQUIRE(test::refused([&] { return operation(operand); }) == "overflow");
        REQUIRE(operand == a);
      }
    };
    check(cpp_int(a.units()) + b.units(), [&](Money& x) { return x += b; });
    check(cpp_int(a.units()) - b.units(), [&](Money& x) { return x -= b; });
    check(cpp_int(a.units()) * times, [&](Money& x) { return x = x * times; });
    check(-cpp_int(a.units()), [&](Money& x) { return x = -x; });
    check(cpp_int(times) * currency.scale(), [&](Money& x) { return x = times * currency; });
    const std::array three{a, b, Money::of_units(times, currency)};
    check(cpp_int(a.units()) + b.units() + times, [&](Money& x) { return x = sum(three, currency); });
  });
}

TEST_CASE("M3: two currencies are never combined or compared") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<double, Money>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Money, double>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<double, Rate>);
  for_all([](Random& random) {
    const Money a = random.money();
    const Money b = random.money();
    if (a.currency() == b.currency()) return;
    REQUIRE(test::refused([&] { return a + b; }) == "currency_mismatch");
    REQUIRE(test::refused([&] { return a - b; }) == "currency_mismatch");
    REQUIRE(test::refused([&] { return a == b; }) == "currency_mismatch");
    REQUIRE(test::refused([&] { return a < b; }) == "currency_mismatch");
    REQUIRE(test::refused([&] { return sum(std::array{a, b}, a.currency()); }) == "currency_mismatch");
  });
}

TEST_CASE("M4: parts add back to the total, each within one unit of its share, weight 0 gets 0") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.one_in(8) ? random.number(60, 200) : random.number(1, 12));
    const auto weights = weights_for(random, size);
    const std::int64_t total = random.one_in(3) ? random.between(-10, 10) : random.units();
    const std::size_t turn = random.index(2 * size);
    const auto parts = allocated(total, weights, turn);
    cpp_int sum = 0;
    cpp_int sum_of_weights = 0;
    for (const std::int64_t part : parts) sum += part;
    for (const std::int64_t weight : weights) sum_of_weights += weight;
    REQUIRE(sum == total);
    for (std::size_t k = 0; k < size; ++k) {
      const cpp_int distance = cpp_int(parts[k]) * sum_of_weights - cpp_int(total) * weights[k];
      const bool within_one_unit = abs(distance) < sum_of_weights;
      REQUIRE(within_one_unit);
      if (weights[k] == 0) REQUIRE(parts[k] == 0);
    }
  });
}

TEST_CASE("M4: parts are those of the book: floors, then the largest remainders, ties in turn order") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.one_in(8) ? random.number(60, 80) : random.number(1, 8));
    const auto weights = weights_for(random, size);
    const std::int64_t total = random.one_in(3) ? random.between(-10, 10) : random.units();
    const std::size_t turn = random.index(2 * size);
    REQUIRE(allocated(total, weights, turn) == allocated_by_the_book(total, weights, turn));
  });
}

TEST_CASE("M4: a negative total is divided as its opposite, and who sits where does not matter") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.number(1, 70));
    auto weights = weights_for(random, size);
    const std::int64_t total = random.between(-most, most);
    const std::size_t turn = random.index(size);
    auto parts = allocated(total, weights, turn);
    auto opposite = allocated(-total, weights, turn);
    for (std::int64_t& part : opposite) part = -part;
    REQUIRE(parts == opposite);
    // The whole circle moved by `seats`, the turn with it: every part moves along.
    const auto seats = static_cast<std::ptrdiff_t>(random.index(size));
    std::rotate(weights.begin(), weights.begin() + seats, weights.end());
    std::rotate(parts.begin(), parts.begin() + seats, parts.end());
    REQUIRE(allocated(total, weights, turn + size - static_cast<std::size_t>(seats)) == parts);
  });
}

TEST_CASE("M4: the order in which shares are given never matters, and a pie divides exactly") {
  for_all([](Random& random) {
    std::vector<Shares<int>::Entry> entries;
    const Currency currency = random.currency();
    for (int k = random.number(1, 12); k > 0; --k)
      entries.push_back({random.number(1, 8), Money::of_units(random.some_units(), currency)});
    const Shares<int> pie(currency, entries);
    random.shuffle(entries);
    const Shares<int> same(currency, entries);
    REQUIRE((pie == same));
    const Money total = Money::of_units(random.units(), currency);
    REQUIRE(pie.prorated(total).total() == total);
    REQUIRE((pie.prorated(total) == same.prorated(total)));
    REQUIRE((pie + same).total() == pie.total() + same.total());
    REQUIRE(((pie + same) - same == pie + (same - same)));
  });
}

TEST_CASE("M4: weights that are all zero or hold a negative one are refused, and nothing is written") {
  for_all([](Random& random) {
    const auto size = static_cast<std::size_t>(random.number(1, 70));
    std::vector<std::int64_t> weights(size, 0);
    if (random.one_in(2)) {
      weights = weights_for(random, size);
      weights[random.index(size)] = -random.some_units();
    }
    std::vector<std::int64_t> parts(size, 7);
    REQUIRE(test::refused([&] { return allocate_into(random.units(), weights, parts), 0; }) == "invalid_weights");
    REQUIRE(std::ranges::all_of(parts, [](std::int64_t part) { return part == 7; }));
  });
}

TEST_CASE("M5: a quotient is rounded as its mode defines, or overflows") {
  for_all([](Random& random) {
    const Rounding mode = random.rounding();
    const wide by = divisor(random);
    wide dividend = some_wide(random);
    if (random.one_in(3) && by < most) {  // an exact tie, or right beside one
      const wide odd = 2 * wide{random.between(-1'000'000, 1'000'000)} + 1;
      dividend = odd * (by / 2 + (by % 2)) + random.number(-1, 1);
    }
    const auto expected = rounded(big(dividend), big(by), mode);
    if (fits(expected)) {
      REQUIRE(cpp_int(divide(dividend, by, mode)) == expected);
    } else {
      REQUIRE(test::refused([&] { return divide(dividend, by, mode); }) == "overflow");
    }
  });
}

TEST_CASE("M5: a product is divided exactly before the one rounding, also beyond 128 bits") {
  for_all([](Random& random) {
    const Rounding mode = random.rounding();
    const std::int64_t value = random.units();
    const wide by = divisor(random);
    wide numerator = some_wide(random);
    if (random.one_in(2)) {  // near the divisor, so that the quotient fits
      const cpp_int near = big(by) * random.between(-1000, 1000) / 1000;
      const auto magnitude = static_cast<std::uint64_t>(abs(near) & cpp_int(~std::uint64_t{0}));
      const auto high = static_cast<std::uint64_t>(abs(near) >> 64);
      const auto units = static_cast<wide>(static_cast<unsigned_wide>(high) << 64 | magnitude);
      numerator = near < 0 ? -units : units;
    }
    const auto expected = rounded(cpp_int(value) * big(numerator), big(by), mode);
    if (fits(expected)) {
      REQUIRE(cpp_int(multiply_divide(value, numerator, by, mode)) == expected);
      REQUIRE(cpp_int(detail::multiply_divide_exact(value, numerator, by, mode)) == expected);
    } else {
      REQUIRE(test::refused([&] { return multiply_divide(value, numerator, by, mode); }) == "overflow");
      REQUIRE(test::refused([&] { return detail::multiply_divide_exact(value, numerator, by, mode); }) == "overflow");
    }
  });
}

TEST_CASE("M5: rounding is near, monotone, idempotent, and symmetric where the mode is") {
  for_all([](Random& random) {
    const Rounding mode = random.rounding();
    const auto by = wide{random.some_units()};
    const wide factor = random.number(1, 1000);
    const wide x = random.units() * factor;
    const wide y = x + random.between(0, 2 * static_cast<std::int64_t>(by));
    if (x / by > most - 5 || x / by < least + 5) return;
    const wide rx = divide(x, by, mode);
    const wide distance = rx * by - x < 0 ? x - rx * by : rx * by - x;
    REQUIRE((is_half_mode(mode) ? 2 * distance <= by : distance < by));
    REQUIRE(rx <= divide(y, by, mode));
    REQUIRE(divide(rx * by, by, mode) == rx);
    if (is_symmetric(mode)) REQUIRE(divide(-x, by, mode) == -rx);
  });
}

TEST_CASE("M6: a rounded amount lies on its multiple, once and for all, and no multiple below 1 is taken") {
  for_all([](Random& random) {
    constexpr std::array<std::int64_t, 8> grids{1, 3, 5, 10, 50, 100, 500, 1000};
    const std::int64_t grid = random.any_of(grids);
    const Rounding mode = random.rounding();
    const std::int64_t value = random.between(-most / 2, most / 2);
    const std::int64_t once = round_to_multiple(value, grid, mode);
    REQUIRE(once % grid == 0);
    REQUIRE(round_to_multiple(once, grid, mode) == once);
    const std::int64_t distance = once < value ? value - once : once - value;
    REQUIRE((is_half_mode(mode) ? 2 * distance <= grid : distance < grid));
    REQUIRE(test::refused([&] { return round_to_multiple(value, random.between(-1000, 0), mode); }) == "out_of_range");
  });
}

TEST_CASE("M7: exactly the grammar is read, and never rounded") {
  const std::array grammars{
      std::regex("-?(0|[1-9][0-9]*)"),
      std::regex("-?(0|[1-9][0-9]*)(\\.[0-9]{1,1})?"),
      std::regex("-?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?"),
      std::regex("-?(0|[1-9][0-9]*)(\\.[0-9]{1,3})?"),
      std::regex("-?(0|[1-9][0-9]*)(\\.[0-9]{1,4})?"),
  };
  for_all([&](Random& random) {
    const Currency currency = random.currency();
    const auto digits = static_cast<std::size_t>(currency.digits());
    const std::string text = some_text(random, currency.digits());
    INFO(quoted(text) << " as " << currency.code());
    std::optional<Money> read;
    const auto code = test::refused([&] { return read = Money::parse(text, currency), 0; });
    if (!std::regex_match(text, grammars[digits])) {
      REQUIRE(code == "invalid_amount");
      return;
    }
    std::string plain = text;
    const auto dot = plain.find('.');
    const std::size_t decimals = dot == std::string::npos ? 0 : plain.size() - dot - 1;
    if (dot != std::string::npos) plain.erase(dot, 1);
    plain.append(digits - decimals, '0');
    const bool negative = plain.front() == '-';
    plain.erase(0, std::min(plain.find_first_not_of("-0"), plain.size() - 1));
    const cpp_int expected = negative ? cpp_int(-cpp_int(plain)) : cpp_int(plain);
    if (fits(expected)) {
      REQUIRE(code.empty());
      REQUIRE(cpp_int(read->units()) == expected);
    } else {
      REQUIRE(code == "out_of_range");
    }
  });
}

TEST_CASE("M8: equality, order and hash look at the value only") {
  for_all([](Random& random) {
    const Currency currency = random.currency();
    const std::int64_t whole = random.between(0, 1'000'000);
    const Money amount = whole * currency;
    std::string text = std::to_string(whole);
    if (currency.digits() > 0)
      text += '.' + std::string(static_cast<std::size_t>(random.number(1, currency.digits())), '0');
    const Money same = Money::parse(text, currency);
    REQUIRE(same == amount);
    REQUIRE((same <=> amount) == std::strong_ordering::equal);
    REQUIRE(std::hash<Money>{}(same) == std::hash<Money>{}(amount));
    REQUIRE(Money::parse("-0", currency) == Money::zero(currency));
    const Money a = Money::of_units(random.units(), currency);
    const Money b = Money::of_units(random.units(), currency);
    REQUIRE((a < b) == (a.units() < b.units()));
    REQUIRE((a == b) == (a.units() == b.units()));
  });
}
