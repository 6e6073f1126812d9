// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/insurance/pool.hpp>

namespace solidarity::detail {

// Does what the event says, and writes down in it the amount that it left open. Nothing changes when it is refused.
// `is_fresh`: not accepted yet. The order of the queue binds what is paid now, not what was paid before an earlier
// claim became known.
void apply(PoolPosition& position, const PoolTerms& terms, PoolEvent& event, bool is_fresh);

// Refuses as a duplicate a cover, or a claim for an event, that `position` knows, on whatever day.
void check_new(const PoolPosition& position, const CoverOpened& opened);
void check_new(const PoolPosition& position, const ClaimFiled& filed);

}  // namespace solidarity::detail
