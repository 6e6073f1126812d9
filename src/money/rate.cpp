// SPDX-License-Identifier: MIT
#include <solidarity/money/decimal.hpp>
#include <solidarity/money/rate.hpp>

#include <fmt/core.h>

namespace solidarity {

Rate Rate::parse(std::string_view text) {
  const std::int64_t ticks = parse_scaled(text, {"a percentage", 12, ErrorCode::out_of_range});
  if (ticks > largest || ticks < -largest)
    refuse(ErrorCode::out_of_range, fmt::format("{} %; a percentage is at most 9000000", quoted(text)));
  return Rate(ticks);
}

std::string decimal_text(Rate rate) {
  std::string text = decimal_text(rate.ticks(), 12);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string to_text(Rate rate) { return decimal_text(rate) += '%'; }

}  // namespace solidarity
