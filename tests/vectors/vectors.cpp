// SPDX-License-Identifier: MIT
#include "vectors/vectors.hpp"

#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <stdexcept>

namespace vectors {
namespace {

using nlohmann::json;
using Number = boost::multiprecision::cpp_dec_float_100;

json load(const std::string& name) {
  std::ifstream in(SOLIDARITY_TEST_DATA "/" + name);
  if (!in) throw std::runtime_error("cannot read " + name);
  return json::parse(in);
}

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

Number number(const std::string& text) {
  const auto slash = text.find('/');
  return slash == std::string::npos ? Number(text) : Number(text.substr(0, slash)) / Number(text.substr(slash + 1));
}

// `x` to `decimals` places.
Number rounded(const Number& x, int decimals, const std::string& mode) {
  const Number scaled = abs(x) * pow(Number(10), decimals);
  Number whole = floor(scaled);
  const Number rest = scaled - whole;
  const bool odd = whole != 2 * floor(whole / 2);
  if (rest > 0.5 || (rest == 0.5 && (mode == "half_up" || odd))) whole += 1;
  return (x < 0 ? -whole : whole) / pow(Number(10), decimals);
}

Number digits_12(const Number& x) { return Number(x.str(12)); }

// A comparison that remembers its first difference.
class Comparison {
 public:
  void number_is(const std::string& field, const std::string& expected, const Number& ours, const std::string& shown) {
    ++compared;
    if (reason.empty() && ours != number(expected)) differ(field, expected, shown);
  }
  void text_is(const std::string& field, const std::string& expected, const std::string& ours) {
    ++compared;
    if (reason.empty() && ours != expected) differ(field, expected, ours);
  }
  void holds(const std::string& field, bool condition, const std::string& expected, const std::string& ours) {
    ++compared;
    if (reason.empty() && !condition) differ(field, expected, ours);
  }

  std::string reason;
  int compared = 0;

 private:
  void differ(const std::string& field, const std::string& expected, const std::string& ours) {
    reason = fmt::format("{}: expected {}, priced {}", field, expected, ours);
  }
};

// ---------------------------------------------------------------- schedules

struct ScheduleCheck {
  const json& expected;
  const solidarity::LoanTerms& terms;
  const solidarity::Schedule& schedule;
  Comparison comparison;

  void money_is(const std::string& field, const json& value, solidarity::Money ours) {
    Number exact(solidarity::decimal_text(ours));
    if (const auto rule = expected.find("comparison"); rule != expected.end())
      exact = rounded(exact, rule->at("decimals").get<int>(), rule->at("mode").get<std::string>());
    comparison.number_is(field, text_of(value), exact, solidarity::decimal_text(ours));
  }

  // Fineract's interest factor of a row: rate x its part of a year; with 30-day months every row is its nominal months.
  Number row_factor(const solidarity::Installment& row) const {
    using namespace solidarity;
    const auto& by_day = std::get<ByDay>(terms.interest.accrual);
    const Number rate = Number(terms.interest.rate.ticks()) / Rate::one;
    const auto* months = std::get_if<EveryMonths>(&terms.repayments.every);
    const bool by_months = months != nullptr || std::holds_alternative<OnDates>(terms.repayments.every);
    if (by_day.day_count == DayCount::thirty_360 && by_months)
      return rate * (months != nullptr ? months->count : 1) / 12;
    const auto years = year_fraction(by_day.day_count, row.due - row.days, row.due);
    return rate * years.numerator / years.denominator;
  }

  void factor_is(const std::string& field, const json& value, const Number& exact) {
    const std::string text = text_of(value);
    const auto point = text.find('.');
    const int decimals = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    comparison.number_is(field, text, rounded(exact, decimals, "half_even"), exact.str(14));
  }

  // A part of a row (a tranche begins another) takes the row's factor by its days.
  void check_factors(const std::string& at, const json& row, const solidarity::Installment& ours) {
    if (row.contains("rate_factor")) factor_is(at + "rate_factor", row["rate_factor"], row_factor(ours));
    for (const json& part : row.value("interest_periods", json::array())) {
      const auto from = solidarity::Date::parse(part["from"].get<std::string>());
      const auto to = solidarity::Date::parse(part["to"].get<std::string>());
      factor_is(at + "interest_periods/rate_factor", part["rate_factor"], row_factor(ours) * (to - from) / ours.days);
    }
  }

  void check_row(const std::string& at, const json& row, const solidarity::Installment& ours) {
    using solidarity::Installment;
    if (row.contains("due")) comparison.text_is(at + "due", row["due"], to_text(ours.due));
    if (row.contains("days")) comparison.text_is(at + "days", row["days"].dump(), std::to_string(ours.days));
    if (row.contains("principal")) money_is(at + "principal", row["principal"], ours.principal());
    if (row.contains("interest")) money_is(at + "interest", row["interest"], ours.interest());
    if (row.contains("fees")) money_is(at + "fees", row["fees"], ours.fees());
    if (row.contains("penalties")) money_is(at + "penalties", row["penalties"], ours.penalties());
    if (row.contains("total")) money_is(at + "total", row["total"], ours.total());
    if (row.contains("balance")) money_is(at + "balance", row["balance"], ours.balance());
    if (row.contains("emi")) money_is(at + "emi", row["emi"], ours.principal() + ours.interest());
    check_factors(at, row, ours);
  }

  void check_rows() {
    for (const json& row : expected.value("installments", json::array())) {
      const auto number = row.at("number").get<std::size_t>();
      const std::string at = fmt::format("row {} ", number);
      comparison.holds(at + "exists", number >= 1 && number <= schedule.size(), "a row",
                       fmt::format("{} rows", schedule.size()));
      if (number >= 1 && number <= schedule.size()) check_row(at, row, schedule[number - 1]);
    }
  }

  void check_totals() {
    using solidarity::Installment;
    const json totals = expected.value("totals", json::object());
    const auto& taken = schedule.disbursement();
    const auto interest = total(schedule, &Installment::interest);
    const auto principal = total(schedule, &Installment::principal);
    const auto fees = total(schedule, &Installment::fees) + taken.fees;
    const auto penalties = total(schedule, &Installment::penalties) + taken.penalties;
    const auto insurance = total(schedule, &Installment::insurance) + taken.insurance;
    const std::pair<const char*, solidarity::Money> all[] = {
        {"principal", principal},
        {"interest", interest},
        {"fees", fees},
        {"penalties", penalties},
        {"total", principal + interest + fees + penalties + insurance}};
    for (const auto& entry : all)
      if (totals.contains(entry.first))
        money_is(fmt::format("totals {}", entry.first), totals[entry.first], entry.second);
  }

  // fn(1) = 1, fn(k) = 1 + fn(k-1) (1 + r_k): the sum that the level amount is divided by, each step to 12 digits.
  void check_sums() {
    Number sum = 1;
    std::size_t k = 0;
    for (const json& value : expected.value("fn_values", json::array())) {
      if (k > 0) sum = digits_12(1 + digits_12(sum * digits_12(1 + row_factor(schedule[k]))));
      factor_is(fmt::format("fn {}", ++k), value, sum);
    }
  }

  void check_all() {
    check_rows();
    check_totals();
    check_sums();
    if (expected.contains("count"))
      comparison.text_is("count", expected["count"].dump(), std::to_string(schedule.size()));
    if (expected.contains("installment_amount"))
      money_is("installment_amount", expected["installment_amount"],
               schedule.front().principal() + schedule.front().interest());
    if (expected.contains("disbursement_fees"))
      money_is("disbursement_fees", expected["disbursement_fees"], schedule.disbursement().fees);
    if (expected.contains("negative")) check_negative();
  }

  void check_negative() {
    const auto& last = schedule.back().units;
    const bool negative = std::min({last.principal, last.interest, last.fees, last.total()}) < 0;
    comparison.holds("negative", negative, "a negative last row", "none");
  }
};

Comparison compare_schedule(const json& document, const json& expected) {
  const auto terms = solidarity::parse_terms(document.dump());
  const auto schedule = solidarity::amortize(terms);
  ScheduleCheck check{expected, terms, schedule, {}};
  check.check_all();
  return check.comparison;
}

// ---------------------------------------------------------------- official examples

bool agrees(const json& expectation, const std::string& shown) {
  Number ours = number(shown);
  if (expectation.contains("scale")) ours *= Number(expectation["scale"].get<std::string>());
  if (expectation.contains("add")) ours += Number(expectation["add"].get<std::string>());
  const Number expected =
      number(text_of(expectation.contains("contains") ? expectation["contains"] : expectation["value"]));
  if (expectation.contains("decimals")) return rounded(ours, expectation["decimals"].get<int>(), "half_up") == expected;
  if (expectation.contains("tolerance"))
    return abs(ours - expected) <= Number(expectation["tolerance"].get<std::string>());
  return abs(ours - expected) < Number("1e-60");  // a fraction may be in other terms: 152/364 is 38/91
}

bool some_root_agrees(const json& expectation, const json& roots) {
  return std::any_of(roots.begin(), roots.end(), [&](const json& root) { return agrees(expectation, text_of(root)); });
}

void check_expectation(Comparison& comparison, const json& expectation, const json& answer) {
  const std::string path = expectation.at("path");
  const json::json_pointer pointer(path);
  if (!answer.contains(pointer)) return comparison.holds(path, false, "a value", "nothing");
  const json& ours = answer.at(pointer);
  if (expectation.contains("length"))
    return comparison.text_is(path, expectation["length"].dump(), std::to_string(ours.size()));
  if (expectation.contains("contains"))
    return comparison.holds(path, some_root_agrees(expectation, ours), text_of(expectation["contains"]), ours.dump());
  comparison.holds(path, agrees(expectation, text_of(ours)), text_of(expectation["value"]), text_of(ours));
}

solidarity::Question question_of(const std::string& command) {
  using solidarity::Question;
  if (command == "schedule") return Question::schedule;
  if (command == "rates") return Question::rates;
  return command == "daycount" ? Question::daycount : Question::tvm;
}

Comparison compare_official(const json& wire, const json& expectations) {
  Comparison comparison;
  std::string answer;
  try {
    answer = solidarity::answer(question_of(wire.at("command")), wire.at("document").dump(),
                                solidarity::AnswerFormat::json_line);
  } catch (const solidarity::Error& error) {
    if (!expectations.at(0).contains("refused")) throw;
    comparison.holds("refused", error.code() == solidarity::ErrorCode::no_rate, "no_rate", error.what());
    return comparison;
  }
  for (const json& expectation : expectations) {
    if (expectation.contains("refused")) comparison.holds("refused", false, "no_rate", answer);
    else check_expectation(comparison, expectation, json::parse(answer));
  }
  return comparison;
}

Outcome outcome_of(const json& entry, std::string family, bool reproduced, const std::function<Comparison()>& compare) {
  Outcome outcome{entry.at("id"), std::move(family), reproduced, Verdict::missed, {}};
  try {
    const Comparison comparison = compare();
    outcome.reason = comparison.reason;
    outcome.compared = comparison.compared;
    if (comparison.reason.empty() && comparison.compared > 0) outcome.verdict = Verdict::matched;
    if (comparison.compared == 0) outcome.reason = "nothing to compare";
  } catch (const std::exception& error) {
    outcome.reason = error.what();
  }
  return outcome;
}

}  // namespace

std::vector<Outcome> priced_cases() {
  std::vector<Outcome> all;
  for (const char* file : {"schedules.json", "schedules_more.json"})
    for (const json& entry : load(file))
      all.push_back(outcome_of(entry, entry.at("family"), entry["reproduced"] == true,
                               [&] { return compare_schedule(entry["terms"], entry["expected"]); }));
  for (const json& entry : load("official.json"))
    if (!entry["wire"].is_null())
      all.push_back(outcome_of(entry, "official/" + entry["group"].get<std::string>(), true,
                               [&] { return compare_official(entry["wire"], entry["expect"]); }));
  return all;
}

std::vector<LeftOut> left_out_cases() {
  std::vector<LeftOut> all;
  for (const json& entry : load("left_out.json")) all.push_back({entry["id"], entry["family"], entry["reason"]});
  return all;
}

}  // namespace vectors
