// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/group.hpp>

#include <optional>
#include <string>
#include <vector>

namespace solidarity {

// Members who go to another group with all that is theirs: one (a transfer), some (a split), all (a merger).
struct MembersMove {
  Date on;
  std::vector<std::string> members;
  std::string id;                      // of the event on both sides; required
  std::optional<Date> first_due = {};  // their rows not yet due follow the new meeting day, from this one on
  std::string duty_to = {};            // who of those who stay takes over that the movers answer for others' loans
};

// Loans, savings, holds and fines go along with their history; days before the move are answered as before.
// Laws: every balance over both groups is conserved; both groups record it, or neither.
// Errors: invalid_state (to the same group; open claims for or against somebody who moves; a duty that nobody takes over;
// no member), duplicate (a loan or a member that the other group has), whatever the rules of the other group refuse,
// currency_mismatch.
//   move_members(lotus, jasmine, {.on = 2026y / March / 2, .members = {"uma"}, .id = "t1"});
void move_members(Group& from, Group& to, const MembersMove& move);

}  // namespace solidarity
