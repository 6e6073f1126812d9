// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/insurance/cover.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace solidarity {

// ---- Covers

struct CoverOpened {
  Cover cover;
  friend bool operator==(const CoverOpened&, const CoverOpened&) = default;
};

// Received for [from, to) of the cover, all of it when absent.
struct PremiumReceived {
  std::string cover;
  Money amount;
  std::optional<Date> from = {};
  std::optional<Date> to = {};
  friend bool operator==(const PremiumReceived&, const PremiumReceived&) = default;
};

enum class CoverEnd : std::uint8_t {
  cancelled = 1,  // what was paid for the time to come may be refunded
  lapsed,         // for want of a premium
  claimed,        // by the death that credit life paid for; follows from the approval, not recorded
};
[[nodiscard]] std::string_view to_text(CoverEnd how) noexcept;

// No cover from the start of the day on.
struct CoverEnded {
  std::string cover;
  CoverEnd how = CoverEnd::cancelled;
  friend bool operator==(const CoverEnded&, const CoverEnded&) = default;
};

// All that is to be refunded when absent: `record` writes it down.
struct PremiumRefunded {
  std::string cover;
  std::optional<Money> amount = {};
  friend bool operator==(const PremiumRefunded&, const PremiumRefunded&) = default;
};

// ---- Claims. The id of the event that files a claim is the id of the claim.

struct ClaimFiled {
  std::string cover;
  std::string event;  // what happened, by an id: one claim per cover and event
  Date event_on;
  Money loss;
  DayOfEvent day;
  friend bool operator==(const ClaimFiled&, const ClaimFiled&) = default;
};

// The most that the terms allow when absent: `record` writes it down.
struct ClaimApproved {
  std::string claim;
  std::optional<Money> amount = {};
  friend bool operator==(const ClaimApproved&, const ClaimApproved&) = default;
};
struct ClaimRejected {
  std::string claim;
  friend bool operator==(const ClaimRejected&, const ClaimRejected&) = default;
};

// All that is unpaid of it when absent, or what there is when the terms pay in part: `record` writes it down.
struct ClaimPaid {
  std::string claim;
  std::optional<Money> amount = {};
  friend bool operator==(const ClaimPaid&, const ClaimPaid&) = default;
};

// ---- Other money. `account`: empty for the own pool, otherwise an insurer by name.

struct PoolFee {  // cost of the pool; or the commission that an insurer leaves
  Money amount;
  std::string account = {};
  friend bool operator==(const PoolFee&, const PoolFee&) = default;
};
struct PremiumCeded {  // to the reinsurer of the pool; or premiums handed on to the insurer whose they are
  Money amount;
  std::string account = {};
  friend bool operator==(const PremiumCeded&, const PremiumCeded&) = default;
};
struct PoolRecovery {  // from the reinsurer, or who caused a loss; or money from the insurer for claims and refunds
  Money amount;
  std::string account = {};
  friend bool operator==(const PoolRecovery&, const PoolRecovery&) = default;
};

// Lent to the own pool by its backstop, and given back.
struct BackstopCalled {
  Money amount;
  friend bool operator==(const BackstopCalled&, const BackstopCalled&) = default;
};
struct BackstopRepaid {
  Money amount;
  friend bool operator==(const BackstopRepaid&, const BackstopRepaid&) = default;
};

// The event whose id is `of` was a mistake: from the day of the reversal on it never happened.
struct PoolReversal {
  std::string of;
  friend bool operator==(const PoolReversal&, const PoolReversal&) = default;
};

using PoolAction =
    std::variant<CoverOpened, PremiumReceived, CoverEnded, PremiumRefunded, ClaimFiled, ClaimApproved, ClaimRejected,
                 ClaimPaid, PoolFee, PremiumCeded, PoolRecovery, BackstopCalled, BackstopRepaid, PoolReversal>;

// "claim_filed": the words of the struct.
[[nodiscard]] std::string_view to_text(const PoolAction& action) noexcept;

// One fact of a pool's life; never edited. The order of facts is (on, sequence).
struct PoolEvent {
  Date on;
  PoolAction what;
  std::string id = {};         // 1 to 128 of [A-Za-z0-9._:-], unique in the pool; "e7" (its sequence) when empty
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const PoolEvent&, const PoolEvent&) = default;
};

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::CoverEnd> : solidarity::text_formatter<solidarity::CoverEnd> {};
