// SPDX-License-Identifier: MIT
// What each event does to the state. What it refuses leaves a state that is thrown away.
#pragma once

#include "group/state.hpp"

namespace solidarity::detail {

// When an action happens, and under which id.
struct Happening {
  Date on;
  const std::string& id;
  bool is_new;  // not recorded before: what it leaves open is written into it
};

void apply(GroupState& state, MemberJoins& joins, const Happening& at);
void apply(GroupState& state, MemberLeaves& leaves, const Happening& at);
void apply(GroupState& state, MemberExpelled& expelled, const Happening& at);
void apply(GroupState& state, MemberExcused& excused, const Happening& at);
void apply(GroupState& state, MemberDies& dies, const Happening& at);
void apply(GroupState& state, EstatePays& pays, const Happening& at);
void apply(GroupState& state, NoticeGiven& notice, const Happening& at);
void apply(GroupState& state, Meeting& meeting, const Happening& at);
void apply(GroupState& state, LoanGranted& granted, const Happening& at);
void apply(GroupState& state, LendingOrder& order, const Happening& at);
void apply(GroupState& state, LoanChanged& changed, const Happening& at);
void apply(GroupState& state, SavingsChanged& changed, const Happening& at);
void apply(GroupState& state, CreditReturned& returned, const Happening& at);
void apply(GroupState& state, ClaimForgiven& forgiven, const Happening& at);
void apply(GroupState& state, ClaimsOffset& offset, const Happening& at);
void apply(GroupState& state, FundReceives& receives, const Happening& at);
void apply(GroupState& state, FundPays& pays, const Happening& at);
void apply(GroupState& state, GroupRepays& repays, const Happening& at);
void apply(GroupState& state, ShareOut& share_out, const Happening& at);
void apply(GroupState& state, Election& election, const Happening& at);
void apply(GroupState& state, Resolution& resolution, const Happening& at);
void apply(GroupState& state, MembersMoveOut& move, const Happening& at);
void apply(GroupState& state, MembersMoveIn& move, const Happening& at);
void apply(GroupState& state, GroupDissolved& dissolved, const Happening& at);

}  // namespace solidarity::detail
