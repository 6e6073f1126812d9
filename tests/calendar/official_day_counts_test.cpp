// SPDX-License-Identifier: MIT
// The published day counts (tests/data/official.json, group e): ISDA's examples, OpenGamma's and QuantLib's tables, Excel's.
#ifdef SOLIDARITY_HAVE_JSON

#include <solidarity/calendar/day_count.hpp>
#include <solidarity/core/wide.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace solidarity;
using nlohmann::json;

namespace {

Date date_in(const json& text) { return Date::parse(text.get<std::string>()); }

struct Case {
  DayCount convention;
  Date start;
  Date end;
  std::optional<Date> termination_date;
  std::vector<Period> reference_periods;
  int coupons_per_year = 0;

  explicit Case(const json& inputs)
      : convention(parse_day_count(inputs.at("convention").get<std::string>())),
        start(date_in(inputs.at("start"))),
        end(date_in(inputs.at("end"))),
        coupons_per_year(inputs.value("coupons_per_year", 0)) {
    if (inputs.contains("termination_date")) termination_date = date_in(inputs.at("termination_date"));
    if (inputs.contains("reference_periods"))
      for (const json& period : inputs.at("reference_periods"))
        reference_periods.push_back({date_in(period.at(0)), date_in(period.at(1))});
  }
  [[nodiscard]] DayCountContext context() const { return {termination_date, reference_periods, coupons_per_year}; }
};

std::int64_t number_in(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// "38/91" is met exactly; "0.50726" to half a unit of the decimals printed, and never further than 12 of them are known
// (the sources print 12 from doubles: 1e-10).
bool agrees(YearFraction fraction, std::string text) {
  if (const auto slash = text.find('/'); slash != std::string::npos)
    return fraction == YearFraction{number_in(std::string_view(text).substr(0, slash)),
                                    number_in(std::string_view(text).substr(slash + 1))};
  const auto dot = text.find('.');
  text.resize(std::min(text.size(), dot + 13));
  wide scale = 1;
  for (std::size_t k = dot + 1; k < text.size(); ++k) scale *= 10;
  text.erase(dot, 1);
  const wide published =
      number_in(std::string_view(text).substr(std::min(text.find_first_not_of('0'), text.size() - 1)));
  const wide difference = wide{fraction.numerator} * scale - published * fraction.denominator;
  const wide slack = scale > 100'000'000 ? 2 * scale / 10'000'000'000 : 1;
  return 2 * (difference < 0 ? -difference : difference) <= slack * fraction.denominator;
}

}  // namespace

TEST_CASE("all published day counts are met: days and year fraction") {
  const json vectors = json::parse(std::ifstream(SOLIDARITY_TEST_DATA "/official.json"));
  std::map<std::string, int> matched;
  int cases = 0;
  for (const json& vector : vectors) {
    if (vector.at("group") != "e") continue;
    ++cases;
    const Case given(vector.at("inputs"));
    const json& expected = vector.at("expected");
    const auto count = days(given.convention, given.start, given.end, given.context());
    const auto fraction = year_fraction(given.convention, given.start, given.end, given.context());
    INFO(vector.at("id").get<std::string>() << ": " << count << " days, " << fraction.numerator << '/'
                                            << fraction.denominator << ", expected " << expected.dump());
    if (expected.contains("days")) CHECK(count == expected.at("days").get<int>());
    for (const auto* key : {"year_fraction", "year_fraction_8dp", "decimal"})
      if (expected.contains(key)) CHECK(agrees(fraction, expected.at(key).get<std::string>()));
    ++matched[vector.at("inputs").at("convention").get<std::string>()];
  }
  CHECK(cases == 214);
  CHECK(matched.size() == 18);
}

#endif
