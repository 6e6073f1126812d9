// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/dues.hpp>
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/penalties.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace solidarity {

// Interest of one row earned by the end of `as_of`: all of it from the due date on, before it in proportion to days.
// Law: never less than the day before.
//   accrued_interest(30.00, from 1 June, due 1 July, as of 11 June) -> 10.00
[[nodiscard]] std::int64_t accrued_interest(std::int64_t interest, Date from, Date due, Date as_of,
                                            const AmountGrid& grid);

// The rows of a plan that many loans share, as ActiveLoans::share gave it.
struct SharedSchedule {
  std::uint32_t index;
};

// A loan at the end of the last day that was closed, in minor units.
struct LoanAtClose {
  std::int64_t accrued_interest = 0;  // earned, paid or not
  std::int64_t outstanding_principal = 0;
  std::int64_t outstanding_penalties = 0;
  std::int64_t overdue = 0;  // all components of the rows due before the day
  std::int32_t days_past_due = 0;
  friend bool operator==(const LoanAtClose&, const LoanAtClose&) = default;
};

// The active loans of a portfolio in little memory, for the work of every night: accrue, age, penalize.
// A loan with a schedule of its own takes 48 bytes a row and 96 more; one whose schedule is shared takes those 96 and the rows
// in which it differs from it (late, or partly paid).  Loan stays the truth: this is what it says, kept for a million loans at once.
//   ActiveLoans portfolio(yesterday);
//   const auto index = portfolio.add(loan);
//   portfolio.close_day(today);                      portfolio.at(index).days_past_due
//   loan.record(...);                                portfolio.replace(index, loan);
// Laws: at(index) says of every day what Loan::position and Loan::accrued_interest say; a day closed twice is closed once; days
// left out are caught up, with the figures of daily runs.
class ActiveLoans {
 public:
  // `closed_through`: the figures start at the end of this day.
  explicit ActiveLoans(Date closed_through);
  ActiveLoans(const ActiveLoans&) = delete;
  ActiveLoans(ActiveLoans&&) noexcept;
  ActiveLoans& operator=(const ActiveLoans&) = delete;
  ActiveLoans& operator=(ActiveLoans&&) noexcept;
  ~ActiveLoans();

  // The plan of `terms`, kept once for all loans on exactly these terms.  Errors: as amortize.
  [[nodiscard]] SharedSchedule share(const LoanTerms& terms);

  // Takes the loan as it stands at the end of closed_through(); returns its index, which stays.
  // Loans that time alone prices anew are kept whole, and asked every night: interest on overdue principal, the rules of
  // peers, interest that is suspended or stopped, credit that waits for a due date.
  std::size_t add(const Loan& loan, std::optional<SharedSchedule> schedule = {});
  // The same for a loan that had an event since, at its index.
  void replace(std::size_t index, const Loan& loan);

  // Every loan at the end of `day`.  Nothing when the day is closed already.
  // Errors: out_of_range (a day before one that is closed), overflow (of a penalty; the loans before it are closed, and the
  // next call goes on with this one).
  void close_day(Date day);

  [[nodiscard]] Date closed_through() const noexcept;
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] LoanAtClose at(std::size_t index) const;
  // Memory in use, without what vectors hold in reserve.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  class Store;
  std::unique_ptr<Store> store_;
};

}  // namespace solidarity
