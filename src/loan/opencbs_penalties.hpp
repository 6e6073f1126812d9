// SPDX-License-Identifier: MIT
// What OpenCBS charges for each day of delay. docs/presets.md, "OpenCBS: the life of a loan".
#pragma once

#include "loan/account.hpp"

namespace solidarity::detail {

// Brings the penalties of all late rows to the start of `day`.
void assess_opencbs_penalties(Account& account, Date day);

// After a payment: for the late rows up to the first open one the days before `on` are charged already.
void fix_opencbs_penalties(Account& account, Date on);

}  // namespace solidarity::detail
