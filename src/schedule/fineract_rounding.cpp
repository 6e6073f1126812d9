// SPDX-License-Identifier: MIT
#include "schedule/fineract_rounding.hpp"

namespace solidarity::detail {
namespace {

std::int64_t units_of(const std::optional<Money>& multiple) { return multiple ? multiple->units() : 0; }

std::int64_t whole(const Exact& dividend, const Exact& divisor, Rounding mode) {
  return minor_units(divided(dividend, divisor, Decimals{0, mode}).coefficient());
}

}  // namespace

// The peer knows multiples of a currency only where it has no decimals.
FineractRounding::FineractRounding(Currency currency, Rounding mode, std::optional<Money> installment_multiple,
                                   std::optional<Money> currency_multiple)
    : mode_(mode),
      installment_multiple_(units_of(installment_multiple)),
      currency_multiple_(currency.digits() == 0 ? units_of(currency_multiple) : 0) {}

std::int64_t FineractRounding::money(const Exact& dividend, const Exact& divisor) const {
  return on_currency_grid(whole(dividend, divisor, mode_));
}

std::int64_t FineractRounding::money(std::int64_t amount, const PeriodRate& rate) const {
  return on_currency_grid(rate.of_amount(amount, Grid{1, mode_}));
}

std::int64_t FineractRounding::on_currency_grid(std::int64_t units) const {
  if (currency_multiple_ == 0 || units <= 0) return units;
  return round_to_multiple(units, currency_multiple_, Rounding::half_up);
}

std::int64_t FineractRounding::installment(const Exact& amount) const {
  if (!has_installment_multiple()) return money(amount);
  return money(Exact(whole(amount, installment_multiple_, mode_)) * installment_multiple_);
}

}  // namespace solidarity::detail
