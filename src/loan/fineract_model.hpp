// SPDX-License-Identifier: MIT
// Interest of a living progressive loan of Apache Fineract: as FineractProgressiveModel, with principal that is paid
// early or stays unpaid. Amounts in minor units. docs/presets.md, "Fineract: the life of a loan".
#pragma once

#include "schedule/fineract_progressive.hpp"

#include <solidarity/product/servicing.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace solidarity::detail {

class FineractInterest {
 public:
  struct Span {  // of a repayment period, between two movements of money
    Period period;
    std::int64_t advanced = 0;  // handed out at its start
    std::int64_t moved = 0;     // at its start: paid early (negative), or overdue
    Exact factor = 0;
  };
  struct Repayment {
    Period period;
    std::vector<Span> spans;
    std::int64_t emi = 0;
    std::int64_t paid_principal = 0;
    std::int64_t paid_interest = 0;
    std::int64_t own_interest = 0;  // of its spans and what the period before could not take
    std::int64_t interest = 0;      // what falls due
    std::int64_t principal = 0;     // what falls due
    std::int64_t opening = 0;       // balance at its start, before what moves on that day
    [[nodiscard]] bool is_paid() const noexcept { return emi == paid_principal + paid_interest; }
  };
  // What an installment asks for when it is paid on a day before it is due.
  struct Payable {
    std::int64_t interest;
    std::int64_t principal;
  };

  FineractInterest(const LoanTerms& terms, const FineractRounding& rounding, std::span<const Period> periods);

  // Money handed out: the periods that end after the day are priced anew.
  void advance(Date on, std::int64_t amount);
  // Principal counts from the day on which it is paid, at the latest from the due date; the last unpaid EMI changes.
  void pay_principal(std::size_t k, Date on, std::int64_t amount);
  void pay_interest(std::size_t k, std::int64_t amount);
  // Adds to the balance from `on` on, without being handed out.
  void correct(Date on, std::int64_t amount);
  [[nodiscard]] Payable payable(std::size_t k, Date on) const;

  [[nodiscard]] std::span<const Repayment> repayments() const noexcept { return repayments_; }

 private:
  [[nodiscard]] std::size_t period_of(Date day) const;
  [[nodiscard]] std::size_t first_after(Date day) const;
  [[nodiscard]] Span& span_from(std::size_t k, Date on);
  void move(Date on, std::int64_t amount);
  void run();
  [[nodiscard]] std::int64_t interest_of(const Repayment& repayment, Date until) const;
  [[nodiscard]] std::int64_t level(std::size_t first, std::int64_t balance) const;
  void repay(std::size_t first, std::int64_t emi);
  void smooth(std::size_t first);
  [[nodiscard]] std::int64_t gap() const;
  [[nodiscard]] const Repayment* last_unpaid() const;
  void adjust_last_unpaid();

  FineractRounding rounding_;
  FineractRateFactor factor_;
  bool free_of_interest_;
  std::int64_t scale_;
  std::int64_t advanced_ = 0;
  std::vector<Repayment> repayments_;
};

}  // namespace solidarity::detail
