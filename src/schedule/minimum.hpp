// SPDX-License-Identifier: MIT
// Refusals that only pricing can find, with the smallest principal that works.
#pragma once

#include "schedule/engine.hpp"

#include <solidarity/schedule/amortize.hpp>

namespace solidarity::detail {

// The engine that `terms.rounding` names, for terms that are valid.
Outcome price_in_full(const LoanTerms& terms, std::span<Installment> rows);

// Whether there may be more installments than `terms.repayments.count`.
[[nodiscard]] bool is_open_ended(const LoanTerms& terms) noexcept;

std::size_t price_one_of_many(LoanTerms terms, const LoanStart& loan, std::size_t index, std::span<Installment> rows);

[[noreturn]] void refuse_to_price(const LoanTerms& terms, ErrorCode code);

struct Remedy {
  Money principal;
  bool is_smallest;  // false when only larger ones were sought, by doubling and halving
};

// The smallest principal with which `terms` can be priced: a walk in steps that cannot miss the first one, then a leap.
[[nodiscard]] std::optional<Remedy> smallest_principal(const LoanTerms& terms);

}  // namespace solidarity::detail
