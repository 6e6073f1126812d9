// SPDX-License-Identifier: MIT
#include "transcripts/group_play.hpp"

#include "transcripts/group_events_reader.hpp"
#include "transcripts/group_meeting_reader.hpp"
#include "transcripts/group_terms_reader.hpp"

#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

// The id of an event that has no name: "n12", and "n12.1" for the second of a line.
std::string name_of(const StoryLine& line, std::size_t number) {
  return "n" + std::to_string(line.number) + (number == 0 ? "" : "." + std::to_string(number));
}

}  // namespace

void GroupPlay::line(Words& words, const StoryLine& line) {
  if (is_of_meeting(line))
    return read_meeting_line(words, *terms_, meeting_->event.on, std::get<Meeting>(meeting_->event.what));
  finish();
  const bool has_begun = group_ || no_group_;
  if (words.take("on")) return event(words, line);
  if (has_begun) throw words.not_understood();
  if (words.take("group in")) terms_ = read_group(words);
  else if (!terms_) throw StoryError("'group in' comes first");
  else if (!read_group_term(words, *terms_)) throw words.not_understood();
}

// With the first event the terms are complete.
void GroupPlay::begin() {
  if (group_ || no_group_) return;
  if (!terms_) throw StoryError("'group in' comes first");
  try {
    group_.emplace(*terms_);
  } catch (const Error& error) {
    no_group_ = error;
  }
}

void GroupPlay::event(Words& words, const StoryLine& line) {
  begin();
  const Date on = words.date();
  if (words.take("the books are closed")) return close_books(line, on);
  if (words.take("meets")) {
    meeting_ =
        OpenMeeting{line, {.on = on, .what = Meeting{}, .id = words.take("as") ? words.word() : name_of(line, 0)}};
    return;
  }
  std::size_t number = 0;
  for (GroupEvent& event : read_group_events(words, on, *terms_, group())) {
    if (event.id.empty()) event.id = name_of(line, number++);
    record(line, std::move(event));
  }
}

void GroupPlay::finish() {
  if (!meeting_) return;
  OpenMeeting meeting = std::move(*meeting_);
  meeting_.reset();
  record(meeting.line, std::move(meeting.event));
}

void GroupPlay::record(const StoryLine& line, GroupEvent event) {
  const Date on = event.on;
  if (no_group_) return tell_({.line = line, .on = on, .refusal = &*no_group_});
  const std::size_t recorded = group_->events().size();
  try {
    group_->record(std::move(event));
  } catch (const Error& error) {
    return tell_({.line = line, .on = on, .refusal = &error});
  }
  const bool is_new = group_->events().size() > recorded;
  tell_({.line = line, .on = on, .event = is_new ? &group_->events().back() : nullptr});
}

void GroupPlay::close_books(const StoryLine& line, Date on) {
  if (no_group_) return tell_({.line = line, .on = on, .refusal = &*no_group_});
  try {
    group_->close_through(on);
  } catch (const Error& error) {
    return tell_({.line = line, .on = on, .refusal = &error});
  }
  tell_({.line = line, .on = on});
}

}  // namespace transcripts
