// SPDX-License-Identifier: MIT
// Plays the lines of a story of a group: terms, events, meetings.
#pragma once

#include "transcripts/story.hpp"

#include <solidarity/group/group.hpp>

#include <functional>
#include <optional>
#include <string>

namespace transcripts {

// One event, and how the group took it.
struct Happened {
  StoryLine line;  // where it begins
  solidarity::Date on;
  // As recorded; null when it was refused, was recorded before, and when books were closed.
  const solidarity::GroupEvent* event = nullptr;
  const solidarity::Error* refusal = nullptr;
};

class GroupPlay {
 public:
  using Listener = std::function<void(const Happened&)>;
  explicit GroupPlay(Listener tell) : tell_(std::move(tell)) {}

  // A line of terms, an event, or a line of the meeting that is open.  The text of the story must outlive it.
  // Errors: StoryError, solidarity::Error when it cannot be read.
  void line(Words& words, const StoryLine& line);
  [[nodiscard]] bool is_of_meeting(const StoryLine& line) const { return meeting_ && line.is_indented(); }
  // The meeting that is open is held.
  void finish();

  // Null when there are no terms, or the library refuses them.
  [[nodiscard]] const solidarity::Group* group() const { return group_ ? &*group_ : nullptr; }

 private:
  struct OpenMeeting {
    StoryLine line;
    solidarity::GroupEvent event;
  };

  void event(Words& words, const StoryLine& line);
  void begin();
  void record(const StoryLine& line, solidarity::GroupEvent event);
  void close_books(const StoryLine& line, solidarity::Date on);

  Listener tell_;
  std::optional<solidarity::GroupTerms> terms_;
  std::optional<solidarity::Group> group_;
  std::optional<solidarity::Error> no_group_;  // why the terms are refused
  std::optional<OpenMeeting> meeting_;
};

}  // namespace transcripts
