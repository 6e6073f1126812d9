// SPDX-License-Identifier: MIT
// What the checks of terms have in common. Each validate_*.cpp judges one part of LoanTerms.
#pragma once

#include <solidarity/product/loan_terms.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace solidarity::detail {

// Collects problems of one set of terms; each says what, the values and the rule.
class Checks {
 public:
  Checks(const LoanTerms& terms, Problems& problems) : terms_(terms), problems_(problems) {}

 protected:
  template <class... Values>
  void add(ErrorCode code, std::string field, fmt::format_string<Values...> text, Values&&... values) {
    problems_.push_back({code, std::move(field), fmt::format(text, std::forward<Values>(values)...)});
  }
  template <class... Values>
  void range(std::string field, fmt::format_string<Values...> text, Values&&... values) {
    add(ErrorCode::out_of_range, std::move(field), text, std::forward<Values>(values)...);
  }
  void contradiction(std::string_view one, std::string_view other, std::string_view why) {
    add(ErrorCode::contradictory_terms, std::string(one), "{} contradicts {}: {}", one, other, why);
  }

  [[nodiscard]] bool exact() const { return std::holds_alternative<ExactRounding>(terms_.rounding); }
  // Fineract turns the rate of a term into one of a year before it counts days, and its partial-period flag may stand beside them.
  [[nodiscard]] bool fineract() const {
    return std::holds_alternative<FineractCumulative>(terms_.rounding) ||
           std::holds_alternative<FineractProgressive>(terms_.rounding);
  }
  [[nodiscard]] bool flat() const { return terms_.interest.method == InterestMethod::flat; }
  [[nodiscard]] bool by_day() const { return std::holds_alternative<ByDay>(terms_.interest.accrual); }
  [[nodiscard]] bool on_dates() const { return std::holds_alternative<OnDates>(terms_.repayments.every); }
  template <class Form>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<Form>(terms_.amortization);
  }
  [[nodiscard]] int count() const { return terms_.repayments.count; }

  void check_positive(const Money& amount, std::string_view field) {
    if (check_currency(amount, field) && amount.units() < 1)
      range(std::string(field), "{}; an amount is at least one minor unit", amount);
  }

  bool check_currency(const Money& amount, std::string_view field) {
    if (amount.currency() == terms_.principal.currency()) return true;
    add(ErrorCode::currency_mismatch, std::string(field), "{} in a loan of {}; one loan has one currency", amount,
        terms_.principal.currency());
    return false;
  }

  void check_percent(Rate rate, std::string_view field, std::int64_t most = 100) {
    if (rate < Rate::zero() || rate.ticks() > most * Rate::one_percent)
      range(std::string(field), "{}; the range is 0% to {}%", rate, most);
  }
  [[nodiscard]] bool has_row_grace() const {
    return terms_.grace.principal > 0 || terms_.grace.interest_payment > 0 || terms_.grace.interest_free > 0;
  }

  const LoanTerms& terms_;
  Problems& problems_;
};

// The parts, in the order in which their problems are told.
void check_amortization(const LoanTerms& terms, Problems& problems);
void check_rounding(const LoanTerms& terms, Problems& problems);
void check_servicing(const LoanTerms& terms, Problems& problems);

}  // namespace solidarity::detail
