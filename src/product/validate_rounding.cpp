// SPDX-License-Identifier: MIT
#include "product/checks.hpp"

#include <algorithm>

namespace solidarity::detail {
namespace {

// Whose rounding, and to what.
class RoundingChecks : Checks {
 public:
  using Checks::Checks;

  void run() {
    std::visit([this](const auto& policy) { check_rounding(policy); }, terms_.rounding);
  }

 private:
  void check_multiple(const std::optional<Money>& multiple, std::string_view field) {
    if (multiple) check_positive(*multiple, field);
  }

  void check_rounding(const ExactRounding& policy) {
    check_multiple(policy.installment_multiple, "/rounding/installment_multiple");
    check_multiple(policy.currency_multiple, "/rounding/currency_multiple");
    if (policy.currency_multiple) check_on_grid(*policy.currency_multiple);
    if (policy.residual == Residual::spread)
      contradiction("/rounding/residual", "/rounding/preset", "only the preset opencbs spreads the residual");
    if (policy.residual == Residual::first && carries_interest_forward())
      contradiction("/rounding/residual", "/amortization",
                    "a first row that carries the residual would change the interest of all the others");
  }

  // Every amount of the terms is a multiple of the grid.
  void check_on_grid(const Money& grid) {
    const auto check = [&](const Money& amount, const std::string& field) {
      if (grid.units() > 0 && amount.currency() == grid.currency() && amount.units() % grid.units() != 0)
        range(field, "{} is not a multiple of {}", amount, grid);
    };
    check(terms_.principal, "/principal");
    for (std::size_t k = 0; k < terms_.further_tranches.size(); ++k)
      check(terms_.further_tranches[k].amount, fmt::format("/tranches/{}/amount", k + 1));
    const auto& multiple = std::get<ExactRounding>(terms_.rounding).installment_multiple;
    if (multiple) check(*multiple, "/rounding/installment_multiple");
    if (is<Balloon>()) check(std::get<Balloon>(terms_.amortization).amount, "/amortization/balloon");
    if (const auto* level = std::get_if<EqualInstallments>(&terms_.amortization); level && level->amount)
      check(*level->amount, "/installment_amount");
    if (const auto* list = std::get_if<ListedPrincipal>(&terms_.amortization))
      for (std::size_t k = 0; k < list->principal.size(); ++k)
        check(list->principal[k], fmt::format("/amortization/principal/{}", k));
    for (std::size_t k = 0; k < terms_.fees.size(); ++k)
      if (const auto* fixed = std::get_if<Money>(&terms_.fees[k].amount))
        check(*fixed, fmt::format("/fees/{}/amount", k));
  }

  [[nodiscard]] bool carries_interest_forward() const {
    return !flat() && (is<EqualInstallments>() || is<Balloon>() || is<StepInstallments>());
  }

  void check_rounding(const FineractCumulative& policy) {
    check_multiples(policy.installment_multiple, policy.currency_multiple);
  }
  void check_rounding(const FineractProgressive& policy) {
    check_multiples(policy.installment_multiple, policy.currency_multiple);
  }
  void check_multiples(const std::optional<Money>& installment, const std::optional<Money>& currency) {
    check_multiple(installment, "/rounding/installment_multiple");
    check_multiple(currency, "/rounding/currency_multiple");
  }
  void check_rounding(const MifosRounding& policy) {
    check_digits(policy.currency_digits);
    check_micros(policy.installment_multiple_micros, "/rounding/installment_multiple");
    check_micros(policy.final_multiple_micros, "/rounding/final_multiple");
    if (policy.residual == Residual::spread)
      contradiction("/rounding/residual", "/rounding/preset", "only the preset opencbs spreads the residual");
    if (policy.residual == Residual::first && !flat())
      contradiction("/rounding/residual", "/interest/method",
                    "the preset mifos lets the first row absorb only flat interest");
  }
  void check_rounding(const OpenCbsRounding& policy) { check_digits(policy.currency_digits); }
  void check_rounding(const FrappeRounding& policy) {
    check_multiple(policy.currency_multiple, "/rounding/currency_multiple");
  }

  // Without digits they are those of the currency.
  void check_digits(std::optional<int> digits) {
    const Currency currency = terms_.principal.currency();
    if (digits && (*digits < 0 || *digits > currency.digits()))
      range("/rounding/currency_digits", "{}; {} has {}", *digits, currency, currency.digits());
  }

  void check_micros(std::int64_t micros, const std::string& field) {
    const Currency currency = terms_.principal.currency();
    if (micros < 1) range(field, "a multiple is above zero");
    else if (wide{micros} * currency.scale() % 1'000'000 != 0)
      range(field, "{} millionths; a multiple is a whole number of minor units, and {} has {} digits", micros, currency,
            currency.digits());
  }
};

}  // namespace

void check_rounding(const LoanTerms& terms, Problems& problems) { RoundingChecks(terms, problems).run(); }

}  // namespace solidarity::detail
