// SPDX-License-Identifier: MIT
// The first lines of a story: what was agreed.
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/product/loan_terms.hpp>

namespace transcripts {

struct Agreed {
  solidarity::LoanTerms terms;
  bool disbursed;  // "disbursed DATE", else "planned DATE"
};

// "12000 INR at 24% a year, declining, 8 weekly installments from 2026-01-12", handed out on a day that is known.
[[nodiscard]] solidarity::LoanTerms read_borrowed(Words& words, solidarity::Date on);

// The same and its day: "12000 INR at 24% a year, declining, 8 weekly installments from 2026-01-12, disbursed 2026-01-05"
[[nodiscard]] Agreed read_loan(Words& words);

// One line of terms; false when the line begins with none of their words.
bool read_term(Words& words, solidarity::LoanTerms& terms);

}  // namespace transcripts
