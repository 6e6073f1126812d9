// SPDX-License-Identifier: MIT
// S10 over generated flows: the returned rate brackets the root, every root is found, and neither the sign convention nor the order
// matters.  Figures come from raw mt19937_64, so the same cases everywhere.
#include "catch.hpp"

#include <solidarity/disclosure/flat_equivalent.hpp>
#include <solidarity/disclosure/irr.hpp>
#include <solidarity/disclosure/reg_z.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;

#ifdef SOLIDARITY_LAW_CASES
constexpr int cases = SOLIDARITY_LAW_CASES;
#else
constexpr int cases = 1000;
#endif

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : bits_(seed) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  double unit() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }
  bool one_in(int n) { return between(1, n) == 1; }

 private:
  std::mt19937_64 bits_;
};

using Dated = std::vector<DatedFlow>;

// A loan with a fee, tranches and uneven payments, or now and then any flows at all.
Dated gCashflows(Draw& draw) {
  const Date start = Date(2000y / January / 1) + static_cast<int>(draw.between(0, 15000));
  const bool wild = draw.one_in(3);
  const auto n = draw.between(2, draw.one_in(5) ? 60 : 14);
  Dated flows;
  int day = 0;
  for (int k = 0; k < n; ++k) {
    const auto size = draw.between(1, draw.one_in(4) ? 100'000'000 : 20'000);
    const bool received = wild ? draw.one_in(2) : k == 0 || (k < 4 && draw.one_in(4));
    flows.push_back({start + day, static_cast<double>(received ? size * (wild ? 1 : n) : -size)});
    day += static_cast<int>(draw.between(draw.one_in(6) ? 0 : 1, draw.one_in(4) ? 400 : 31));
  }
  return flows;
}

// The value at a rate in long double, scaled so that it never overflows; only its sign is used.
long double value_at(const Dated& flows, long double rate) {
  const long double d = std::log1p(rate);
  long double top = -INFINITY;
  const auto exponent = [&](const DatedFlow& flow) {
    return -d * static_cast<long double>(flow.on - flows[0].on) / 365;
  };
  for (const auto& flow : flows) top = std::max(top, exponent(flow));
  long double value = 0;
  for (const auto& flow : flows) value += static_cast<long double>(flow.amount) * std::exp(exponent(flow) - top);
  return value;
}

bool brackets(const Dated& flows, const RateRoot& root) {
  const long double x = root.rate;
  const long double eps = 1e-9L * std::max(1.0L, std::abs(x));
  if (root.touching || x - eps <= -1 || x > 1e12L) return true;  // nothing below, or beyond what eps can resolve
  return value_at(flows, x - eps) * value_at(flows, x + eps) <= 0;
}

// Changes of sign of the value over a fine grid of ln(1 + x): no more roots than were found.
int crossings(const Dated& flows) {
  int count = 0;
  int before = 0;
  for (int k = -400; k <= 400; ++k) {
    const long double value = value_at(flows, std::expm1(0.0173L * k));
    const int sign = value > 0 ? 1 : value < 0 ? -1 : 0;
    if (sign != 0 && before != 0 && sign != before) ++count;
    if (sign != 0) before = sign;
  }
  return count;
}

}  // namespace

TEST_CASE("S10: the rate brackets its root, whatever the order and the sign convention") {
  Draw draw(20260105);
  int priced = 0;
  int refused = 0;
  int ambiguous = 0;
  for (int k = 0; k < cases; ++k) {
    INFO("case " << k);
    auto flows = gCashflows(draw);
    RateResult result{};
    try {
      result = xirr(flows);
    } catch (const Error& error) {
      CHECK((error.code() == ErrorCode::no_rate || error.code() == ErrorCode::overflow));
      CHECK(crossings(flows) == 0);
      ++refused;
      continue;
    }
    ++priced;
    ambiguous += result.ambiguous();
    CHECK(result.sign_changes >= static_cast<int>(result.roots.size()) + result.beyond);
    CHECK(result.rate > -1);
    for (const auto& root : result.roots) CHECK(brackets(flows, root));
    CHECK(crossings(flows) <= static_cast<int>(result.roots.size()));
    if (result.sign_changes == 1) CHECK(result.roots.size() == 1);

    auto lender = flows;
    for (auto& flow : lender) flow.amount = -flow.amount;
    CHECK(xirr(lender).rate == result.rate);
    std::reverse(lender.begin(), lender.end());
    std::rotate(lender.begin(), lender.begin() + static_cast<std::ptrdiff_t>(lender.size() / 2), lender.end());
    const auto other = xirr(lender);
    CHECK(other.rate == result.rate);
    CHECK(other.roots.size() == result.roots.size());
    for (auto& flow : lender) flow.amount *= 1024;
    CHECK(xirr(lender).rate == result.rate);
  }
  CHECK(priced > cases / 2);
  CHECK(ambiguous > cases / 50);
  CHECK(refused < cases / 2);
}

TEST_CASE("S10: roots that flows were made from are all found again") {
  Draw draw(7);
  for (int k = 0; k < cases; ++k) {
    // (v - v1)(v - v2)... with v = 1 / (1 + i) on a grid: amounts stay exact integers.
    const auto n = draw.between(1, 5);
    std::vector<std::int64_t> v;  // in tenths
    while (static_cast<std::int64_t>(v.size()) < n) {
      const auto candidate = draw.between(2, 30);
      if (std::ranges::find(v, candidate) == v.end()) v.push_back(candidate);
    }
    std::vector<double> amounts{1};
    for (const auto tenths : v) {
      amounts.push_back(0);
      for (std::size_t j = amounts.size(); j-- > 0;)
        amounts[j] = (j > 0 ? 10 * amounts[j - 1] : 0) - static_cast<double>(tenths) * amounts[j];
    }
    const auto result = irr(amounts);
    INFO("case " << k);
    REQUIRE(result.roots.size() == v.size());
    std::ranges::sort(v, std::greater{});
    for (std::size_t j = 0; j < v.size(); ++j) {
      const double i = 10.0 / static_cast<double>(v[j]) - 1;
      CHECK(std::abs(result.roots[j].rate - i) <= 1e-11 * (1 + i));
      CHECK_FALSE(result.roots[j].touching);
    }
  }
}

TEST_CASE("S10: a double root among the others is found and marked") {
  Draw draw(11);
  for (int k = 0; k < cases / 4; ++k) {
    const auto a = draw.between(5, 20);
    auto b = draw.between(5, 20);
    if (a == b) b += 3;
    // (10 v - a)^2 (10 v - b)
    const double x = static_cast<double>(a);
    const double y = static_cast<double>(b);
    const auto result = irr(std::vector<double>{-x * x * y, 10 * x * x + 20 * x * y, -200 * x - 100 * y, 1000});
    INFO(a << " " << b);
    REQUIRE(result.roots.size() == 2);
    const auto& twice = a > b ? result.roots[0] : result.roots[1];
    CHECK(twice.touching);
    CHECK(std::abs(twice.rate - (10 / x - 1)) < 1e-13);
    CHECK_FALSE((a > b ? result.roots[1] : result.roots[0]).touching);
  }
}

TEST_CASE("a level loan at any rate has that rate back, also near zero") {
  Draw draw(3);
  for (int k = 0; k < cases; ++k) {
    const double i = std::pow(10.0, -12 + 12.5 * draw.unit());
    const auto n = static_cast<int>(draw.between(1, 520));
    std::vector<RegularFlow> flows{{0, 1}};
    const double payment = i / -std::expm1(-n * std::log1p(i));
    flows.push_back({1, -payment, n});
    const double tolerance = 1e-9 * i + 1e-13;  // the payment itself has 16 digits
    INFO("i " << i << " n " << n);
    CHECK(std::abs(irr(flows).rate - i) <= tolerance);
  }
}

TEST_CASE("flat and declining rates are inverse to each other") {
  Draw draw(5);
  for (int k = 0; k < cases; ++k) {
    const double flat = std::pow(10.0, -8 + 8 * draw.unit());
    const auto n = static_cast<int>(draw.between(1, 360));
    const double back = flat_from_declining(declining_from_flat(flat, n), n);
    INFO("flat " << flat << " n " << n);
    CHECK(std::abs(back - flat) <= 1e-9 * flat);
  }
}

TEST_CASE("the Regulation Z equation holds at the rate, and equals the IRR when no fraction is left") {
  Draw draw(9);
  for (int k = 0; k < cases; ++k) {
    const double f = draw.one_in(3) ? 0 : static_cast<double>(draw.between(1, 29)) / 30;
    const int n = static_cast<int>(draw.between(1, 60));
    const auto payment = static_cast<double>(draw.between(100, 100000));
    const double advance = std::floor(payment * n * (0.3 + 0.69 * draw.unit()));
    const int t = static_cast<int>(draw.between(1, 3));
    const auto result = reg_z_apr(RegZTransaction{{{advance}}, {{payment, t, f, n}}, 12});
    const double i = result.rate_per_unit_period;
    double value = advance;
    for (int j = 0; j < n; ++j) value -= payment / ((1 + f * i) * std::pow(1 + i, t + j));
    INFO("case " << k << " i " << i);
    CHECK(std::abs(value) < 1e-9 * payment * n);
    const std::vector<RegularFlow> flows{{0, advance}, {static_cast<double>(t), -payment, n}};
    if (f == 0) CHECK(std::abs(irr(flows).rate - i) <= 1e-14 * (1 + i));
  }
}
