// SPDX-License-Identifier: MIT
// What became of a call, with everything that an answer shows.
#pragma once

#include "io/cover_document.hpp"

#include <string>
#include <vector>

namespace solidarity::detail {

struct CoverAnswer {
  // More lines would be of no use to anyone, and could fill any memory: 5,000 peers of 5,000 defaulters.
  static constexpr std::size_t most_lines = 1'000'000;

  CoverDocument document;
  std::vector<CallStanding> members;  // in order of id
  std::vector<CoverLine> covers;
  std::vector<Claim> claims;  // the given ones, then those of this call; open as the recoveries leave them
  std::vector<ClaimRecovery> recoveries;
  bool all_weights_zero = false;

  [[nodiscard]] std::string amount(std::int64_t units) const {
    return decimal_text(Money::of_units(units, document.currency));
  }
  // "own_savings", ..., "peers", "peers2"
  [[nodiscard]] std::string layer_name(const CoverLine& line) const;
  // The id of the member, or "@group_fund", "@insurer".
  [[nodiscard]] std::string giver(const CoverLine& line) const;
};

// The call of the document and the recoveries after it.  Errors: overflow; limit_exceeded (more than `most_lines`).
[[nodiscard]] CoverAnswer answer_call(CoverDocument document);

// A table of at most 80 columns where ids are short; the lines of cover as CSV (RFC 4180).
[[nodiscard]] std::string cover_text(const CoverAnswer& answer);
[[nodiscard]] std::string cover_csv(const CoverAnswer& answer);

}  // namespace solidarity::detail
