// SPDX-License-Identifier: MIT
// Who may borrow now when loans are handed out in parts: two, two, one.  docs/groups.md, section 7.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/group/rules.hpp>
#include <solidarity/liability/terms.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

// One who borrows in this round of loans. Meetings are numbered through the life of the group.
struct StaggeredMember {
  std::string id;
  std::optional<int> borrowed_at = {};  // the number of the meeting at which she got her loan
  bool past_due = false;                // now, on any loan
  bool was_late = false;                // ever in this round
  friend bool operator==(const StaggeredMember&, const StaggeredMember&) = default;
};

enum class TurnState : std::uint8_t {
  borrowed = 1,
  may_borrow,
  waits,
};
[[nodiscard]] std::string_view to_text(TurnState state) noexcept;

struct StaggeredTurn {
  std::string id;
  std::size_t part;  // from 1
  TurnState state;
  // When she waits: the first meeting that the gap allows, once everybody before her part has borrowed ...
  std::optional<int> from_meeting = {};
  // ... and those of earlier parts who keep her waiting: not borrowed yet, past due, or late before where only an
  // on-time record counts. In their order.
  std::vector<std::string> because_of = {};
  friend bool operator==(const StaggeredTurn&, const StaggeredTurn&) = default;
};

// How it stands at `meeting` with each of `order`: those who want a loan, in the order that the group chose. The first
// pattern[0] of them are part 1, the next pattern[1] part 2, and so on. Part 1 may borrow at once; a later part when
// everybody before it has borrowed, at least gap_meetings meetings passed since the last of these loans, and nobody
// before it is past due (nor was late, where `consequences` release only on time).
// Laws: nobody waits for her own or a later part; a member who pays up never makes another wait.
// Errors: out_of_range (a pattern without members or shorter than `order`, a loan after `meeting`), duplicate (an id),
// limit_exceeded (more than 1000 members).
//   2, 2, 1 with gap 4: a, b borrowed at 1; at meeting 5 c, d may borrow, e waits for c, d
[[nodiscard]] std::vector<StaggeredTurn> staggered_turns(const Staggering& staggering,
                                                         std::span<const StaggeredMember> order, int meeting,
                                                         const Consequences& consequences = {});

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::TurnState> : solidarity::text_formatter<solidarity::TurnState> {};
