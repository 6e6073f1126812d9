// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/fact_book.hpp>
#include <solidarity/circle/rosca_terms.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace solidarity {

// Collateral of a member: laid down before she takes the pot, given back after the last round, less what she owes.
struct RoscaDeposited {
  std::string member;
  Money amount;
  friend bool operator==(const RoscaDeposited&, const RoscaDeposited&) = default;
};
struct RoscaReturned {
  std::string member;
  Money amount;
  friend bool operator==(const RoscaReturned&, const RoscaReturned&) = default;
};

// Money for the circle's fund.
struct RoscaFunded {
  Money amount;
  friend bool operator==(const RoscaFunded&, const RoscaFunded&) = default;
};

// A contribution that was not paid, or not all of it.
struct RoscaMissed {
  std::string member;
  std::optional<Money> paid = {};  // of it; nothing when absent
  friend bool operator==(const RoscaMissed&, const RoscaMissed&) = default;
};
// The pot that a member asks for.
struct RoscaBid {
  std::string member;
  Money pot;
  friend bool operator==(const RoscaBid&, const RoscaBid&) = default;
};

// One round: all pay but those who `missed`, one takes the pot.
struct RoscaRound {
  int round;  // from 1, each in its turn
  std::vector<RoscaMissed> missed = {};
  std::vector<RoscaBid> bids = {};  // auction
  std::string taker = {};           // need
  friend bool operator==(const RoscaRound&, const RoscaRound&) = default;
};

// What a member pays later for contributions she missed: to those who have claims on her, first in, first out.
struct RoscaRepaid {
  std::string member;
  Money amount;
  friend bool operator==(const RoscaRepaid&, const RoscaRepaid&) = default;
};

using RoscaAction = std::variant<RoscaDeposited, RoscaReturned, RoscaFunded, RoscaRound, RoscaRepaid, CircleReversal>;

// "deposited", "round"
[[nodiscard]] std::string_view to_text(const RoscaAction& action) noexcept;

// One fact of a circle's life; never edited. The order of facts is (on, sequence).
struct RoscaEvent {
  Date on;
  RoscaAction what;
  std::string id = {};         // 1 to 128 of [A-Za-z0-9._:-], unique in the circle; "e7" (its sequence) when empty
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const RoscaEvent&, const RoscaEvent&) = default;
};

}  // namespace solidarity
