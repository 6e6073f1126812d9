// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/rosca_position.hpp>
#include <solidarity/circle/rosca_security.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace solidarity {

namespace detail {
struct RoscaFold {
  using Terms = RoscaTerms;
  using Event = RoscaEvent;
  using Position = RoscaPosition;
  static Problems problems(const RoscaTerms& terms) { return validate(terms); }
  static RoscaPosition begin(const RoscaTerms& terms);
  static void advance(RoscaPosition& position, const RoscaTerms&, Date day) { position.as_of = day; }
  static void apply(RoscaPosition& position, const RoscaTerms& terms, const RoscaEvent& event);
};
}  // namespace detail

// A rotating circle.
//   Rosca circle({.opened_on = 2026y / January / 3, .contribution = 1'000 * KES, .members = {"amina", "beth"}});
//   circle.record({.on = 2026y / January / 3, .what = RoscaRound{.round = 1}});
//   circle.position(2026y / January / 3).rounds[0].pot  -> KES 2000.00, amina's
// Laws: each member takes the pot once; contributions = pots + dividends in every round and in all; what is missing has
// one who may claim it back, or was the taker's own; no cover gives more than is missing; box >= 0 on every day; an
// event reversed leaves the figures as if it had never been.
class Rosca {
 public:
  // Errors: the first of validate(terms).
  explicit Rosca(RoscaTerms terms) : book_(std::move(terms)) {}

  // Adds one fact.  Either all of it happens or nothing.  The same id with the same content changes nothing.
  // Errors: out_of_range (an amount, with the most that is possible; a round out of its turn; missed contributions that
  // leave less than the discount), invalid_state (a second pot, collateral missing or not free yet, bids without an
  // auction, a later fact that could not be any more), not_found, duplicate, idempotency_conflict, currency_mismatch,
  // closed_period, overflow.
  void record(RoscaEvent event) { book_.record(std::move(event)); }
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<RoscaEvent> events) { book_.record(std::move(events)); }

  // No event on or before `day` is accepted from now on.
  void close_through(Date day) { book_.close_through(day); }
  [[nodiscard]] std::optional<Date> closed_through() const noexcept { return book_.closed_through(); }

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] RoscaPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const {
    return book_.position(as_of, known_at);
  }

  [[nodiscard]] const RoscaTerms& terms() const noexcept { return book_.terms(); }
  [[nodiscard]] std::span<const RoscaEvent> events() const noexcept { return book_.events(); }  // in the order recorded
  [[nodiscard]] Currency currency() const noexcept { return terms().contribution.currency(); }

 private:
  detail::FactBook<detail::RoscaFold> book_;
};

}  // namespace solidarity
