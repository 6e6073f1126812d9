// SPDX-License-Identifier: MIT
// One function a question; answer() chooses among them.
#pragma once

#include <solidarity/io/answer.hpp>

#include <string>
#include <string_view>

namespace solidarity::detail {

[[nodiscard]] std::string answer_schedule(std::string_view document, AnswerFormat format);
[[nodiscard]] std::string explain_schedule(std::string_view document, int number);
[[nodiscard]] std::string answer_loan(std::string_view document, AnswerFormat format, const LoanView& view);
[[nodiscard]] std::string answer_cover(std::string_view document, AnswerFormat format);
[[nodiscard]] std::string answer_rates(std::string_view document, AnswerFormat format);
[[nodiscard]] std::string answer_daycount(std::string_view document, AnswerFormat format);
[[nodiscard]] std::string answer_tvm(std::string_view document, AnswerFormat format);

}  // namespace solidarity::detail
