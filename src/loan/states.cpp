// SPDX-License-Identifier: MIT
#include "loan/states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace solidarity {

std::string_view to_text(LoanStatus status) noexcept {
  switch (status) {
    case LoanStatus::applied: return "applied";
    case LoanStatus::approved: return "approved";
    case LoanStatus::rejected: return "rejected";
    case LoanStatus::withdrawn: return "withdrawn";
    case LoanStatus::active: return "active";
    case LoanStatus::closed: return "closed";
    case LoanStatus::overpaid: return "overpaid";
    case LoanStatus::written_off: return "written_off";
  }
  return "unknown";
}

namespace detail {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view in_applied[] = {"approve", "reject", "withdraw", "disburse", "transfer"};
constexpr std::string_view in_approved[] = {"withdraw", "disburse", "transfer"};
constexpr std::string_view in_active[] = {"disburse",
                                          "undo_disbursement",
                                          "top_up",
                                          "repay",
                                          "prepay",
                                          "pay_off",
                                          "charge_fee",
                                          "assess_penalty",
                                          "adjust_charge",
                                          "waive_principal",
                                          "waive_interest",
                                          "waive_fees",
                                          "waive_penalties",
                                          "waive_insurance",
                                          "waive_charge",
                                          "refund",
                                          "credit_balance_refund",
                                          "charge_back",
                                          "charge_off",
                                          "write_off",
                                          "reschedule",
                                          "re_age",
                                          "re_amortize",
                                          "moratorium",
                                          "suspend_interest",
                                          "transfer"};
constexpr std::string_view in_closed[] = {
    "refund",     "credit_balance_refund", "charge_back", "disburse", "undo_disbursement",
    "charge_fee", "assess_penalty",        "transfer"};
constexpr std::string_view in_written_off[] = {"recover", "transfer"};

Words allowed_in(LoanStatus status) {
  switch (status) {
    case LoanStatus::applied: return in_applied;
    case LoanStatus::approved: return in_approved;
    case LoanStatus::active: return in_active;
    case LoanStatus::closed:
    case LoanStatus::overpaid: return in_closed;
    case LoanStatus::written_off: return in_written_off;
    case LoanStatus::rejected:
    case LoanStatus::withdrawn: break;
  }
  return {};
}

// Payments of every kind are allowed where repay is.
std::string_view command_of(const LoanAction& action) {
  return std::holds_alternative<Repay>(action) ? "repay" : to_text(action);
}

bool is_apply_once(const Account& account, const LoanEvent& event) {
  return std::holds_alternative<Apply>(event.what) && account.transactions.empty();
}

bool is_money_for_nothing(const Account& account, const LoanEvent& event) {
  const LoanStatus status = account.status();
  const bool is_payment = std::holds_alternative<Repay>(event.what) || std::holds_alternative<Prepay>(event.what) ||
                          std::holds_alternative<PayOff>(event.what) ||
                          std::holds_alternative<RefundCredit>(event.what);  // of what a later fact took away
  return is_payment && (status == LoanStatus::closed || status == LoanStatus::overpaid);
}

}  // namespace

void refuse_in_state(const Account& account, const LoanEvent& event, std::string_view because) {
  std::string allowed;
  for (const std::string_view word : allowed_in(account.status())) allowed.append(word).append(", ");
  allowed.append("reverse");
  refuse(ErrorCode::invalid_state, "/type",
         fmt::format("{} on {}: the loan is {}{}; allowed: {}", to_text(event.what), event.on,
                     to_text(account.status()), because, allowed));
}

void check_allowed(const Account& account, const LoanEvent& event, bool in_replay) {
  if (is_apply_once(account, event) || (in_replay && is_money_for_nothing(account, event))) return;
  const Words words = allowed_in(account.status());
  if (std::ranges::find(words, command_of(event.what)) == words.end()) refuse_in_state(account, event, "");
}

}  // namespace detail
}  // namespace solidarity
