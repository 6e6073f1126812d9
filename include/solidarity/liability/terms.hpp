// SPDX-License-Identifier: MIT
// The liability terms of a product: what a call (call.hpp) leaves open is decided here. docs/liability.md, section 2.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/liability/call.hpp>
#include <solidarity/liability/claims.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace solidarity {

// ---- Who answers for whom. Members are numbered by their place in the call.

struct NoLiability {};            // nobody: a call has its own, fund and insurer layers only
struct SeveralLiability {};       // each peer for her part of what is called, and no more: CallTerms::several
struct JointAndSeveral {};        // any peer for all of it, up to her caps
struct SubGroups {                // joint and several within a sub-group, nothing beyond it
  std::vector<std::uint32_t> of;  // the sub-group of each member
};
struct Guarantee {
  std::uint32_t guarantor;
  std::uint32_t debtor;
  friend bool operator==(const Guarantee&, const Guarantee&) = default;
};
struct NamedPairs {  // only the named guarantors of a debtor
  std::vector<Guarantee> pairs;
};
using LiabilityRegime = std::variant<NoLiability, SeveralLiability, JointAndSeveral, SubGroups, NamedPairs>;

// Whether `peer` may be called for `debtor`.  Law: nobody answers for herself, under any regime.
[[nodiscard]] bool answers_for(const LiabilityRegime& regime, std::uint32_t peer, std::uint32_t debtor);

// The circles of a group of `members`, for CoverCall::circles: every member is a debtor of exactly one, and its peers
// are those who answer for her. A group under several, or joint and several, liability is one circle.
[[nodiscard]] std::vector<LiabilityCircle> circles(const LiabilityRegime& regime, std::size_t members);

// ---- When: at the meeting, or later

struct CallTrigger {
  int days_past_due = 0;  // called when at least so late; 0: at the meeting
  int notice_days = 0;    // ... and so many days after the peers were told
};

// Whether peers are called on `on` for a debt that is `days_past_due` late and was told to them on `noticed_on`.
// Law: once called, called on every later day that the debt stays.
[[nodiscard]] bool is_called(const CallTrigger& trigger, int days_past_due, std::optional<Date> noticed_on, Date on);

// ---- How much: caps of one peer

struct AbsoluteCap {
  std::int64_t units;
};
struct InstallmentsCap {  // a multiple of her own installment: 200_pct is two of them
  Rate multiple;
};
struct OwnSavingsCap {};  // what she has saved
using LiabilityCap = std::variant<AbsoluteCap, InstallmentsCap, OwnSavingsCap>;

struct LiabilityCaps {
  std::optional<LiabilityCap> per_call = {};
  std::optional<LiabilityCap> per_cycle = {};
  std::optional<LiabilityCap> per_member = {};  // over all cycles
};

// A peer as her caps see her, in minor units.
struct PeerRecord {
  std::int64_t installment = 0;
  std::int64_t savings = 0;
  std::int64_t given_in_cycle = 0;
  std::int64_t given_ever = 0;
};

// The cap in minor units; a multiple is rounded down.
[[nodiscard]] std::int64_t cap_units(const LiabilityCap& cap, const PeerRecord& peer);
// CallMember::cap_left: the least that any cap leaves, zero or more; `unlimited` without caps.
[[nodiscard]] std::int64_t cap_left(const LiabilityCaps& caps, const PeerRecord& peer);

// ---- When the defaulter pays later

enum class RecoveryOrder : std::uint8_t {
  lender_first = 1,  // her own debt, then those who paid for her
  claimants_first,
  pro_rata,  // in proportion to what she owes each side
};
[[nodiscard]] std::string_view to_text(RecoveryOrder order) noexcept;

struct DividedRecovery {
  std::int64_t to_lender = 0;
  std::int64_t to_claimants = 0;  // the amount of a recovery over the claims
  std::int64_t surplus = 0;       // exceeds both; stays hers
  friend bool operator==(const DividedRecovery&, const DividedRecovery&) = default;
};

// Divides what the debtor pays between the lender, to whom `owed` is open, and the claimants, to whom `claimed` is.
// Laws: the three parts add up to `units`; neither side gets more than is open; nothing is surplus while something is
// open.
// Errors: out_of_range (a negative amount).
//   divide_recovery(100, 300, 100, RecoveryOrder::pro_rata)  ->  75 to the lender, 25 to the claimants
[[nodiscard]] DividedRecovery divide_recovery(std::int64_t units, std::int64_t owed, std::int64_t claimed,
                                              RecoveryOrder order);

// ---- What else follows

enum class Exclusion : std::uint8_t { nobody = 1, defaulter, group };

struct Consequences {
  std::optional<int> blocks_new_loans_after_days = {};  // of the group, while any member is later than that
  Exclusion excludes = Exclusion::nobody;               // from further loans
  bool loses_cycle = false;                             // the defaulter's progress
  bool releases_only_on_time = false;                   // staggered disbursements wait for an on-time record
};

// Whether the group may not borrow while its latest member is `worst_days` past due.
[[nodiscard]] bool blocks_new_loans(const Consequences& consequences, int worst_days);

// ---- All of it

struct JointLiability {
  LiabilityRegime regime;
  std::vector<CoverLayer> layers;
  Rate share = Rate::of_ticks(Rate::one);
  CoverSplit split = CoverSplit::equal;
  std::int64_t tolerance = 0;
  CallTrigger trigger = {};
  LiabilityCaps caps = {};
  RecoveryOrder recovery_order = RecoveryOrder::lender_first;
  RecoveryRule recovery_rule = RecoveryRule::first_in;
  std::optional<Rate> claim_interest_per_year = {};  // simple, see claim_interest
  Consequences consequences = {};
};

// The terms of one call for these terms; spans point into `terms`.
[[nodiscard]] CallTerms call_terms(const JointLiability& terms);

// Everything that contradicts itself: those of the call; a guarantee of oneself or in a circle (A for B, B for A:
// neither would be worth anything), twice or of nobody; days or an interest below zero; layers of peers where nobody
// answers.
[[nodiscard]] Problems validate(const JointLiability& terms, std::size_t members);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::RecoveryOrder> : solidarity::text_formatter<solidarity::RecoveryOrder> {};
