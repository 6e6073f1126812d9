// SPDX-License-Identifier: MIT
#include "product/checks.hpp"

#include <algorithm>
#include <limits>

namespace solidarity::detail {
namespace {

// How the principal comes back.
class AmortizationChecks : Checks {
 public:
  using Checks::Checks;

  void run() {
    std::visit([this](const auto& form) { check_form(form); }, terms_.amortization);
  }

 private:
  void check_form(const EqualInstallments& form) {
    if (form.amount) check_positive(*form.amount, "/installment_amount");
    if (form.amount && flat() && exact())
      contradiction("/installment_amount", "/interest/method", "flat interest fixes the installment");
  }
  void check_form(const EqualPrincipal&) {}
  void check_form(const Bullet&) {}
  void check_form(const Balloon& form) {
    if (check_currency(form.amount, "/amortization/balloon") && form.amount.is_negative())
      range("/amortization/balloon", "{}; a balloon is not negative", form.amount);
    if (flat() && has_row_grace())
      contradiction("/amortization/balloon", "/grace", "with flat interest a balloon has no grace");
    if (flat()) exclude_tranches("/amortization/balloon");
  }
  void check_form(const StepInstallments& form) {
    if (form.step.ticks() <= -Rate::one || form.step.ticks() > 10 * Rate::one)
      range("/amortization/step_percent", "{}; a step is above -100% and at most 1000%", form.step);
    if (form.every < 1 || form.every > max_installments)
      range("/amortization/every", "every {} rows; a step comes after 1 to {}", form.every, max_installments);
    if (!terms_.interest.changes.empty())
      contradiction("/amortization/step_percent", "/interest/rate_changes", "both change the installment");
    if (flat() && has_row_grace())
      contradiction("/amortization/step_percent", "/grace", "with flat interest steps have no grace");
    exclude_tranches("/amortization/step_percent");
  }
  void check_form(const PrincipalPercentEach& form) {
    const std::string field = "/amortization/principal_percent_each";
    check_percent(form.percent, field);
    const std::int64_t before_last = std::int64_t{count()} - terms_.grace.principal - 1;
    if (exact() && before_last > 0 && form.percent.ticks() > Rate::one / before_last)
      range(field, "{} of the principal {} times before the last row is more than all of it", form.percent,
            before_last);
    exclude_tranches(field);
  }
  void check_form(const WeightedPrincipal& form) {
    check_weights(form.weights, "/amortization/weights");
    if (!form.interest_weights.empty()) check_weights(form.interest_weights, "/amortization/interest_weights");
    if (!form.interest_weights.empty() && !flat())
      contradiction("/amortization/interest_weights", "/interest/method", "declining interest follows the balance");
    if (exact() && !form.interest_weights.empty() && terms_.grace.interest_free > 0)
      contradiction("/grace/interest_free", "/amortization/interest_weights",
                    "the weights already say when interest is due");
    exclude_tranches("/amortization/weights");
    if (exact()) exclude_principal_grace("/amortization/weights");
  }
  void refuse_sum(const std::string& field, wide sum, wide lent) {
    constexpr wide largest = std::numeric_limits<std::int64_t>::max();
    const auto money = [&](wide units) {
      return Money::of_units(static_cast<std::int64_t>(units), terms_.principal.currency());
    };
    if (sum > largest || lent > largest) return add(ErrorCode::overflow, field, "the parts exceed {}", money(largest));
    range(field, "the parts sum to {}, the principal is {}", money(sum), money(lent));
  }
  void check_form(const ListedPrincipal& form) {
    const std::string field = "/amortization/principal";
    if (static_cast<int>(form.principal.size()) != count())
      return range(field, "{} amounts for {} installments", form.principal.size(), count());
    wide sum = 0;
    for (std::size_t k = 0; k < form.principal.size(); ++k) {
      if (!check_currency(form.principal[k], fmt::format("{}/{}", field, k))) return;
      if (form.principal[k].is_negative())
        range(fmt::format("{}/{}", field, k), "{}; principal is not negative", form.principal[k]);
      sum += form.principal[k].units();
    }
    wide lent = terms_.principal.units();
    for (const Tranche& tranche : terms_.further_tranches)
      if (tranche.amount.currency() == terms_.principal.currency()) lent += tranche.amount.units();
    if (sum != lent) refuse_sum(field, sum, lent);
    exclude_principal_grace(field);
    if (!terms_.down_payment.is_zero())
      contradiction(field, "/down_payment_percent", "the list must sum to what is left to repay");
    if (std::ranges::any_of(terms_.fees, &Fee::financed))
      contradiction(field, "/fees", "a financed fee is principal beyond the list");
  }
  void check_form(const SumOfDigits&) {
    exclude_tranches("/amortization");
    if (has_row_grace()) contradiction("/amortization", "/grace", "sum of digits has no grace");
  }

  void check_weights(const std::vector<std::int64_t>& weights, const std::string& field) {
    const auto expected = static_cast<std::size_t>(std::max(0, count() - (exact() ? 0 : terms_.grace.principal)));
    if (weights.size() != expected) range(field, "{} weights for {} installments", weights.size(), expected);
    for (std::size_t k = 0; k < weights.size(); ++k)
      if (weights[k] < 0) add(ErrorCode::invalid_weights, fmt::format("{}/{}", field, k), "a weight is not negative");
    if (std::ranges::none_of(weights, [](std::int64_t w) { return w > 0; }))
      add(ErrorCode::invalid_weights, field, "no weight is above zero");
  }

  void exclude_tranches(std::string_view field) {
    if (exact() && !terms_.further_tranches.empty())
      contradiction("/tranches", field, "these forms divide one principal");
  }
  void exclude_principal_grace(std::string_view field) {
    if (terms_.grace.principal > 0)
      contradiction("/grace/principal", field, "the list already says when principal is due");
  }
};

}  // namespace

void check_amortization(const LoanTerms& terms, Problems& problems) { AmortizationChecks(terms, problems).run(); }

}  // namespace solidarity::detail
