// SPDX-License-Identifier: MIT
#include <solidarity/loan/day_close.hpp>

#include "loan/active_loan.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {

std::int64_t accrued_interest(std::int64_t interest, Date from, Date due, Date as_of, const AmountGrid& grid) {
  if (as_of >= due) return interest;
  if (as_of <= from) return 0;
  if (grid.unit == 1) return multiply_divide(interest, as_of - from, due - from, grid.mode);
  return multiply_divide(interest, as_of - from, wide{grid.unit} * (due - from), grid.mode) * grid.unit;
}

// Loans in the order in which they came; each is a record of fixed size and rows in the pool.
class ActiveLoans::Store {
 public:
  explicit Store(Date closed_through) : closed_(closed_through) {}

  SharedSchedule share(const LoanTerms& terms) {
    std::vector<Due> rows;
    for (const Installment& row : amortize(terms)) rows.push_back({row.due, row.number, 0, row.units});
    book_.schedules.push_back(std::move(rows));
    return {static_cast<std::uint32_t>(book_.schedules.size() - 1)};
  }

  std::size_t add(const Loan& loan, std::uint32_t schedule) {
    const auto index = static_cast<std::uint32_t>(records_.size());
    records_.emplace_back();
    try {
      take(index, loan, schedule);
    } catch (...) {
      records_.pop_back();
      throw;
    }
    return index;
  }

  void replace(std::size_t index, const Loan& loan) {
    check(index);
    take(static_cast<std::uint32_t>(index), loan, records_[index].schedule);
  }

  void close_day(Date day) {
    if (day < closed_)
      refuse(ErrorCode::out_of_range, "/day", fmt::format("{} is before {}, which is closed", day, closed_));
    if (day == closed_) return;
    std::optional<std::size_t> failed;
    for (std::uint32_t k = 0; k < records_.size(); ++k)
      if (!close(k, day) && !failed) failed = k;
    closed_ = day;
    if (failed)
      refuse(
          ErrorCode::overflow, fmt::format("/loans/{}", *failed),
          fmt::format("its figures of {} are too large; it keeps those of the day before until it is replaced", day));
  }

  [[nodiscard]] Date closed_through() const noexcept { return closed_; }
  [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }

  [[nodiscard]] LoanAtClose at(std::size_t index) const {
    check(index);
    const detail::ActiveLoan& loan = records_[index];
    if (loan.kept == detail::ActiveLoan::Kept::whole) return whole_.at(static_cast<std::uint32_t>(index)).figures;
    return loan.figures();
  }

  [[nodiscard]] std::size_t bytes() const noexcept {
    return records_.size() * sizeof(detail::ActiveLoan) + book_.bytes() + whole_.size() * sizeof(Whole);
  }

 private:
  // A loan that is asked every night.
  struct Whole {
    Loan loan;
    LoanAtClose figures;
  };

  void check(std::size_t index) const {
    if (index >= records_.size())
      refuse(ErrorCode::not_found, "/index", fmt::format("no loan {}; there are {}", index, records_.size()));
  }

  static LoanAtClose asked(const Loan& loan, Date day) {
    const Position position = loan.position(day);
    return {.accrued_interest = loan.accrued_interest(day).units(),
            .outstanding_principal = position.outstanding.principal,
            .outstanding_penalties = position.outstanding.penalties,
            .overdue = position.overdue.total(),
            .days_past_due = position.days_past_due};
  }

  // All that may fail comes first.
  void take(std::uint32_t index, const Loan& loan, std::uint32_t schedule) {
    const detail::Account account = detail::account_at(loan, closed_);
    detail::ActiveLoan next;
    next.schedule = schedule;
    if (detail::is_priced_by_time(account)) {
      whole_.insert_or_assign(index, Whole{loan, asked(loan, closed_)});
      next.kept = detail::ActiveLoan::Kept::whole;
    } else {
      book_.open(next, index, account, closed_);
      whole_.erase(index);
    }
    book_.release(records_[index]);
    records_[index] = next;
  }

  // False when the figures overflow.
  bool close(std::uint32_t index, Date day) {
    detail::ActiveLoan& loan = records_[index];
    try {
      if (loan.kept == detail::ActiveLoan::Kept::rows) {
        if (day.day_number() < loan.next) book_.quiet_night(loan, day);
        else book_.busy_night(loan, index, closed_, day);
      } else if (loan.kept == detail::ActiveLoan::Kept::whole) {
        Whole& whole = whole_.at(index);
        whole.figures = asked(whole.loan, day);
      }
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::overflow) throw;
      loan.kept = detail::ActiveLoan::Kept::failed;
      return false;
    }
  }

  Date closed_;
  std::vector<detail::ActiveLoan> records_;
  detail::ActiveLoanBook book_;
  std::unordered_map<std::uint32_t, Whole> whole_;
};

ActiveLoans::ActiveLoans(Date closed_through) : store_(std::make_unique<Store>(closed_through)) {}
ActiveLoans::ActiveLoans(ActiveLoans&&) noexcept = default;
ActiveLoans& ActiveLoans::operator=(ActiveLoans&&) noexcept = default;
ActiveLoans::~ActiveLoans() = default;

SharedSchedule ActiveLoans::share(const LoanTerms& terms) { return store_->share(terms); }
std::size_t ActiveLoans::add(const Loan& loan, std::optional<SharedSchedule> schedule) {
  return store_->add(loan, schedule ? schedule->index : detail::no_schedule);
}
void ActiveLoans::replace(std::size_t index, const Loan& loan) { store_->replace(index, loan); }
void ActiveLoans::close_day(Date day) { store_->close_day(day); }
Date ActiveLoans::closed_through() const noexcept { return store_->closed_through(); }
std::size_t ActiveLoans::size() const noexcept { return store_->size(); }
LoanAtClose ActiveLoans::at(std::size_t index) const { return store_->at(index); }
std::size_t ActiveLoans::bytes() const noexcept { return store_->bytes(); }

}  // namespace solidarity
