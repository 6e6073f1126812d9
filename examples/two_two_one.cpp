// SPDX-License-Identifier: MIT
// Five women, one promise: two borrow first, two when these pay, the last when all do. Who borrows at which meeting?
#include <solidarity/solidarity.hpp>

#include <algorithm>

using namespace solidarity;
using namespace solidarity::literals;

int main() {
  const Staggering parts = *rules::grameen(BDT).staggering;  // 2, 2, 1; six meetings apart
  std::vector<StaggeredMember> order{{.id = "asha"}, {.id = "meena"}, {.id = "rani"}, {.id = "sita"}, {.id = "uma"}};

  fmt::print("meeting");
  for (const StaggeredMember& member : order) fmt::print("{:>9}", member.id);
  std::string before;
  for (int meeting = 1; meeting <= 15; ++meeting) {
    order[1].past_due = meeting == 12 || meeting == 13;  // meena could not pay, and then did
    std::string row;
    for (const StaggeredTurn& turn : staggered_turns(parts, order, meeting)) {
      StaggeredMember& member = *std::ranges::find(order, turn.id, &StaggeredMember::id);
      if (turn.state == TurnState::may_borrow) member.borrowed_at = meeting;
      const bool borrows = member.borrowed_at == meeting;
      row += fmt::format("{:>9}", borrows               ? "borrows"
                                  : !member.borrowed_at ? "waits"
                                  : member.past_due     ? "late"
                                                        : "pays");
    }
    if (row != before) fmt::print("\n{:>7}{}", meeting, row);
    before = row;
  }

  // Her six meetings were over at the 13th. Why did uma wait?
  order[1].past_due = true;
  order[4].borrowed_at = {};
  const StaggeredTurn uma = staggered_turns(parts, order, 13).back();
  fmt::print("\n\n{}: part {}, not before meeting {}; waits for {}\n", uma.id, uma.part, *uma.from_meeting,
             uma.because_of.front());
}
