// SPDX-License-Identifier: MIT
#include <solidarity/group/center.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace {

void add_below(Problems& problems, std::string_view place, Problems found) {
  for (Problem& problem : found) {
    problem.field.insert(0, place);
    problems.push_back(std::move(problem));
  }
}

void check_size(Problems& problems, const Center& center, Date day) {
  const std::size_t size = size_on(center.groups, day);
  const auto& most = center.rules.max_size;
  if (most && size > static_cast<std::size_t>(*most))
    problems.push_back(
        {ErrorCode::limit_exceeded, "/groups", fmt::format("{} groups on {}; the rules admit {}", size, day, *most)});
}

void accept(Center& center, Center next) {
  if (const Problems problems = validate(next); !problems.empty()) throw Error(problems.front());
  center = std::move(next);
}

std::vector<const Group*> those_of(const Center& center, std::span<const Group* const> groups, Date day) {
  std::vector<const Group*> found;
  for (const std::string& id : groups_on(center, day)) {
    const auto group = std::ranges::find_if(groups, [&](const Group* each) { return each->terms().id == id; });
    if (group == groups.end())
      refuse(ErrorCode::not_found, "/groups",
             fmt::format("group {} of center {} is missing", quoted(id), quoted(center.id)));
    found.push_back(*group);
  }
  return found;
}

void add(std::int64_t& sum, std::int64_t units) { sum = detail::checked_units(wide{sum} + units); }

}  // namespace

Problems validate(const Center& center) {
  Problems problems;
  if (!is_member_id(center.id))
    problems.push_back({ErrorCode::out_of_range, "/id",
                        fmt::format("{}; an id is 1 to 128 bytes and does not begin with @", quoted(center.id))});
  add_below(problems, "/rules", validate(center.rules));
  add_below(problems, "/groups", validate(std::span<const Membership>(center.groups)));
  for (const Membership& group : center.groups) check_size(problems, center, group.joined);
  std::ranges::stable_sort(problems, {}, &Problem::code);
  return problems;
}

void join(Center& center, const Group& group, Date on) {
  if (group.currency() != center.rules.currency)
    refuse(ErrorCode::currency_mismatch, "/groups",
           fmt::format("a group of {} in a center of {}", group.currency().code(), center.rules.currency.code()));
  Center next = center;
  next.groups.push_back({.member = group.terms().id, .joined = on});
  accept(center, std::move(next));
}

void leave(Center& center, std::string_view group, Date on) {
  Center next = center;
  const auto stay = std::ranges::find_if(
      next.groups, [&](const Membership& each) { return each.member == group && each.holds_on(on) && !each.left; });
  if (stay == next.groups.end())
    refuse(ErrorCode::invalid_state, "/groups",
           fmt::format("{} is not in center {} on {}", quoted(group), quoted(center.id), on));
  stay->left = on;
  accept(center, std::move(next));
}

std::vector<std::string> groups_on(const Center& center, Date day) { return members_on(center.groups, day); }

CenterPosition position_of(const Center& center, std::span<const Group* const> groups, Date as_of) {
  CenterPosition at{.as_of = as_of};
  for (const Group* group : those_of(center, groups, as_of)) {
    const GroupPosition position = group->position(as_of);
    ++at.groups;
    at.members += static_cast<std::size_t>(position.size());
    add(at.outstanding, position.total(&MemberPosition::outstanding));
    add(at.overdue, position.total(&MemberPosition::overdue));
    add(at.savings, position.total(&MemberPosition::savings));
    add(at.claims_open, position.total(&MemberPosition::receivable));
  }
  return at;
}

std::vector<CollectionSheet> collection_sheets(const Center& center, std::span<const Group* const> groups, Date on) {
  std::vector<CollectionSheet> sheets;
  for (const Group* group : those_of(center, groups, on)) sheets.push_back(group->collection_sheet(on));
  return sheets;
}

}  // namespace solidarity
