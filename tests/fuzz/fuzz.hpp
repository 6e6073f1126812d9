// SPDX-License-Identifier: MIT
// What all fuzzers do: an input gives a result or a typed Error; a law that does not hold, or anything else thrown, is a crash.
#pragma once

#include <solidarity/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace fuzz {

inline void require(bool holds, const char* law) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", law);
  std::abort();
}

// What `f` returns, or nothing when it refuses; a refusal has a code with a name, and a message.
template <class F>
auto result_of(F f) -> std::optional<decltype(f())> {
  try {
    return f();
  } catch (const solidarity::Error& error) {
    require(!to_text(error.code()).empty() && !error.message().empty(), "a refusal says why");
    return std::nullopt;
  }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace fuzz
