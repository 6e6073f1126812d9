// SPDX-License-Identifier: MIT
// How our types become text: a function to_text(value), found by argument-dependent lookup, and one line per type
// that lets fmt print it with width, fill and alignment:
//   template <> struct fmt::formatter<solidarity::Money> : solidarity::text_formatter<solidarity::Money> {};
#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace solidarity {

// `text` in double quotes, fit for a message or a terminal: at most `longest` bytes of it, then "...";
// quotes, backslashes, control characters and whatever is not ASCII are escaped.
//   quoted("12\n")  ->  "12\n" with the two characters backslash and n
[[nodiscard]] std::string quoted(std::string_view text, std::size_t longest = 40);

struct TextSpec {
  char fill = ' ';
  char align = '<';
  int width = 0;
};

// Writes `text` padded to `spec.width` code units; in src, so that fmt/core.h is enough for every header.
fmt::format_context::iterator write_text(fmt::format_context& context, std::string_view text, TextSpec spec);

template <class T>
struct text_formatter {
  TextSpec spec;

  // [[fill]align][width]: fmt itself refuses what is left over, also digits of a width above 9999.
  constexpr auto parse(fmt::format_parse_context& context) {
    auto at = context.begin();
    const auto end = context.end();
    const auto is_align = [](char c) { return c == '<' || c == '>' || c == '^'; };
    if (at != end && at + 1 != end && is_align(at[1])) spec.fill = *at++;
    if (at != end && is_align(*at)) spec.align = *at++;
    while (at != end && *at >= '0' && *at <= '9' && spec.width < 1000) spec.width = spec.width * 10 + (*at++ - '0');
    return at;
  }

  auto format(const T& value, fmt::format_context& context) const { return write_text(context, to_text(value), spec); }
};

}  // namespace solidarity
