// SPDX-License-Identifier: MIT
// What each event does to an account that is advanced to its day. Each checks its own amounts first.
#pragma once

#include "loan/account.hpp"
#include "loan/servicing.hpp"

namespace solidarity::detail {

void act(Account&, const LoanEvent&, const Apply&, const Servicing&);
void act(Account&, const LoanEvent&, const Approve&, const Servicing&);
void act(Account&, const LoanEvent&, const Reject&, const Servicing&);
void act(Account&, const LoanEvent&, const Withdraw&, const Servicing&);
void act(Account&, const LoanEvent&, const Disburse&, const Servicing&);
void act(Account&, const LoanEvent&, const TopUp&, const Servicing&);
void act(Account&, const LoanEvent&, const Repay&, const Servicing&);
void act(Account&, const LoanEvent&, const Prepay&, const Servicing&);
void act(Account&, const LoanEvent&, const PayOff&, const Servicing&);
void act(Account&, const LoanEvent&, const ChargeFee&, const Servicing&);
void act(Account&, const LoanEvent&, const AdjustCharge&, const Servicing&);
void act(Account&, const LoanEvent&, const Waive&, const Servicing&);
void act(Account&, const LoanEvent&, const WaiveCharge&, const Servicing&);
void act(Account&, const LoanEvent&, const Refund&, const Servicing&);
void act(Account&, const LoanEvent&, const RefundCredit&, const Servicing&);
void act(Account&, const LoanEvent&, const ChargeBack&, const Servicing&);
void act(Account&, const LoanEvent&, const ChargeOff&, const Servicing&);
void act(Account&, const LoanEvent&, const WriteOff&, const Servicing&);
void act(Account&, const LoanEvent&, const Recover&, const Servicing&);
void act(Account&, const LoanEvent&, const Reschedule&, const Servicing&);
void act(Account&, const LoanEvent&, const ReAge&, const Servicing&);
void act(Account&, const LoanEvent&, const ReAmortize&, const Servicing&);
void act(Account&, const LoanEvent&, const GrantMoratorium&, const Servicing&);
void act(Account&, const LoanEvent&, const SuspendInterest&, const Servicing&);
void act(Account&, const LoanEvent&, const Transfer&, const Servicing&);
// Taken into account before the fold: they never get here.
void act(Account&, const LoanEvent&, const UndoDisbursement&, const Servicing&);
void act(Account&, const LoanEvent&, const Reverse&, const Servicing&);

// Applies held credit to what may take it now; done after every event and whenever something falls due.
void use_credit(Account& account, Date on, const Servicing& servicing);
void use_credit(Account& account, Date on, const Servicing& servicing, const Waterfall& waterfall);

// Open charges of the first row due after `on` whose own day is `on` or before: for WaterfallQuirk::charges_due_first.
[[nodiscard]] Components charged_by_day(const Account& account, Date on);

}  // namespace solidarity::detail
