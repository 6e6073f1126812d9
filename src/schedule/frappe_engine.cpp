// SPDX-License-Identifier: MIT
// Frappe Lending: doubles throughout, the installment rounded up to a whole unit. docs/presets.md, "frappe".
#include "schedule/binary64.hpp"
#include "schedule/decimal.hpp"
#include "schedule/nominal_period.hpp"
#include "schedule/peer_product.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace solidarity::detail {
namespace {

constexpr PeerProduct frappe{.preset = "frappe", .fixed_installment = true};

Binary64 rate_of(const LoanTerms& terms) {
  const NominalPeriod period = nominal_period(terms);
  const Binary64 yearly =
      Binary64::nearest(Exact::percentage(terms.interest.rate)) * quotes_per_year(terms.interest.per);
  return yearly / (Binary64(100 * units_per_year(period.unit)) / period.count);
}

const std::optional<Money>& fixed_installment(const LoanTerms& terms) {
  return std::get<EqualInstallments>(terms.amortization).amount;
}

// P r (1+r)^n / ((1+r)^n - 1)
Binary64 annuity(Binary64 principal, Binary64 rate, int count) {
  const Binary64 growth = power(Binary64(1) + rate, count);
  const Binary64 gain = growth - 1;
  return gain.is_zero() ? principal / count : principal * rate * growth / gain;
}

Binary64 installment_of(const LoanTerms& terms, Binary64 rate) {
  if (const auto& fixed = fixed_installment(terms)) return Binary64::nearest(Exact::of(*fixed));
  const Exact level = annuity(Binary64::nearest(Exact::of(terms.principal)), rate, terms.repayments.count).exact();
  return Binary64::nearest(rounded(level, Decimals{0, Rounding::ceiling}));
}

struct Part {
  Exact principal;
  Exact interest;
};

// Pays down a balance row by row; every amount is put on the grid as its shortest decimal.
class Payer {
 public:
  Payer(const LoanTerms& terms, Exact grid)
      : rate_(rate_of(terms)),
        installment_(installment_of(terms, rate_)),
        grid_(std::move(grid)),
        balance_(Exact::of(terms.principal)) {}

  [[nodiscard]] bool owes() const { return !balance_.is_zero(); }

  Part next(bool last) {
    const Exact interest = on_grid(Binary64::nearest(balance_) * rate_);
    Exact principal = on_grid(installment_ - Binary64::nearest(interest));
    if (principal > balance_ || last) principal = balance_;
    balance_ = on_grid(Binary64::nearest(balance_) - Binary64::nearest(principal));
    return {principal, interest};
  }

 private:
  [[nodiscard]] Exact on_grid(Binary64 amount) const {
    return to_multiple(amount.shortest(), grid_, Rounding::half_even);
  }

  Binary64 rate_;
  Binary64 installment_;
  Exact grid_;
  Exact balance_;
};

Exact grid_of(const FrappeRounding& policy, Currency currency) {
  return policy.currency_multiple ? Exact::of(*policy.currency_multiple) : Exact::of(1, currency.digits());
}

void check_principal(const LoanTerms& terms, const FrappeRounding& policy) {
  const auto& multiple = policy.currency_multiple;
  if (multiple && terms.principal.units() % multiple->units() != 0)
    refuse(ErrorCode::out_of_range, "/principal",
           fmt::format("{} is not a multiple of {}", terms.principal, *multiple));
}

// Nothing when an installment does not exceed its interest, or the rows do not repay the loan.
std::optional<std::vector<Components>> repaid(const LoanTerms& terms, const FrappeRounding& policy) {
  const Currency currency = terms.principal.currency();
  Payer payer(terms, grid_of(policy, currency));
  std::vector<Components> parts;
  for (int left = terms.repayments.count; left > 0 && payer.owes(); --left) {
    const Part part = payer.next(left == 1 && !fixed_installment(terms));
    if (part.principal <= 0) return std::nullopt;
    parts.push_back(
        {.principal = minor_units(part.principal, currency), .interest = minor_units(part.interest, currency)});
  }
  if (payer.owes()) return std::nullopt;
  return parts;
}

}  // namespace

Outcome price_as_frappe(const LoanTerms& terms, const FrappeRounding& policy, std::span<Installment> rows) {
  refuse_beyond(frappe, terms);
  check_principal(terms, policy);
  const auto parts = repaid(terms, policy);
  return parts ? written(terms, Grid{}, *parts, rows) : refused(terms, ErrorCode::installment_too_small);
}

}  // namespace solidarity::detail
