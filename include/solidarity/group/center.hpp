// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/group.hpp>
#include <solidarity/group/membership.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

// Groups that meet together. It holds no money: everything of it is the sum of its groups.
//   Center center{.id = "riverside", .rules = rules::grameen_center(BDT)};
//   join(center, lotus, 2026y / January / 5);
struct Center {
  std::string id;
  GroupRules rules;                     // their sizes count groups
  std::vector<Membership> groups = {};  // by id, as [joined, left)
  friend bool operator==(const Center&, const Center&) = default;
};

// Every reason why there is no such center: problems of the rules below "/rules", of the memberships below "/groups", a
// day on which it has more groups than the rules admit.
[[nodiscard]] Problems validate(const Center& center);

// A group comes, or goes. Nothing changes when it is refused.
// Errors: limit_exceeded (full), duplicate (in it already), currency_mismatch, invalid_state (in none; a day before the
// last change), and what validate finds.
void join(Center& center, const Group& group, Date on);
void leave(Center& center, std::string_view group, Date on);

[[nodiscard]] std::vector<std::string> groups_on(const Center& center, Date day);  // ids, in order

// How a center stands at the end of a day; minor units. Law: every figure is the sum over its groups of that day.
struct CenterPosition {
  Date as_of;
  std::size_t groups = 0;
  std::size_t members = 0;
  std::int64_t outstanding = 0;
  std::int64_t overdue = 0;
  std::int64_t savings = 0;
  std::int64_t claims_open = 0;  // between members
  friend bool operator==(const CenterPosition&, const CenterPosition&) = default;
};

// `groups`: at least those of the day, in any order.  Errors: not_found (one of the day is missing).
[[nodiscard]] CenterPosition position_of(const Center& center, std::span<const Group* const> groups, Date as_of);

// One sheet for each group of the day, in order of id.  Errors: as position_of.
[[nodiscard]] std::vector<CollectionSheet> collection_sheets(const Center& center, std::span<const Group* const> groups,
                                                             Date on);

}  // namespace solidarity
