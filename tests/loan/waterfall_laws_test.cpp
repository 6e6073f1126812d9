// SPDX-License-Identifier: MIT
// Laws of the waterfall (A1-A6 of the invariants), and a second writing of docs/servicing.md, section 5, that lists every
// slot (bucket and row) in the order in which it is paid.
#include <solidarity/loan/waterfall.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using test::for_all;
using test::Random;

namespace {

constexpr std::array all_components{Component::penalty, Component::fee, Component::insurance, Component::interest,
                                    Component::principal};
constexpr std::array all_rules{InAdvance::next_installment, InAdvance::last_installment, InAdvance::reamortization,
                               InAdvance::credit, InAdvance::reduce_principal};
const Date today = Date::of(2026, 3, 2);

Lateness lateness(const Due& due) {
  return due.on < today ? Lateness::past_due : due.on == today ? Lateness::due : Lateness::in_advance;
}

struct Slot {
  std::size_t row;
  Component component;
};

// The number of the run, of consecutive buckets of one lateness, in which each bucket stands.
std::array<int, bucket_count> runs_of(const Waterfall& waterfall) {
  std::array<int, bucket_count> runs{};
  for (std::size_t k = 1; k < bucket_count; ++k)
    runs[k] = runs[k - 1] + (waterfall.order[k].when == waterfall.order[k - 1].when ? 0 : 1);
  return runs;
}

// Every slot that may be paid, the first to be paid first.
std::vector<Slot> in_order(const std::vector<Due>& dues, const Waterfall& waterfall) {
  struct Ranked {
    std::tuple<int, std::int64_t, std::int64_t> rank;
    Slot slot;
  };
  const auto runs = runs_of(waterfall);
  std::vector<Ranked> all;
  for (std::size_t row = 0; row < dues.size(); ++row) {
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
      const auto [when, component] = waterfall.order[bucket];
      if (lateness(dues[row]) != when) continue;
      const bool early = when == Lateness::in_advance;
      if (early && waterfall.in_advance == InAdvance::credit) continue;
      if (early && waterfall.in_advance == InAdvance::reduce_principal && component != Component::principal) continue;
      const bool backward = early && waterfall.in_advance == InAdvance::last_installment;
      const auto by_row = backward ? -static_cast<std::int64_t>(row) : static_cast<std::int64_t>(row);
      const auto by_bucket = static_cast<std::int64_t>(bucket);
      const bool rows_first = waterfall.direction == Direction::horizontal;
      all.push_back(
          {{runs[bucket], rows_first ? by_row : by_bucket, rows_first ? by_bucket : by_row}, {row, component}});
    }
  }
  std::ranges::sort(all, {}, &Ranked::rank);
  std::vector<Slot> slots;
  for (const Ranked& ranked : all) slots.push_back(ranked.slot);
  return slots;
}

std::int64_t pay_slot(std::vector<Due>& dues, Slot slot, std::int64_t most, Applied& applied) {
  std::int64_t& open = part(dues[slot.row].open, slot.component);
  const std::int64_t units = std::min(open, most);
  open -= units;
  part(applied.parts, slot.component) += units;
  applied.unapplied -= units;
  return units;
}

// money / rows to the nearest unit, halves to even.
std::int64_t equal_part(std::int64_t money, std::int64_t rows) {
  const std::int64_t below = money / rows;
  const std::int64_t rest = money - below * rows;
  if (2 * rest == rows) return below + below % 2;
  return 2 * rest > rows ? below + 1 : below;
}

// Money in advance divided over the rows in advance, for the buckets of one run.
void divide(std::vector<Due>& dues, const std::vector<Component>& buckets, Applied& applied) {
  for (;;) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < dues.size(); ++row) {
      std::int64_t open = 0;
      for (const Component component : buckets) open += part(dues[row].open, component);
      if (lateness(dues[row]) == Lateness::in_advance && open > 0) rows.push_back(row);
    }
    if (rows.empty() || applied.unapplied == 0) return;
    for (const Component component : buckets) {
      const std::int64_t money = applied.unapplied;
      const std::int64_t each = equal_part(money, static_cast<std::int64_t>(rows.size()));
      for (std::size_t j = 0; j < rows.size(); ++j) {
        const std::int64_t before_last = each * static_cast<std::int64_t>(rows.size() - 1);
        const std::int64_t share = j + 1 < rows.size() ? each : std::max<std::int64_t>(0, money - before_last);
        pay_slot(dues, {rows[j], component}, std::min(share, applied.unapplied), applied);
      }
    }
  }
}

Applied reference(std::vector<Due>& dues, std::int64_t units, const Waterfall& waterfall) {
  Applied applied{.parts = {}, .unapplied = units};
  const auto runs = runs_of(waterfall);
  const std::vector<Slot> slots = in_order(dues, waterfall);
  for (int run = 0; run <= runs.back(); ++run) {
    std::vector<Bucket> buckets;
    for (std::size_t k = 0; k < bucket_count; ++k)
      if (runs[k] == run) buckets.push_back(waterfall.order[k]);
    if (buckets.front().when == Lateness::in_advance && waterfall.in_advance == InAdvance::reamortization) {
      std::vector<Component> components;
      for (const Bucket bucket : buckets) components.push_back(bucket.component);
      if (waterfall.direction == Direction::horizontal) divide(dues, components, applied);
      else
        for (const Component component : components) divide(dues, {component}, applied);
      continue;
    }
    for (const Slot slot : slots)
      if (std::ranges::count(buckets, Bucket{lateness(dues[slot.row]), slot.component}) > 0)
        pay_slot(dues, slot, applied.unapplied, applied);
  }
  return applied;
}

std::vector<Due> some_dues(Random& random) {
  std::vector<Due> dues;
  const int rows = random.number(0, 12);
  Date on = today - random.number(0, 10) * 7;
  for (int k = 0; k < rows; ++k) {
    Due due{on, static_cast<std::uint16_t>(k + 1), 0, {}};
    for (const Component component : all_components)
      if (!random.one_in(3)) part(due.open, component) = random.number(0, random.one_in(4) ? 3 : 2000);
    dues.push_back(due);
    if (!random.one_in(6)) on = on + 7;  // now and then two rows of one day
  }
  return dues;
}

std::int64_t owed(const std::vector<Due>& dues) {
  std::int64_t sum = 0;
  for (const Due& due : dues) sum += due.open.total();
  return sum;
}

// Nothing, one unit, what is owed and around it, ten times as much, anything.
std::int64_t some_payment(Random& random, const std::vector<Due>& dues) {
  const std::int64_t all = owed(dues);
  const std::array<std::int64_t, 6> usual{0, 1, std::max<std::int64_t>(0, all - 1), all, all + 1, 10 * all};
  if (random.one_in(3)) return random.any_of(usual);
  return random.between(0, all + 10);
}

Waterfall some_waterfall(Random& random) {
  std::vector<Bucket> buckets(oldest_first.order.begin(), oldest_first.order.end());
  if (random.one_in(2)) {  // a run for each lateness, the usual form
    for (std::size_t k = 0; k < bucket_count; k += component_count) {
      std::vector<Bucket> run(buckets.begin() + static_cast<std::ptrdiff_t>(k),
                              buckets.begin() + static_cast<std::ptrdiff_t>(k + component_count));
      random.shuffle(run);
      std::ranges::copy(run, buckets.begin() + static_cast<std::ptrdiff_t>(k));
    }
  } else {
    random.shuffle(buckets);
  }
  Waterfall waterfall;
  std::ranges::copy(buckets, waterfall.order.begin());
  waterfall.in_advance = random.any_of(all_rules);
  waterfall.direction = random.one_in(2) ? Direction::horizontal : Direction::vertical;
  return waterfall;
}

bool nothing_negative(const std::vector<Due>& dues) {
  return std::ranges::all_of(dues, [](const Due& due) {
    return std::ranges::all_of(all_components, [&](Component component) { return part(due.open, component) >= 0; });
  });
}

Applied pay(std::vector<Due>& dues, std::int64_t units, const Waterfall& waterfall) {
  return apply_payment(dues, today, units, waterfall);
}

}  // namespace

TEST_CASE("the waterfall pays what the list of slots says") {
  for_all([](Random& random) {
    const std::vector<Due> dues = some_dues(random);
    const Waterfall waterfall = some_waterfall(random);
    const std::int64_t units = some_payment(random, dues);
    std::vector<Due> ours = dues;
    std::vector<Due> theirs = dues;
    CHECK(pay(ours, units, waterfall) == reference(theirs, units, waterfall));
    CHECK(ours == theirs);
  });
}

TEST_CASE("A1, A2: what is applied and what is not add up to the payment, and nothing becomes negative") {
  for_all([](Random& random) {
    std::vector<Due> dues = some_dues(random);
    Waterfall waterfall = some_waterfall(random);
    if (random.one_in(3)) waterfall = *waterfall_named(random.any_of(waterfall_names()));
    const std::int64_t before = owed(dues);
    const std::int64_t units = some_payment(random, dues);
    const Applied applied = pay(dues, units, waterfall);
    CHECK(applied.parts.total() + applied.unapplied == units);
    CHECK(applied.parts.total() + applied.waived_interest == before - owed(dues));
    CHECK(applied.unapplied >= 0);
    CHECK(nothing_negative(dues));
    if (applied.unapplied > 0 && waterfall.in_advance < InAdvance::credit) CHECK(owed(dues) == 0);
  });
}

TEST_CASE("each share is told once, in the row that received it") {
  for_all([](Random& random) {
    const std::vector<Due> before = some_dues(random);
    Waterfall waterfall = some_waterfall(random);
    if (random.one_in(3)) waterfall = *waterfall_named(random.any_of(waterfall_names()));
    const std::int64_t units = some_payment(random, before);
    std::vector<Due> after = before;
    std::vector<Due> told = before;
    const Applied quiet = pay(after, units, waterfall);
    std::vector<Due> again = before;
    Components paid;
    std::int64_t waived = 0;
    const Applied loud = apply_payment(again, today, units, waterfall, {}, [&](const Share& share) {
      part(told[share.row].open, share.component) -= share.units;
      if (share.waived) waived += share.units;
      else part(paid, share.component) += share.units;
    });
    CHECK(loud == quiet);
    CHECK(again == after);
    CHECK(told == after);
    CHECK(paid == quiet.parts);
    CHECK(waived == quiet.waived_interest);
  });
}

TEST_CASE("A3: no bucket receives anything while a higher one is open, in all 120 orders and both directions") {
  std::array<Component, component_count> order = all_components;
  std::ranges::sort(order);
  int orders = 0;
  Random random(7);
  do {
    ++orders;
    for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
      for (int times = 0; times < 20; ++times) {
        const std::vector<Due> before = some_dues(random);
        const Waterfall waterfall{.order = detail::in_each_lateness(order), .direction = direction};
        std::vector<Due> dues = before;
        const Applied applied = pay(dues, some_payment(random, before), waterfall);
        REQUIRE(applied.unapplied >= 0);
        bool open = false;
        for (const Slot slot : in_order(before, waterfall)) {
          const std::int64_t left = part(dues[slot.row].open, slot.component);
          if (open) REQUIRE(left == part(before[slot.row].open, slot.component));
          open = open || left > 0;
        }
      }
    }
  } while (std::ranges::next_permutation(order).found);
  CHECK(orders == 120);
}

TEST_CASE("A4, A6: two payments of a day are one payment, in either order") {
  for_all([](Random& random) {
    const std::vector<Due> before = some_dues(random);
    Waterfall waterfall = some_waterfall(random);
    if (waterfall.in_advance == InAdvance::reamortization) waterfall.in_advance = InAdvance::next_installment;
    if (random.one_in(4)) waterfall = *waterfall_named("heavensfamily");
    const std::int64_t units = some_payment(random, before);
    const std::int64_t first = random.between(0, units);
    std::vector<Due> whole = before;
    std::vector<Due> split = before;
    std::vector<Due> swapped = before;
    const Applied once = pay(whole, units, waterfall);
    Applied twice = pay(split, first, waterfall);
    twice.unapplied += pay(split, units - first, waterfall).unapplied;
    std::int64_t unapplied = pay(swapped, units - first, waterfall).unapplied;
    unapplied += pay(swapped, first, waterfall).unapplied;
    CHECK(split == whole);
    CHECK(swapped == whole);
    CHECK(twice.unapplied == once.unapplied);
    CHECK(unapplied == once.unapplied);
  });
}

TEST_CASE("A5: more money never leaves more of any part open") {
  for_all([](Random& random) {
    const std::vector<Due> before = some_dues(random);
    Waterfall waterfall = some_waterfall(random);
    if (waterfall.in_advance == InAdvance::reamortization) waterfall.in_advance = InAdvance::last_installment;
    const std::int64_t units = some_payment(random, before);
    std::vector<Due> less = before;
    std::vector<Due> more = before;
    static_cast<void>(pay(less, units, waterfall));
    static_cast<void>(pay(more, units + random.between(0, 500), waterfall));
    for (std::size_t row = 0; row < before.size(); ++row)
      for (const Component component : all_components)
        CHECK(part(more[row].open, component) <= part(less[row].open, component));
  });
}

TEST_CASE("money divided over all rows to come leaves no row more than one unit behind another that could take it") {
  for_all([](Random& random) {
    std::vector<Due> dues;
    for (int k = 0; k < random.number(1, 12); ++k)
      dues.push_back(
          {today + 7 * (k + 1), static_cast<std::uint16_t>(k + 1), 0, {.principal = random.number(1, 1000)}});
    const std::vector<Due> before = dues;
    Waterfall waterfall = oldest_first;
    waterfall.in_advance = InAdvance::reamortization;
    const std::int64_t units = random.between(0, owed(dues));
    CHECK(pay(dues, units, waterfall).unapplied == 0);
    std::int64_t least_unsettled = units;
    for (std::size_t k = 0; k + 1 < dues.size(); ++k)
      if (dues[k].open.principal > 0)
        least_unsettled = std::min(least_unsettled, before[k].open.principal - dues[k].open.principal);
    const auto rows = static_cast<std::int64_t>(dues.size());
    for (std::size_t k = 0; k < dues.size(); ++k)  // each pass may leave a rounding of half a unit a row with the last
      CHECK(before[k].open.principal - dues[k].open.principal <= least_unsettled + rows * rows);
  });
}

TEST_CASE("settled rows in front may be left out") {
  for_all([](Random& random) {
    std::vector<Due> dues = some_dues(random);
    const Waterfall waterfall = some_waterfall(random);
    std::vector<Due> longer(3, Due{today - 100, 0, 0, {}});
    longer.insert(longer.end(), dues.begin(), dues.end());
    const std::int64_t units = some_payment(random, dues);
    CHECK(pay(longer, units, waterfall) == pay(dues, units, waterfall));
    CHECK(std::equal(dues.begin(), dues.end(), longer.begin() + 3));
  });
}
