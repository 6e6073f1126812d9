// SPDX-License-Identifier: MIT
#include "vectors/vectors.hpp"
#include "catch.hpp"

#include <set>

namespace {

const std::vector<vectors::Outcome>& outcomes() {
  static const auto all = vectors::priced_cases();
  return all;
}

}  // namespace

TEST_CASE("every published schedule and worked example that has a document is reproduced to the last digit") {
  for (const auto& outcome : outcomes()) {
    if (!outcome.reproduced) continue;
    INFO(outcome.family << " " << outcome.id << ": " << outcome.reason);
    CHECK(outcome.verdict == vectors::Verdict::matched);
  }
}

TEST_CASE("no published case is dropped in silence") {
  CHECK(outcomes().size() >= 565);
  std::set<std::string> ids;
  for (const auto& outcome : outcomes()) ids.insert(outcome.id);
  for (const auto& one : vectors::left_out_cases()) {
    INFO(one.id);
    CHECK(one.reason.size() > 10);
    CHECK(ids.count(one.id) == 0);
  }
}
