// SPDX-License-Identifier: MIT
// One reproducer and its golden text for each code that core, money and calendar raise.
#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/calendar/day_count.hpp>
#include <solidarity/money/allocate.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <set>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

struct Reproducer {
  void (*call)();
  std::string_view golden;
};

const std::vector<Reproducer> reproducers{
    {[] { static_cast<void>(parse_frequency("fortnight")); },
     "malformed_document: \"fortnight\" is not a frequency; write \"k day\", \"k week\", \"k month\", "
     "\"k calendar month\", \"semimonth\", \"2nd tuesday\" or \"last friday\""},
    {[] { static_cast<void>(parse_day_count("excel 2")); },
     "unsupported: \"excel 2\" is not a day count; use one of 30/360, 30/360 US, 30/360 PSA, 30E/360, 30E/360 ISDA, "
     "30E+/360, 30E/365, 30/365, actual/360, actual/364, actual/365, actual/365.25, actual/365 actual, "
     "actual/actual ISDA, actual/actual ICMA, actual/actual AFB, NL/365, excel 0, excel 1, excel 3, DAYS360"},
    {[] { static_cast<void>(BusinessCalendar({}, std::vector<Date>(200'001, Date::of(2026, 1, 26)))); },
     "limit_exceeded: 200001 holidays; a calendar takes at most 200000"},
    {[] { static_cast<void>(Money::parse("1e3", INR)); },
     "invalid_amount: \"1e3\" is not an amount of INR; write -?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?"},
    {[] { static_cast<void>(Date::of(2023, 2, 29)); },
     "invalid_date: 2023-02-29 does not exist; that month has 28 days"},
    {[] { static_cast<void>(Currency::of("usd")); }, "unknown_currency: \"usd\" is no currency of ISO 4217; write USD"},
    {[] { static_cast<void>(1 * INR + 1 * KES); }, "currency_mismatch: cannot combine INR with KES"},
    {[] { static_cast<void>(Rate::parse("9000001")); }, "out_of_range: \"9000001\" %; a percentage is at most 9000000"},
    {[] { static_cast<void>(DateSequence(EveryMonthEnd{1}, Date::of(2026, 1, 5), Date::of(2026, 1, 30))); },
     "contradictory_terms: the first due date 2026-01-30 does not lie on the frequency; it must be the last day of a "
     "month"},
    {[] {
       static_cast<void>(allocate(1 * INR, {0, 0}));
     },
     "invalid_weights: none of 2 weights is above zero"},
    {[] { static_cast<void>(Money::parse("92233720368547758.07", INR) + 1 * INR); },
     "overflow: the result would be 9223372036854775907 minor units; an amount has at most 9223372036854775807"},
    {[] {
       BusinessCalendar calendar;
       calendar.add_holidays({Date::of(2026, 1, 1), Date::of(2027, 12, 31)});
       static_cast<void>(calendar.rolled(Date::of(2026, 1, 5), Roll::following));
     },
     "no_business_day: no business day within 366 days after 2026-01-05"},
};

}  // namespace

TEST_CASE("every code of core, money and calendar has its golden text") {
  std::set<std::string_view> codes;
  for (const auto& [call, golden] : reproducers) {
    CHECK(test::refusal([run = call] { return run(), 0; }) == golden);
    CHECK(codes.insert(golden.substr(0, golden.find(':'))).second);
  }
  CHECK(codes.size() == 12);
}
