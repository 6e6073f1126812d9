// SPDX-License-Identifier: MIT
#include "io/questions.hpp"
#include "io/schedule_codec.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

namespace solidarity::detail {
namespace {

std::string as_json(const Schedule& schedule, JsonLayout layout) {
  JsonWriter out;
  out.open('{');
  encode_schedule(out, schedule, layout);
  out.close('}');
  return out.take() + '\n';
}

std::string as_text(const Schedule& schedule) {
  const Totals totals = totals_of(schedule);
  return fmt::format("{}\ninterest {}, fees {}, in all {}\n", to_text(schedule), totals.interest, totals.fees, totals.total());
}

}  // namespace

std::string answer_schedule(std::string_view document, AnswerFormat format) {
  const Schedule schedule = amortize(parse_terms(document));
  switch (format) {
    case AnswerFormat::json: return as_json(schedule, JsonLayout::lines);
    case AnswerFormat::json_line: return as_json(schedule, JsonLayout::one_line);
    case AnswerFormat::csv: return to_csv(schedule);
    case AnswerFormat::text: break;
  }
  return as_text(schedule);
}

}  // namespace solidarity::detail
