// SPDX-License-Identifier: MIT
// Every story of this folder, and the interpreter itself: a story that is wrong must be caught.
#include "transcripts/interpreter.hpp"
#include "transcripts/story_files.hpp"

#include <string>

#include "catch.hpp"

namespace {

const std::string weekly =
    "loan 12000 INR at 24% a year, declining, 8 weekly installments from 2026-01-12, disbursed 2026-01-05\n"
    "  installments are multiples of 1\n";

std::string first_wrong(const std::string& lines) {
  const auto wrong = transcripts::run_story(weekly + lines);
  return wrong.empty() ? "nothing" : wrong.front();
}

}  // namespace

TEST_CASE("every story holds") {
  const auto stories = transcripts::story_files(SOLIDARITY_TEST_DATA "/../transcripts");
  CHECK(stories.size() >= 45);
  for (const auto& path : stories) {
    DYNAMIC_SECTION(path.stem().string()) {
      for (const std::string& wrong : transcripts::run_story(transcripts::text_of(path)))
        FAIL_CHECK(path.filename().string() << ", " << wrong);
    }
  }
}

TEST_CASE("a story that is wrong is caught, with its line") {
  CHECK(first_wrong("on 2026-01-12 pays 1531.00\nexpect owed principal 10,524.38\n") == "nothing");
  CHECK(first_wrong("on 2026-01-12 pays 1531.00\nexpect owed principal 10,524.37\n") ==
        "line 4: expect owed principal 10,524.37: owed: expected 10524.37, found 10524.38");
  CHECK(first_wrong("expect row 9 paid 0.00\n") == "line 3: expect row 9 paid 0.00: there is no row 9");
  CHECK(first_wrong("on 2026-01-12 pays 1531.00\nexpect refused out_of_range\n") ==
        "line 4: expect refused out_of_range: expected out_of_range, but it was accepted");
  CHECK_THAT(first_wrong("on 2026-01-12 pays 0.00\nexpect owed principal 12,000.00\n"),
             test::ContainsSubstring("line 3: on 2026-01-12 pays 0.00: refused: out_of_range"));
  CHECK_THAT(
      first_wrong("on 2026-01-12 pays 0.00\nexpect refused closed_period\n"),
      test::ContainsSubstring("line 4: expect refused closed_period: expected closed_period, found out_of_range"));
  CHECK_THAT(first_wrong("on 2026-01-12 dances\n"), test::ContainsSubstring("'dances' is not understood here"));
  CHECK(first_wrong("on 2026-01-12 pays 1531.00\n") == "it expects nothing");
}
