// SPDX-License-Identifier: MIT
// Stories of groups in plain text, and whether the library tells them the same way. One group a story:
//   group in INR
//   layers peers in cash
//   on 2026-01-05 Asha, Meena, Sita join
//   on 2026-01-12 meets as m1                          # its lines are indented
//     Asha pays 153.20
//     everybody can give anything
//   expect cover of Sita by Meena 76.60
// groups/README.md lists every word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

// What is wrong, as run_story says it.  Empty: the story holds.
[[nodiscard]] std::vector<std::string> run_group_story(std::string_view text);

}  // namespace transcripts
