// SPDX-License-Identifier: MIT
// Circles for the tests: from the first of January 2026, shares of KES 5.00.
#pragma once

#include <solidarity/circle/rosca.hpp>
#include <solidarity/circle/share_capital.hpp>
#include <solidarity/circle/vsla.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "generators.hpp"
#include "refusal.hpp"

namespace test {

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::KES;

inline Date day(int month, int day) { return Date::of(2026, month, day); }
inline Money kes(std::int64_t units) { return Money::of_units(units, KES); }

inline VslaTerms vsla_terms() { return {.opened_on = day(1, 1), .share_price = 5 * KES, .charge = 10_pct}; }

inline void record(Vsla& circle, Date on, VslaAction what, std::string id = {}) {
  circle.record(VslaEvent{.on = on, .what = std::move(what), .id = std::move(id)});
}
inline void record(Rosca& circle, Date on, RoscaAction what, std::string id = {}) {
  circle.record(RoscaEvent{.on = on, .what = std::move(what), .id = std::move(id)});
}
inline void record(ShareCapital& capital, Date on, ShareAction what, std::string id = {}) {
  capital.record(ShareEvent{.on = on, .what = std::move(what), .id = std::move(id)});
}

inline Vsla vsla_of(const std::vector<std::string>& members, VslaTerms terms = vsla_terms()) {
  Vsla circle(std::move(terms));
  for (const std::string& member : members) record(circle, day(1, 1), VslaJoined{member});
  return circle;
}

inline void meet(Vsla& circle, Date on, std::vector<VslaLine> lines, std::string id = {}) {
  record(circle, on, VslaMeeting{std::move(lines)}, std::move(id));
}

// What `call` refuses; and that nothing has changed.
template <class Circle, class Action>
std::string refused_on(Circle& circle, Date on, Action what, std::string id = {}) {
  const auto before = circle.position(day(12, 31));
  const std::size_t known = circle.events().size();
  const std::string text = refusal([&] { return record(circle, on, std::move(what), std::move(id)), 0; });
  CHECK(circle.position(day(12, 31)) == before);
  CHECK(circle.events().size() == known);
  return text;
}

// All facts again, one after the other.
template <class Circle>
Circle replayed(const Circle& circle) {
  Circle again(circle.terms());
  for (auto event : circle.events()) {
    event.sequence = 0;
    again.record(event);
  }
  return again;
}

}  // namespace test
