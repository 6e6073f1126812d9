// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>

namespace solidarity::detail {

// A value that copies have in common until one of them changes it.
template <class T>
class Shared {
 public:
  explicit Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}
  [[nodiscard]] const T& operator*() const noexcept { return *value_; }
  [[nodiscard]] const T* operator->() const noexcept { return value_.get(); }
  [[nodiscard]] T& edit() {
    if (value_.use_count() != 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<T> value_;
};

}  // namespace solidarity::detail
