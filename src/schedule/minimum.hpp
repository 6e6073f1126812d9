// SPDX-License-Identifier: MIT
// Refusals that only pricing can find, with the smallest principal that works.
#pragma once

#include "schedule/engine.hpp"

#include <solidarity/schedule/amortize.hpp>

namespace solidarity::detail {

// The engine that `terms.rounding` names, for terms that are valid.
Outcome price_in_full(const LoanTerms& terms, std::span<Installment> rows);

std::size_t price_one_of_many(LoanTerms terms, const LoanStart& loan, std::size_t index, std::span<Installment> rows);

[[noreturn]] void refuse_to_price(const LoanTerms& terms, ErrorCode code);

// The smallest principal from which on `terms` can be priced, found by doubling and halving; none below 2^62 minor units: nothing.
std::optional<Money> smallest_principal(LoanTerms terms);

}  // namespace solidarity::detail
