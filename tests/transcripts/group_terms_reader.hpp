// SPDX-License-Identifier: MIT
// The first lines of a story of a group: what it agreed on.
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/group/group.hpp>

namespace transcripts {

// "INR", after "group in": nobody's rules, joint and several, no layers; savings without interest.
[[nodiscard]] solidarity::GroupTerms read_group(Words& words);

// One line of terms; false when the line begins with none of their words.
bool read_group_term(Words& words, solidarity::GroupTerms& terms);

}  // namespace transcripts
