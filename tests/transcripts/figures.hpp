// SPDX-License-Identifier: MIT
// A figure that was found, against the words that come next.
#pragma once

#include "transcripts/words.hpp"

#include <cstdint>
#include <optional>

namespace transcripts {

// Errors of all: StoryError, "days late: expected 3, found 4".
class Figures {
 public:
  Figures(Words& words, solidarity::Currency currency) : figures_(words), currency_(currency) {}

  void same(std::string_view what, const std::string& expected, const std::string& found) const;
  void money(std::string_view what, std::int64_t units);
  void whole(std::string_view what, std::int64_t found);
  void yes_or_no(std::string_view what, bool found);
  void date(std::string_view what, const std::optional<solidarity::Date>& found);

 private:
  Words& figures_;
  solidarity::Currency currency_;
};

}  // namespace transcripts
