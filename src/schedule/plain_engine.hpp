// SPDX-License-Identifier: MIT
// The short way for the loans that most are: one advance, declining interest, no grace, no fees, no holidays.
// It writes the same rows as the full engine (a test compares them) in a few nanoseconds each.
#pragma once

#include "schedule/engine.hpp"
#include "schedule/level.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <optional>

namespace solidarity::detail {

class PlainPlan {
 public:
  // The plan of `terms`, if they are plain and valid; otherwise the full engine has the word.
  [[nodiscard]] static std::optional<PlainPlan> of(const LoanTerms& terms);

  // Whether a loan of another size or day can be priced by this plan.
  [[nodiscard]] bool accepts(const LoanStart& loan) const noexcept;

  [[nodiscard]] Outcome price(const LoanStart& loan, std::span<Installment> rows) const;

 private:
  explicit PlainPlan(Currency currency) noexcept : currency_(currency) {}

  [[nodiscard]] bool take_frequency(const Repayments& repayments);
  [[nodiscard]] bool take_rate(const LoanTerms& terms);
  [[nodiscard]] int longest_period() const noexcept { return by_month_ ? every_ * 31 : every_; }
  [[nodiscard]] bool bears(int days) const noexcept;
  void lay_days(const LoanStart& loan, std::span<Installment> rows) const;
  void lay_months(const LoanStart& loan, std::span<Installment> rows) const;
  [[nodiscard]] PeriodRate rate_of(const Installment& row) const noexcept;
  [[nodiscard]] std::int64_t interest(std::int64_t balance, const Installment& row, ShadowRounding rounding) const;
  [[nodiscard]] std::int64_t level(std::int64_t principal, std::span<const Installment> rows) const;
  [[nodiscard]] std::optional<ErrorCode> amortize(std::int64_t principal, std::span<Installment> rows) const;

  Currency currency_;
  int count_ = 0;
  int every_ = 0;  // days or months in a step
  bool by_month_ = false;
  bool by_day_ = false;  // interest on real days, else the same rate each period
  bool level_ = true;    // else equal principal
  std::optional<Date> first_due_on_;
  Grid grid_;
  Grid installment_grid_;
  PeriodRate unit_;  // rate of one day, or of one period
  Annuity annuity_;  // of all periods, when each bears the same rate
};

}  // namespace solidarity::detail
