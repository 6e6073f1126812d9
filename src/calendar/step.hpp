// SPDX-License-Identifier: MIT
// Private to calendar: what a frequency may hold.
#pragma once

#include <solidarity/calendar/frequency.hpp>

namespace solidarity::detail {

inline constexpr int longest_step = 10'000;

void check_step(int count, std::string_view unit);  // out_of_range
void check_nth(const EveryNthWeekday& every);       // out_of_range

}  // namespace solidarity::detail
