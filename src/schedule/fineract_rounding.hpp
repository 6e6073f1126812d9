// SPDX-License-Identifier: MIT
// How both Fineract generators round: rates to twelve significant digits after every step, money to whole minor units,
// installments to a multiple; all in one mode. Amounts are counted in minor units. docs/presets.md, "Apache Fineract".
#pragma once

#include "schedule/decimal.hpp"
#include "schedule/period_rate.hpp"

#include <cstdint>
#include <optional>

namespace solidarity::detail {

class FineractRounding {
 public:
  template <class Policy>  // FineractCumulative or FineractProgressive
  FineractRounding(const Policy& policy, Currency currency)
      : FineractRounding(currency, policy.mode, policy.installment_multiple, policy.currency_multiple) {}

  [[nodiscard]] Exact plus(const Exact& a, const Exact& b) const { return rounded(a + b, twelve_digits()); }
  [[nodiscard]] Exact times(const Exact& a, const Exact& b) const { return rounded(a * b, twelve_digits()); }
  [[nodiscard]] Exact over(const Exact& a, const Exact& b) const { return divided(a, b, twelve_digits()); }

  // dividend / divisor as money: rounded once, then to the currency's multiple.
  [[nodiscard]] std::int64_t money(const Exact& dividend, const Exact& divisor = 1) const;
  [[nodiscard]] std::int64_t money(std::int64_t amount, const PeriodRate& rate) const;  // amount x rate

  // What an installment of `amount` is: the next multiple, if there is one, as money.
  [[nodiscard]] std::int64_t installment(const Exact& amount) const;

  [[nodiscard]] Rounding mode() const noexcept { return mode_; }
  [[nodiscard]] bool has_installment_multiple() const noexcept { return installment_multiple_ > 0; }

 private:
  FineractRounding(Currency currency, Rounding mode, std::optional<Money> installment_multiple,
                   std::optional<Money> currency_multiple);
  [[nodiscard]] Significant twelve_digits() const noexcept { return {12, mode_}; }
  [[nodiscard]] std::int64_t on_currency_grid(std::int64_t units) const;

  Rounding mode_;
  std::int64_t installment_multiple_;  // 0: none
  std::int64_t currency_multiple_;     // 0: none
};

}  // namespace solidarity::detail
