// SPDX-License-Identifier: MIT
// By what the rows of an account are priced: the periods and rates of its terms, and of each change of terms in life.
#pragma once

#include "loan/account.hpp"
#include "schedule/timeline.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <vector>

namespace solidarity::detail {

// New terms for the rows from one on. `terms.principal` is what was open in them, owed from the start of the first.
struct PlanTail {
  LoanTerms terms;
  Continuation after;
};

[[nodiscard]] Grid grid_of(const LoanTerms& terms);
// Installments are multiples of it.
[[nodiscard]] Grid installment_grid_of(const LoanTerms& terms);
[[nodiscard]] inline bool is_flat(const LoanTerms& terms) { return terms.interest.method == InterestMethod::flat; }
// The terms with what was really handed out. A list of principal that does not sum to it keeps its proportions.
[[nodiscard]] LoanTerms with_advances(LoanTerms terms, std::span<const Advanced> advances);

// The periods of the rows of an account; what is asked by `row` is its index in account.dues.
class Plan {
 public:
  explicit Plan(const Account& account);

  // Whether a period prices the row: not so for down payments, rows after the schedule, re-aged rows.
  [[nodiscard]] bool has(std::size_t row) const;
  [[nodiscard]] const Row& period(std::size_t row) const { return timeline(row).rows()[index(row)]; }
  // The day on which what is planned for the row leaves the balance.
  [[nodiscard]] Date end(std::size_t row) const { return has(row) ? period(row).end : account_->dues[row].on; }
  [[nodiscard]] const LoanTerms& terms(std::size_t row) const;
  [[nodiscard]] const Timeline& timeline(std::size_t row) const { return *timelines_[account_->facts[row].plan]; }
  [[nodiscard]] std::size_t index(std::size_t row) const { return account_->facts[row].period; }

  // Its interest is billed with a later row.
  [[nodiscard]] bool defers(std::size_t row) const;
  // Its interest joins the balance.
  [[nodiscard]] bool capitalises(std::size_t row) const;
  [[nodiscard]] bool repays_principal(std::size_t row) const;
  // All interest of the plan is billed with the last row.
  [[nodiscard]] bool bills_at_end(std::size_t row) const;
  // Interest is a function of time and principal lent, or of digits: the balance does not matter.
  [[nodiscard]] bool follows_balance(std::size_t row) const;

 private:
  [[nodiscard]] bool in_interest_grace(std::size_t row) const;

  const Account* account_;
  std::pmr::monotonic_buffer_resource memory_;
  std::vector<std::unique_ptr<Timeline>> timelines_;
};

// Replaces the rows by those of the terms and advances, first of all; rows due before `on` stay as they are.
void lay_plan(Account& account, Date on);
// Puts rows in order of due date, numbers them and everything that names them.
void sort_rows(Account& account);
// Takes a row out.
void erase_row(Account& account, std::size_t row);
// What is still owed after each row from `first` on, by what the later ones charge.
void chain_balances(Account& account, std::size_t first);

}  // namespace solidarity::detail
