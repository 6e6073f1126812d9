// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/liability/call.hpp>
#include <solidarity/liability/terms.hpp>

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace solidarity {

// One member at a meeting, in minor units: what she owes today and what she brings.
struct MemberToSettle {
  std::int64_t owed = 0;     // overdue and due on her loans
  std::int64_t claimed = 0;  // open claims on her, with their interest
  std::int64_t pays = 0;
  CallMember call = {};  // her part in a call; `due` and `paid` are set by settle_meeting
};

struct MeetingToSettle {
  std::span<const MemberToSettle> members;  // in order of their ids' bytes
  CallTerms terms;
  RecoveryOrder recovery_order = RecoveryOrder::lender_first;
  std::int64_t group_fund = 0;  // with what claimants' payments bring into it
  std::int64_t insurer_limit = 0;
  std::size_t turn = 0;
  std::span<const LiabilityCircle> circles = {};
};

// The memory of meetings of up to `members` members: made once, used for every meeting.
class SettlementWorkspace {
 public:
  explicit SettlementWorkspace(std::size_t members) : call(members), divided(members), seen(members) {}

  CallWorkspace call;
  std::vector<DividedRecovery> divided;  // of each member's payment
  std::vector<CallMember> seen;
};

struct MeetingSettlement {
  std::span<const DividedRecovery> payments;  // to her loans (to_lender + surplus) and to her claimants
  CallResult cover;
};

// Settles a meeting: divides what each member pays between her loans and her claimants, and covers what is then short.
// Pure and allocation-free: the same two functions that Group::record calls, for whoever simulates millions of meetings.
// `each` gets every line of cover.
// Laws: to_lender + to_claimants + surplus = pays; those of cover_shortfalls.
// Errors: those of divide_recovery and cover_shortfalls.
//   owed 153.20 each by five, one brings nothing, peers in cash   ->   38.30 from each of the four others
template <class Each>
requires std::is_invocable_v<Each&, const CoverLine&>
[[nodiscard]] MeetingSettlement settle_meeting(const MeetingToSettle& meeting, SettlementWorkspace& workspace,
                                               Each&& each) {
  const std::size_t count = meeting.members.size();
  for (std::size_t k = 0; k < count; ++k) {
    const MemberToSettle& member = meeting.members[k];
    const DividedRecovery parts = divide_recovery(member.pays, member.owed, member.claimed, meeting.recovery_order);
    workspace.divided[k] = parts;
    workspace.seen[k] = member.call;
    workspace.seen[k].due = member.owed;
    workspace.seen[k].paid = parts.to_lender;
  }
  const CallResult cover = cover_shortfalls({.terms = meeting.terms,
                                             .members = std::span<const CallMember>(workspace.seen).first(count),
                                             .group_fund = meeting.group_fund,
                                             .insurer_limit = meeting.insurer_limit,
                                             .turn = meeting.turn,
                                             .circles = meeting.circles},
                                            workspace.call, each);
  return {std::span<const DividedRecovery>(workspace.divided).first(count), cover};
}

}  // namespace solidarity
