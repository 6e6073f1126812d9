// SPDX-License-Identifier: MIT
// The TERMS document of docs/wire.md <-> LoanTerms.
#pragma once

#include "io/document.hpp"
#include "io/json_writer.hpp"

#include <solidarity/product/loan_terms.hpp>

namespace solidarity::detail {

// Law: decode_terms(encode(terms)) = terms for all terms that validate() passes.
[[nodiscard]] LoanTerms decode_terms(const Value& value);
void encode_terms(JsonWriter& out, const LoanTerms& terms);

}  // namespace solidarity::detail
