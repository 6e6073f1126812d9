// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/rosca_event.hpp>
#include <solidarity/liability/claims.hpp>

#include <map>
#include <string>
#include <vector>

namespace solidarity {

// One round and where its money went.
// Laws: pot + dividends + short_of = contribution x members; short_of = missed - covered.
struct RoscaRoundReport {
  int round;
  Date on;
  std::string taker;
  Money missed;     // not paid by those who owed it
  Money covered;    // of it, by collateral, guarantors and the fund
  Money short_of;   // the rest: the pot is smaller by it
  Money pot;        // the taker's
  Money set_off;    // of the pot, against what she owed others; the rest she takes home
  Money dividends;  // the discount of an auction, all members together
  friend bool operator==(const RoscaRoundReport&, const RoscaRoundReport&) = default;
};

struct RoscaMember {
  int place;             // in rosca_order, from 1
  int took_in = 0;       // the round of her pot; 0: not yet
  Money paid;            // contributions, by herself
  Money seized;          // contributions, from her own collateral
  Money missed_own_pot;  // contributions missed in the round of her own pot, which was smaller by them
  Money pot;
  Money dividends;
  Money collateral;  // deposited and still there
  Money recovered;   // paid to her on claims she had
  friend bool operator==(const RoscaMember&, const RoscaMember&) = default;
};

// How a circle stands at the end of a day: computed from its events, never stored as the truth.
// Law: contribution x rounds held = paid + seized + missed_own_pot + claims made on her, for every member.
struct RoscaPosition {
  Date as_of;
  Money fund;
  std::map<std::string, RoscaMember> members = {};
  std::vector<RoscaRoundReport> rounds = {};  // held
  // A person's number is her place in the order, from 0.  The taker of a smaller pot has a claim on who missed.
  std::vector<Claim> claims = {};

  [[nodiscard]] Money box() const;                              // the fund and all collateral
  [[nodiscard]] Money owed_by(const std::string& id) const;     // to all who paid for her.  Errors: not_found.
  [[nodiscard]] Money claimed_by(const std::string& id) const;  // of all she paid for.  Errors: not_found.
  friend bool operator==(const RoscaPosition&, const RoscaPosition&) = default;
};

}  // namespace solidarity
