// SPDX-License-Identifier: MIT
#include "vectors/opencbs_loans.hpp"

#include <solidarity/io/answer.hpp>

#include <fmt/format.h>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace vectors {
namespace {

using nlohmann::json;
using Number = boost::multiprecision::cpp_dec_float_50;

json load(const std::string& name) {
  std::ifstream in(SOLIDARITY_TEST_DATA "/" + name);
  if (!in) throw std::runtime_error("cannot read " + name);
  return json::parse(in);
}

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }
Number number_of(const json& value) { return Number(text_of(value)); }

Number to_places(const Number& x, int places) {
  const Number scale = pow(Number(10), places);
  return floor(x * scale + Number("0.5")) / scale;
}

// The answer to one question beside what the peer expects there; remembers the first difference.
class Reading {
 public:
  explicit Reading(const json& document)
      : document_(document),
        answer_(json::parse(
            solidarity::answer(solidarity::Question::loan, document.dump(), solidarity::AnswerFormat::json_line))) {}

  void check(const json& expected) {
    const std::string what = expected.at("what");
    if (what == "row") return check_row(expected);
    if (what == "event") return check_event(expected, transaction(expected.at("event")));
    if (what == "no_event") return check_event(expected, nothing());
    if (what == "class") return text_is(what, expected.at("value"), class_of(expected.at("ranges")));
    if (what == "beyond")
      return text_is(what, text_of(expected.at("value")), days_past_due() > expected.at("days") ? "true" : "false");
    number_is(what, expected.at(what == "refused" ? "count" : "value"), figure(what, expected));
  }

  int compared = 0;
  std::string reason;

 private:
  void number_is(const std::string& field, const json& expected, const Number& ours) {
    ++compared;
    if (reason.empty() && number_of(expected) != ours)
      reason = fmt::format("{}: expected {}, answered {}", field, text_of(expected), ours.str());
  }
  void text_is(const std::string& field, const std::string& expected, const std::string& ours) {
    ++compared;
    if (reason.empty() && expected != ours) reason = fmt::format("{}: expected {}, answered {}", field, expected, ours);
  }

  Number figure(const std::string& what, const json& expected) const {
    if (what == "payoff") return number_of(answer_.at("payoff"));
    if (what == "due") return due_by(answer_.at("as_of"));
    if (what == "refused") return Number(answer_.at("refused").size());
    if (what == "days_past_due") return Number(days_past_due());
    if (what == "accrued") return to_places(number_of(answer_.at("accrued_interest")), expected.at("decimals"));
    if (what == "running_interest") return running_interest();
    if (what == "interest_ratio")
      return to_places(number_of(answer_.at("/totals/interest/due"_json_pointer)) /
                           number_of(document_.at("/terms/principal"_json_pointer)),
                       expected.at("digits"));
    throw std::runtime_error("unknown expectation " + what);
  }

  int days_past_due() const { return answer_.at("days_past_due"); }

  static std::string class_of(const json& ranges, int days) {
    for (const json& range : ranges)
      if (days >= range.at("min") && days <= range.at("max")) return range.at("code");
    return "none";
  }
  std::string class_of(const json& ranges) const { return class_of(ranges, days_past_due()); }

  Number due_by(const std::string& day) const {
    Number sum = 0;
    for (const json& row : answer_.at("installments"))
      if (row.at("due").get<std::string>() <= day) sum += number_of(row.at("total").at("outstanding"));
    return sum;
  }

  // What of the payoff's interest belongs to the row that runs: all but what fell due, and but that on overdue principal.
  Number running_interest() const {
    Number interest = number_of(answer_.at("/payoff_parts/interest"_json_pointer));
    for (const json& row : answer_.at("installments")) {
      const bool fell_due = row.at("due").get<std::string>() <= answer_.at("as_of").get<std::string>();
      interest -= fell_due ? number_of(row.at("interest").at("outstanding")) : late(row, "due") - late(row, "paid");
    }
    return interest;
  }

  static Number late(const json& row, const char* part) {
    return row.contains("late_interest") ? number_of(row.at("late_interest").at(part)) : Number(0);
  }

  // The n-th installment; rows made in life do not count.
  const json& installment(int n) const {
    for (const json& row : answer_.at("installments"))
      if (!row.contains("kind") && --n == 0) return row;
    throw std::runtime_error("too few installments");
  }

  static Number value_of(const std::string& field, const json& row) {
    const auto balance = [&](const char* part, const char* of) { return number_of(row.at(part).at(of)); };
    if (field == "interest" || field == "principal") return balance(field.c_str(), "due");
    if (field == "olb") return number_of(row.at("balance")) + balance("principal", "due");
    if (field == "paid_principal") return balance("principal", "paid");
    if (field == "paid_interest") return balance("interest", "paid");
    if (field == "outstanding_principal") return balance("principal", "outstanding");
    if (field == "penalties_open") return balance("penalties", "outstanding");
    if (field == "outstanding") return balance("total", "outstanding");
    if (field == "late_interest") return late(row, "due");
    if (field == "late_interest_paid") return late(row, "paid");
    if (field == "late_interest_open") return late(row, "due") - late(row, "paid");
    if (field == "own_interest") return balance("interest", "due") - late(row, "due");
    if (field == "own_interest_paid") return balance("interest", "paid") - late(row, "paid");
    const Number open = balance("interest", "outstanding") - late(row, "due") + late(row, "paid");
    if (field == "own_interest_open") return open;
    if (field == "own_interest_applicable") return open == 0 ? balance("interest", "due") - late(row, "due") : open;
    throw std::runtime_error("unknown field " + field);
  }

  void check_row(const json& expected) {
    const int n = expected.at("row");
    const json& row = installment(n);
    for (const auto& [field, value] : expected.items()) {
      if (field == "what" || field == "row") continue;
      const std::string where = fmt::format("{} row {} {}", answer_.at("as_of").get<std::string>(), n, field);
      if (field == "due") text_is(where, value, row.at("due"));
      else number_is(where, value, value_of(field, row));
    }
  }

  const json& transaction(const std::string& id) const {
    for (const json& one : answer_.at("transactions"))
      if (one.at("id") == id) return one;
    throw std::runtime_error("no transaction " + id);
  }
  static json nothing() {
    return {{"amount", "0"}, {"interest", "0"},  {"principal", "0"},
            {"fees", "0"},   {"penalties", "0"}, {"unapplied", "0"}};
  }

  void check_event(const json& expected, const json& ours) {
    const Number charges = number_of(ours.at("fees")) + number_of(ours.at("penalties"));
    for (const auto& [field, value] : expected.items()) {
      if (field == "what" || field == "event") continue;
      if (field == "charges") number_is("event charges", value, charges);
      else if (field == "after_charges")
        number_is("event after charges", value, number_of(ours.at("amount")) - charges);
      else number_is("event " + field, value, number_of(ours.at(field)));
    }
  }

  const json& document_;
  json answer_;
};

Outcome outcome_of(const json& entry) {
  Outcome outcome{entry.at("id"), entry.at("family"), entry.at("reproduced"), Verdict::missed, {}};
  try {
    for (const json& question : entry.at("questions")) {
      Reading reading(question.at("document"));
      for (const json& expected : question.at("expect")) reading.check(expected);
      outcome.compared += reading.compared;
      if (outcome.reason.empty()) outcome.reason = reading.reason;
    }
    if (outcome.compared == 0) outcome.reason = "nothing to compare";
    if (outcome.reason.empty()) outcome.verdict = Verdict::matched;
  } catch (const std::exception& error) {
    outcome.reason = error.what();
  }
  return outcome;
}

}  // namespace

std::vector<Outcome> peer_loan_cases(const std::string& file) {
  std::vector<Outcome> all;
  for (const json& entry : load(file)) all.push_back(outcome_of(entry));
  return all;
}

}  // namespace vectors
