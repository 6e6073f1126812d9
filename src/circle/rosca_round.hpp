// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/rosca.hpp>

namespace solidarity::detail {

// Holds one round; throws, and the position is then spoilt.
void hold(RoscaPosition& position, const RoscaTerms& terms, Date on, const RoscaRound& round);

// Divides `units` among those who have claims on the member at `place`; the fund's part goes to the fund.
void repay(RoscaPosition& position, int place, std::int64_t units);

}  // namespace solidarity::detail
