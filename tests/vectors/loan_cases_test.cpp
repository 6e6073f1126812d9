// SPDX-License-Identifier: MIT
#include "vectors/loan_cases.hpp"

#include "catch.hpp"

TEST_CASE("every life of a Fineract loan that the reader of its tests reproduced matches to the last cent") {
  std::size_t matched = 0;
  for (const vectors::Outcome& outcome : vectors::living_cases("loans_fineract.json")) {
    INFO(outcome.family << " " << outcome.id << ": " << outcome.reason);
    CHECK((outcome.verdict == vectors::Verdict::matched || !outcome.reproduced));
    if (outcome.verdict == vectors::Verdict::matched) ++matched;
  }
  CHECK(matched >= 370);
}
