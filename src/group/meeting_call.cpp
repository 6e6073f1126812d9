// SPDX-License-Identifier: MIT
// What others give at a meeting for those who did not pay.
#include "group/meeting_day.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace solidarity::detail {
namespace {

// Others paid for her: on the record of her joint loans.
void note_cover(GroupState& state, const std::string& debtor, Date on) {
  std::vector<std::string> uncovered;
  for (const GroupLoan* loan : state.loans_of(debtor))
    if (loan->joint && !loan->covered_on && is_open(loan->loan.position(on).status)) uncovered.push_back(loan->id);
  for (const std::string& id : uncovered) state.edit_loan(id).covered_on = on;
}

bool is_own(CoverLayerKind kind) {
  return kind == CoverLayerKind::own_savings || kind == CoverLayerKind::own_collateral;
}

}  // namespace

void MeetingDay::call() {
  if (!meeting_.covers) {
    Called called;
    if (meeting_.calls && !state_.terms().liability.layers.empty()) called = call_peers(state_, meeting_, on_);
    meeting_.covers = std::move(called.covers);
    meeting_.outside_share = std::move(called.outside_share);
  } else if (is_new_) {
    check_covers();
  }
  cover();
  if (meeting_.calls) keep_apart();
}

// Given by another system: they cannot be more than is owed.
void MeetingDay::check_covers() {
  std::map<std::string, std::int64_t> owed;
  for (std::size_t k = 0; k < meeting_.covers->size(); ++k)
    problems_.line("covers", k, [&] {
      const MeetingCover& line = (*meeting_.covers)[k];
      check_layer(line);
      const Person& debtor = state_.person(line.debtor, "/debtor");
      auto& left = owed.try_emplace(line.debtor, state_.owed(debtor, on_).joint).first->second;
      if (state_.units(line.amount, "/amount") > left)
        refuse(ErrorCode::out_of_range, "/amount",
               fmt::format("{}; {} has {} overdue and due", line.amount, quoted(line.debtor), state_.money(left)));
      left -= line.amount.units();
    });
  problems_.refuse_any();
}

void MeetingDay::check_layer(const MeetingCover& line) const {
  const auto& layers = state_.terms().liability.layers;
  const bool is_of_terms = line.layer < layers.size() && layers[line.layer].kind() == line.kind &&
                           (!line.source || layers[line.layer].draws_on(*line.source));
  if (!is_of_terms)
    refuse(ErrorCode::invalid_state, "/layer",
           fmt::format("{} in layer {}; the group's terms have no such layer", to_text(line.kind), line.layer));
}

void MeetingDay::cover() {
  for (std::size_t k = 0; k < meeting_.covers->size(); ++k)
    problems_.line("covers", k, [&] { cover((*meeting_.covers)[k]); });
  problems_.refuse_any();
  claim();
}

// One claim for what somebody gave for a debtor in a layer; in order of layer, holder and debtor.
void MeetingDay::claim() {
  std::map<std::tuple<std::uint32_t, std::string, std::string>, std::int64_t> given;
  for (const MeetingCover& line : *meeting_.covers) {
    if (is_own(line.kind)) continue;
    const std::string_view by = line.kind == CoverLayerKind::peers        ? std::string_view(line.by)
                                : line.kind == CoverLayerKind::group_fund ? fund_name
                                                                          : insurer_name;
    std::int64_t& sum = given[{line.layer, std::string(by), line.debtor}];
    sum = checked_units(wide{sum} + line.amount.units());
  }
  if (given.empty()) return;
  ClaimsBook& book = state_.edit_claims();
  std::vector<NewClaim> claims;
  for (const auto& [key, units] : given)
    claims.push_back({book.party(std::get<1>(key)), book.party(std::get<2>(key)), units});
  book.record(on_, ClaimsMade{std::move(claims)});
}

void MeetingDay::cover(const MeetingCover& line) {
  const std::int64_t units = state_.above_zero(line.amount, "/amount");
  const Person& debtor = state_.person(line.debtor, "/debtor");
  if (debtor.state() == MemberState::dead)
    refuse(ErrorCode::invalid_state, "/debtor",
           fmt::format("{} is dead, and her loans are paid off", quoted(line.debtor)));
  PaymentKind kind = PaymentKind::cover_by_savings;
  if (line.source.has_value() != (line.kind == CoverLayerKind::peers))
    refuse(ErrorCode::out_of_range, "/source", "peers give from their savings or in cash; nobody else has a source");
  if (line.kind == CoverLayerKind::peers) {
    if (line.by == line.debtor)
      refuse(ErrorCode::invalid_state, "/by", fmt::format("{} does not cover herself", quoted(line.by)));
    (void)state_.member_on(line.by, on_, "/by");
    kind = PaymentKind::cover_by_peer;
  } else if (line.kind == CoverLayerKind::group_fund) {
    if (!line.by.empty()) refuse(ErrorCode::out_of_range, "/by", "the fund gives, and nobody else");
    state_.change_fund(Fund::group, -units, "/amount");
    kind = PaymentKind::cover_by_fund;
  } else if (line.kind == CoverLayerKind::insurer) {
    if (!line.by.empty()) refuse(ErrorCode::out_of_range, "/by", "the insurer gives, and nobody else");
    kind = PaymentKind::cover_by_insurance;
  } else if (line.by != line.debtor) {
    refuse(ErrorCode::invalid_state, "/by", "own money is the debtor's");
  }
  const bool is_saved = line.kind == CoverLayerKind::own_savings || line.source == CoverSource::savings;
  if (is_saved) draw_savings(state_, line.by, units, on_, event_);
  if (line.source == CoverSource::cash) cash_ += units;
  if (line.kind == CoverLayerKind::peers) {
    note_cover(state_, line.debtor, on_);
    Person& peer = state_.edit(line.by);
    peer.given_in_cycle = checked_units(wide{peer.given_in_cycle} + units);
    peer.given_ever = checked_units(wide{peer.given_ever} + units);
  }
  pay_loans(state_, debtor, units, kind, true, at());
}

// What stays open after the call: kept apart where it lies outside the share, and noted when nobody covered it.
void MeetingDay::keep_apart() {
  bool is_open = false;
  bool is_uncovered = false;
  for (const auto& shared : state_.people()) {
    const Person& person = *shared;
    const Owed left = state_.owed(person, on_);
    is_open |= left.joint > 0;
    is_uncovered |= left.joint > std::min(person.kept_apart, left.joint) + state_.terms().liability.tolerance;
    const auto line = std::ranges::find(meeting_.outside_share, person.facts.id, &MemberLine::member);
    const std::int64_t outside = line == meeting_.outside_share.end() ? 0 : line->amount.units();
    const std::int64_t kept = std::min(left.joint, checked_units(wide{person.kept_apart} + outside));
    if (kept != person.kept_apart) state_.edit(person.facts.id).kept_apart = kept;
  }
  if (is_uncovered && !state_.uncovered_since) state_.uncovered_since = on_;
  if (!is_open) state_.uncovered_since.reset();
}

// What the peers were told stands until nothing of hers is past due.
void MeetingDay::end_notices() {
  for (const auto& person : state_.people())
    if (person->noticed_on && state_.owed(*person, on_).overdue == 0) state_.edit(person->facts.id).noticed_on.reset();
}

}  // namespace solidarity::detail
