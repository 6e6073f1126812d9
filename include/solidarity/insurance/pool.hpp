// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/insurance/pool_position.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace solidarity {

// Who lends to the pool when it cannot pay.
struct Backstop {
  std::string name;                 // 1 to 128 bytes
  std::optional<Money> limit = {};  // owed at once at most
  friend bool operator==(const Backstop&, const Backstop&) = default;
};

struct PoolTerms {
  Date opened_on;
  Money opening;  // zero or more; its currency is the pool's
  std::optional<Backstop> backstop = {};
  friend bool operator==(const PoolTerms&, const PoolTerms&) = default;
};
[[nodiscard]] Problems validate(const PoolTerms& terms);

// The covers of one currency, their claims, and the money that pays them.  Every figure follows from the events.
//   Pool pool({.opened_on = 2026y / January / 1, .opening = 5'000 * INR});
//   pool.record({.on = 2026y / January / 5, .what = CoverOpened{cover}});
//   pool.record({.on = 2026y / January / 5, .what = PremiumReceived{"c1", 120 * INR}});
//   pool.position(2026y / January / 31).pool().balance()
// Laws: cash() >= 0 in every account after every event, so balance() >= -owed_to_backstop(); the position after record
// is that of replaying all events; an event reversed leaves the figures as if it had never been; a question about a
// past day has one answer for ever.
class Pool {
 public:
  // Errors: the first of validate(terms).
  explicit Pool(PoolTerms terms);

  // Adds one fact.  Either all of it happens or nothing. The same id with the same content changes nothing.
  // A fact of an earlier day is sorted in; what comes after it happens again and must still be possible.
  // Errors: out_of_range (with the most that is possible), invalid_state (not covered, a claim out of turn, a later
  // fact that could not be any more), not_found, duplicate (a cover, a claim for an event, or a reversal, the second
  // time), idempotency_conflict, contradictory_terms, currency_mismatch, closed_period, overflow.
  void record(PoolEvent event);
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<PoolEvent> events);

  // No event on or before `day` is accepted from now on.
  void close_through(Date day);
  [[nodiscard]] std::optional<Date> closed_through() const noexcept { return closed_; }

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] PoolPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const;

  // The payments that the queues allow on `on`, ready to be recorded, and before them the call on the backstop that
  // they need: in each account by turn, until a claim cannot be paid; of that one a part when its policy is in_part.
  // Errors: out_of_range (a day before the last fact: the money of that day may be spent already).
  [[nodiscard]] std::vector<PoolEvent> settlement(Date on) const;

  [[nodiscard]] const PoolTerms& terms() const noexcept { return terms_; }
  [[nodiscard]] std::span<const PoolEvent> events() const noexcept { return events_; }  // in the order recorded
  [[nodiscard]] Currency currency() const noexcept { return terms_.opening.currency(); }

 private:
  [[nodiscard]] const PoolEvent* named(const std::string& id) const;
  [[nodiscard]] bool is_repeated(const PoolEvent& event) const;
  void check(const PoolEvent& event) const;
  void check_reversal(const PoolEvent& event) const;
  void check_history(Date from) const;
  [[nodiscard]] PoolPosition fold(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                                  PoolEvent* fresh = nullptr) const;
  void append(PoolEvent& event);
  void insert(PoolEvent& event);

  PoolTerms terms_;
  std::vector<PoolEvent> events_;
  std::unordered_map<std::string, std::uint32_t> sequences_;  // by id
  PoolPosition live_;                                         // all events folded
  std::optional<Date> closed_;
};

}  // namespace solidarity
