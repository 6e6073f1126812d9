// SPDX-License-Identifier: MIT
#pragma once

#include "group/actions.hpp"
#include "group/lines.hpp"
#include "group/state.hpp"

#include <solidarity/core/wide.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace solidarity::detail {

// A payment to be made into somebody's loan, in her waterfall.
void pay_loans(GroupState& state, const Person& payer, std::int64_t units, PaymentKind kind, bool joint_only,
               const Happening& at);
void add_credit(GroupState& state, const std::string& member, std::int64_t units);
// Takes money out of her savings, by a hold that is captured: no rule for withdrawals stands in the way.
void draw_savings(GroupState& state, std::string_view member, std::int64_t units, Date on, const std::string& event);
void record_savings(Person& person, Date on, SavingsAction what, const std::string& event);
void grant_loan(GroupState& state, const LoanGrant& grant, const Happening& at);
void elect(GroupState& state, const Election& election, Date on);
[[nodiscard]] bool is_adopted(const GroupState& state, const Resolution& resolution, Date on);
// What the rules ask of her to save at a meeting.
[[nodiscard]] std::int64_t compulsory_savings_due(const GroupState& state, const Person& person, Date on);

// One meeting as it happens, step by step (docs/groups.md, section 3). `is_new`: it was not recorded before; then what
// it leaves open is written into it.
class MeetingDay {
 public:
  MeetingDay(GroupState& state, Date on, Meeting& meeting, const std::string& event, bool is_new);
  void hold();

 private:
  void strike_off_the_dead();
  void check_form();
  void check_names(std::string_view list, const std::vector<std::string>& names);
  void check_lines(std::string_view list, const std::vector<MemberLine>& lines);
  void check_limits(std::string_view list, const std::vector<MemberLine>& lines);
  void check_repayments();
  void check_sheet();
  void fine();
  void count_attendance();
  void split_lump_sum();
  void split(std::int64_t sum);
  void save_excess(std::int64_t excess, const std::vector<std::string>& members);
  void pay_fines();
  void deposit();
  void withdraw();
  void repay();
  void repay(RepaymentLine& line, std::int64_t& owed, std::int64_t& payable);
  void call();
  void check_covers();
  void check_layer(const MeetingCover& line) const;
  void cover();
  void cover(const MeetingCover& line);
  void claim();
  void keep_apart();
  void end_notices();
  void lend();
  void vote();
  void count_cash();
  [[nodiscard]] Happening at() const { return {on_, event_, is_new_}; }
  [[nodiscard]] wide lines_total() const;

  GroupState& state_;
  Date on_;
  Meeting& meeting_;
  const std::string& event_;
  bool is_new_;
  LineProblems problems_;
  std::vector<std::string> fresh_;  // lines of this sheet
  wide cash_ = 0;                   // in less out
};

// Section 4: who gives how much for whom, from the balances after the payments.
struct Called {
  std::vector<MeetingCover> covers;
  std::vector<MemberLine> outside_share;
};
[[nodiscard]] Called call_peers(const GroupState& state, const Meeting& meeting, Date on);

}  // namespace solidarity::detail
