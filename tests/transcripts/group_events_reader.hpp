// SPDX-License-Identifier: MIT
// What happens in a story of a group outside meetings: the words after "on DATE".
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/group/group.hpp>

#include <vector>

namespace transcripts {

// "Asha, Meena join", "loan L1 is charged 10 fee", "Sita pays 100", ..., each with "as NAME" when it has a name.
// One event, or one for each who joins.  `group`: for the loans that are changed; null when there is none.
// Errors: StoryError when the words are none of an event.
[[nodiscard]] std::vector<solidarity::GroupEvent> read_group_events(Words& words, solidarity::Date on,
                                                                    const solidarity::GroupTerms& terms,
                                                                    const solidarity::Group* group);

}  // namespace transcripts
