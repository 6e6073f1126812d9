// SPDX-License-Identifier: MIT
#include "group/book.hpp"

#include "group/same.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace {

constexpr std::size_t longest_id = 64;

bool is_id(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == ':' || c == '-';
  };
  return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, is_letter);
}

const GroupReversal* reversal(const GroupEvent& event) { return std::get_if<GroupReversal>(&event.what); }

bool comes_before(const GroupEvent* a, const GroupEvent* b) {
  return a->on != b->on ? a->on < b->on : a->sequence < b->sequence;
}

}  // namespace

Group::Book::Book(GroupTerms agreed) : terms(std::move(agreed)), live(terms) {}

Group::Book::Book(const Book& other)
    : terms(other.terms),
      events(other.events),
      sequences(other.sequences),
      live(other.live),
      last(other.last),
      closed(other.closed) {
  live.point_to(terms);
}

const GroupEvent* Group::Book::named(const std::string& id) const {
  const auto found = sequences.find(id);
  return found == sequences.end() ? nullptr : &events[found->second];
}

// ---- What may be recorded

bool Group::Book::is_repeated(const GroupEvent& event) const {
  const GroupEvent* before = event.id.empty() ? nullptr : named(event.id);
  if (!before) return false;
  const std::string_view differs = before->on != event.on                       ? "on"
                                   : !detail::is_same(before->what, event.what) ? "content"
                                   : before->actor != event.actor               ? "actor"
                                   : before->reason != event.reason             ? "reason"
                                                                                : "";
  if (!differs.empty())
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} was recorded with another {}", quoted(event.id), differs));
  return true;
}

void Group::Book::check_reversal(const GroupEvent& event, const GroupReversal& reversed) const {
  const GroupEvent* of = named(reversed.of);
  if (!of) refuse(ErrorCode::not_found, "/of", fmt::format("no event {} in this group", quoted(reversed.of)));
  if (reversal(*of))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is a reversal; record what it took away again instead", quoted(of->id)));
  if (std::holds_alternative<MembersMoveOut>(of->what) || std::holds_alternative<MembersMoveIn>(of->what))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is an event of two groups; move them back instead", quoted(of->id)));
  if (event.on < of->on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{} is before {} on {}", event.on, quoted(of->id), of->on));
  if (!std::holds_alternative<GroupDissolved>(of->what) && at(event.on, {}).dissolved)
    refuse(ErrorCode::invalid_state, "/on", "the group is dissolved; reverse its dissolution first");
  for (const GroupEvent& other : events)
    if (const auto* earlier = reversal(other); earlier && earlier->of == of->id)
      refuse(ErrorCode::duplicate, "/of", fmt::format("{} is reversed already", quoted(of->id)));
}

void Group::Book::check(const GroupEvent& event) const {
  if (!is_id(event.id))
    refuse(ErrorCode::out_of_range, "/id",
           fmt::format("{}; an id is 1 to {} of A-Z a-z 0-9 . _ : -", quoted(event.id), longest_id));
  if (named(event.id)) refuse(ErrorCode::idempotency_conflict, "/id", fmt::format("{} is taken", quoted(event.id)));
  if (closed && event.on <= *closed)
    refuse(ErrorCode::closed_period, "/on",
           fmt::format("{}; the books are closed through {}; date the correction after it", event.on, *closed));
  if (const auto* reversed = reversal(event)) check_reversal(event, *reversed);
  if (const auto* dies = std::get_if<MemberDies>(&event.what)) check_death(event.on, dies->member);
}

void Group::Book::check_death(Date on, const std::string& member) const {
  const detail::Person* person = live.find(member);
  if (person && person->state() == MemberState::dead)
    refuse(ErrorCode::duplicate, "/member", fmt::format("the death of {} is known", quoted(member)));
  if (person && on < person->stays.front().joined)
    refuse(ErrorCode::out_of_range, "/on",
           fmt::format("{}; {} joined on {}", on, quoted(member), person->stays.front().joined));
}

// ---- The fold

std::vector<const GroupEvent*> Group::Book::standing(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                                                     const GroupEvent* fresh) const {
  std::vector<const GroupEvent*> all;
  std::vector<std::string_view> reversed;
  const auto see = [&](const GroupEvent& event) {
    if ((until && event.on > *until) || (known_at && event.sequence > *known_at)) return;
    if (const GroupReversal* taken = reversal(event)) reversed.push_back(taken->of);
    else all.push_back(&event);
  };
  for (const GroupEvent& event : events) see(event);
  if (fresh) see(*fresh);
  std::erase_if(all, [&](const GroupEvent* event) { return std::ranges::find(reversed, event->id) != reversed.end(); });
  std::ranges::sort(all, comes_before);
  return all;
}

detail::GroupState Group::Book::fold(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                                     GroupEvent* fresh, bool is_new) const {
  detail::GroupState state(terms);
  state.meetings = live.meetings;
  for (const GroupEvent* event : standing(until, known_at, fresh)) {
    if (event == fresh) {
      detail::apply(state, *fresh, is_new);
      continue;
    }
    GroupEvent again = *event;
    try {
      detail::apply(state, again, false);
    } catch (const Error& error) {
      refuse(ErrorCode::invalid_state, "/on",
             fmt::format("{} on {} could not be any more: {}", quoted(event->id), event->on, error.what()));
    }
  }
  return state;
}

// The days on which a reversal makes the past different: before each of them the facts must make sense too.
void Group::Book::check_history(const GroupEvent& fresh) const {
  for (const GroupEvent& event : events)
    if (reversal(event) && event.on > fresh.on) {
      GroupEvent again = fresh;
      (void)fold(event.on - 1, {}, &again, false);
    }
}

void Group::Book::record(GroupEvent event) {
  if (is_repeated(event)) return;
  event.sequence = events.empty() ? 1 : events.back().sequence + 1;
  if (event.id.empty()) event.id = fmt::format("e{}", event.sequence);
  check(event);
  const bool is_in_order = !reversal(event) && (!last || event.on >= *last);
  detail::GroupState next = live;
  if (is_in_order) {
    detail::apply(next, event, true);
  } else {
    (void)fold(event.on, {}, &event, true);  // what it leaves open is as it would have been in time
    next = fold({}, {}, &event, false);
    check_history(event);
  }
  if (std::holds_alternative<Meeting>(event.what)) ++next.meetings;
  take_over(std::move(event));
  live = std::move(next);
}

// Nothing is lost when memory is: the event is only there when its id is.
void Group::Book::take_over(GroupEvent event) {
  if (events.size() == events.capacity()) events.reserve(events.empty() ? 16 : 2 * events.size());
  sequences.emplace(event.id, static_cast<std::uint32_t>(events.size()));
  last = last ? std::max(*last, event.on) : event.on;
  events.push_back(std::move(event));
}

detail::GroupState Group::Book::at(Date day, std::optional<std::uint32_t> known_at) const {
  const bool is_current =
      (!last || day >= *last) && (!known_at || events.empty() || *known_at >= events.back().sequence);
  return is_current ? live : fold(day, known_at);
}

}  // namespace solidarity
