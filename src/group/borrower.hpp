// SPDX-License-Identifier: MIT
#pragma once

#include "group/state.hpp"

#include <solidarity/group/eligibility.hpp>
#include <solidarity/group/staggering.hpp>

#include <string_view>
#include <vector>

namespace solidarity::detail {

// A member and her group on the day, as eligibility wants them.
[[nodiscard]] BorrowerFacts borrower_facts(const GroupState& state, std::string_view member, std::string_view product,
                                           Date on);
[[nodiscard]] std::vector<StaggeredTurn> turns(const GroupState& state, Date on);
// Refuses a loan with every reason why it may not be.
void check_eligible(const GroupState& state, const LoanGrant& grant, Date on);

}  // namespace solidarity::detail
