// SPDX-License-Identifier: MIT
#include "loan/fold.hpp"

#include "loan/actions.hpp"
#include "loan/states.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

bool contains(const std::vector<std::uint32_t>& sequences, std::uint32_t sequence) {
  return std::ranges::find(sequences, sequence) != sequences.end();
}

bool comes_before(const LoanEvent& a, const LoanEvent& b) {
  return a.on != b.on ? a.on < b.on : a.sequence < b.sequence;
}

// The disbursement that an undo takes away: the last one before it that stands.
const LoanEvent* last_disbursement(std::span<const LoanEvent> events, const View& view, const LoanEvent& undo,
                                   const std::vector<std::uint32_t>& reversed) {
  const LoanEvent* last = nullptr;
  for (const LoanEvent& event : events) {
    if (!in_view(event, view) || contains(reversed, event.sequence) || !comes_before(event, undo)) continue;
    if (!std::holds_alternative<Disburse>(event.what) && !std::holds_alternative<TopUp>(event.what)) continue;
    if (!last || comes_before(*last, event)) last = &event;
  }
  return last;
}

void take_away_payments(std::span<const LoanEvent> events, const LoanEvent& after, const LoanEvent& undo,
                        std::vector<std::uint32_t>& reversed) {
  for (const LoanEvent& event : events)
    if (is_payment(event) && comes_before(after, event) && comes_before(event, undo) &&
        !contains(reversed, event.sequence))
      reversed.push_back(event.sequence);
}

const LoanEvent* named(std::span<const LoanEvent> events, std::string_view id) {
  const auto found = std::ranges::find(events, id, &LoanEvent::id);
  return found == events.end() ? nullptr : &*found;
}

void advance_to(Account& account, Date day, const Servicing& servicing) {
  if (day <= account.advanced_to) return;
  if (account.is_disbursed() && servicing.has_work(account, day)) servicing.advance(account, day);
  account.advanced_to = day;
  account.penalized_to = day;
}

}  // namespace

bool in_view(const LoanEvent& event, const View& view) noexcept {
  return (!view.until || event.on <= *view.until) && (!view.known_at || event.sequence <= *view.known_at);
}

bool takes_away(const LoanEvent& event) noexcept {
  return std::holds_alternative<Reverse>(event.what) || std::holds_alternative<UndoDisbursement>(event.what);
}

bool is_payment(const LoanEvent& event) noexcept {
  return std::holds_alternative<Repay>(event.what) || std::holds_alternative<Prepay>(event.what) ||
         std::holds_alternative<PayOff>(event.what) || std::holds_alternative<AdjustCharge>(event.what);
}

const LoanEvent* undone_by(const LoanEvent& undo, std::span<const LoanEvent> events, const View& view) {
  return last_disbursement(events, view, undo, reversed_events(events, view));
}

std::vector<std::uint32_t> reversed_events(std::span<const LoanEvent> events, const View& view) {
  std::vector<std::uint32_t> reversed;
  std::vector<const LoanEvent*> undone;
  for (const LoanEvent& event : events) {
    if (!takes_away(event) || !in_view(event, view)) continue;
    if (const auto* reversal = std::get_if<Reverse>(&event.what)) {
      if (const LoanEvent* gone = named(events, reversal->of)) reversed.push_back(gone->sequence);
    } else {
      undone.push_back(&event);
    }
  }
  std::ranges::sort(undone, [](const LoanEvent* a, const LoanEvent* b) { return comes_before(*a, *b); });
  for (const LoanEvent* undo : undone) {
    if (contains(reversed, undo->sequence)) continue;  // a mistake itself
    const LoanEvent* gone = last_disbursement(events, view, *undo, reversed);
    if (!gone) continue;
    reversed.push_back(gone->sequence);
    if (view.undo_takes_payments) take_away_payments(events, *gone, *undo, reversed);
  }
  return reversed;
}

std::vector<const LoanEvent*> standing_events(std::span<const LoanEvent> events, const View& view) {
  const std::vector<std::uint32_t> reversed = reversed_events(events, view);
  std::vector<const LoanEvent*> standing;
  standing.reserve(events.size());
  for (const LoanEvent& event : events)
    if (in_view(event, view) && !takes_away(event) && !contains(reversed, event.sequence)) standing.push_back(&event);
  const auto before = [](const LoanEvent* a, const LoanEvent* b) { return comes_before(*a, *b); };
  if (!std::ranges::is_sorted(standing, before)) std::ranges::sort(standing, before);
  return standing;
}

void apply(Account& account, const LoanEvent& event, const Servicing& servicing, bool in_replay) {
  advance_to(account, event.on, servicing);
  check_allowed(account, event, in_replay || servicing.takes_payments_when_closed());
  if (servicing.take(account, event, !in_replay)) return;
  std::visit([&](const auto& action) { act(account, event, action, servicing); }, event.what);
  servicing.after_event(account, event.on);
}

Account fold(const Account& start, std::span<const LoanEvent> events, const View& view, const Servicing& servicing,
             std::uint32_t fresh) {
  Account account = start;
  for (const LoanEvent* event : standing_events(events, view)) {
    try {
      apply(account, *event, servicing, event->sequence != fresh);
    } catch (const Error& error) {
      if (event->sequence == fresh) throw;
      throw Error(ErrorCode::invalid_state, "/on",
                  fmt::format("{} on {} could not be any more: {}", quoted(event->id), event->on, error.what()));
    }
  }
  if (view.until) advance_to(account, *view.until, servicing);
  return account;
}

}  // namespace solidarity::detail
