// SPDX-License-Identifier: MIT
// The life of a loan as Apache Fineract lives it: docs/presets.md, "Fineract: the life of a loan".
#pragma once

#include "loan/account.hpp"
#include "loan/fineract_model.hpp"

#include <solidarity/loan/event.hpp>
#include <solidarity/loan/position.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity::detail {

// An installment and what became of it.
struct FineractLine {
  Date from;
  Date due;
  RowKind kind = RowKind::installment;
  std::size_t period = 0;  // of the regular installments
  Components charged = {};
  Components paid = {};
  Components waived = {};
  Components written_off = {};
  std::int64_t credited = 0;  // principal that is owed again: charge-backs and refunds of credit
  std::int64_t paid_in_advance = 0;
  std::int64_t paid_late = 0;
  std::optional<Date> settled_on = {};

  [[nodiscard]] Components open() const noexcept;
  [[nodiscard]] bool is_regular() const noexcept { return kind == RowKind::installment; }
  void charge(Component component, std::int64_t units, Date on);
  void pay(Component component, std::int64_t units, Date on);
  void settle(Date on);
};

class FineractLife {
 public:
  // `before`: what happened until the first disbursement.
  FineractLife(LoanTerms agreed, std::vector<LoanTransaction> before);

  // Takes one event in order of (day, sequence). Errors: those of the event.
  // `is_new`: it was not recorded before, so it must be possible today.
  void take(const LoanEvent& event, bool is_new);
  // What of `amount`, handed out now, comes back at once: credit pays its part of the down payment.
  [[nodiscard]] std::int64_t down_payment_now(std::int64_t amount) const;
  // What is overdue bears interest up to `day`, where interest is recalculated.
  void advance(Date day);
  [[nodiscard]] bool bears_overdue_interest() const noexcept;
  [[nodiscard]] Payoff payoff(Date on) const;
  // Writes rows, credit and transactions into the account.
  void write(Account& account) const;

 private:
  struct Lent {
    Date on;
    std::int64_t amount;
    std::int64_t down_payment;
  };
  struct LifeCharge {
    std::string id;
    Component component;
    Date due;
    std::int64_t amount = 0;
    Rate percent = Rate::zero();  // of principal and interest of its row: the amount is known with the row
    std::int64_t settled = 0;     // paid or waived
  };
  struct Booked {  // principal or interest paid on a row
    std::size_t row;
    Date on;
    Component component;
    std::int64_t units;
    bool is_final = false;  // lost, or paid to close: no plan comes of it
  };
  struct Overdue {  // principal of earlier rows, in the row that runs
    std::size_t row;
    std::int64_t units;
    Date until;
  };
  struct Grown {  // a row that took money beyond it
    std::size_t row;
    std::int64_t units;
  };
  struct Recalculated {  // what a plan of a cumulative loan knows of its payments
    std::vector<Grown> grown;
    std::vector<Booked> early;
    std::optional<Overdue> overdue;
  };
  struct Changed {  // amounts of the rows from a due date on
    Date from;
    Reschedule change;
  };
  struct Moved {  // a due date and those after it
    Date from;
    Date to;
  };

  // --- rows (fineract_rows.cpp)
  void plan();
  void plan_cumulative();
  void plan_progressive();
  [[nodiscard]] std::vector<Lent> take_late(LoanTerms& terms) const;
  void add_late(const std::vector<Lent>& late);
  [[nodiscard]] std::vector<Period> periods(const LoanTerms& terms) const;
  [[nodiscard]] LoanTerms lent_terms() const;
  void lend(const Lent& lent);
  void add_down_payment(const Lent& lent);
  void raise_principal(const Lent& lent);
  void take_model();
  void charge_row(LifeCharge& charge, Date on);
  void charge_terms();
  FineractLine& row_of(Date due);
  [[nodiscard]] FineractLine* additional();
  FineractLine& add_additional(Date due);
  [[nodiscard]] std::int64_t down_payment_of(std::int64_t amount) const;

  // --- reschedules (fineract_reschedule.cpp)
  void reschedule(const Reschedule& change);
  void plan_changes();
  void add_dates(std::vector<FineractLine>& rows, int count) const;
  void divide_again(std::vector<FineractLine>& rows, const Reschedule& change) const;
  void price_again(std::vector<FineractLine>& rows, const Reschedule& change) const;

  // --- events (fineract_events.cpp, fineract_charges.cpp, fineract_new_rows.cpp)
  void check_new(const LoanEvent& event) const;
  [[nodiscard]] std::int64_t most_of(const LoanEvent& event, const Waive& action) const;
  void check_loss(const LoanEvent& event) const;
  void check_settled(const LoanEvent& event) const;
  void check_principal() const;
  void record(const LoanEvent& event);
  void replay();
  void live_again(const Recalculated& known);
  void know(const LoanEvent& event);
  [[nodiscard]] Lent lent(const LoanEvent& event, Money amount) const;
  [[nodiscard]] LifeCharge charge(const LoanEvent& event, const ChargeFee& action) const;
  void happen(const LoanEvent& event);
  void happen(const LoanEvent& event, const Disburse& action);
  void happen(const LoanEvent& event, const TopUp& action);
  void happen(const LoanEvent& event, const Repay& action);
  void happen(const LoanEvent& event, const Prepay& action);
  void happen(const LoanEvent& event, const PayOff& action);
  void happen(const LoanEvent& event, const ChargeFee& action);
  void happen(const LoanEvent& event, const AdjustCharge& action);
  void happen(const LoanEvent& event, const Waive& action);
  void happen(const LoanEvent& event, const WaiveCharge& action);
  void happen(const LoanEvent& event, const Refund& action);
  void happen(const LoanEvent& event, const RefundCredit& action);
  void happen(const LoanEvent& event, const ChargeBack& action);
  void happen(const LoanEvent& event, const ChargeOff& action);
  void happen(const LoanEvent& event, const WriteOff& action);
  void happen(const LoanEvent& event, const Reschedule& action);
  void happen(const LoanEvent& event, const ReAge& action);
  void happen(const LoanEvent& event, const ReAmortize& action);
  void happen(const LoanEvent& event, const Transfer& action);
  void happen(const LoanEvent& event, const SuspendInterest& action);
  void happen(const LoanEvent& event, const Recover& action);
  template <class Action>
  void happen(const LoanEvent&, const Action&) {}
  void disburse(const LoanEvent& event, Money amount);
  void receive(const LoanEvent& event, std::int64_t amount, PaymentKind kind);
  void forget_interest_after(Date on);
  void note_credit_used(Date on, std::int64_t units, Components& parts);
  void lose(std::size_t row, Component component, std::int64_t units, Date on);
  void owe_again(const LoanEvent& event, std::int64_t amount);
  [[nodiscard]] FineractLine& row_after(Date on);
  void refuse_with_interest() const;
  void add_re_aged(const ReAge& action, Date on, std::int64_t moved);
  void use_credit_on_charges();
  LoanTransaction& note(const LoanEvent& event, std::int64_t amount, const Components& parts, std::int64_t unapplied,
                        std::int64_t change);
  [[nodiscard]] std::int64_t units_of(Money amount) const;
  [[nodiscard]] std::int64_t units_up_to(Money amount, std::int64_t most, std::string_view what) const;
  [[nodiscard]] LifeCharge& charge_named(const std::string& id);

  // --- payments (fineract_payment.cpp)
  [[nodiscard]] Applied pay(Date on, std::int64_t amount, const Waterfall& waterfall);
  [[nodiscard]] Applied pay_recalculated(Date on, std::int64_t amount, const Waterfall& waterfall);
  [[nodiscard]] Applied pay_rows(Date on, std::int64_t amount, const Waterfall& waterfall);
  [[nodiscard]] std::int64_t pay_in_advance(std::size_t row, Date on, std::int64_t amount, const Waterfall& waterfall,
                                            Components& parts);
  [[nodiscard]] std::vector<std::size_t> rows_in_advance(Date on, InAdvance rule) const;
  void book(std::size_t row, Component component, std::int64_t units, Date on, Date counted);
  [[nodiscard]] std::int64_t planned_part(const FineractLine& line, std::int64_t units) const;
  [[nodiscard]] Components charged_by_day(Date on) const;
  void settle_charges(const FineractLine& row, Component component, std::int64_t units);
  [[nodiscard]] const Waterfall& waterfall_of(PaymentKind kind) const noexcept;
  [[nodiscard]] Date counted_on(const FineractLine& row, Date on) const;
  [[nodiscard]] bool is_recalculated() const noexcept;

  // --- recalculation of a cumulative loan (fineract_recalculated.cpp)
  [[nodiscard]] bool is_replanned() const noexcept;
  [[nodiscard]] bool grows() const noexcept;
  void recalculate();
  [[nodiscard]] Recalculated known_so_far(Recalculated known) const;
  [[nodiscard]] std::int64_t booked_beyond(std::size_t k) const;
  [[nodiscard]] std::optional<Overdue> overdue_on(Date day) const;
  void plan_again(const Recalculated& known);
  void drop_rows_after(std::size_t k);
  [[nodiscard]] std::int64_t level_of(std::int64_t balance, std::size_t k) const;
  [[nodiscard]] LoanTerms terms_of_row(std::size_t k) const;
  [[nodiscard]] std::int64_t lent_after(Date day) const;
  [[nodiscard]] std::int64_t recalculated_interest(std::size_t k, std::int64_t balance,
                                                   const Recalculated& known) const;

  // --- overdue principal (fineract_overdue.cpp)
  void correct_overdue(Period period, Date day, std::int64_t overdue, std::int64_t all);
  void end_overdue(Date on);
  void set_balances(Account& account) const;

  [[nodiscard]] Components outstanding() const noexcept;

  LoanTerms agreed_;
  bool progressive_;
  FineractRounding rounding_;
  std::vector<LoanEvent> history_;  // what happened, with the down payments that were paid by themselves
  std::vector<Moved> moved_;
  std::vector<Changed> changes_;
  std::vector<Lent> lent_;
  std::vector<LifeCharge> charges_;
  std::vector<FineractLine> rows_;
  std::vector<LoanTransaction> before_;
  std::vector<LoanTransaction> transactions_;
  std::vector<Booked> booked_;
  std::vector<PaymentKind> kinds_;            // of the transactions
  std::optional<FineractInterest> interest_;  // of a progressive loan that bears interest
  std::optional<Date> overdue_to_;            // overdue principal is in the balance up to this day
  std::int64_t overdue_ = 0;                  // as much of it
  std::int64_t credit_ = 0;
  std::int64_t balance_ = 0;  // principal outstanding, event after event
  std::optional<Date> charged_off_;
  std::optional<Date> today_;  // of a cumulative loan: the day up to which interest was recalculated
  bool is_settled_ = false;    // paid off or written off: time recalculates nothing any more
};

}  // namespace solidarity::detail
