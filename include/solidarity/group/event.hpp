// SPDX-License-Identifier: MIT
// What happened to a group.  Laws: facts are never edited; the order is (on, sequence); what is reversed never happened.
#pragma once

#include <solidarity/group/meeting.hpp>
#include <solidarity/group/member.hpp>
#include <solidarity/loan/event.hpp>
#include <solidarity/loan/loan.hpp>
#include <solidarity/savings/account.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace solidarity {

// ---- Members

struct MemberJoins {
  Member member;
  friend bool operator==(const MemberJoins&, const MemberJoins&) = default;
};
// Her savings are paid out. Her debts must be paid, or are paid now when she buys herself out.
struct MemberLeaves {
  std::string member;
  bool buy_out = false;
  std::string duty_to = {};            // who takes over that she answers for others' loans
  std::optional<Money> paid = {};      // to buy herself out, less what is hers: `record` writes it down ...
  std::optional<Money> paid_out = {};  // ... and her savings
  friend bool operator==(const MemberLeaves&, const MemberLeaves&) = default;
};
struct MemberExpelled {
  std::string member;
  std::optional<Resolution> by = {};  // required where the rules have a quorum
  friend bool operator==(const MemberExpelled&, const MemberExpelled&) = default;
};
// No peer in calls through `until`, or for ever.
struct MemberExcused {
  std::string member;
  std::optional<Date> until = {};
  friend bool operator==(const MemberExcused&, const MemberExcused&) = default;
};
// On the day of her death, entered when it becomes known. Her loans are paid off as of that day; what the four do not
// pay is owed by her estate.
struct MemberDies {
  std::string member;
  std::optional<Money> savings = {};  // her own
  std::optional<Money> insurance = {};
  std::optional<Money> fund = {};
  std::optional<Money> written_off = {};
  friend bool operator==(const MemberDies&, const MemberDies&) = default;
};
struct EstatePays {
  std::string member;
  Money amount;
  std::optional<Money> to_claimants = {};  // `record` writes it down
  friend bool operator==(const EstatePays&, const EstatePays&) = default;
};
// The peers were told that she is late.
struct NoticeGiven {
  std::string member;
  friend bool operator==(const NoticeGiven&, const NoticeGiven&) = default;
};

// ---- Money outside meetings

struct
    LendingOrder {  // a new round of staggered loans, in the order that the group chose; in order of joining without it
  std::vector<std::string> members;
  friend bool operator==(const LendingOrder&, const LendingOrder&) = default;
};
struct LoanGranted {
  LoanGrant grant;
  friend bool operator==(const LoanGranted&, const LoanGranted&) = default;
};
struct LoanChanged {  // any event of one loan but repayments and reversals: a fee, a waiver, a new schedule
  std::string loan;
  LoanAction what;
  friend bool operator==(const LoanChanged&, const LoanChanged&) = default;
};
struct SavingsChanged {  // a hold, its release or capture, a charge
  std::string member;
  SavingsAction what;
  friend bool operator==(const SavingsChanged&, const SavingsChanged&) = default;
};
struct CreditReturned {  // money of hers that found no debt, after a correction of the past
  std::string member;
  Money amount;
  friend bool operator==(const CreditReturned&, const CreditReturned&) = default;
};
struct ClaimForgiven {
  std::string by;
  std::string debtor;
  Money amount;
  friend bool operator==(const ClaimForgiven&, const ClaimForgiven&) = default;
};
struct ClaimsOffset {  // the smaller of what two may claim of each other is taken off both
  std::string a;
  std::string b;
  friend bool operator==(const ClaimsOffset&, const ClaimsOffset&) = default;
};

enum class Fund : std::uint8_t { group = 1, social };
[[nodiscard]] std::string_view to_text(Fund fund) noexcept;

struct FundReceives {
  Fund fund;
  Money amount;
  friend bool operator==(const FundReceives&, const FundReceives&) = default;
};
struct FundPays {
  Fund fund;
  Money amount;
  friend bool operator==(const FundPays&, const FundPays&) = default;
};
struct GroupRepays {  // a loan of the group itself, from the group fund
  std::string loan;
  Money amount;
  friend bool operator==(const GroupRepays&, const GroupRepays&) = default;
};

enum class ShareOutBy : std::uint8_t { equal = 1, savings };
[[nodiscard]] std::string_view to_text(ShareOutBy by) noexcept;

// What a member gets of the group fund, less what she owes.
struct SharePart {
  std::string member;
  Money part;
  Money to_fines;
  Money to_claimants;
  friend bool operator==(const SharePart&, const SharePart&) = default;
};
struct ShareOut {
  ShareOutBy by;
  std::vector<SharePart> parts = {};  // `record` writes them down
  friend bool operator==(const ShareOut&, const ShareOut&) = default;
};

// ---- The group

// A loan that goes along, with its history.
struct MovingLoan {
  std::string id;
  bool joint;
  std::string product;
  Date handed_out;
  Loan loan;
};
// What one who moves brings along: everything of hers in the other group, history included.
struct MovingMember {
  Member member;
  std::vector<MovingLoan> loans = {};
  std::optional<SavingsAccount> savings = {};
  Money fines;
  Money kept_apart;
  Money credit;  // of no loan
  friend bool operator==(const MovingMember& a, const MovingMember& b) { return a.member == b.member; }
};
// Written by move_members (transfer.hpp), on both sides or on neither.
struct MembersMoveOut {
  std::vector<std::string> members;
  std::string to;
  std::string duty_to = {};
  friend bool operator==(const MembersMoveOut&, const MembersMoveOut&) = default;
};
struct MembersMoveIn {
  std::vector<MovingMember> members;
  std::string from;
  friend bool operator==(const MembersMoveIn&, const MembersMoveIn&) = default;
};
struct GroupDissolved {
  friend bool operator==(const GroupDissolved&, const GroupDissolved&) = default;
};
// The event whose id is `of` was a mistake: from the day of the reversal on it never happened.
struct GroupReversal {
  std::string of;
  friend bool operator==(const GroupReversal&, const GroupReversal&) = default;
};

using GroupAction =
    std::variant<MemberJoins, MemberLeaves, MemberExpelled, MemberExcused, MemberDies, EstatePays, NoticeGiven, Meeting,
                 LendingOrder, LoanGranted, LoanChanged, SavingsChanged, CreditReturned, ClaimForgiven, ClaimsOffset,
                 FundReceives, FundPays, GroupRepays, ShareOut, Election, Resolution, MembersMoveOut, MembersMoveIn,
                 GroupDissolved, GroupReversal>;

// "member_joins", "meeting": the words of the struct.
[[nodiscard]] std::string_view to_text(const GroupAction& action) noexcept;

// One fact of a group's life; never edited.
//   group.record({.on = 2026y / January / 12, .what = Meeting{.repayments = {{"asha", 150 * INR}}}, .id = "m1"});
struct GroupEvent {
  Date on;
  GroupAction what;
  std::string id = {};  // 1 to 64 of [A-Za-z0-9._:-], unique in the group; "e7" (its sequence) when empty
  std::string actor = {};
  std::string reason = {};
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const GroupEvent&, const GroupEvent&) = default;
};

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Fund> : solidarity::text_formatter<solidarity::Fund> {};
template <>
struct fmt::formatter<solidarity::ShareOutBy> : solidarity::text_formatter<solidarity::ShareOutBy> {};
