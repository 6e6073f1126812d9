// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

enum class MemberState : std::uint8_t {
  member = 1,
  left,
  expelled,
  dead,
  moved,  // to another group
};
[[nodiscard]] std::string_view to_text(MemberState state) noexcept;

// How one person stands at the end of a day; minor units. Of all her loans here, and of her savings with the group.
struct MemberPosition {
  std::string id;
  MemberState state;
  Date joined;  // the last time
  std::optional<Date> ended = {};
  std::int64_t outstanding = 0;
  std::int64_t overdue = 0;  // of rows due before the day
  std::int64_t due = 0;      // of rows due on the day
  std::int64_t credit = 0;   // paid too much, on loans or (after a correction) on none
  std::int64_t savings = 0;
  std::int64_t held = 0;        // of the savings
  std::int64_t fines = 0;       // due
  std::int64_t receivable = 0;  // what she may claim of others
  std::int64_t payable = 0;     // what others may claim of her, without interest
  std::int64_t kept_apart =
      0;  // of what is overdue: outside the share of an earlier call, nobody is called for it again
  std::int64_t estate_owes = 0;  // after her death
  std::int32_t days_past_due = 0;
  std::int32_t cycle = 0;  // closed loans
  friend bool operator==(const MemberPosition&, const MemberPosition&) = default;
};

// How a group stands at the end of a day. Law: every total is the sum of its members.
struct GroupPosition {
  Date as_of;
  Currency currency;
  bool dissolved = false;
  std::vector<MemberPosition> members = {};  // everybody who ever was one, in order of id
  std::int64_t group_fund = 0;
  std::int64_t social_fund = 0;
  std::int64_t difference = 0;               // cash declared missing, over all meetings
  std::int64_t due_to_insurer = 0;           // recovered for the insurer
  std::int64_t own_outstanding = 0;          // loans of the group itself
  std::optional<Date> uncovered_since = {};  // a shortfall that nobody covered, still open

  [[nodiscard]] std::int32_t size() const noexcept;                              // members of the day
  [[nodiscard]] std::int64_t total(std::int64_t MemberPosition::*figure) const;  // of everybody
  [[nodiscard]] const MemberPosition& member(std::string_view id) const;         // Errors: not_found.
  friend bool operator==(const GroupPosition&, const GroupPosition&) = default;
};

// A claim with names: ids of members, "@group_fund", "@insurer", "@estate:sita".
struct NamedClaim {
  Date on;
  std::string by;
  std::string debtor;
  std::int64_t amount;
  std::int64_t open;
  friend bool operator==(const NamedClaim&, const NamedClaim&) = default;
};

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::MemberState> : solidarity::text_formatter<solidarity::MemberState> {};
