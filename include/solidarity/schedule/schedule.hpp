// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/schedule/installment.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace solidarity {

// What happened on the day of the first advance, in no row.
struct Disbursement {
  Money principal;  // all advances, with what was financed
  Money fees;       // deducted from the money handed out
  Money penalties;
  Money insurance;
  Money financed =
      Money::zero(principal.currency());  // the part of the principal that paid fees and was never handed out
  [[nodiscard]] Money net() const { return principal - financed - fees - penalties - insurance; }
  friend bool operator==(const Disbursement&, const Disbursement&) = default;
};

// The planned installments of one loan, in order of due date. A value; never empty.
//   for (const Installment& row : schedule) ...        schedule.front().total()
//   total(schedule, &Installment::interest)            schedule.due_by(2026y / January / 20)
class Schedule {
 public:
  Schedule(Disbursement disbursement, std::vector<Installment> rows)
      : disbursement_(disbursement), rows_(std::move(rows)) {}

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
  [[nodiscard]] auto end() const noexcept { return rows_.end(); }
  [[nodiscard]] const Installment& front() const noexcept { return rows_.front(); }
  [[nodiscard]] const Installment& back() const noexcept { return rows_.back(); }
  [[nodiscard]] const Installment& operator[](std::size_t k) const noexcept { return rows_[k]; }
  [[nodiscard]] std::span<const Installment> rows() const noexcept { return rows_; }

  // The rows that fall due on or before `day`.
  [[nodiscard]] std::span<const Installment> due_by(Date day) const noexcept;

  [[nodiscard]] Currency currency() const noexcept { return rows_.front().currency; }
  [[nodiscard]] const Disbursement& disbursement() const noexcept { return disbursement_; }

  friend bool operator==(const Schedule&, const Schedule&) = default;

 private:
  Disbursement disbursement_;
  std::vector<Installment> rows_;
};

// The sum of one column over the rows.      total(schedule, &Installment::interest) -> INR 250.61
template <class Column>
[[nodiscard]] Money total(const Schedule& schedule, Column column) {
  Money sum = Money::zero(schedule.currency());
  for (const Installment& row : schedule) {
    if constexpr (std::is_member_function_pointer_v<Column>) sum += (row.*column)();
    else sum += column(row);
  }
  return sum;
}

// The rows as a table of at most 80 columns.
[[nodiscard]] std::string to_text(const Schedule& schedule);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::Schedule> : solidarity::text_formatter<solidarity::Schedule> {};
