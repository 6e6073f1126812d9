// SPDX-License-Identifier: MIT
#include "io/document.hpp"
#include "io/facts.hpp"
#include "io/questions.hpp"

#include <solidarity/disclosure/tvm.hpp>

namespace solidarity::detail {
namespace {

// A number of a spreadsheet: a decimal text, or a JSON integer (the `type` 0 or 1).
std::string number_text(const Value& value) {
  if (!value.is(JsonKind::string) && !value.is(JsonKind::integer))
    value.refuse_kind("a number in quotation marks such as \"0.01\"");
  return std::string(value.written());
}

tvm::Arguments decode_arguments(Members members) {
  constexpr std::string_view scalars[] = {"rate",         "nper",          "per",          "pmt",         "pv",
                                          "fv",           "type",          "guess",        "start",       "end",
                                          "finance_rate", "reinvest_rate", "nominal_rate", "effect_rate", "npery"};
  tvm::Arguments arguments;
  for (const std::string_view name : scalars)
    if (const auto v = members.optional(name)) arguments.scalars.emplace_back(name, number_text(*v));
  if (const auto v = members.optional("values")) arguments.values = v->each(number_text);
  if (const auto v = members.optional("dates"))
    arguments.dates = v->each([](const Value& item) { return item.date(); });
  members.finish();
  return arguments;
}

tvm::Answer evaluated(std::string_view function, const tvm::Arguments& arguments) {
  try {
    return tvm::evaluate(function, arguments);
  } catch (const Error& error) {
    if (!error.field().empty()) throw;
    const bool unknown = error.code() == ErrorCode::unsupported;
    refuse(error.code(), unknown ? "/function" : "/args", error.message());
  }
}

}  // namespace

std::string answer_tvm(std::string_view document, AnswerFormat format) {
  const Document json(document);
  Members members = json.root().members();
  const Value function = members.required("function");
  const tvm::Arguments arguments = decode_arguments(members.required("args").members());
  members.finish();
  const tvm::Answer answer = evaluated(function.text(), arguments);
  Facts facts;
  facts.add("value", answer.value);
  if (answer.roots.size() > 1) facts.add("roots", answer.roots);
  return facts.print(format);
}

}  // namespace solidarity::detail
