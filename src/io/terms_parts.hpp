// SPDX-License-Identifier: MIT
// The parts of the TERMS codec: each terms_decode_*.cpp reads one, servicing_codec.cpp and waterfall_codec.cpp both ways.
#pragma once

#include "io/document.hpp"
#include "io/json_writer.hpp"

#include <solidarity/product/loan_terms.hpp>

namespace solidarity::detail {

[[nodiscard]] Currency decode_currency(const Value& value);
[[nodiscard]] Frequency decode_every(const Value& value);
[[nodiscard]] Amortization decode_repayment_form(Members& members, Currency currency);
void decode_calendar_terms(Members& members, LoanTerms& terms);
void decode_charges(Members& members, LoanTerms& terms);
[[nodiscard]] RoundingPolicy decode_rounding(const Value& value, Currency currency);

// What is said of the life of the loan: recalculation, rebate, early_fee, penalties, arrears, waterfall ...
void decode_servicing(Members& members, LoanTerms& terms);
void encode_servicing(JsonWriter& out, const LoanTerms& terms);

// The member "waterfall": one for all payments, or one for each kind.
void decode_waterfall(const Value& value, LoanTerms& terms);
void encode_waterfall(JsonWriter& out, const LoanTerms& terms);

// Refuses what stands beside the terms in a LOAN document, or comes with a later version.
void refuse_what_is_no_term(const Members& members);

// Refuses another version than 1.
void check_version(Members& members);

}  // namespace solidarity::detail
