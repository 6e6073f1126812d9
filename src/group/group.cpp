// SPDX-License-Identifier: MIT
#include <solidarity/group/group.hpp>

#include "group/book.hpp"
#include "group/borrower.hpp"
#include "group/meeting_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace solidarity {

Group::Group(GroupTerms terms) {
  if (const Problems problems = validate(terms); !problems.empty()) throw Error(problems.front());
  book_ = std::make_unique<Book>(std::move(terms));
}

Group::Group(std::unique_ptr<Book> book) noexcept : book_(std::move(book)) {}
Group::Group(const Group& other) : book_(std::make_unique<Book>(other.book())) {}
Group::Group(Group&&) noexcept = default;
Group& Group::operator=(Group&&) noexcept = default;
Group::~Group() = default;

Group& Group::operator=(const Group& other) {
  if (this != &other) book_ = std::make_unique<Book>(other.book());
  return *this;
}

Group::Book& Group::book() const {
  if (!book_) refuse(ErrorCode::invalid_state, "a group that was moved from");
  return *book_;
}

void Group::record(GroupEvent event) { book().record(std::move(event)); }

void Group::record(std::vector<GroupEvent> events) {
  auto next = std::make_unique<Book>(book());
  for (std::size_t k = 0; k < events.size(); ++k) {
    try {
      next->record(std::move(events[k]));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("/events/{}{}", k, error.field()), error.message());
    }
  }
  book_ = std::move(next);
}

void Group::close_through(Date day) {
  std::optional<Date>& closed = book().closed;
  if (closed && day < *closed)
    refuse(ErrorCode::closed_period, "/on", fmt::format("{}; closed through {} already", day, *closed));
  closed = day;
}

std::optional<Date> Group::closed_through() const noexcept { return book_ ? book_->closed : std::nullopt; }

Group Group::as_of(Date day, std::optional<std::uint32_t> known_at) const {
  auto then = std::make_unique<Book>(book().terms);
  for (const GroupEvent& event : book().events) {
    if (event.on > day || (known_at && event.sequence > *known_at)) continue;
    GroupEvent again = event;
    then->take_over(std::move(again));
  }
  then->live = book().at(day, known_at);
  then->live.point_to(then->terms);
  then->live.meetings = static_cast<std::uint32_t>(std::ranges::count_if(
      then->events, [](const GroupEvent& event) { return std::holds_alternative<Meeting>(event.what); }));
  then->closed = book().closed;
  return Group(std::move(then));
}

GroupPosition Group::position(Date as_of, std::optional<std::uint32_t> known_at) const {
  return book().at(as_of, known_at).position(as_of);
}

std::vector<NamedClaim> Group::claims(Date as_of) const { return book().at(as_of, {}).claims().named(as_of); }

Money Group::claim_interest_due(std::string_view debtor, Date as_of) const {
  const detail::GroupState state = book().at(as_of, {});
  const auto party = state.claims().find(debtor);
  return state.money(party ? state.claims().interest_due(*party, as_of, state.terms().liability.claim_interest_per_year)
                           : 0);
}

std::vector<Reason> Group::eligibility(std::string_view member, const LoanRequest& request, Date on) const {
  return solidarity::eligibility(terms().rules, terms().liability.consequences,
                                 borrower_facts(member, request.product, on), request, on);
}

BorrowerFacts Group::borrower_facts(std::string_view member, std::string_view product, Date on) const {
  return detail::borrower_facts(book().at(on, {}), member, product, on);
}

std::vector<StaggeredTurn> Group::staggered_turns(Date on) const {
  if (!terms().rules.staggering)
    refuse(ErrorCode::invalid_state, "/rules/staggering", "the rules hand loans out without parts");
  return detail::turns(book().at(on, {}), on);
}

CollectionSheet Group::collection_sheet(Date on) const {
  const detail::GroupState state = book().at(on, {});
  CollectionSheet sheet{.group = terms().id, .on = on, .currency = currency()};
  for (const std::string& id : state.members(on)) {
    const detail::Person& person = *state.find(id);
    const MemberPosition at = state.position_of(person, on);
    sheet.lines.push_back({.member = id,
                           .overdue = at.overdue,
                           .due = at.due,
                           .fines = at.fines,
                           .savings = detail::compulsory_savings_due(state, person, on),
                           .owes_peers = state.payable(id, on)});
  }
  return sheet;
}

std::vector<std::string> Group::members(Date on) const { return book().at(on, {}).members(on); }

std::optional<std::string> Group::officer(std::string_view office, Date on) const {
  const detail::GroupState state = book().at(on, {});
  const auto officer = officer_on(state.officers, office, on);
  return officer && state.find(*officer)->is_member(on) ? officer : std::nullopt;
}

const Loan& Group::loan(std::string_view id) const { return book().live.loan(id, "/loan").loan; }

std::vector<std::string> Group::loans_of(std::string_view member) const {
  std::vector<std::string> ids;
  for (const detail::GroupLoan* loan : book().live.loans_of(member)) ids.push_back(loan->id);
  return ids;
}

const SavingsAccount& Group::savings(std::string_view member) const {
  const detail::Person& person = book().live.person(member, "/member");
  if (!person.savings) refuse(ErrorCode::not_found, "/member", fmt::format("{} has no savings here", quoted(member)));
  return *person.savings;
}

const GroupTerms& Group::terms() const { return book().terms; }

std::span<const GroupEvent> Group::events() const noexcept {
  return book_ ? std::span<const GroupEvent>(book_->events) : std::span<const GroupEvent>();
}

const GroupEvent& Group::event(std::string_view id) const {
  if (const GroupEvent* found = book().named(std::string(id))) return *found;
  refuse(ErrorCode::not_found, "/id", fmt::format("no event {} in this group", quoted(id)));
}

Currency Group::currency() const { return book().terms.rules.currency; }

}  // namespace solidarity
