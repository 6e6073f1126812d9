// SPDX-License-Identifier: MIT
#include <solidarity/circle/vsla_event.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace solidarity {

std::string_view to_text(ServiceCharge rule) noexcept {
  switch (rule) {
    case ServiceCharge::monthly_on_outstanding: return "monthly_on_outstanding";
    case ServiceCharge::monthly_on_lent: return "monthly_on_lent";
    case ServiceCharge::once: return "once";
  }
  return "unknown";
}

std::string_view to_text(VslaFund fund) noexcept { return fund == VslaFund::social_fund ? "social_fund" : "loan_fund"; }

std::string_view to_text(SocialFundRule rule) noexcept {
  return rule == SocialFundRule::divided_equally ? "divided_equally" : "stays";
}

std::string_view to_text(JoiningPrice rule) noexcept { return rule == JoiningPrice::current ? "current" : "price"; }

std::string_view to_text(LeavingValue rule) noexcept { return rule == LeavingValue::current ? "current" : "savings"; }

std::string_view to_text(const VslaAction& action) noexcept {
  static constexpr std::array<std::string_view, std::variant_size_v<VslaAction>> words{
      "joined", "left", "meeting", "forgiven", "income", "expense", "share_out", "reversal"};
  return action.valueless_by_exception() ? "none" : words[action.index()];
}

namespace {

class Checks {
 public:
  explicit Checks(const VslaTerms& terms) : terms_(terms) {}

  Problems all() {
    amount("/share_price", terms_.share_price);
    number("/most_shares", terms_.most_shares, 1, 1000);
    if (terms_.charge < Rate::zero() || terms_.charge > Rate::of_ticks(Rate::one))
      add("/charge", fmt::format("{}; a charge is 0 to 100 %", terms_.charge));
    number("/charged", static_cast<int>(terms_.charged), 1, 3);
    number("/most_months", terms_.most_months, 1, 120);
    number("/loan_multiple", terms_.loan_multiple, 1, 100);
    number("/fines", static_cast<int>(terms_.fines), 1, 2);
    if (terms_.social_contribution) amount("/social_contribution", *terms_.social_contribution);
    number("/social_fund", static_cast<int>(terms_.social_fund), 1, 2);
    number("/joining", static_cast<int>(terms_.joining), 1, 2);
    number("/leaving", static_cast<int>(terms_.leaving), 1, 2);
    if (terms_.inactive_after) number("/inactive_after", *terms_.inactive_after, 1, 1000);
    std::ranges::stable_sort(problems_, {}, &Problem::code);
    return std::move(problems_);
  }

 private:
  void add(std::string field, std::string message, ErrorCode code = ErrorCode::out_of_range) {
    problems_.push_back({code, std::move(field), std::move(message)});
  }
  void number(std::string field, int value, int least, int most) {
    if (value < least || value > most) add(std::move(field), fmt::format("{}; it is {} to {}", value, least, most));
  }
  void amount(std::string field, Money value) {
    if (value.currency() != terms_.share_price.currency())
      add(std::move(field), fmt::format("{} in a circle of {}", value, terms_.share_price.currency().code()),
          ErrorCode::currency_mismatch);
    else if (value.units() <= 0) add(std::move(field), fmt::format("{}; it is above zero", value));
  }

  const VslaTerms& terms_;
  Problems problems_;
};

}  // namespace

Problems validate(const VslaTerms& terms) { return Checks(terms).all(); }

}  // namespace solidarity
