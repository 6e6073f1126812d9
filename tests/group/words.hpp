// SPDX-License-Identifier: MIT
// Problems as short text: "out_of_range /born_on".
#pragma once

#include <solidarity/core/error.hpp>

#include <string>
#include <vector>

namespace test {

using Found = std::vector<std::string>;

inline Found found(const solidarity::Problems& problems) {
  Found words;
  for (const solidarity::Problem& problem : problems)
    words.push_back(std::string(to_text(problem.code)) + " " + problem.field);
  return words;
}

}  // namespace test
