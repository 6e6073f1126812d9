// SPDX-License-Identifier: MIT
#include <solidarity/core/overloaded.hpp>
#include <solidarity/group/event.hpp>
#include <solidarity/group/position.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {

std::string_view to_text(Fund fund) noexcept { return fund == Fund::group ? "group" : "social"; }
std::string_view to_text(ShareOutBy by) noexcept { return by == ShareOutBy::equal ? "equal" : "savings"; }

std::string_view to_text(MemberState state) noexcept {
  switch (state) {
    case MemberState::member: return "member";
    case MemberState::left: return "left";
    case MemberState::expelled: return "expelled";
    case MemberState::dead: return "dead";
    case MemberState::moved: return "moved";
  }
  return "?";
}

std::string_view to_text(const GroupAction& action) noexcept {
  using std::string_view;
  return std::visit(overloaded{[](const MemberJoins&) -> string_view { return "member_joins"; },
                               [](const MemberLeaves&) -> string_view { return "member_leaves"; },
                               [](const MemberExpelled&) -> string_view { return "member_expelled"; },
                               [](const MemberExcused&) -> string_view { return "member_excused"; },
                               [](const MemberDies&) -> string_view { return "member_dies"; },
                               [](const EstatePays&) -> string_view { return "estate_pays"; },
                               [](const NoticeGiven&) -> string_view { return "notice_given"; },
                               [](const Meeting&) -> string_view { return "meeting"; },
                               [](const LendingOrder&) -> string_view { return "lending_order"; },
                               [](const LoanGranted&) -> string_view { return "loan_granted"; },
                               [](const LoanChanged&) -> string_view { return "loan_changed"; },
                               [](const SavingsChanged&) -> string_view { return "savings_changed"; },
                               [](const CreditReturned&) -> string_view { return "credit_returned"; },
                               [](const ClaimForgiven&) -> string_view { return "claim_forgiven"; },
                               [](const ClaimsOffset&) -> string_view { return "claims_offset"; },
                               [](const FundReceives&) -> string_view { return "fund_receives"; },
                               [](const FundPays&) -> string_view { return "fund_pays"; },
                               [](const GroupRepays&) -> string_view { return "group_repays"; },
                               [](const ShareOut&) -> string_view { return "share_out"; },
                               [](const Election&) -> string_view { return "election"; },
                               [](const Resolution&) -> string_view { return "resolution"; },
                               [](const MembersMoveOut&) -> string_view { return "members_move_out"; },
                               [](const MembersMoveIn&) -> string_view { return "members_move_in"; },
                               [](const GroupDissolved&) -> string_view { return "group_dissolved"; },
                               [](const GroupReversal&) -> string_view { return "group_reversal"; }},
                    action);
}

std::int32_t GroupPosition::size() const noexcept {
  return static_cast<std::int32_t>(std::ranges::count(members, MemberState::member, &MemberPosition::state));
}

std::int64_t GroupPosition::total(std::int64_t MemberPosition::*figure) const {
  wide sum = 0;
  for (const MemberPosition& member : members) sum += member.*figure;
  return detail::checked_units(sum);
}

const MemberPosition& GroupPosition::member(std::string_view id) const {
  const auto found = std::ranges::find(members, id, &MemberPosition::id);
  if (found != members.end()) return *found;
  refuse(ErrorCode::not_found, "/member", fmt::format("{} was never a member", quoted(id)));
}

}  // namespace solidarity
