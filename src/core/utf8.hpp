// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace solidarity::detail {

struct Utf8Character {
  std::uint32_t code;
  std::size_t bytes;
  bool valid;
};

constexpr std::size_t utf8_length(unsigned char lead) noexcept {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

constexpr bool is_scalar(std::uint32_t code, std::size_t bytes) noexcept {
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return code >= least[bytes] && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
}

// The first character of `text`, which is not empty; a byte that begins none counts as one that is not valid.
constexpr Utf8Character first_character(std::string_view text) noexcept {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const std::size_t bytes = utf8_length(byte(0));
  const Utf8Character broken{byte(0), 1, false};
  if (bytes == 0 || bytes > text.size()) return broken;
  if (bytes == 1) return {byte(0), 1, true};
  std::uint32_t code = byte(0) & (0xFFU >> (bytes + 1));
  for (std::size_t k = 1; k < bytes; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return broken;
    code = code << 6 | (byte(k) & 0x3FU);
  }
  return is_scalar(code, bytes) ? Utf8Character{code, bytes, true} : broken;
}

}  // namespace solidarity::detail
