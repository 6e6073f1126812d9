// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/wide.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace solidarity {

// How the length of a period is counted. Names in the comments are those of the wire; parse_day_count takes the usual aliases too.
enum class DayCount : std::uint8_t {
  thirty_360 = 1,      // "30/360": ISDA 2006 4.16(f), bond basis
  thirty_360_us,       // "30/360 US"
  thirty_360_psa,      // "30/360 PSA"
  thirty_e_360,        // "30E/360": 4.16(g), Eurobond
  thirty_e_360_isda,   // "30E/360 ISDA": 4.16(h); knows the termination date
  thirty_e_plus_360,   // "30E+/360"
  thirty_e_365,        // "30E/365": days as 30E/360 ISDA that knows no termination date
  thirty_365,          // "30/365": days as 30/360
  actual_360,          // "actual/360"
  actual_364,          // "actual/364"
  actual_365,          // "actual/365": fixed
  actual_365_25,       // "actual/365.25"
  actual_365_actual,   // "actual/365 actual": 366 when (start, end] contains 29 February
  actual_actual_isda,  // "actual/actual", "actual/actual ISDA": each calendar year's part over its own length
  actual_actual_icma,  // "actual/actual ICMA": days / (days of the reference period x frequency)
  actual_actual_afb,   // "actual/actual AFB"
  nl_365,              // "NL/365": 29 February never counts
  excel_0,             // "excel 0": YEARFRAC basis 0 (US NASD)
  excel_1,             // "excel 1": YEARFRAC basis 1
  excel_3,             // "excel 3": YEARFRAC basis 3
  days_360,            // "DAYS360": Excel's function, US method
};

// The length of a period in years: numerator / denominator, not always in lowest terms ("181/360" says more than its reduction).
struct YearFraction {
  std::int64_t numerator;
  std::int64_t denominator;  // above zero

  friend constexpr bool operator==(YearFraction a, YearFraction b) noexcept {
    return wide{a.numerator} * b.denominator == wide{b.numerator} * a.denominator;
  }
};

struct Period {
  Date start;
  Date end;
  friend bool operator==(const Period&, const Period&) = default;
};

// What some conventions must know besides the two days; those that need it refuse to guess.
struct DayCountContext {
  std::optional<Date> termination_date = {};       // 30E/360 ISDA
  std::span<const Period> reference_periods = {};  // actual/actual ICMA
  int coupons_per_year = 0;                        // actual/actual ICMA
};

// Days from `start` to `end`, the first excluded: actual, or 30-day months, as the convention says.
// Law for actual counts: days(a, b) + days(b, c) = days(a, c), days(b, a) = -days(a, b).
//   days(thirty_360, 2007-02-20, 2007-08-20) -> 180
[[nodiscard]] std::int32_t days(DayCount convention, Date start, Date end, const DayCountContext& context = {});

// The exact fraction of a year from `start` to `end`.
// Errors: contradictory_terms (ICMA without reference periods and coupons_per_year).
// Source: ISDA 2006 definitions 4.16; `docs/` and `tests/data/official.json`, group e.
//   year_fraction(actual_actual_isda, 2003-07-15, 2004-01-15) -> 170/365 + 14/366
[[nodiscard]] YearFraction year_fraction(DayCount convention, Date start, Date end,
                                         const DayCountContext& context = {});

// The convention named `text`, by its wire name or a usual alias; capitals, spaces, brackets, "-" and "_" do not matter,
// and "act" or "a" stands for "actual".  Errors: unsupported, with the list of names.
//   Act/365F, Act/365 Fixed, English -> actual/365     A/360, French -> actual/360           Act/365A -> actual/365 actual
//   Act/Act, Act/Act Historical -> actual/actual ISDA  Act/Act ISMA, Bond -> actual/actual ICMA   Act/Act Euro -> AFB
//   30/360 Bond Basis, 30A/360, 360/360 -> 30/360      30U/360, 30US/360 -> 30/360 US        30/360 German -> 30E/360 ISDA
//   Eurobond Basis, 30S/360, 30/360 ICMA -> 30E/360    Act/365 NL, NL365 -> NL/365           YEARFRAC 0 -> excel 0
// "30/360 ISDA" is refused: it names 4.16(f) in one library and 4.16(h) in another.
[[nodiscard]] DayCount parse_day_count(std::string_view text);
[[nodiscard]] std::string_view to_text(DayCount convention) noexcept;

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::DayCount> : solidarity::text_formatter<solidarity::DayCount> {};
