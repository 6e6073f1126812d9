// SPDX-License-Identifier: MIT
// The lives of loans that OpenCBS, Mifos and Frappe publish (tests/data/loans_opencbs.json, loans_mifos.json), asked
// through the documents of `solidarity loan`.
#pragma once

#include "vectors/vectors.hpp"

#include <string>
#include <vector>

namespace vectors {

// Every case of the file, in its order.
[[nodiscard]] std::vector<Outcome> peer_loan_cases(const std::string& file);

}  // namespace vectors
