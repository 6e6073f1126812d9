// SPDX-License-Identifier: MIT
// The answer of `solidarity loan`.
#pragma once

#include "io/json_writer.hpp"

#include <solidarity/io/json.hpp>
#include <solidarity/loan/loan.hpp>

#include <string>
#include <vector>

namespace solidarity::detail {

// An event that the loan did not take.
struct RefusedEvent {
  std::size_t index;  // in the document, from 0
  std::string id;
  Problem problem;
};

// All members of the answer but the refusals; each on a new line in JsonLayout::lines.
void encode_loan(JsonWriter& out, const Loan& loan, Date as_of, JsonLayout layout);
void encode_refused(JsonWriter& out, const std::vector<RefusedEvent>& refused, JsonLayout layout);

}  // namespace solidarity::detail
