// SPDX-License-Identifier: MIT
#include <solidarity/circle/rosca.hpp>

#include "circle/names.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace solidarity {
namespace {

constexpr std::size_t most_members = 1000;

class Checks {
 public:
  explicit Checks(const RoscaTerms& terms) : terms_(terms) {}

  Problems all() {
    members();
    if (terms_.contribution.units() <= 0)
      add(ErrorCode::out_of_range, "/contribution", fmt::format("{}; it is above zero", terms_.contribution));
    else check_pots();
    if (terms_.collateral_factor && *terms_.collateral_factor < Rate::zero())
      add(ErrorCode::out_of_range, "/collateral_factor",
          fmt::format("{}; a factor is zero or more", *terms_.collateral_factor));
    covers();
    std::ranges::stable_sort(problems_, {}, &Problem::code);
    return std::move(problems_);
  }

 private:
  void add(ErrorCode code, std::string field, std::string message) {
    problems_.push_back({code, std::move(field), std::move(message)});
  }

  void members() {
    const std::size_t count = terms_.members.size();
    if (count < 2 || count > most_members)
      add(ErrorCode::limit_exceeded, "/members", fmt::format("{} members; a circle has 2 to {}", count, most_members));
    std::set<std::string> seen;
    for (std::size_t k = 0; k < count; ++k) {
      const std::string& id = terms_.members[k];
      const std::string field = fmt::format("/members/{}", k);
      if (!detail::is_member_id(id))
        add(ErrorCode::out_of_range, field,
            fmt::format("{}; a member has an id of 1 to {} bytes that does not begin with @", quoted(id),
                        detail::longest_name));
      if (!seen.insert(id).second) add(ErrorCode::duplicate, field, fmt::format("{} is a member already", quoted(id)));
    }
  }

  // All that is ever paid fits into one amount.
  void check_pots() {
    const wide count = static_cast<wide>(std::min(terms_.members.size(), most_members));
    const wide all = terms_.contribution.units() * count * count;
    if (all != static_cast<std::int64_t>(all))
      add(ErrorCode::overflow, "/contribution",
          fmt::format("{} from {} members in as many rounds does not fit into 2^63 - 1 units", terms_.contribution,
                      terms_.members.size()));
  }

  void covers() {
    std::set<RoscaCover> seen;
    for (std::size_t k = 0; k < terms_.covers.size(); ++k) {
      const RoscaCover cover = terms_.covers[k];
      const std::string field = fmt::format("/covers/{}", k);
      if (cover < RoscaCover::own_collateral || cover > RoscaCover::fund)
        add(ErrorCode::out_of_range, field, fmt::format("{}; it is 1 to 3", static_cast<int>(cover)));
      else if (!seen.insert(cover).second) add(ErrorCode::duplicate, field, "a cover stands in the order once");
    }
  }

  const RoscaTerms& terms_;
  Problems problems_;
};

}  // namespace

Problems validate(const RoscaTerms& terms) { return Checks(terms).all(); }

std::vector<std::string> rosca_order(const RoscaTerms& terms) {
  const auto* lottery = std::get_if<RotationLottery>(&terms.rotation);
  if (!lottery) return terms.members;
  std::vector<std::string> sorted = terms.members;
  std::ranges::sort(sorted);
  std::vector<std::string> order;
  for (const std::size_t k : lottery_order(sorted.size(), lottery->seed)) order.push_back(sorted[k]);
  return order;
}

std::string_view to_text(RoscaCover cover) noexcept {
  switch (cover) {
    case RoscaCover::own_collateral: return "own_collateral";
    case RoscaCover::guarantor: return "guarantor";
    case RoscaCover::fund: return "fund";
  }
  return "unknown";
}

std::string_view to_text(const RoscaAction& action) noexcept {
  static constexpr std::array<std::string_view, std::variant_size_v<RoscaAction>> words{
      "deposited", "returned", "funded", "round", "repaid", "reversal"};
  return action.valueless_by_exception() ? "none" : words[action.index()];
}

}  // namespace solidarity
