// SPDX-License-Identifier: MIT
#include <solidarity/core/text.hpp>

namespace solidarity {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    (out += '\\') += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (byte >= 0x20 && byte < 0x7f) {
    out += c;
  } else {
    ((out += "\\x") += hex[byte >> 4]) += hex[byte & 15];
  }
}

}  // namespace

std::string quoted(std::string_view text, std::size_t longest) {
  std::string out = "\"";
  for (const char c : text.substr(0, longest)) append_escaped(out, c);
  if (text.size() > longest) out += "...";
  return out += '"';
}

fmt::format_context::iterator write_text(fmt::format_context& context, std::string_view text, TextSpec spec) {
  const auto width = static_cast<std::size_t>(spec.width);
  const std::size_t padding = width > text.size() ? width - text.size() : 0;
  const std::size_t before = spec.align == '<' ? 0 : spec.align == '>' ? padding : padding / 2;
  auto out = context.out();
  for (std::size_t k = 0; k < before; ++k) *out++ = spec.fill;
  for (const char c : text) *out++ = c;
  for (std::size_t k = before; k < padding; ++k) *out++ = spec.fill;
  return out;
}

}  // namespace solidarity
