// SPDX-License-Identifier: MIT
#include <solidarity/savings/interest.hpp>

#include <fmt/format.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

namespace solidarity {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

constexpr std::int32_t last_day_number = 157'419;  // 2400-12-31
constexpr std::int64_t both_years = 365 * 366;

Date through(const BalanceRun& run) { return run.from + (run.days - 1); }

void check(std::span<const BalanceRun> runs) {
  for (std::size_t k = 0; k < runs.size(); ++k) {
    if (runs[k].days < 1)
      refuse(ErrorCode::out_of_range, fmt::format("run {} has {} days; at least one", k, runs[k].days));
    if (k > 0 && runs[k].from - runs[k - 1].from != runs[k - 1].days)
      refuse(ErrorCode::out_of_range,
             fmt::format("run {} begins on {}; the one before it ends on {}", k, runs[k].from, through(runs[k - 1])));
  }
}

std::int64_t days_of_leap_years(Date from, Date to) {  // both included
  std::int64_t days = 0;
  for (int year = from.year(); year <= to.year(); ++year)
    if (is_leap(year)) days += std::min(to, Date::of(year, 12, 31)) - std::max(from, Date::of(year, 1, 1)) + 1;
  return days;
}

// Days as parts of a year: weight / year.
std::int64_t year_of(int year_days) { return year_days == 0 ? both_years : year_days; }
std::int64_t weight_of(Date from, std::int32_t days, int year_days) {
  if (year_days != 0) return days;
  const std::int64_t leap = days_of_leap_years(from, from + (days - 1));
  return (days - leap) * 366 + leap * 365;
}

// What some days of the runs amount to; negative balances as zero.
struct Gathered {
  std::int32_t days = 0;
  std::int64_t weight = 0;    // of the days in years
  wide total = 0;             // balances x days
  wide earning = 0;           // the same, of the balances that earn
  wide earning_weighted = 0;  // those x weight
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t lowest = std::numeric_limits<std::int64_t>::max();

  void add(const BalanceRun& run, Date from, Date to, int year_days, std::int64_t earns_from) {
    const std::int64_t balance = std::max<std::int64_t>(run.balance, 0);
    const std::int32_t count = to - from + 1;
    const std::int64_t part = weight_of(from, count, year_days);
    days += count;
    weight += part;
    total += wide{balance} * count;
    if (balance >= earns_from) earning += wide{balance} * count;
    if (balance >= earns_from) earning_weighted += wide{balance} * part;
    least = std::min(least, balance);
    lowest = std::min(lowest, from == run.from ? std::max<std::int64_t>(std::min(run.lowest, balance), 0) : balance);
  }
};

// Balance x time, exact.
struct Basis {
  wide numerator = 0;
  wide denominator = 1;
};

class Basing {
 public:
  Basing(std::span<const BalanceRun> runs, const SavingsInterest& terms, int year_days)
      : runs_(runs),
        terms_(terms),
        year_days_(year_days),
        earns_from_(terms.earns_from ? terms.earns_from->units() : 0) {}

  // A yearly rate: all days.
  [[nodiscard]] Basis of_all_days() const {
    const Date first = runs_.front().from;
    const Gathered days = gather(first, through(runs_.back()), first_day_of(terms_.posted, first));
    const std::int64_t year = year_of(year_days_);
    if (terms_.method == BalanceMethod::daily_balance) return {days.earning_weighted, year};
    if (terms_.method == BalanceMethod::average_balance) {
      if (!mean_earns(days)) return {};
      const std::int64_t common = std::gcd(days.weight, std::int64_t{days.days});
      return {days.total * (days.weight / common), wide{days.days / common} * year};
    }
    return {wide{minimum(days)} * days.weight, year};
  }

  // A rate of whole periods: the one from `from` to `to`.
  [[nodiscard]] Basis of_period(Date from, Date to) const {
    const Gathered days = gather(std::max(from, runs_.front().from), to, from);
    if (terms_.method == BalanceMethod::daily_balance) return {days.earning, to - from + 1};
    if (terms_.method == BalanceMethod::average_balance)
      return mean_earns(days) ? Basis{days.total, days.days} : Basis{};
    return {minimum(days), 1};
  }

 private:
  [[nodiscard]] Gathered gather(Date from, Date to, Date period_start) const {
    Gathered days;
    for (const BalanceRun& run : runs_) {
      const Date first = std::max(from, run.from);
      const Date last = std::min(to, through(run));
      if (first <= last) days.add(run, first, last, year_days_, earns_from_);
    }
    if (terms_.before_first_money == BeforeFirstMoney::zero && period_start < from)
      days.add({period_start, from - period_start, 0, 0}, period_start, from - 1, year_days_, earns_from_);
    return days;
  }
  [[nodiscard]] bool mean_earns(const Gathered& days) const { return days.total >= wide{earns_from_} * days.days; }
  [[nodiscard]] std::int64_t minimum(const Gathered& days) const {
    const std::int64_t least = terms_.method == BalanceMethod::lowest_balance ? days.lowest : days.least;
    return least < earns_from_ ? 0 : least;
  }

  std::span<const BalanceRun> runs_;
  const SavingsInterest& terms_;
  int year_days_;
  std::int64_t earns_from_;
};

std::int64_t rounded(const Basis& basis, Rate rate, int parts, Rounding mode) {
  return multiply_divide(rate.ticks(), basis.numerator, basis.denominator * parts * Rate::one, mode);
}

cpp_rational exact(const Basis& basis) { return cpp_rational(cpp_int(basis.numerator), cpp_int(basis.denominator)); }

// `sum` x rate / parts, not negative.
std::int64_t rounded(const cpp_rational& sum, Rate rate, int parts, Rounding mode) {
  const cpp_int dividend = numerator(sum) * rate.ticks();
  const cpp_int divisor = denominator(sum) * parts * Rate::one;
  cpp_int whole;
  cpp_int rest;
  divide_qr(dividend, divisor, whole, rest);
  const int half = cpp_int(2 * rest).compare(divisor);  // against 1/2: the same tie on a small scale
  const unsigned_wide twice_rest = rest.is_zero() ? 0 : static_cast<unsigned_wide>(2 + half);
  const bool away = detail::rounds_away(mode, twice_rest, 2, bit_test(whole, 0), false);
  if (whole >= std::numeric_limits<std::int64_t>::max())
    refuse(ErrorCode::overflow, "the interest would exceed 2^63 minor units");
  return static_cast<std::int64_t>(whole) + (away ? 1 : 0);
}

std::int64_t periodic_interest(std::span<const BalanceRun> runs, const SavingsInterest& terms,
                               const PeriodicRate& rate) {
  const Basing basing(runs, terms, 365);
  const Date last = through(runs.back());
  Date from = first_day_of(rate.period, runs.front().from);
  Date to = last_day_of(rate.period, from);
  if (to > last) return 0;
  const Basis first = basing.of_period(from, to);
  if (to == last || last_day_of(rate.period, to + 1) > last)
    return rounded(first, rate.rate, rate.parts, terms.rounding);
  cpp_rational sum = exact(first);
  while (to < last) {
    from = to + 1;
    to = last_day_of(rate.period, from);
    if (to <= last) sum += exact(basing.of_period(from, to));
  }
  return rounded(sum, rate.rate, rate.parts, terms.rounding);
}

Date quarter_end(Date day) { return Date::of_month_number(month_number(day) / 3 * 3 + 2, 31); }
Date quarter_start(Date day) { return Date::of_month_number(month_number(day) / 3 * 3, 1); }
int days_since_monday(Date day) { return (static_cast<int>(day.weekday()) + 6) % 7; }

}  // namespace

std::string_view to_text(SavingsPeriod period) noexcept {
  switch (period) {
    case SavingsPeriod::day: return "day";
    case SavingsPeriod::week: return "week";
    case SavingsPeriod::month: return "month";
    case SavingsPeriod::quarter: return "quarter";
    case SavingsPeriod::year: return "year";
  }
  return "";
}

Date last_day_of(SavingsPeriod period, Date day) {
  switch (period) {
    case SavingsPeriod::day: break;
    case SavingsPeriod::week: return day + std::min(6 - days_since_monday(day), last_day_number - day.day_number());
    case SavingsPeriod::month: return month_end(day);
    case SavingsPeriod::quarter: return quarter_end(day);
    case SavingsPeriod::year: return Date::of(day.year(), 12, 31);
  }
  return day;
}

Date first_day_of(SavingsPeriod period, Date day) {
  switch (period) {
    case SavingsPeriod::day: break;
    case SavingsPeriod::week: return day - std::min(days_since_monday(day), day - Date::of(1900, 1, 1));
    case SavingsPeriod::month: return Date::of(day.year(), day.month(), 1);
    case SavingsPeriod::quarter: return quarter_start(day);
    case SavingsPeriod::year: return Date::of(day.year(), 1, 1);
  }
  return day;
}

std::int64_t savings_interest(std::span<const BalanceRun> runs, const SavingsInterest& terms) {
  check(runs);
  if (runs.empty()) return 0;
  if (const auto* periodic = std::get_if<PeriodicRate>(&terms.rate)) return periodic_interest(runs, terms, *periodic);
  const auto& yearly = std::get<YearlyRate>(terms.rate);
  return rounded(Basing(runs, terms, yearly.year_days).of_all_days(), yearly.rate, 1, terms.rounding);
}

Money savings_interest(Money balance, const YearlyRate& rate, int days, Rounding mode) {
  if (days < 0) refuse(ErrorCode::out_of_range, "/days", fmt::format("{} days; it is not negative", days));
  if (rate.year_days < 1)
    refuse(ErrorCode::out_of_range, "/year_days", "days alone have no year of their own; give 360, 364, 365 or 366");
  const std::int64_t units = std::max<std::int64_t>(balance.units(), 0);
  return Money::of_units(rounded(Basis{wide{units} * days, rate.year_days}, rate.rate, 1, mode), balance.currency());
}

std::int64_t overdraft_interest(std::span<const BalanceRun> runs, const YearlyRate& rate, Rounding mode) {
  check(runs);
  wide owed = 0;
  for (const BalanceRun& run : runs)
    if (run.balance < 0) owed -= wide{run.balance} * weight_of(run.from, run.days, rate.year_days);
  return rounded(Basis{owed, year_of(rate.year_days)}, rate.rate, 1, mode);
}

}  // namespace solidarity
