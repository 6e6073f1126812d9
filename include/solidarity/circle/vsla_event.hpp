// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/fact_book.hpp>
#include <solidarity/circle/vsla_terms.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace solidarity {

struct VslaJoined {
  std::string member;       // 1 to 128 bytes, not beginning with "@"
  std::int64_t shares = 0;  // bought on joining, to be level with the others: at most what one of them holds
  friend bool operator==(const VslaJoined&, const VslaJoined&) = default;
};
// She is paid for her shares by the terms, less all she owes; who owes more pays first.
struct VslaLeft {
  std::string member;
  friend bool operator==(const VslaLeft&, const VslaLeft&) = default;
};

// A loan out of the box.  Due on the same day of the month, `months` later.
struct VslaLending {
  Money amount;
  int months = 1;
  friend bool operator==(const VslaLending&, const VslaLending&) = default;
};

// What one member did at a meeting, in this order.  What she does not do is left out.
//   {.member = "amina", .shares = 3, .social = true, .repaid = 2'100 * KES}
struct VslaLine {
  std::string member;
  int shares = 0;                   // bought
  bool social = false;              // the contribution to the social fund is paid
  std::optional<Money> fined = {};  // owed until it is paid
  std::optional<Money> fine_paid = {};
  std::optional<Money> repaid = {};      // of her loan: the charge first, then principal
  std::optional<VslaLending> loan = {};  // one at a time
  std::optional<Money> grant = {};       // from the social fund
  friend bool operator==(const VslaLine&, const VslaLine&) = default;
};

// A meeting: one line a member at most, all lines or none.  Money that comes in is there before money goes out.
struct VslaMeeting {
  std::vector<VslaLine> lines;
  friend bool operator==(const VslaMeeting&, const VslaMeeting&) = default;
};

// What the members let her off: of her loan the charge first, then principal, then fines.  A loss of the fund.
struct VslaForgiven {
  std::string member;
  Money amount;
  friend bool operator==(const VslaForgiven&, const VslaForgiven&) = default;
};

// Money from or to others: a gift, the interest of a bank, a new lock.
struct VslaIncome {
  Money amount;
  VslaFund fund = VslaFund::loan_fund;
  friend bool operator==(const VslaIncome&, const VslaIncome&) = default;
};
struct VslaExpense {
  Money amount;
  VslaFund fund = VslaFund::loan_fund;
  friend bool operator==(const VslaExpense&, const VslaExpense&) = default;
};

// What a member paid for another and may claim back (module liability): taken from the debtor's part.
struct VslaClaim {
  Date on;
  std::string by;
  std::string debtor;
  Money open;
  friend bool operator==(const VslaClaim&, const VslaClaim&) = default;
};

// The end of a cycle and the first day of the next.
struct VslaShareOut {
  std::optional<Money> keep = {};      // stays in the loan fund for the next cycle
  std::vector<VslaClaim> claims = {};  // recovered first in, first out
  friend bool operator==(const VslaShareOut&, const VslaShareOut&) = default;
};

using VslaAction = std::variant<VslaJoined, VslaLeft, VslaMeeting, VslaForgiven, VslaIncome, VslaExpense, VslaShareOut,
                                CircleReversal>;

// "joined", "meeting", "share_out"
[[nodiscard]] std::string_view to_text(const VslaAction& action) noexcept;

// One fact of a circle's life; never edited. The order of facts is (on, sequence).
struct VslaEvent {
  Date on;
  VslaAction what;
  std::string id = {};         // 1 to 128 of [A-Za-z0-9._:-], unique in the circle; "e7" (its sequence) when empty
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const VslaEvent&, const VslaEvent&) = default;
};

}  // namespace solidarity
