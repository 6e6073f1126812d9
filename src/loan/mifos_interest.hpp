// SPDX-License-Identifier: MIT
// Mifos Head with interest recalculated by the day (DECLINING_PB). docs/presets.md, "Mifos: daily interest".
#pragma once

#include "loan/account.hpp"

#include <cstddef>
#include <cstdint>

namespace solidarity::detail {

// units * rate of a day * days, on the grid of the policy.
class MifosDailyRate {
 public:
  explicit MifosDailyRate(const LoanTerms& terms);
  [[nodiscard]] std::int64_t interest(std::int64_t units, int days) const;

 private:
  wide dividend_;
  wide divisor_;
  std::int64_t unit_ = 1;
  Rounding mode_;
};

// Interest on principal that is overdue, up to the start of `day`: it joins the row after the one that is late; the last
// row bears its own.
void grow_late_interest(Account& account, Date day);

// What of the interest charged on overdue principal row k still owes.
[[nodiscard]] std::int64_t late_interest_open(const Account& account, std::size_t k);

// What row k, not due yet, owes of its own interest on `on`: earned and not paid.
[[nodiscard]] std::int64_t interest_to_date(const Account& account, std::size_t k, Date on);

// Row k received principal before its time: its interest from `on` on is that of the balance that is left.
void bear_on_balance(Account& account, std::size_t k, Date on);

}  // namespace solidarity::detail
