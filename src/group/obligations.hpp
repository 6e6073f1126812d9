// SPDX-License-Identifier: MIT
#pragma once

#include "group/state.hpp"

#include <functional>
#include <string>
#include <vector>

namespace solidarity::detail {

[[nodiscard]] std::string listed(const std::vector<std::string>& reasons);  // "a; b"

// The open joint loans of others (those whom `counts` admits) that she answers for: she was there when they were handed out.
[[nodiscard]] std::vector<std::string> duties(const GroupState& state, const Person& person, Date on,
                                              const std::function<bool(const std::string&)>& counts);

}  // namespace solidarity::detail
