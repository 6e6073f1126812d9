// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace solidarity {

// The parts of a debt, in the order in which most waterfalls pay them.
enum class Component : std::uint8_t { penalty = 0, fee, insurance, interest, principal };
inline constexpr std::size_t component_count = 5;

// How an installment stands on the day of a payment.
enum class Lateness : std::uint8_t {
  past_due = 0,  // its due date is before the day
  due,           // its due date is the day
  in_advance,    // its due date is after the day
};

struct Bucket {
  Lateness when;
  Component component;
  friend constexpr bool operator==(Bucket, Bucket) = default;
};
inline constexpr std::size_t bucket_count = 15;

// What happens to money when nothing is due.
enum class InAdvance : std::uint8_t {
  next_installment = 1,  // the next installment, then the one after
  last_installment,      // the last one first: the end comes nearer
  reamortization,        // the same part for each installment to come
  credit,                // held until something falls due
  reduce_principal,      // principal only, of the next installments; interest to come stays
};

enum class Direction : std::uint8_t {
  horizontal = 1,  // finish an installment before the next one
  vertical,        // finish a component over all installments before the next component
};

// Who pays, or why: each kind may have a waterfall of its own.
enum class PaymentKind : std::uint8_t {
  repayment = 1,
  down_payment,
  goodwill_credit,         // by the lender
  merchant_issued_refund,  // by the seller of what was financed
  payout_refund,
  charge_adjustment,
  cover_by_peer,
  cover_by_savings,
  cover_by_fund,
  cover_by_insurance,
};

// What the strategies of the peers do beside an order of buckets. docs/presets.md, "Waterfalls".
enum class WaterfallQuirk : std::uint8_t {
  none = 0,
  charges_due_first,           // in advance, charges whose own day has come go before all else of their installment
  interest_of_prepaid_waived,  // once its principal is paid before its time, an installment bears no interest
  principal_last_when_late,  // late: all but the principal of what is past due and due; then the principal of all rows
};

// The order in which a payment meets a debt: a total order over {past due, due, in advance} x components.
// A run of buckets of one lateness is paid horizontally (row after row) or vertically (bucket after bucket).
struct Waterfall {
  std::array<Bucket, bucket_count> order;
  InAdvance in_advance = InAdvance::next_installment;
  Direction direction = Direction::horizontal;
  WaterfallQuirk quirk = WaterfallQuirk::none;
  friend constexpr bool operator==(const Waterfall&, const Waterfall&) = default;
};

namespace detail {
constexpr std::array<Bucket, bucket_count> in_each_lateness(const std::array<Component, component_count>& order) {
  std::array<Bucket, bucket_count> all{};
  for (std::size_t k = 0; k < bucket_count; ++k)
    all[k] = {static_cast<Lateness>(k / component_count), order[k % component_count]};
  return all;
}
}  // namespace detail

// Penalty, fee, insurance, interest, principal; the oldest installment first. The default.
inline constexpr Waterfall oldest_first{
    .order = detail::in_each_lateness(
        {Component::penalty, Component::fee, Component::insurance, Component::interest, Component::principal})};

struct WaterfallFor {
  PaymentKind kind;
  Waterfall waterfall;
  friend constexpr bool operator==(const WaterfallFor&, const WaterfallFor&) = default;
};

// Whether each of the fifteen buckets stands in the order once.
[[nodiscard]] constexpr bool is_total_order(const std::array<Bucket, bucket_count>& order) noexcept {
  unsigned seen = 0;
  for (const Bucket bucket : order)
    seen |=
        1U << (static_cast<std::size_t>(bucket.when) * component_count + static_cast<std::size_t>(bucket.component));
  return seen == (1U << bucket_count) - 1;
}

// The waterfall of a name: "mifos-standard", "rbi-india", "opencbs", ... (docs/presets.md); nothing for another name.
[[nodiscard]] std::optional<Waterfall> waterfall_named(std::string_view name) noexcept;
// All names that waterfall_named knows, in the order of docs/presets.md.
[[nodiscard]] std::span<const std::string_view> waterfall_names() noexcept;

}  // namespace solidarity
