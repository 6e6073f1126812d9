// SPDX-License-Identifier: MIT
#include <solidarity/money/currency.hpp>
#include <solidarity/money/iso4217.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

// Sorted, each code once: no code is less than or equal to the one before it.
static_assert(std::ranges::is_sorted(iso4217::all, std::ranges::less_equal{}, &Currency::code));

const Currency* find(std::string_view code) noexcept {
  const auto at = std::ranges::lower_bound(iso4217::all, code, {}, &Currency::code);
  return at != iso4217::all.end() && at->code() == code ? &*at : nullptr;
}

[[noreturn]] void refuse_code(std::string_view code) {
  std::string capitals(code.substr(0, 4));
  for (char& c : capitals)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const bool is_known = find(capitals) != nullptr;
  refuse(ErrorCode::unknown_currency, fmt::format("{} is no currency of ISO 4217; {}", quoted(code),
                                                  is_known ? fmt::format("write {}", capitals)
                                                           : std::string("write three capital letters such as INR")));
}

}  // namespace

Currency Currency::of(std::string_view code) {
  if (const Currency* known = find(code)) return *known;
  refuse_code(code);
}

}  // namespace solidarity
