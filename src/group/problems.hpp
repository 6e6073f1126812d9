// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace solidarity::detail {

inline constexpr int most_rule_days = 36'500;     // a hundred years
inline constexpr std::size_t most_listed = 1000;  // of relatives, officers, products, parts of a round

// Collects what is wrong.
class ProblemList {
 public:
  template <class... Values>
  void add(ErrorCode code, std::string field, fmt::format_string<Values...> text, Values&&... values) {
    problems_.push_back({code, std::move(field), fmt::format(text, std::forward<Values>(values)...)});
  }
  void contradiction(std::string field, std::string_view other, std::string_view why) {
    std::string message = fmt::format("{} contradicts {}: {}", field, other, why);
    problems_.push_back({ErrorCode::contradictory_terms, std::move(field), std::move(message)});
  }
  // Whether a list is longer than any that is looked through.
  bool is_too_long(std::string field, std::size_t size) {
    if (size <= most_listed) return false;
    add(ErrorCode::limit_exceeded, std::move(field), "{} of them; at most {}", size, most_listed);
    return true;
  }
  void append(Problems more) {
    for (Problem& problem : more) problems_.push_back(std::move(problem));
  }

  [[nodiscard]] Problems as_found() && { return std::move(problems_); }
  // Most basic first: by precedence of the codes.
  [[nodiscard]] Problems sorted() && {
    std::ranges::stable_sort(problems_, {}, &Problem::code);
    return std::move(problems_);
  }

 private:
  Problems problems_;
};

}  // namespace solidarity::detail
