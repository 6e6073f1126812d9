// SPDX-License-Identifier: MIT
// Interest on what was really owed.  docs/servicing.md, section 4.
#pragma once

#include "loan/plan.hpp"

#include <span>
#include <vector>

namespace solidarity::detail {

[[nodiscard]] Rest rest_of(const Account& account) noexcept;
[[nodiscard]] bool overdue_bears_interest(const Account& account) noexcept;

// The balance that bears interest, as what joined and left it by the day. Rows are asked in order.
class BearingBalance {
 public:
  // `placing`: rows whose open principal is not in the balance's future yet; leaves() tells when it goes.
  BearingBalance(const Account& account, const Plan& plan, Date now, std::span<const std::size_t> placing = {});

  // What bears interest in the period of the row: the balance at its start, and what changed within it.
  [[nodiscard]] const std::vector<Flow>& flows(std::size_t row);
  // The interest of the row's period, rounded once.
  [[nodiscard]] std::int64_t interest(std::size_t row);
  // From `on` on, `amount` less bears interest.
  void leaves(Date on, std::int64_t amount) { add(on, -amount); }

 private:
  struct Movement {
    Date on;
    std::int64_t amount;
  };
  void add(Date on, std::int64_t amount);
  void add_change(const BalanceChange& change, std::vector<std::int64_t>& left);
  // The day from which principal of the row that was settled on `on` bears no interest.
  [[nodiscard]] Date departure(std::size_t row, Date on) const;
  // The day from which principal of the row that moved on `day` counts.
  [[nodiscard]] Date counts_from(Date day) const;

  const Account& account_;
  const Plan& plan_;
  std::vector<Movement> movements_;  // by day, from next_ on
  std::size_t next_ = 0;
  std::int64_t balance_ = 0;
  std::vector<Flow> flows_;
  std::vector<Flow> all_;  // of a plan that bills at its end
};

// What each row bills: its own interest, and what the rows before it deferred. Rows are asked in order.
class Billing {
 public:
  explicit Billing(const Plan& plan) : plan_(plan) {}
  [[nodiscard]] std::int64_t billed(std::size_t row, std::int64_t own);

 private:
  const Plan& plan_;
  std::int64_t deferred_ = 0;
};

// Writes down principal that an event of this day paid, forgave or opened again.
void note_departures(Account& account, Date on);
// The interest of the rows that were not over before `since`, by what is known on `now`.
void recompute_interest(Account& account, Date since, Date now);
// Sets what a row charges of a component, but never less than what is settled of it.
void set_charged(Account& account, std::size_t row, Component component, std::int64_t units);

}  // namespace solidarity::detail
