// SPDX-License-Identifier: MIT
#include <solidarity/insurance/pool_position.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace solidarity {

std::string_view to_text(CoverEnd how) noexcept {
  switch (how) {
    case CoverEnd::cancelled: return "cancelled";
    case CoverEnd::lapsed: return "lapsed";
    case CoverEnd::claimed: return "claimed";
  }
  return "unknown_cover_end";
}

std::string_view to_text(const PoolAction& action) noexcept {
  static constexpr std::array<std::string_view, std::variant_size_v<PoolAction>> words{
      "cover_opened",   "premium_received", "cover_ended",     "premium_refunded", "claim_filed",
      "claim_approved", "claim_rejected",   "claim_paid",      "pool_fee",         "premium_ceded",
      "pool_recovery",  "backstop_called",  "backstop_repaid", "pool_reversal"};
  return words[action.index()];
}

std::string_view to_text(ClaimStatus status) noexcept {
  switch (status) {
    case ClaimStatus::filed: return "filed";
    case ClaimStatus::approved: return "approved";
    case ClaimStatus::rejected: return "rejected";
    case ClaimStatus::paid: return "paid";
  }
  return "unknown_claim_status";
}

PoolMoney PoolMoney::none(Currency currency) {
  const Money zero = Money::zero(currency);
  return {zero, zero, zero, zero, zero, zero, zero, zero, zero};
}

Money PoolMoney::balance() const {
  const wide in = wide{opening.units()} + premiums.units() + recoveries.units();
  const wide out = wide{refunds.units()} + claims.units() + fees.units() + ceded.units();
  return Money::of_units(detail::checked_units(in - out), opening.currency());
}

bool CoverPosition::covers(Date day) const noexcept { return is_covered(cover, day) && (!ended_on || day < *ended_on); }

Money CoverPosition::refund_due() const {
  Money due = Money::zero(premiums_refunded.currency());
  if (ended_by != CoverEnd::cancelled) return due;
  for (const PaidPremium& paid : premiums)
    due += refund(paid.amount, paid.from, paid.to, *ended_on, cover.terms.refund, cover.terms.rounding);
  return std::max(due - premiums_refunded, Money::zero(due.currency()));
}

Money PoolPosition::payable_to(std::string_view insurer) const {
  const auto found = insurer.empty() ? accounts.end() : accounts.find(insurer);
  if (found == accounts.end())
    refuse(ErrorCode::not_found, "/account", fmt::format("no cover of insurer {} in this pool", quoted(insurer)));
  return found->second.money.balance();
}

}  // namespace solidarity
