// SPDX-License-Identifier: MIT
#include "io/facts.hpp"

#include "io/json_writer.hpp"

#include <solidarity/core/error.hpp>
#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity::detail {
namespace {

template <class Facts>
std::string print_json(const Facts& facts, bool lines) {
  JsonWriter out;
  out.open('{');
  for (const auto& [name, fact] : facts) {
    if (lines) out.newline(2);
    out.key(name);
    std::visit(
        overloaded{[&](std::int64_t count) { out.number(count); }, [&](const std::string& text) { out.text(text); },
                   [&](const std::vector<std::string>& texts) {
                     out.open('[');
                     for (const std::string& text : texts) out.text(text);
                     out.close(']');
                   }},
        fact);
  }
  if (lines) out.break_line(0);
  out.close('}');
  return out.take() + '\n';
}

template <class Facts>
std::string print_text(const Facts& facts) {
  std::size_t width = 0;
  for (const auto& [name, fact] : facts) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, fact] : facts) {
    const std::string shown = std::visit(
        overloaded{[](std::int64_t count) { return std::to_string(count); },
                   [](const std::string& text) { return text; },
                   [](const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ", ")); }},
        fact);
    fmt::format_to(std::back_inserter(out), "{:<{}}  {}\n", name, width, shown);
  }
  return out;
}

}  // namespace

std::string Facts::print(AnswerFormat format) const {
  switch (format) {
    case AnswerFormat::json: return print_json(facts_, true);
    case AnswerFormat::json_line: return print_json(facts_, false);
    case AnswerFormat::text: return print_text(facts_);
    case AnswerFormat::csv: break;
    case AnswerFormat::html: refuse(ErrorCode::unsupported, "a page in HTML is the statement of a loan; ask for JSON");
  }
  refuse(ErrorCode::unsupported, "CSV is for tables, the rows of a schedule; this answer is none: ask for JSON");
}

}  // namespace solidarity::detail
