// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/dues.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

enum class LoanStatus : std::uint8_t {
  applied = 1,
  approved,
  rejected,
  withdrawn,
  active,
  closed,       // everything outstanding is zero, and so is the credit
  overpaid,     // nothing outstanding, money of the borrower in hand
  written_off,  // what was outstanding is lost; only recoveries follow
};
[[nodiscard]] std::string_view to_text(LoanStatus status) noexcept;

// How a loan stands at the end of a day: a few cache lines, computed from terms and events, never stored as the truth.
struct Position {
  Date as_of;
  Currency currency;
  LoanStatus status;
  bool charged_off = false;
  bool rescheduled = false;
  bool interest_suspended = false;
  Components charged = {};  // all rows, with what was added in life
  Components paid = {};
  Components waived = {};
  Components written_off = {};
  Components outstanding = {};  // charged - paid - waived - written_off
  Components overdue = {};      // outstanding of the rows due before `as_of`
  Components due = {};          // outstanding of the rows due on `as_of`
  std::int64_t disbursed = 0;
  std::int64_t credit = 0;         // unapplied money of the borrower
  std::int64_t recovered = 0;      // after write-off
  std::int32_t days_past_due = 0;  // 0 when nothing is in arrears (grace and tolerance of the terms)
  std::optional<Date> overdue_since = {};
  std::optional<Date> next_due = {};
  friend bool operator==(const Position&, const Position&) = default;
};

enum class RowKind : std::uint8_t {
  installment = 1,
  down_payment,
  additional /* after the last due date, for later charges */,
  re_aged
};

// One installment and what became of it.
struct LoanRow {
  Date from;
  Date due;
  std::uint16_t number;
  RowKind kind = RowKind::installment;
  Components charged = {};
  Components paid = {};
  Components waived = {};
  Components written_off = {};
  std::int64_t paid_in_advance = 0;  // before its due date
  std::int64_t paid_late = 0;        // after it
  std::int64_t balance = 0;          // principal still owed after this row, by plan
  std::int64_t late_interest = 0;    // of the interest charged: on overdue principal (preset mifos keeps it apart)
  std::int64_t late_interest_paid = 0;
  std::optional<Date> settled_on = {};  // when nothing was left of it
  std::int32_t late_days = 0;           // as of the question, 0 when settled in time
  [[nodiscard]] Components outstanding() const noexcept;
  friend bool operator==(const LoanRow&, const LoanRow&) = default;
};

// What one event did.
struct LoanTransaction {
  std::string id;
  std::string_view type;  // the word of the wire
  Date on;
  std::int64_t amount = 0;
  Components parts = {};       // paid, waived, written off, charged: what the event is about
  std::int64_t unapplied = 0;  // to the credit of the borrower
  std::int64_t balance = 0;    // principal outstanding after it
  bool reversed = false;
  friend bool operator==(const LoanTransaction&, const LoanTransaction&) = default;
};

// What closes the loan on a day.
struct Payoff {
  Date on;
  Currency currency;
  Components parts = {};  // what is owed, with interest to the day (or to the rest)
  std::int64_t early_fee = 0;
  std::int64_t rebate = 0;  // interest that is not owed any more
  std::int64_t credit = 0;  // set off
  [[nodiscard]] Money total() const;
  friend bool operator==(const Payoff&, const Payoff&) = default;
};

}  // namespace solidarity
