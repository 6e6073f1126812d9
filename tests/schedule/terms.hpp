// SPDX-License-Identifier: MIT
// Small loans for cases: one line says what differs from INR 1200.00 over four months.
#pragma once

#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace test {

using namespace solidarity;
using namespace solidarity::literals;

inline constexpr Rate one_percent_a_month = 12_pct;  // clang 14 takes no consteval call as a default argument

inline LoanTerms four_months(Rate rate = one_percent_a_month, InterestMethod method = InterestMethod::declining) {
  return {
      .principal = 1'200 * INR,
      .disbursed_on = 2026y / January / 10,
      .interest = {.method = method, .rate = rate},
      .repayments = {.count = 4, .every = monthly},
  };
}

// The columns as text: "300.00 300.00 ...".
template <class Column>
std::string column(const Schedule& schedule, Column of) {
  std::string text;
  for (const Installment& row : schedule) {
    if (!text.empty()) text += ' ';
    text += decimal_text(std::invoke(of, row));
  }
  return text;
}
inline std::string principals(const Schedule& schedule) { return column(schedule, &Installment::principal); }
inline std::string interests(const Schedule& schedule) { return column(schedule, &Installment::interest); }
inline std::string totals(const Schedule& schedule) { return column(schedule, &Installment::total); }
inline std::string balances(const Schedule& schedule) { return column(schedule, &Installment::balance); }
inline std::string dues(const Schedule& schedule) {
  std::string text;
  for (const Installment& row : schedule) {
    if (!text.empty()) text += ' ';
    text += to_text(row.due);
  }
  return text;
}

}  // namespace test
