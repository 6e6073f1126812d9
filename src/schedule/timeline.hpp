// SPDX-License-Identifier: MIT
// From terms to periods: when each row starts, ends and falls due, and what rate it bears. docs/pricing.md, sections
// 1 and 2.
#pragma once

#include "schedule/level.hpp"

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/product/loan_terms.hpp>

#include <cstdint>
#include <memory_resource>
#include <vector>

namespace solidarity::detail {

// A length in the unit of the quoted rate: a period of `length` bears rate x length.
struct Fraction {
  wide numerator = 0;
  wide denominator = 1;
  friend Fraction operator+(Fraction a, Fraction b);
  friend Fraction operator*(Fraction a, Fraction b);
};

struct Row {
  Date start;  // of the interest period, which is half-open
  Date end;
  Date due;           // as shown: moved off holidays
  std::int32_t days;  // as shown
  int index;          // of its date in the sequence, from 1
  int dropped;        // dates before it that a moratorium dropped and whose interest goes on
};

// Money handed out, merged by day, in order of day. The first is the one on the disbursement date.
struct Advance {
  Date on;
  std::int64_t amount;        // with financed fees
  std::int64_t down_payment;  // repaid at once
  [[nodiscard]] std::int64_t net() const noexcept { return amount - down_payment; }
};

template <class T>
using Scratch = std::pmr::vector<T>;

// Rows that go on where others end: those of a loan that is rescheduled. The sequence of due dates is that of
// (terms.repayments.every, start_of_sequence, first_of_sequence); the first row falls due on its date `index`.
struct Continuation {
  Date start_of_sequence;
  std::optional<Date> first_of_sequence;
  int index;                     // of the first row in the sequence
  Date start;                    // of its interest period
  Date shown_before;             // the due date before it, as shown
  int rows_in_term;              // of the whole loan, for a rate per term
  std::vector<Date> dates = {};  // the due dates themselves, instead of a sequence
};

class Timeline {
 public:
  Timeline(const LoanTerms& terms, std::pmr::memory_resource& memory);
  Timeline(const LoanTerms& terms, const Continuation& after, std::pmr::memory_resource& memory);

  [[nodiscard]] const Scratch<Row>& rows() const noexcept { return rows_; }

  // The rate of the whole row k (from 0).
  [[nodiscard]] PeriodRate rate(std::size_t k) const { return rate_from(k, rows_[k].start); }

  // The rate of row k for money that bears interest only from `from` on.
  [[nodiscard]] PeriodRate rate_from(std::size_t k, Date from) const;

  // The rate of row k if no rate changed after row `known`.
  [[nodiscard]] PeriodRate rate_known_at(std::size_t k, std::size_t known) const;

  // Whether the rate changes inside row k, or between its start and the start of the row before.
  [[nodiscard]] bool rate_changes_at(std::size_t k) const;
  [[nodiscard]] bool has_rate_changes() const noexcept { return !terms_->interest.changes.empty(); }

 private:
  void lay_rows(Date start, Date shown_before, int index);
  void lay_first_rows();
  void lay_given_rows(const Continuation& after);
  void check_order() const;
  [[nodiscard]] Rate rate_on(Date day) const noexcept;
  [[nodiscard]] Fraction nominal_length(std::size_t k) const;
  [[nodiscard]] bool is_measured(std::size_t k) const noexcept;
  [[nodiscard]] Fraction measured_length() const;
  [[nodiscard]] Fraction first_period_ratio(std::size_t k) const;
  void reference_periods(std::size_t k, std::vector<Period>& periods) const;
  [[nodiscard]] Fraction counted(std::size_t k, Date from, Date to) const;
  [[nodiscard]] Fraction bearing_length(std::size_t k, Date from, Date to) const;
  [[nodiscard]] Fraction part_rate(std::size_t k, Date from, Date to, Rate rate) const;
  [[nodiscard]] Fraction changing_rate(std::size_t k, Date from) const;

  const LoanTerms* terms_;
  DateSequence sequence_;
  Fraction per_year_;  // quoted periods in a year, or 1 when the rate is per installment or term
  int rows_in_term_;
  Scratch<Row> rows_;
  Scratch<RateChange> changes_;
};

[[nodiscard]] Fraction quoted_periods_per_year(const InterestTerms& interest);

}  // namespace solidarity::detail
