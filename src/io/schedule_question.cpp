// SPDX-License-Identifier: MIT
#include "io/questions.hpp"
#include "io/schedule_codec.hpp"
#include "io/terms_codec.hpp"

#include <solidarity/disclosure/cost.hpp>
#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/schedule/amortize.hpp>
#include <solidarity/schedule/explain.hpp>

#include <fmt/format.h>

#include <iterator>

namespace solidarity::detail {
namespace {

// The member "disclosure": the rates are left out where the flows have none.
void encode_cost(JsonWriter& out, const LoanCost& cost) {
  out.open('{');
  if (cost.eir_percent) out.member("eir_percent", number_text(*cost.eir_percent));
  if (cost.apr_percent) out.member("apr_percent", number_text(*cost.apr_percent));
  out.member("total_cost", decimal_text(cost.total_cost));
  if (cost.ambiguous) out.member("ambiguous", true);
  out.close('}');
}

std::string as_json(const Schedule& schedule, const LoanCost& cost, JsonLayout layout) {
  JsonWriter out;
  out.open('{');
  encode_schedule(out, schedule, layout);
  start_member(out, layout, "disclosure");
  encode_cost(out, cost);
  end_answer(out, layout);
  return out.take() + '\n';
}

std::string as_text(const Schedule& schedule, const LoanCost& cost) {
  std::string text = to_text(schedule);
  const auto say = [&](std::string_view what, const std::string& value) {
    fmt::format_to(std::back_inserter(text), "\n{:<26} {:>24}", what, value);
  };
  const Disbursement& paid_out = schedule.disbursement();
  if (paid_out.net() != paid_out.principal) say("paid out", to_text(paid_out.net()));
  say("total cost", to_text(cost.total_cost));
  if (cost.apr_percent) say("nominal rate a year (APR)", rounded_text(*cost.apr_percent, 2) + " %");
  if (cost.eir_percent) say("effective rate a year", rounded_text(*cost.eir_percent, 2) + " %");
  return text + '\n';
}

// What is said of the life of the loan changes no schedule, but is judged with it.
Schedule priced(const LoanTerms& terms) {
  try {
    Schedule schedule = amortize(terms);
    check_terms(terms);
    return schedule;
  } catch (const Error& error) {
    throw Error(named_as_written(error.problem(), terms));
  }
}

}  // namespace

std::string answer_schedule(std::string_view document, AnswerFormat format) {
  const LoanTerms terms = parse_terms(document);
  const Schedule schedule = priced(terms);
  switch (format) {
    case AnswerFormat::json: return as_json(schedule, cost_of(terms, schedule), JsonLayout::lines);
    case AnswerFormat::json_line: return as_json(schedule, cost_of(terms, schedule), JsonLayout::one_line);
    case AnswerFormat::csv: return to_csv(schedule);
    case AnswerFormat::html:
      refuse(ErrorCode::unsupported, "a page in HTML is the statement of a loan; a schedule has a table and CSV");
    case AnswerFormat::text: break;
  }
  return as_text(schedule, cost_of(terms, schedule));
}

std::string explain_schedule(std::string_view document, int number) {
  const LoanTerms terms = parse_terms(document);
  return to_text(explain(terms, priced(terms), number));
}

}  // namespace solidarity::detail
