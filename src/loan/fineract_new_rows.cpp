// SPDX-License-Identifier: MIT
// Principal of a Fineract loan that moves into other rows: re-age and re-amortize.
#include "loan/fineract_life.hpp"

#include <solidarity/calendar/date_sequence.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {

// As in the peer.
void FineractLife::refuse_with_interest() const {
  if (interest_ || is_replanned())
    refuse(ErrorCode::unsupported, "/type",
           "not on a progressive loan with interest, nor where interest is recalculated");
}

// All principal leaves its rows and comes back in equal parts, rounded to the multiple; the last takes the rest.
void FineractLife::happen(const LoanEvent& event, const ReAge& action) {
  if (action.installments < 1 || action.installments > max_installments)
    refuse(ErrorCode::out_of_range, "/installments",
           fmt::format("{} installments; 1 to {}", action.installments, max_installments));
  refuse_with_interest();
  std::int64_t moved = 0;
  for (FineractLine& row : rows_) {
    const std::int64_t open = row.open().principal;
    if (open == 0) continue;
    row.charge(Component::principal, -open, event.on);
    moved += open;
  }
  if (moved == 0) refuse(ErrorCode::out_of_range, "/type", "no principal is outstanding");
  add_re_aged(action, event.on, moved);
  note(event, moved, {.principal = moved}, 0, 0).balance = 0;
}

void FineractLife::add_re_aged(const ReAge& action, Date on, std::int64_t moved) {
  const std::int64_t each = rounding_.installment(rounding_.money(moved, action.installments));
  Date from = rows_.back().due;
  for (const FineractLine& row : rows_) from = std::max(from, row.due);
  if (action.first_due_on <= from)
    refuse(ErrorCode::out_of_range, "/first_due_on",
           fmt::format("{}; a new installment falls due after {}", action.first_due_on, from));
  const DateSequence days(action.every, from, action.first_due_on);
  for (int j = 1; j <= action.installments; ++j) {
    const bool last = j == action.installments;
    FineractLine row{.from = from, .due = days.at(j), .kind = RowKind::re_aged};
    row.charge(Component::principal, last ? moved - each * (action.installments - 1) : each, on);
    from = row.due;
    rows_.push_back(row);
  }
}

// Principal due by the day is divided over the installments to come.
void FineractLife::happen(const LoanEvent& event, const ReAmortize&) {
  refuse_with_interest();
  std::vector<FineractLine*> to_come;
  std::int64_t moved = 0;
  for (FineractLine& row : rows_) {
    if (row.due > event.on) {
      if (row.kind == RowKind::installment || row.kind == RowKind::re_aged) to_come.push_back(&row);
      continue;
    }
    const std::int64_t open = row.open().principal;
    if (open == 0) continue;
    row.charge(Component::principal, -open, event.on);
    moved += open;
  }
  if (moved == 0) refuse(ErrorCode::out_of_range, "/type", "no principal is past due");
  if (to_come.empty())
    refuse(ErrorCode::out_of_range, "/on", fmt::format("no installment falls due after {}", event.on));
  const auto count = static_cast<std::int64_t>(to_come.size());
  const std::int64_t each = rounding_.installment(rounding_.money(moved, static_cast<int>(count)));
  for (FineractLine* row : to_come)
    row->charge(Component::principal, row == to_come.back() ? moved - each * (count - 1) : each, event.on);
  note(event, moved, {.principal = moved}, 0, 0).balance = 0;
}

}  // namespace solidarity::detail
