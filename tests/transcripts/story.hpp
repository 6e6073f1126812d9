// SPDX-License-Identifier: MIT
// The frame of every story: line after line, what is wrong with it, and refusals that it must expect.
#pragma once

#include "transcripts/words.hpp"

#include <solidarity/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

// A line without its remark; `number` is from 1.
struct StoryLine {
  int number = 0;
  std::string_view text = {};
  [[nodiscard]] bool is_indented() const { return text.starts_with(' ') || text.starts_with('\t'); }
  [[nodiscard]] std::string_view words() const;  // without the blanks before it
};

// Calls `each` with the lines of `text`, until it says false.
template <class Each>
void for_each_line(std::string_view text, Each&& each) {
  int number = 0;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, end - from);
    if (!each(StoryLine{++number, line.substr(0, line.find('#'))})) return;
    from = end + 1;
  }
}

class Story {
 public:
  virtual ~Story() = default;

  // What is wrong, each as "line 12: text of the line: days late: expected 3, found 4".  A line that cannot be read ends
  // the story.
  [[nodiscard]] std::vector<std::string> run(std::string_view text);

 protected:
  // One line that is not empty, all of its words.  Errors: StoryError, solidarity::Error.
  virtual void statement(Words& words, const StoryLine& line) = 0;
  // What the end of the text ends, and what is missing; "" when nothing is.
  virtual std::string end() = 0;

  void begin_expectation();
  void refused(const StoryLine& line, const solidarity::Error& error);  // to be expected by the next line
  void expect_refusal(Words& words);                                    // "out_of_range at /repayments/1"
  void settle_refusal();                                                // one that the story did not expect is wrong

 private:
  struct Refusal {
    int line;
    std::string text;
    solidarity::Error error;
  };

  bool play(const StoryLine& line);
  void report(const StoryLine& line, std::string_view what);

  std::vector<std::string> wrong_;
  std::optional<Refusal> refusal_;
  int expectations_ = 0;
  bool expecting_ = false;
};

// Where a story looks after "look at": "2026-01-31", "2026-01-31 knowing 2 events".
struct Look {
  solidarity::Date day;
  std::optional<std::uint32_t> known_at = {};
};
[[nodiscard]] Look read_look(Words& words);

}  // namespace transcripts
