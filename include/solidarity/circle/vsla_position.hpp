// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/vsla_event.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace solidarity {

struct VslaLoan {
  Date on;
  Date due;
  Money lent;
  Money principal;         // open
  Money charge;            // charged and not paid
  int months_charged = 0;  // since `on`
  [[nodiscard]] Money owed() const { return principal + charge; }
  [[nodiscard]] bool is_overdue(Date day) const { return day > due; }
  friend bool operator==(const VslaLoan&, const VslaLoan&) = default;
};

struct VslaMember {
  Date joined;
  std::int64_t shares = 0;            // in this cycle
  int missed = 0;                     // meetings of the cycle in a row, up to the last, without a share
  Money fines;                        // owed
  std::optional<VslaLoan> loan = {};  // while anything of it is open
  [[nodiscard]] Money owed() const { return loan ? fines + loan->owed() : fines; }
  friend bool operator==(const VslaMember&, const VslaMember&) = default;
};

// What one member had at a share-out.  part = set_off + fines_to_social + claims_paid + what is paid to her of it.
struct VslaShareOutLine {
  std::string member;
  std::int64_t shares;
  Money part;             // what her shares are worth
  Money set_off;          // against her loan and fines, kept by the loan fund
  Money fines_to_social;  // against fines that belong to the social fund
  Money claims_paid;      // to members who had paid for her
  Money claims_received;  // from members she had paid for
  Money social;           // her part of the social fund
  Money social_set_off;   // of it, against what she still owes either fund; stays there
  Money still_owed;       // goes on into the next cycle
  Money claims_open;      // on her, not recovered
  [[nodiscard]] Money paid() const {
    return part - set_off - fines_to_social - claims_paid + claims_received + social - social_set_off;
  }
  friend bool operator==(const VslaShareOutLine&, const VslaShareOutLine&) = default;
};

// Law: sum of part + retained = cash before + sum of set_off; sum of paid = cash of both funds before - after.
struct VslaShareOutReport {
  Date on;
  int cycle;
  std::vector<VslaShareOutLine> lines;  // by member
  Money retained;                       // in the loan fund, before social_set_off
  friend bool operator==(const VslaShareOutReport&, const VslaShareOutReport&) = default;
};

// How a circle stands at the end of a day: computed from its events, never stored as the truth.
struct VslaPosition {
  Date as_of;
  Money share_price;
  Money loan_fund;    // cash; never below zero
  Money social_fund;  // cash; never below zero
  int cycle = 1;
  int meetings = 0;  // of this cycle
  std::map<std::string, VslaMember> members = {};
  std::vector<VslaShareOutReport> share_outs = {};

  [[nodiscard]] std::int64_t shares() const;
  [[nodiscard]] Money savings() const { return share_price * shares(); }
  [[nodiscard]] Money lent() const;                                  // principal open
  [[nodiscard]] Money fund() const { return loan_fund + lent(); }    // charges and fines count when they are paid
  [[nodiscard]] Money profit() const { return fund() - savings(); }  // below zero: a loss
  [[nodiscard]] Money value_of_a_share() const;                      // fund / shares, down; the price without shares
  // Errors: not_found.
  [[nodiscard]] const VslaMember& member(const std::string& id) const;
  friend bool operator==(const VslaPosition&, const VslaPosition&) = default;
};

}  // namespace solidarity
