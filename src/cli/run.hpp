// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/io/answer.hpp>

#include <optional>
#include <string>

namespace solidarity::cli {

// What the command line asks for.
struct Request {
  Question question = Question::schedule;
  std::string file = {};  // a path, or "-"
  bool batch = false;     // one document a line, one answer a line
  std::optional<AnswerFormat> format = {};
  std::optional<int> explain = {};  // a row of the schedule
  LoanView view = {};               // of a loan
  bool follow_links = true;
};

// Answers the request on standard output.  Errors: whatever is refused; with `batch` the refusals of lines are answers.
void run(const Request& request);

// 1: a business refusal. 2: wrong usage or malformed input. 3: storage or system.
[[nodiscard]] int exit_code(ErrorCode code) noexcept;

// Tells of `error` on standard error: "error: <code>: <pointer>: <message>", or as JSON.
void report(const Error& error, bool as_json) noexcept;

}  // namespace solidarity::cli
