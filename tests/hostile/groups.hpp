// SPDX-License-Identifier: MIT
// A group for hostile cases, and what it refuses: as text, with the proof that nothing has changed.
#pragma once

#include <solidarity/group/group.hpp>

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "group/groups.hpp"
#include "refusal.hpp"

namespace test {

inline constexpr solidarity::Date founded = solidarity::Date::of(2026, 1, 5);

struct SeenGroup {
  std::vector<solidarity::GroupEvent> events;
  std::vector<solidarity::GroupPosition> positions;
  std::vector<solidarity::NamedClaim> claims;
  friend bool operator==(const SeenGroup&, const SeenGroup&) = default;
};
inline SeenGroup seen(const solidarity::Group& group) {
  SeenGroup all{{group.events().begin(), group.events().end()}, {}, group.claims(founded + 400)};
  for (const int days : {-1, 0, 7, 14, 21, 100, 400}) all.positions.push_back(group.position(founded + days));
  return all;
}

inline void record(solidarity::Group& group, int day, solidarity::GroupAction what, std::string id = {}) {
  group.record({.on = founded + day, .what = std::move(what), .id = std::move(id)});
}

// In words; the group must be as before.
inline std::string refused(solidarity::Group& group, int day, solidarity::GroupAction what, std::string id = {}) {
  const SeenGroup before = seen(group);
  std::string said = refusal([&] {
    record(group, day, std::move(what), std::move(id));
    return 0;
  });
  CHECK(seen(group) == before);
  return said;
}

inline solidarity::Money inr(std::int64_t units) {
  return solidarity::Money::of_units(units, solidarity::iso4217::INR);
}

}  // namespace test
