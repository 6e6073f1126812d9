// SPDX-License-Identifier: MIT
// One line of a story as words: "on 2026-01-12 pays 9,041.95, late" -> on | 2026-01-12 | pays | 9041.95 | late
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/calendar/frequency.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

// A line that cannot be read, or an expectation that does not hold.
class StoryError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Words {
 public:
  explicit Words(std::string_view line);

  [[nodiscard]] bool done() const noexcept { return at_ == words_.size(); }
  // Moves past `phrase` ("paid late") when it comes next.
  bool take(std::string_view phrase);
  // Past `phrase`, which must come next.
  void must(std::string_view phrase);
  [[nodiscard]] bool next_is(std::string_view phrase) const;

  [[nodiscard]] std::string word();
  [[nodiscard]] std::string rest();
  // One word or more, up to one of `ends`, which stays, or to the end of the line.
  [[nodiscard]] std::vector<std::string> names(std::initializer_list<std::string_view> ends = {});
  [[nodiscard]] int number();
  [[nodiscard]] solidarity::Date date();
  [[nodiscard]] solidarity::Money money(solidarity::Currency currency);
  [[nodiscard]] solidarity::Rate percent();
  // "weekly", "monthly", "daily", "quarterly", "two-weekly"; nothing is taken and the result false for another word.
  bool frequency(solidarity::Frequency& result);
  [[nodiscard]] solidarity::Frequency every();  // "2 weeks", "1 month", "10 days"

  [[nodiscard]] bool next_is_amount() const;   // digits
  [[nodiscard]] bool next_is_percent() const;  // "2%"
  [[nodiscard]] bool next_is_date() const;

  // The error of a line whose rest is not understood.
  [[nodiscard]] StoryError not_understood() const;

 private:
  [[nodiscard]] const std::string& peek() const;
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

}  // namespace transcripts
