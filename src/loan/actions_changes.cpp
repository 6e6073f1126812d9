// SPDX-License-Identifier: MIT
// New terms for what is still owed.
#include "loan/actions.hpp"
#include "loan/note.hpp"

#include <fmt/format.h>

namespace solidarity::detail {

void act(Account& account, const LoanEvent& event, const Reschedule& action, const Servicing& servicing) {
  servicing.reschedule(account, action, event.on);
  account.is_rescheduled = true;
  note(account, event, 0);
}

void act(Account& account, const LoanEvent& event, const ReAge& action, const Servicing& servicing) {
  if (action.installments < 1 || action.installments > max_installments)
    refuse(ErrorCode::out_of_range, "/installments",
           fmt::format("{} installments; 1 to {}", action.installments, max_installments));
  if (action.first_due_on <= event.on)
    refuse(ErrorCode::out_of_range, "/first_due_on",
           fmt::format("{}; the first new installment falls due after {}", action.first_due_on, event.on));
  const Components moved = account.outstanding;
  servicing.re_age(account, action, event.on);
  account.is_rescheduled = true;
  note(account, event, moved.total(), moved);
}

void act(Account& account, const LoanEvent& event, const ReAmortize&, const Servicing& servicing) {
  std::int64_t overdue = 0;
  for (std::size_t k = 0; k < account.rows_before(event.on); ++k) overdue += account.dues[k].open.principal;
  if (overdue == 0) refuse(ErrorCode::out_of_range, "/type", "no principal is past due");
  servicing.re_amortize(account, event.on);
  account.is_rescheduled = true;
  note(account, event, overdue, Components{.principal = overdue});
}

void act(Account& account, const LoanEvent& event, const GrantMoratorium& action, const Servicing& servicing) {
  if (action.to < action.from)
    refuse(ErrorCode::invalid_date, "/to", fmt::format("{} is before {}", action.to, action.from));
  servicing.grant_moratorium(account, action, event.on);
  account.is_rescheduled = true;
  note(account, event, 0);
}

}  // namespace solidarity::detail
