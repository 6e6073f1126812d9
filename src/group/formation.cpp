// SPDX-License-Identifier: MIT
#include <solidarity/group/formation.hpp>

#include "group/problems.hpp"

namespace solidarity {
namespace {

using Members = std::span<const Member* const>;

bool names(const Member& one, const Member& other) {
  return std::ranges::find(one.relatives, other.id) != one.relatives.end();
}

// One asking to join, held against each rule in turn.
class Application {
 public:
  Application(const GroupRules& rules, const Member& member, Members members, Date day)
      : rules_(rules), member_(member), members_(members), day_(day) {}

  Problems against(std::span<const OtherMembership> elsewhere) {
    problems_.append(validate(member_));
    check_currency("/household_income_a_year", member_.household_income_a_year);
    check_currency("/obligations_a_month", member_.obligations_a_month);
    check_size();
    if (rules_.one_membership) check_elsewhere(elsewhere);
    if (rules_.one_per_household) check_household();
    if (rules_.no_relatives) check_relatives();
    if (rules_.one_village) check_same("village", &Member::village);
    if (rules_.one_activity) check_same("activity", &Member::activity);
    check_age();
    return std::move(problems_).as_found();
  }

 private:
  void check_currency(std::string field, const std::optional<Money>& amount) {
    if (amount && amount->currency() != rules_.currency)
      problems_.add(ErrorCode::currency_mismatch, std::move(field), "{} in a group of {}; a group has one currency",
                    *amount, rules_.currency);
  }

  void check_size() {
    if (std::ranges::find(members_, member_.id, &Member::id) != members_.end())
      problems_.add(ErrorCode::duplicate, "/id", "{} is a member already; each joins once", quoted(member_.id));
    if (rules_.max_size && std::cmp_greater_equal(members_.size(), *rules_.max_size))
      problems_.add(ErrorCode::limit_exceeded, "",
                    "the group has {} members and admits at most {}; she joins another group, or one leaves first",
                    members_.size(), *rules_.max_size);
  }

  void check_elsewhere(std::span<const OtherMembership> elsewhere) {
    const Membership here{.member = member_.id, .joined = day_};
    for (const OtherMembership& other : elsewhere)
      if (other.membership.member == member_.id && overlap(here, other.membership))
        problems_.add(ErrorCode::invalid_state, "/id",
                      "{} is a member of {} since {}; the rules allow one group at a time: she leaves that one by {}",
                      quoted(member_.id), quoted(other.group), other.membership.joined, day_);
  }

  void check_household() {
    if (member_.household.empty()) return unknown("/household", "household", "admit one of each");
    for (const Member* other : members_)
      if (other->household == member_.household && other->id != member_.id)
        problems_.add(ErrorCode::invalid_state, "/household", "{} lives in household {} too; the rules admit one of it",
                      quoted(other->id), quoted(member_.household));
  }

  void check_relatives() {
    for (const Member* other : members_)
      if (names(member_, *other) || names(*other, member_))
        problems_.add(ErrorCode::invalid_state, "/relatives", "{} is her relative; the rules admit no relatives",
                      quoted(other->id));
  }

  void check_same(std::string_view what, std::string Member::*code) {
    const std::string& own = member_.*code;
    const std::string field = fmt::format("/{}", what);
    if (own.empty()) return unknown(field, what, "ask for the same of all");
    const auto differs = [&](const Member* other) { return !(other->*code).empty() && other->*code != own; };
    const auto other = std::ranges::find_if(members_, differs);
    if (other != members_.end())
      problems_.add(ErrorCode::invalid_state, field, "{} {}, and that of {} is {}; the rules ask for the same of all",
                    what, quoted(own), quoted((*other)->id), quoted((*other)->*code));
  }

  void check_age() {
    if (!member_.born_on) {
      if (rules_.min_age || rules_.max_age) unknown("/born_on", "day of birth", "ask for an age");
      return;
    }
    const int age = age_on(*member_.born_on, day_);
    if (age < 0) problems_.add(ErrorCode::out_of_range, "/born_on", "born after {}, the day of joining", day_);
    else if (rules_.min_age && age < *rules_.min_age)
      problems_.add(ErrorCode::out_of_range, "/born_on", "{} years old on {}; a member is at least {}", age, day_,
                    *rules_.min_age);
    else if (rules_.max_age && age > *rules_.max_age)
      problems_.add(ErrorCode::out_of_range, "/born_on", "{} years old on {}; who joins is at most {}", age, day_,
                    *rules_.max_age);
  }

  void unknown(std::string field, std::string_view what, std::string_view rule) {
    problems_.add(ErrorCode::invalid_state, std::move(field), "her {} is not known, and the rules {}; record it", what,
                  rule);
  }

  const GroupRules& rules_;
  const Member& member_;
  Members members_;
  Date day_;
  detail::ProblemList problems_;
};

}  // namespace

Problems joining_problems(const GroupRules& rules, const Member& member, std::span<const Member* const> members,
                          std::span<const OtherMembership> elsewhere, Date day) {
  return Application(rules, member, members, day).against(elsewhere);
}

Problems joining_problems(const GroupRules& rules, const Member& member, std::span<const Member> members,
                          std::span<const OtherMembership> elsewhere, Date day) {
  std::vector<const Member*> pointers;
  pointers.reserve(members.size());
  for (const Member& other : members) pointers.push_back(&other);
  return joining_problems(rules, member, std::span<const Member* const>(pointers), elsewhere, day);
}

std::string_view to_text(GroupStage stage) noexcept {
  switch (stage) {
    case GroupStage::forming: return "forming";
    case GroupStage::active: return "active";
  }
  return "?";
}

GroupStage stage_of(const GroupRules& rules, std::size_t size) noexcept {
  const int least = std::max(1, rules.min_size.value_or(1));
  return std::cmp_less(size, least) ? GroupStage::forming : GroupStage::active;
}

}  // namespace solidarity
