// SPDX-License-Identifier: MIT
// Leaving an OpenCBS loan early when the expected installments are not kept.
// docs/presets.md, "OpenCBS: the life of a loan".
#pragma once

#include "loan/account.hpp"

#include <cstddef>
#include <cstdint>

namespace solidarity::detail {

// Whether money before its time pays the expected installments, or reduces the balance and makes new ones.
[[nodiscard]] bool keeps_installments(const Account& account) noexcept;

// What the loan asks of a borrower who leaves on `on`, beside everything that is due.
struct Leaving {
  std::size_t first;           // the first row due after `on`
  std::int64_t principal = 0;  // open in the rows to come
  std::int64_t interest = 0;   // earned by the running row up to `on`
  std::int64_t fee = 0;
};
[[nodiscard]] Leaving leaving_on(const Account& account, Date on);

// Moves all principal to come into the next row, with the interest earned and the fee; the rows after it become empty.
void gather(Account& account, const Leaving& leaving, Date on);

// What early repayment of a part costs when `units` are left for it.
[[nodiscard]] std::int64_t fee_of_part(const Account& account, std::int64_t units, Date on);

// Takes `units`, less than what is owed, off the balance on `on`: a fee first, then principal; the rows to come are
// priced again.
Applied reduce_balance(Account& account, Date on, std::int64_t units);

}  // namespace solidarity::detail
