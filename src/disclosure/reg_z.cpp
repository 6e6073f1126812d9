// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/reg_z.hpp>

#include <solidarity/disclosure/apr.hpp>

#include "disclosure/counted_back.hpp"
#include "disclosure/rate_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace solidarity {
namespace {

using Span = UnitPeriod::Span;

constexpr double days_in_month_mean = 365.0 / 12;

double length_in_days(UnitPeriod unit) {
  switch (unit.span) {
    case Span::day: return unit.count;
    case Span::week: return 7.0 * unit.count;
    case Span::semimonth: return days_in_month_mean / 2;
    case Span::month: return days_in_month_mean * unit.count;
    case Span::year: return 365;
  }
  return 365;
}

UnitPeriod of_months(int months) { return months >= 12 ? UnitPeriod{Span::year} : UnitPeriod{Span::month, months}; }
UnitPeriod of_days(int days) {
  if (days >= 365) return {Span::year};
  return days % 7 == 0 ? UnitPeriod{Span::week, days / 7} : UnitPeriod{Span::day, days};
}

// A dated transaction, sorted.
struct Dated {
  std::vector<DatedFlow> advances;
  std::vector<DatedFlow> payments;
  std::optional<int> payment_day;  // of the month
  [[nodiscard]] Date start() const { return advances.front().on; }
};

std::vector<Date> days_of(const std::vector<DatedFlow>& flows) {
  std::vector<Date> days;
  for (const auto& flow : flows)
    if (days.empty() || days.back() != flow.on) days.push_back(flow.on);
  return days;
}

Dated dated(std::span<const DatedFlow> flows) {
  std::vector<DatedFlow> sorted;
  for (const auto& flow : flows) {
    if (!std::isfinite(flow.amount))
      refuse(ErrorCode::out_of_range, "/reg_z/flows", "an amount is not a finite number");
    if (flow.amount != 0) sorted.push_back(flow);
  }
  std::ranges::stable_sort(sorted, {}, &DatedFlow::on);
  Dated split;
  for (const auto& flow : sorted) {
    const bool advance = (flow.amount < 0) == (sorted.front().amount < 0);
    (advance ? split.advances : split.payments).push_back({flow.on, std::abs(flow.amount)});
  }
  if (split.payments.empty())
    refuse(ErrorCode::no_rate, "/reg_z/flows",
           "all amounts have the same sign, or are zero; a rate needs an advance and a payment");
  split.payment_day = detail::common_schedule_day(days_of(split.payments));
  return split;
}

bool is_single(const Dated& d) { return days_of(d.advances).size() == 1 && days_of(d.payments).size() == 1; }

// A period of the transaction, and every way to name its length.
struct Gap {
  Date from;
  Date to;
  int months = 0;  // whole months, else 0
  bool semimonth = false;
  [[nodiscard]] int days() const { return to - from; }
};

int months_between(Date from, Date to, std::optional<int> day) {
  const auto back = detail::whole_months(from, to, 1, detail::schedule_day_of(from, to, day));
  return back.months > 0 && back.start == from ? back.months : 0;
}

void append_gaps(std::vector<Gap>& gaps, const std::vector<Date>& days, std::optional<int> day) {
  const auto first = gaps.size();
  for (std::size_t k = 1; k < days.size(); ++k)
    gaps.push_back({days[k - 1], days[k], months_between(days[k - 1], days[k], day)});
  // Two dates a month: neighbours 13 to 16 days apart, next but one a month.
  for (std::size_t k = 2; k < days.size(); ++k) {
    auto& before = gaps[first + k - 2];
    auto& after = gaps[first + k - 1];
    const auto half = [](const Gap& gap) { return gap.days() >= 13 && gap.days() <= 18; };
    if (half(before) && half(after) && months_between(days[k - 2], days[k], std::nullopt) == 1)
      before.semimonth = after.semimonth = true;
  }
}

std::vector<Gap> periods_of(const Dated& d) {
  std::vector<Gap> gaps;
  const auto advances = days_of(d.advances);
  const auto payments = days_of(d.payments);
  append_gaps(gaps, advances, detail::common_schedule_day(advances));
  append_gaps(gaps, payments, d.payment_day);
  if (payments.front() > d.start())
    gaps.push_back({d.start(), payments.front(), months_between(d.start(), payments.front(), d.payment_day)});
  const bool halves = std::ranges::any_of(gaps, &Gap::semimonth);
  if (halves && gaps.back().days() == 15) gaps.back().semimonth = true;
  return gaps;
}

struct Candidate {
  UnitPeriod unit;
  std::vector<std::size_t> gaps;  // in which it occurs
};

void note(std::vector<Candidate>& candidates, UnitPeriod unit, std::size_t gap) {
  const auto known = std::ranges::find(candidates, unit, &Candidate::unit);
  if (known != candidates.end()) known->gaps.push_back(gap);
  else candidates.push_back({unit, {gap}});
}

std::vector<Candidate> common_periods(const std::vector<Gap>& gaps) {
  std::vector<Candidate> all;
  for (std::size_t k = 0; k < gaps.size(); ++k) {
    if (gaps[k].semimonth) note(all, {Span::semimonth}, k);
    if (gaps[k].months > 0) note(all, of_months(gaps[k].months), k);
    note(all, of_days(gaps[k].days()), k);
  }
  std::erase_if(all, [](const Candidate& c) { return c.gaps.size() < 2; });
  // 28 days that are also a month in one February are not a second common period.
  std::vector<Candidate> kept;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const bool hidden = std::ranges::any_of(all, [&](const Candidate& other) {
      const bool within = std::ranges::includes(other.gaps, all[k].gaps);
      return within && (other.gaps.size() > all[k].gaps.size() || (&other < &all[k] && other.gaps == all[k].gaps));
    });
    if (!hidden) kept.push_back(all[k]);
  }
  return kept;
}

// The standard interval nearest to the average period; the lower of two equally near.
UnitPeriod average_period(const std::vector<Gap>& gaps) {
  int months = 0;
  int days = 0;
  for (const auto& gap : gaps) {
    months += gap.months;
    days += gap.days();
  }
  const int n = static_cast<int>(gaps.size());
  if (std::ranges::all_of(gaps, [](const Gap& gap) { return gap.months > 0; }))
    return of_months(std::max(1, (2 * months + n - 1) / (2 * n)));
  std::vector<UnitPeriod> standard{{Span::day}, {Span::semimonth}, {Span::year}};
  for (int k = 1; k <= 52; ++k) standard.push_back({Span::week, k});
  for (int k = 1; k <= 11; ++k) standard.push_back({Span::month, k});
  const double average = static_cast<double>(days) / n;
  return *std::ranges::min_element(standard, {}, [average](UnitPeriod unit) {
    return std::pair(std::abs(length_in_days(unit) - average), length_in_days(unit));
  });
}

UnitPeriod unit_period_of(const Dated& d) {
  if (is_single(d)) {
    const Date to = d.payments.front().on;
    const int months = months_between(d.start(), to, std::nullopt);
    return months > 0                        ? of_months(months)
           : add_months(d.start(), 12) <= to ? UnitPeriod{Span::year}
                                             : UnitPeriod{Span::day, to - d.start()};
  }
  const auto gaps = periods_of(d);
  const auto common = common_periods(gaps);
  if (common.empty()) return average_period(gaps);
  return std::ranges::min_element(
             common, {},
             [](const Candidate& c) { return std::pair(-static_cast<int>(c.gaps.size()), length_in_days(c.unit)); })
      ->unit;
}

void check(const RegZFlow& flow, std::string_view field) {
  if (!(flow.amount > 0) || !std::isfinite(flow.amount))
    refuse(ErrorCode::out_of_range, field, "an amount must be above zero");
  if (flow.t < 0)
    refuse(ErrorCode::out_of_range, field, fmt::format("t is {}; whole unit-periods are counted from zero", flow.t));
  if (!(flow.f >= 0 && flow.f < 1)) refuse(ErrorCode::out_of_range, field, "f must be at least 0 and below 1");
  if (flow.count < 1)
    refuse(ErrorCode::out_of_range, field, fmt::format("a count of {}; it must be at least 1", flow.count));
}

void append_terms(std::vector<detail::Term>& terms, const std::vector<RegZFlow>& flows, double sign,
                  std::string_view field) {
  for (const auto& flow : flows) {
    check(flow, field);
    if (terms.size() + static_cast<std::size_t>(flow.count) > 100'000)
      refuse(ErrorCode::limit_exceeded, field, "more than 100000 advances and payments");
    for (int k = 0; k < flow.count; ++k) terms.push_back({sign * flow.amount, static_cast<double>(flow.t) + k, flow.f});
  }
}

}  // namespace

UnitPeriod parse_unit_period(std::string_view text) {
  if (text == "semimonth" || text == "1/2 month" || text == "1 semimonth") return {Span::semimonth};
  const auto space = text.find(' ');
  int count = 1;
  if (space != std::string_view::npos) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + space, count);
    if (error != std::errc{} || end != text.data() + space) count = 0;
  }
  auto word = space == std::string_view::npos ? text : text.substr(space + 1);
  if (word.ends_with('s')) word.remove_suffix(1);
  const bool known = word == "day" || word == "week" || word == "month" || word == "year";
  if (!known || text.substr(0, 1) == "-" || text.substr(0, 1) == "0")
    refuse(ErrorCode::malformed_document,
           fmt::format("\"{}\" is not a unit-period; write \"1 month\", \"4 week\", \"semimonth\", \"year\"",
                       text.substr(0, 40)));
  const bool fits = count >= 1 && (word == "day"     ? count <= 365
                                   : word == "week"  ? count <= 52
                                   : word == "month" ? count <= 12
                                                     : count == 1);
  if (!fits)
    refuse(ErrorCode::out_of_range, fmt::format("\"{}\": a unit-period is at most a year", text.substr(0, 40)));
  if (word == "month") return of_months(count);
  return {word == "day" ? Span::day : word == "week" ? Span::week : Span::year, count};
}

std::string to_text(UnitPeriod unit) {
  switch (unit.span) {
    case Span::day: return fmt::format("{} day", unit.count);
    case Span::week: return fmt::format("{} week", unit.count);
    case Span::semimonth: return "semimonth";
    case Span::month: return fmt::format("{} month", unit.count);
    case Span::year: return "1 year";
  }
  return {};
}

double unit_periods_per_year(UnitPeriod unit) {
  switch (unit.span) {
    case Span::day: return 365.0 / unit.count;
    case Span::week: return 52.0 / unit.count;
    case Span::semimonth: return 24;
    case Span::month: return 12.0 / unit.count;
    case Span::year: return 1;
  }
  return 1;
}

UnitPeriodInterval reg_z_interval(Date from, Date to, UnitPeriod unit, std::optional<int> schedule_day) {
  if (to < from) refuse(ErrorCode::out_of_range, fmt::format("the interval from {} to {} is negative", from, to));
  const int day = detail::schedule_day_of(from, to, schedule_day);
  const auto months = detail::whole_months(from, to, 1, day);
  const int rest = months.start - from;
  switch (unit.span) {
    case Span::day:
    case Span::week: {
      const int length = unit.span == Span::day ? unit.count : 7 * unit.count;
      return {(to - from) / length, (to - from) % length, length, false};
    }
    case Span::semimonth: {
      const int days = 30 * months.months + rest;
      return {days / 15, days % 15, 15, false};
    }
    case Span::month: {
      if (unit.count == 1) return {months.months + rest / 30, rest % 30, 30, false};
      const int days = 30 * months.months + rest;
      return {days / (30 * unit.count), days % (30 * unit.count), 30 * unit.count, false};
    }
    case Span::year: break;
  }
  const auto years = detail::whole_months(from, to, 12, day);
  if (rest == 0) return {years.months / 12, months.months - years.months, 12, true};
  return {years.months / 12, years.start - from, 365, false};
}

UnitPeriod reg_z_unit_period(std::span<const DatedFlow> flows) { return unit_period_of(dated(flows)); }

RegZTransaction reg_z_transaction(std::span<const DatedFlow> flows) {
  const auto d = dated(flows);
  const auto unit = unit_period_of(d);
  RegZTransaction transaction{{}, {}, unit_periods_per_year(unit)};
  if (is_single(d) && unit.span != Span::year) {
    for (const auto& flow : d.advances) transaction.advances.push_back({flow.amount});
    for (const auto& flow : d.payments) transaction.payments.push_back({flow.amount, 1});
    return transaction;
  }
  const auto append = [&](std::vector<RegZFlow>& to, const std::vector<DatedFlow>& from, std::optional<int> day) {
    for (const auto& flow : from) {
      const auto interval = reg_z_interval(d.start(), flow.on, unit, day);
      to.push_back({flow.amount, interval.whole, interval.fraction(), 1});
    }
  };
  append(transaction.advances, d.advances, std::nullopt);
  append(transaction.payments, d.payments, unit.span == Span::semimonth ? std::nullopt : d.payment_day);
  return transaction;
}

RegZResult reg_z_apr(const RegZTransaction& transaction) {
  const double w = transaction.unit_periods_per_year;
  if (!(w > 0) || !std::isfinite(w))
    refuse(ErrorCode::out_of_range, "/reg_z/unit_periods_per_year",
           "the number of unit-periods in a year must be above zero");
  std::vector<detail::Term> terms;
  append_terms(terms, transaction.advances, 1, "/reg_z/advances");
  append_terms(terms, transaction.payments, -1, "/reg_z/payments");
  const auto [found, changes] = detail::solve(std::move(terms));
  if (found.empty()) refuse(ErrorCode::no_rate, "/reg_z", "no rate above -100 % makes the advances worth the payments");
  RegZResult result{0, 0, w, {}};
  for (const auto& root : found) result.roots.push_back(std::expm1(root.log_growth));
  result.rate_per_unit_period =
      *std::ranges::min_element(result.roots, {}, [](double i) { return std::pair(std::abs(i), i < 0); });
  for (double& root : result.roots) root = nominal_apr_percent(std::max(root, std::nextafter(-1.0, 0.0)), w);
  result.apr_percent = nominal_apr_percent(result.rate_per_unit_period, w);
  return result;
}

RegZResult reg_z_apr(std::span<const DatedFlow> flows) { return reg_z_apr(reg_z_transaction(flows)); }

}  // namespace solidarity
