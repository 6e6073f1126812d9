// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/product/amortization.hpp>
#include <solidarity/product/charges.hpp>
#include <solidarity/product/interest.hpp>
#include <solidarity/product/repayments.hpp>
#include <solidarity/product/rounding_policy.hpp>
#include <solidarity/product/servicing.hpp>
#include <solidarity/product/waterfall.hpp>

#include <vector>

namespace solidarity {

// Money handed out after the first advance.
struct Tranche {
  Date on;
  Money amount;
  friend bool operator==(const Tranche&, const Tranche&) = default;
};

// Everything that shapes a schedule. Written with designated initialisers; the first four fields have no default.
//   const LoanTerms terms{
//       .principal = 12'000 * INR,
//       .disbursed_on = 2026y / January / 5,
//       .interest = {.method = InterestMethod::declining, .rate = 24_pct},
//       .repayments = {.count = 8, .every = weekly},
//   };
// The fields are the keys of `solidarity schedule` (docs/wire.md); docs/pricing.md says exactly what each does.
struct LoanTerms {
  Money principal;  // the first (mostly the only) advance
  Date disbursed_on;
  InterestTerms interest;
  Repayments repayments;
  Amortization amortization = EqualInstallments{};
  Grace grace = {};
  bool negative_amortization = false;  // an installment may be less than its interest: the balance grows by the rest
  std::vector<Tranche> further_tranches = {};  // in any order; those of one day add up
  Rate down_payment = Rate::zero();            // percent of each advance, repaid on its day
  std::vector<Fee> fees = {};
  std::optional<InsuranceTerms> insurance = {};
  std::optional<CompulsorySavings> compulsory_savings = {};
  DueDateRule calendar = {};
  std::vector<Moratorium> moratoria = {};
  RoundingPolicy rounding = ExactRounding{};

  // The life of the loan (docs/servicing.md); nothing here changes the schedule.
  bool multiple_disbursements = false;  // more may be handed out than one advance and the tranches planned
  bool automatic_down_payment = false;  // each disbursement pays its down payment at once
  std::optional<Recalculation> recalculation = {};
  std::optional<Rebate> rebate = {};  // on payoff without recalculation; actuarial for declining interest when absent
  std::vector<EarlyFee> early_fees = {};
  std::vector<Penalty> penalties = {};
  ArrearsTerms arrears = {};
  Waterfall waterfall = oldest_first;
  std::vector<WaterfallFor> waterfalls = {};  // of single kinds of payment, instead of `waterfall`

  friend bool operator==(const LoanTerms&, const LoanTerms&) = default;
};

inline constexpr int max_installments = 1200;

}  // namespace solidarity
