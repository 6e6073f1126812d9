// SPDX-License-Identifier: MIT
// Loans that lived: documents of `solidarity loan`, answered through the public API and compared figure by figure.
#pragma once

#include "vectors/vectors.hpp"

#include <string>
#include <vector>

namespace vectors {

// The cases of a file of documents (tests/data/loans_fineract.json); none when there is no such file.
[[nodiscard]] std::vector<Outcome> living_cases(const std::string& file);

}  // namespace vectors
