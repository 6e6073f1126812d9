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

const LoanEvent* named(std::span<const LoanEvent> events, std::string_view id) {
  const auto found = std::ranges::find(events, id, &LoanEvent::id);
  return found == events.end() ? nullptr : &*found;
}

void advance_to(Account& account, Date day, const Servicing& servicing) {
  if (day <= account.advanced_to) return;
  if (account.is_disbursed() && servicing.has_work(account, day)) servicing.advance(account, day);
  account.advanced_to = day;
}

}  // namespace

bool in_view(const LoanEvent& event, const View& view) noexcept {
  return (!view.until || event.on <= *view.until) && (!view.known_at || event.sequence <= *view.known_at);
}

bool takes_away(const LoanEvent& event) noexcept {
  return std::holds_alternative<Reverse>(event.what) || std::holds_alternative<UndoDisbursement>(event.what);
}

std::vector<std::uint32_t> reversed_events(std::span<const LoanEvent> events, const View& view) {
  std::vector<std::uint32_t> reversed;
  for (const LoanEvent& event : events) {
    if (!takes_away(event) || !in_view(event, view) || contains(reversed, event.sequence)) continue;
    const auto* reversal = std::get_if<Reverse>(&event.what);
    const LoanEvent* gone =
        reversal ? named(events, reversal->of) : last_disbursement(events, view, event, reversed);
    if (gone) reversed.push_back(gone->sequence);
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
  check_allowed(account, event, in_replay);
  std::visit([&](const auto& action) { act(account, event, action, servicing); }, event.what);
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
