// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/dues.hpp>
#include <solidarity/product/waterfall.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

namespace solidarity {

// What one payment did.
struct Applied {
  Components parts;                  // applied, by component
  std::int64_t unapplied = 0;        // no bucket could take it
  std::int64_t waived_interest = 0;  // no longer owed: WaterfallQuirk::interest_of_prepaid_waived only; not paid
  friend bool operator==(const Applied&, const Applied&) = default;
};

// One part of a payment.
struct Share {
  std::size_t row;  // index in the span
  Component component;
  std::int64_t units;   // above zero
  bool waived = false;  // taken off the debt without money: Applied::waived_interest
};

// Applies `units` (>= 0) of money received on `on` to `dues`, which stand in order of due date, by `waterfall`, and reduces what is open.
// Pure and allocation-free: Loan, the meeting and the simulator call it. Rows that are settled may be left out in front.
// `charged_by_day`: open charges of the first row in advance whose own day is `on` or before; only
// WaterfallQuirk::charges_due_first asks for them.
// Laws: parts.total() + unapplied = units; nothing becomes negative; no bucket receives anything while a higher one has something
// open (money in advance by reamortization and the quirks have rules of their own).
// Worked: docs/servicing.md, section 5.
[[nodiscard]] Applied apply_payment(std::span<Due> dues, Date on, std::int64_t units, const Waterfall& waterfall,
                                    const Components& charged_by_day = {}) noexcept;

namespace detail {
struct ShareVisitor {
  void* context;
  void (*visit)(void* context, const Share& share) noexcept;
};
[[nodiscard]] Applied apply_payment(std::span<Due> dues, Date on, std::int64_t units, const Waterfall& waterfall,
                                    const Components& charged_by_day, ShareVisitor visitor) noexcept;
}  // namespace detail

// The same, and calls `each` with every part in the order in which it is paid; `each` must not throw.
//   apply_payment(dues, on, units, waterfall, {}, [&](const Share& share) { paid[share.row] += share.units; });
template <class Each>
requires std::is_invocable_v<Each&, const Share&>
[[nodiscard]] Applied apply_payment(std::span<Due> dues, Date on, std::int64_t units, const Waterfall& waterfall,
                                    const Components& charged_by_day, Each&& each) noexcept {
  using Function = std::remove_reference_t<Each>;
  const auto visit = [](void* context, const Share& share) noexcept { (*static_cast<Function*>(context))(share); };
  return detail::apply_payment(
      dues, on, units, waterfall, charged_by_day,
      detail::ShareVisitor{const_cast<void*>(static_cast<const void*>(std::addressof(each))), visit});
}

}  // namespace solidarity
