// SPDX-License-Identifier: MIT
#include <solidarity/io/answer.hpp>

#include "io/questions.hpp"

#include <solidarity/core/error.hpp>

namespace solidarity {

std::string answer(Question question, std::string_view document, AnswerFormat format) {
  switch (question) {
    case Question::schedule: return detail::answer_schedule(document, format);
    case Question::loan: return detail::answer_loan(document, format, {});
    case Question::cover: return detail::answer_cover(document, format);
    case Question::rates: return detail::answer_rates(document, format);
    case Question::daycount: return detail::answer_daycount(document, format);
    case Question::tvm: return detail::answer_tvm(document, format);
  }
  refuse(ErrorCode::wrong_usage, "no such question");
}

std::string answer_loan(std::string_view document, AnswerFormat format, const LoanView& view) {
  return detail::answer_loan(document, format, view);
}

std::string explain_row(std::string_view document, int number) { return detail::explain_schedule(document, number); }

}  // namespace solidarity
