// SPDX-License-Identifier: MIT
#include "io/json_writer.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <iterator>

namespace solidarity::detail {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Utf8Character c = first_character(text);
    if (!c.valid) out += "\xEF\xBF\xBD";
    else if (c.code == '"' || c.code == '\\') (out += '\\') += static_cast<char>(c.code);
    else if (c.code == '\n') out += "\\n";
    else if (c.code < 0x20 || c.code == 0x7F) fmt::format_to(std::back_inserter(out), "\\u{:04x}", c.code);
    else out += text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
  return out += '"';
}

}  // namespace solidarity::detail
