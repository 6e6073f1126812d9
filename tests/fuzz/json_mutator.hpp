// SPDX-License-Identifier: MIT
// Mutations that keep a document JSON most of the time: a quoted text or a number becomes another one, of the words given
// or of the document itself. Include it in one fuzzer's source and define `words`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// libFuzzer's own mutation of bytes; absent where a corpus is only replayed.
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace fuzz {

// What stands in documents of the fuzzer: keys, words, amounts, dates; without the quotation marks.
extern const std::span<const std::string_view> words;

struct Token {
  std::size_t start;
  std::size_t size;
  bool quoted;
};

inline bool is_digit(char c) { return (c >= '0' && c <= '9') || c == '-'; }

// Every quoted text (without its marks) and every number, one after another.
inline std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t k = 0; k < text.size();) {
    std::size_t end = k + 1;
    if (text[k] == '"') {
      while (end < text.size() && text[end] != '"') ++end;
      tokens.push_back({k + 1, end - k - 1, true});
      ++end;
    } else if (is_digit(text[k])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      tokens.push_back({k, end - k, false});
    }
    k = end;
  }
  return tokens;
}

// One token replaced by a word, by another token, or by a number near an edge.
inline std::string with_another_token(std::string text, std::minstd_rand& random) {
  const auto tokens = tokens_of(text);
  if (tokens.empty()) return text;
  const Token& old = tokens[random() % tokens.size()];
  std::string fresh;
  if (!old.quoted) {
    constexpr const char* numbers[] = {"0",   "1",   "2",    "3",    "7",     "12",        "-1",
                                       "360", "365", "1200", "1201", "10000", "2147483648"};
    fresh = numbers[random() % std::size(numbers)];
  } else if (random() % 3 == 0) {
    const Token& other = tokens[random() % tokens.size()];
    fresh = text.substr(other.start, other.size);
  } else {
    fresh = words[random() % words.size()];
  }
  return text.replace(old.start, old.size, fresh);
}

}  // namespace fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  std::minstd_rand random(seed + 1);
  if (random() % 3 == 0) return LLVMFuzzerMutate(data, size, max_size);
  std::string text(reinterpret_cast<const char*>(data), size);
  for (auto times = 1 + random() % 3; times > 0; --times) text = fuzz::with_another_token(std::move(text), random);
  const std::size_t kept = text.size() < max_size ? text.size() : max_size;
  std::memcpy(data, text.data(), kept);
  return kept;
}
