// SPDX-License-Identifier: MIT
#include "loan/rows_again.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

namespace solidarity::detail {
namespace {

// Gives principal to rows one after the other; the interest of each follows from what is left.
class Placer {
 public:
  Placer(Account& account, Date on, const RowsBefore& before, std::int64_t balance)
      : account_(account),
        before_(before),
        rows_(before.rows),
        left_(balance),
        plan_(account),
        balance_(account, plan_, on, rows_),
        billing_(plan_) {
    for (std::size_t row = 0; row < rows_.front(); ++row)
      if (plan_.follows_balance(row)) (void)billing_.billed(row, balance_.interest(row));
  }

  void by_terms() {
    if (!priced(0)) return equally();
    if (!plan_.follows_balance(rows_[0])) return equally();
    std::visit([this](const auto& form) { place(form); }, plan_.terms(rows_[0]).amortization);
  }

  void by_amounts() {
    each([&](std::size_t j, std::int64_t interest) { return before_.amounts[j] - interest; });
  }

 private:
  [[nodiscard]] bool priced(std::size_t j) const { return plan_.has(rows_[j]); }
  [[nodiscard]] const LoanTerms& terms() const { return plan_.terms(rows_[0]); }

  // Charges row j with its interest, never less than what is settled of it; returns what its own period costs.
  // Interest that does not follow the balance stays.
  std::int64_t set_interest(std::size_t j) {
    const std::size_t row = rows_[j];
    if (!plan_.follows_balance(row) || account_.facts[row].interest_fixed) return account_.facts[row].charged.interest;
    const std::int64_t own = balance_.interest(row);
    set_charged(account_, row, Component::interest, billing_.billed(row, own));
    return own;
  }

  void set_principal(std::size_t j, std::int64_t principal) {
    const std::size_t row = rows_[j];
    account_.charge(row, Component::principal, principal - account_.dues[row].open.principal);
    balance_.leaves(plan_.end(row), principal);
    left_ -= principal;
  }

  template <class PrincipalOf>
  void each(PrincipalOf principal_of) {
    const std::int64_t least =
        account_.terms.negative_amortization ? std::numeric_limits<std::int64_t>::min() : std::int64_t{0};
    for (std::size_t j = 0; j < rows_.size(); ++j) {
      const std::int64_t interest = set_interest(j);
      const bool is_last = j + 1 == rows_.size();
      const std::int64_t asked = !is_last && plan_.repays_principal(rows_[j]) ? principal_of(j, interest) : 0;
      set_principal(j, is_last ? left_ : std::min(left_, std::max(asked, least)));
    }
  }

  void equally() {
    std::int64_t part = -1;
    each([&](std::size_t j, std::int64_t) {
      if (part < 0) part = grid_of(account_.terms).divide(left_, static_cast<wide>(rows_.size() - j));
      return part;
    });
  }

  void place(const EqualInstallments& form) {
    if (form.amount) each([&](std::size_t, std::int64_t interest) { return form.amount->units() - interest; });
    else level(0);
  }
  void place(const EqualPrincipal&) { equally(); }
  void place(const SumOfDigits&) { equally(); }
  void place(const Bullet&) {
    each([](std::size_t, std::int64_t) { return std::int64_t{0}; });
  }
  void place(const Balloon& form) { level(std::min(form.amount.units(), left_)); }
  void place(const PrincipalPercentEach&) { in_proportion(); }
  void place(const WeightedPrincipal&) { in_proportion(); }
  void place(const ListedPrincipal&) { in_proportion(); }

  // As the rows were to each other.
  void in_proportion() {
    const std::int64_t unit = grid_of(account_.terms).unit;
    std::vector<std::int64_t> parts(rows_.size(), 0);
    if (std::ranges::any_of(before_.principal, [](std::int64_t units) { return units > 0; }))
      allocate_into(left_ / unit, before_.principal, parts);
    each([&](std::size_t j, std::int64_t) { return parts[j] * unit; });
  }

  // The first amortizing row, and each at which the rate changes, solves for the rows from it on.
  void level(std::int64_t balloon) {
    std::int64_t installment = 0;
    bool solved = false;
    each([&](std::size_t j, std::int64_t interest) {
      if (!solved || plan_.timeline(rows_[j]).rate_changes_at(plan_.index(rows_[j]))) {
        installment = solve_level(opening(j), rates_after(j), balloon, installment_grid_of(account_.terms));
        solved = true;
      }
      return installment - interest;
    });
  }

  // The growth of installments goes on where it was.
  void place(const StepInstallments& form) {
    std::vector<std::int64_t> amounts(rows_.size(), 0);
    std::size_t first = rows_.size();
    const Fraction ratio = Fraction{wide{Rate::one} + form.step.ticks(), 1} * Fraction{1, Rate::one};
    each([&](std::size_t j, std::int64_t interest) {
      if (first == rows_.size()) {
        first = j;
        const auto passed = plan_.index(rows_[j]) - static_cast<std::size_t>(terms().grace.principal);
        solve_steps(opening(j), rates_after(j), ratio.numerator, ratio.denominator, form.every,
                    installment_grid_of(account_.terms), std::span(amounts).subspan(j),
                    static_cast<int>(passed % static_cast<std::size_t>(form.every)));
      }
      return amounts[j] - interest;
    });
  }

  // What the rows from j on must repay: the balance left, which bears the interest of the row whatever else is in it.
  std::vector<Flow> opening(std::size_t j) {
    std::vector<Flow> flows = balance_.flows(rows_[j]);
    std::int64_t bearing = 0;
    for (const Flow& flow : flows) bearing += flow.amount;
    if (bearing != left_) flows.push_back({left_ - bearing, PeriodRate{}});
    return flows;
  }

  std::vector<PeriodRate> rates_after(std::size_t j) const {
    std::vector<PeriodRate> rates;
    for (std::size_t k = j + 1; k < rows_.size(); ++k) {
      if (!priced(k)) rates.emplace_back();
      else if (&plan_.timeline(rows_[k]) == &plan_.timeline(rows_[j]))
        rates.push_back(plan_.timeline(rows_[k]).rate_known_at(plan_.index(rows_[k]), plan_.index(rows_[j])));
      else rates.push_back(plan_.timeline(rows_[k]).rate(plan_.index(rows_[k])));
    }
    return rates;
  }

  Account& account_;
  const RowsBefore& before_;
  const std::vector<std::size_t>& rows_;
  std::int64_t left_;
  Plan plan_;
  BearingBalance balance_;
  Billing billing_;
};

void finish(Account& account, Date on) {
  account.plan_changed = true;
  chain_balances(account, account.rows_by(on));
  account.settle(on);
}

}  // namespace

std::vector<std::size_t> rows_to_come(const Account& account, Date on) {
  const bool is_re_aged =
      std::ranges::any_of(account.facts, [](const RowFacts& row) { return row.kind == RowKind::re_aged; });
  const RowKind kind = is_re_aged ? RowKind::re_aged : RowKind::installment;
  std::vector<std::size_t> rows;
  for (std::size_t row = account.rows_by(on); row < account.dues.size(); ++row)
    if (account.facts[row].kind == kind) rows.push_back(row);
  return rows;
}

RowsBefore rows_before_change(const Account& account, Date on) {
  RowsBefore before{.rows = rows_to_come(account, on), .amounts = {}, .principal = {}};
  for (const std::size_t row : before.rows) {
    before.principal.push_back(account.dues[row].open.principal);
    before.amounts.push_back(before.principal.back() + account.facts[row].charged.interest);
  }
  return before;
}

void place_by_terms(Account& account, Date on, const RowsBefore& before, std::int64_t balance) {
  Placer(account, on, before, balance).by_terms();
  finish(account, on);
}

void place_by_amounts(Account& account, Date on, const RowsBefore& before, std::int64_t balance) {
  Placer(account, on, before, balance).by_amounts();
  finish(account, on);
}

void drop_empty_rows(Account& account, Date on) {
  const std::size_t first = account.rows_by(on);
  for (std::size_t row = account.dues.size(); row-- > first;)
    if (account.facts[row].kind == RowKind::installment && account.facts[row].charged == Components{})
      erase_row(account, row);
  account.settle(on);
}

}  // namespace solidarity::detail
