// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace solidarity {

// Personal data: it can be stored and compared, and is never formatted, logged or put into an error.
// Reading it takes a visible word: `secret.reveal()`.
template <class T>
class Secret {
 public:
  explicit Secret(T value) : value_(std::move(value)) {}
  [[nodiscard]] const T& reveal() const noexcept { return value_; }
  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  T value_;
};

}  // namespace solidarity
