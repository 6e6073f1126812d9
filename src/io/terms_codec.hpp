// SPDX-License-Identifier: MIT
// The TERMS document of docs/wire.md <-> LoanTerms.
#pragma once

#include "io/document.hpp"
#include "io/json_writer.hpp"

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/installment.hpp>

#include <span>

namespace solidarity::detail {

// Law: decode_terms(encode(terms)) = terms for all terms that validate() passes.
[[nodiscard]] LoanTerms decode_terms(const Value& value);
// The same from `members`, which may have others; the caller finishes them. With `rows`, the installments of a running
// loan taken over, only the currency is required: the rest follows from the rows (docs/wire.md).
[[nodiscard]] LoanTerms decode_terms(Members& members, std::span<const Installment> rows = {});
// Terms know one principal and the tranches after it; a document with tranches lists them all.
[[nodiscard]] Problem named_as_written(Problem problem, const LoanTerms& terms);
// Refuses the first problem of the terms, by precedence; amortize judges only what shapes a schedule.
void check_terms(const LoanTerms& terms);
void encode_terms(JsonWriter& out, const LoanTerms& terms);

}  // namespace solidarity::detail
