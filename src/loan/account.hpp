// SPDX-License-Identifier: MIT
// The state of a loan while its events are folded: rows, credit, marks.  A value: copying it is how nothing is half
// applied.
#pragma once

#include <solidarity/loan/event.hpp>
#include <solidarity/loan/position.hpp>
#include <solidarity/loan/waterfall.hpp>
#include <solidarity/product/loan_terms.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace solidarity::detail {

class FineractLife;

// What the rules of the smaller peers remember of a row (opencbs_penalties.hpp, mifos_interest.hpp).
struct PeerFacts {
  std::optional<Date> counted_to = {};  // amounts up to this day are fixed
  std::int64_t running = 0;             // what was added since, as of the last look: replaced by the next one
  std::int64_t seen = 0;                // what was open at the last look: another figure means that an event touched it
  std::int64_t accrued = 0;             // mifos: interest of the running row up to counted_to
  std::int64_t late_interest = 0;       // mifos: interest on overdue principal, part of the interest charged
  std::int64_t late_interest_paid = 0;
};

// Beside Due (same index): what of a row does not change in the waterfall.  charged = open + paid + waived +
// written_off.
struct RowFacts {
  Date from;  // start of its period
  RowKind kind = RowKind::installment;
  Components planned = {};  // by the schedule; charged is this and what life added
  Components charged = {};
  Components waived = {};
  Components written_off = {};
  std::int64_t open_total = 0;  // of the row when it was last settled
  std::int64_t paid_in_advance = 0;
  std::int64_t paid_late = 0;
  std::int64_t balance = 0;  // principal still owed after the row, by plan
  std::optional<Date> settled_on = {};
  PeerFacts peer = {};
  std::uint16_t plan = 0;            // which of the account's plans priced it: 0 the terms, else tails[plan - 1]
  std::uint16_t period = no_period;  // its number in that plan, from 0
  bool interest_fixed = false;       // its interest follows the balance no more
  static constexpr std::uint16_t no_period = 0xFFFF;
};

// A charge made in life.
struct Charge {
  std::string id;
  ChargeKind kind;
  Date due;
  std::int64_t amount;
  std::uint16_t row;        // number of the row that carries it; 0 when that row is gone
  std::int64_t waived = 0;  // by waive_charge
};

// What a penalty with a cap has cost a row so far; the row is known by its day and kind, since numbers change.
struct PenaltyTotal {
  std::uint16_t penalty;  // index in the terms
  RowKind kind;
  Date due;
  std::int64_t units;
};

// An advance that stands.
struct Advanced {
  Date on;
  std::int64_t amount;
};

// Principal that left its row on another day than the due date, or joined the balance (row 0): recalculation.hpp.
struct BalanceChange {
  Date on;
  std::int64_t amount;
  std::uint16_t row;     // number of the row it belongs to
  bool as_plan = false;  // a change of the plan itself: it counts whether interest is recalculated or not
};

// New terms for the rows from one on: what a reschedule or a moratorium in life leaves behind. plan.hpp
struct PlanTail;

struct Account {
  LoanTerms terms;            // in force: what was really advanced, and changed by reschedules
  std::size_t first_row = 0;  // rows before it are frozen: they came before a reschedule
  std::vector<Due> dues;      // by due date
  std::vector<RowFacts> facts;
  std::size_t first_open = 0;  // no row before it has anything outstanding
  Components outstanding = {};
  Components charged = {};
  Components waived = {};
  Components written_off = {};
  std::vector<Advanced> advances = {};
  std::vector<Charge> charges = {};
  std::vector<BalanceChange> changes = {};
  std::vector<std::shared_ptr<const PlanTail>> tails = {};
  bool plan_changed = false;  // the rows are not those of the terms any more
  std::vector<LoanTransaction> transactions = {};
  std::int64_t credit = 0;
  std::int64_t approved = 0;  // the amount
  std::int64_t recovered = 0;
  std::optional<Date> charged_off = {};
  std::optional<Date> suspended_on = {};
  bool suspension_noted = false;  // with the two figures of that day: accrual.hpp
  std::int64_t accrued_at_suspension = 0;
  std::int64_t paid_at_suspension = 0;
  bool is_approved = false;
  bool is_rejected = false;
  bool is_withdrawn = false;
  bool is_rescheduled = false;
  bool is_written_off = false;
  Date advanced_to;   // what time does is taken into account up to the start of this day
  Date penalized_to;  // penalties are assessed up to the start of this day: penalties.hpp
  std::vector<PenaltyTotal> penalty_totals = {};
  std::shared_ptr<const FineractLife> fineract =
      {};  // the same loan by the rules of that preset; never changed, replaced

  explicit Account(LoanTerms of)
      : terms(std::move(of)), advanced_to(terms.disbursed_on), penalized_to(terms.disbursed_on) {}

  [[nodiscard]] Currency currency() const noexcept { return terms.principal.currency(); }
  [[nodiscard]] bool is_disbursed() const noexcept { return !advances.empty(); }
  [[nodiscard]] std::int64_t disbursed() const noexcept;
  [[nodiscard]] LoanStatus status() const noexcept;
  [[nodiscard]] Components paid(std::size_t row) const noexcept;
  [[nodiscard]] const Waterfall& waterfall_of(PaymentKind kind) const noexcept;
  // The number of rows due before `day`.
  [[nodiscard]] std::size_t rows_before(Date day) const noexcept;
  // The number of rows due on or before `day`.
  [[nodiscard]] std::size_t rows_by(Date day) const noexcept;

  // Adds to what row `k` charges; negative takes back. Keeps open and totals.
  void charge(std::size_t k, Component component, std::int64_t units);
  // Moves up to `units` of what is open of a component into waived / written off; returns what was moved.
  std::int64_t waive(std::size_t k, Component component, std::int64_t units);
  std::int64_t write_off(std::size_t k, Component component, std::int64_t units);
  // Takes back what was paid: it is open again.
  void unpay(std::size_t k, Component component, std::int64_t units);
  // Pays a single part; returns what was applied.
  std::int64_t pay(std::size_t k, Component component, std::int64_t units);
  // After the waterfall took from `dues`: advance/late, settled days, totals.
  void book_payment(Date on, const Applied& applied);
  // What the waterfall took from `dues` without money: before book_payment.
  void book_waiver(std::size_t k, const Share& share) noexcept;
  // After rows were exchanged or charged: totals, first_open, settled days.
  void settle(Date on);
  // A new row for what comes after the schedule; returns its index.
  std::size_t add_row(Date due, RowKind kind);
};

[[nodiscard]] Components sum_of(std::span<const Due> dues) noexcept;
Components& operator+=(Components& a, const Components& b) noexcept;
Components& operator-=(Components& a, const Components& b) noexcept;
[[nodiscard]] Components operator-(Components a, const Components& b) noexcept;
[[nodiscard]] Components operator+(Components a, const Components& b) noexcept;

}  // namespace solidarity::detail
