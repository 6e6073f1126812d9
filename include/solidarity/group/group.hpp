// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/eligibility.hpp>
#include <solidarity/group/event.hpp>
#include <solidarity/group/position.hpp>
#include <solidarity/group/rules.hpp>
#include <solidarity/group/sheet.hpp>
#include <solidarity/group/staggering.hpp>
#include <solidarity/liability/terms.hpp>
#include <solidarity/savings/terms.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

struct MembersMove;

// Who guarantees whom, by id: the people of a NamedPairs regime.
struct NamedGuarantee {
  std::string guarantor;
  std::string debtor;
  friend bool operator==(const NamedGuarantee&, const NamedGuarantee&) = default;
};

struct MemberWeight {
  std::string member;
  std::int64_t weight;
  friend bool operator==(const MemberWeight&, const MemberWeight&) = default;
};

// What a group agreed on.
//   GroupTerms{.id = "lotus", .rules = rules::grameen(INR),
//              .liability = {.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}}}
struct GroupTerms {
  std::string id;    // required
  GroupRules rules;  // required
  // Its regimes SubGroups{} and NamedPairs{} take their people from the two lists after it.
  JointLiability liability = {.regime = NoLiability{}, .layers = {}};
  std::vector<std::vector<std::string>> sub_groups = {};
  std::vector<NamedGuarantee> guarantees = {};
  std::vector<MemberWeight> weights = {};  // for CoverSplit::by_weights; 0 for those not named
  // Of members' accounts; each opens on the day of joining, whatever they say.
  std::optional<SavingsTerms> savings = {};
};

// Every reason why no group can be kept by `terms`, most basic first: problems of the rules below "/rules", of the
// liability below "/liability", people without a regime that needs them and the other way round.
[[nodiscard]] Problems validate(const GroupTerms& terms);

// A living group: rules and events. Loans, savings, claims, funds and everything else follow from them for any day.
//   Group group({.id = "lotus", .rules = rules::grameen(INR), .liability = ...});
//   group.record({.on = 2026y / January / 5, .what = MemberJoins{{.id = "asha"}}});
//   group.record({.on = 2026y / January / 12, .what = Meeting{.repayments = {{"asha", 150 * INR}}}});
//   group.position(2026y / January / 12).member("asha").overdue
// Laws: the state after record is that of replaying all events; what is reversed leaves no trace in the figures of its
// day of reversal and later ones; totals are sums over members; claims and what is owed on them net to zero.
// Rules: docs/groups.md.
class Group {
 public:
  // Errors: the first of validate(terms).
  explicit Group(GroupTerms terms);
  Group(const Group&);
  Group(Group&&) noexcept;  // moved from, it can only be assigned to: invalid_state
  Group& operator=(const Group&);
  Group& operator=(Group&&) noexcept;
  ~Group();

  // Adds one fact.  Either all of it happens or nothing; the same id with the same content again changes nothing.
  // Errors: what the parts of the event refuse, with the pointer of the line at fault ("/repayments/1") and all lines in
  // the message; invalid_state, not_found, duplicate, out_of_range (with the most that is possible), limit_exceeded,
  // closed_period, idempotency_conflict, currency_mismatch, overflow.
  void record(GroupEvent event);
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<GroupEvent> events);

  // No event on or before `day` is accepted from now on.
  void close_through(Date day);
  [[nodiscard]] std::optional<Date> closed_through() const noexcept;

  // The group as it stood at the end of `day`, known to the facts up to the sequence `known_at`: asked further, it
  // answers as the group would have answered then.
  [[nodiscard]] Group as_of(Date day, std::optional<std::uint32_t> known_at = {}) const;

  [[nodiscard]] GroupPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  [[nodiscard]] std::vector<NamedClaim> claims(Date as_of) const;  // in the order made, recovered ones with open 0
  [[nodiscard]] Money claim_interest_due(std::string_view debtor, Date as_of) const;

  // Every reason why a member may not borrow on a day; empty: she may.  borrower_facts: what that is judged by.
  [[nodiscard]] std::vector<Reason> eligibility(std::string_view member, const LoanRequest& request, Date on) const;
  [[nodiscard]] BorrowerFacts borrower_facts(std::string_view member, std::string_view product, Date on) const;
  // Where loans are handed out in parts: who may borrow now, who waits, and for whom.
  [[nodiscard]] std::vector<StaggeredTurn> staggered_turns(Date on) const;

  [[nodiscard]] CollectionSheet collection_sheet(Date on) const;
  [[nodiscard]] std::vector<std::string> members(Date on) const;  // ids, in order
  [[nodiscard]] std::optional<std::string> officer(std::string_view office, Date on) const;

  // With all events known today.  Errors: not_found.
  [[nodiscard]] const Loan& loan(std::string_view id) const;
  [[nodiscard]] std::vector<std::string> loans_of(std::string_view member) const;  // ids, oldest first
  [[nodiscard]] const SavingsAccount& savings(std::string_view member) const;

  [[nodiscard]] const GroupTerms& terms() const;
  [[nodiscard]] std::span<const GroupEvent> events() const noexcept;  // in the order recorded
  [[nodiscard]] const GroupEvent& event(std::string_view id) const;   // Errors: not_found.
  [[nodiscard]] Currency currency() const;

 private:
  struct Book;
  friend void move_members(Group& from, Group& to, const MembersMove& move);
  explicit Group(std::unique_ptr<Book> book) noexcept;
  [[nodiscard]] Book& book() const;
  std::unique_ptr<Book> book_;  // null when moved from
};

}  // namespace solidarity
