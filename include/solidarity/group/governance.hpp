// SPDX-License-Identifier: MIT
// One member, one vote.  docs/groups.md, section 2.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/money/rate.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

struct Ballot {
  std::string voter;
  std::string choice;  // a member
  friend bool operator==(const Ballot&, const Ballot&) = default;
};

enum class VoteOutcome : std::uint8_t {
  carried = 1,  // somebody is elected, the resolution is adopted
  no_quorum,    // too few voted
  tie,          // the most votes were given twice, or yes and no were equal
  no_majority,  // the most were not more than half, or no prevailed
};
[[nodiscard]] std::string_view to_text(VoteOutcome outcome) noexcept;

struct VoteCount {
  std::string choice;
  std::size_t votes;
  friend bool operator==(const VoteCount&, const VoteCount&) = default;
};

// How an election went. `winner` is there exactly when it was carried.
struct ElectionResult {
  VoteOutcome outcome;
  std::optional<std::string> winner = {};
  std::size_t members = 0;  // who might have voted
  std::size_t voted = 0;
  std::size_t quorum = 0;              // who had to vote, at least one
  std::vector<VoteCount> counts = {};  // the most first, of equals in order of id
  friend bool operator==(const ElectionResult&, const ElectionResult&) = default;
};

struct ResolutionResult {
  VoteOutcome outcome;
  std::size_t members = 0;
  std::size_t quorum = 0;
  std::size_t yes = 0;
  std::size_t no = 0;
  [[nodiscard]] bool adopted() const noexcept { return outcome == VoteOutcome::carried; }
  friend bool operator==(const ResolutionResult&, const ResolutionResult&) = default;
};

// The members who must vote: the least whole number not below `quorum` of `members`, and at least one.
//   quorum_of(5, 50_pct) -> 3
[[nodiscard]] std::size_t quorum_of(std::size_t members, std::optional<Rate> quorum);

// Every ballot that cannot count: of a voter, or for somebody, who is no member (not_found, "/2/voter"); of a voter for
// the second time (duplicate).
[[nodiscard]] Problems ballot_problems(std::span<const std::string> members, std::span<const Ballot> ballots);
// The same for lists of voters; fields are "/yes/2", "/no/0". Who is on both votes twice.
[[nodiscard]] Problems vote_problems(std::span<const std::string> members, std::span<const std::string> yes,
                                     std::span<const std::string> no);

// The member with more than half of the votes cast, when at least the quorum of `members` (those of the day) voted; else
// nobody, and why.
// Laws: the order of ballots and of members changes nothing; one more ballot for the winner never unseats her.
// Errors: invalid_state (no members), the first of ballot_problems.
//   elect({asha, meena, rani, sita, uma}, 60_pct, {{asha, rani}, {meena, rani}, {sita, uma}}).winner  ->  rani
[[nodiscard]] ElectionResult elect(std::span<const std::string> members, std::optional<Rate> quorum,
                                   std::span<const Ballot> ballots);

// Adopted when more than half of the votes cast are yes, and at least the quorum of `members` voted.
// Errors: invalid_state (no members), the first of vote_problems.
[[nodiscard]] ResolutionResult resolve(std::span<const std::string> members, std::optional<Rate> quorum,
                                       std::span<const std::string> yes, std::span<const std::string> no);

// ---- Officers

// The days [from, until) of somebody in an office.
struct OfficerTerm {
  std::string office;
  std::string member;
  Date from;
  std::optional<Date> until = {};  // until the next one when absent
  friend bool operator==(const OfficerTerm&, const OfficerTerm&) = default;
};

// Who holds `office` on `day`: of the terms of that office that have begun, the one that began last (of those of one day
// the last in the list), unless it is over. A term that is over does not give the office back to an earlier one.
[[nodiscard]] std::optional<std::string> officer_on(std::span<const OfficerTerm> terms, std::string_view office,
                                                    Date day);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::VoteOutcome> : solidarity::text_formatter<solidarity::VoteOutcome> {};
