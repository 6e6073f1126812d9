// SPDX-License-Identifier: MIT
// The LOAN document of docs/wire.md.
#pragma once

#include "io/document.hpp"

#include <solidarity/loan/event.hpp>
#include <solidarity/loan/statement.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/installment.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace solidarity::detail {

// An event as it was written, or why it can be none: a value outside its range, told with the refusals of the loan.
struct WrittenEvent {
  std::variant<LoanEvent, Problem> event;
  std::string id;
  std::string pointer;
};

struct LoanDocument {
  LoanTerms terms;
  std::string terms_pointer;              // "/terms", or empty when the terms stand in the document itself
  std::vector<Installment> rows = {};     // of a running loan taken over; what is open of each
  std::vector<WrittenEvent> events = {};  // in the order in which they became known
  std::optional<Date> as_of = {};
  std::optional<std::size_t> known_at = {};  // so many events are known
  bool waterfall_beside = false;             // given beside the terms, not in them
  StatementHeading heading = {};
};

// Errors: those of the form. What a loan refuses is not known here.
[[nodiscard]] LoanDocument decode_loan(const Value& value);

// One of the events of a loan of these terms.
[[nodiscard]] WrittenEvent decode_event(const Value& value, const LoanTerms& terms);

// The rows of a running loan: what is still open of each.
[[nodiscard]] std::vector<Installment> decode_open_rows(const Value& value, Currency currency);

}  // namespace solidarity::detail
