// SPDX-License-Identifier: MIT
#include <solidarity/core/wide.hpp>
#include <solidarity/liability/fair_split.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

class FairSplit {
 public:
  FairSplit(std::span<const std::int64_t> weights, std::span<const std::int64_t> caps, std::span<std::int64_t> parts,
            std::size_t turn, FairSplitScratch& scratch)
      : weights_(weights),
        caps_(caps),
        parts_(parts),
        turn_(weights.empty() ? 0 : turn % weights.size()),
        scratch_(scratch) {}

  std::int64_t divide(std::int64_t total) {
    left_ = std::min(total, within_reach());
    const std::int64_t given = left_;
    while (open_ > 0 && left_ > 0 && fix_those_above_their_cap()) {
    }
    if (left_ > 0)
      for (std::size_t k = 0; k < open_; ++k) parts_[scratch_.open[k]] = scratch_.parts[k];
    return given;
  }

 private:
  // Opens the parts whose weight is above zero; returns the sum of their caps, at most `unlimited`.
  std::int64_t within_reach() {
    unsigned_wide sum = 0;
    for (std::size_t k = 0; k < weights_.size(); ++k) {
      parts_[k] = 0;
      if (weights_[k] < 0)
        refuse(ErrorCode::invalid_weights, fmt::format("weight {} is {}; a weight is zero or more", k, weights_[k]));
      if (caps_[k] < 0)
        refuse(ErrorCode::out_of_range, fmt::format("cap {} is {}; a cap is zero or more", k, caps_[k]));
      if (weights_[k] == 0) continue;
      scratch_.open[open_] = static_cast<std::uint32_t>(k);
      scratch_.weights[open_++] = weights_[k];
      sum += static_cast<unsigned_wide>(caps_[k]);
    }
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    return sum > static_cast<unsigned_wide>(most) ? most : static_cast<std::int64_t>(sum);
  }

  // One round: divides what is left among the open parts, and fixes and closes those above their cap.
  bool fix_those_above_their_cap() {
    allocate_into(left_, std::span(scratch_.weights).first(open_), std::span(scratch_.parts).first(open_), first_open(),
                  scratch_.remainders);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < open_; ++k) {
      const std::uint32_t part = scratch_.open[k];
      if (scratch_.parts[k] > caps_[part]) {
        parts_[part] = caps_[part];
        left_ -= caps_[part];
      } else {
        scratch_.open[kept] = part;
        scratch_.weights[kept] = scratch_.weights[k];
        scratch_.parts[kept++] = scratch_.parts[k];
      }
    }
    const bool fixed_some = kept < open_;
    open_ = kept;
    return fixed_some;
  }

  // Where the turn stands among the open parts.
  [[nodiscard]] std::size_t first_open() const {
    const auto open = std::span(scratch_.open).first(open_);
    const auto at = std::ranges::lower_bound(open, turn_);
    return at == open.end() ? 0 : static_cast<std::size_t>(at - open.begin());
  }

  std::span<const std::int64_t> weights_;
  std::span<const std::int64_t> caps_;
  std::span<std::int64_t> parts_;
  std::size_t turn_;
  FairSplitScratch& scratch_;
  std::size_t open_ = 0;
  std::int64_t left_ = 0;
};

}  // namespace

std::int64_t split_under_caps(std::int64_t total, std::span<const std::int64_t> weights,
                              std::span<const std::int64_t> caps, std::span<std::int64_t> parts, std::size_t turn,
                              FairSplitScratch& scratch) {
  if (total < 0) refuse(ErrorCode::out_of_range, fmt::format("{} to divide; it is zero or more", total));
  if (caps.size() != weights.size() || parts.size() != weights.size() || scratch.capacity() < weights.size())
    refuse(ErrorCode::out_of_range, fmt::format("{} weights, {} caps, {} parts, scratch for {}; one of each for a part",
                                                weights.size(), caps.size(), parts.size(), scratch.capacity()));
  return FairSplit(weights, caps, parts, turn, scratch).divide(total);
}

}  // namespace solidarity
