// SPDX-License-Identifier: MIT
#include "loan/audit_trail.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

std::int64_t stated_amount(const LoanAction& action) {
  return std::visit(
      []<class Action>(const Action& event) -> std::int64_t {
        if constexpr (requires { event.amount.units(); }) {
          return event.amount.units();
        } else if constexpr (requires { event.amount->units(); }) {
          return event.amount ? event.amount->units() : 0;
        } else {
          return 0;
        }
      },
      action);
}

LoanTransaction without_effect(const LoanEvent& event, bool reversed) {
  return {.id = event.id,
          .type = to_text(event.what),
          .on = event.on,
          .amount = stated_amount(event.what),
          .reversed = reversed};
}

void insert_by_day(std::vector<LoanTransaction>& trail, LoanTransaction transaction) {
  const auto at = std::ranges::upper_bound(trail, transaction.on, {}, &LoanTransaction::on);
  if (at != trail.begin()) transaction.balance = std::prev(at)->balance;
  trail.insert(at, std::move(transaction));
}

}  // namespace

std::vector<LoanTransaction> audit_trail(const Account& account, std::span<const LoanEvent> events, const View& view) {
  std::vector<LoanTransaction> trail = account.transactions;
  const std::vector<std::uint32_t> reversed = reversed_events(events, view);
  for (const LoanEvent& event : events) {
    if (!in_view(event, view)) continue;
    const bool is_reversed = std::ranges::find(reversed, event.sequence) != reversed.end();
    if (is_reversed || takes_away(event)) insert_by_day(trail, without_effect(event, is_reversed));
  }
  return trail;
}

}  // namespace solidarity::detail
