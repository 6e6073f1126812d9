// SPDX-License-Identifier: MIT
// The terms of a loan as both Fineract generators read them: the annual rate, the days, the periods, the advances.
#pragma once

#include "schedule/fineract_rounding.hpp"
#include "schedule/nominal_period.hpp"
#include "schedule/timeline.hpp"

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/product/loan_terms.hpp>

#include <string_view>
#include <vector>

namespace solidarity::detail {

// "Days in month" and "days in year".
struct FineractDays {
  bool thirty_day_months;
  int year_days;  // 0: actual

  [[nodiscard]] static FineractDays of(const InterestTerms& interest);  // by period: 30/360
};

// The rate of a year in percent, from that of a year, month, week, day, installment or the whole term.
[[nodiscard]] Exact fineract_annual_percent(const LoanTerms& terms, Rounding mode);

// The repayment periods, one after the other. The first begins at the first advance or, with a given first due date,
// one nominal period before that if this is earlier. Due dates move off holidays, and the interest moves with them.
class FineractPeriods {
 public:
  explicit FineractPeriods(const LoanTerms& terms);

  // Period k from 0, also beyond the last.  Errors: out_of_range (due dates that do not increase).
  [[nodiscard]] Period at(int k) const;
  [[nodiscard]] Date maturity() const { return due(terms_->repayments.count); }

 private:
  [[nodiscard]] Date due(int number) const;  // from 1
  [[nodiscard]] Date start() const;

  const LoanTerms* terms_;
  DateSequence sequence_;
};

// The advances in order of day, each with its down payment; those of one day stay apart.
// Errors: out_of_range (an advance that no row would repay).
[[nodiscard]] std::vector<Advance> fineract_advances(const LoanTerms& terms, const FineractRounding& rounding,
                                                     Date maturity);

// Refuses `given`, a term that the peer does not have.  Errors: contradictory_terms.
void refuse_in_fineract(bool given, std::string_view field, std::string_view why);

// Refuses the terms that neither generator has.
void check_fineract_terms(const LoanTerms& terms);

}  // namespace solidarity::detail
