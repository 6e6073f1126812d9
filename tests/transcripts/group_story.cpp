// SPDX-License-Identifier: MIT
#include "transcripts/group_story.hpp"

#include "transcripts/group_expectations.hpp"
#include "transcripts/group_play.hpp"

#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

class GroupStory : public Story {
  void statement(Words& words, const StoryLine& line) override {
    if (play_.is_of_meeting(line)) return play_.line(words, line);
    play_.finish();
    if (words.take("expect")) return expect(words);
    settle_refusal();
    if (words.take("look at")) look_ = read_look(words);
    else play_.line(words, line);
  }

  std::string end() override {
    play_.finish();
    return play_.group() ? "" : "there is no group in it";
  }

  void expect(Words& words) {
    begin_expectation();
    if (words.take("refused")) return expect_refusal(words);
    settle_refusal();
    if (!play_.group() || !look_) throw StoryError("nothing has happened yet");
    check_group_expectation(words,
                            {.group = *play_.group(), .day = look_->day, .known_at = look_->known_at, .last = last_});
  }

  void hear(const Happened& happened) {
    look_ = Look{happened.on};
    if (happened.refusal) return refused(happened.line, *happened.refusal);
    if (happened.event) last_ = happened.event->id;
  }

  GroupPlay play_{[this](const Happened& happened) { hear(happened); }};
  std::optional<Look> look_;
  std::string last_;
};

}  // namespace

std::vector<std::string> run_group_story(std::string_view text) { return GroupStory().run(text); }

}  // namespace transcripts
