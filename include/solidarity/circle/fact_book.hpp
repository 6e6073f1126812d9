// SPDX-License-Identifier: MIT
// circle: members who save together and share what it earned.  docs/groups.md, section 9.
// Law: what is shared out = what was saved + earned - owed; no unit is made or lost.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace solidarity {

// The event whose id is `of` was a mistake: from the day of the reversal on it never happened.
struct CircleReversal {
  std::string of;
  friend bool operator==(const CircleReversal&, const CircleReversal&) = default;
};

namespace detail {

// What Vsla, Rosca and ShareCapital have in common: facts that are only ever added, and the position that follows
// from them in the order of (on, sequence).  `Fold` says what one fact does:
//   Terms, Event, Position                           an Event has on, what, id, sequence; what may be a CircleReversal
//   static Position begin(terms)                     before the first fact
//   static void advance(position, terms, day)        what time alone brings about, up to the morning of the day
//   static void apply(position, terms, event)        throws, and may leave the position half changed: it is a copy
//   static Problems problems(terms)                  why no circle can be kept by these terms
template <class Fold>
class FactBook {
 public:
  using Terms = typename Fold::Terms;
  using Event = typename Fold::Event;
  using Position = typename Fold::Position;

  explicit FactBook(Terms terms);

  void record(Event event);
  void record(std::vector<Event> events);
  void close_through(Date day);
  [[nodiscard]] Position position(Date as_of, std::optional<std::uint32_t> known_at = {}) const;

  [[nodiscard]] const Terms& terms() const noexcept { return terms_; }
  [[nodiscard]] std::span<const Event> events() const noexcept { return events_; }
  [[nodiscard]] std::optional<Date> closed_through() const noexcept { return closed_; }
  [[nodiscard]] Date last_day() const noexcept { return last_; }

 private:
  [[nodiscard]] const Event* named(const std::string& id) const;
  [[nodiscard]] bool is_repeated(const Event& event) const;
  void check(const Event& event) const;
  void check_reversal(const Event& event) const;
  void check_history(Date from) const;
  [[nodiscard]] Position after(const Event& event);
  [[nodiscard]] std::vector<const Event*> standing(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                                                   const Event* fresh) const;
  [[nodiscard]] Position fold(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                              const Event* fresh = nullptr) const;

  Terms terms_;
  std::vector<Event> events_;                                 // in the order recorded
  std::unordered_map<std::string, std::uint32_t> sequences_;  // by id
  Position live_;                                             // all facts folded
  Date last_;                                                 // of any fact, or the opening
  std::optional<Date> closed_;
};

}  // namespace detail
}  // namespace solidarity
