// SPDX-License-Identifier: MIT
// The 128-bit integer in which products of two amounts or rates are formed before they are rounded.
#pragma once

namespace solidarity {

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

}  // namespace solidarity
