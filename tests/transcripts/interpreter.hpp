// SPDX-License-Identifier: MIT
// Stories of loans in plain text, and whether the library tells them the same way. One loan a story:
//   loan 12000 INR at 24% a year, declining, 8 weekly installments from 2026-01-12, disbursed 2026-01-05
//     penalty 2% of overdue total every week           # lines of terms until the first day
//   on 2026-01-12 pays 1,531.00 as first               # "as" gives the event a name
//   expect owed principal 10,524.38; days late 0       # at the end of the day of the last event
//   on 2026-01-13 pays 0                               # must be refused when the next line says so:
//   expect refused out_of_range
//   look at 2026-01-31                                 # another day; "knowing 2 events": what was known then
// README.md beside it lists every word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

// What is wrong, each as "line 12: text of the line: days late: expected 3, found 4".  Empty: the story holds.
// A line that cannot be read ends the story.
[[nodiscard]] std::vector<std::string> run_story(std::string_view text);

}  // namespace transcripts
