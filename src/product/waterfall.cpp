// SPDX-License-Identifier: MIT
#include <solidarity/product/waterfall.hpp>

#include <algorithm>

namespace solidarity {
namespace {

using enum Component;
using Order = std::array<Component, component_count>;

// One order while late, on the day and in advance.
constexpr Waterfall throughout(const Order& order, WaterfallQuirk quirk = WaterfallQuirk::none) {
  return {.order = detail::in_each_lateness(order), .quirk = quirk};
}

// One order while late and on the day, another in advance.
constexpr Waterfall then_in_advance(const Order& due, const Order& in_advance, WaterfallQuirk quirk) {
  Waterfall waterfall = throughout(due, quirk);
  for (std::size_t k = 0; k < component_count; ++k)
    waterfall.order[2 * component_count + k] = {Lateness::in_advance, in_advance[k]};
  return waterfall;
}

constexpr Waterfall early_repayment() {
  Waterfall waterfall = throughout({interest, principal, penalty, fee, insurance});
  waterfall.in_advance = InAdvance::reduce_principal;
  return waterfall;
}

struct Named {
  std::string_view name;
  Waterfall waterfall;
};

// docs/presets.md, "Waterfalls". Insurance, which no peer has, stands behind the fees.
constexpr std::array presets{
    Named{"mifos-standard", throughout({penalty, fee, insurance, interest, principal})},
    Named{"creocore", throughout({penalty, fee, insurance, interest, principal})},
    Named{"interest-principal-penalties-fees", throughout({interest, principal, penalty, fee, insurance})},
    Named{"principal-interest-penalties-fees", throughout({principal, interest, penalty, fee, insurance})},
    Named{"early-repayment", early_repayment()},
    Named{"heavensfamily",
          throughout({principal, interest, fee, insurance, penalty}, WaterfallQuirk::interest_of_prepaid_waived)},
    Named{"rbi-india",
          throughout({penalty, fee, insurance, interest, principal}, WaterfallQuirk::principal_last_when_late)},
    Named{"due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest",
          then_in_advance({penalty, fee, insurance, interest, principal},
                          {principal, penalty, fee, insurance, interest}, WaterfallQuirk::charges_due_first)},
    Named{"due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee",
          throughout({penalty, interest, principal, fee, insurance}, WaterfallQuirk::charges_due_first)},
    Named{"opencbs", throughout({fee, insurance, penalty, interest, principal})},
};

constexpr auto names = [] {
  std::array<std::string_view, presets.size()> all;
  for (std::size_t k = 0; k < presets.size(); ++k) all[k] = presets[k].name;
  return all;
}();

constexpr bool all_are_total_orders() {
  return std::ranges::all_of(presets, [](const Named& preset) { return is_total_order(preset.waterfall.order); });
}
static_assert(all_are_total_orders());

}  // namespace

std::optional<Waterfall> waterfall_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(presets, name, &Named::name);
  if (found == presets.end()) return {};
  return found->waterfall;
}

std::span<const std::string_view> waterfall_names() noexcept { return names; }

}  // namespace solidarity
