// SPDX-License-Identifier: MIT
#pragma once

#include "loan/fold.hpp"

#include <span>
#include <vector>

namespace solidarity::detail {

// The transactions of `account` with, in their place by day, the events that were reversed and the reversals themselves.
[[nodiscard]] std::vector<LoanTransaction> audit_trail(const Account& account, std::span<const LoanEvent> events,
                                                       const View& view);

}  // namespace solidarity::detail
