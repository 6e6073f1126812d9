// SPDX-License-Identifier: MIT
// How late a group is, and what it is.  docs/groups.md, section 7.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/loan/position.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace solidarity {

enum class GroupArrearsRule : std::uint8_t {
  member_days = 1,  // the members' days past due, added up
  worst_member,     // the most that one member is past due
  after_guarantee,  // days since a shortfall was left uncovered: while peers pay, the group is not late
};
[[nodiscard]] std::string_view to_text(GroupArrearsRule rule) noexcept;

// Days past due of the group on `day` by `rule`; what the other rules need is not looked at.
// Laws: worst_member <= member_days <= worst_member x members; all zero when no member is late and nothing is uncovered;
// the order of members changes nothing.  Errors: out_of_range (days below zero).
//   members 0, 3 and 17 days late, uncovered since 5 days  ->  20, 17, 5
[[nodiscard]] std::int64_t group_days_past_due(GroupArrearsRule rule, std::span<const std::int32_t> days_of_members,
                                               std::optional<Date> uncovered_since, Date day);

// A group's debt as one word, from the loans of its members. Applications rejected or withdrawn are no loans.
enum class GroupDebt : std::uint8_t {
  none = 1,     // no loans
  active,       // one is active
  pending,      // none is; one is applied for or approved
  overpaid,     // none of these; one holds money of a member
  written_off,  // none of these; one was lost
  closed,       // all are closed
};
[[nodiscard]] std::string_view to_text(GroupDebt debt) noexcept;

// Laws: closed <=> there are loans and all are closed; the order changes nothing.
[[nodiscard]] GroupDebt group_debt(std::span<const LoanStatus> loans) noexcept;

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::GroupArrearsRule> : solidarity::text_formatter<solidarity::GroupArrearsRule> {};
template <>
struct fmt::formatter<solidarity::GroupDebt> : solidarity::text_formatter<solidarity::GroupDebt> {};
