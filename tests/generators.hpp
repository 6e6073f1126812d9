// SPDX-License-Identifier: MIT
// Generated inputs for the laws. Only raw output of std::mt19937_64 is used (no std distribution differs between
// libraries in that), and the seed comes from the name of the test and the number of the case: case 17 of a law is the
// same on every machine, whatever else is run. Draw one number a statement: compilers differ in the order of operands.
//   test::for_all([](test::Random& random) { REQUIRE(law(random.units())); });
#pragma once

#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/frequency.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace test {

using solidarity::Currency;
using solidarity::Date;
using solidarity::Money;
using solidarity::Rate;
using solidarity::Rounding;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }

  // An integer from `least` to `most`, both included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
    const auto above = span == 0 ? bits() : bits() % span;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + above);
  }
  int number(int least, int most) { return static_cast<int>(between(least, most)); }
  std::size_t index(std::size_t size) { return static_cast<std::size_t>(bits() % size); }
  bool one_in(std::uint64_t times) { return bits() % times == 0; }

  template <class List>
  const auto& any_of(const List& list) {
    return list[index(list.size())];
  }

  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t k = list.size(); k > 1; --k) std::swap(list[k - 1], list[index(k)]);
  }

  // Minor units: every size is as likely as any other, either sign, and often an edge.
  std::int64_t units() {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    static const std::vector<std::int64_t> edges{0, 1, -1, most, -most, -most - 1, most / 2, most / 2 + 1, -most / 2};
    if (one_in(6)) return any_of(edges);
    const auto size = static_cast<int>(bits() % 64);
    return static_cast<std::int64_t>(bits()) >> size;
  }
  // Above zero, below 10^12.
  std::int64_t some_units() { return 1 + (units() & std::numeric_limits<std::int64_t>::max()) % 999'999'999'999; }

  Currency currency() {
    static const std::vector<Currency> unusual{
        Currency::custom("XTA", 0), Currency::custom("XTB", 1), Currency::custom("XTC", 2),
        Currency::custom("XTD", 3), Currency::custom("XTE", 4),
    };
    return one_in(3) ? any_of(unusual) : any_of(solidarity::iso4217::all);
  }
  Money money() {
    const Currency currency = this->currency();
    return Money::of_units(units(), currency);
  }

  Rounding rounding() { return static_cast<Rounding>(number(1, 7)); }

  // Any day of the supported range, often at the end of a month, around a 29th of February or at the range's edges.
  Date date() { return date(Date::of(1900, 1, 1), Date::of(2400, 12, 31)); }
  // The same between two days.
  Date date(Date least, Date most) {
    Date day = least + number(0, most - least);
    if (one_in(8)) day = one_in(2) ? least : most;
    if (one_in(5)) day = solidarity::month_end(day);
    if (one_in(6)) day = Date::of(day.year(), 2, 28) + number(0, 2);
    return day < least ? least : day > most ? most : day;
  }
  // A day of our time, so that what follows it for a century exists.
  Date present() { return date(Date::of(1990, 1, 1), Date::of(2110, 12, 31)); }

  solidarity::Weekday weekday() { return static_cast<solidarity::Weekday>(number(0, 6)); }

  // Every form but the list of dates.
  solidarity::Frequency frequency() {
    switch (number(0, 5)) {
      case 0: return solidarity::EveryDays{number(1, 60)};
      case 1: return solidarity::EveryWeeks{number(1, 8)};
      case 2: return solidarity::EveryMonths{number(1, 12)};
      case 3: return solidarity::EveryMonthEnd{number(1, 12)};
      case 4: return solidarity::Semimonthly{};
      default: return solidarity::EveryNthWeekday{one_in(4) ? -1 : number(1, 4), weekday()};
    }
  }

  // 0 to 2 weekend days and 0 to 200 holidays around `middle`, in clusters.
  solidarity::BusinessCalendar business_calendar(Date middle) {
    solidarity::BusinessCalendar calendar(weekend(), {});
    for (int cluster = number(0, 10); cluster > 0; --cluster) {
      const Date start = middle + number(-200, 200);
      calendar.add_holidays({start, start + number(0, one_in(3) ? 19 : 3)});
    }
    return calendar;
  }
  std::vector<solidarity::Weekday> weekend() {
    std::vector<solidarity::Weekday> days;
    for (int k = number(0, 2); k > 0; --k) days.push_back(weekday());
    return days;
  }

 private:
  std::mt19937_64 engine_;
};

// How many cases each law sees: SOLIDARITY_LAW_CASES, or 1,000.
inline int law_cases() {
  const char* given = std::getenv("SOLIDARITY_LAW_CASES");
  const int cases = given == nullptr ? 0 : std::atoi(given);
  return cases > 0 ? cases : 1000;
}

inline std::uint64_t seed_of(const std::string& name) {  // FNV-1a
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

template <class Law>
void for_all(Law law) {
  const std::uint64_t seed = seed_of(Catch::getResultCapture().getCurrentTestName());
  for (int k = 0; k < law_cases(); ++k) {
    INFO("case " << k);
    Random random(seed + static_cast<std::uint64_t>(k));
    law(random);
  }
}

}  // namespace test
