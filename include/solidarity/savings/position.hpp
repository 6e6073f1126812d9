// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/currency.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

// A hold and what became of it.  Law: captured + released + open = placed.
struct SavingsHold {
  std::string id;
  Date on;
  std::optional<Date> until;
  std::string for_loan;
  std::int64_t placed = 0;
  std::int64_t captured = 0;
  std::int64_t released = 0;  // also by expiry
  bool expired = false;
  [[nodiscard]] std::int64_t open() const noexcept { return placed - captured - released; }
  friend bool operator==(const SavingsHold&, const SavingsHold&) = default;
};

// How an account stands at the end of a day: interest posted, holds that end on it gone.
struct SavingsPosition {
  Date as_of;
  Currency currency;
  bool closed = false;
  std::int64_t balance = 0;
  std::int64_t held = 0;
  std::int64_t available = 0;         // balance - held - minimum balance
  std::int64_t interest_posted = 0;   // ever
  std::int64_t interest_accrued = 0;  // since the last posting, as if posted today
  std::int64_t fees = 0;              // ever: charges, and the fees of withdrawals
  friend bool operator==(const SavingsPosition&, const SavingsPosition&) = default;
};

// One line of a statement: an event, a posting of interest, or the end of a hold.
struct SavingsLine {
  Date on;
  std::string id;            // of the event or the hold; empty for interest
  std::string_view type;     // the word of the event, "interest", "expire_hold"
  std::int64_t amount = 0;   // what it changes the balance by, a withdrawal fee apart
  std::int64_t fee = 0;      // of a withdrawal, taken besides
  std::int64_t hold = 0;     // what it changes the sum held by
  std::int64_t balance = 0;  // after it
  std::int64_t held = 0;     // after it
  bool reversed = false;     // a mistake: it changed nothing
  friend bool operator==(const SavingsLine&, const SavingsLine&) = default;
};

}  // namespace solidarity
