// SPDX-License-Identifier: MIT
// What a story of a group expects: the words after "expect".
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/group/group.hpp>

#include <optional>
#include <string>

namespace transcripts {

// Where the story looks: the end of `day`, known to the facts up to `known_at`.
struct GroupView {
  const solidarity::Group& group;
  solidarity::Date day;
  std::optional<std::uint32_t> known_at = {};
  std::string last = {};  // id of the last event
};

// "Sita owes 1,400.00", "claim Meena on Sita 766.00 open 700.00", "loan L1 row 3 paid 153.20", ...
// Errors: StoryError that names what was expected and what is.
void check_group_expectation(Words& words, const GroupView& view);

}  // namespace transcripts
