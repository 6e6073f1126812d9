// SPDX-License-Identifier: MIT
// The period of a loan as the peers know it: so many days, weeks or months.
#pragma once

#include <solidarity/product/loan_terms.hpp>

#include <cstdint>

namespace solidarity::detail {

enum class PeriodUnit : std::uint8_t { day, week, month };

struct NominalPeriod {
  int count;
  PeriodUnit unit;
  friend bool operator==(const NominalPeriod&, const NominalPeriod&) = default;
};

// The period between installments. Listed dates: the most frequent interval, from the disbursement on, in whole months
// where the day of the month agrees; of equally frequent ones the shortest.  Errors: contradictory_terms (half months).
[[nodiscard]] NominalPeriod nominal_period(const LoanTerms& terms);

// Units in a year (365, 52, 12), and how many periods of a quoted rate (year, month, week, day) it has.
[[nodiscard]] int units_per_year(PeriodUnit unit) noexcept;
[[nodiscard]] int quotes_per_year(RatePeriod per) noexcept;

// `times` periods after `from` (before, when negative).
[[nodiscard]] Date stepped(Date from, NominalPeriod period, int times);

}  // namespace solidarity::detail
