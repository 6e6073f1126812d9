// SPDX-License-Identifier: MIT
// Every story of groups/, and their interpreter: a story that is wrong must be caught.
#include "transcripts/group_story.hpp"
#include "transcripts/story_files.hpp"

#include <string>

#include "catch.hpp"

namespace {

const std::string circle =
    "group in INR\n"
    "layers peers in cash\n"
    "on 2026-01-05 Asha, Meena, Sita join\n"
    "on 2026-01-05 Sita borrows 1000 INR at 24% a year, declining, 10 weekly installments from 2026-01-12 as L1\n";

std::string first_wrong(const std::string& lines) {
  const auto wrong = transcripts::run_group_story(circle + lines);
  return wrong.empty() ? "nothing" : wrong.front();
}

}  // namespace

TEST_CASE("every story of a group holds") {
  const auto stories = transcripts::story_files(SOLIDARITY_TEST_DATA "/../transcripts/groups");
  CHECK(stories.size() >= 30);
  for (const auto& path : stories) {
    DYNAMIC_SECTION(path.stem().string()) {
      for (const std::string& wrong : transcripts::run_group_story(transcripts::text_of(path)))
        FAIL_CHECK(path.filename().string() << ", " << wrong);
    }
  }
}

TEST_CASE("a story of a group that is wrong is caught, with its line") {
  CHECK(first_wrong("expect Sita owes 1,022.45\n") ==
        "line 5: expect Sita owes 1,022.45: Sita owes: expected 1022.45, found 1025.55");
  CHECK(first_wrong("expect Meena is left\n") == "line 5: expect Meena is left: Meena: expected left, found member");
  CHECK(first_wrong("expect Uma is stranger\n") == "nothing");
  CHECK_THAT(first_wrong("expect Uma owes 0.00\n"), test::ContainsSubstring("'Uma' was never a member"));
  CHECK_THAT(first_wrong("on 2026-01-12 dances\n"), test::ContainsSubstring("line 5: on 2026-01-12 dances: "));
  CHECK_THAT(first_wrong("on 2026-01-12 Uma dances a lot\n"),
             test::ContainsSubstring("'dances' is not understood here"));
  CHECK(first_wrong("on 2026-01-12 meets\n") == "it expects nothing");
  CHECK_THAT(first_wrong("on 2026-01-12 meets\n  Uma sings\nexpect cash 0.00\n"),
             test::ContainsSubstring("line 6: Uma sings: 'sings' is not understood here"));
}

TEST_CASE("a meeting of a story is held where its lines end") {
  const std::string meeting = "on 2026-01-12 meets as m1\n  everybody can give anything\n";
  CHECK(first_wrong(meeting + "expect members 3\n") == "nothing");
  CHECK_THAT(first_wrong(meeting + "expect cover of Sita by Meena 50.00\n"),
             test::ContainsSubstring(
                 "line 7: expect cover of Sita by Meena 50.00: cover of Sita by Meena: expected 50.00, found"));
  CHECK(first_wrong("on 2026-01-12 meets\n  Uma saves 10\nexpect refused not_found at /deposits/0\n") == "nothing");
  CHECK_THAT(first_wrong("on 2026-01-12 meets\n  Uma saves 10\nexpect refused not_found at /deposits/1\n"),
             test::ContainsSubstring("expected not_found at /deposits/1, found not_found: /deposits/0"));
  CHECK_THAT(first_wrong("on 2026-01-12 meets\n  Uma saves 10\n"),
             test::ContainsSubstring("line 5: on 2026-01-12 meets: refused: not_found"));
}
