// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace solidarity::detail {

// `text` fit for a terminal or a log line: control characters, invisible and direction-changing characters and bytes
// that are not UTF-8 become \n, \t, \x1b, \u{202e}; everything else stays.
//   "red \x1b[31m"  ->  red \x1b[31m (in letters)
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace solidarity::detail
