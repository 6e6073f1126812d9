// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/savings/event.hpp>
#include <solidarity/savings/position.hpp>
#include <solidarity/savings/terms.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

namespace detail {
class SavingsState;
}

// A savings account: terms and events.  Every figure is a pure function of them and of a day.
//   SavingsAccount account({.currency = INR, .opened_on = 2026y / January / 1});
//   account.record({.on = 2026y / January / 5, .what = Deposit{500 * INR}});
//   account.record({.on = 2026y / January / 7, .what = PlaceHold{200 * INR, {}, "loan-1"}, .id = "lien-1"});
//   account.position(2026y / January / 31).available  -> 30000, INR 300.00
// Laws: available >= -overdraft limit at the end of every day, also after an event is entered late; the order of the events
// of one day changes no figure (but for lowest_balance); an event and its reversal leave the figures as if neither had been;
// interest is posted by the calendar, so that asking every day or once a year gives the same.
class SavingsAccount {
 public:
  // Errors: the first of validate(terms).
  explicit SavingsAccount(SavingsTerms terms);
  SavingsAccount(const SavingsAccount&);
  SavingsAccount(SavingsAccount&&) noexcept;  // moved from, it can only be assigned to: invalid_state
  SavingsAccount& operator=(const SavingsAccount&);
  SavingsAccount& operator=(SavingsAccount&&) noexcept;
  ~SavingsAccount();

  // Adds one fact.  Either all of it happens or nothing; the same id with the same content again changes nothing.
  // Errors: out_of_range (an amount below one unit; more than is available, with the most that is, or with the first day on
  // which it would be missing; a day before the opening), invalid_state (a closed account; a hold with less left; compulsory
  // savings), limit_exceeded (withdrawal rules), closed_period, not_found, duplicate, idempotency_conflict,
  // currency_mismatch, overflow.
  void record(SavingsEvent event);
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<SavingsEvent> events);

  // No event on or before `day` is accepted from now on.
  void close_through(Date day);
  [[nodiscard]] std::optional<Date> closed_through() const noexcept;

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] SavingsPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  [[nodiscard]] std::vector<SavingsHold> holds(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  [[nodiscard]] std::vector<SavingsLine> statement(Date as_of, std::optional<std::uint32_t> known_at = {}) const;
  // The most that a withdrawal on `on` can take: what every day from then on leaves available, less the fee, within the rules.
  [[nodiscard]] Money withdrawable(Date on) const;

  [[nodiscard]] const SavingsTerms& terms() const;
  [[nodiscard]] std::span<const SavingsEvent> events() const noexcept;  // in the order recorded
  [[nodiscard]] Currency currency() const;

 private:
  [[nodiscard]] detail::SavingsState& state() const;
  std::unique_ptr<detail::SavingsState> state_;  // null when moved from
};

// Money from one account to another on a day: TransferOut and TransferIn with the same id, both or neither.
// Law: the sum of the two balances does not change.
// Errors: as SavingsAccount::record; invalid_state (an account to itself), idempotency_conflict (one side alone has that id).
struct SavingsTransfer {
  Date on;
  Money amount;
  std::string id;         // required
  std::string from = {};  // names for the statements
  std::string to = {};
  std::string reason = {};
};
void transfer(SavingsAccount& from, SavingsAccount& to, const SavingsTransfer& transfer);
// Takes it back on `on`, both sides or neither.  Errors: not_found (no such transfer between the two), and as record.
void reverse_transfer(SavingsAccount& from, SavingsAccount& to, std::string_view id, Date on);

}  // namespace solidarity
