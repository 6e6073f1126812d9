// SPDX-License-Identifier: MIT
// What happened to a savings account.  Laws: facts are never edited; the order is (on, sequence); what is reversed never happened.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace solidarity {

struct Deposit {
  Money amount;
  friend bool operator==(const Deposit&, const Deposit&) = default;
};
struct Withdrawal {
  Money amount;
  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};  // and the fee of the terms on top
struct TransferIn {
  Money amount;
  std::string from = {};
  friend bool operator==(const TransferIn&, const TransferIn&) = default;
};
struct TransferOut {
  Money amount;
  std::string to = {};
  friend bool operator==(const TransferOut&, const TransferOut&) = default;
};
struct SavingsCharge {
  std::string name;
  Money amount;
  friend bool operator==(const SavingsCharge&, const SavingsCharge&) = default;
};

// Money that stays in the account but cannot be used: named by the id of its event.
struct PlaceHold {
  Money amount;
  std::optional<Date> until = {};  // expires at the end of this day; a lien has no end
  std::string for_loan = {};       // a lien: the loan it stands for
  friend bool operator==(const PlaceHold&, const PlaceHold&) = default;
};
// Takes money that is held; all that is left of the hold when there is no amount.
struct CaptureHold {
  std::string hold;
  std::optional<Money> amount = {};
  friend bool operator==(const CaptureHold&, const CaptureHold&) = default;
};
// Sets money free that is held; all that is left when there is no amount.
struct ReleaseHold {
  std::string hold;
  std::optional<Money> amount = {};
  friend bool operator==(const ReleaseHold&, const ReleaseHold&) = default;
};

// The last day: interest to the day before is posted and everything paid out; `paid` is written down by record.
struct CloseSavings {
  std::optional<Money> paid = {};
  friend bool operator==(const CloseSavings&, const CloseSavings&) = default;
};
// The event whose id is `of` was a mistake: from the day of the reversal on it never happened.
struct ReverseSavings {
  std::string of;
  friend bool operator==(const ReverseSavings&, const ReverseSavings&) = default;
};

using SavingsAction = std::variant<Deposit, Withdrawal, TransferIn, TransferOut, SavingsCharge, PlaceHold, CaptureHold,
                                   ReleaseHold, CloseSavings, ReverseSavings>;

// One fact of an account's life.
//   account.record({.on = 2026y / January / 5, .what = Deposit{500 * INR}});
struct SavingsEvent {
  Date on;
  SavingsAction what;
  std::string id = {};  // 1 to 128 of [A-Za-z0-9._:-], unique in the account; "e7" (its sequence) when empty
  std::string reason = {};
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const SavingsEvent&, const SavingsEvent&) = default;
};

[[nodiscard]] std::string_view to_text(const SavingsAction& action) noexcept;  // "deposit", "place_hold"

}  // namespace solidarity
