// SPDX-License-Identifier: MIT
#include <solidarity/core/overloaded.hpp>
#include <solidarity/loan/event.hpp>

namespace solidarity {
namespace {

std::string_view word_of(PaymentKind kind) noexcept {
  switch (kind) {
    case PaymentKind::repayment: return "repay";
    case PaymentKind::down_payment: return "down_payment";
    case PaymentKind::goodwill_credit: return "goodwill_credit";
    case PaymentKind::merchant_issued_refund: return "merchant_issued_refund";
    case PaymentKind::payout_refund: return "payout_refund";
    case PaymentKind::charge_adjustment: return "adjust_charge";
    case PaymentKind::cover_by_peer: return "cover_by_peer";
    case PaymentKind::cover_by_savings: return "cover_by_savings";
    case PaymentKind::cover_by_fund: return "cover_by_fund";
    case PaymentKind::cover_by_insurance: return "cover_by_insurance";
  }
  return "repay";
}

std::string_view waiver_of(Component component) noexcept {
  switch (component) {
    case Component::penalty: return "waive_penalties";
    case Component::fee: return "waive_fees";
    case Component::insurance: return "waive_insurance";
    case Component::interest: return "waive_interest";
    case Component::principal: break;
  }
  return "waive_principal";
}

}  // namespace

std::string_view to_text(const LoanAction& action) noexcept {
  using Word = std::string_view;
  return std::visit(overloaded{[](const Apply&) -> Word { return "apply"; },
                               [](const Approve&) -> Word { return "approve"; },
                               [](const Reject&) -> Word { return "reject"; },
                               [](const Withdraw&) -> Word { return "withdraw"; },
                               [](const Disburse&) -> Word { return "disburse"; },
                               [](const UndoDisbursement&) -> Word { return "undo_disbursement"; },
                               [](const TopUp&) -> Word { return "top_up"; },
                               [](const Repay& payment) -> Word { return word_of(payment.kind); },
                               [](const Prepay&) -> Word { return "prepay"; },
                               [](const PayOff&) -> Word { return "pay_off"; },
                               [](const ChargeFee& charge) -> Word {
                                 return charge.kind == ChargeKind::penalty ? "assess_penalty" : "charge_fee";
                               },
                               [](const AdjustCharge&) -> Word { return "adjust_charge"; },
                               [](const Waive& waiver) -> Word { return waiver_of(waiver.component); },
                               [](const WaiveCharge&) -> Word { return "waive_charge"; },
                               [](const Refund&) -> Word { return "refund"; },
                               [](const RefundCredit&) -> Word { return "credit_balance_refund"; },
                               [](const ChargeBack&) -> Word { return "charge_back"; },
                               [](const ChargeOff&) -> Word { return "charge_off"; },
                               [](const WriteOff&) -> Word { return "write_off"; },
                               [](const Recover&) -> Word { return "recover"; },
                               [](const Reschedule&) -> Word { return "reschedule"; },
                               [](const ReAge&) -> Word { return "re_age"; },
                               [](const ReAmortize&) -> Word { return "re_amortize"; },
                               [](const GrantMoratorium&) -> Word { return "moratorium"; },
                               [](const SuspendInterest&) -> Word { return "suspend_interest"; },
                               [](const Transfer&) -> Word { return "transfer"; },
                               [](const Reverse&) -> Word { return "reverse"; }},
                    action);
}

}  // namespace solidarity
