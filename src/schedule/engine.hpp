// SPDX-License-Identifier: MIT
// What every pricing engine (ours and those of the peers) takes and gives.
#pragma once

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace solidarity::detail {

// Rows written and what happened at disbursement, or why no schedule exists. A refusal is a value here, because the
// search for the smallest principal that works asks many times; amortize turns it into an Error.
struct Outcome {
  std::size_t rows = 0;
  Disbursement disbursement;
  std::optional<ErrorCode> refused = {};
};

// Our own rules (docs/pricing.md). The terms are valid; `rows` is long enough.
Outcome price_exactly(const LoanTerms& terms, std::span<Installment> rows);

// The same for rows that go on where others end; without charges of the terms.
struct Continuation;
Outcome price_on(const LoanTerms& terms, const Continuation& after, std::span<Installment> rows);

// The rules of the peers (docs/presets.md).
Outcome price_as_fineract_cumulative(const LoanTerms& terms, const FineractCumulative& policy,
                                     std::span<Installment> rows);
Outcome price_as_fineract_progressive(const LoanTerms& terms, const FineractProgressive& policy,
                                      std::span<Installment> rows);
Outcome price_as_mifos(const LoanTerms& terms, const MifosRounding& policy, std::span<Installment> rows);
Outcome price_as_opencbs(const LoanTerms& terms, const OpenCbsRounding& policy, std::span<Installment> rows);
Outcome price_as_frappe(const LoanTerms& terms, const FrappeRounding& policy, std::span<Installment> rows);

}  // namespace solidarity::detail
