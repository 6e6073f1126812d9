// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace solidarity {

// The questions of the program, for hosts that speak JSON: a document in, an answer out. docs/wire.md describes both.
enum class Question : std::uint8_t {
  schedule = 1,  // TERMS -> installments, totals, disclosure
  loan,          // LOAN: terms, events and a day -> where the loan stands
  cover,         // CALL: a group, its terms and claims -> who pays for whom, and what may be claimed back
  rates,         // FLOWS -> the rates that apply
  daycount,      // a convention and two days -> days and year fraction
  tvm,           // a function of spreadsheets and its arguments -> value
};

enum class AnswerFormat : std::uint8_t {
  json = 1,   // over several lines
  json_line,  // on one line
  csv,        // tables only: the rows of a schedule or of a loan, the lines of cover
  text,       // a table of at most 80 columns
  html,       // a page to print: the statement of a loan
};

// What `solidarity <question>` prints for `document`, with a newline at the end.
// Errors: those of the document (see parse_terms) and of the computation; `unsupported` for CSV of an answer that is no table.
//   answer(Question::daycount, R"({"convention":"30/360","start":"2026-01-01","end":"2026-07-01"})", AnswerFormat::json_line)
//     ->  {"days": 180, "year_fraction": "180/360", "decimal": "0.5"}
[[nodiscard]] std::string answer(Question question, std::string_view document,
                                 AnswerFormat format = AnswerFormat::json);

// What a caller of `solidarity loan` may ask for beside the document.
struct LoanView {
  std::optional<Date> as_of = {};  // instead of the day of the document
  bool passbook = false;           // in tables and CSV: the transactions alone
};

// answer(Question::loan, ...) with a view.
[[nodiscard]] std::string answer_loan(std::string_view document, AnswerFormat format, const LoanView& view = {});

// How row `number` (from 1) of the schedule of a TERMS document was computed, in words, with a newline at the end.
// Errors: those of the document; out_of_range (no such row).
[[nodiscard]] std::string explain_row(std::string_view document, int number);

}  // namespace solidarity
