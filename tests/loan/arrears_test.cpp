// SPDX-License-Identifier: MIT
#include <solidarity/loan/arrears.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::for_all;
using test::Random;

namespace {

const Date january = 2023y / January / 31;

// Due at the end of each month, 100.00 + 10.00.
std::vector<Due> monthly_dues(int rows) {
  std::vector<Due> dues;
  for (int k = 0; k < rows; ++k)
    dues.push_back(
        {month_end(january, k), static_cast<std::uint16_t>(k + 1), 0, {.principal = 10000, .interest = 1000}});
  return dues;
}

std::vector<Due> some_dues(Random& random) {
  std::vector<Due> dues;
  Date on = january;
  for (int k = random.number(0, 8); k > 0; --k) {
    Components open;
    if (!random.one_in(3))
      open = {random.number(0, 500), random.number(0, 50), random.number(0, 2), random.number(0, 2), 0};
    dues.push_back({on, 0, 0, open});
    on = on + random.number(0, 40);
  }
  return dues;
}

}  // namespace

TEST_CASE("a row is late from the day after its due date, and the oldest one counts the days") {
  const std::vector<Due> dues = monthly_dues(12);
  CHECK(arrears(dues, january) == Arrears{});
  CHECK(arrears(dues, january + 1) == Arrears{{.principal = 10000, .interest = 1000}, january, 1});
  CHECK(arrears(dues, 2023y / April / 5) == Arrears{{.principal = 30000, .interest = 3000}, january, 64});
}

TEST_CASE("settled rows are not late") {
  std::vector<Due> dues = monthly_dues(12);
  dues[0].open = {};
  CHECK(arrears(dues, 2023y / March / 10) ==
        Arrears{{.principal = 10000, .interest = 1000}, 2023y / February / 28, 10});
  for (Due& due : dues) due.open = {};
  CHECK(arrears(dues, 2030y / January / 1) == Arrears{});
}

TEST_CASE("grace days and tolerance forgive the days, not the amount") {
  const std::vector<Due> dues = monthly_dues(3);
  CHECK(arrears(dues, january + 5, {.grace_days = 5}).days_past_due == 0);
  CHECK(arrears(dues, january + 6, {.grace_days = 5}).days_past_due == 6);
  const ArrearsTerms up_to_one_installment{.tolerance = 110 * USD};
  CHECK(arrears(dues, january + 20, up_to_one_installment) ==
        Arrears{{.principal = 10000, .interest = 1000}, january, 0});
  CHECK(arrears(dues, 2023y / March / 1, up_to_one_installment).days_past_due == 29);
}

TEST_CASE("aging buckets: 1-30, 31-60, and so on; without thresholds nothing is aged") {
  constexpr std::array<std::int32_t, 3> thresholds{30, 60, 90};
  CHECK_FALSE(aging_bucket(0, thresholds));
  CHECK_FALSE(aging_bucket(-3, thresholds));
  CHECK(aging_bucket(1, thresholds) == std::size_t{0});
  CHECK(aging_bucket(30, thresholds) == std::size_t{0});
  CHECK(aging_bucket(31, thresholds) == std::size_t{1});
  CHECK(aging_bucket(90, thresholds) == std::size_t{2});
  CHECK(aging_bucket(91, thresholds) == std::size_t{3});
  CHECK_FALSE(aging_bucket(91, {}));
}

TEST_CASE("what is overdue is split by the age of each row") {
  const std::vector<Due> dues = monthly_dues(12);
  constexpr std::array<std::int32_t, 2> thresholds{30, 60};
  std::array<Components, 3> amounts{};
  age(dues, 2023y / April / 5, thresholds, amounts);  // 64, 36 and 5 days
  for (const Components& amount : amounts) CHECK(amount == Components{.principal = 10000, .interest = 1000});
  age(dues, 2023y / April / 5, {}, amounts);
  CHECK(amounts[0].principal == 10000);
}

TEST_CASE("Frappe's classes: frappe-dpd-02, frappe-dpd-03") {
  const std::vector<Due> dues = monthly_dues(12);
  CHECK(days_late(dues, 2023y / April / 5, false) == 64);
  CHECK(class_of(dues, 2023y / April / 5, frappe_classification) == "SMA-2");
  CHECK(days_late(dues, 2023y / July / 5, false) == 155);
  CHECK(class_of(dues, 2023y / July / 5, frappe_classification) == "D1");
}

TEST_CASE("India counts the due date as day one") {
  const std::vector<Due> dues{{2021y / March / 31, 1, 0, {.principal = 1}}};
  CHECK(class_of(dues, 2021y / March / 30, rbi_classification).empty());
  CHECK(class_of(dues, 2021y / March / 31, rbi_classification) == "SMA-0");
  CHECK(class_of(dues, 2021y / April / 29, rbi_classification) == "SMA-0");
  CHECK(class_of(dues, 2021y / April / 30, rbi_classification) == "SMA-1");
  CHECK(class_of(dues, 2021y / May / 30, rbi_classification) == "SMA-2");
  CHECK(class_of(dues, 2021y / June / 28, rbi_classification) == "SMA-2");
  CHECK(class_of(dues, 2021y / June / 29, rbi_classification) == "NPA");
}

TEST_CASE("A10: arrears never shrink by time alone, and are the sum over late rows") {
  for_all([](Random& random) {
    const std::vector<Due> dues = some_dues(random);
    const Date day = january + random.number(-5, 300);
    const ArrearsTerms terms{.grace_days = random.number(0, 5),
                             .tolerance = Money::of_units(random.number(0, 100), INR)};
    const Arrears now = arrears(dues, day, terms);
    const Arrears next = arrears(dues, day + 1, terms);
    CHECK(next.overdue.total() >= now.overdue.total());
    CHECK(next.days_past_due >= now.days_past_due);
    std::int64_t sum = 0;
    for (const Due& due : dues)
      if (due.on < day) sum += due.open.total();
    CHECK(now.overdue.total() == sum);
    CHECK(now.since.has_value() == (sum > 0));
    CHECK(overdue(dues, day) == now.overdue);
    if (now.days_past_due > 0) CHECK(now.days_past_due == day - *now.since);
    CHECK((now.days_past_due > 0) ==
          (sum > terms.tolerance->units() && day - now.since.value_or(day) > terms.grace_days));
  });
}

TEST_CASE("the buckets of an ageing add up to what is overdue") {
  for_all([](Random& random) {
    const std::vector<Due> dues = some_dues(random);
    const Date day = january + random.number(-5, 300);
    std::array<Components, std::size(usual_thresholds) + 1> amounts{};
    age(dues, day, usual_thresholds, amounts);
    std::int64_t sum = 0;
    for (const Components& amount : amounts) sum += amount.total();
    CHECK(sum == overdue(dues, day).total());
  });
}
