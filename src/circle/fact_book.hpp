// SPDX-License-Identifier: MIT
// The bodies of FactBook; the file of each circle instantiates it once.
#pragma once

#include <solidarity/circle/fact_book.hpp>

#include "circle/names.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace solidarity::detail {

template <class Event>
const CircleReversal* reversal_in(const Event& event) {
  return std::get_if<CircleReversal>(&event.what);
}

template <class Fold>
typename Fold::Terms checked(typename Fold::Terms terms) {
  if (const Problems problems = Fold::problems(terms); !problems.empty()) throw Error(problems.front());
  return terms;
}

template <class Fold>
FactBook<Fold>::FactBook(Terms terms)
    : terms_(checked<Fold>(std::move(terms))), live_(Fold::begin(terms_)), last_(terms_.opened_on) {}

template <class Fold>
auto FactBook<Fold>::named(const std::string& id) const -> const Event* {
  const auto found = sequences_.find(id);
  return found == sequences_.end() ? nullptr : &events_[found->second - 1];
}

template <class Fold>
bool FactBook<Fold>::is_repeated(const Event& event) const {
  const Event* before = event.id.empty() ? nullptr : named(event.id);
  if (!before) return false;
  if (before->on != event.on || !(before->what == event.what))
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} was recorded with another {}", quoted(event.id), before->on != event.on ? "on" : "content"));
  return true;
}

template <class Fold>
void FactBook<Fold>::check_reversal(const Event& event) const {
  const CircleReversal* reversed = reversal_in(event);
  if (!reversed) return;
  const Event* of = named(reversed->of);
  if (!of) refuse(ErrorCode::not_found, "/of", fmt::format("no event {} in this circle", quoted(reversed->of)));
  if (reversal_in(*of))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is a reversal; record what it took away again instead", quoted(of->id)));
  if (event.on < of->on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{} is before {} on {}", event.on, quoted(of->id), of->on));
  for (const Event& other : events_)
    if (const auto* earlier = reversal_in(other); earlier && earlier->of == of->id)
      refuse(ErrorCode::duplicate, "/of", fmt::format("{} is reversed already", quoted(of->id)));
}

template <class Fold>
void FactBook<Fold>::check(const Event& event) const {
  if (!is_event_id(event.id))
    refuse(ErrorCode::out_of_range, "/id",
           fmt::format("{}; an id is 1 to {} of A-Z a-z 0-9 . _ : -", quoted(event.id), longest_name));
  if (named(event.id)) refuse(ErrorCode::idempotency_conflict, "/id", fmt::format("{} is taken", quoted(event.id)));
  if (event.on < terms_.opened_on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{}; the circle opened on {}", event.on, terms_.opened_on));
  if (closed_ && event.on <= *closed_)
    refuse(ErrorCode::closed_period, "/on",
           fmt::format("{}; the books are closed through {}; date the correction after it", event.on, *closed_));
  check_reversal(event);
}

// The facts up to a day that no reversal up to it has taken away, in their order.
template <class Fold>
auto FactBook<Fold>::standing(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                              const Event* fresh) const -> std::vector<const Event*> {
  std::vector<const Event*> facts;
  std::vector<bool> is_reversed(events_.size() + 1);
  const auto see = [&](const Event& event) {
    if ((until && event.on > *until) || (known_at && event.sequence > *known_at)) return;
    if (const auto* reversed = reversal_in(event)) is_reversed[sequences_.at(reversed->of) - 1] = true;
    else facts.push_back(&event);
  };
  for (const Event& event : events_) see(event);
  if (fresh) see(*fresh);
  std::erase_if(facts, [&](const Event* event) { return is_reversed[event->sequence - 1]; });
  std::ranges::sort(
      facts, [](const Event* a, const Event* b) { return a->on != b->on ? a->on < b->on : a->sequence < b->sequence; });
  return facts;
}

template <class Fold>
auto FactBook<Fold>::fold(std::optional<Date> until, std::optional<std::uint32_t> known_at, const Event* fresh) const
    -> Position {
  Position position = Fold::begin(terms_);
  for (const Event* event : standing(until, known_at, fresh)) {
    try {
      Fold::advance(position, terms_, event->on);
      Fold::apply(position, terms_, *event);
    } catch (const Error& error) {
      if (event == fresh) throw;
      refuse(ErrorCode::invalid_state, "/on",
             fmt::format("{} on {} could not be any more: {}", quoted(event->id), event->on, error.what()));
    }
  }
  return position;
}

// The days on which a reversal makes the past different: before each of them the facts must make sense too.
template <class Fold>
void FactBook<Fold>::check_history(Date from) const {
  for (const Event& event : events_)
    if (reversal_in(event) && event.on > from) (void)fold(event.on - 1, {});
}

// All facts and this one.  It stands in events_ meanwhile, so that history sees it.
template <class Fold>
auto FactBook<Fold>::after(const Event& event) -> Position {
  if (!reversal_in(event) && event.on >= last_) {
    Position next = live_;
    Fold::advance(next, terms_, event.on);
    Fold::apply(next, terms_, event);
    return next;
  }
  Position next = fold({}, {}, &event);
  events_.push_back(event);
  try {
    check_history(event.on);
  } catch (...) {
    events_.pop_back();
    throw;
  }
  events_.pop_back();
  return next;
}

template <class Fold>
void FactBook<Fold>::record(Event event) {
  if (is_repeated(event)) return;
  event.sequence = static_cast<std::uint32_t>(events_.size() + 1);
  if (event.id.empty()) event.id = fmt::format("e{}", event.sequence);
  check(event);
  if (events_.size() == events_.capacity()) events_.reserve(events_.empty() ? 16 : 2 * events_.size());
  const auto place = sequences_.emplace(event.id, event.sequence).first;
  try {
    Position next = after(event);
    live_ = std::move(next);
  } catch (...) {
    sequences_.erase(place);
    throw;
  }
  last_ = std::max(last_, event.on);
  events_.push_back(std::move(event));
}

template <class Fold>
void FactBook<Fold>::record(std::vector<Event> events) {
  FactBook next = *this;
  for (std::size_t k = 0; k < events.size(); ++k) {
    try {
      next.record(std::move(events[k]));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("/events/{}{}", k, error.field()), error.message());
    }
  }
  *this = std::move(next);
}

template <class Fold>
void FactBook<Fold>::close_through(Date day) {
  if (closed_ && day < *closed_)
    refuse(ErrorCode::closed_period, "/on", fmt::format("{}; closed through {} already", day, *closed_));
  closed_ = day;
}

template <class Fold>
auto FactBook<Fold>::position(Date as_of, std::optional<std::uint32_t> known_at) const -> Position {
  if (as_of < terms_.opened_on)
    refuse(ErrorCode::out_of_range, "/as_of", fmt::format("{}; the circle opened on {}", as_of, terms_.opened_on));
  const bool is_current = as_of >= last_ && (!known_at || *known_at >= events_.size());
  Position position = is_current ? live_ : fold(as_of, known_at);
  Fold::advance(position, terms_, as_of);
  position.as_of = as_of;
  return position;
}

}  // namespace solidarity::detail
