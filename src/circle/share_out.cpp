// SPDX-License-Identifier: MIT
#include <solidarity/circle/share_out.hpp>

#include <solidarity/core/wide.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

void require_not_negative(std::string_view field, std::int64_t value) {
  if (value < 0) refuse(ErrorCode::out_of_range, field, fmt::format("{}; it is zero or more", value));
}

class Division {
 public:
  Division(std::int64_t cash, std::int64_t price, std::span<const ShareOutMember> members)
      : cash_(cash), price_(price), members_(members), result_{std::vector<ShareOutPart>(members.size()), 0} {
    check();
    takes_profit_.assign(members.size(), true);
    find_value();
    if (money_ > wide{price_} * shares_) pay_the_inactive();
  }

  ShareOutDivision divide(std::size_t turn) {
    if (shares_ == 0) result_.retained = cash_;
    else by_shares(turn);
    for (std::size_t k = 0; k < members_.size(); ++k)
      result_.parts[k].still_owed = members_[k].owed - result_.parts[k].set_off;
    return std::move(result_);
  }

 private:
  void check() const {
    require_not_negative("/cash", cash_);
    require_not_negative("/price", price_);
    wide shares = 0;
    wide owed = 0;
    for (std::size_t k = 0; k < members_.size(); ++k) {
      require_not_negative(fmt::format("/members/{}/shares", k), members_[k].shares);
      require_not_negative(fmt::format("/members/{}/owed", k), members_[k].owed);
      shares += members_[k].shares;
      owed += members_[k].owed;
    }
    (void)detail::checked_units(cash_ + owed);
    (void)detail::checked_units(detail::checked_units(shares) * wide{price_});
  }

  [[nodiscard]] bool owes_more_than_her_part(const ShareOutMember& member) const {
    return wide{member.owed} * shares_ > wide{money_} * member.shares;
  }

  // Sets money_ / shares_ = v: from all that take a profit, without those who owe more than that, until nobody does.
  // Each who goes owes more than the mean, so v falls, and somebody is always left.
  void find_value() {
    pays_.assign(members_.size(), false);
    money_ = cash_;
    shares_ = 0;
    for (std::size_t k = 0; k < members_.size(); ++k) {
      if (!takes_profit_[k] || members_[k].shares == 0) continue;
      pays_[k] = true;
      money_ += members_[k].owed;
      shares_ += members_[k].shares;
    }
    while (take_out_who_owes_more()) {
    }
  }

  bool take_out_who_owes_more() {
    std::vector<std::size_t> gone;
    for (std::size_t k = 0; k < members_.size(); ++k)
      if (pays_[k] && owes_more_than_her_part(members_[k])) gone.push_back(k);
    for (const std::size_t k : gone) {
      pays_[k] = false;
      money_ -= members_[k].owed;
      shares_ -= members_[k].shares;
    }
    return !gone.empty();
  }

  void pay_the_inactive() {
    bool any = false;
    for (std::size_t k = 0; k < members_.size(); ++k) {
      if (!members_[k].is_inactive) continue;
      any = true;
      takes_profit_[k] = false;
      const std::int64_t savings = members_[k].shares * price_;
      result_.parts[k] = {savings, std::min(savings, members_[k].owed), 0};
      cash_ -= result_.parts[k].paid();
    }
    if (any) find_value();
  }

  void by_shares(std::size_t turn) {
    std::vector<std::int64_t> weights(members_.size());
    std::vector<std::int64_t> parts(members_.size());
    for (std::size_t k = 0; k < members_.size(); ++k) weights[k] = pays_[k] ? members_[k].shares : 0;
    allocate_into(money_, weights, parts, turn);
    for (std::size_t k = 0; k < members_.size(); ++k) {
      if (!takes_profit_[k]) continue;
      const std::int64_t all = multiply_divide(money_, members_[k].shares, shares_, Rounding::floor);
      result_.parts[k] = pays_[k] ? ShareOutPart{parts[k], members_[k].owed, 0}
                                  : ShareOutPart{all, std::min(all, members_[k].owed), 0};
    }
  }

  std::int64_t cash_;
  std::int64_t price_;
  std::span<const ShareOutMember> members_;
  ShareOutDivision result_;
  std::vector<bool> takes_profit_;  // not: inactive, has her savings
  std::vector<bool> pays_;          // takes a profit, and owes no more than her part
  std::int64_t money_ = 0;
  std::int64_t shares_ = 0;
};

}  // namespace

MemberShareOut share_out_of(std::int64_t shares, std::int64_t all_shares, Money price, Money profit, bool is_inactive) {
  require_not_negative("/shares", shares);
  if (shares > all_shares)
    refuse(ErrorCode::out_of_range, "/shares", fmt::format("{} of {} shares in all", shares, all_shares));
  require_not_negative("/price", price.units());
  require_not_negative("/profit", profit.units());
  const auto parts = allocate(profit, {shares, all_shares - shares});
  return {price * shares, is_inactive ? Money::zero(profit.currency()) : parts.front()};
}

ShareOutDivision divide_share_out(std::int64_t cash, std::int64_t price, std::span<const ShareOutMember> members,
                                  std::size_t turn) {
  return Division(cash, price, members).divide(turn);
}

}  // namespace solidarity
