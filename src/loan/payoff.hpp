// SPDX-License-Identifier: MIT
// What closes a loan on a day.  docs/servicing.md, section 6.
#pragma once

#include "loan/account.hpp"

#include <vector>

namespace solidarity::detail {

// What each row asks for when the loan is paid off on the day.
[[nodiscard]] std::vector<Components> owed_at_payoff(const Account& account, Date on);
[[nodiscard]] Payoff quote_payoff(const Account& account, Date on);
// Takes off the rows what the quote does not ask for, and charges its early fee.
void settle_rows_for_payoff(Account& account, const Payoff& quote);

}  // namespace solidarity::detail
