// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/event.hpp>
#include <solidarity/loan/position.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace solidarity {

class Loan;

namespace detail {
class LoanState;
struct Account;
[[nodiscard]] Account account_at(const Loan& loan, Date as_of);  // for the day close
}  // namespace detail

// A living loan: terms, schedule and events.  Every figure is a pure function of them and of a day.
//   Loan loan = Loan::disbursed(terms);
//   loan.record({.on = 2026y / January / 12, .what = Repay{1531 * INR}});
//   loan.position(2026y / January / 31).days_past_due
//   loan.payoff(2026y / February / 3).total()
// Laws: the state after record is the state of replaying all events; an event reversed leaves the figures as if it had never
// been; an event entered late gives what it would have given in time; a question about a past day has one answer for ever.
class Loan {
 public:
  // Applied for, nothing handed out.  Errors: as amortize.
  explicit Loan(LoanTerms terms);
  // Handed out in full on terms.disbursed_on, and the tranches planned on their days.
  [[nodiscard]] static Loan disbursed(LoanTerms terms);
  // A running loan taken over: the rows that are still open stand for terms.repayments.
  [[nodiscard]] static Loan taken_over(LoanTerms terms, std::span<const Installment> rows);

  Loan(const Loan&);
  Loan(
      Loan&&) noexcept;  // a loan moved from has no events and can be assigned to; all else of it is refused: invalid_state
  Loan& operator=(const Loan&);
  Loan& operator=(Loan&&) noexcept;
  ~Loan();

  // Adds one fact; the figures of all later days follow.  Either all of it happens or nothing.
  // An event on a day before the last one is sorted in and what comes after it happens again.
  // Errors: invalid_state (with the state and what it allows), closed_period, out_of_range (with the most that is possible),
  // not_found, duplicate, idempotency_conflict, overflow, currency_mismatch.
  void record(LoanEvent event);
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<LoanEvent> events);

  // No event on or before `day` is accepted from now on.
  void close_through(Date day);
  [[nodiscard]] std::optional<Date> closed_through() const noexcept;

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] Position position(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  [[nodiscard]] std::vector<LoanRow> rows(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  [[nodiscard]] std::vector<LoanTransaction> transactions(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  // What closes the loan on `on`; recording PayOff on that day leaves nothing.
  [[nodiscard]] Payoff payoff(Date on) const;
  // Interest earned by the end of `as_of`, paid or not; increases day by day to the interest charged.
  [[nodiscard]] Money accrued_interest(Date as_of) const;

  [[nodiscard]] const LoanTerms& terms() const;
  [[nodiscard]] std::span<const LoanEvent> events() const noexcept;  // in the order recorded
  [[nodiscard]] Currency currency() const;

 private:
  explicit Loan(std::unique_ptr<detail::LoanState> state) noexcept;
  friend detail::Account detail::account_at(const Loan& loan, Date as_of);
  [[nodiscard]] detail::LoanState& state() const;
  std::unique_ptr<detail::LoanState> state_;  // null when moved from
};

}  // namespace solidarity
