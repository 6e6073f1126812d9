// SPDX-License-Identifier: MIT
// OpenCBS desktop: a rate per installment, amounts rounded row by row in one of two modes. docs/presets.md, "opencbs".
#include "schedule/binary64.hpp"
#include "schedule/decimal.hpp"
#include "schedule/nominal_period.hpp"
#include "schedule/peer_product.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace solidarity::detail {
namespace {

constexpr PeerProduct opencbs{.preset = "opencbs",
                              .flat_interest = true,
                              .equal_principal = true,
                              .weighted_principal = true,
                              .rate_of_installment = true,
                              .first_period_ratio = true,
                              .principal_grace = true,
                              .interest_free_grace = true};

// ---------------------------------------------------------------- dates and rate

// A first due date that is only the moved date of disbursement + 1 period leaves the anchor where it is.
LoanTerms anchored(const LoanTerms& terms) {
  LoanTerms dated = terms;
  if (std::holds_alternative<OnDates>(terms.repayments.every)) return dated;
  dated.repayments.first_due_on.reset();
  const Date nominal = DateSequence(dated.repayments.every, terms.disbursed_on, {}).at(1);
  if (terms.repayments.first_due_on != terms.calendar.business_days.rolled(nominal, terms.calendar.roll))
    dated.repayments.first_due_on = terms.repayments.first_due_on;
  return dated;
}

struct Days {
  int actual;
  int nominal;
};

Days days_of_first_period(const LoanTerms& dated) {
  const DateSequence sequence(dated.repayments.every, dated.disbursed_on, dated.repayments.first_due_on);
  const Date due = sequence.at(1);
  const Date moved = dated.calendar.business_days.rolled(due, dated.calendar.roll);
  return {moved - dated.disbursed_on, due - sequence.step_before(1)};
}

// Of one installment, exact.
struct InstallmentRate {
  Exact dividend;
  Exact divisor = 1;
};

InstallmentRate rate_of(const LoanTerms& terms) {
  const Exact quoted = Exact::fraction(terms.interest.rate);
  if (terms.interest.per == RatePeriod::installment) return {quoted};
  const NominalPeriod period = nominal_period(terms);
  return {quoted * quotes_per_year(terms.interest.per) * period.count, units_per_year(period.unit)};
}

// ---------------------------------------------------------------- the loan

struct Plan {
  std::int64_t principal;  // minor units
  InstallmentRate rate;
  int count;
  int grace;  // first rows without principal
  int free;   // first rows without interest
  Residual residual;
  Grid away;  // halves away from zero
  Grid to_even;

  [[nodiscard]] int paying() const { return count - grace; }  // rows with principal
  [[nodiscard]] int bearing() const { return count - free; }  // rows with interest
  [[nodiscard]] bool spreads() const { return residual == Residual::spread; }
  [[nodiscard]] std::size_t last() const { return static_cast<std::size_t>(count - 1); }
};

int digits_cut(const OpenCbsRounding& policy, Currency currency) {
  return policy.currency_digits ? currency.digits() - *policy.currency_digits : 0;
}

Plan plan_of(const LoanTerms& terms, const OpenCbsRounding& policy) {
  const auto unit = power_of_ten(digits_cut(policy, terms.principal.currency())).convert_to<std::int64_t>();
  return {.principal = terms.principal.units(),
          .rate = rate_of(terms),
          .count = terms.repayments.count,
          .grace = terms.grace.principal,
          .free = terms.grace.interest_free,
          .residual = policy.residual,
          .away = {unit, Rounding::half_up},
          .to_even = {unit, Rounding::half_even}};
}

// dividend / divisor in minor units, rounded to the grid.
std::int64_t on_grid(const Exact& dividend, const Exact& divisor, const Grid& grid) {
  return minor_units(divided(dividend, divisor * grid.unit, Decimals{0, grid.mode}).coefficient() * grid.unit);
}

std::int64_t interest_on(std::int64_t balance, const Plan& plan, const Grid& grid) {
  return on_grid(plan.rate.dividend * balance, plan.rate.divisor, grid);
}

using Rows = std::vector<Components>;

void add(std::int64_t& column, std::int64_t amount) { column = checked_units(wide{column} + amount); }

// Runs the balance down by `principal_of(row, balance, interest)` after the grace; returns what is left of it.
template <class PrincipalOf>
std::int64_t run_down(const Plan& plan, const Grid& grid, Rows& rows, PrincipalOf principal_of) {
  std::int64_t balance = plan.principal;
  for (int row = 0; row < plan.count; ++row) {
    const std::int64_t interest = row < plan.free ? 0 : interest_on(balance, plan, grid);
    const std::int64_t principal = row < plan.grace ? 0 : principal_of(row, balance, interest);
    rows.push_back({.principal = principal, .interest = interest});
    add(balance, -principal);
  }
  return balance;
}

// ---------------------------------------------------------------- flat

// Each row its share of what the rows before left.
std::vector<std::int64_t> spread(std::int64_t whole, int skipped, const Plan& plan) {
  std::vector<std::int64_t> shares(static_cast<std::size_t>(skipped), 0);
  for (int row = skipped; row < plan.count; ++row) {
    shares.push_back(plan.away.divide(whole, plan.count - row));
    add(whole, -shares.back());
  }
  return shares;
}

// The same share in each row, and what is missing in the first or last of them.
std::vector<std::int64_t> equal(std::int64_t whole, int skipped, const Plan& plan) {
  const int sharing = plan.count - skipped;
  const std::int64_t share = plan.away.divide(whole, sharing);
  std::vector<std::int64_t> shares(static_cast<std::size_t>(skipped), 0);
  shares.resize(static_cast<std::size_t>(plan.count), share);
  const std::size_t residual = plan.residual == Residual::first ? static_cast<std::size_t>(skipped) : plan.last();
  shares[residual] = checked_units(wide{whole} - wide{share} * (sharing - 1));
  return shares;
}

std::vector<std::int64_t> shared(std::int64_t whole, int skipped, const Plan& plan) {
  return plan.spreads() ? spread(whole, skipped, plan) : equal(whole, skipped, plan);
}

Rows flat(const Plan& plan) {
  const std::int64_t interest =
      on_grid(plan.rate.dividend * plan.principal * plan.bearing(), plan.rate.divisor, plan.away);
  const auto principal_shares = shared(plan.principal, plan.grace, plan);
  const auto interest_shares = shared(interest, plan.free, plan);
  Rows rows;
  for (std::size_t row = 0; row <= plan.last(); ++row)
    rows.push_back({.principal = principal_shares[row], .interest = interest_shares[row]});
  return rows;
}

// ---------------------------------------------------------------- equal installments

// balance r / (1 - (1+r)^-count); the power is a double cut to 15 significant digits.
std::int64_t annuity(std::int64_t balance, int count, const Plan& plan) {
  const Binary64 rate = Binary64::nearest(plan.rate.dividend, plan.rate.divisor);
  const Exact power_digits = rounded(power(Binary64(1) + rate, -count).exact(), Significant{15, Rounding::half_even});
  const Exact complement = Exact(1) - power_digits;
  if (complement.is_zero()) return plan.away.divide(balance, count);  // no rate, or one below the 15th digit
  return on_grid(plan.rate.dividend * balance, plan.rate.divisor * complement, plan.away);
}

Rows level_spread(const Plan& plan) {
  Rows rows;
  run_down(plan, plan.away, rows, [&](int row, std::int64_t balance, std::int64_t interest) {
    return row == plan.count - 1 ? balance : checked_units(wide{annuity(balance, plan.count - row, plan)} - interest);
  });
  return rows;
}

// One annuity for all rows; what is left over joins the first or last of them and changes no interest.
Rows level_fixed(const Plan& plan) {
  Rows rows;
  const std::int64_t level = annuity(plan.principal, plan.paying(), plan);
  const std::int64_t left = run_down(plan, plan.away, rows, [&](int, std::int64_t, std::int64_t interest) {
    return checked_units(wide{level} - interest);
  });
  add(rows[plan.residual == Residual::first ? static_cast<std::size_t>(plan.grace) : plan.last()].principal, left);
  return rows;
}

// ---------------------------------------------------------------- equal principal and weights: halves to even

Rows equal_principal(const Plan& plan) {
  Rows rows;
  run_down(plan, plan.to_even, rows,
           [&](int row, std::int64_t balance, std::int64_t) { return plan.to_even.divide(balance, plan.count - row); });
  return rows;
}

Exact sum_of(const std::vector<std::int64_t>& weights) {
  return std::accumulate(weights.begin(), weights.end(), Exact(0),
                         [](const Exact& sum, std::int64_t w) { return sum + w; });
}

Rows weighted_declining(const Plan& plan, const std::vector<std::int64_t>& weights) {
  Rows rows;
  run_down(plan, plan.to_even, rows, [&](int row, std::int64_t balance, std::int64_t) {
    const Exact share = Exact(plan.principal) * weights[static_cast<std::size_t>(row - plan.grace)];
    return row == plan.count - 1 ? balance : on_grid(share, sum_of(weights), plan.to_even);
  });
  return rows;
}

// Rounds exact shares one after the other; what rounding cut off one is added to the next.
class Carry {
 public:
  Carry(Exact divisor, Grid grid) : divisor_(std::move(divisor)), grid_(grid) {}

  std::int64_t next(const Exact& share) { return take(carry_ + share, carry_ + share); }

  // As the peer does in grace: the carry from before is rounded in and then forgotten.
  std::int64_t next_in_grace(const Exact& share) { return take(carry_ + share, share); }

 private:
  std::int64_t take(const Exact& due, const Exact& remembered) {
    const std::int64_t units = on_grid(due, divisor_, grid_);
    carry_ = remembered - divisor_ * units;
    return units;
  }

  Exact divisor_;  // of every share
  Grid grid_;
  Exact carry_;
};

Rows weighted_flat(const Plan& plan, const WeightedPrincipal& form) {
  const auto& weights = form.weights;
  const auto& interest_weights = form.interest_weights.empty() ? weights : form.interest_weights;
  const Exact interest_sum = sum_of(interest_weights);
  const Exact interest_of_row = plan.rate.dividend * plan.principal;  // to be divided by the rate's divisor
  Carry principal(sum_of(weights), plan.to_even);
  Carry interest(plan.rate.divisor * interest_sum, plan.to_even);
  Rows rows;
  for (int row = 0; row < plan.grace; ++row)
    rows.push_back({.interest = interest.next_in_grace(row < plan.free ? Exact(0) : interest_of_row * interest_sum)});
  for (std::size_t k = 0; k < weights.size(); ++k)
    rows.push_back({.principal = principal.next(Exact(plan.principal) * weights[k]),
                    .interest = interest.next(interest_of_row * plan.paying() * interest_weights[k])});
  return rows;
}

// ---------------------------------------------------------------- the form of the loan

Rows rows_of(const LoanTerms& terms, const Plan& plan) {
  const bool flat_interest = terms.interest.method == InterestMethod::flat;
  if (const auto* form = std::get_if<WeightedPrincipal>(&terms.amortization))
    return flat_interest ? weighted_flat(plan, *form) : weighted_declining(plan, form->weights);
  if (flat_interest) return flat(plan);
  if (std::holds_alternative<EqualPrincipal>(terms.amortization)) return equal_principal(plan);
  return plan.spreads() ? level_spread(plan) : level_fixed(plan);
}

// The mode of the form: level and flat amounts go away from zero.
const Grid& grid_of(const LoanTerms& terms, const Plan& plan) {
  if (std::holds_alternative<WeightedPrincipal>(terms.amortization)) return plan.to_even;
  const bool equal_principal =
      terms.interest.method == InterestMethod::declining && std::holds_alternative<EqualPrincipal>(terms.amortization);
  return equal_principal ? plan.to_even : plan.away;
}

// Only row 1 changes: the balance after it stays.
void scale_first_interest(Components& first, const LoanTerms& dated, const Grid& grid) {
  const Days days = days_of_first_period(dated);
  first.interest = on_grid(Exact(first.interest) * days.actual, days.nominal, grid);
}

bool is_negative(const Components& row) { return row.principal < 0 || row.interest < 0; }

}  // namespace

Outcome price_as_opencbs(const LoanTerms& terms, const OpenCbsRounding& policy, std::span<Installment> rows) {
  refuse_beyond(opencbs, terms);
  const LoanTerms dated = anchored(terms);
  const Plan plan = plan_of(terms, policy);
  const Grid& grid = grid_of(terms, plan);
  Rows parts = rows_of(terms, plan);
  if (terms.interest.first_period == FirstPeriod::actual_ratio) scale_first_interest(parts.front(), dated, grid);
  Outcome outcome = written(dated, grid, parts, rows);
  if (std::ranges::any_of(parts, is_negative)) outcome.refused = ErrorCode::residual_too_large;
  return outcome;
}

}  // namespace solidarity::detail
