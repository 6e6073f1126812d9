// SPDX-License-Identifier: MIT
// loan: what happened. Laws: amount = applied + unapplied; replay = live state; a reversed event leaves no trace in the figures.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/frequency.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/product/charges.hpp>
#include <solidarity/product/servicing.hpp>
#include <solidarity/product/waterfall.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace solidarity {

// Before the money moves.
struct Apply {
  Money amount;
  friend bool operator==(const Apply&, const Apply&) = default;
};
struct Approve {
  Money amount;
  friend bool operator==(const Approve&, const Approve&) = default;
};
struct Reject {
  friend bool operator==(const Reject&, const Reject&) = default;
};
struct Withdraw {
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};

// Money to the borrower.
struct Disburse {
  Money amount;
  std::optional<Money> down_payment =
      {};  // paid back at once where the terms say so: `record` writes it down, as known then
  friend bool operator==(const Disburse&, const Disburse&) = default;
};
struct UndoDisbursement {
  friend bool operator==(const UndoDisbursement&, const UndoDisbursement&) = default;
};  // the last one
struct TopUp {
  Money amount;
  friend bool operator==(const TopUp&, const TopUp&) = default;
};  // more principal over the installments to come

// Money from the borrower, or from someone for the borrower.
struct Repay {
  Money amount;
  PaymentKind kind = PaymentKind::repayment;
  friend bool operator==(const Repay&, const Repay&) = default;
};
// Pays what is due and, with the rest, principal before its time.
struct Prepay {
  Money amount;
  EarlyPrincipal effect;
  friend bool operator==(const Prepay&, const Prepay&) = default;
};
// Pays payoff(on) exactly; with `amount` that must be the amount.
struct PayOff {
  std::optional<Money> amount = {};
  friend bool operator==(const PayOff&, const PayOff&) = default;
};

// Charges and what is forgiven.
struct ChargeFee {
  std::string name;
  std::variant<Money, Rate> amount;  // a percentage is of the principal and interest of the installment it falls in
  Date due;
  ChargeKind kind = ChargeKind::fee;
  friend bool operator==(const ChargeFee&, const ChargeFee&) = default;
};
struct AdjustCharge {
  std::string charge;
  Money amount;
  friend bool operator==(const AdjustCharge&, const AdjustCharge&) = default;
};  // a credit against the charge whose event id is given
struct Waive {
  Component component;
  std::optional<Money> amount = {};  // all that is outstanding on the day
  friend bool operator==(const Waive&, const Waive&) = default;
};
struct WaiveCharge {
  std::string charge;
  friend bool operator==(const WaiveCharge&, const WaiveCharge&) = default;
};  // what is unpaid of it

// Money back to the borrower.
struct Refund {
  Money amount;
  friend bool operator==(const Refund&, const Refund&) = default;
};  // of what was paid: the last money first
struct RefundCredit {
  Money amount;
  friend bool operator==(const RefundCredit&, const RefundCredit&) = default;
};  // of what was paid too much
struct ChargeBack {
  Money amount;
  std::string of = {};
  friend bool operator==(const ChargeBack&, const ChargeBack&) = default;
};  // a payment that the bank took back: the debt is open again

// The end.
struct ChargeOff {
  friend bool operator==(const ChargeOff&, const ChargeOff&) = default;
};  // a loss for the books; the borrower still owes all
struct WriteOff {
  std::optional<Money> amount = {};
  friend bool operator==(const WriteOff&, const WriteOff&) = default;
};  // all when absent
struct Recover {
  Money amount;
  friend bool operator==(const Recover&, const Recover&) = default;
};  // of what was written off

// New terms for what is still owed.
struct Reschedule {
  std::optional<Date> from = {};  // the first installment that changes; the first not yet due when absent
  std::optional<Date> to = {};    // its new due date; those after it move by as many steps
  int extra_installments = 0;
  std::optional<Rate> rate = {};
  int grace_principal = 0;
  int grace_interest_payment = 0;
  bool capitalise_arrears = false;  // overdue interest, fees and penalties become principal
  bool interest_in_shift = true;    // preset opencbs: the days by which `to` moves the first row bear interest
  friend bool operator==(const Reschedule&, const Reschedule&) = default;
};
struct ReAge {  // everything outstanding in new installments from `first_due_on` on
  int installments;
  Date first_due_on;
  Frequency every;
  friend bool operator==(const ReAge&, const ReAge&) = default;
};
struct ReAmortize {
  friend bool operator==(const ReAmortize&, const ReAmortize&) = default;
};                        // what is overdue, over the installments to come
struct GrantMoratorium {  // no installment falls due within
  Date from;
  Date to;
  bool interest_stops = false;
  friend bool operator==(const GrantMoratorium&, const GrantMoratorium&) = default;
};
struct SuspendInterest {
  friend bool operator==(const SuspendInterest&, const SuspendInterest&) = default;
};  // accrues in memorandum only
struct Transfer {
  std::string to;
  friend bool operator==(const Transfer&, const Transfer&) = default;
};  // to another officer, branch or group: no figure changes

// The event whose id is `of` was a mistake: from the day of the reversal on it never happened.
struct Reverse {
  std::string of;
  friend bool operator==(const Reverse&, const Reverse&) = default;
};

using LoanAction =
    std::variant<Apply, Approve, Reject, Withdraw, Disburse, UndoDisbursement, TopUp, Repay, Prepay, PayOff, ChargeFee,
                 AdjustCharge, Waive, WaiveCharge, Refund, RefundCredit, ChargeBack, ChargeOff, WriteOff, Recover,
                 Reschedule, ReAge, ReAmortize, GrantMoratorium, SuspendInterest, Transfer, Reverse>;

// One fact of a loan's life; never edited. The order of facts is (on, sequence).
//   loan.record({.on = 2026y / January / 12, .what = Repay{1531 * INR}});
struct LoanEvent {
  Date on;  // effective
  LoanAction what;
  std::string id = {};  // 1 to 128 of [A-Za-z0-9._:-], unique in the loan; "e7" (its sequence) when empty
  std::string actor = {};
  std::string reason = {};
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const LoanEvent&, const LoanEvent&) = default;
};

// "repay", "waive_interest", "charge_back": the word of the wire.
[[nodiscard]] std::string_view to_text(const LoanAction& action) noexcept;

}  // namespace solidarity
