// SPDX-License-Identifier: MIT
// What stands on the sheet of a meeting.
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/group/group.hpp>

namespace transcripts {

// One line of a meeting: "Asha pays 100 on L2", "no call", "Meena covers 100 of Sita in cash", ...
// Errors: StoryError when it is none.
void read_meeting_line(Words& words, const solidarity::GroupTerms& terms, solidarity::Date on,
                       solidarity::Meeting& meeting);

// What a member can do at the counter too, after her name: "pays 100", "saves 20", "withdraws 10".
bool read_money_line(Words& words, const std::string& member, solidarity::Currency currency,
                     solidarity::Meeting& meeting);

// "1000 INR at 24% a year, declining, 10 weekly installments from 2026-01-12 as L1", after "borrows".
[[nodiscard]] solidarity::LoanGrant read_grant(Words& words, const std::string& member, solidarity::Date on);

// "Asha, Meena for Rani as chair; Sita for Asha", after "votes".
[[nodiscard]] solidarity::Election read_election(Words& words);

// "yes Asha, Meena no Rani"
[[nodiscard]] solidarity::Resolution read_votes(Words& words, const std::string& name);

}  // namespace transcripts
