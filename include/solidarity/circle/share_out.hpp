// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/money.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace solidarity {

// What one member takes home when nobody owes anything.
struct MemberShareOut {
  Money savings;  // shares x price
  Money profit;   // her part of it
  [[nodiscard]] Money total() const { return savings + profit; }
  friend bool operator==(const MemberShareOut&, const MemberShareOut&) = default;
};

// Her savings back, and of the profit shares / all shares: allocate(profit, {hers, the others'}), a half going to her.
// An inactive member has no profit.  Where each saves what she can, a share is one unit of money.
// Errors: out_of_range (shares below zero or above `all_shares`, a price or a profit below zero), invalid_weights (no
// shares at all), overflow.
//   share_out_of(45, 900, 5 * USD, 900 * USD)  -> savings USD 225.00, profit USD 45.00, total USD 270.00
[[nodiscard]] MemberShareOut share_out_of(std::int64_t shares, std::int64_t all_shares, Money price, Money profit,
                                          bool is_inactive = false);

struct ShareOutMember {
  std::int64_t shares = 0;
  std::int64_t owed = 0;     // to the fund that is shared out
  bool is_inactive = false;  // has her savings back at most
};

struct ShareOutPart {
  std::int64_t part = 0;        // what her shares are worth
  std::int64_t set_off = 0;     // of it, against what she owes
  std::int64_t still_owed = 0;  // what exceeds her part
  [[nodiscard]] std::int64_t paid() const noexcept { return part - set_off; }
  friend bool operator==(const ShareOutPart&, const ShareOutPart&) = default;
};

struct ShareOutDivision {
  std::vector<ShareOutPart> parts;  // one a member
  std::int64_t retained = 0;        // when there is nobody with shares to take it
};

// Divides a fund of `cash` and of what its members owe it by shares; nobody is paid before she has paid.
// A debt counts as money as far as the part of who owes it reaches, and no further: a member who owes more than her
// part is paid nothing and still owes the rest; the others divide what is there.
//   v, the value of a share, = (cash + debts) / shares, of all members but those who owe more than v x their shares.
//   Who owes more has floor(v x shares), all of it set off; the others have allocate(cash + debts, shares), ties from
//   `turn`.  When v is above the price, the inactive have shares x price and the others divide the rest in this way.
// Laws: sum(part) + retained = cash + sum(set_off), so sum(paid) + retained = cash; set_off + still_owed = owed;
// paid > 0 only when still_owed = 0.
// Errors: out_of_range (a number below zero), overflow (cash and debts, or shares x price, beyond 2^63 - 1).
//   cash 100, price 10: A has 6 shares, B has 4 and owes 20  ->  A 72, paid 72; B 48, set off 20, paid 28
[[nodiscard]] ShareOutDivision divide_share_out(std::int64_t cash, std::int64_t price,
                                                std::span<const ShareOutMember> members, std::size_t turn = 0);

}  // namespace solidarity
