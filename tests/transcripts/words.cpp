// SPDX-License-Identifier: MIT
#include "transcripts/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace transcripts {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Without the commas that separate thousands or end a clause.
std::string plain(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ',' && c != ';'; });
  return out;
}

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < line.size();) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", from), line.size());
    if (std::string word = plain(line.substr(from, end - from)); !word.empty()) words.push_back(std::move(word));
    from = end + 1;
  }
  return words;
}

std::string_view without_s(std::string_view unit) {
  return unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
}

}  // namespace

Words::Words(std::string_view line) : words_(split(line)) {}

const std::string& Words::peek() const {
  static const std::string nothing;
  return done() ? nothing : words_[at_];
}

bool Words::next_is(std::string_view phrase) const {
  const auto wanted = split(phrase);
  return at_ + wanted.size() <= words_.size() &&
         std::equal(wanted.begin(), wanted.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_));
}

bool Words::take(std::string_view phrase) {
  if (!next_is(phrase)) return false;
  at_ += split(phrase).size();
  return true;
}

void Words::must(std::string_view phrase) {
  if (!take(phrase)) throw StoryError("'" + std::string(phrase) + "' is wanted before '" + peek() + "'");
}

std::string Words::word() {
  if (done()) throw StoryError("the line ends too early");
  return words_[at_++];
}

std::string Words::rest() {
  std::string text;
  while (!done()) text += (text.empty() ? "" : " ") + word();
  return text;
}

std::vector<std::string> Words::names(std::initializer_list<std::string_view> ends) {
  std::vector<std::string> found{word()};
  while (!done() && std::find(ends.begin(), ends.end(), peek()) == ends.end()) found.push_back(word());
  return found;
}

int Words::number() {
  const std::string text = word();
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw StoryError("'" + text + "' is no whole number");
  return value;
}

solidarity::Date Words::date() { return solidarity::Date::parse(word()); }

solidarity::Money Words::money(solidarity::Currency currency) { return solidarity::Money::parse(word(), currency); }

solidarity::Rate Words::percent() {
  const std::string text = word();
  if (!text.ends_with('%')) throw StoryError("'" + text + "' is no percentage");
  return solidarity::Rate::parse(std::string_view(text).substr(0, text.size() - 1));
}

bool Words::frequency(solidarity::Frequency& result) {
  using namespace solidarity;
  const std::array<std::pair<std::string_view, Frequency>, 6> named{{{"daily", daily},
                                                                     {"weekly", weekly},
                                                                     {"two-weekly", every_two_weeks},
                                                                     {"monthly", monthly},
                                                                     {"quarterly", quarterly},
                                                                     {"half-monthly", semimonthly}}};
  for (const auto& [name, every] : named) {
    if (!take(name)) continue;
    result = every;
    return true;
  }
  return false;
}

solidarity::Frequency Words::every() {
  const std::string count = word();
  return solidarity::parse_frequency(count + " " + std::string(without_s(word())));
}

bool Words::next_is_amount() const {
  return !peek().empty() && is_digit(peek().front()) && !next_is_percent() && !next_is_date();
}

bool Words::next_is_percent() const { return peek().ends_with('%'); }

bool Words::next_is_date() const { return peek().size() == 10 && peek()[4] == '-' && peek()[7] == '-'; }

StoryError Words::not_understood() const {
  return StoryError(done() ? "the line ends too early" : "'" + peek() + "' is not understood here");
}

}  // namespace transcripts
