// SPDX-License-Identifier: MIT
// The questions about rates, day counts and time value: an answer or a typed refusal, whatever the document is.
#include "fuzz.hpp"
#include "json_mutator.hpp"

#include <solidarity/io/answer.hpp>

#include <algorithm>

namespace {

using namespace solidarity;
using fuzz::require;
using fuzz::result_of;

void ask(Question question, std::string_view document) {
  const auto line = result_of([&] { return answer(question, document, AnswerFormat::json_line); });
  if (!line) return;
  require(std::ranges::count(*line, '\n') == 1 && line->ends_with("}\n"), "an answer on one line is one line");
  require(line->find("nan") == std::string::npos && line->find("inf") == std::string::npos, "an answer is a number");
  require(result_of([&] { return answer(question, document, AnswerFormat::text); }).has_value(),
          "what has one form has another");
}

constexpr std::string_view vocabulary[] = {"0",
                                           "1",
                                           "-1",
                                           "0.5",
                                           "2",
                                           "10",
                                           "12",
                                           "52",
                                           "100",
                                           "365",
                                           "-1000.00",
                                           "86.50",
                                           "1000",
                                           "-270",
                                           "0.000000000001",
                                           "99999999999999999",
                                           "0.1",
                                           "0.08",
                                           "-0.99",
                                           "-0.5",
                                           "19/30",
                                           "1/3",
                                           "0/1",
                                           "1000000",
                                           "-99999999999.99",
                                           "2024-02-29",
                                           "2026-01-05",
                                           "2026-01-31",
                                           "2026-12-31",
                                           "1900-01-01",
                                           "2400-12-31",
                                           "flows",
                                           "on",
                                           "amount",
                                           "t",
                                           "f",
                                           "count",
                                           "periods_per_year",
                                           "day_count",
                                           "reg_z",
                                           "advances",
                                           "payments",
                                           "unit_periods_per_year",
                                           "interval",
                                           "from",
                                           "to",
                                           "unit",
                                           "rule",
                                           "eu",
                                           "us",
                                           "india",
                                           "month",
                                           "week",
                                           "day",
                                           "year",
                                           "semimonth",
                                           "regime",
                                           "terms",
                                           "convention",
                                           "start",
                                           "end",
                                           "termination_date",
                                           "reference_periods",
                                           "coupons_per_year",
                                           "function",
                                           "args",
                                           "values",
                                           "dates",
                                           "pmt",
                                           "ipmt",
                                           "ppmt",
                                           "pv",
                                           "fv",
                                           "nper",
                                           "rate",
                                           "irr",
                                           "npv",
                                           "mirr",
                                           "xirr",
                                           "cumipmt",
                                           "cumprinc",
                                           "effect",
                                           "nominal",
                                           "pduration",
                                           "per",
                                           "type",
                                           "guess",
                                           "finance_rate",
                                           "reinvest_rate",
                                           "nominal_rate",
                                           "effect_rate",
                                           "npery",
                                           "30/360",
                                           "30/360 US",
                                           "30/360 PSA",
                                           "30E/360",
                                           "30E/360 ISDA",
                                           "30E+/360",
                                           "30E/365",
                                           "30/365",
                                           "actual/360",
                                           "actual/364",
                                           "actual/365",
                                           "actual/365.25",
                                           "actual/365 actual",
                                           "actual/actual",
                                           "actual/actual ICMA",
                                           "actual/actual AFB",
                                           "NL/365",
                                           "excel 0",
                                           "excel 1",
                                           "excel 3",
                                           "DAYS360"};

}  // namespace

namespace fuzz {
const std::span<const std::string_view> words{vocabulary};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = fuzz::text_of(data, size);
  for (const Question question : {Question::rates, Question::daycount, Question::tvm}) ask(question, document);
  return 0;
}
