// SPDX-License-Identifier: MIT
// What a story expects: the words after "expect".
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/loan/loan.hpp>

#include <optional>

namespace transcripts {

// Where the story looks: the end of `day`, known to the facts up to `known_at`; `last` is the id of the last event.
struct View {
  solidarity::Date day;
  std::optional<std::uint32_t> known_at = {};
  std::string last = {};
};

// "owed principal 9,041.95", "row 3 paid 1531.00, late 2 days", "payment interest 48.57, unapplied 0", ...
// Errors: StoryError that names what was expected and what is.
void check_expectation(Words& words, const solidarity::Loan& loan, const View& view);

}  // namespace transcripts
