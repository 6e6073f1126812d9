// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/wide.hpp>
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

// ---- What happens to claims. Amounts are minor units above zero.

// A call, or a payment of one for another: everything that it makes claimable. Reversed as one.
struct NewClaim {
  Party by;
  Party debtor;
  std::int64_t amount;
};
struct ClaimsMade {
  std::vector<NewClaim> claims;
};
// The debtor pays `amount` meant for claimants (divide_recovery says how much that is); what exceeds them is unapplied.
// With an interest: first allocate(min(amount, interest due), interest due of each claim), ties to the earlier claim.
struct ClaimsRecovered {
  Party debtor;
  std::int64_t amount;
  RecoveryRule rule = RecoveryRule::first_in;
  std::optional<Rate> interest_per_year = {};  // then the interest due on the claims is paid first
};
// The holder gives up `amount` of what she may claim of the debtor, older claims first.
struct ClaimWaived {
  Party by;
  Party debtor;
  std::int64_t amount;
};
// Two parties who owe each other: the smaller sum is taken off both sides, older claims first.
struct ClaimsSetOff {
  Party a;
  Party b;
};
// Everything that `from` may claim passes to `to`: her estate, or the insurer who paid her out.
struct ClaimsTransferred {
  Party from;
  Party to;
  std::optional<Rate> interest_per_year = {};  // then also claims of which interest alone is due
};
// Everything that others may claim of `from` is from now on owed by `to`: her estate, or the insurer.
struct DebtAssumed {
  Party from;
  Party to;
  std::optional<Rate> interest_per_year = {};  // as in ClaimsTransferred
};
// The fact of that number never happened, as of the day of this one.
struct ClaimFactReversed {
  std::size_t fact;
};

struct ClaimFact {
  Date on;
  std::variant<ClaimsMade, ClaimsRecovered, ClaimWaived, ClaimsSetOff, ClaimsTransferred, DebtAssumed,
               ClaimFactReversed>
      what;
};

// ---- What follows from it

// What became of a claim: claim.amount = open + recovered + waived + set_off + transferred.
struct ClaimHistory {
  std::size_t fact;  // that made it, or passed it on
  std::int64_t recovered = 0;
  std::int64_t waived = 0;
  std::int64_t set_off = 0;
  std::int64_t transferred = 0;  // goes on as a claim of its own, with the day and the interest of this one
  std::int64_t interest_paid = 0;
  wide unit_days = 0;  // what was open at the end of each day from its making, summed up to the day of the question
};

struct UnappliedRecovery {
  std::size_t fact;
  Party debtor;
  std::int64_t units;  // goes to the debtor's own debt
};

struct ClaimsPosition {
  Date as_of;
  std::vector<Claim> claims;  // in the order in which they were made
  std::vector<ClaimHistory> histories;
  std::vector<UnappliedRecovery> unapplied;
};

// Who paid what for whom on which day, what was recovered, what is open: as of any day.
// Facts are appended, never edited; a position is what follows from those up to a day, in order of day and number.
// Laws: what all may claim less what all owe is zero at every instant; open >= 0; reversing a fact gives the position
// as if it had never been, and changes nothing before the day of the reversal.
class ClaimsLedger {
 public:
  // Appends a fact and returns its number, counted from 0.  Nothing changes when it is refused.
  // Errors: out_of_range (an amount not above zero, a waiver of more than is open, a reversal before its fact),
  // invalid_state (a claim on oneself, a set-off of nothing, reversing a reversal, a fact of a later day that could not
  // be with this one), not_found (no such fact), duplicate (already reversed).
  std::size_t record(ClaimFact fact);

  [[nodiscard]] std::span<const ClaimFact> facts() const noexcept { return facts_; }

  // At the end of `day`, as known after the first `known` facts.
  [[nodiscard]] ClaimsPosition as_of(Date day) const { return as_of(day, facts_.size()); }
  [[nodiscard]] ClaimsPosition as_of(Date day, std::size_t known) const;

 private:
  void check(const ClaimFact& fact) const;
  void check_from(Date on) const;
  void append_in_order(ClaimFact fact);
  void insert_or_reverse(ClaimFact fact);

  std::vector<ClaimFact> facts_;
  std::optional<ClaimsPosition> latest_ = {};  // on the last day of any fact: facts in order then cost no replay
};

// Simple interest on what was open of a claim, day by day: R(unit_days * rate / 365), rounded once.
//   INR 766.00 open for 28 days at 12 % a year  ->  INR 7.05
[[nodiscard]] std::int64_t claim_interest(const ClaimHistory& history, Rate per_year,
                                          Rounding rounding = Rounding::half_up);

// The same less what was paid of it; zero or more.
[[nodiscard]] std::int64_t claim_interest_due(const ClaimHistory& history, Rate per_year);

}  // namespace solidarity
