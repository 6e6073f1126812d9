// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/vsla.hpp>

namespace solidarity::detail {

// Does all lines of a meeting, and returns every reason why it cannot be held; the position is then spoilt.
Problems hold(VslaPosition& position, const VslaTerms& terms, Date on, const VslaMeeting& meeting);

// Divides both funds, begins the next cycle, and appends the report.
void share_out(VslaPosition& position, const VslaTerms& terms, Date on, const VslaShareOut& how);

// Pays `amount` of what she owes the loan fund (charge, principal, then fines when they are its own).
void take_off(VslaMember& member, const VslaTerms& terms, Money amount);
[[nodiscard]] Money owed_to_loan_fund(const VslaMember& member, const VslaTerms& terms);
[[nodiscard]] Money owed_to_social_fund(const VslaMember& member, const VslaTerms& terms);

void require_cash(std::string_view field, std::string_view fund, Money cash, Money wanted);

}  // namespace solidarity::detail
