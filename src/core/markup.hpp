// SPDX-License-Identifier: MIT
// What every table and page for people has in common.
#pragma once

#include <string>
#include <string_view>

namespace solidarity::detail {

// A text of people as a cell: no formula for a spreadsheet, in quotation marks where RFC 4180 wants them.
[[nodiscard]] std::string csv_cell(const std::string& text);

// `text` as the content of an element or of an attribute in quotation marks.
[[nodiscard]] std::string html_text(std::string_view text);

// The look of a page that prints: no scripts, nothing from elsewhere.
extern const std::string_view page_style;

}  // namespace solidarity::detail
