// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace solidarity::cli {

// A script that completes the program's commands, options and files in `shell`: bash, zsh or fish.  Empty for another shell.
[[nodiscard]] std::string_view completion_script(std::string_view shell) noexcept;

}  // namespace solidarity::cli
