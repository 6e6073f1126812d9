// SPDX-License-Identifier: MIT
// What differs between our own rules and those of the peers in the life of a loan: one object of virtual steps each.
// Everything else (states, the fold, waivers, refunds, write-offs) is the same for all.
#pragma once

#include "loan/account.hpp"

#include <solidarity/loan/position.hpp>

#include <cstdint>

namespace solidarity::detail {

class Servicing {
 public:
  virtual ~Servicing() = default;

  // True when it did all that the event does, by rules of its own (Fineract); `is_new`: not accepted before.
  virtual bool take(Account&, const LoanEvent&, bool /*is_new*/) const { return false; }
  // What of `amount`, handed out now, is paid back at once; nothing where the plan's down payment says it.
  [[nodiscard]] virtual std::optional<Money> automatic_down_payment(const Account&, Money) const { return {}; }
  // Whether payments are taken when nothing is owed (they become credit), or refused as new events.
  [[nodiscard]] virtual bool takes_payments_when_closed() const { return false; }
  // True when `advance` may do something between the last event and `day`.
  [[nodiscard]] virtual bool has_work(const Account& account, Date day) const;
  // What time alone does up to the start of `day`: interest on what is really owed, penalties, held credit.
  virtual void advance(Account& account, Date day) const;
  // True when `pay` only runs the waterfall: it cannot fail then.
  [[nodiscard]] virtual bool pays_in_place(const Account& account) const;
  // Whether undoing a disbursement undoes the payments after it too, or is refused while there are some.
  [[nodiscard]] virtual bool undo_takes_payments() const { return false; }
  // After every event: what it changed in the balance that bears interest.
  virtual void after_event(Account&, Date /*on*/) const {}
  // Computes the rows again after the advances changed.
  virtual void plan_again(Account& account, Date on) const;
  // Applies money to the rows and books it.
  virtual Applied pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const;
  // The same for money of which the part before its time has the `effect`.
  virtual Applied prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                         EarlyPrincipal effect) const;
  // What closes the loan on `on`; `account` is advanced to that day.
  [[nodiscard]] virtual Payoff payoff(const Account& account, Date on) const;
  // Takes off the rows what payoff does not ask for, and adds its early fee, so that paying it leaves nothing.
  virtual void settle_for_payoff(Account& account, const Payoff& payoff) const;
  virtual void reschedule(Account& account, const Reschedule& change, Date on) const;
  virtual void re_age(Account& account, const ReAge& change, Date on) const;
  virtual void re_amortize(Account& account, Date on) const;
  virtual void grant_moratorium(Account& account, const GrantMoratorium& change, Date on) const;
  virtual void charge_back(Account& account, std::int64_t units, Date on) const;
  // By the end of `as_of`.
  [[nodiscard]] virtual std::int64_t accrued_interest(const Account& account, Date as_of) const;
};

// Replaces the rows from account.first_row on by `rows`, keeping what became of them; rows made in life stay.
void take_plan(Account& account, std::span<const Installment> rows, Date on);

// The rules of `policy`; objects of static lifetime without state.
[[nodiscard]] const Servicing& servicing_of(const RoundingPolicy& policy) noexcept;

}  // namespace solidarity::detail
