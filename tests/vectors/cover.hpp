// SPDX-License-Identifier: MIT
// The published calls of tests/data/cover.json and the malformed ones of cover-refused.json, asked of the library.
#pragma once

#include "vectors/vectors.hpp"

#include <string>
#include <vector>

namespace vectors {

// Every field of every answer; family "cover".
[[nodiscard]] std::vector<Outcome> cover_cases();
// The pointer of every refusal; family "cover/refused".
[[nodiscard]] std::vector<Outcome> refused_cover_cases();

}  // namespace vectors
