// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/vsla_position.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace solidarity {

namespace detail {
struct VslaFold {
  using Terms = VslaTerms;
  using Event = VslaEvent;
  using Position = VslaPosition;
  static Problems problems(const VslaTerms& terms) { return validate(terms); }
  static VslaPosition begin(const VslaTerms& terms);
  static void advance(VslaPosition& position, const VslaTerms& terms, Date day);
  static void apply(VslaPosition& position, const VslaTerms& terms, const VslaEvent& event);
};
}  // namespace detail

// A village savings and loan association: members buy shares at meetings, borrow from the box, and share it out.
//   Vsla circle({.opened_on = 2026y / January / 7, .share_price = 500 * KES, .charge = 5_pct});
//   circle.record({.on = 2026y / January / 7, .what = VslaJoined{"amina"}});
//   circle.record({.on = 2026y / January / 7, .what = VslaMeeting{{{.member = "amina", .shares = 3}}}});
//   circle.position(2026y / January / 31).loan_fund  -> KES 1500.00
// Laws: the cash of either fund is never below zero, after every fact of every day, also of one entered late; cash in -
// cash out = cash in the box; an event reversed leaves the figures as if it had never been; a question about a past day
// has one answer for ever; the order of a meeting's lines changes nothing.
class Vsla {
 public:
  // Errors: the first of validate(terms).
  explicit Vsla(VslaTerms terms) : book_(std::move(terms)) {}

  // Adds one fact.  Either all of it happens or nothing.  The same id with the same content changes nothing.
  // A fact of an earlier day is sorted in; what comes after it happens again and must still be possible.
  // Of a meeting with bad lines the first problem is thrown, naming the other bad lines.
  // Errors: out_of_range (an amount, with the most that is possible), invalid_state (has a loan, owes more than her
  // shares, a later fact that could not be any more), limit_exceeded (shares, months, the multiple of her savings),
  // not_found, duplicate (a member, a line, a reversal), idempotency_conflict, currency_mismatch, closed_period,
  // overflow.
  void record(VslaEvent event) { book_.record(std::move(event)); }
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<VslaEvent> events) { book_.record(std::move(events)); }

  // Every reason why `meeting` could not be held on `on` as the books stand at the end of that day, with the line in
  // the field ("/lines/2/loan"); empty when it could.
  [[nodiscard]] Problems problems(Date on, const VslaMeeting& meeting) const;

  // What a share-out on `on` would give, recording nothing.  Errors: as record.
  [[nodiscard]] VslaShareOutReport share_out(Date on, const VslaShareOut& how = {}) const;

  // No event on or before `day` is accepted from now on.
  void close_through(Date day) { book_.close_through(day); }
  [[nodiscard]] std::optional<Date> closed_through() const noexcept { return book_.closed_through(); }

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] VslaPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const {
    return book_.position(as_of, known_at);
  }

  [[nodiscard]] const VslaTerms& terms() const noexcept { return book_.terms(); }
  [[nodiscard]] std::span<const VslaEvent> events() const noexcept { return book_.events(); }  // in the order recorded
  [[nodiscard]] Currency currency() const noexcept { return terms().share_price.currency(); }

 private:
  detail::FactBook<detail::VslaFold> book_;
};

}  // namespace solidarity
