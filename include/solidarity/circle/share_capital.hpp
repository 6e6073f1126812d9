// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/circle/fact_book.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/shares.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace solidarity {

// The share capital of a cooperative.
//   ShareCapitalTerms{.opened_on = 2026y / January / 1, .par = 100 * KES, .least = 5, .most = 20_pct, .founding = 500}
struct ShareCapitalTerms {
  Date opened_on;
  Money par;               // of a share; bought and redeemed at it
  std::int64_t least = 1;  // a member holds none, or so many
  // Who buys or receives shares holds at most this part of all of them, rounded down ...
  std::optional<Rate> most = {};
  std::int64_t founding = 0;  // ... which count as so many while they are fewer
  friend bool operator==(const ShareCapitalTerms&, const ShareCapitalTerms&) = default;
};
[[nodiscard]] Problems validate(const ShareCapitalTerms& terms);

struct SharesBought {
  std::string member;
  std::int64_t shares;
  friend bool operator==(const SharesBought&, const SharesBought&) = default;
};
struct SharesRedeemed {
  std::string member;
  std::int64_t shares;
  friend bool operator==(const SharesRedeemed&, const SharesRedeemed&) = default;
};
struct SharesTransferred {
  std::string from;
  std::string to;
  std::int64_t shares;
  friend bool operator==(const SharesTransferred&, const SharesTransferred&) = default;
};
using ShareAction = std::variant<SharesBought, SharesRedeemed, SharesTransferred, CircleReversal>;

// "bought", "transferred"
[[nodiscard]] std::string_view to_text(const ShareAction& action) noexcept;

// One fact; never edited. The order of facts is (on, sequence).
struct ShareEvent {
  Date on;
  ShareAction what;
  std::string id = {};         // 1 to 128 of [A-Za-z0-9._:-], unique in the capital; "e7" (its sequence) when empty
  std::uint32_t sequence = 0;  // from 1, given by record
  friend bool operator==(const ShareEvent&, const ShareEvent&) = default;
};

struct ShareCapitalPosition {
  Date as_of;
  Money capital;                                     // shares x par
  std::int64_t shares = 0;                           // all
  std::map<std::string, std::int64_t> holders = {};  // above zero
  [[nodiscard]] std::int64_t of(const std::string& member) const;
  friend bool operator==(const ShareCapitalPosition&, const ShareCapitalPosition&) = default;
};

namespace detail {
struct ShareFold {
  using Terms = ShareCapitalTerms;
  using Event = ShareEvent;
  using Position = ShareCapitalPosition;
  static Problems problems(const ShareCapitalTerms& terms) { return validate(terms); }
  static ShareCapitalPosition begin(const ShareCapitalTerms& terms);
  static void advance(ShareCapitalPosition& position, const ShareCapitalTerms&, Date day) { position.as_of = day; }
  static void apply(ShareCapitalPosition& position, const ShareCapitalTerms& terms, const ShareEvent& event);
};
}  // namespace detail

// Shares of members, and what is paid on them.
//   ShareCapital capital({.opened_on = 2026y / January / 1, .par = 100 * KES});
//   capital.record({.on = 2026y / January / 1, .what = SharesBought{"amina", 10}});
//   capital.record({.on = 2026y / July / 2, .what = SharesBought{"beth", 10}});
//   capital.dividend(5'470 * KES, 2026y / January / 1, 2027y / January / 1)  -> amina KES 3646.67, beth KES 1823.33
// Laws: capital = par x what all hold; nobody holds below zero, nor between zero and the least, on any day; a dividend
// adds up to what was divided.
class ShareCapital {
 public:
  // Errors: the first of validate(terms).
  explicit ShareCapital(ShareCapitalTerms terms) : book_(std::move(terms)) {}

  // Adds one fact.  Either all of it happens or nothing.  The same id with the same content changes nothing.
  // Errors: out_of_range (a number of shares, with what she holds; fewer than the least left), limit_exceeded (a part
  // above the most), not_found, invalid_state (to oneself; a later fact that could not be any more), duplicate,
  // idempotency_conflict, closed_period, overflow.
  void record(ShareEvent event) { book_.record(std::move(event)); }
  // All or none of them.  Errors: as record, with the index of the event in the field.
  void record(std::vector<ShareEvent> events) { book_.record(std::move(events)); }

  // No event on or before `day` is accepted from now on.
  void close_through(Date day) { book_.close_through(day); }
  [[nodiscard]] std::optional<Date> closed_through() const noexcept { return book_.closed_through(); }

  // At the end of `as_of`, known to the facts up to the sequence `known_at` (all when absent).
  [[nodiscard]] ShareCapitalPosition position(Date as_of, std::optional<std::uint32_t> known_at = {}) const {
    return book_.position(as_of, known_at);
  }

  // For each who held any: the sum of her shares at the end of each day in [from, to), as known at the end of it.
  // Errors: out_of_range (to is not after from, or from before the opening), overflow.
  [[nodiscard]] std::map<std::string, std::int64_t> share_days(Date from, Date to) const;
  // allocate(amount, shares x days), ties to the smaller id.  Errors: as share_days, invalid_weights (no shares held),
  // out_of_range (a negative amount).
  [[nodiscard]] Shares<std::string> dividend(Money amount, Date from, Date to) const;

  [[nodiscard]] const ShareCapitalTerms& terms() const noexcept { return book_.terms(); }
  [[nodiscard]] std::span<const ShareEvent> events() const noexcept { return book_.events(); }  // in the order recorded

 private:
  detail::FactBook<detail::ShareFold> book_;
};

// A surplus given back to those it came from: allocate(surplus, what each paid in interest, or saved), ties to the
// smaller id.  Errors: invalid_weights (nobody paid anything, or less than zero), out_of_range (a negative surplus).
//   patronage_refund(90 * KES, {KES, {{"amina", 200 * KES}, {"beth", 100 * KES}}})  -> amina KES 60.00, beth KES 30.00
[[nodiscard]] Shares<std::string> patronage_refund(Money surplus, const Shares<std::string>& paid);

}  // namespace solidarity
