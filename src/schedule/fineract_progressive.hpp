// SPDX-License-Identifier: MIT
// Fineract's progressive EMI calculator: every repayment period is cut where money moves, each part has a rate factor, and
// every advance prices the periods that are left anew. Amounts in minor units. docs/presets.md, "Apache Fineract".
#pragma once

#include "schedule/fineract_terms.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace solidarity::detail {

// The interest factor of a part of a repayment period, twelve significant digits after every step.
class FineractRateFactor {
 public:
  FineractRateFactor(const LoanTerms& terms, const FineractRounding& rounding);

  // rate x (unit x count / year) x days of the part / days of the whole.
  [[nodiscard]] Exact of(Period part, Period whole) const;

 private:
  [[nodiscard]] Exact across_years(Period part) const;
  [[nodiscard]] int unit_days(Date from) const;

  FineractRounding rounding_;
  NominalPeriod step_;
  FineractDays days_;
  Exact rate_;
};

// Over periods with the factors r_1, r_2, ...:  growth = (1 + r_1)(1 + r_2)...,  F_1 = 1,  F_k = 1 + F_(k-1) (1 + r_k).
// The level amount (EMI) of a balance is growth x balance / F_n.
class FineractAnnuity {
 public:
  explicit FineractAnnuity(const FineractRounding& rounding) : rounding_(&rounding) {}

  void add_period(const Exact& factor);
  [[nodiscard]] const Exact& sum() const noexcept { return sum_; }  // F_k after k periods
  [[nodiscard]] std::int64_t level(std::int64_t balance) const;

 private:
  const FineractRounding* rounding_;
  Exact growth_ = 1;
  Exact sum_ = 0;
};

class FineractProgressiveModel {
 public:
  struct Part {  // of a repayment period, between two movements of money
    Period period;
    Exact factor;
    PeriodRate rate;            // the factor, ready to multiply
    std::int64_t advanced = 0;  // at its start
    std::int64_t interest = 0;
  };
  struct Repayment {
    Period period;
    std::vector<Part> parts;
    Exact factor;                // the sum of the parts'
    std::int64_t emi = 0;        // principal and interest due at its end
    std::int64_t interest = 0;   // the sum of the parts'
    std::int64_t principal = 0;  // emi less interest
    std::int64_t balance = 0;    // after it
  };

  FineractProgressiveModel(const LoanTerms& terms, const FineractRounding& rounding, const FineractPeriods& periods);

  // Adds money, not before money added earlier, and prices the periods that end after it anew.
  void advance(Date on, std::int64_t amount);

  [[nodiscard]] std::span<const Repayment> repayments() const noexcept { return repayments_; }

 private:
  [[nodiscard]] std::span<Repayment> ending_after(Date day);
  [[nodiscard]] std::int64_t owed_before(std::span<const Repayment> open) const;
  [[nodiscard]] Part part(Period period, Period whole) const;
  void put(Repayment& repayment, Date on, std::int64_t amount);
  void cut(Repayment& repayment, Date on);
  [[nodiscard]] std::int64_t level(std::span<const Repayment> open, std::int64_t balance) const;
  void repay(std::span<Repayment> open, std::int64_t emi);
  void smooth(std::span<Repayment> open);
  [[nodiscard]] bool is_uneven(std::span<const Repayment> open) const;
  void run(std::span<Repayment> open);
  void run(Repayment& repayment, std::int64_t opening);

  FineractRounding rounding_;
  FineractRateFactor factor_;
  bool free_of_interest_;
  std::int64_t scale_;  // minor units in a unit of the currency
  std::vector<Repayment> repayments_;
};

}  // namespace solidarity::detail
