// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/liability/call.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace solidarity {

// Who holds a claim: a person by a dense number (a member, a former one, an estate), the group fund, or the insurer.
// Ordered persons, fund, insurer: the order in which claims of one day are repaid.
class Party {
 public:
  [[nodiscard]] static constexpr Party person(std::uint32_t number) noexcept { return Party(number); }
  [[nodiscard]] static constexpr Party group_fund() noexcept { return Party(fund_); }
  [[nodiscard]] static constexpr Party insurer() noexcept { return Party(insurer_); }

  [[nodiscard]] constexpr bool is_person() const noexcept { return value_ < fund_; }
  [[nodiscard]] constexpr std::uint32_t number() const noexcept { return value_; }  // of a person

  friend constexpr auto operator<=>(Party, Party) = default;

 private:
  static constexpr std::uint32_t insurer_ = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t fund_ = insurer_ - 1;
  constexpr explicit Party(std::uint32_t value) noexcept : value_(value) {}
  std::uint32_t value_;
};

// What `by` paid for `debtor` on `on` and may claim back; `open` of `amount` is not recovered yet.
struct Claim {
  Date on;
  Party by;
  Party debtor;
  std::int64_t amount;
  std::int64_t open;
  friend bool operator==(const Claim&, const Claim&) = default;
};

// Collects the lines of a call on `on` into claims: one for what a peer (the fund, the insurer) gives for a debtor in
// one layer; none for a debtor's own money. In order of layer, by, debtor, after `claims`, which stay as they are.
// `persons`: the number of each member of the call as a Party; empty when it is her place in the call.
//   cover_shortfalls(call, workspace, [&](const CoverLine& line) { lines.push_back(line); });
//   append_claims(claims, lines, on);
void append_claims(std::vector<Claim>& claims, std::span<const CoverLine> lines, Date on,
                   std::span<const std::uint32_t> persons = {});

enum class RecoveryRule : std::uint8_t {
  first_in = 1,  // rank after rank: by day, and on one day persons before the fund before the insurer
  pro_rata,      // over all ranks at once
};
[[nodiscard]] std::string_view to_text(RecoveryRule rule) noexcept;

// What one claim receives.
struct AppliedToClaim {
  std::size_t claim;   // index
  std::int64_t units;  // above zero
  friend bool operator==(const AppliedToClaim&, const AppliedToClaim&) = default;
};

struct ClaimRecovery {
  std::vector<AppliedToClaim> applied;  // in order of rank and claim
  std::int64_t unapplied = 0;           // exceeds the open claims; goes to the debtor's own debt
};

// Divides `units` received from `debtor` among the open claims on her: within a rank allocate(what is left, open
// amounts), ties to the earlier claim. Changes nothing; `settle` does.
// Laws: applied + unapplied = units; no claim receives more than is open; with first_in nothing goes to a rank while an
// earlier one has something open.
// Errors: out_of_range (a negative amount).
[[nodiscard]] ClaimRecovery recovery(std::span<const Claim> claims, Party debtor, std::int64_t units,
                                     RecoveryRule rule);

// The same for the claims of one holder alone, by rank: what a waiver or a set-off takes.
[[nodiscard]] ClaimRecovery recovery_between(std::span<const Claim> claims, Party by, Party debtor, std::int64_t units);

// Takes what was applied off the open amounts.
void settle(std::span<Claim> claims, const ClaimRecovery& recovery);

// What two parties owe each other and can set off: the smaller of what each may claim of the other.
[[nodiscard]] std::int64_t mutual(std::span<const Claim> claims, Party a, Party b);

// Open claims of `party` on others, what others may claim of it, and the first less the second.
[[nodiscard]] std::int64_t receivable(std::span<const Claim> claims, Party party);
[[nodiscard]] std::int64_t payable(std::span<const Claim> claims, Party party);
[[nodiscard]] std::int64_t net_position(std::span<const Claim> claims, Party party);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::RecoveryRule> : solidarity::text_formatter<solidarity::RecoveryRule> {};
