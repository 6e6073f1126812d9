// SPDX-License-Identifier: MIT
#include "schedule/timeline.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace solidarity::detail {
namespace {

wide times(wide a, wide b) {
  wide product = 0;
  if (__builtin_mul_overflow(a, b, &product))
    refuse(ErrorCode::overflow, "a rate with these decimals over these periods exceeds 128 bits");
  return product;
}

Fraction reduced(wide numerator, wide denominator) {
  const wide common = greatest_common_divisor(numerator, denominator);
  return {numerator / common, denominator / common};
}

bool contains(const Period& period, Date day) { return period.start <= day && day <= period.end; }

bool in_moratorium(const LoanTerms& terms, Date day) {
  return std::ranges::any_of(terms.moratoria, [&](const Moratorium& m) { return contains(m.period, day); });
}

bool stops_interest(const LoanTerms& terms, Date day) {
  return std::ranges::any_of(terms.moratoria,
                             [&](const Moratorium& m) { return m.interest_stops && contains(m.period, day); });
}

int coupons_per_year(const Frequency& frequency) {
  const PerYear per_year = periods_per_year(frequency);
  return per_year.denominator == 1
             ? per_year.numerator
             : (per_year.numerator % per_year.denominator == 0 ? per_year.numerator / per_year.denominator : 0);
}

// (1 + rate)^length - 1 rounded half even to 18 decimals.
Fraction computed_effective_rate(Rate rate, Fraction length) {
  using boost::multiprecision::cpp_int;
  using Decimal50 = boost::multiprecision::cpp_dec_float_50;
  const Decimal50 base = 1 + Decimal50(rate.ticks()) / Decimal50(Rate::one);
  const Decimal50 exponent = Decimal50(cpp_int(length.numerator)) / Decimal50(cpp_int(length.denominator));
  const Decimal50 scaled = (pow(base, exponent) - 1) * Decimal50("1e18");
  const Decimal50 whole = floor(scaled);
  const Decimal50 rest = scaled - whole;
  cpp_int units = whole == 0
                      ? cpp_int(0)
                      : whole.convert_to<cpp_int>();  // Boost 1.74 negates the exponent of zero, which has no opposite
  if (rest > 0.5 || (rest == Decimal50(0.5) && (units & 1) != 0)) ++units;
  return reduced(static_cast<wide>(units), wide{1'000'000'000'000'000'000});
}

// The same, remembered: the power takes 50 microseconds, and the rows of a loan have few different lengths.
Fraction effective_rate(Rate rate, Fraction length) {
  struct Known {
    Rate rate = Rate::zero();
    Fraction length{0, 1};
    Fraction value{0, 1};  // (1 + 0)^0 - 1
  };
  constexpr unsigned_wide places = 32;
  thread_local std::array<Known, places> memory{};
  Known& known =
      memory[static_cast<std::size_t>((magnitude(length.numerator) * 7 + magnitude(length.denominator)) % places)];
  if (known.rate != rate || known.length.numerator != length.numerator ||
      known.length.denominator != length.denominator)
    known = {rate, length, computed_effective_rate(rate, length)};
  return known.value;
}

}  // namespace

Fraction operator+(Fraction a, Fraction b) {
  if (a.denominator == b.denominator) return {a.numerator + b.numerator, a.denominator};
  const wide common = greatest_common_divisor(a.denominator, b.denominator);
  return reduced(times(a.numerator, b.denominator / common) + times(b.numerator, a.denominator / common),
                 times(a.denominator, b.denominator / common));
}

Fraction operator*(Fraction a, Fraction b) {
  const Fraction x = reduced(a.numerator, b.denominator);
  const Fraction y = reduced(b.numerator, a.denominator);
  return {times(x.numerator, y.numerator), times(x.denominator, y.denominator)};
}

Fraction quoted_periods_per_year(const InterestTerms& interest) {
  const auto* by_period = std::get_if<ByPeriod>(&interest.accrual);
  const int year_days = by_period ? by_period->year_days : 0;
  switch (interest.per) {
    case RatePeriod::month: return {12, 1};
    case RatePeriod::week: return year_days != 0 ? reduced(year_days, 7) : Fraction{52, 1};
    case RatePeriod::day: return {year_days != 0 ? year_days : 365, 1};
    default: return {1, 1};
  }
}

Timeline::Timeline(const LoanTerms& terms, std::pmr::memory_resource& memory)
    : terms_(&terms),
      sequence_(terms.repayments.every, terms.disbursed_on, terms.repayments.first_due_on),
      per_year_(quoted_periods_per_year(terms.interest)),
      rows_in_term_(terms.repayments.count),
      rows_(&memory),
      changes_(&memory) {
  changes_.assign(terms.interest.changes.begin(), terms.interest.changes.end());
  std::ranges::stable_sort(changes_, {}, &RateChange::on);
  lay_first_rows();
  check_order();
}

Timeline::Timeline(const LoanTerms& terms, const Continuation& after, std::pmr::memory_resource& memory)
    : terms_(&terms),
      sequence_(terms.repayments.every, after.start_of_sequence, after.first_of_sequence),
      per_year_(quoted_periods_per_year(terms.interest)),
      rows_in_term_(after.rows_in_term),
      rows_(&memory),
      changes_(&memory) {
  changes_.assign(terms.interest.changes.begin(), terms.interest.changes.end());
  std::ranges::stable_sort(changes_, {}, &RateChange::on);
  if (after.dates.empty()) lay_rows(after.start, after.shown_before, after.index);
  else lay_given_rows(after);
  check_order();
}

void Timeline::lay_first_rows() {
  const LoanTerms& terms = *terms_;
  const int skipped = terms.grace.all;
  if (skipped == 0) {
    const Date start = terms.interest.from.value_or(terms.disbursed_on);
    return lay_rows(start, start, 1);
  }
  const Date last = sequence_.at(skipped);
  const Date start =
      terms.calendar.interest_follows ? terms.calendar.business_days.rolled(last, terms.calendar.roll) : last;
  lay_rows(start, start, skipped + 1);
}

void Timeline::lay_given_rows(const Continuation& after) {
  Date start = after.start;
  Date shown_before = after.shown_before;
  int index = after.index;
  for (const Date due : after.dates) {
    rows_.push_back({start, due, due, due - shown_before, index++, 0});
    start = shown_before = due;
  }
}

void Timeline::lay_rows(Date start, Date shown_before, int index) {
  const LoanTerms& terms = *terms_;
  const DueDateRule& calendar = terms.calendar;
  const auto moved = [&](Date day) { return calendar.business_days.rolled(day, calendar.roll); };
  rows_.reserve(static_cast<std::size_t>(terms.repayments.count));
  for (int k = 0; k < terms.repayments.count; ++k, ++index) {
    int dropped = 0;
    for (; in_moratorium(terms, sequence_.at(index)); ++index)
      dropped += stops_interest(terms, sequence_.at(index)) ? 0 : 1;
    const Date planned = sequence_.at(index);
    const Date due = moved(planned);
    const Date end = calendar.interest_follows ? due : planned;
    rows_.push_back({start, end, due, due - shown_before, index, dropped});
    start = end;
    shown_before = due;
  }
}

void Timeline::check_order() const {
  Date before = terms_->disbursed_on;
  for (const Row& row : rows_) {
    if (row.due <= before)
      refuse(ErrorCode::out_of_range, "/calendar",
             fmt::format("the due date {} moves to {}, not after {}; use another roll or fewer holidays", row.end,
                         row.due, before));
    if (row.end <= row.start)
      refuse(ErrorCode::out_of_range, "/interest/from",
             fmt::format("{} is not before {}, to which the first due date moves", row.start, row.end));
    before = row.due;
  }
}

Rate Timeline::rate_on(Date day) const noexcept {
  Rate rate = terms_->interest.rate;
  for (const RateChange& change : changes_)
    if (change.on <= day) rate = change.rate;
  return rate;
}

bool Timeline::rate_changes_at(std::size_t k) const {
  const Date after = k == 0 ? rows_[0].start : rows_[k - 1].end - 1;
  return std::ranges::any_of(changes_, [&](const RateChange& c) { return c.on > after && c.on < rows_[k].end; });
}

// The nominal length of row k, and what a broken first period makes of its rate.
Fraction Timeline::nominal_length(std::size_t k) const {
  const InterestTerms& interest = terms_->interest;
  Fraction length{1, 1};
  if (interest.per == RatePeriod::term) length = {1, rows_in_term_};
  if (interest.per != RatePeriod::term && interest.per != RatePeriod::installment) {
    const auto per_year = periods_per_year(terms_->repayments.every, std::get<ByPeriod>(interest.accrual).year_days);
    if (per_year.numerator == 0)
      refuse(ErrorCode::contradictory_terms, "/interest/accrual", "listed dates have no nominal period to count by");
    length = per_year_ * Fraction{per_year.denominator, per_year.numerator};
  }
  return length * Fraction{1 + rows_[k].dropped, 1};
}

// A broken first period whose length in years the terms give.
bool Timeline::is_measured(std::size_t k) const noexcept {
  return k == 0 && terms_->interest.first_period_years.has_value();
}

Fraction Timeline::measured_length() const {
  const YearFraction years = *terms_->interest.first_period_years;
  return per_year_ * Fraction{years.numerator, years.denominator};
}

Fraction Timeline::first_period_ratio(std::size_t k) const {
  const Row& row = rows_[k];
  if (k != 0 || terms_->interest.first_period == FirstPeriod::nominal) return {1, 1};
  return {row.end - row.start, sequence_.at(row.index) - sequence_.step_before(row.index)};
}

// The unbroken periods of the sequence, back (and on) from that of row k, that cover it: what actual/actual ICMA
// counts by.
void Timeline::reference_periods(std::size_t k, std::vector<Period>& periods) const {
  const Row& row = rows_[k];
  int low = row.index;
  int high = row.index;
  while (sequence_.step_before(low) > row.start) --low;
  while (sequence_.at(high) < row.end) ++high;
  for (int index = low; index <= high; ++index) periods.push_back({sequence_.step_before(index), sequence_.at(index)});
}

Fraction Timeline::counted(std::size_t k, Date from, Date to) const {
  const DayCount convention = std::get<ByDay>(terms_->interest.accrual).day_count;
  DayCountContext context{.termination_date = rows_.back().end, .reference_periods = {}, .coupons_per_year = 0};
  std::vector<Period> references;
  if (convention == DayCount::actual_actual_icma) {
    reference_periods(k, references);
    context.reference_periods = references;
    context.coupons_per_year = coupons_per_year(terms_->repayments.every);
  }
  const YearFraction years = year_fraction(convention, from, to, context);
  return {years.numerator, years.denominator};
}

// By day: the stretches of [from, to) outside moratoria that stop interest.
Fraction Timeline::bearing_length(std::size_t k, Date from, Date to) const {
  if (terms_->moratoria.empty()) return per_year_ * counted(k, from, to);
  Fraction length{0, 1};
  for (Date at = from; at < to;) {
    const bool stopped = stops_interest(*terms_, at);
    Date until = at;
    while (until < to && stops_interest(*terms_, until) == stopped) until = until + 1;
    if (!stopped) length = length + counted(k, at, until);
    at = until;
  }
  return per_year_ * length;
}

// What `rate`, as quoted, makes of row k between two days.
Fraction Timeline::part_rate(std::size_t k, Date from, Date to, Rate rate) const {
  const bool by_day = std::holds_alternative<ByDay>(terms_->interest.accrual);
  const Fraction length =
      is_measured(k) ? measured_length() : (by_day ? bearing_length(k, from, to) : nominal_length(k));
  Fraction part = terms_->interest.kind == RateKind::effective ? effective_rate(rate, length)
                                                               : length * Fraction{rate.ticks(), Rate::one};
  const Row& row = rows_[k];
  if (!by_day && !is_measured(k)) part = part * first_period_ratio(k);
  if (!by_day && (from != row.start || to != row.end)) part = part * Fraction{to - from, row.end - row.start};
  return part;
}

Fraction Timeline::changing_rate(std::size_t k, Date from) const {
  Fraction sum{0, 1};
  const Date end = rows_[k].end;
  Date at = from;
  for (const RateChange& change : changes_) {
    if (change.on <= at || change.on >= end) continue;
    sum = sum + part_rate(k, at, change.on, rate_on(at));
    at = change.on;
  }
  return sum + part_rate(k, at, end, rate_on(at));
}

PeriodRate Timeline::rate_from(std::size_t k, Date day) const {
  const Row& row = rows_[k];
  if (static_cast<int>(k) < terms_->grace.interest_free || day >= row.end) return {};
  const Date from = std::max(day, row.start);
  const bool by_day = std::holds_alternative<ByDay>(terms_->interest.accrual);
  const Fraction rate =
      by_day ? changing_rate(k, from) : changing_rate(k, row.start) * Fraction{row.end - from, row.end - row.start};
  return PeriodRate::of(rate.numerator, rate.denominator);
}

PeriodRate Timeline::rate_known_at(std::size_t k, std::size_t known) const {
  if (!has_rate_changes() || static_cast<int>(k) < terms_->grace.interest_free) return rate(k);
  const Fraction fraction = part_rate(k, rows_[k].start, rows_[k].end, rate_on(rows_[known].end - 1));
  return PeriodRate::of(fraction.numerator, fraction.denominator);
}

}  // namespace solidarity::detail
