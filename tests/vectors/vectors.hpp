// SPDX-License-Identifier: MIT
// The published cases of tests/data, priced through the public API and compared field by field.
#pragma once

#include <string>
#include <vector>

namespace vectors {

enum class Verdict { matched, missed };

struct Outcome {
  std::string id;
  std::string family;  // "mifos/schedule", "official/e"
  bool reproduced;     // by the reader of the source: such a case must match
  Verdict verdict;
  std::string reason;  // of a miss: the first field that differs, or the refusal
  int compared = 0;    // fields
};

struct LeftOut {
  std::string id;
  std::string family;
  std::string reason;
};

// Every case of schedules.json, schedules_more.json and official.json that has a document.
[[nodiscard]] std::vector<Outcome> priced_cases();
// The cases of left_out.json.
[[nodiscard]] std::vector<LeftOut> left_out_cases();

}  // namespace vectors
