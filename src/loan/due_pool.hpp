// SPDX-License-Identifier: MIT
// Rows of many loans in large pieces of memory: a loan has a block of them, known by the number of its first row.
#pragma once

#include <solidarity/loan/dues.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace solidarity::detail {

class DuePool {
 public:
  // Room for `count` rows; their contents are anything.
  [[nodiscard]] std::uint32_t allocate(std::uint16_t count) {
    used_ += count;
    auto& free = free_[count];
    if (!free.empty()) {
      const std::uint32_t block = free.back();
      free.pop_back();
      return block;
    }
    if (pieces_.empty() || filled_ + count > piece_rows) {
      pieces_.push_back(std::vector<Due>(piece_rows, Due{Date::of(1900, 1, 1), 0, 0, {}}));
      filled_ = 0;
    }
    const auto block = static_cast<std::uint32_t>((pieces_.size() - 1) * piece_rows + filled_);
    filled_ += count;
    return block;
  }

  void release(std::uint32_t block, std::uint16_t count) {
    used_ -= count;
    free_[count].push_back(block);
  }

  [[nodiscard]] std::span<Due> rows(std::uint32_t block, std::uint16_t count) noexcept {
    if (count == 0) return {};
    return {pieces_[block / piece_rows].data() + block % piece_rows, count};
  }
  [[nodiscard]] std::span<const Due> rows(std::uint32_t block, std::uint16_t count) const noexcept {
    if (count == 0) return {};
    return {pieces_[block / piece_rows].data() + block % piece_rows, count};
  }

  [[nodiscard]] std::size_t bytes() const noexcept { return used_ * sizeof(Due); }

 private:
  static constexpr std::size_t piece_rows = std::size_t{1} << 14;
  std::vector<std::vector<Due>> pieces_;
  std::size_t filled_ = 0;
  std::size_t used_ = 0;
  std::map<std::uint16_t, std::vector<std::uint32_t>> free_;  // by size
};

}  // namespace solidarity::detail
