// SPDX-License-Identifier: MIT
// One loan among many, for the nightly step: 96 bytes of figures, and its rows in a pool or in a plan that it shares.
#pragma once

#include "loan/account.hpp"
#include "loan/due_pool.hpp"
#include "loan/penalties.hpp"

#include <solidarity/loan/day_close.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

namespace solidarity::detail {

inline constexpr std::uint32_t no_schedule = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();

// A night on which nothing falls due and nothing is assessed touches nothing else. Days are day numbers.
struct ActiveLoan {
  enum class Kept : std::uint8_t { rows, whole /* as a Loan */, failed };

  std::int64_t accrued_past = 0;      // interest of the rows that are over
  std::int64_t running_interest = 0;  // of the row whose period is running
  std::int64_t accrued = 0;
  std::int64_t overdue = 0;
  std::int64_t principal = 0;  // outstanding
  std::int64_t penalties = 0;  // outstanding
  std::int64_t disbursed = 0;
  std::int32_t running_from = never;
  std::int32_t running_due = never;
  std::int32_t since = never;  // the oldest due date that is late
  std::int32_t next = never;   // the first day on which more may happen than a day's interest
  std::int32_t days_past_due = 0;
  std::uint32_t block = 0;        // own rows in the pool
  std::uint16_t own = 0;          // how many
  std::uint16_t capacity = 0;     // of the block
  std::uint16_t running = 0;      // index of the running row: among the own rows, then those of the schedule
  std::uint16_t shared_next = 0;  // first row of the shared schedule that follows the own rows
  std::uint32_t schedule = no_schedule;
  std::uint16_t product = 0;
  Kept kept = Kept::rows;

  [[nodiscard]] LoanAtClose figures() const noexcept { return {accrued, principal, penalties, overdue, days_past_due}; }
};
static_assert(sizeof(ActiveLoan) == 96);

// Whether time alone changes more than late days, accrued interest and penalties by our own rules.
[[nodiscard]] bool is_priced_by_time(const Account& account) noexcept;

// What the loans have in common, and their rows.
class ActiveLoanBook {
 public:
  std::vector<std::vector<Due>> schedules;  // shared plans

  // Fills `loan` (its schedule is set) from an account at the end of `day`.
  void open(ActiveLoan& loan, std::uint32_t index, const Account& account, Date day);
  void release(ActiveLoan& loan);

  void quiet_night(ActiveLoan& loan, Date day) const;
  // From the end of `after` to the end of `day`.  Errors: overflow.
  void busy_night(ActiveLoan& loan, std::uint32_t index, Date after, Date day);

  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  friend class ActiveLoanPenalties;

  struct Product {
    ArrearsTerms arrears;
    std::vector<Penalty> penalties;
    AmountGrid grid;
  };
  // Charged parts of a row, where they are not what is open.
  struct RowCharged {
    std::int64_t principal;
    std::int64_t interest;
  };

  [[nodiscard]] std::uint16_t product_of(const Account& account);
  void place_rows(ActiveLoan& loan, std::uint32_t index, const Account& account, std::size_t first);
  void note_charged(std::uint32_t index, const Due& due, const Components& charged);
  [[nodiscard]] std::size_t shared_from(const ActiveLoan& loan, const Account& account, std::size_t first) const;
  [[nodiscard]] const Due* row(const ActiveLoan& loan, std::size_t k) const noexcept;
  [[nodiscard]] RowCharged charged(std::uint32_t index, const Due& due) const noexcept;
  [[nodiscard]] std::span<Due> own_rows(const ActiveLoan& loan) noexcept { return pool_.rows(loan.block, loan.own); }
  [[nodiscard]] std::span<const Due> own_rows(const ActiveLoan& loan) const noexcept {
    return pool_.rows(loan.block, loan.own);
  }

  void own_late_rows(ActiveLoan& loan, Date day);
  void append(ActiveLoan& loan, const Due& due);
  void run_on(ActiveLoan& loan, std::uint32_t index, Date day) const;
  void penalize(ActiveLoan& loan, std::uint32_t index, Date after, Date day);
  void find_late(ActiveLoan& loan, Date day) const;
  [[nodiscard]] std::int32_t next_busy_day(const ActiveLoan& loan, Date day) const;
  [[nodiscard]] std::int32_t next_penalty(const ActiveLoan& loan, Date day) const;

  DuePool pool_;
  std::vector<Product> products_;
  std::unordered_map<std::uint64_t, RowCharged> charged_;  // by loan and number of the row
  std::unordered_map<std::uint32_t, std::vector<PenaltyTotal>> penalty_totals_;
  std::vector<FallenPenalty> scratch_;
};

}  // namespace solidarity::detail
