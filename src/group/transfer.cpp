// SPDX-License-Identifier: MIT
#include <solidarity/group/transfer.hpp>

#include "group/actions.hpp"
#include "group/book.hpp"
#include "group/obligations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace detail {
namespace {

void check_leaving(const GroupState& state, const MembersMoveOut& move, const std::string& id, Date on) {
  const Person& person = state.member_on(id, on, "/members");
  std::vector<std::string> reasons;
  if (const std::int64_t owes = state.payable(id, on); owes > 0)
    reasons.push_back(fmt::format("others claim {} of her", state.money(owes)));
  if (const std::int64_t claims = state.receivable(id, on); claims > 0)
    reasons.push_back(fmt::format("she claims {} of others", state.money(claims)));
  const auto is_staying = [&](const std::string& other) {
    return std::ranges::find(move.members, other) == move.members.end();
  };
  if (const auto loans = duties(state, person, on, is_staying); !loans.empty() && move.duty_to.empty())
    reasons.push_back(fmt::format("she answers for {} until somebody takes it over", listed(loans)));
  if (!reasons.empty())
    refuse(ErrorCode::invalid_state, "/members", fmt::format("{} cannot move: {}", quoted(id), listed(reasons)));
}

}  // namespace

void apply(GroupState& state, MembersMoveOut& move, const Happening& at) {
  if (!move.duty_to.empty()) (void)state.member_on(move.duty_to, at.on, "/duty_to");
  for (const std::string& id : move.members) check_leaving(state, move, id, at.on);
  for (const std::string& id : move.members) {
    state.take_away(id);
    state.remove_member(id, at.on, MembershipEnd::moved);
  }
}

void apply(GroupState& state, MembersMoveIn& move, const Happening& at) {
  for (const MovingMember& moving : move.members) {
    (void)state.units(moving.fines, "/members");
    MemberJoins joins{moving.member};
    apply(state, joins, at);
    Person& person = state.edit(moving.member.id);
    person.savings = moving.savings;
    person.fines = moving.fines.units();
    person.kept_apart = moving.kept_apart.units();
    person.credit = moving.credit.units();
    for (const MovingLoan& loan : moving.loans) {
      if (state.find_loan(loan.id))  // one that went away from here may come back
        refuse(ErrorCode::duplicate, "/members", fmt::format("there is a loan {} already", quoted(loan.id)));
      state.add_loan({.id = loan.id,
                      .member = moving.member.id,
                      .joint = loan.joint,
                      .product = loan.product,
                      .handed_out = loan.handed_out,
                      .loan = loan.loan});
    }
  }
}

}  // namespace detail

namespace {

Loan following(Loan loan, const MembersMove& move) {
  const bool has_rows_to_come = std::ranges::any_of(
      loan.rows(move.on), [&](const LoanRow& row) { return row.due > move.on && row.outstanding().principal > 0; });
  if (move.first_due && has_rows_to_come)
    loan.record({.on = move.on, .what = Reschedule{.from = {}, .to = move.first_due}, .id = move.id});
  return loan;
}

MovingMember moving(const detail::GroupState& state, const std::string& id, const MembersMove& move) {
  const detail::Person& person = state.member_on(id, move.on, "/members");
  MovingMember all{.member = person.facts,
                   .savings = person.savings,
                   .fines = state.money(person.fines),
                   .kept_apart = state.money(person.kept_apart),
                   .credit = state.money(person.credit)};
  for (const detail::GroupLoan* loan : state.loans_of(id))
    all.loans.push_back({loan->id, loan->joint, loan->product, loan->handed_out, following(loan->loan, move)});
  return all;
}

}  // namespace

namespace {

// Recorded on both sides already.
bool is_same_move(const GroupEvent& out, const GroupEvent& in, const std::string& from, const std::string& to,
                  const MembersMove& move) {
  const auto* arrival = std::get_if<MembersMoveIn>(&in.what);
  return out.on == move.on && in.on == move.on && arrival && arrival->from == from &&
         out.what == GroupAction(MembersMoveOut{.members = move.members, .to = to, .duty_to = move.duty_to});
}

}  // namespace

void move_members(Group& from, Group& to, const MembersMove& move) {
  if (&from == &to || from.terms().id == to.terms().id)
    refuse(ErrorCode::invalid_state, "/to", fmt::format("{} is the group that they are in", quoted(to.terms().id)));
  if (move.members.empty()) refuse(ErrorCode::out_of_range, "/members", "nobody is named");
  if (move.id.empty()) refuse(ErrorCode::out_of_range, "/id", "a move has an id: it is an event of two groups");
  const GroupEvent* out = from.book().named(move.id);
  const GroupEvent* in = to.book().named(move.id);
  if (out && in && is_same_move(*out, *in, from.terms().id, to.terms().id, move)) return;
  if (const auto last = from.book().last; last && move.on < *last)
    refuse(ErrorCode::invalid_state, "/on",
           fmt::format("{}; {} has events to {}, and what moves along is all there is", move.on,
                       quoted(from.terms().id), *last));
  MembersMoveIn arrival{.members = {}, .from = from.terms().id};
  for (const std::string& id : move.members) arrival.members.push_back(moving(from.book_->live, id, move));
  Group left = from;
  Group entered = to;
  left.record({.on = move.on,
               .what = MembersMoveOut{.members = move.members, .to = to.terms().id, .duty_to = move.duty_to},
               .id = move.id});
  entered.record({.on = move.on, .what = std::move(arrival), .id = move.id});
  from = std::move(left);
  to = std::move(entered);
}

}  // namespace solidarity
