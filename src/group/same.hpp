// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/event.hpp>

namespace solidarity::detail {

// Whether `again` says what was recorded, leaving open at most what `record` wrote down.
[[nodiscard]] bool is_same(const GroupAction& recorded, GroupAction again);

}  // namespace solidarity::detail
