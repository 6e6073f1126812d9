// SPDX-License-Identifier: MIT
// From the priced periods of a Fineract loan to the rows of its schedule: down payments, balances, charges.
#pragma once

#include "schedule/engine.hpp"
#include "schedule/fineract_rounding.hpp"
#include "schedule/timeline.hpp"

#include <cstdint>
#include <span>

namespace solidarity::detail {

// What falls due at the end of a repayment period.
struct FineractRow {
  Period period;
  std::int64_t principal;
  std::int64_t interest;
};

// What stands first on a day that is both a due date and the day of an advance.
enum class FineractOrder : std::uint8_t {
  advance_first = 1,  // cumulative: the advance is in the balance of the row, its down payment before it
  row_first,          // progressive
};

// Writes the rows, numbered over all of them, with their charges; one more after the last for charges that come later.
Outcome write_fineract_rows(const LoanTerms& terms, const FineractRounding& rounding, std::span<const Advance> advances,
                            std::span<const FineractRow> priced, FineractOrder order, std::span<Installment> rows);

}  // namespace solidarity::detail
