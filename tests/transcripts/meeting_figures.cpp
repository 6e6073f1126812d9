// SPDX-License-Identifier: MIT
#include "transcripts/meeting_figures.hpp"

#include <algorithm>

namespace transcripts {

using namespace solidarity;

namespace {

std::string giver(const MeetingCover& line) {
  if (line.kind == CoverLayerKind::group_fund) return "@group_fund";
  return line.kind == CoverLayerKind::insurer ? "@insurer" : line.by;
}

std::int64_t total(const std::vector<MemberLine>& lines) {
  std::int64_t sum = 0;
  for (const MemberLine& line : lines) sum += line.amount.units();
  return sum;
}

std::int64_t kept_apart(const Group& group, Date day, const std::string& member) {
  for (const MemberPosition& at : group.position(day).members)
    if (at.id == member) return at.kept_apart;
  return 0;
}

}  // namespace

MeetingFigures::MeetingFigures(const Group& group, const GroupEvent& event)
    : event_(event),
      meeting_(std::get<Meeting>(event_.what)),
      before_(group.as_of(event_.on, event_.sequence - 1)),
      after_(group.as_of(event_.on, event_.sequence)) {}

std::int64_t MeetingFigures::cover(std::string_view debtor, std::string_view by) const {
  std::int64_t sum = 0;
  for (const MeetingCover& line : *meeting_.covers)
    if (line.debtor == debtor && giver(line) == by) sum += line.amount.units();
  return sum;
}

std::int64_t MeetingFigures::cover_of(std::string_view debtor) const {
  std::int64_t sum = 0;
  for (const MeetingCover& line : *meeting_.covers)
    if (line.debtor == debtor) sum += line.amount.units();
  return sum;
}

bool MeetingFigures::is_joint(std::string_view loan) const {
  const auto is_alone = [&](const LoanGrant& grant) { return grant.id == loan && !grant.joint; };
  return std::none_of(after_.events().begin(), after_.events().end(), [&](const GroupEvent& event) {
    if (const auto* granted = std::get_if<LoanGranted>(&event.what)) return is_alone(granted->grant);
    const auto* held = std::get_if<Meeting>(&event.what);
    return held && std::any_of(held->loans.begin(), held->loans.end(), is_alone);
  });
}

std::int64_t MeetingFigures::joint_owed(const Group& group, const std::string& member) const {
  std::int64_t sum = 0;
  for (const std::string& id : group.loans_of(member)) {
    if (!is_joint(id)) continue;
    const Position at = group.loan(id).position(event_.on);
    sum += at.overdue.total() + at.due.total();
  }
  return sum;
}

std::int64_t MeetingFigures::uncovered(const std::string& debtor) const {
  const std::int64_t covered = cover_of(debtor);
  const std::int64_t owed = joint_owed(after_, debtor) + covered;  // after the payments, before the call
  return owed - std::min(owed, kept_apart(before_, event_.on, debtor)) - covered;
}

// What the lines give to claimants, less the parts of the fund and the insurer.
std::int64_t MeetingFigures::handed_to_claimants() const {
  const GroupPosition before = before_.position(event_.on);
  const GroupPosition after = after_.position(event_.on);
  std::int64_t sum = before.group_fund - after.group_fund + before.due_to_insurer - after.due_to_insurer;
  for (const RepaymentLine& line : meeting_.repayments)
    if (line.to_claimants) sum += line.to_claimants->units();
  for (const MeetingCover& line : *meeting_.covers)
    if (line.kind == CoverLayerKind::group_fund) sum -= line.amount.units();
  return sum;
}

std::int64_t MeetingFigures::cash() const {
  std::int64_t sum = total(meeting_.fines) + total(meeting_.deposits) - total(meeting_.withdrawals);
  for (const RepaymentLine& line : meeting_.repayments) sum += line.amount.units();
  for (const MeetingCover& line : *meeting_.covers)
    if (line.source == CoverSource::cash) sum += line.amount.units();
  for (const LoanGrant& grant : meeting_.loans) sum -= grant.terms.principal.units();
  return sum - handed_to_claimants();
}

}  // namespace transcripts
