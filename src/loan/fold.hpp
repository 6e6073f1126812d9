// SPDX-License-Identifier: MIT
// Events to state.  docs/servicing.md, sections 1 and 2.
#pragma once

#include "loan/account.hpp"
#include "loan/servicing.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace solidarity::detail {

// Applies one event: checks everything, then changes. May throw half-way only on a copy that the caller drops.
// `in_replay`: the event was accepted before.
void apply(Account& account, const LoanEvent& event, const Servicing& servicing, bool in_replay = false);

// A part of the facts: those with `on` <= day and sequence <= known_at, without what they reverse, in order of (on, sequence).
struct View {
  std::optional<Date> until = {};
  std::optional<std::uint32_t> known_at = {};
  bool undo_takes_payments = false;  // Servicing::undo_takes_payments
};
[[nodiscard]] bool in_view(const LoanEvent& event, const View& view) noexcept;
// A reversal, or the undoing of a disbursement.
[[nodiscard]] bool takes_away(const LoanEvent& event) noexcept;

[[nodiscard]] std::vector<const LoanEvent*> standing_events(std::span<const LoanEvent> events, const View& view);
// A payment of any kind: money came in.
[[nodiscard]] bool is_payment(const LoanEvent& event) noexcept;
// The disbursement that an undo takes away: the last one before it that stands; null when there is none.
[[nodiscard]] const LoanEvent* undone_by(const LoanEvent& undo, std::span<const LoanEvent> events, const View& view);
// The sequences of the events that a reversal in the view takes away.
[[nodiscard]] std::vector<std::uint32_t> reversed_events(std::span<const LoanEvent> events, const View& view);

// `fresh`: the sequence of an event that is not accepted yet; it is judged as a new one.
// Errors: those of that event; invalid_state, naming an accepted event that cannot be any more.
[[nodiscard]] Account fold(const Account& start, std::span<const LoanEvent> events, const View& view,
                           const Servicing& servicing, std::uint32_t fresh = 0);

}  // namespace solidarity::detail
