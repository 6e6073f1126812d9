// SPDX-License-Identifier: MIT
// Counts every operator new of this program, as the laws do.
#include "laws/allocations.cpp"
