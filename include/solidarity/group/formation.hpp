// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/group/member.hpp>
#include <solidarity/group/membership.hpp>
#include <solidarity/group/rules.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace solidarity {

// A membership of the same person in another group.
struct OtherMembership {
  std::string group;
  Membership membership;
  friend bool operator==(const OtherMembership&, const OtherMembership&) = default;
};

// Every reason why `member` may not join on `day` the group of `members` (those of the day), in this order: those of
// validate(member); a member already (duplicate); the group is full (limit_exceeded); a membership elsewhere that has not
// ended by that day (invalid_state; ended ones never count); her household, her relatives, each way (invalid_state);
// another village or activity (invalid_state); born after that day, too young, too old (out_of_range). What a rule needs
// and is not known is invalid_state. Fields are those of Member. Empty: she may join.
// Law: memberships that ended, and loans of any kind, change nothing.
//   {limit_exceeded, "", "the group has 5 members; the rules admit 5: she joins another group"}
[[nodiscard]] Problems joining_problems(const GroupRules& rules, const Member& member,
                                        std::span<const Member* const> members,
                                        std::span<const OtherMembership> elsewhere, Date day);
[[nodiscard]] Problems joining_problems(const GroupRules& rules, const Member& member, std::span<const Member> members,
                                        std::span<const OtherMembership> elsewhere, Date day);

enum class GroupStage : std::uint8_t {
  forming = 1,  // too few members: it meets and saves, and lends nothing
  active,
};
[[nodiscard]] std::string_view to_text(GroupStage stage) noexcept;

// Law: active <=> size >= min_size, and at least one.
[[nodiscard]] GroupStage stage_of(const GroupRules& rules, std::size_t size) noexcept;

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::GroupStage> : solidarity::text_formatter<solidarity::GroupStage> {};
