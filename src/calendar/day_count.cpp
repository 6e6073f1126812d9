// SPDX-License-Identifier: MIT
#include <solidarity/calendar/day_count.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

namespace solidarity {
namespace {

using detail::Civil;

bool is_february_end(Civil c) { return c.month == 2 && c.day == days_in_month(c.year, 2); }

// Days between two dates of twelve 30-day months; each convention has moved their days before.
std::int32_t thirty_day_months(Civil a, Civil b) {
  return 360 * (b.year - a.year) + 30 * (b.month - a.month) + (b.day - a.day);
}

void to_next_month(Civil& c) {
  c.day = 1;
  ++c.month;
}

std::int32_t days_bond_basis(Civil a, Civil b) {
  if (a.day == 31) a.day = 30;
  if (b.day == 31 && a.day == 30) b.day = 30;
  return thirty_day_months(a, b);
}

std::int32_t days_us(Civil a, Civil b) {
  if (is_february_end(a)) {
    if (is_february_end(b)) b.day = 30;
    a.day = 30;
  }
  return days_bond_basis(a, b);
}

std::int32_t days_psa(Civil a, Civil b) {
  if (is_february_end(a)) a.day = 30;
  return days_bond_basis(a, b);
}

std::int32_t days_eurobond(Civil a, Civil b) {
  a.day = std::min(a.day, 30);
  b.day = std::min(b.day, 30);
  return thirty_day_months(a, b);
}

std::int32_t days_eurobond_isda(Civil a, Civil b, bool ends_at_termination) {
  if (is_february_end(a)) a.day = 30;
  if (is_february_end(b) && !ends_at_termination) b.day = 30;
  return days_eurobond(a, b);
}

std::int32_t days_eurobond_plus(Civil a, Civil b) {
  a.day = std::min(a.day, 30);
  if (b.day == 31) to_next_month(b);
  return thirty_day_months(a, b);
}

// Source: Microsoft's description of DAYS360, method FALSE.
std::int32_t days_nasd(Civil a, Civil b) {
  if (a.day == 31 || is_february_end(a)) a.day = 30;
  if (b.day == 31) {
    if (a.day < 30) to_next_month(b);
    else b.day = 30;
  }
  return thirty_day_months(a, b);
}

// 29ths of February since the year 1 and before `date`, or up to and with it.
std::int32_t leap_days_before(Date date) {
  const auto c = date.civil();
  const int years = c.month > 2 ? c.year : c.year - 1;
  return years / 4 - years / 100 + years / 400;
}
std::int32_t leap_days_through(Date date) {
  const auto c = date.civil();
  return leap_days_before(date) + (c.month == 2 && c.day == 29 ? 1 : 0);
}

// a + b over the least common denominator.
YearFraction sum(YearFraction a, YearFraction b) {
  const auto common = std::gcd(a.denominator, b.denominator);
  return {a.numerator * (b.denominator / common) + b.numerator * (a.denominator / common),
          a.denominator / common * b.denominator};
}

YearFraction by_calendar_year(Date start, Date end) {
  std::int32_t plain = 0;
  std::int32_t leap = 0;
  const int last = end.year();
  for (int year = start.year(); year <= last; ++year) {
    const Date from = std::max(start, Date::of(year, 1, 1));
    const std::int32_t part =
        (year == last ? end.day_number() : Date::of(year, 12, 31).day_number() + 1) - from.day_number();
    (is_leap(year) ? leap : plain) += part;
  }
  if (leap == 0) return {plain, 365};
  return plain == 0 ? YearFraction{leap, 366} : sum({plain, 365}, {leap, 366});
}

[[noreturn]] void refuse_icma(std::string_view what) {
  refuse(ErrorCode::contradictory_terms, fmt::format("actual/actual ICMA {}", what));
}

void check_reference_periods(Date start, Date end, const DayCountContext& context) {
  const auto periods = context.reference_periods;
  if (context.coupons_per_year < 1 || context.coupons_per_year > 366)
    refuse_icma(fmt::format("with {} coupons per year; it needs 1 to 366", context.coupons_per_year));
  if (periods.empty()) refuse_icma("without reference periods; give those that cover the period");
  for (std::size_t k = 0; k < periods.size(); ++k) {
    if (periods[k].end <= periods[k].start)
      refuse_icma(fmt::format("with a reference period from {} to {}; its end must come after its start",
                              periods[k].start, periods[k].end));
    if (k > 0 && periods[k].start != periods[k - 1].end)
      refuse_icma(fmt::format("with a reference period from {} after one to {}; they must join", periods[k].start,
                              periods[k - 1].end));
  }
  if (start < periods.front().start || periods.back().end < end)
    refuse_icma(fmt::format("from {} to {} with reference periods from {} to {}; they must cover it", start, end,
                            periods.front().start, periods.back().end));
}

// Whole reference periods are one coupon each; only the first and the last can be broken.
YearFraction by_reference_period(Date start, Date end, const DayCountContext& context) {
  check_reference_periods(start, end, context);
  YearFraction coupons{0, 1};
  for (const Period& period : context.reference_periods) {
    const std::int32_t length = period.end - period.start;
    const std::int32_t part = std::min(end, period.end) - std::max(start, period.start);
    if (part == length) coupons = sum(coupons, {1, 1});
    else if (part > 0) coupons = sum(coupons, {part, length});
  }
  coupons.denominator *= context.coupons_per_year;
  return coupons;
}

// The day one year before `end`; of 28 February the last day of February.
Date one_year_before(Date end) {
  const Date earlier = add_months(end, -12);
  return earlier.month() == 2 && earlier.day() == 28 ? month_end(earlier) : earlier;
}

// Source: ISDA, "EMU and market conventions: recent developments" (1998), the French rule: whole years are counted back
// from the end, to 29 February where there is one; what is left lies over 366 when it contains a 29 February.
YearFraction by_french_rule(Date start, Date end) {
  std::int64_t years = 0;
  while (end.year() > start.year() && one_year_before(end) >= start) {
    end = one_year_before(end);
    ++years;
  }
  const int length = leap_days_before(end) > leap_days_before(start) ? 366 : 365;
  return {years * length + (end - start), length};
}

// Whether the end comes no later than one year after the start.
bool is_within_a_year(Civil a, Civil b) {
  return a.year == b.year || (a.year + 1 == b.year && (a.month > b.month || (a.month == b.month && a.day >= b.day)));
}

// Source: D. Wheeler, "YEARFRAC incompatibilities between Excel 2007 and OOXML" (2008), basis 1: over the length of the
// year that the period touches, or the mean length of all its calendar years when it is longer than one year.
YearFraction by_excel_years(Date start, Date end) {
  const auto a = start.civil();
  const auto b = end.civil();
  if (!is_within_a_year(a, b)) {
    const int years = b.year - a.year + 1;
    return {std::int64_t{end - start} * years, detail::days_of({b.year + 1, 1, 1}) - detail::days_of({a.year, 1, 1})};
  }
  const bool is_leap_year = a.year == b.year ? is_leap(a.year) : leap_days_through(end) > leap_days_before(start);
  return {end - start, is_leap_year ? 366 : 365};
}

// The days of a period that does not run backwards. No period has no days: the rules for the end of February and the
// 31st, which move the two ends apart, would say otherwise.
std::int32_t days_forward(DayCount convention, Date start, Date end, const DayCountContext& context) {
  if (start == end) return 0;
  const auto a = start.civil();
  const auto b = end.civil();
  switch (convention) {
    case DayCount::thirty_360:
    case DayCount::thirty_365: return days_bond_basis(a, b);
    case DayCount::thirty_360_us:
    case DayCount::excel_0: return days_us(a, b);
    case DayCount::thirty_360_psa: return days_psa(a, b);
    case DayCount::thirty_e_360: return days_eurobond(a, b);
    case DayCount::thirty_e_365: return days_eurobond_isda(a, b, false);
    case DayCount::thirty_e_360_isda: return days_eurobond_isda(a, b, end == context.termination_date);
    case DayCount::thirty_e_plus_360: return days_eurobond_plus(a, b);
    case DayCount::days_360: return days_nasd(a, b);
    case DayCount::nl_365: return end - start - (leap_days_through(end) - leap_days_through(start));
    default: return end - start;
  }
}

YearFraction fraction_forward(DayCount convention, Date start, Date end, const DayCountContext& context) {
  const std::int64_t count = days_forward(convention, start, end, context);
  switch (convention) {
    case DayCount::thirty_360:
    case DayCount::thirty_360_us:
    case DayCount::thirty_360_psa:
    case DayCount::thirty_e_360:
    case DayCount::thirty_e_360_isda:
    case DayCount::thirty_e_plus_360:
    case DayCount::actual_360:
    case DayCount::excel_0:
    case DayCount::days_360: return {count, 360};
    case DayCount::thirty_e_365:
    case DayCount::thirty_365:
    case DayCount::actual_365:
    case DayCount::nl_365:
    case DayCount::excel_3: return {count, 365};
    case DayCount::actual_364: return {count, 364};
    case DayCount::actual_365_25: return {4 * count, 1461};
    case DayCount::actual_365_actual: return {count, leap_days_through(end) > leap_days_through(start) ? 366 : 365};
    case DayCount::actual_actual_isda: return by_calendar_year(start, end);
    case DayCount::actual_actual_icma: return by_reference_period(start, end, context);
    case DayCount::actual_actual_afb: return by_french_rule(start, end);
    case DayCount::excel_1: return by_excel_years(start, end);
  }
  refuse(ErrorCode::unsupported, fmt::format("day count number {}", static_cast<int>(convention)));
}

// YEARFRAC knows no direction; every other convention counts a period that runs backwards as below zero.
bool has_direction(DayCount convention) {
  return convention != DayCount::excel_0 && convention != DayCount::excel_1 && convention != DayCount::excel_3;
}

struct Name {
  std::string_view text;
  DayCount convention;
};

// The names of the wire, in the order of the enumeration.
constexpr std::array names{
    Name{"30/360", DayCount::thirty_360},
    Name{"30/360 US", DayCount::thirty_360_us},
    Name{"30/360 PSA", DayCount::thirty_360_psa},
    Name{"30E/360", DayCount::thirty_e_360},
    Name{"30E/360 ISDA", DayCount::thirty_e_360_isda},
    Name{"30E+/360", DayCount::thirty_e_plus_360},
    Name{"30E/365", DayCount::thirty_e_365},
    Name{"30/365", DayCount::thirty_365},
    Name{"actual/360", DayCount::actual_360},
    Name{"actual/364", DayCount::actual_364},
    Name{"actual/365", DayCount::actual_365},
    Name{"actual/365.25", DayCount::actual_365_25},
    Name{"actual/365 actual", DayCount::actual_365_actual},
    Name{"actual/actual ISDA", DayCount::actual_actual_isda},
    Name{"actual/actual ICMA", DayCount::actual_actual_icma},
    Name{"actual/actual AFB", DayCount::actual_actual_afb},
    Name{"NL/365", DayCount::nl_365},
    Name{"excel 0", DayCount::excel_0},
    Name{"excel 1", DayCount::excel_1},
    Name{"excel 3", DayCount::excel_3},
    Name{"DAYS360", DayCount::days_360},
};

// Other names in use, as `plain` leaves them.
constexpr std::array aliases{
    Name{"30/360bondbasis", DayCount::thirty_360},
    Name{"bondbasis", DayCount::thirty_360},
    Name{"30a/360", DayCount::thirty_360},
    Name{"360/360", DayCount::thirty_360},
    Name{"30u/360", DayCount::thirty_360_us},
    Name{"30us/360", DayCount::thirty_360_us},
    Name{"psa30/360", DayCount::thirty_360_psa},
    Name{"30/360eurobond", DayCount::thirty_e_360},
    Name{"30/360eurobondbasis", DayCount::thirty_e_360},
    Name{"eurobondbasis", DayCount::thirty_e_360},
    Name{"30/360icma", DayCount::thirty_e_360},
    Name{"30s/360", DayCount::thirty_e_360},
    Name{"30/360german", DayCount::thirty_e_360_isda},
    Name{"a/365f", DayCount::actual_365},
    Name{"a/365fixed", DayCount::actual_365},
    Name{"english", DayCount::actual_365},
    Name{"a/365a", DayCount::actual_365_actual},
    Name{"french", DayCount::actual_360},
    Name{"a/a", DayCount::actual_actual_isda},
    Name{"a/ahistorical", DayCount::actual_actual_isda},
    Name{"a/aisma", DayCount::actual_actual_icma},
    Name{"a/abond", DayCount::actual_actual_icma},
    Name{"a/aeuro", DayCount::actual_actual_afb},
    Name{"a/365nl", DayCount::nl_365},
    Name{"nl365", DayCount::nl_365},
    Name{"a/365noleap", DayCount::nl_365},
    Name{"365/365noleap", DayCount::nl_365},
    Name{"nl/365noleap", DayCount::nl_365},
    Name{"yearfrac0", DayCount::excel_0},
    Name{"yearfrac1", DayCount::excel_1},
    Name{"yearfrac3", DayCount::excel_3},
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// A name without spaces, brackets and capitals, "actual" and "act" written "a": "Act/365 (Fixed)" -> "a/365fixed".
std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') text += static_cast<char>(c - 'A' + 'a');
    else if (std::string_view(" ()-_,").find(c) == std::string_view::npos) text += c;
  }
  replace_all(text, "actual", "a");
  replace_all(text, "act", "a");
  return text;
}

[[noreturn]] void refuse_name(std::string_view text) {
  std::string list;
  for (const Name& name : names) (list += list.empty() ? "" : ", ") += name.text;
  refuse(ErrorCode::unsupported, fmt::format("{} is not a day count; use one of {}", quoted(text), list));
}

}  // namespace

std::int32_t days(DayCount convention, Date start, Date end, const DayCountContext& context) {
  if (start <= end) return days_forward(convention, start, end, context);
  const std::int32_t count = days_forward(convention, end, start, context);
  return has_direction(convention) ? -count : count;
}

YearFraction year_fraction(DayCount convention, Date start, Date end, const DayCountContext& context) {
  if (start <= end) return fraction_forward(convention, start, end, context);
  YearFraction fraction = fraction_forward(convention, end, start, context);
  if (has_direction(convention)) fraction.numerator = -fraction.numerator;
  return fraction;
}

DayCount parse_day_count(std::string_view text) {
  if (text.size() > 64) refuse_name(text);
  for (const Name& name : names)
    if (name.text == text) return name.convention;
  const std::string wanted = plain(text);
  for (const Name& name : names)
    if (plain(name.text) == wanted) return name.convention;
  for (const Name& name : aliases)
    if (name.text == wanted) return name.convention;
  refuse_name(text);
}

std::string_view to_text(DayCount convention) noexcept {
  const auto index = static_cast<std::size_t>(convention) - 1;
  return index < names.size() ? names[index].text : "unknown";
}

}  // namespace solidarity
