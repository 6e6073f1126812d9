// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/liability/call_terms.hpp>
#include <solidarity/liability/fair_split.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace solidarity {

// One member as a call sees her: balances before the call, in minor units.
struct CallMember {
  std::int64_t due = 0;
  std::int64_t paid = 0;
  std::int64_t savings = 0;
  std::int64_t collateral = 0;          // already turned into cash
  std::int64_t cash_limit = unlimited;  // what she can pay today in cash as a peer
  std::int64_t cap_left = unlimited;    // of her cap per cycle
  std::int64_t principal = 0;           // for CoverSplit::by_principal
  std::int64_t outstanding = 0;         // for CoverSplit::by_outstanding
  std::int64_t weight = 0;              // for CoverSplit::by_weights
  bool excused = false;                 // never a peer: the dead, the exited, those who joined later
  bool not_called = false;              // peers do not answer for her now: the trigger or the notice is not reached
};

// Debtors for whom the same peers answer; members by number, all in order. A member may be on both sides, and never
// pays for herself.
struct LiabilityCircle {
  std::vector<std::uint32_t> debtors;
  std::vector<std::uint32_t> peers;
  friend bool operator==(const LiabilityCircle&, const LiabilityCircle&) = default;
};

struct CoverCall {
  CallTerms terms;
  std::span<const CallMember> members;  // in order of their ids' bytes; a member's number is her place here
  std::int64_t group_fund = 0;
  std::int64_t insurer_limit = 0;
  std::size_t turn = 0;  // who is first for an odd unit: this place, then on and around
  // Who answers for whom, when not all for all: every layer of peers asks circle after circle (see circles() in
  // terms.hpp).
  std::span<const LiabilityCircle> circles = {};
};

// How a member stands after the call.
struct CallStanding {
  std::int64_t shortfall;    // max(0, due - paid) before it
  std::int64_t uncovered;    // of the shortfall; stays her own debt
  std::int64_t savings;      // left
  std::int64_t cash;         // left of her cash limit
  std::int64_t contributed;  // for others
};

// One line of cover: `units` (above zero) from `by` for `debtor`.
struct CoverLine {
  std::uint32_t layer;  // index in CallTerms::layers
  CoverLayerKind kind;  // of that layer
  std::uint32_t debtor;
  std::optional<std::uint32_t> by;    // the debtor herself in own layers; no member for the group fund and the insurer
  std::optional<CoverSource> source;  // in layers of peers
  std::int64_t units;
  friend bool operator==(const CoverLine&, const CoverLine&) = default;
};

// What a call did. The spans belong to the workspace and hold until its next call.
struct CallResult {
  std::span<const CallStanding> members;
  std::int64_t fund_used = 0;
  std::int64_t insurer_used = 0;
  bool all_weights_zero = false;  // peers were asked, and the weights of all of them were zero
};

// The memory of calls on groups of up to `members` members: made once, used for every call.
class CallWorkspace {
 public:
  explicit CallWorkspace(std::size_t members);
  [[nodiscard]] std::size_t capacity() const noexcept { return standings.size(); }

  std::vector<CallStanding> standings;
  std::vector<std::int64_t> answered;     // by member: what is left of the part that peers answer for
  std::vector<std::uint32_t> defaulters;  // members with more than the tolerance left, in order
  std::vector<std::uint32_t> peers;       // the others, without the excused
  std::vector<std::uint32_t> asked;       // peers of one circle
  std::vector<std::uint32_t> seen;        // defaulters that a layer sees
  std::vector<std::int64_t> demand;       // of each that is seen
  std::vector<std::int64_t> covered;      // of each that is seen
  std::vector<std::int64_t> weights;      // of each peer
  std::vector<std::int64_t> caps;         // of each peer
  std::vector<std::int64_t> budgets;      // of each peer: her contribution, less what is spent of it
  std::vector<std::int64_t> parts;
  FairSplitScratch split;
};

// The members who are peers in this call: not excused, and not more than the tolerance short after their own money.
// Errors: those of cover_shortfalls.
[[nodiscard]] std::span<const std::uint32_t> peers_of(const CoverCall& call, CallWorkspace& workspace);

namespace detail {
struct CoverVisitor {
  void* context;
  void (*visit)(void* context, const CoverLine& line);
};
[[nodiscard]] CallResult cover_shortfalls(const CoverCall& call, CallWorkspace& workspace, CoverVisitor visitor);
}  // namespace detail

// Covers the shortfalls of a group, layer by layer: the debtor's own money, the group fund, the peers, the insurer.
// Pure and allocation-free: the meeting, the simulator and `solidarity cover` call it. `each` gets every line of cover
// in the order layer, (circle,) debtor, by, source.
// Laws, for every debtor x: cover + uncovered = shortfall, uncovered >= 0; x never contributes to x; peers give at most
// floor(share * what the layers before them left); defaulters give nothing (balances are those before the call); a peer
// gives at most her caps; fund and insurer at most their balances. The members' order only matters for odd units.
// Cost: linear in the members for each defaulter.
// Errors: those of validate(terms), out_of_range (a negative amount, more members than the workspace has room for),
// overflow (the shortfalls together exceed 2^63-1 units). Nothing has been visited when it refuses.
// Rules: docs/liability.md.
//   members due 1532.00 each, the last pays nothing, peers in cash      ->  766.00 from each of the two others
template <class Each>
requires std::is_invocable_v<Each&, const CoverLine&>
[[nodiscard]] CallResult cover_shortfalls(const CoverCall& call, CallWorkspace& workspace, Each&& each) {
  using Function = std::remove_reference_t<Each>;
  const auto visit = [](void* context, const CoverLine& line) { (*static_cast<Function*>(context))(line); };
  return detail::cover_shortfalls(call, workspace,
                                  {const_cast<void*>(static_cast<const void*>(std::addressof(each))), visit});
}

// The same without the lines.
[[nodiscard]] inline CallResult cover_shortfalls(const CoverCall& call, CallWorkspace& workspace) {
  return cover_shortfalls(call, workspace, [](const CoverLine&) {});
}

}  // namespace solidarity
