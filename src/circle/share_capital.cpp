// SPDX-License-Identifier: MIT
#include <solidarity/circle/share_capital.hpp>

#include "circle/fact_book.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/wide.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace solidarity {

template class detail::FactBook<detail::ShareFold>;

std::string_view to_text(const ShareAction& action) noexcept {
  static constexpr std::array<std::string_view, std::variant_size_v<ShareAction>> words{"bought", "redeemed",
                                                                                        "transferred", "reversal"};
  return action.valueless_by_exception() ? "none" : words[action.index()];
}

Problems validate(const ShareCapitalTerms& terms) {
  Problems problems;
  if (terms.par.units() <= 0)
    problems.push_back({ErrorCode::out_of_range, "/par", fmt::format("{}; it is above zero", terms.par)});
  if (terms.least < 1)
    problems.push_back({ErrorCode::out_of_range, "/least", fmt::format("{}; it is 1 or more", terms.least)});
  if (terms.most && (*terms.most <= Rate::zero() || *terms.most > Rate::of_ticks(Rate::one)))
    problems.push_back(
        {ErrorCode::out_of_range, "/most", fmt::format("{}; above 0 and at most 100 %, or absent", *terms.most)});
  if (terms.founding < 0)
    problems.push_back({ErrorCode::out_of_range, "/founding", fmt::format("{}; it is zero or more", terms.founding)});
  if (terms.founding > 0 && !terms.most)
    problems.push_back({ErrorCode::contradictory_terms, "/founding", "/founding needs /most, which it is for"});
  return problems;
}

std::int64_t ShareCapitalPosition::of(const std::string& member) const {
  const auto found = holders.find(member);
  return found == holders.end() ? 0 : found->second;
}

namespace detail {
namespace {

class Holding {
 public:
  Holding(ShareCapitalPosition& position, const ShareCapitalTerms& terms) : position_(position), terms_(terms) {}

  void give(std::string_view field, const std::string& member, std::int64_t shares) {
    require_member_id(field, member);
    const std::int64_t after = checked_units(wide{position_.of(member)} + shares);
    require_least(member, after);
    position_.holders[member] = after;
  }

  void take(std::string_view field, const std::string& member, std::int64_t shares) {
    const std::int64_t before = member_of(position_.holders, field, member);
    if (shares > before)
      refuse(ErrorCode::out_of_range, "/shares", fmt::format("{}; {} holds {}", shares, quoted(member), before));
    require_least(member, before - shares);
    if (before == shares) position_.holders.erase(member);
    else position_.holders[member] = before - shares;
  }

  void require_some(std::int64_t shares) const {
    if (shares < 1) refuse(ErrorCode::out_of_range, "/shares", fmt::format("{}; one share or more", shares));
  }

  // When all that are to be counted are counted.
  void require_part(std::string_view field, const std::string& member) const {
    if (!terms_.most) return;
    const std::int64_t all = std::max(position_.shares, terms_.founding);
    const std::int64_t most = multiply_divide(all, terms_.most->ticks(), Rate::one, Rounding::floor);
    if (position_.of(member) > most)
      refuse(ErrorCode::limit_exceeded, field,
             fmt::format("{} would hold {} of {} shares; {} at most ({})", quoted(member), position_.of(member), all,
                         most, *terms_.most));
  }

  void count(std::int64_t shares) {
    position_.shares = checked_units(wide{position_.shares} + shares);
    position_.capital = terms_.par * position_.shares;
  }

 private:
  void require_least(const std::string& member, std::int64_t after) const {
    if (after != 0 && after < terms_.least)
      refuse(ErrorCode::out_of_range, "/shares",
             fmt::format("{} would hold {}; none, or {} at least", quoted(member), after, terms_.least));
  }

  ShareCapitalPosition& position_;
  const ShareCapitalTerms& terms_;
};

}  // namespace

ShareCapitalPosition ShareFold::begin(const ShareCapitalTerms& terms) {
  return {.as_of = terms.opened_on, .capital = Money::zero(terms.par.currency())};
}

void ShareFold::apply(ShareCapitalPosition& position, const ShareCapitalTerms& terms, const ShareEvent& event) {
  Holding holding(position, terms);
  std::visit(overloaded{
                 [&](const SharesBought& bought) {
                   holding.require_some(bought.shares);
                   holding.give("/member", bought.member, bought.shares);
                   holding.count(bought.shares);
                   holding.require_part("/member", bought.member);
                 },
                 [&](const SharesRedeemed& redeemed) {
                   holding.require_some(redeemed.shares);
                   holding.take("/member", redeemed.member, redeemed.shares);
                   holding.count(-redeemed.shares);
                 },
                 [&](const SharesTransferred& transferred) {
                   holding.require_some(transferred.shares);
                   if (transferred.from == transferred.to)
                     refuse(ErrorCode::invalid_state, "/to", fmt::format("{} to herself", quoted(transferred.to)));
                   holding.take("/from", transferred.from, transferred.shares);
                   holding.give("/to", transferred.to, transferred.shares);
                   holding.require_part("/to", transferred.to);
                 },
                 [](const CircleReversal&) {},  // not in a fold
             },
             event.what);
}

}  // namespace detail

std::map<std::string, std::int64_t> ShareCapital::share_days(Date from, Date to) const {
  if (to <= from) refuse(ErrorCode::out_of_range, "/to", fmt::format("{} is not after {}", to, from));
  std::set<Date> changes{from};  // between two of them nothing changes
  for (const ShareEvent& event : events())
    if (event.on > from && event.on < to) changes.insert(event.on);
  std::map<std::string, wide> sums;
  for (auto day = changes.begin(); day != changes.end(); ++day) {
    const auto next = std::next(day);
    const int days = (next == changes.end() ? to : *next) - *day;
    for (const auto& [member, shares] : position(*day).holders) sums[member] += wide{shares} * days;
  }
  std::map<std::string, std::int64_t> all;
  for (const auto& [member, sum] : sums) all.emplace(member, detail::checked_units(sum));
  return all;
}

Shares<std::string> ShareCapital::dividend(Money amount, Date from, Date to) const {
  if (amount.is_negative())
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; a dividend is zero or more", amount));
  std::vector<std::int64_t> weights;
  std::vector<std::string> members;
  for (const auto& [member, days] : share_days(from, to)) {
    members.push_back(member);
    weights.push_back(days);
  }
  const auto parts = allocate(amount, weights);
  std::vector<Shares<std::string>::Entry> entries;
  for (std::size_t k = 0; k < parts.size(); ++k) entries.push_back({members[k], parts[k]});
  return Shares<std::string>(amount.currency(), entries);
}

Shares<std::string> patronage_refund(Money surplus, const Shares<std::string>& paid) {
  if (surplus.is_negative())
    refuse(ErrorCode::out_of_range, "/surplus", fmt::format("{}; a refund is of zero or more", surplus));
  return paid.prorated(surplus);
}

}  // namespace solidarity
