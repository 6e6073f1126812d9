// SPDX-License-Identifier: MIT
// The money handed out, and the writing of rows with the down payments between them.
#pragma once

#include "schedule/period_rate.hpp"
#include "schedule/timeline.hpp"

#include <solidarity/schedule/schedule.hpp>

#include <memory_resource>
#include <span>

namespace solidarity::detail {

// The advances of `terms` merged by day, the first with its financed fees, each with its down payment.
// Errors: out_of_range (an advance before the first or after maturity, or a first one eaten up by deductions).
Scratch<Advance> merged_advances(const LoanTerms& terms, const Timeline& timeline, const Disbursement& taken,
                                 const Grid& grid, std::pmr::memory_resource& memory);

// Errors: out_of_range (`taken` leaves nothing of the first day's advance to hand out).
void check_net(const LoanTerms& terms, const Disbursement& taken, std::int64_t first);

[[nodiscard]] Money total_advanced(std::span<const Advance> advances, Currency currency);

// Opening balance of a row for premiums on the balance; nothing for a down payment.
struct Opening {
  std::int64_t balance = 0;
  bool down_payment = false;
};

// Writes numbered rows; a down payment is a row of its own on the day of its advance.
class RowWriter {
 public:
  RowWriter(Currency currency, std::span<const Advance> advances, std::span<Installment> rows,
            std::pmr::memory_resource& memory)
      : currency_(currency), advances_(advances), rows_(rows), openings_(&memory) {}

  void down_payments_before(Date end);
  void write(const Row& row, Components units, std::int64_t opening, std::int64_t balance);

  [[nodiscard]] std::size_t count() const noexcept { return openings_.size(); }
  [[nodiscard]] std::span<const Opening> openings() const noexcept { return openings_; }

 private:
  void append(Date due, std::int32_t days, Components units, std::int64_t balance, Opening opening);

  Currency currency_;
  std::span<const Advance> advances_;
  std::span<Installment> rows_;
  Scratch<Opening> openings_;
  std::size_t next_ = 0;      // advance whose down payment is still to come
  std::int64_t balance_ = 0;  // after the last row written
};

}  // namespace solidarity::detail
