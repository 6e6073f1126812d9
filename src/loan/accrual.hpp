// SPDX-License-Identifier: MIT
// Interest earned day by day.  docs/servicing.md, section 4.
#pragma once

#include "loan/account.hpp"

#include <cstdint>
#include <vector>

namespace solidarity::detail {

// Of the interest that each row charges, what is earned at the end of `as_of`.
[[nodiscard]] std::vector<std::int64_t> accrued_by_row(const Account& account, Date as_of);
// Interest that joins the principal of later rows in grace, and is not earned at the end of `as_of`.
[[nodiscard]] std::int64_t capital_not_earned(const Account& account, Date as_of);
// Of the loan: it stands still after a charge-off, and what is suspended counts only when it is paid.
[[nodiscard]] std::int64_t interest_accrued(const Account& account, Date as_of);
// Notes how the loan stands on the day on which its interest is suspended.
void note_suspension(Account& account, Date on);

}  // namespace solidarity::detail
