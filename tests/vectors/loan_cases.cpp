// SPDX-License-Identifier: MIT
#include "vectors/loan_cases.hpp"

#include "loan/fineract_model.hpp"

#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <stdexcept>

namespace vectors {
namespace {

using nlohmann::json;

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// Decimal strings are compared by value: "17" is "17.00".
std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos || text.find('-', 1) != std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

class LoanCheck {
 public:
  LoanCheck(const json& expected, const json& answer) : expected_(expected), answer_(answer) {}

  void check_all() {
    check_refusals();
    check_rows();
    check_totals();
    check_transactions();
  }

  void is(const std::string& field, const json& expected, const std::string& ours) {
    ++compared;
    const std::string wanted = trimmed(text_of(expected));
    if (reason.empty() && wanted != trimmed(ours)) reason = fmt::format("{}: expected {}, is {}", field, wanted, ours);
  }

  void is_if_given(const std::string& field, const json& given, const char* key, const std::string& ours) {
    if (given.contains(key)) is(field + key, given[key], ours);
  }

  std::string reason;
  int compared = 0;

 private:
  void check_refusals() {
    for (const json& refused : answer_.value("refused", json::array()))
      if (reason.empty())
        reason = fmt::format("event {} refused: {}", refused.value("id", refused.value("index", json{}).dump()),
                             refused.value("message", ""));
  }

  static std::string member(const json& of, const char* component, const char* part) {
    return text_of(of.at(component).at(part));
  }

  void check_row(const std::string& at, const json& row, const json& ours) {
    is_if_given(at, row, "due", text_of(ours.at("due")));
    is_if_given(at, row, "days", text_of(ours.at("days")));
    for (const char* component : {"principal", "interest", "fees", "penalties", "total"})
      is_if_given(at, row, component, member(ours, component, "due"));
    is_if_given(at, row, "paid", member(ours, "total", "paid"));
    is_if_given(at, row, "outstanding", member(ours, "total", "outstanding"));
    is_if_given(at, row, "principal_paid", member(ours, "principal", "paid"));
    is_if_given(at, row, "interest_paid", member(ours, "interest", "paid"));
    is_if_given(at, row, "in_advance", text_of(ours.at("paid_in_advance")));
    is_if_given(at, row, "late", text_of(ours.at("paid_late")));
    is_if_given(at, row, "balance", text_of(ours.at("balance")));
    is_if_given(at, row, "settled_on", ours.value("settled_on", "open"));
  }

  void check_rows() {
    const json& ours = answer_.at("installments");
    if (expected_.contains("count")) is("count", expected_["count"], std::to_string(ours.size()));
    for (const json& row : expected_.value("installments", json::array())) {
      const auto number = row.at("number").get<std::size_t>();
      if (number >= 1 && number <= ours.size()) check_row(fmt::format("row {} ", number), row, ours[number - 1]);
      else is(fmt::format("row {}", number), "a row", fmt::format("{} rows", ours.size()));
    }
  }

  [[nodiscard]] std::string sum_of(const char* column) const {
    double sum = 0;  // of a few decimal figures: exact enough to print two or three places
    for (const json& row : answer_.at("installments")) sum += std::stod(text_of(row.at(column)));
    return fmt::format("{:.3f}", sum);
  }

  void check_totals() {
    const json totals = expected_.value("totals", json::object());
    const json& ours = answer_.at("totals");
    for (const char* component : {"principal", "interest", "fees", "penalties", "total"})
      is_if_given("totals ", totals, component, member(ours, component, "due"));
    is_if_given("totals ", totals, "paid", member(ours, "total", "paid"));
    is_if_given("totals ", totals, "outstanding", member(ours, "total", "outstanding"));
    is_if_given("totals ", totals, "in_advance", sum_of("paid_in_advance"));
    is_if_given("totals ", totals, "late", sum_of("paid_late"));
  }

  // The kinds of transaction that the source lists.
  static bool is_listed(const std::string& type) {
    static const std::set<std::string> kinds{
        "disburse",      "repay",       "down_payment",           "goodwill_credit",
        "payout_refund", "charge_back", "merchant_issued_refund", "charge_off",
        "re_age",        "re_amortize", "credit_balance_refund",  "adjust_charge",
        "refund",        "pay_off"};
    return kinds.contains(type);
  }

  void check_transactions() {
    if (!expected_.contains("transactions")) return;
    std::vector<json> ours;
    for (const json& done : answer_.at("transactions"))
      if (is_listed(done.at("type")) && !done.value("reversed", false)) ours.push_back(done);
    is("transactions", expected_["transactions"].size(), std::to_string(ours.size()));
    for (std::size_t k = 0; k < std::min(ours.size(), expected_["transactions"].size()); ++k)
      for (const char* key :
           {"type", "on", "amount", "principal", "interest", "fees", "penalties", "unapplied", "balance"})
        is_if_given(fmt::format("transaction {} ", k + 1), expected_["transactions"][k], key, text_of(ours[k].at(key)));
  }

  const json& expected_;
  const json& answer_;
};

// ---------------------------------------------------------------- days between events

// Interest accrued in the row that runs, on several days: what is accrued less the interest of the rows that fell due.
void check_accruals(LoanCheck& check, const json& entry) {
  const json days = entry.at("expected").value("accrued_of_current_period", json::object());
  for (const auto& [day, accrued] : days.items()) {
    json document = entry.at("document");
    document["as_of"] = day;
    const json answer = json::parse(
        solidarity::answer(solidarity::Question::loan, document.dump(), solidarity::AnswerFormat::json_line));
    auto units = solidarity::Money::parse(text_of(answer.at("accrued_interest")), solidarity::iso4217::USD);
    for (const json& row : answer.at("installments"))
      if (text_of(row.at("due")) <= day)
        units -= solidarity::Money::parse(text_of(row.at("interest").at("due")), solidarity::iso4217::USD);
    check.is("accrued " + day, accrued, solidarity::decimal_text(units));
  }
}

// ---------------------------------------------------------------- the EMI calculator by itself

std::string shown(std::int64_t units, solidarity::Currency currency) {
  return solidarity::decimal_text(solidarity::Money::of_units(units, currency));
}

class Calculator {
 public:
  explicit Calculator(const json& terms)
      : terms_(solidarity::parse_terms(terms.dump())),
        rounding_(std::get<solidarity::FineractProgressive>(terms_.rounding), currency()),
        interest_(terms_, rounding_, periods(terms_)) {}

  void step(const json& step) {
    const std::string type = step.at("type");
    const auto on = solidarity::Date::parse(step.at("on").get<std::string>());
    const std::int64_t units = solidarity::Money::parse(step.at("amount").get<std::string>(), currency()).units();
    if (type == "disburse") interest_.advance(on, units);
    if (type == "pay_principal") interest_.pay_principal(row(step), on, units);
    if (type == "pay_interest") interest_.pay_interest(row(step), units);
    if (type.find("correction") != std::string::npos) interest_.correct(on, units);
  }

  void check(LoanCheck& check, const json& rows) const {
    for (const json& row : rows) {
      const std::size_t k = row.at("number").get<std::size_t>() - 1;
      const auto& ours = interest_.repayments()[k];
      const std::string at = fmt::format("row {} ", k + 1);
      check.is_if_given(at, row, "due", to_text(ours.period.end));
      check.is_if_given(at, row, "emi", shown(ours.emi, currency()));
      check.is_if_given(at, row, "interest", shown(ours.interest, currency()));
      check.is_if_given(at, row, "principal", shown(ours.principal, currency()));
      check.is_if_given(at, row, "balance", shown(balance_after(k), currency()));
    }
  }

 private:
  [[nodiscard]] solidarity::Currency currency() const { return terms_.principal.currency(); }

  static std::vector<solidarity::Period> periods(const solidarity::LoanTerms& terms) {
    const solidarity::detail::FineractPeriods all(terms);
    std::vector<solidarity::Period> periods;
    periods.reserve(static_cast<std::size_t>(terms.repayments.count));
    for (int k = 0; k < terms.repayments.count; ++k) periods.push_back(all.at(k));
    return periods;
  }
  [[nodiscard]] std::size_t row(const json& step) const {
    const auto due = solidarity::Date::parse(step.at("row_due").get<std::string>());
    std::size_t k = 0;
    while (interest_.repayments()[k].period.end != due) ++k;
    return k;
  }
  // With what is paid early on the due date itself.
  [[nodiscard]] std::int64_t balance_after(std::size_t k) const {
    const auto rows = interest_.repayments();
    if (k + 1 == rows.size()) return 0;
    const auto& next = rows[k + 1];
    return next.opening + (next.spans.front().period.start == next.period.start ? next.spans.front().moved : 0);
  }

  solidarity::LoanTerms terms_;
  solidarity::detail::FineractRounding rounding_;
  solidarity::detail::FineractInterest interest_;
};

void run_document(const json& entry, Outcome& outcome) {
  const json answer = json::parse(
      solidarity::answer(solidarity::Question::loan, entry.at("document").dump(), solidarity::AnswerFormat::json_line));
  LoanCheck check(entry.at("expected"), answer);
  check.check_all();
  check_accruals(check, entry);
  outcome.reason = check.reason;
  outcome.compared = check.compared;
}

void run_calculator(const json& entry, Outcome& outcome) {
  Calculator calculator(entry.at("terms"));
  for (const json& step : entry.at("calculator")) calculator.step(step);
  LoanCheck check(entry.at("expected"), entry);
  calculator.check(check, entry.at("expected").at("installments"));
  outcome.reason = check.reason;
  outcome.compared = check.compared;
}

Outcome outcome_of(const json& entry) {
  Outcome outcome{entry.at("id"), entry.at("family"), entry["reproduced"] == true, Verdict::missed, {}};
  try {
    if (entry.contains("calculator")) run_calculator(entry, outcome);
    else run_document(entry, outcome);
    if (outcome.reason.empty() && outcome.compared > 0) outcome.verdict = Verdict::matched;
  } catch (const std::exception& error) {
    outcome.reason = error.what();
  }
  outcome.family = "loan/" + outcome.family;
  return outcome;
}

}  // namespace

std::vector<Outcome> living_cases(const std::string& file) {
  std::ifstream in(SOLIDARITY_TEST_DATA "/" + file);
  std::vector<Outcome> all;
  if (!in) return all;
  for (const json& entry : json::parse(in)) all.push_back(outcome_of(entry));
  return all;
}

}  // namespace vectors
