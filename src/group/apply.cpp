// SPDX-License-Identifier: MIT
#include "group/actions.hpp"
#include "group/meeting_day.hpp"
#include "group/obligations.hpp"

#include <solidarity/group/governance.hpp>

#include <algorithm>

namespace solidarity::detail {

void apply(GroupState& state, Meeting& meeting, const Happening& at) {
  MeetingDay(state, at.on, meeting, at.id, at.is_new).hold();
}

// ---- Votes

void elect(GroupState& state, const Election& election, Date on) {
  const GroupRules& rules = state.terms().rules;
  if (!rules.officers.empty() && std::ranges::find(rules.officers, election.office) == rules.officers.end())
    refuse(ErrorCode::not_found, "/office", fmt::format("the rules know no office {}", quoted(election.office)));
  const ElectionResult result = solidarity::elect(state.members(on), rules.quorum, election.ballots);
  if (!result.winner) return;
  std::optional<Date> until;
  if (rules.term_days) until = on + *rules.term_days;
  state.officers.push_back({election.office, *result.winner, on, until});
}

bool is_adopted(const GroupState& state, const Resolution& resolution, Date on) {
  return resolve(state.members(on), state.terms().rules.quorum, resolution.yes, resolution.no).adopted();
}

void apply(GroupState& state, Election& election, const Happening& at) { elect(state, election, at.on); }
void apply(GroupState& state, Resolution& resolution, const Happening& at) {
  (void)is_adopted(state, resolution, at.on);
}

// ---- The end

namespace {

bool position_has(const GroupPosition& position, std::string_view id) {
  return std::ranges::find(position.members, id, &MemberPosition::id) != position.members.end();
}

}  // namespace

void apply(GroupState& state, GroupDissolved&, const Happening& at) {
  std::vector<std::string> reasons;
  const GroupPosition position = state.position(at.on);
  const auto note = [&](std::string_view what, std::int64_t units) {
    if (units != 0) reasons.push_back(fmt::format("{} {}", what, state.money(units)));
  };
  note("the group fund has", position.group_fund);
  note("the social fund has", position.social_fund);
  note("the group owes", position.own_outstanding);
  for (const MemberPosition& member : position.members) {
    const auto of = [&](std::string_view what) { return fmt::format("{}: {}", member.id, what); };
    note(of("loans of"), member.outstanding);
    note(of("credit of"), member.credit);
    note(of("savings of"), member.savings);
    note(of("fines of"), member.fines);
    note(of("claims of"), member.receivable);
    note(of("an estate that owes"), member.estate_owes);
  }
  for (const NamedClaim& claim : state.claims().named(at.on))
    if (!position_has(position, claim.by)) note(fmt::format("{} claims of {}", claim.by, claim.debtor), claim.open);
  if (!reasons.empty()) refuse(ErrorCode::invalid_state, "/what", fmt::format("not dissolved: {}", listed(reasons)));
  state.dissolved = true;
}

void apply(GroupState& state, GroupEvent& event, bool is_new) {
  if (state.dissolved) refuse(ErrorCode::invalid_state, "/on", "the group is dissolved; reverse its dissolution first");
  const Happening at{event.on, event.id, is_new};
  std::visit(
      [&](auto& action) {
        if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(action)>, GroupReversal>) apply(state, action, at);
      },
      event.what);
}

}  // namespace solidarity::detail
