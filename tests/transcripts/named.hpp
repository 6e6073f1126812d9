// SPDX-License-Identifier: MIT
// Phrases that stand for a value.
#pragma once

#include "transcripts/words.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace transcripts {

template <class Value, std::size_t n>
using Named = std::array<std::pair<std::string_view, Value>, n>;

// The value of the phrase that comes next.  Errors: StoryError when it is none of them.
template <class Value, std::size_t n>
Value one_of(Words& words, const Named<Value, n>& choices) {
  for (const auto& [phrase, value] : choices)
    if (words.take(phrase)) return value;
  throw words.not_understood();
}

}  // namespace transcripts
