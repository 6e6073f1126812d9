// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/tvm.hpp>

#include "disclosure/rate_solver.hpp"

#include <fmt/format.h>
#include <boost/multiprecision/cpp_dec_float.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace solidarity::tvm {
namespace {

using Number = boost::multiprecision::cpp_dec_float_100;

[[noreturn]] void refuse_argument(std::string_view name, const Decimal& value, std::string_view rule) {
  refuse(ErrorCode::out_of_range, fmt::format("/args/{}", name),
         fmt::format("{} is {}; {}", name, to_text(value), rule));
}

Number number(const Decimal& value) {
  const bool negative = value.is_negative();
  const auto magnitude =
      negative ? -static_cast<unsigned_wide>(value.coefficient()) : static_cast<unsigned_wide>(value.coefficient());
  Number result = Number(static_cast<std::uint64_t>(magnitude >> 64)) * Number("18446744073709551616") +
                  Number(static_cast<std::uint64_t>(magnitude));
  const Number scale = pow(Number(10), std::abs(value.exponent()));
  result = value.exponent() < 0 ? Number(result / scale) : Number(result * scale);
  return negative ? Number(-result) : result;
}

// Rounded half up to 34 significant digits, or to 60 decimals if that is fewer.
Decimal decimal(const Number& value) {
  if (!isfinite(value) || abs(value) >= Number("1e60")) refuse(ErrorCode::overflow, "the answer exceeds 10^60");
  if (value == 0) return 0;
  const auto text = Number(abs(value)).str(40, std::ios_base::scientific);  // d.ddd...e+xx
  const int exponent = std::stoi(text.substr(text.find('e') + 1));
  const int kept = std::min(34, 61 + exponent);
  if (kept < 1) return 0;
  wide coefficient = 0;
  int digits = 0;
  for (const char c : text) {
    if (c == 'e') break;
    if (c == '.') continue;
    if (digits == kept) {
      coefficient += c >= '5';
      break;
    }
    coefficient = coefficient * 10 + (c - '0');
    ++digits;
  }
  return Decimal::of(value < 0 ? -coefficient : coefficient, exponent - digits + 1);
}

bool is_whole(const Decimal& value) { return value.exponent() >= 0; }

int whole_number(std::string_view name, const Decimal& value) {  // Excel cuts the fraction off
  const Number n = number(value);
  if (abs(n) > 1'000'000'000) refuse_argument(name, value, "it is at most 1000000000");
  return n.convert_to<int>();
}

void check_rate(const Decimal& rate, std::string_view name = "rate") {
  if (number(rate) <= -1) refuse_argument(name, rate, "a rate is above -1");
}

Number power(const Number& base, const Decimal& exponent) {
  return is_whole(exponent) && abs(number(exponent)) <= 1'000'000'000
             ? Number(pow(base, number(exponent).convert_to<int>()))
             : Number(pow(base, number(exponent)));
}

// ((1 + r)^n - 1) / r, and n when r = 0.
struct Annuity {
  Number growth;  // (1 + r)^n
  Number sum;
};
Annuity annuity(const Decimal& rate, const Decimal& nper) {
  const Number r = number(rate);
  if (r == 0) return {1, number(nper)};
  const Number growth = power(1 + r, nper);
  if (!isfinite(growth)) refuse(ErrorCode::overflow, "/args/nper", "(1 + rate)^nper is too large");
  return {growth, (growth - 1) / r};
}

Number due_factor(const Decimal& rate, Due type) { return type == Due::begin ? Number(1 + number(rate)) : Number(1); }

Number payment(const Decimal& rate, const Decimal& nper, const Decimal& present, const Decimal& future, Due type) {
  check_rate(rate);
  if (nper.is_zero()) refuse_argument("nper", nper, "it must not be zero");
  const auto a = annuity(rate, nper);
  return -(number(present) * a.growth + number(future)) / (a.sum * due_factor(rate, type));
}

Number future_value(const Decimal& rate, const Decimal& nper, const Number& pmt, const Number& present, Due type) {
  check_rate(rate);
  const auto a = annuity(rate, nper);
  return -(present * a.growth + pmt * due_factor(rate, type) * a.sum);
}

Decimal minus_one(const Decimal& value) { return decimal(number(value) - 1); }

Number interest(const Decimal& rate, const Decimal& per, const Decimal& nper, const Decimal& present,
                const Decimal& future, Due type) {
  if (number(per) < 1 || number(per) > number(nper)) refuse_argument("per", per, "it lies between 1 and nper");
  const Number pmt = payment(rate, nper, present, future, type);
  if (type == Due::begin && number(per) == 1) return 0;
  const Number before = future_value(rate, minus_one(per), pmt, number(present), type) * number(rate);
  return type == Due::begin ? Number(before / (1 + number(rate))) : before;
}

// What is owed after `k` payments, for cumulated principal.
Number owed_after(int k, const Decimal& rate, const Number& pmt, const Decimal& present, Due type) {
  if (k == 0) return number(present);
  const Number balance = -future_value(rate, k, pmt, number(present), type);
  return type == Due::begin ? Number(balance / (1 + number(rate))) : balance;
}

struct Cumulated {
  Number interest;
  Number principal;
};
Cumulated cumulated(const Decimal& rate, const Decimal& nper, const Decimal& present, const Decimal& start,
                    const Decimal& end, Due type) {
  if (rate.is_negative() || rate.is_zero()) refuse_argument("rate", rate, "it must be above zero");
  if (present.is_negative() || present.is_zero()) refuse_argument("pv", present, "it must be above zero");
  const int periods = whole_number("nper", nper);
  const int first = whole_number("start", start);
  const int last = whole_number("end", end);
  if (periods < 1) refuse_argument("nper", nper, "it must be at least 1");
  if (first < 1) refuse_argument("start", start, "it must be at least 1");
  if (last < first || last > periods) refuse_argument("end", end, "it lies between start and nper");
  const Number pmt = payment(rate, periods, present, 0, type);
  const Number principal = owed_after(last, rate, pmt, present, type) - owed_after(first - 1, rate, pmt, present, type);
  return {pmt * (last - first + 1) - principal, principal};
}

int compoundings(const Decimal& npery) {
  const int n = whole_number("npery", npery);
  if (n < 1) refuse_argument("npery", npery, "it must be at least 1");
  return n;
}

void check_values(std::span<const Decimal> values) {
  if (values.empty()) refuse(ErrorCode::out_of_range, "/args/values", "no values");
  if (values.size() > 100'000) refuse(ErrorCode::limit_exceeded, "/args/values", "more than 100000 values");
}

Number net_present_value(const Number& r, std::span<const Number> values) {
  Number sum = 0;
  for (std::size_t k = values.size(); k-- > 0;) sum = (sum + values[k]) / (1 + r);
  return sum;
}

// ---- rates that are solved for ------------------------------------------------------------------------------------------

struct Flow {
  Number amount;
  double time;
};

// Newton's steps from a root known to 16 digits, in g = (1 + x)^(1 / unit).
Number sharpened(std::span<const Flow> flows, const detail::Root& root, double unit) {
  Number d = root.log_growth;
  for (int round = 0; !root.touching && round < 5; ++round) {
    Number value = 0;
    Number slope = 0;
    const Number discount = exp(-d);
    Number factor = 1;
    double at = 0;
    for (const auto& flow : flows) {
      const bool whole = flow.time == std::floor(flow.time) && std::abs(flow.time) <= 1e9;
      if (flow.time == at + 1) factor *= discount;
      else factor = whole ? Number(pow(discount, static_cast<int>(flow.time))) : Number(exp(-d * flow.time));
      at = flow.time;
      const Number part = flow.amount * factor;
      value += part;
      slope -= part * flow.time;
    }
    if (value == 0 || slope == 0) break;
    const Number step = value / slope;
    if (abs(step) > Number(1e-6) * (1 + abs(d))) break;
    d -= step;
    if (abs(step) <= abs(d) * Number("1e-40")) break;
  }
  return exp(d * unit) - 1;
}

Solved chosen(std::vector<Number> rates, const std::optional<Decimal>& guess) {
  if (guess && number(*guess) <= -1) refuse_argument("guess", *guess, "a rate is above -1");
  const Number target = guess ? number(*guess) : Number(0);
  std::ranges::sort(rates);
  Number best = rates.front();
  Solved solved{0, {}};
  for (const auto& rate : rates) {
    if (abs(rate - target) <= abs(best - target)) best = rate;
    if (isfinite(rate) && abs(rate) < Number("1e60")) solved.roots.push_back(decimal(rate));
  }
  solved.value = decimal(best);
  return solved;
}

Solved solved(std::vector<Flow> flows, double unit, const std::optional<Decimal>& guess) {
  if (flows.size() > 10'000)
    refuse(ErrorCode::limit_exceeded, "/args/values", "a rate is solved for at most 10000 values");
  Number most = 0;  // scaled so that equal digits stay equal in doubles
  for (const auto& flow : flows) most = std::max<Number>(most, abs(flow.amount));
  const bool tame = most < Number("1e300");
  std::vector<detail::Term> terms;
  double earliest = std::numeric_limits<double>::infinity();
  for (const auto& flow : flows) earliest = std::min(earliest, flow.time);
  for (auto& flow : flows) {
    flow.time -= earliest;
    terms.push_back({(tame ? flow.amount : Number(flow.amount / most)).convert_to<double>(), flow.time});
  }
  const auto roots = detail::solve(std::move(terms));
  if (roots.sign_changes == 0) refuse(ErrorCode::no_rate, "/args", "all amounts have the same sign, or are zero");
  if (roots.found.empty()) refuse(ErrorCode::no_rate, "/args", "no rate above -1 makes the values worth nothing");
  std::vector<Number> rates;
  for (const auto& root : roots.found) rates.push_back(sharpened(flows, root, unit));
  return chosen(std::move(rates), guess);
}

// Whole amounts where possible, so that roots that touch are seen: times the power of ten that clears the decimals.
std::vector<Number> cleared(std::span<const Decimal> values) {
  int decimals = 0;
  for (const auto& value : values) decimals = std::max(decimals, -value.exponent());
  const Number scale = pow(Number(10), decimals);
  std::vector<Number> numbers;
  for (const auto& value : values) numbers.push_back(number(value) * scale);
  return numbers;
}

// (pv r + pmt (1 + r type)) (1 + r)^n + (fv r - pmt (1 + r type)) = 0 times 1 / (1 + r)^n, for a count of periods that is not whole, or large: four terms
// in powers of 1 + r, of which the root r = 0 is no answer.
Solved rate_by_formula(const Decimal& nper, const std::array<Number, 3>& amounts, Due type,
                       const std::optional<Decimal>& guess) {
  const auto& [pmt, present, future] = amounts;
  const double n = nper.to_double();
  const Number begin = type == Due::begin ? pmt : Number(0);
  const Number end = type == Due::begin ? Number(0) : pmt;
  const std::vector<Flow> flows{{present + begin, -1}, {end - present, 0}, {future - begin, n - 1}, {-future - end, n}};
  std::vector<detail::Term> terms;
  for (const auto& flow : flows) terms.push_back({flow.amount.convert_to<double>(), flow.time});
  auto roots = detail::solve(std::move(terms)).found;
  std::erase_if(roots, [](const detail::Root& root) { return std::abs(root.log_growth) < 1e-12; });
  std::vector<Number> rates;
  for (const auto& root : roots) rates.push_back(sharpened(flows, root, 1));
  if (present + future + pmt * number(nper) == 0) rates.push_back(0);
  if (rates.empty()) refuse(ErrorCode::no_rate, "/args", "no rate above -1 makes the values worth nothing");
  return chosen(std::move(rates), guess);
}

}  // namespace

Decimal pmt(Decimal rate, Decimal nper, Decimal pv, Decimal fv, Due type) {
  return decimal(payment(rate, nper, pv, fv, type));
}

Decimal ipmt(Decimal rate, Decimal per, Decimal nper, Decimal pv, Decimal fv, Due type) {
  return decimal(interest(rate, per, nper, pv, fv, type));
}

Decimal ppmt(Decimal rate, Decimal per, Decimal nper, Decimal pv, Decimal fv, Due type) {
  const Number part = interest(rate, per, nper, pv, fv, type);
  return decimal(payment(rate, nper, pv, fv, type) - part);
}

Decimal pv(Decimal rate, Decimal nper, Decimal pmt, Decimal fv, Due type) {
  check_rate(rate);
  const auto a = annuity(rate, nper);
  return decimal(-(number(fv) + number(pmt) * due_factor(rate, type) * a.sum) / a.growth);
}

Decimal fv(Decimal rate, Decimal nper, Decimal pmt, Decimal pv, Due type) {
  return decimal(future_value(rate, nper, number(pmt), number(pv), type));
}

Decimal nper(Decimal rate, Decimal pmt, Decimal pv, Decimal fv, Due type) {
  check_rate(rate);
  const Number r = number(rate);
  if (r == 0) {
    if (pmt.is_zero()) refuse_argument("pmt", pmt, "without interest and payments the balance never changes");
    return decimal(-(number(pv) + number(fv)) / number(pmt));
  }
  const Number paid = number(pmt) * due_factor(rate, type);
  const Number before = paid + number(pv) * r;
  const Number after = paid - number(fv) * r;
  if (before == 0 || after / before <= 0)
    refuse_argument("pmt", pmt, "these payments never turn pv into fv at this rate");
  return decimal(log(after / before) / log(1 + r));
}

Decimal npv(Decimal rate, std::span<const Decimal> values) {
  check_values(values);
  if (number(rate) == -1) refuse_argument("rate", rate, "it must not be -1");
  std::vector<Number> numbers;
  for (const auto& value : values) numbers.push_back(number(value));
  return decimal(net_present_value(number(rate), numbers));
}

Decimal mirr(std::span<const Decimal> values, Decimal finance_rate, Decimal reinvest_rate) {
  check_values(values);
  check_rate(finance_rate, "finance_rate");
  check_rate(reinvest_rate, "reinvest_rate");
  std::vector<Number> received;
  std::vector<Number> paid;
  for (const auto& value : values) {
    received.push_back(value.is_negative() ? Number(0) : number(value));
    paid.push_back(value.is_negative() ? number(value) : Number(0));
  }
  const Number costs = net_present_value(number(finance_rate), paid) * (1 + number(finance_rate));
  const Number gains = net_present_value(number(reinvest_rate), received);
  if (costs == 0 || gains == 0)
    refuse(ErrorCode::no_rate, "/args/values", "a rate needs at least one value above and one below zero");
  const auto n = static_cast<int>(values.size());
  const Number growth = -gains * pow(1 + number(reinvest_rate), n) / costs;
  return decimal(exp(log(growth) / (n - 1)) - 1);
}

Decimal cumipmt(Decimal rate, Decimal nper, Decimal pv, Decimal start, Decimal end, Due type) {
  return decimal(cumulated(rate, nper, pv, start, end, type).interest);
}

Decimal cumprinc(Decimal rate, Decimal nper, Decimal pv, Decimal start, Decimal end, Due type) {
  return decimal(cumulated(rate, nper, pv, start, end, type).principal);
}

Decimal effect(Decimal nominal_rate, Decimal npery) {
  if (nominal_rate.is_negative() || nominal_rate.is_zero())
    refuse_argument("nominal_rate", nominal_rate, "it must be above zero");
  const int n = compoundings(npery);
  return decimal(pow(1 + number(nominal_rate) / n, n) - 1);
}

Decimal nominal(Decimal effect_rate, Decimal npery) {
  if (effect_rate.is_negative() || effect_rate.is_zero())
    refuse_argument("effect_rate", effect_rate, "it must be above zero");
  const int n = compoundings(npery);
  return decimal((exp(log(1 + number(effect_rate)) / n) - 1) * n);
}

Decimal pduration(Decimal rate, Decimal pv, Decimal fv) {
  for (const auto& [name, value] : {std::pair{"rate", rate}, {"pv", pv}, {"fv", fv}})
    if (value.is_negative() || value.is_zero()) refuse_argument(name, value, "it must be above zero");
  return decimal(log(number(fv) / number(pv)) / log(1 + number(rate)));
}

Solved rate(Decimal nper, Decimal pmt, Decimal pv, Decimal fv, Due type, std::optional<Decimal> guess) {
  if (nper.is_negative() || nper.is_zero()) refuse_argument("nper", nper, "it must be above zero");
  const std::array<Decimal, 3> given{pmt, pv, fv};
  const auto amounts = cleared(given);
  if (!is_whole(nper) || number(nper) > 1200)
    return rate_by_formula(nper, {amounts[0], amounts[1], amounts[2]}, type, guess);
  const int n = whole_number("nper", nper);
  std::vector<Flow> flows{{amounts[1], 0}, {amounts[2], static_cast<double>(n)}};
  const int first = type == Due::begin ? 0 : 1;
  if (!pmt.is_zero())
    for (int k = 0; k < n; ++k) flows.push_back({amounts[0], static_cast<double>(first + k)});
  return solved(std::move(flows), 1, guess);
}

Solved irr(std::span<const Decimal> values, std::optional<Decimal> guess) {
  check_values(values);
  std::vector<Flow> flows;
  for (const auto& amount : cleared(values)) flows.push_back({amount, static_cast<double>(flows.size())});
  return solved(std::move(flows), 1, guess);
}

Solved xirr(std::span<const Decimal> values, std::span<const Date> dates, std::optional<Decimal> guess) {
  check_values(values);
  if (values.size() != dates.size())
    refuse(ErrorCode::out_of_range, "/args/dates",
           fmt::format("{} dates for {} values; there is one each", dates.size(), values.size()));
  std::vector<Flow> flows;
  for (const auto& amount : cleared(values))
    flows.push_back({amount, static_cast<double>(dates[flows.size()] - dates[0])});
  return solved(std::move(flows), 365, guess);
}

}  // namespace solidarity::tvm
