// SPDX-License-Identifier: MIT
// liability: who answers for a member who did not pay, and what may be claimed back. Dense numbers and spans only:
// names, groups and meetings live above.
// Laws: contributions = cover; nobody covers herself; claims and what is owed on them net to zero at every instant.
#pragma once

#include <solidarity/core/error.hpp>
#include <solidarity/money/rate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace solidarity {

// A cap that does not limit.
inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

// Where a peer's money comes from.
enum class CoverSource : std::uint8_t { savings = 1, cash };
[[nodiscard]] std::string_view to_text(CoverSource source) noexcept;

enum class CoverLayerKind : std::uint8_t {
  own_savings = 1,  // of the debtor: no share, no claim
  own_collateral,   // a pledge of the debtor already turned into cash
  group_fund,
  peers,
  insurer,  // or any other external first loss
};
[[nodiscard]] std::string_view to_text(CoverLayerKind kind) noexcept;

// One layer of the waterfall of cover.
//   CoverLayer::own_savings()      CoverLayer::peers(CoverSource::savings, CoverSource::cash)
class CoverLayer {
 public:
  [[nodiscard]] static constexpr CoverLayer own_savings() noexcept { return {CoverLayerKind::own_savings, {}, 0}; }
  [[nodiscard]] static constexpr CoverLayer own_collateral() noexcept {
    return {CoverLayerKind::own_collateral, {}, 0};
  }
  [[nodiscard]] static constexpr CoverLayer group_fund() noexcept { return {CoverLayerKind::group_fund, {}, 0}; }
  [[nodiscard]] static constexpr CoverLayer insurer() noexcept { return {CoverLayerKind::insurer, {}, 0}; }
  [[nodiscard]] static constexpr CoverLayer peers(CoverSource only) noexcept {
    return {CoverLayerKind::peers, {only, only}, 1};
  }
  // A peer's money comes from `first` as far as it goes.  Errors: out_of_range (the same source twice).
  [[nodiscard]] static constexpr CoverLayer peers(CoverSource first, CoverSource second) {
    if (first == second) refuse(ErrorCode::out_of_range, "a layer of peers names each source once");
    return {CoverLayerKind::peers, {first, second}, 2};
  }

  [[nodiscard]] constexpr CoverLayerKind kind() const noexcept { return kind_; }
  [[nodiscard]] constexpr std::span<const CoverSource> sources() const noexcept { return {sources_.data(), count_}; }
  [[nodiscard]] constexpr bool is_own() const noexcept { return kind_ <= CoverLayerKind::own_collateral; }
  [[nodiscard]] constexpr bool is_peers() const noexcept { return kind_ == CoverLayerKind::peers; }
  [[nodiscard]] constexpr bool draws_on(CoverSource source) const noexcept {
    for (const CoverSource listed : sources())
      if (listed == source) return true;
    return false;
  }

  friend constexpr bool operator==(const CoverLayer&, const CoverLayer&) = default;

 private:
  constexpr CoverLayer(CoverLayerKind kind, std::array<CoverSource, 2> sources, std::uint8_t count) noexcept
      : kind_(kind), sources_(sources), count_(count) {}

  CoverLayerKind kind_;
  std::array<CoverSource, 2> sources_;
  std::uint8_t count_;
};

// What the parts of the peers are in proportion to.
enum class CoverSplit : std::uint8_t {
  equal = 1,
  by_principal,
  by_outstanding,
  by_savings,  // as they stood before the call
  by_weights,  // CallMember::weight
};
[[nodiscard]] std::string_view to_text(CoverSplit split) noexcept;

// The terms of one call. Amounts are minor units.
struct CallTerms {
  std::span<const CoverLayer> layers;  // in order; own layers first
  Rate share =
      Rate::of_ticks(Rate::one);  // the part of what is left after own money (and layers before) that peers answer for
  CoverSplit split = CoverSplit::equal;
  std::int64_t tolerance = 0;             // a remainder up to this (coins) is not called
  bool several = false;                   // each peer gives at most her part: what one cannot give, nobody gives
  std::int64_t cap_per_call = unlimited;  // of each peer
};

// Everything that contradicts itself in the terms: share outside [0, 1], negative amounts, an own layer after a shared
// one, a layer twice (layers of peers may repeat with other sources). Fields are "/share", "/layers/1" (the later of
// two) ...
[[nodiscard]] Problems validate(const CallTerms& terms);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::CoverSource> : solidarity::text_formatter<solidarity::CoverSource> {};
template <>
struct fmt::formatter<solidarity::CoverLayerKind> : solidarity::text_formatter<solidarity::CoverLayerKind> {};
template <>
struct fmt::formatter<solidarity::CoverSplit> : solidarity::text_formatter<solidarity::CoverSplit> {};
