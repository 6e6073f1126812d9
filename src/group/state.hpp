// SPDX-License-Identifier: MIT
// What follows from a group's events: members, their loans and savings, claims, funds. Copies share what they do not change.
#pragma once

#include "group/claims_book.hpp"
#include "group/shared.hpp"

#include <solidarity/group/governance.hpp>
#include <solidarity/group/group.hpp>
#include <solidarity/group/incentives.hpp>
#include <solidarity/group/membership.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity::detail {

struct Excuse {
  Date from;
  std::optional<Date> until;
};

struct Person {
  Member facts;
  std::vector<Membership> stays = {};  // in order; never empty once admitted
  std::optional<SavingsAccount> savings = {};
  std::int64_t fines = 0;
  std::int64_t kept_apart = 0;
  std::int64_t estate_owes = 0;
  std::int64_t credit = 0;          // of no loan
  std::int64_t given_in_cycle = 0;  // for others, since her latest loan
  std::int64_t given_ever = 0;
  std::optional<Date> noticed_on = {};
  std::vector<Excuse> excuses = {};
  std::optional<Date> last_cover = {};    // the last day on which she gave for others
  std::vector<std::uint32_t> loans = {};  // oldest first
  Tally attendance = {};
  std::optional<int> borrowed_at = {};  // in this round, at the meeting of that number

  [[nodiscard]] bool was_expelled() const noexcept;

  [[nodiscard]] bool is_member(Date day) const noexcept;
  [[nodiscard]] bool is_excused(Date day) const noexcept;
  [[nodiscard]] MemberState state() const noexcept;
};

struct GroupLoan {
  std::string id;
  std::string member;  // nobody: the group itself
  bool joint;
  std::string product;
  Date handed_out;
  Loan loan;
  bool has_moved = false;               // to another group
  std::optional<Date> covered_on = {};  // when others first paid for it

  // The loan's own event, under an id that follows from the group's: "m3.1", "m3.2".
  void record(Date on, LoanAction what, const std::string& event);

  std::string last_event_ = {};
  std::uint32_t recorded_ = 0;
};

// Of one person on a day.
struct Owed {
  std::int64_t all = 0;                    // overdue and due on all her loans
  std::int64_t overdue = 0;                // of it, of rows due before the day
  std::int64_t outstanding_principal = 0;  // of all her loans
  std::int64_t principal = 0;              // handed out on those that are active
  std::int64_t joint = 0;                  // ... on her joint loans, as is all that follows
  std::int32_t days_past_due = 0;
  std::optional<Date> oldest_joint = {};  // when the oldest that is open was handed out
};

class GroupState {
 public:
  explicit GroupState(const GroupTerms& terms) : terms_(&terms) {}

  [[nodiscard]] const GroupTerms& terms() const noexcept { return *terms_; }
  void point_to(const GroupTerms& terms) noexcept { terms_ = &terms; }  // of the copy
  [[nodiscard]] Currency currency() const noexcept { return terms_->rules.currency; }
  [[nodiscard]] Money money(std::int64_t units) const noexcept { return Money::of_units(units, currency()); }
  [[nodiscard]] std::int64_t units(Money amount, std::string_view field) const;       // Errors: currency_mismatch.
  [[nodiscard]] std::int64_t above_zero(Money amount, std::string_view field) const;  // and out_of_range
  [[nodiscard]] std::int64_t units_or_zero(const std::optional<Money>& amount, std::string_view field) const;

  // ---- Members, in order of id
  [[nodiscard]] const Person* find(std::string_view id) const;
  [[nodiscard]] const Person& person(std::string_view id, std::string_view field) const;  // Errors: not_found.
  [[nodiscard]] Person& edit(std::string_view id);
  Person& admit(const Member& member);
  // Errors: not_found, invalid_state (no member on that day).
  const Person& member_on(std::string_view id, Date day, std::string_view field) const;
  [[nodiscard]] std::vector<std::string> members(Date day) const;
  [[nodiscard]] std::vector<std::string> members_by_joining(Date day) const;
  [[nodiscard]] const std::vector<Shared<Person>>& people() const noexcept { return people_; }

  // ---- Loans, oldest first
  [[nodiscard]] const GroupLoan* find_loan(std::string_view id) const;
  [[nodiscard]] const GroupLoan& loan(std::string_view id, std::string_view field) const;  // Errors: not_found.
  [[nodiscard]] GroupLoan& edit_loan(std::string_view id);
  [[nodiscard]] bool knows_loan(std::string_view id) const;  // also one that has moved away
  void add_loan(GroupLoan loan);
  [[nodiscard]] std::vector<const GroupLoan*> loans_of(std::string_view member) const;
  [[nodiscard]] const std::vector<Shared<GroupLoan>>& loans() const noexcept { return loans_; }
  void remove_member(std::string_view id, Date day, MembershipEnd how);
  void take_away(std::string_view id);  // her loans and savings, to another group
  [[nodiscard]] bool has_open_loan(const Person& person, std::string_view product, Date day) const;
  [[nodiscard]] Owed owed(const Person& person, Date day) const;

  // ---- Claims
  [[nodiscard]] const ClaimsBook& claims() const noexcept { return *claims_; }
  [[nodiscard]] ClaimsBook& edit_claims() { return claims_.edit(); }
  [[nodiscard]] std::int64_t payable(std::string_view name, Date day) const;
  [[nodiscard]] std::int64_t receivable(std::string_view name, Date day) const;
  // Pays claimants; returns what persons received in cash. What the fund and the insurer receive is kept here.
  std::int64_t recover(std::string_view debtor, std::int64_t units, Date on);

  // ---- Funds. Errors: out_of_range (less than nothing would be left).
  void change_fund(Fund fund, std::int64_t units, std::string_view field);
  [[nodiscard]] std::int64_t fund(Fund fund) const noexcept { return fund == Fund::group ? group_fund_ : social_fund_; }

  [[nodiscard]] GroupPosition position(Date day) const;
  [[nodiscard]] MemberPosition position_of(const Person& person, Date day) const;  // without claims

  // The lines ("deposits/sita") of the sheets of a day; empty on a new day.
  [[nodiscard]] std::vector<std::string>& names_on_sheets(Date day);

  bool dissolved = false;
  std::int64_t difference = 0;
  std::int64_t due_to_insurer = 0;
  std::uint32_t meetings = 0;                   // recorded, whatever became of them
  int sheets = 0;                               // held so far
  std::vector<std::string> lending_order = {};  // as chosen for this round of loans
  std::optional<Date> round_since = {};
  std::optional<Date> uncovered_since = {};
  std::vector<OfficerTerm> officers = {};

 private:
  const GroupTerms* terms_;
  std::vector<Shared<Person>> people_;
  std::vector<Shared<GroupLoan>> loans_;
  std::vector<std::uint32_t> own_loans_;  // of the group itself
  Shared<ClaimsBook> claims_{ClaimsBook{}};
  std::int64_t group_fund_ = 0;
  std::optional<Date> sheets_of_ = {};
  std::vector<std::string> on_sheets_;
  std::int64_t social_fund_ = 0;
};

[[nodiscard]] bool is_open(LoanStatus status) noexcept;  // something is or may be owed, or money is in hand

// Lets `event` happen, and writes into it what it leaves open. `is_new`: it was not recorded before.
void apply(GroupState& state, GroupEvent& event, bool is_new);

}  // namespace solidarity::detail
