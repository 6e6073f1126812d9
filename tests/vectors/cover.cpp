// SPDX-License-Identifier: MIT
#include "vectors/cover.hpp"

#include <solidarity/core/error.hpp>
#include <solidarity/io/answer.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace vectors {
namespace {

using nlohmann::json;
using solidarity::AnswerFormat;
using solidarity::Error;
using solidarity::Question;

json load(const std::string& name) {
  std::ifstream in(SOLIDARITY_TEST_DATA "/" + name);
  if (!in) throw std::runtime_error("cannot read " + name);
  return json::parse(in);
}

// Every text and number of the answer, so that a report can say how much was compared.
int leaves(const json& value) {
  if (!value.is_structured()) return 1;
  int sum = 0;
  for (const json& item : value) sum += leaves(item);
  return sum;
}

// The first place where two answers differ: "/claims/3/open: 2.00 expected, 1.00 given".
std::string difference(const json& expected, const json& given) {
  const json patch = json::diff(expected, given);
  if (patch.empty()) return {};
  const auto pointer = patch.front().at("path").get<std::string>();
  const auto at = [&](const json& document) {
    try {
      return document.at(json::json_pointer(pointer)).dump();
    } catch (const json::exception&) {
      return std::string("nothing");
    }
  };
  return fmt::format("{}: {} expected, {} given", pointer, at(expected), at(given));
}

Outcome call(const json& one) {
  Outcome outcome{one.at("id").get<std::string>(), "cover", true, Verdict::missed, {}, leaves(one.at("expected"))};
  try {
    outcome.reason = difference(one.at("expected"),
                                json::parse(answer(Question::cover, one.at("input").dump(), AnswerFormat::json_line)));
  } catch (const Error& error) {
    outcome.reason = error.what();
  }
  if (outcome.reason.empty()) outcome.verdict = Verdict::matched;
  return outcome;
}

Outcome refusal(const json& one) {
  Outcome outcome{one.at("id").get<std::string>(), "cover/refused", true, Verdict::missed, "nothing is refused", 1};
  const auto pointer = one.at("pointer").get<std::string>();
  try {
    static_cast<void>(answer(Question::cover, one.at("input").dump()));
  } catch (const Error& error) {
    if (error.field() == pointer) outcome.verdict = Verdict::matched;
    outcome.reason = error.field() == pointer ? "" : fmt::format("{} expected, {} given", pointer, error.what());
  }
  return outcome;
}

template <class Ask>
std::vector<Outcome> all(const std::string& file, Ask ask) {
  std::vector<Outcome> outcomes;
  for (const json& one : load(file)) outcomes.push_back(ask(one));
  return outcomes;
}

}  // namespace

std::vector<Outcome> cover_cases() { return all("cover.json", call); }
std::vector<Outcome> refused_cover_cases() { return all("cover-refused.json", refusal); }

}  // namespace vectors
