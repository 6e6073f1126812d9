// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/irr.hpp>

#include <solidarity/disclosure/decimal.hpp>

#include "disclosure/rate_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace solidarity {
namespace {

constexpr std::size_t most_flows = 100'000;
constexpr double largest_log_growth = 709.78271289338397;  // ln(1.797e308)

void check_size(std::size_t flows) {
  if (flows > most_flows)
    refuse(ErrorCode::limit_exceeded, "/flows", fmt::format("{} flows; at most {} can be priced", flows, most_flows));
}

std::vector<detail::Term> terms_of(std::span<const RegularFlow> flows) {
  std::size_t size = 0;
  for (const auto& flow : flows) {
    if (flow.count < 1)
      refuse(ErrorCode::out_of_range, "/flows", fmt::format("a count of {}; it must be at least 1", flow.count));
    check_size(size += static_cast<std::size_t>(flow.count));
  }
  std::vector<detail::Term> terms;
  terms.reserve(size);
  for (const auto& flow : flows)
    for (int k = 0; k < flow.count; ++k) terms.push_back({flow.amount, flow.at + k, 0});
  return terms;
}

// In days for actual/365, where they are whole; in years otherwise.
std::vector<detail::Term> terms_of(std::span<const DatedFlow> flows, DayCount convention,
                                   const DayCountContext& context) {
  check_size(flows.size());
  std::vector<detail::Term> terms;
  terms.reserve(flows.size());
  for (const auto& flow : flows) {
    double time = 0;
    if (convention == DayCount::actual_365) {
      time = flow.on - flows.front().on;
    } else {
      const bool before = flow.on < flows.front().on;
      const auto years = before ? year_fraction(convention, flow.on, flows.front().on, context)
                                : year_fraction(convention, flows.front().on, flow.on, context);
      time = (before ? -1 : 1) * static_cast<double>(years.numerator) / static_cast<double>(years.denominator);
    }
    terms.push_back({flow.amount, time, 0});
  }
  return terms;
}

double rate_of(double log_growth) { return std::max(std::expm1(log_growth), std::nextafter(-1.0, 0.0)); }

RateResult result_of(std::vector<detail::Term> terms, double log_scale) {
  auto [found, changes] = detail::solve(std::move(terms));
  if (changes == 0)
    refuse(ErrorCode::no_rate, "/flows",
           "all amounts have the same sign, or are zero; a rate needs money received and money paid");
  if (found.empty())
    refuse(ErrorCode::no_rate, "/flows",
           fmt::format("the flows change sign {} times, and their value is zero at no rate above -100 %", changes));
  RateResult result{0, 0, {}, 0, changes};
  result.roots.reserve(found.size());
  for (const auto& root : found) {
    const double log_growth = root.log_growth * log_scale;
    if (log_growth > largest_log_growth) ++result.beyond;
    else result.roots.push_back({rate_of(log_growth), log_growth, root.touching});
  }
  if (result.roots.empty()) refuse(ErrorCode::overflow, "/flows", "the rate exceeds 1.7e308");
  const auto nearest = std::ranges::min_element(
      result.roots, {}, [](const RateRoot& root) { return std::pair(std::abs(root.rate), root.rate < 0); });
  result.rate = nearest->rate;
  result.log_growth = nearest->log_growth;
  return result;
}

double value_of(const std::vector<detail::Term>& terms, double rate, double log_scale) {
  if (!(rate > -1) || !std::isfinite(rate)) refuse(ErrorCode::out_of_range, "a rate must be above -1");
  const double d = std::log1p(rate) * log_scale;
  double value = 0;
  double lost = 0;  // compensated (Neumaier)
  for (const auto& term : terms) {
    if (!std::isfinite(term.amount)) refuse(ErrorCode::out_of_range, "an amount is not a finite number");
    const double part = term.amount * std::exp(-term.time * d);
    const double next = value + part;
    lost += std::abs(value) >= std::abs(part) ? (value - next) + part : (part - next) + value;
    value = next;
  }
  return value + lost;
}

}  // namespace

DatedFlow flow_on(Date on, Money amount) { return {on, static_cast<double>(amount.units())}; }
RegularFlow flow_at(double at, Money amount, int count) { return {at, static_cast<double>(amount.units()), count}; }

std::vector<double> whole_amounts(std::span<const std::string> texts) {
  std::vector<Decimal> amounts;
  int decimals = 0;
  for (const auto& text : texts) {
    amounts.push_back(Decimal::parse(text));
    decimals = std::max(decimals, -amounts.back().exponent());
  }
  constexpr wide limit = wide{1} << 53;
  const auto scaled = [&](const Decimal& amount) {
    wide value = amount.coefficient();
    for (int k = 0; k < amount.exponent() + decimals && value < limit && value > -limit; ++k) value *= 10;
    return value;
  };
  const bool whole =
      std::ranges::all_of(amounts, [&](const Decimal& a) { return scaled(a) <= limit && scaled(a) >= -limit; });
  std::vector<double> doubles;
  for (const auto& amount : amounts)
    doubles.push_back(whole ? static_cast<double>(scaled(amount)) : amount.to_double());
  return doubles;
}

double present_value(std::span<const RegularFlow> flows, double rate) { return value_of(terms_of(flows), rate, 1); }

double present_value(std::span<const DatedFlow> flows, double rate, DayCount convention,
                     const DayCountContext& context) {
  return value_of(terms_of(flows, convention, context), rate, convention == DayCount::actual_365 ? 1.0 / 365 : 1.0);
}

RateResult irr(std::span<const RegularFlow> flows) { return result_of(terms_of(flows), 1); }

RateResult irr(std::span<const double> amounts) {
  check_size(amounts.size());
  std::vector<detail::Term> terms;
  terms.reserve(amounts.size());
  for (const double amount : amounts) terms.push_back({amount, static_cast<double>(terms.size()), 0});
  return result_of(std::move(terms), 1);
}

RateResult xirr(std::span<const DatedFlow> flows, DayCount convention, const DayCountContext& context) {
  return result_of(terms_of(flows, convention, context), convention == DayCount::actual_365 ? 365.0 : 1.0);
}

}  // namespace solidarity
