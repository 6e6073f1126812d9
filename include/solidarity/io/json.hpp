// SPDX-License-Identifier: MIT
// io: the documents of docs/wire.md for people and hosts.
// Laws: unknown keys are refused; parse_terms(to_json(terms)) = terms; text cells of CSV cannot become formulas.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace solidarity {

// The terms written in a TERMS document. They are read, not yet validated: amortize (or validate) does that.
// Bounds: 64 MiB, 1,000,000 values, 64 levels; time and memory linear in the document, no recursion.
// Errors: with the JSON pointer of the field at fault: malformed_document (not JSON, unknown, missing or duplicate key,
// wrong type, unknown word), unsupported (another version, terms of the life of a loan), limit_exceeded, invalid_amount,
// invalid_date, unknown_currency, out_of_range, contradictory_terms.
[[nodiscard]] LoanTerms parse_terms(std::string_view json);

// The TERMS document of `terms`, on one line.
[[nodiscard]] std::string to_json(const LoanTerms& terms);

enum class JsonLayout : std::uint8_t {
  lines = 1,  // one installment a line, for people
  one_line,   // for JSON lines
};

// The answer of `solidarity schedule` without its disclosure: installments, totals (with what was taken at
// disbursement) and the disbursement itself.
[[nodiscard]] std::string to_json(const Schedule& schedule, JsonLayout layout = JsonLayout::lines);

// {"error": {"code": "...", "pointer": "...", "message": "..."}}
[[nodiscard]] std::string to_json(const Error& error);

// The rows with a header line (RFC 4180, lines end in CR LF): number,due,days,principal,interest,fees,penalties,insurance,total,balance
[[nodiscard]] std::string to_csv(const Schedule& schedule);

}  // namespace solidarity
