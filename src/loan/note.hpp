// SPDX-License-Identifier: MIT
// Writing down what an event did, and the checks that several events share.
#pragma once

#include "loan/account.hpp"

#include <string_view>

namespace solidarity::detail {

// Adds the transaction of `event`; the balance is what stands after it.
LoanTransaction& note(Account& account, const LoanEvent& event, std::int64_t amount, const Components& parts = {},
                      std::int64_t unapplied = 0);

// Errors: currency_mismatch, out_of_range (not above zero).
std::int64_t positive_units(const Account& account, Money amount, std::string_view field = "/amount");
// Errors: as above, and out_of_range with the most.
std::int64_t units_up_to(const Account& account, Money amount, std::int64_t most, std::string_view what,
                         std::string_view field = "/amount");

}  // namespace solidarity::detail
