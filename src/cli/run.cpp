// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include "cli/files.hpp"
#include "core/printable.hpp"

#include <solidarity/io/json.hpp>

#include <exception>

namespace solidarity::cli {
namespace {

std::string answer_one(const Request& request, const std::string& document, AnswerFormat format) {
  if (request.question == Question::loan) return answer_loan(document, format, request.view);
  return answer(request.question, document, format);
}

std::string answer_line(const Request& request, const std::string& document) {
  try {
    return answer_one(request, document, AnswerFormat::json_line);
  } catch (const Error& error) {
    return to_json(error) + '\n';
  }
}

void run_batch(const Request& request) {
  if ((request.format && *request.format != AnswerFormat::json) || request.view.passbook)
    refuse(ErrorCode::wrong_usage,
           "--batch answers in JSON lines; leave out --csv, --table, --html, --statement and --explain");
  Input input(request.file, request.follow_links);
  Output output;
  std::string line;
  while (input.next_line(line)) {
    output.write(answer_line(request, line));
    if (input.is_drained()) output.flush();
  }
  output.flush();
}

AnswerFormat format_of(const Request& request) {
  if (request.format) return *request.format;
  return output_is_terminal() ? AnswerFormat::text : AnswerFormat::json;
}

}  // namespace

void run(const Request& request) {
  if (request.batch) return run_batch(request);
  const std::string document = Input(request.file, request.follow_links).read_all();
  Output output;
  output.write(request.explain ? explain_row(document, *request.explain)
                               : answer_one(request, document, format_of(request)));
  output.flush();
}

int exit_code(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::storage_error: return 3;
    case ErrorCode::malformed_document:
    case ErrorCode::unsupported:
    case ErrorCode::limit_exceeded:
    case ErrorCode::invalid_amount:
    case ErrorCode::invalid_date:
    case ErrorCode::unknown_currency:
    case ErrorCode::contradictory_terms:
    case ErrorCode::wrong_usage: return 2;
    default: return 1;
  }
}

void report(const Error& error, bool as_json) noexcept {
  try {
    complain(as_json ? to_json(error) + '\n' : detail::printable(std::string("error: ") + error.what()) + '\n');
  } catch (const std::exception&) {
    complain("error: storage_error: not enough memory to tell what went wrong\n");
  }
}

}  // namespace solidarity::cli
