// SPDX-License-Identifier: MIT
// What was written down at a meeting, on one sheet.  docs/groups.md, section 3.
// Laws: a meeting is one fact, all of it or nothing; cash counted + difference = cash in - cash out.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/group/governance.hpp>
#include <solidarity/liability/call.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/product/loan_terms.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace solidarity {

// A loan handed out: to a member, or to the group itself when nobody is named.
struct LoanGrant {
  std::string id;  // 1 to 128 of [A-Za-z0-9._:-], unique in the group
  std::string member = {};
  LoanTerms terms;    // disbursed_on is the day of the event
  bool joint = true;  // under the group's liability
  std::string product = {};
  friend bool operator==(const LoanGrant&, const LoanGrant&) = default;
};

// One line of money: a member and an amount above zero.
struct MemberLine {
  std::string member;
  Money amount;
  friend bool operator==(const MemberLine&, const MemberLine&) = default;
};

struct RepaymentLine {
  std::string member;
  Money amount;
  std::string loan = {};                   // her loans, oldest first, when absent
  std::optional<Money> to_claimants = {};  // of the amount; by the recovery order when absent: `record` writes it down
  friend bool operator==(const RepaymentLine&, const RepaymentLine&) = default;
};

// What somebody gave for `debtor`: a layer of the terms, or for `peers` a member and where her money came from.
struct MeetingCover {
  std::string debtor;
  CoverLayerKind kind;
  std::uint32_t layer = 0;  // index in JointLiability::layers
  std::string by = {};      // the debtor herself in own layers; nobody for the fund and the insurer
  std::optional<CoverSource> source = {};
  Money amount;
  friend bool operator==(const MeetingCover&, const MeetingCover&) = default;
};

struct Election {
  std::string office;  // "chair"
  std::vector<Ballot> ballots;
  friend bool operator==(const Election&, const Election&) = default;
};
struct Resolution {
  std::string name;
  std::vector<std::string> yes;
  std::vector<std::string> no = {};
  friend bool operator==(const Resolution&, const Resolution&) = default;
};

// One line for each thing that happened; what nobody wrote (a split, a division, a cover) is computed by `record` and
// written down: what people handed over is a fact, whatever is corrected later.
//   Meeting{.repayments = {{"asha", 150 * INR}, {"meena", 150 * INR}}, .cash_counted = 300 * INR}
//   Meeting{.lump_sum = 766 * INR}                                     split by what each member owes
struct Meeting {
  std::vector<std::string> absent = {};
  std::vector<std::string> late = {};
  std::vector<MemberLine> fines = {};  // paid
  std::vector<MemberLine> deposits = {};
  std::vector<MemberLine> withdrawals = {};
  std::vector<RepaymentLine> repayments = {};
  std::optional<Money> lump_sum = {};  // instead of fines, deposits and repayments, or their sum

  bool is_sheet = true;  // false: a payment at the counter; a member is on one sheet a day only

  bool calls = true;                         // for those who did not pay
  std::vector<MemberLine> cash_limits = {};  // what a peer can give in cash for others ...
  std::optional<Money> cash_limit = {};      // ... and everybody who has no line; nothing when absent
  std::vector<MemberLine> collateral = {};   // pledges of debtors, turned into cash
  std::optional<Money> insurer_limit = {};   // nothing when absent
  // What was given for others: by the call when absent, and then also what stays outside the share.
  std::optional<std::vector<MeetingCover>> covers = {};
  std::vector<MemberLine> outside_share = {};

  std::vector<LoanGrant> loans = {};
  std::vector<Election> elections = {};
  std::vector<Resolution> resolutions = {};

  std::optional<Money> cash_counted = {};
  std::optional<Money> difference = {};  // in - out - counted: positive when money is missing
  friend bool operator==(const Meeting&, const Meeting&) = default;
};

}  // namespace solidarity
