// SPDX-License-Identifier: MIT
#include "loan/opencbs_plan.hpp"

#include "loan/opencbs_grid.hpp"
#include "schedule/binary64.hpp"
#include "schedule/decimal.hpp"
#include "schedule/nominal_period.hpp"

#include <solidarity/schedule/amortize.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

// Dividend and divisor of the rate of one installment, exact.
struct InstallmentRate {
  Integer dividend;
  Integer divisor;
};

InstallmentRate rate_of(const LoanTerms& terms) {
  const Integer ticks = terms.interest.rate.ticks();
  const Integer one = Rate::one;
  if (terms.interest.per == RatePeriod::installment) return {ticks, one};
  const NominalPeriod period = nominal_period(terms);
  return {ticks * quotes_per_year(terms.interest.per) * period.count, one * units_per_year(period.unit)};
}

// The weights of the rows that are left.
void cut_weights(WeightedPrincipal& form, int used, int count) {
  const auto cut = [&](std::vector<std::int64_t>& weights) {
    const auto gone = std::min(weights.size(), static_cast<std::size_t>(used));
    weights.erase(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(gone));
  };
  cut(form.weights);
  cut(form.interest_weights);
  if (form.weights.size() != static_cast<std::size_t>(count))
    refuse(ErrorCode::contradictory_terms, "/amortization",
           "weights are given for the installments of the agreement only");
}

void cut_dates(const Account& account, const Repricing& again, Repayments& repayments) {
  auto* listed = std::get_if<OnDates>(&repayments.every);
  if (!listed) return;
  listed->dates.clear();
  for (std::size_t k = again.first; k < account.dues.size(); ++k)
    if (account.facts[k].kind == RowKind::installment) listed->dates.push_back(account.dues[k].on);
  if (listed->dates.size() != static_cast<std::size_t>(again.count))
    refuse(ErrorCode::contradictory_terms, "/repayments",
           "dates are listed for the installments of the agreement only");
}

// The agreement over the rows to come: no charges, no calendar, the same form and rate.
LoanTerms terms_again(const Account& account, const Repricing& again) {
  LoanTerms terms = account.terms;
  const int before = installments_before(account, again.first);
  terms.principal = Money::of_units(again.principal, account.currency());
  terms.repayments.count = again.count;
  terms.fees.clear();
  terms.insurance.reset();
  terms.compulsory_savings.reset();
  const int grace = account.terms.grace.principal;
  if (auto* form = std::get_if<WeightedPrincipal>(&terms.amortization))
    cut_weights(*form, std::max(before - grace, 0), again.count - again.grace);
  terms.grace = {.principal = again.grace,
                 .interest_free = account.terms.grace.interest_free > before ? again.grace : 0};
  if (before == 0) return terms;
  terms.disbursed_on = account.facts[again.first].from;
  terms.repayments.first_due_on.reset();
  terms.interest.first_period = FirstPeriod::nominal;
  terms.calendar = {};
  cut_dates(account, again, terms.repayments);
  return terms;
}

bool is_weighted(const LoanTerms& terms) { return std::holds_alternative<WeightedPrincipal>(terms.amortization); }

// dividend / divisor in minor units on the grid.
std::int64_t on_grid(const Exact& dividend, const Exact& divisor, std::int64_t unit, Rounding mode) {
  return minor_units(divided(dividend, divisor * unit, Decimals{0, mode}).coefficient() * unit);
}

// The level amount less its interest, b r p / (1 - p), where p = (1 + r)^-rows is a double cut to 15 significant digits.
std::int64_t level_principal(std::int64_t balance, int rows, const InstallmentRate& rate, std::int64_t unit,
                             Rounding mode) {
  const Exact dividend = Exact::of(rate.dividend, 0);
  const Exact divisor = Exact::of(rate.divisor, 0);
  const Binary64 factor = Binary64(1) + Binary64::nearest(dividend, divisor);
  const Exact power_digits = rounded(power(factor, -rows).exact(), Significant{15, Rounding::half_even});
  const Exact complement = Exact(1) - power_digits;
  if (complement.is_zero()) return on_grid(balance, rows, unit, mode);
  return on_grid(dividend * balance * power_digits, divisor * complement, unit, mode);
}

void level_again(std::vector<PlannedRow>& rows, const Account& account, const Repricing& again, Rounding mode) {
  const InstallmentRate rate = rate_of(account.terms);
  const std::int64_t unit = OpenCbsGrid(account.terms).unit();
  std::int64_t balance = again.principal;
  for (int row = 0; row < again.count; ++row) {
    PlannedRow& planned = rows[static_cast<std::size_t>(row)];
    planned.interest = on_grid(Exact::of(rate.dividend * balance, 0), Exact::of(rate.divisor, 0), unit, mode);
    if (row + 1 == again.count) planned.principal = balance;
    else planned.principal = row < again.grace ? 0 : level_principal(balance, again.count - row, rate, unit, mode);
    balance -= planned.principal;
  }
}

// Products without cents cut each part to whole units; the principal that this leaves comes with the last row.
class WholeRows {
 public:
  WholeRows(const Account& account, const Repricing& again)
      : terms_(account.terms), again_(again), unit_(OpenCbsGrid(account.terms).unit()), rate_(rate_of(account.terms)) {}

  // `rows` as they are before they are cut: a row without a part keeps none.
  void cut(std::vector<PlannedRow>& rows) const {
    std::int64_t balance = again_.principal;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      PlannedRow& planned = rows[row];
      if (planned.interest != 0) planned.interest = cut_interest(planned, balance);
      planned.principal = row + 1 == rows.size() ? balance : cut_principal(planned);
      balance -= planned.principal;
    }
  }

 private:
  [[nodiscard]] std::int64_t whole(std::int64_t units) const { return units / unit_ * unit_; }
  [[nodiscard]] bool is_flat() const { return terms_.interest.method == InterestMethod::flat; }

  [[nodiscard]] std::int64_t cut_principal(const PlannedRow& planned) const {
    if (planned.principal == 0 || is_weighted(terms_)) return whole(planned.principal);
    return whole(again_.principal / (again_.count - again_.grace));
  }
  [[nodiscard]] std::int64_t cut_interest(const PlannedRow& planned, std::int64_t balance) const {
    if (is_flat() && is_weighted(terms_)) return whole(planned.interest);
    const Exact base = is_flat() ? again_.principal : balance;
    return on_grid(Exact::of(rate_.dividend, 0) * base, Exact::of(rate_.divisor, 0), unit_, Rounding::down);
  }

  const LoanTerms& terms_;
  const Repricing& again_;
  std::int64_t unit_;
  InstallmentRate rate_;
};

// What payments left below the grid comes with the last row.
std::vector<PlannedRow> rows_of(const LoanTerms& terms) {
  const Schedule schedule = amortize(terms);
  std::vector<PlannedRow> rows;
  rows.reserve(schedule.size());
  std::int64_t left = terms.principal.units();
  for (const Installment& row : schedule) {
    rows.push_back({row.units.principal, row.units.interest});
    left -= row.units.principal;
  }
  rows.back().principal += left;
  return rows;
}

// The same schedule in cents, where the currency has them.
std::vector<PlannedRow> rows_in_cents(LoanTerms terms) {
  std::get<OpenCbsRounding>(terms.rounding).currency_digits.reset();
  return rows_of(terms);
}

}  // namespace

int installments_before(const Account& account, std::size_t k) {
  const auto end = account.facts.begin() + static_cast<std::ptrdiff_t>(k);
  return static_cast<int>(
      std::count_if(account.facts.begin(), end, [](const RowFacts& row) { return row.kind == RowKind::installment; }));
}

std::int64_t flat_base(const Account& account) {
  std::int64_t after = 0;
  for (std::size_t k = account.dues.size(); k-- > 0;) {
    const RowFacts& row = account.facts[k];
    if (row.kind == RowKind::additional && row.charged.principal > 0) return after;
    after += row.charged.principal;
  }
  return account.disbursed();
}

std::int64_t opencbs_interest(const LoanTerms& terms, std::int64_t balance, int days, int nominal) {
  const InstallmentRate rate = rate_of(terms);
  const std::int64_t unit = OpenCbsGrid(terms).unit();
  const Integer units =
      quotient(Integer(balance) * rate.dividend * days, rate.divisor * nominal * unit, opencbs_mode(terms));
  return minor_units(units * unit);
}

std::vector<PlannedRow> priced_again(const Account& account, const Repricing& again) {
  if (again.principal == 0) return std::vector<PlannedRow>(static_cast<std::size_t>(again.count));
  return rows_of(terms_again(account, again));
}

std::vector<PlannedRow> priced_after_early(const Account& account, const Repricing& again) {
  if (again.principal == 0) return priced_again(account, again);
  const bool whole = OpenCbsGrid(account.terms).is_whole();
  const bool spreads = std::get<OpenCbsRounding>(account.terms.rounding).residual == Residual::spread;
  const bool level = account.terms.interest.method == InterestMethod::declining &&
                     std::holds_alternative<EqualInstallments>(account.terms.amortization);
  if (level) {
    std::vector<PlannedRow> rows = priced_again(account, again);
    if (spreads) level_again(rows, account, again, whole ? Rounding::down : Rounding::half_up);
    return rows;
  }
  if (!whole) return priced_again(account, again);
  std::vector<PlannedRow> rows = rows_in_cents(terms_again(account, again));
  WholeRows(account, again).cut(rows);
  return rows;
}

void charge_row(Account& account, std::size_t k, PlannedRow parts) {
  RowFacts& row = account.facts[k];
  account.charge(k, Component::principal, parts.principal - row.charged.principal);
  account.charge(k, Component::interest, parts.interest - row.charged.interest);
  row.planned.principal = parts.principal;
  row.planned.interest = parts.interest;
}

void balance_rows(Account& account, std::size_t first) {
  std::int64_t balance = 0;
  for (std::size_t k = account.dues.size(); k-- > first;) {
    account.facts[k].balance = balance;
    balance += account.facts[k].charged.principal;
  }
}

}  // namespace solidarity::detail
