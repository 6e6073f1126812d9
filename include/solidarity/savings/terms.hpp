// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/savings/interest.hpp>

#include <optional>

namespace solidarity {

// What a saver may take out herself, and what that costs.
struct WithdrawalRules {
  std::optional<Money> most = {};  // at once
  std::optional<int> times = {};   // in a period, this many withdrawals and transfers out
  SavingsPeriod period = SavingsPeriod::month;
  std::optional<Money> fee = {};  // of each withdrawal; transfers are free
  friend bool operator==(const WithdrawalRules&, const WithdrawalRules&) = default;
};

// What was agreed about one account.
//   SavingsTerms{.currency = INR, .opened_on = 2026y / January / 1,
//                .interest = SavingsInterest{.rate = YearlyRate{4_pct}, .posted = SavingsPeriod::quarter}}
struct SavingsTerms {
  Currency currency;  // required
  Date opened_on;     // required
  std::optional<SavingsInterest> interest = {};
  std::optional<Money> minimum_balance = {};  // stays in the account until it is closed
  std::optional<Money> overdraft_limit = {};  // available may go down to its opposite
  bool compulsory = false;                    // comes out by a hold or by closing only
  WithdrawalRules withdrawals = {};
  friend bool operator==(const SavingsTerms&, const SavingsTerms&) = default;
};

// Every reason why no account can be kept by `terms`, with the field at fault; empty when one can.
//   {contradictory_terms, "/interest/posted", "/interest/posted contradicts /interest/rate/period: ..."}
[[nodiscard]] Problems validate(const SavingsTerms& terms);

}  // namespace solidarity
