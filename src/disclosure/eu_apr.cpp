// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/eu_apr.hpp>

#include <solidarity/disclosure/apr.hpp>

#include "disclosure/counted_back.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace solidarity {
namespace {

// The borrower's flows in the order of time; the last is a payment.
struct Credit {
  std::vector<DatedFlow> flows;
  Date first_drawdown;
  std::vector<Date> payment_days;  // after the first drawdown
  std::optional<int> payment_day;  // of the month
};

Credit credit_of(std::span<const DatedFlow> given) {
  std::vector<DatedFlow> flows;
  std::ranges::copy_if(given, std::back_inserter(flows), [](const DatedFlow& flow) { return flow.amount != 0; });
  std::ranges::stable_sort(flows, {}, &DatedFlow::on);
  const auto pays = [&](const DatedFlow& flow) { return (flow.amount < 0) == (flows.back().amount < 0); };
  const auto drawdown = std::ranges::find_if_not(flows, pays);
  if (drawdown == flows.end())
    refuse(ErrorCode::no_rate, "/flows",
           "all amounts have the same sign, or are zero; a rate needs a drawdown and a payment");
  Credit credit{flows, drawdown->on, {}, {}};
  for (const auto& flow : flows)
    if (pays(flow) && flow.on > credit.first_drawdown &&
        (credit.payment_days.empty() || credit.payment_days.back() != flow.on))
      credit.payment_days.push_back(flow.on);
  credit.payment_day = detail::common_schedule_day(credit.payment_days);
  return credit;
}

bool is_whole(Date from, Date to, int months, std::optional<int> day) {
  const auto back = detail::whole_months(from, to, months, detail::schedule_day_of(from, to, day));
  return back.months > 0 && back.start == from;
}

EuPeriod period_of(const Credit& credit) {
  auto days = credit.payment_days;
  if (days.size() == 1) days.insert(days.begin(), credit.first_drawdown);
  std::size_t years = 0;
  std::size_t months = 0;
  std::size_t weeks = 0;
  for (std::size_t k = 1; k < days.size(); ++k) {
    if (is_whole(days[k - 1], days[k], 12, credit.payment_day)) ++years;
    if (is_whole(days[k - 1], days[k], 1, credit.payment_day)) ++months;
    if ((days[k] - days[k - 1]) % 7 == 0) ++weeks;
  }
  const std::size_t gaps = days.size() - 1;
  if (gaps > 0 && years == gaps) return EuPeriod::year;
  if (2 * months > gaps && months >= weeks) return EuPeriod::month;
  return 2 * weeks > gaps ? EuPeriod::week : EuPeriod::month;
}

EuResult result_of(const RateResult& rates, EuPeriod period) {
  EuResult result{100 * rates.rate, period, {}};
  for (const auto& root : rates.roots) result.roots.push_back(100 * root.rate);
  return result;
}

}  // namespace

EuPeriod parse_eu_period(std::string_view text) {
  if (text.starts_with("1 ")) text.remove_prefix(2);
  if (text == "week") return EuPeriod::week;
  if (text == "month") return EuPeriod::month;
  if (text == "year") return EuPeriod::year;
  refuse(ErrorCode::malformed_document,
         fmt::format("\"{}\" is not a period of the EU's rule; write \"week\", \"month\" or \"year\"",
                     text.substr(0, 40)));
}

std::string_view to_text(EuPeriod period) noexcept {
  return period == EuPeriod::week ? "week" : period == EuPeriod::month ? "month" : "year";
}

double EuInterval::years() const noexcept {
  const double per_year = period == EuPeriod::week ? 52 : period == EuPeriod::month ? 12 : 1;
  return whole / per_year + static_cast<double>(days) / days_in_year;
}

EuInterval eu_interval(Date from, Date to, EuPeriod period, std::optional<int> schedule_day) {
  if (to < from) refuse(ErrorCode::out_of_range, fmt::format("the interval from {} to {} is negative", from, to));
  const int day = detail::schedule_day_of(from, to, schedule_day);
  int whole = (to - from) / 7;
  Date start = to - 7 * whole;
  if (period != EuPeriod::week) {
    const int step = period == EuPeriod::month ? 1 : 12;
    const auto back = detail::whole_months(from, to, step, day);
    whole = back.months / step;
    start = back.start;
  }
  const auto year_before = [](Date end) {
    const auto c = end.civil();
    return detail::days_of({c.year - 1, c.month, std::min(c.day, days_in_month(c.year - 1, c.month))});
  };
  return {period, whole, start - from, start.day_number() - year_before(start)};
}

EuPeriod eu_period(std::span<const DatedFlow> flows) { return period_of(credit_of(flows)); }

EuResult eu_aprc(std::span<const DatedFlow> flows, std::optional<EuPeriod> given) {
  const auto credit = credit_of(flows);
  const auto period = given ? *given : period_of(credit);
  std::vector<RegularFlow> timed;
  for (const auto& flow : credit.flows) {
    const bool early = flow.on < credit.first_drawdown;
    const bool scheduled = std::ranges::binary_search(credit.payment_days, flow.on);
    const auto day = scheduled ? credit.payment_day : std::nullopt;
    const double years = early ? -eu_interval(flow.on, credit.first_drawdown, period).years()
                               : eu_interval(credit.first_drawdown, flow.on, period, day).years();
    timed.push_back({years, flow.amount});
  }
  return result_of(irr(timed), period);
}

EuResult eu_aprc(std::span<const RegularFlow> flows, double periods_per_year) {
  const auto rates = irr(flows);
  EuResult result{eir_percent(rates.rate, periods_per_year),
                  periods_per_year == 52  ? EuPeriod::week
                  : periods_per_year == 1 ? EuPeriod::year
                                          : EuPeriod::month,
                  {}};
  for (const auto& root : rates.roots) result.roots.push_back(eir_percent(root.rate, periods_per_year));
  return result;
}

}  // namespace solidarity
