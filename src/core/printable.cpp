// SPDX-License-Identifier: MIT
#include "core/printable.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace solidarity::detail {
namespace {

bool is_hidden(std::uint32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == 0x061C || code == 0x00AD ||
         (code >= 0xE0000 && code <= 0xE007F);
}

void append(std::string& out, Utf8Character c, std::string_view bytes) {
  if (!c.valid || c.code < 0x20 || (c.code >= 0x7F && c.code <= 0x9F)) {
    if (c.code == '\n' || c.code == '\t') out += c.code == '\n' ? "\\n" : "\\t";
    else fmt::format_to(std::back_inserter(out), "\\x{:02x}", c.code);
  } else if (is_hidden(c.code)) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", c.code);
  } else {
    out += bytes;
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Utf8Character c = first_character(text);
    append(out, c, text.substr(0, c.bytes));
    text.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace solidarity::detail
