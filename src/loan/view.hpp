// SPDX-License-Identifier: MIT
// From an account to what is told about it.
#pragma once

#include "loan/account.hpp"

#include <vector>

namespace solidarity::detail {

[[nodiscard]] Position position_of(const Account& account, Date as_of);
[[nodiscard]] std::vector<LoanRow> rows_of(const Account& account, Date as_of);
// Before the money moves: what would be due.
[[nodiscard]] std::vector<LoanRow> planned_rows(const LoanTerms& terms);

}  // namespace solidarity::detail
