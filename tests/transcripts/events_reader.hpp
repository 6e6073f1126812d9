// SPDX-License-Identifier: MIT
// What happens in a story: the words after "on DATE".
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/loan/event.hpp>

namespace transcripts {

// "pays 1531.00", "prepays 5000 for smaller installments", "is charged 50 fee due 2026-02-01", ...
// Errors: StoryError when the words are none of an event.
[[nodiscard]] solidarity::LoanAction read_action(Words& words, solidarity::Date on, solidarity::Money planned);

}  // namespace transcripts
