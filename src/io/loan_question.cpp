// SPDX-License-Identifier: MIT
#include "core/printable.hpp"
#include "io/loan_codec.hpp"
#include "io/loan_document.hpp"
#include "io/questions.hpp"
#include "io/schedule_codec.hpp"
#include "io/terms_codec.hpp"

#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/statement.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity::detail {
namespace {

struct Replayed {
  Loan loan;
  std::vector<RefusedEvent> refused;
};

// Whether the events themselves say how the loan began.
bool tells_the_beginning(const LoanDocument& document) {
  return std::ranges::any_of(document.events, [](const WrittenEvent& written) {
    const auto* event = std::get_if<LoanEvent>(&written.event);
    return event != nullptr &&
           (std::holds_alternative<Apply>(event->what) || std::holds_alternative<Approve>(event->what) ||
            std::holds_alternative<Reject>(event->what) || std::holds_alternative<Withdraw>(event->what) ||
            std::holds_alternative<Disburse>(event->what));
  });
}

// Where the problem of terms stands in the document: rows and the waterfall may stand beside the terms.
Problem in_document(Problem problem, const LoanDocument& document) {
  problem = named_as_written(std::move(problem), document.terms);
  const bool beside = problem.field.starts_with("/installments") ||
                      (document.waterfall_beside && problem.field.starts_with("/waterfall"));
  if (!beside && !problem.field.empty()) problem.field = document.terms_pointer + problem.field;
  return problem;
}

Loan begun(const LoanDocument& document) {
  if (!document.rows.empty()) return Loan::taken_over(document.terms, document.rows);
  check_terms(document.terms);
  return tells_the_beginning(document) ? Loan(document.terms) : Loan::disbursed(document.terms);
}

Loan opened(const LoanDocument& document) {
  try {
    return begun(document);
  } catch (const Error& error) {
    throw Error(in_document(error.problem(), document));
  }
}

// Records one event; what the loan says against it, when it does not take it.
std::optional<Problem> try_to_record(Loan& loan, const WrittenEvent& written) {
  if (const auto* problem = std::get_if<Problem>(&written.event)) return *problem;
  try {
    loan.record(std::get<LoanEvent>(written.event));
    return std::nullopt;
  } catch (const Error& error) {
    Problem problem = error.problem();
    problem.field = written.pointer + problem.field;
    return problem;
  }
}

Replayed replay(const LoanDocument& document) {
  Replayed replayed{.loan = opened(document), .refused = {}};
  const std::size_t known = document.known_at.value_or(document.events.size());
  for (std::size_t k = 0; k < known; ++k)
    if (auto problem = try_to_record(replayed.loan, document.events[k]))
      replayed.refused.push_back({.index = k, .id = document.events[k].id, .problem = std::move(*problem)});
  return replayed;
}

Date day_of(const LoanDocument& document, const LoanView& view) {
  if (view.as_of) return *view.as_of;
  if (document.as_of) return *document.as_of;
  refuse(ErrorCode::malformed_document, "/as_of", "the key is missing; on which day does the question stand?");
}

std::string as_json(const Replayed& replayed, Date as_of, JsonLayout layout) {
  JsonWriter out;
  out.open('{');
  encode_loan(out, replayed.loan, as_of, layout);
  encode_refused(out, replayed.refused, layout);
  end_answer(out, layout);
  return out.take() + '\n';
}

std::string refusals_text(const std::vector<RefusedEvent>& refused) {
  if (refused.empty()) return {};
  std::string text = "\nrefused\n";
  for (const RefusedEvent& event : refused)
    fmt::format_to(std::back_inserter(text), "{}\n", printable(Error(event.problem).what()));
  return text;
}

std::string as_text(const Replayed& replayed, const Statement& statement, bool passbook) {
  return (passbook ? passbook_text(statement) : to_text(statement)) + refusals_text(replayed.refused);
}

}  // namespace

std::string answer_loan(std::string_view text, AnswerFormat format, const LoanView& view) {
  LoanDocument document = decode_loan(Document(text).root());
  const Date as_of = day_of(document, view);
  const Replayed replayed = replay(document);
  if (format == AnswerFormat::json) return as_json(replayed, as_of, JsonLayout::lines);
  if (format == AnswerFormat::json_line) return as_json(replayed, as_of, JsonLayout::one_line);
  const Statement statement = statement_of(replayed.loan, as_of, std::move(document.heading));
  switch (format) {
    case AnswerFormat::csv: return view.passbook ? passbook_csv(statement) : installments_csv(statement);
    case AnswerFormat::html: return to_html(statement);
    default: return as_text(replayed, statement, view.passbook);
  }
}

}  // namespace solidarity::detail
