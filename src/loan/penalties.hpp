// SPDX-License-Identifier: MIT
// Penalties over a span of days on a loan that nobody pays meanwhile, by whatever keeps its rows (Account, ActiveLoans).
#pragma once

#include "loan/account.hpp"

#include <solidarity/loan/penalties.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace solidarity::detail {

// Charges the account what falls on the days after account.penalized_to up to and including `up_to`, each at the start of
// its day. Nothing the second time. Errors: overflow.
void assess_penalties(Account& account, Date up_to);

// False when no penalty can fall up to the start of `up_to`: nothing is late by then, or the terms have none.
[[nodiscard]] bool may_be_penalized(const Account& account, Date up_to) noexcept;

// Assessments of one penalty on one row.
struct FallenPenalty {
  std::size_t penalty;
  std::size_t row;
  std::int64_t units;
};

// What falls in a span, for a `Book` with:
//   std::span<const Due> dues();             rows in order of due date, from the first open one on
//   const Components& outstanding();         of the whole loan
//   std::int64_t disbursed();
//   std::int64_t room(penalty, row);         what a cap still leaves
//   void assess(penalty, row, units);        charges
template <class Book>
class Assessor {
 public:
  Assessor(Book& book, std::span<const Penalty> penalties, AmountGrid grid, std::vector<FallenPenalty>& scratch)
      : book_(book), penalties_(penalties), grid_(grid), fallen_(scratch) {}

  void run(Date after, Date up_to) {
    if (up_to <= after || book_.dues().empty() || book_.dues().front().on >= up_to) return;
    if (std::ranges::none_of(penalties_, &Penalty::compound)) return assess(after, up_to);
    // A penalty is part of later bases: one day after the other, from the first on which a row is late.
    const std::int32_t first = std::max(after.day_number(), book_.dues().front().on.day_number());
    for (std::int32_t day = first; day < up_to.day_number(); ++day)
      assess(Date::of_day_number(day), Date::of_day_number(day + 1));
  }

 private:
  // All bases are those before any penalty of the span: the order of the list decides nothing.
  void assess(Date after, Date up_to) {
    fallen_.clear();
    for (std::size_t p = 0; p < penalties_.size(); ++p) {
      if (is_of_whole_loan(penalties_[p])) assess_loan(p, after, up_to);
      else assess_rows(p, after, up_to);
    }
    for (const FallenPenalty& fallen : fallen_) {
      const std::int64_t units = std::min(fallen.units, book_.room(fallen.penalty, fallen.row));
      if (units > 0) book_.assess(fallen.penalty, fallen.row, units);
    }
  }

  void assess_rows(std::size_t p, Date after, Date up_to) {
    const std::span<const Due> dues = book_.dues();
    for (std::size_t k = 0; k < dues.size() && dues[k].on < up_to; ++k)
      add(p, k, penalty_base(penalties_[p], dues[k].open), after, up_to);
  }

  void assess_loan(std::size_t p, Date after, Date up_to) {
    const std::span<const Due> dues = book_.dues();
    const auto oldest =
        std::ranges::find_if(dues, [](const Due& due) { return due.open.principal > 0 || due.open.interest > 0; });
    if (oldest == dues.end() || oldest->on >= up_to) return;
    const Penalty& penalty = penalties_[p];
    std::int64_t base =
        penalty.of == PenaltyBase::original_principal ? book_.disbursed() : book_.outstanding().principal;
    if (penalty.compound) base += book_.outstanding().penalties;
    add(p, static_cast<std::size_t>(oldest - dues.begin()), base, after, up_to);
  }

  void add(std::size_t p, std::size_t k, std::int64_t base, Date after, Date up_to) {
    if (base <= 0) return;
    const Date due = book_.dues()[k].on;
    const std::int64_t times = times_fallen(penalties_[p], due, up_to) - times_fallen(penalties_[p], due, after);
    if (times == 0) return;
    fallen_.push_back({p, k, checked_units(wide{times} * penalty_units(penalties_[p], base, grid_))});
  }

  Book& book_;
  std::span<const Penalty> penalties_;
  AmountGrid grid_;
  std::vector<FallenPenalty>& fallen_;  // scratch
};

}  // namespace solidarity::detail
