// SPDX-License-Identifier: MIT
#include "transcripts/story.hpp"

#include <algorithm>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

std::string reported(int line, std::string_view text, std::string_view what) {
  return "line " + std::to_string(line) + ": " + std::string(text) + ": " + std::string(what);
}

}  // namespace

std::string_view StoryLine::words() const { return text.substr(std::min(text.find_first_not_of(" \t"), text.size())); }

std::vector<std::string> Story::run(std::string_view text) {
  bool is_readable = true;
  for_each_line(text, [&](const StoryLine& line) { return is_readable = play(line); });
  if (!is_readable) return std::move(wrong_);
  const std::string missing = end();
  settle_refusal();
  if (!missing.empty()) wrong_.push_back(missing);
  if (expectations_ == 0) wrong_.emplace_back("it expects nothing");
  return std::move(wrong_);
}

// False when the line cannot be read.
bool Story::play(const StoryLine& line) {
  Words words(line.text);
  if (words.done()) return true;
  expecting_ = false;
  try {
    statement(words, line);
    if (!words.done()) throw words.not_understood();
  } catch (const std::runtime_error& error) {  // StoryError, Error
    report(line, error.what());
    return expecting_;
  }
  return true;
}

void Story::report(const StoryLine& line, std::string_view what) {
  wrong_.push_back(reported(line.number, line.words(), what));
}

void Story::begin_expectation() {
  expecting_ = true;
  ++expectations_;
}

void Story::refused(const StoryLine& line, const Error& error) {
  if (!refusal_) refusal_ = Refusal{line.number, std::string(line.words()), error};
}

void Story::expect_refusal(Words& words) {
  const std::string code = words.word();
  if (!refusal_) throw StoryError("expected " + code + ", but it was accepted");
  const Error error = std::exchange(refusal_, std::nullopt)->error;
  if (to_text(error.code()) != code) throw StoryError("expected " + code + ", found " + error.what());
  if (!words.take("at")) return;
  if (const std::string field = words.word(); field != error.field())
    throw StoryError("expected " + code + " at " + field + ", found " + error.what());
}

void Story::settle_refusal() {
  if (!refusal_) return;
  wrong_.push_back(reported(refusal_->line, refusal_->text, std::string("refused: ") + refusal_->error.what()));
  refusal_.reset();
}

Look read_look(Words& words) {
  Look look{words.date()};
  if (!words.take("knowing")) return look;
  look.known_at = static_cast<std::uint32_t>(words.number());
  if (!words.take("event")) words.must("events");
  return look;
}

}  // namespace transcripts
