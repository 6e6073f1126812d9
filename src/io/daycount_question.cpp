// SPDX-License-Identifier: MIT
#include "io/document.hpp"
#include "io/facts.hpp"
#include "io/questions.hpp"

#include <solidarity/calendar/day_count.hpp>
#include <solidarity/money/decimal.hpp>
#include <solidarity/money/rounding.hpp>

#include <fmt/format.h>

namespace solidarity::detail {
namespace {

// [start, end], or {"start", "end"}
Period decode_period(const Value& value) {
  if (value.is(JsonKind::array)) {
    const auto days = value.items();
    if (days.size() != 2)
      value.refuse(ErrorCode::malformed_document,
                   fmt::format("{} dates; a period has two, its start and its end", days.size()));
    return {days[0].date(), days[1].date()};
  }
  Members members = value.members();
  const Period period{members.required("start").date(), members.required("end").date()};
  members.finish();
  return period;
}

struct DayCountQuestion {
  DayCount convention;
  Date start;
  Date end;
  std::optional<Date> termination_date = {};
  std::vector<Period> reference_periods = {};
  int coupons_per_year = 0;

  [[nodiscard]] DayCountContext context() const { return {termination_date, reference_periods, coupons_per_year}; }
};

DayCountQuestion decode_question(const Value& value) {
  Members members = value.members();
  DayCountQuestion question{.convention = members.required("convention").parsed(parse_day_count),
                            .start = members.required("start").date(),
                            .end = members.required("end").date()};
  if (const auto v = members.optional("termination_date")) question.termination_date = v->date();
  if (const auto v = members.optional("reference_periods")) question.reference_periods = v->each(decode_period);
  if (const auto v = members.optional("coupons_per_year")) question.coupons_per_year = v->integer(1, 366);
  members.finish();
  return question;
}

// numerator / denominator to 15 decimals, halves to even, without trailing zeros.
std::string decimal_text(YearFraction fraction) {
  constexpr wide scale = 1'000'000'000'000'000;
  std::string text =
      solidarity::decimal_text(divide(fraction.numerator * scale, fraction.denominator, Rounding::half_even), 15);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string answer_daycount(std::string_view document, AnswerFormat format) {
  const DayCountQuestion question = decode_question(Document(document).root());
  const DayCountContext context = question.context();
  const YearFraction fraction =
      located("/convention", [&] { return year_fraction(question.convention, question.start, question.end, context); });
  Facts facts;
  facts.add("days", std::int64_t{days(question.convention, question.start, question.end, context)});
  facts.add("year_fraction", fmt::format("{}/{}", fraction.numerator, fraction.denominator));
  facts.add("decimal", decimal_text(fraction));
  return facts.print(format);
}

}  // namespace solidarity::detail
