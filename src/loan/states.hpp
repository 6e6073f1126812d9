// SPDX-License-Identifier: MIT
// What each state allows: the table of docs/servicing.md, section 2.
#pragma once

#include "loan/account.hpp"

namespace solidarity::detail {

// Errors: invalid_state, with the state and what it allows.  In replay money that was received is not refused because the
// facts before it are known better now: it is credit.
void check_allowed(const Account& account, const LoanEvent& event, bool in_replay);
[[noreturn]] void refuse_in_state(const Account& account, const LoanEvent& event, std::string_view because);

}  // namespace solidarity::detail
