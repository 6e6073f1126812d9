// SPDX-License-Identifier: MIT
#include "group/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {

bool is_open(LoanStatus status) noexcept {
  return status != LoanStatus::closed && status != LoanStatus::rejected && status != LoanStatus::withdrawn &&
         status != LoanStatus::written_off;
}

bool Person::is_member(Date day) const noexcept {
  return std::ranges::any_of(stays, [&](const Membership& stay) { return stay.holds_on(day); });
}

MemberState Person::state() const noexcept {
  if (!stays.back().left) return MemberState::member;
  switch (stays.back().how) {
    case MembershipEnd::left: return MemberState::left;
    case MembershipEnd::expelled: return MemberState::expelled;
    case MembershipEnd::died: return MemberState::dead;
    case MembershipEnd::moved: break;
  }
  return MemberState::moved;
}

bool Person::was_expelled() const noexcept {
  return std::ranges::any_of(stays,
                             [](const Membership& stay) { return stay.left && stay.how == MembershipEnd::expelled; });
}

bool Person::is_excused(Date day) const noexcept {
  return std::ranges::any_of(excuses, [&](const Excuse& e) { return e.from <= day && (!e.until || day <= *e.until); });
}

void GroupLoan::record(Date on, LoanAction what, const std::string& event) {
  recorded_ = event == last_event_ ? recorded_ + 1 : 1;
  last_event_ = event;
  std::string id = fmt::format("{}.{}", event, recorded_);
  while (std::ranges::find(loan.events(), id, &LoanEvent::id) !=
         loan.events().end())  // of the group that she came from
    id = fmt::format("{}.{}", event, ++recorded_);
  loan.record({.on = on, .what = std::move(what), .id = std::move(id)});
}

// ---- Amounts

std::int64_t GroupState::units(Money amount, std::string_view field) const {
  if (amount.currency() != currency())
    refuse(ErrorCode::currency_mismatch, field, fmt::format("{} in a group of {}", amount, currency().code()));
  return amount.units();
}

std::int64_t GroupState::above_zero(Money amount, std::string_view field) const {
  if (units(amount, field) <= 0)
    refuse(ErrorCode::out_of_range, field, fmt::format("{}; an amount above zero", amount));
  return amount.units();
}

std::int64_t GroupState::units_or_zero(const std::optional<Money>& amount, std::string_view field) const {
  if (!amount) return 0;
  if (units(*amount, field) < 0)
    refuse(ErrorCode::out_of_range, field, fmt::format("{}; an amount of zero or more", *amount));
  return amount->units();
}

// ---- Members

namespace {

constexpr auto id_of = [](const Shared<Person>& person) -> const std::string& { return person->facts.id; };

}  // namespace

const Person* GroupState::find(std::string_view id) const {
  const auto at = std::ranges::lower_bound(people_, id, {}, id_of);
  return at != people_.end() && id_of(*at) == id ? &**at : nullptr;
}

const Person& GroupState::person(std::string_view id, std::string_view field) const {
  if (const Person* found = find(id)) return *found;
  refuse(ErrorCode::not_found, field, fmt::format("{} was never a member of {}", quoted(id), quoted(terms_->id)));
}

Person& GroupState::edit(std::string_view id) { return std::ranges::lower_bound(people_, id, {}, id_of)->edit(); }

Person& GroupState::admit(const Member& member) {
  const auto at = std::ranges::lower_bound(people_, std::string_view(member.id), {}, id_of);
  if (at != people_.end() && id_of(*at) == member.id) {
    Person& known = at->edit();
    known.facts = member;
    return known;
  }
  return people_.insert(at, Shared<Person>(Person{.facts = member}))->edit();
}

const Person& GroupState::member_on(std::string_view id, Date day, std::string_view field) const {
  const Person& found = person(id, field);
  if (!found.is_member(day))
    refuse(ErrorCode::invalid_state, field,
           fmt::format("{} is no member on {}: {}", quoted(id), day,
                       day < found.stays.back().joined ? "not yet" : to_text(found.state())));
  return found;
}

std::vector<std::string> GroupState::members(Date day) const {
  std::vector<std::string> ids;
  for (const auto& person : people_)
    if (person->is_member(day)) ids.push_back(person->facts.id);
  return ids;
}

std::vector<std::string> GroupState::members_by_joining(Date day) const {
  std::vector<std::string> ids = members(day);
  std::ranges::stable_sort(ids, {}, [&](const std::string& id) { return find(id)->stays.back().joined; });
  return ids;
}

void GroupState::remove_member(std::string_view id, Date day, MembershipEnd how) {
  Membership& stay = edit(id).stays.back();
  stay.left = day;
  stay.how = how;
}

// ---- Loans

const GroupLoan* GroupState::find_loan(std::string_view id) const {
  const auto at = std::ranges::find_if(loans_, [&](const auto& loan) { return loan->id == id && !loan->has_moved; });
  return at == loans_.end() ? nullptr : &**at;
}

bool GroupState::knows_loan(std::string_view id) const {
  return std::ranges::any_of(loans_, [&](const auto& loan) { return loan->id == id; });
}

const GroupLoan& GroupState::loan(std::string_view id, std::string_view field) const {
  if (const GroupLoan* found = find_loan(id)) return *found;
  refuse(ErrorCode::not_found, field, fmt::format("no loan {} in group {}", quoted(id), quoted(terms_->id)));
}

GroupLoan& GroupState::edit_loan(std::string_view id) {
  return std::ranges::find_if(loans_, [&](const auto& loan) { return loan->id == id && !loan->has_moved; })->edit();
}

// Events come in order of days: the new loan is after those of earlier days.
void GroupState::add_loan(GroupLoan loan) {
  const auto number = static_cast<std::uint32_t>(loans_.size());
  const auto later = [&](std::uint32_t k) {
    return loans_[k]->handed_out != loan.handed_out ? loan.handed_out < loans_[k]->handed_out : loan.id < loans_[k]->id;
  };
  std::vector<std::uint32_t>& order = loan.member.empty() ? own_loans_ : edit(loan.member).loans;
  order.insert(std::ranges::find_if(order, later), number);
  loans_.emplace_back(std::move(loan));
}

std::vector<const GroupLoan*> GroupState::loans_of(std::string_view member) const {
  const Person* who = member.empty() ? nullptr : find(member);
  std::vector<const GroupLoan*> found;
  for (const std::uint32_t k : who ? who->loans : own_loans_) found.push_back(&*loans_[k]);
  return found;
}

void GroupState::take_away(std::string_view id) {
  Person& person = edit(id);
  for (const std::uint32_t k : person.loans) loans_[k].edit().has_moved = true;
  person.loans.clear();
  person.savings.reset();
  person.fines = 0;
  person.kept_apart = 0;
  person.credit = 0;
}

bool GroupState::has_open_loan(const Person& person, std::string_view product, Date day) const {
  return std::ranges::any_of(person.loans, [&](std::uint32_t k) {
    return loans_[k]->product == product && loans_[k]->loan.position(day).status == LoanStatus::active;
  });
}

Owed GroupState::owed(const Person& person, Date day) const {
  Owed owed;
  for (const std::uint32_t k : person.loans) {
    const GroupLoan& loan = *loans_[k];
    const Position position = loan.loan.position(day);
    const std::int64_t units = checked_units(wide{position.overdue.total()} + position.due.total());
    owed.all = checked_units(wide{owed.all} + units);
    owed.overdue = checked_units(wide{owed.overdue} + position.overdue.total());
    if (position.status == LoanStatus::active)
      owed.principal = checked_units(wide{owed.principal} + position.disbursed);
    owed.outstanding_principal = checked_units(wide{owed.outstanding_principal} + position.outstanding.principal);
    if (!loan.joint) continue;
    owed.joint = checked_units(wide{owed.joint} + units);
    owed.days_past_due = std::max(owed.days_past_due, position.days_past_due);
    if (position.status == LoanStatus::active && !owed.oldest_joint) owed.oldest_joint = loan.handed_out;
  }
  return owed;
}

// ---- Claims and funds

std::int64_t GroupState::payable(std::string_view name, Date day) const {
  if (claims_->is_empty()) return 0;
  const auto party = claims_->find(name);
  return party ? claims_->payable(*party, day, terms_->liability) : 0;
}

std::int64_t GroupState::receivable(std::string_view name, Date day) const {
  if (claims_->is_empty()) return 0;
  const auto party = claims_->find(name);
  return party ? solidarity::receivable(claims_->position(day).claims, *party) : 0;
}

std::int64_t GroupState::recover(std::string_view debtor, std::int64_t units, Date on) {
  if (units == 0) return 0;
  ClaimsBook& book = edit_claims();
  std::int64_t to_persons = 0;
  for (const Received& received : book.recover(on, book.party(debtor), units, terms_->liability)) {
    if (received.by == Party::group_fund()) change_fund(Fund::group, received.units, "/amount");
    else if (received.by == Party::insurer()) due_to_insurer = checked_units(wide{due_to_insurer} + received.units);
    else to_persons += received.units;
  }
  return to_persons;
}

void GroupState::change_fund(Fund fund, std::int64_t units, std::string_view field) {
  std::int64_t& balance = fund == Fund::group ? group_fund_ : social_fund_;
  const std::int64_t left = checked_units(wide{balance} + units);
  if (left < 0)
    refuse(ErrorCode::out_of_range, field,
           fmt::format("{} from the {} fund, which has {}", money(-units), to_text(fund), money(balance)));
  balance = left;
}

std::vector<std::string>& GroupState::names_on_sheets(Date day) {
  if (sheets_of_ != day) on_sheets_.clear();
  sheets_of_ = day;
  return on_sheets_;
}

// ---- Position

MemberPosition GroupState::position_of(const Person& person, Date day) const {
  MemberPosition at{.id = person.facts.id,
                    .state = person.state(),
                    .joined = person.stays.back().joined,
                    .ended = person.stays.back().left,
                    .credit = person.credit,
                    .fines = person.fines,
                    .kept_apart = person.kept_apart,
                    .estate_owes = person.estate_owes};
  for (const std::uint32_t k : person.loans) {
    const Position loan = loans_[k]->loan.position(day);
    at.outstanding = checked_units(wide{at.outstanding} + loan.outstanding.total());
    at.overdue = checked_units(wide{at.overdue} + loan.overdue.total());
    at.due = checked_units(wide{at.due} + loan.due.total());
    at.credit = checked_units(wide{at.credit} + loan.credit);
    at.days_past_due = std::max(at.days_past_due, loan.days_past_due);
    if (loan.status == LoanStatus::closed) ++at.cycle;
  }
  if (person.savings) {
    const SavingsPosition savings = person.savings->position(day);
    at.savings = savings.balance;
    at.held = savings.held;
  }
  return at;
}

GroupPosition GroupState::position(Date day) const {
  GroupPosition at{.as_of = day,
                   .currency = currency(),
                   .dissolved = dissolved,
                   .group_fund = group_fund_,
                   .social_fund = social_fund_,
                   .difference = difference,
                   .due_to_insurer = due_to_insurer,
                   .uncovered_since = uncovered_since};
  for (const auto& person : people_) at.members.push_back(position_of(*person, day));
  for (const std::uint32_t k : own_loans_)
    at.own_outstanding = checked_units(wide{at.own_outstanding} + loans_[k]->loan.position(day).outstanding.total());
  if (claims_->is_empty()) return at;
  const std::vector<Claim> claims = claims_->position(day).claims;
  for (MemberPosition& member : at.members)
    if (const auto party = claims_->find(member.id)) {
      member.receivable = solidarity::receivable(claims, *party);
      member.payable = solidarity::payable(claims, *party);
    }
  return at;
}

}  // namespace solidarity::detail
