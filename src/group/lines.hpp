// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace solidarity::detail {

// What is wrong with the lines of a sheet: all of it, not the first alone.
class LineProblems {
 public:
  // Does something with line k of a list; what it refuses is kept.
  template <class Do>
  void line(std::string_view list, std::size_t k, Do&& act) {
    try {
      std::forward<Do>(act)();
    } catch (const Error& error) {
      problems_.push_back({error.code(), fmt::format("/{}/{}", list, k), error.message()});
    }
  }
  // Refuses with the first problem's code and field, and all of them in the message.
  void refuse_any() const {
    if (problems_.empty()) return;
    const Problem& first = problems_.front();
    std::string message = first.message;
    for (std::size_t k = 1; k < problems_.size(); ++k)
      message += fmt::format("; {}: {}", problems_[k].field, problems_[k].message);
    throw Error(first.code, first.field, message);
  }

 private:
  Problems problems_;
};

}  // namespace solidarity::detail
