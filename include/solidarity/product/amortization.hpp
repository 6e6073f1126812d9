// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <optional>
#include <variant>
#include <vector>

namespace solidarity {

// How the principal comes back. docs/pricing.md, sections 4 and 5, has the formula of each.
struct EqualInstallments {           // one level amount, solved exactly
  std::optional<Money> amount = {};  // or this amount, until all is repaid
  friend bool operator==(const EqualInstallments&, const EqualInstallments&) = default;
};
struct EqualPrincipal {
  friend bool operator==(const EqualPrincipal&, const EqualPrincipal&) = default;
};
struct Bullet {               // principal at the end; interest each installment,
  bool interest_too = false;  // or at the end as well
  friend bool operator==(const Bullet&, const Bullet&) = default;
};
struct Balloon {  // level installments that leave `amount` for the last row
  Money amount;
  friend bool operator==(const Balloon&, const Balloon&) = default;
};
struct StepInstallments {  // installments grow (or shrink) by `step` after each `every` rows
  Rate step;
  int every;
  friend bool operator==(const StepInstallments&, const StepInstallments&) = default;
};
struct PrincipalPercentEach {  // the same percentage of the principal each time, the rest at the end
  Rate percent;
  friend bool operator==(const PrincipalPercentEach&, const PrincipalPercentEach&) = default;
};
struct WeightedPrincipal {  // seasonal: principal in proportion to weights; flat interest in proportion to its own
  std::vector<std::int64_t> weights;
  std::vector<std::int64_t> interest_weights = {};
  friend bool operator==(const WeightedPrincipal&, const WeightedPrincipal&) = default;
};
struct ListedPrincipal {  // the principal of each installment
  std::vector<Money> principal;
  friend bool operator==(const ListedPrincipal&, const ListedPrincipal&) = default;
};
struct SumOfDigits {  // rule of 78
  friend bool operator==(const SumOfDigits&, const SumOfDigits&) = default;
};

using Amortization = std::variant<EqualInstallments, EqualPrincipal, Bullet, Balloon, StepInstallments,
                                  PrincipalPercentEach, WeightedPrincipal, ListedPrincipal, SumOfDigits>;

// Installments at the start of the loan that are lighter; each counts rows.
struct Grace {
  int principal = 0;         // no principal yet
  int interest_payment = 0;  // interest accrues and is paid later
  int interest_free = 0;     // no interest accrues
  int all = 0;               // whole installments skipped: dates move, amounts do not
  friend bool operator==(const Grace&, const Grace&) = default;
};

}  // namespace solidarity
