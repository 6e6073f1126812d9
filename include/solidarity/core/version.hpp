// SPDX-License-Identifier: MIT
#pragma once

// The version of these headers, for the preprocessor: `#if SOLIDARITY_VERSION >= 100`.
// Policy: before 1.0 a minor version may break, a patch never does; a change of any computed amount counts as a
// break even when the code still compiles (CHANGELOG, "Results that change").
// A test keeps these figures equal to those of CMakeLists.txt and vcpkg.json.
#define SOLIDARITY_VERSION_MAJOR 0
#define SOLIDARITY_VERSION_MINOR 1
#define SOLIDARITY_VERSION_PATCH 0
#define SOLIDARITY_VERSION_STRING "0.1.0"

//   0.1.0  ->  100        1.2.3  ->  10203
#define SOLIDARITY_VERSION \
  (SOLIDARITY_VERSION_MAJOR * 10000 + SOLIDARITY_VERSION_MINOR * 100 + SOLIDARITY_VERSION_PATCH)
