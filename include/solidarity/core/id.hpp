// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/core/text.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace solidarity {

// A dense number that names one thing of kind `Tag`; a loan's id is not a member's id.
//   using MemberId = Id<struct MemberTag>;
template <class Tag>
class Id {
 public:
  constexpr explicit Id(std::uint32_t value) noexcept : value_(value) {}
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t value_;
};

template <class Tag>
[[nodiscard]] std::string to_text(Id<Tag> id) {
  return std::to_string(id.value());
}

}  // namespace solidarity

template <class Tag>
struct std::hash<solidarity::Id<Tag>> {
  std::size_t operator()(solidarity::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};

template <class Tag>
struct fmt::formatter<solidarity::Id<Tag>> : solidarity::text_formatter<solidarity::Id<Tag>> {};
