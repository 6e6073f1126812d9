// SPDX-License-Identifier: MIT
#include "vectors/opencbs_loans.hpp"

#include "catch.hpp"

#include <algorithm>

namespace {

void all_that_must_match(const std::string& file, std::size_t at_least) {
  std::size_t matched = 0;
  for (const vectors::Outcome& outcome : vectors::peer_loan_cases(file)) {
    INFO(outcome.id << " " << outcome.reason);
    CHECK((outcome.verdict == vectors::Verdict::matched || !outcome.reproduced));
    if (outcome.verdict == vectors::Verdict::matched) ++matched;
  }
  CHECK(matched >= at_least);
}

}  // namespace

TEST_CASE("every life of an OpenCBS loan that its readers reproduced matches") {
  all_that_must_match("loans_opencbs.json", 190);
}

TEST_CASE("every life of a Mifos or Frappe loan that its readers reproduced matches") {
  all_that_must_match("loans_mifos.json", 29);
}
