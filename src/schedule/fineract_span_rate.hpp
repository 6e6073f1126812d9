// SPDX-License-Identifier: MIT
// What a stretch of days bears in Fineract's cumulative generator: an exact rate of one unit (the repayment unit, or a day)
// with twelve significant digits, times the number of units. docs/presets.md, "Apache Fineract".
#pragma once

#include "schedule/fineract_terms.hpp"

#include <cstdint>

namespace solidarity::detail {

class FineractSpanRate {
 public:
  FineractSpanRate(const LoanTerms& terms, const FineractRounding& rounding);

  // Interest of `balance` over `span`, a repayment period or a part of one.
  [[nodiscard]] std::int64_t interest(std::int64_t balance, Period span, Period repayment) const;

  // Flat interest of `principal` from the first day that bears interest to maturity.
  [[nodiscard]] std::int64_t flat_interest(std::int64_t principal, Period loan) const;

  // The rate of one nominal period, which sets the level installment.
  [[nodiscard]] Exact nominal() const;

 private:
  struct Length {  // in units
    std::int64_t numerator;
    std::int64_t denominator = 1;
  };
  struct Months {
    std::int64_t whole;
    std::int64_t days;   // beyond them
    std::int64_t month;  // days of the month that they lie in
  };
  [[nodiscard]] std::int64_t interest(std::int64_t balance, Length length) const;
  [[nodiscard]] Length length(Period span, Period repayment) const;
  [[nodiscard]] Length units_in(Period span) const;
  [[nodiscard]] std::int64_t days_in(Period span) const;
  [[nodiscard]] Months months_in(Period span) const;
  [[nodiscard]] Date months_after(Date from, int months) const;
  [[nodiscard]] bool is_broken(Period repayment) const;

  FineractRounding rounding_;
  NominalPeriod step_;
  FineractDays days_;
  bool by_day_;
  bool partial_;  // a broken period bears its part, else a whole period's interest
  int count_;
  int seed_day_;  // of the month: due dates of shorter months come back to it
  Exact unit_rate_;
};

}  // namespace solidarity::detail
