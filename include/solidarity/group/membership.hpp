// SPDX-License-Identifier: MIT
// Who was a member when. Law: everything about a past day follows from the intervals.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

enum class MembershipEnd : std::uint8_t {
  left = 1,
  expelled,
  died,
  moved,  // to another group
};
[[nodiscard]] std::string_view to_text(MembershipEnd how) noexcept;

// The days [joined, left): a member from the day she joins, none on the day she leaves. [d, d) is no day.
//   Membership{.member = "asha", .joined = 2026y / January / 5, .left = 2027y / January / 4}
struct Membership {
  std::string member;
  Date joined;
  std::optional<Date> left = {};            // stays when absent
  MembershipEnd how = MembershipEnd::left;  // of no meaning while she stays
  [[nodiscard]] bool holds_on(Date day) const noexcept { return joined <= day && (!left || day < *left); }
  friend bool operator==(const Membership&, const Membership&) = default;
};

// The day since when `id` is a member on `day`; nothing when she is none.
[[nodiscard]] std::optional<Date> member_since(std::span<const Membership> memberships, std::string_view id,
                                               Date day) noexcept;
[[nodiscard]] bool is_member(std::span<const Membership> memberships, std::string_view id, Date day) noexcept;

// The ids of the members of `day`, each once, in order of their bytes.
[[nodiscard]] std::vector<std::string> members_on(std::span<const Membership> memberships, Date day);
[[nodiscard]] std::size_t size_on(std::span<const Membership> memberships, Date day);

// Whether a day lies in both.
[[nodiscard]] bool overlap(const Membership& a, const Membership& b) noexcept;

// Every membership of one group that cannot be: a wrong id (out_of_range), left before it began (out_of_range), sharing
// a day with another of the same member that began no later (duplicate). Fields are "/3/left", "/3".
[[nodiscard]] Problems validate(std::span<const Membership> memberships);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::MembershipEnd> : solidarity::text_formatter<solidarity::MembershipEnd> {};
