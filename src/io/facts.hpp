// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/io/answer.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace solidarity::detail {

// An answer that is no table: names and what they are, in the order in which a person reads them.
class Facts {
 public:
  void add(std::string_view name, std::int64_t count) { facts_.push_back({name, count}); }
  void add(std::string_view name, std::string value) { facts_.push_back({name, std::move(value)}); }
  void add(std::string_view name, std::vector<std::string> values) { facts_.push_back({name, std::move(values)}); }

  // With a newline at the end.  Errors: unsupported (CSV).
  [[nodiscard]] std::string print(AnswerFormat format) const;

 private:
  using Fact = std::variant<std::int64_t, std::string, std::vector<std::string>>;
  std::vector<std::pair<std::string_view, Fact>> facts_;
};

}  // namespace solidarity::detail
