// SPDX-License-Identifier: MIT
#include <solidarity/group/member.hpp>
#include <solidarity/group/membership.hpp>

#include "group/problems.hpp"

#include <numeric>
#include <tuple>

namespace solidarity {
namespace {

bool has_days(const Membership& membership) noexcept {
  return !membership.left || membership.joined < *membership.left;
}

// Places of `memberships` by member, of one member in the order of their beginnings.
std::vector<std::size_t> by_member_and_day(std::span<const Membership> memberships) {
  std::vector<std::size_t> places(memberships.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) {
    const Membership& one = memberships[a];
    const Membership& other = memberships[b];
    return std::tie(one.member, one.joined) < std::tie(other.member, other.joined);
  });
  return places;
}

// The places of those that share a day with another of the same member that began before them.
std::vector<std::size_t> overlapping(std::span<const Membership> memberships) {
  std::vector<std::size_t> found;
  const Membership* widest = nullptr;  // of the member's so far, the one that ends last
  for (const std::size_t k : by_member_and_day(memberships)) {
    const Membership& next = memberships[k];
    const bool same_member = widest != nullptr && widest->member == next.member;
    if (same_member && overlap(*widest, next)) found.push_back(k);
    if (!same_member || (widest->left && (!next.left || *widest->left < *next.left))) widest = &next;
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::string_view to_text(MembershipEnd how) noexcept {
  switch (how) {
    case MembershipEnd::left: return "left";
    case MembershipEnd::expelled: return "expelled";
    case MembershipEnd::died: return "died";
    case MembershipEnd::moved: return "moved";
  }
  return "?";
}

std::optional<Date> member_since(std::span<const Membership> memberships, std::string_view id, Date day) noexcept {
  std::optional<Date> since;
  for (const Membership& membership : memberships)
    if (membership.member == id && membership.holds_on(day) && (!since || membership.joined < *since))
      since = membership.joined;
  return since;
}

bool is_member(std::span<const Membership> memberships, std::string_view id, Date day) noexcept {
  return member_since(memberships, id, day).has_value();
}

std::vector<std::string> members_on(std::span<const Membership> memberships, Date day) {
  std::vector<std::string> ids;
  for (const Membership& membership : memberships)
    if (membership.holds_on(day)) ids.push_back(membership.member);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::size_t size_on(std::span<const Membership> memberships, Date day) { return members_on(memberships, day).size(); }

bool overlap(const Membership& a, const Membership& b) noexcept {
  if (!has_days(a) || !has_days(b)) return false;
  return (!a.left || b.joined < *a.left) && (!b.left || a.joined < *b.left);
}

Problems validate(std::span<const Membership> memberships) {
  detail::ProblemList problems;
  for (std::size_t k = 0; k < memberships.size(); ++k) {
    const Membership& membership = memberships[k];
    if (!is_member_id(membership.member))
      problems.add(ErrorCode::out_of_range, fmt::format("/{}/member", k), "{} is no id of a member",
                   quoted(membership.member));
    if (membership.left && *membership.left < membership.joined)
      problems.add(ErrorCode::out_of_range, fmt::format("/{}/left", k), "left {}, and joined {}; nobody leaves before",
                   *membership.left, membership.joined);
  }
  for (const std::size_t k : overlapping(memberships))
    problems.add(ErrorCode::duplicate, fmt::format("/{}", k), "{} is a member on {} already; she is one once a day",
                 quoted(memberships[k].member), memberships[k].joined);
  return std::move(problems).as_found();
}

}  // namespace solidarity
