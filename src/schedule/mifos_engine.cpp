// SPDX-License-Identifier: MIT
// Mifos Head: amounts at 13 decimals, a rate in doubles, three rounding rules, one row that absorbs the rest.
// docs/presets.md, "mifos".
#include "schedule/binary64.hpp"
#include "schedule/decimal.hpp"
#include "schedule/nominal_period.hpp"
#include "schedule/peer_product.hpp"

#include <algorithm>
#include <vector>

namespace solidarity::detail {
namespace {

constexpr PeerProduct mifos{.preset = "mifos",
                            .flat_interest = true,
                            .equal_principal = true,
                            .rate_of_installment = true,
                            .year_days = true,
                            .principal_grace = true,
                            .skipped_installments = true,
                            .fees_at_installment = true};

constexpr Decimals kept{13, Rounding::half_up};  // after every operation on money

Exact keep(const Exact& value) { return rounded(value, kept); }

// ---------------------------------------------------------------- rates

int year_days(const LoanTerms& terms) {
  const int given = std::get<ByPeriod>(terms.interest.accrual).year_days;
  return given == 0 ? 365 : given;
}

int days_in(NominalPeriod period) { return (period.unit == PeriodUnit::week ? 7 : 1) * period.count; }

Binary64 percent(const LoanTerms& terms) { return Binary64::nearest(Exact::percentage(terms.interest.rate)); }
Binary64 percent_per_year(const LoanTerms& terms) { return percent(terms) * quotes_per_year(terms.interest.per); }

Binary64 installments_per_year(const LoanTerms& terms) {
  const NominalPeriod period = nominal_period(terms);
  if (period.unit == PeriodUnit::month) return Binary64(12) / period.count;
  return Binary64(year_days(terms)) / days_in(period);
}

// Of one installment; the last bits can decide a cent, so the order of the divisions is the peer's.
Binary64 rate_of(const LoanTerms& terms) {
  if (terms.interest.per == RatePeriod::installment) return percent(terms) / 100;
  return percent_per_year(terms) / installments_per_year(terms) / 100;
}

Binary64 years(const LoanTerms& terms) {
  const NominalPeriod period = nominal_period(terms);
  const int count = terms.repayments.count;
  if (period.unit == PeriodUnit::month) return Binary64(30 * period.count * count) / 360;
  return Binary64(days_in(period) * count) / year_days(terms);
}

// ---------------------------------------------------------------- before rounding

struct Part {
  Exact principal;
  Exact interest;
};

struct Parts {
  std::vector<Part> rows;
  Exact interest;  // of the whole loan
};

struct Plan {
  Exact principal;
  int count;
  int grace;   // first rows without principal
  Exact rate;  // of one installment: the double as it is

  [[nodiscard]] Exact equal_part() const { return divided(principal, count - grace, kept); }
  [[nodiscard]] bool in_grace(int row) const { return row < grace; }
};

Exact flat_interest(const LoanTerms& terms, const Plan& plan) {
  if (terms.interest.per == RatePeriod::installment) return keep(plan.principal * plan.rate * plan.count);
  return divided(plan.principal * (percent_per_year(terms) * years(terms)).exact(), 100, kept);
}

Parts flat(const LoanTerms& terms, const Plan& plan) {
  const Exact interest = flat_interest(terms, plan);
  const Part paying{plan.equal_part(), divided(interest, plan.count, kept)};
  Parts parts{std::vector<Part>(static_cast<std::size_t>(plan.count), paying), interest};
  for (int row = 0; plan.in_grace(row); ++row) parts.rows[static_cast<std::size_t>(row)].principal = 0;
  return parts;
}

template <class PrincipalOf>
Parts declining(const Plan& plan, PrincipalOf principal_of) {
  Parts parts;
  Exact balance = plan.principal;
  for (int row = 0; row < plan.count; ++row) {
    const Exact interest = keep(balance * plan.rate);
    const Exact principal = plan.in_grace(row) ? Exact(0) : principal_of(interest);
    parts.rows.push_back({principal, interest});
    parts.interest += interest;
    balance -= principal;
  }
  return parts;
}

// P r / (1 - (1+r)^-m), the power and its complement in doubles.
Exact level_installment(const Plan& plan, Binary64 rate) {
  const Binary64 complement = Binary64(1) - power(Binary64(1) + rate, plan.grace - plan.count);
  if (complement.is_zero()) return plan.equal_part();  // no rate, or one below the last bit of 1 + r
  return divided(plan.principal * plan.rate, complement.exact(), kept);
}

Parts parts_of(const LoanTerms& terms, const Plan& plan, Binary64 rate) {
  if (terms.interest.method == InterestMethod::flat) return flat(terms, plan);
  if (std::holds_alternative<EqualPrincipal>(terms.amortization))
    return declining(plan, [each = plan.equal_part()](const Exact&) { return each; });
  return declining(plan, [level = level_installment(plan, rate)](const Exact& interest) { return level - interest; });
}

// Of every installment; a percentage is of the whole loan.
Exact fee_of(const Fee& fee, const Exact& principal, const Exact& interest) {
  if (const auto* amount = std::get_if<Money>(&fee.amount)) return Exact::of(*amount);
  const auto& share = std::get<PercentOf>(fee.amount);
  const Exact base = share.of == ChargeBase::principal  ? principal
                     : share.of == ChargeBase::interest ? interest
                                                        : principal + interest;
  return divided(base * Exact::percentage(share.percent), 100, kept);
}

Exact fees_of_installment(const LoanTerms& terms, const Exact& principal, const Exact& interest) {
  Exact sum;
  for (const Fee& fee : terms.fees)
    if (std::holds_alternative<AtInstallment>(fee.at)) sum += fee_of(fee, principal, interest);
  return sum;
}

// ---------------------------------------------------------------- rounding

// A multiple and its mode: the quotient goes to 13 significant digits before it becomes a whole number.
struct Rule {
  Exact multiple;
  Rounding mode;
  Exact operator()(const Exact& value) const {
    return rounded(divided(value, multiple, Significant{13, Rounding::half_up}), Decimals{0, mode}) * multiple;
  }
};

struct Rules {
  Rule amount;
  Rule installment;
  Rule whole;  // of the loan's total and of the row that absorbs
};

int currency_digits(const MifosRounding& policy, Currency currency) {
  return policy.currency_digits.value_or(currency.digits());
}

Rules rules_of(const MifosRounding& policy, Currency currency) {
  const auto micros = [](std::int64_t count) { return Exact::of(count, 6); };
  return {.amount = {Exact::of(1, currency_digits(policy, currency)), policy.currency_mode},
          .installment = {micros(policy.installment_multiple_micros), policy.installment_mode},
          .whole = {micros(policy.final_multiple_micros), policy.final_mode}};
}

struct Amounts {
  Exact principal;
  Exact interest;
  Exact fees;
  [[nodiscard]] Exact total() const { return principal + interest + fees; }
};

Amounts operator+(const Amounts& a, const Amounts& b) {
  return {a.principal + b.principal, a.interest + b.interest, a.fees + b.fees};
}

// Which part of a row takes what rounds its total: interest in grace and when the principal is equal, else principal.
enum class Plug : std::uint8_t { interest = 1, principal };

Amounts rounded_row(const Rules& rules, const Part& part, const Exact& fee, Plug plug) {
  const Exact total = rules.installment(part.principal + part.interest + fee);
  const Exact fees = rules.amount(fee);
  if (plug == Plug::principal) {
    const Exact interest = rules.amount(part.interest);
    return {total - fees - interest, interest, fees};
  }
  const Exact principal = part.principal.is_zero() ? Exact(0) : rules.amount(part.principal);
  return {principal, total - fees - principal, fees};
}

// What the other rows leave of the whole loan.
Amounts absorbing_row(const Rules& rules, const Amounts& whole, const Amounts& others) {
  const Exact total = rules.whole(rules.whole(whole.total()) - others.total());
  const Exact principal = rules.amount(whole.principal - others.principal);
  const Exact fees = rules.amount(whole.fees) - others.fees;
  return {principal, total - principal - fees, fees};
}

Plug plug_of(const LoanTerms& terms, const Plan& plan, int row) {
  const bool equal_principal =
      terms.interest.method == InterestMethod::declining && std::holds_alternative<EqualPrincipal>(terms.amortization);
  return plan.in_grace(row) || equal_principal ? Plug::interest : Plug::principal;
}

std::vector<Amounts> rounded_rows(const LoanTerms& terms, const MifosRounding& policy, const Plan& plan,
                                  const Parts& parts) {
  const Rules rules = rules_of(policy, terms.principal.currency());
  const Exact fee = fees_of_installment(terms, plan.principal, parts.interest);
  const int absorbs = policy.residual == Residual::first ? plan.grace : plan.count - 1;
  std::vector<Amounts> rows(parts.rows.size());
  Amounts others;
  for (int row = 0; row < plan.count; ++row) {
    if (row == absorbs) continue;
    const auto index = static_cast<std::size_t>(row);
    rows[index] = rounded_row(rules, parts.rows[index], fee, plug_of(terms, plan, row));
    others = others + rows[index];
  }
  rows[static_cast<std::size_t>(absorbs)] =
      absorbing_row(rules, {plan.principal, parts.interest, fee * plan.count}, others);
  return rows;
}

std::vector<Components> in_minor_units(const std::vector<Amounts>& rows, Currency currency) {
  std::vector<Components> units;
  units.reserve(rows.size());
  for (const Amounts& row : rows)
    units.push_back({.principal = minor_units(row.principal, currency),
                     .interest = minor_units(row.interest, currency),
                     .fees = minor_units(row.fees, currency)});
  return units;
}

bool is_negative(const Components& row) { return row.principal < 0 || row.interest < 0 || row.fees < 0; }

Grid amount_grid(const MifosRounding& policy, Currency currency) {
  const int coarser = currency.digits() - currency_digits(policy, currency);
  return {power_of_ten(coarser).convert_to<std::int64_t>(), policy.currency_mode};
}

}  // namespace

Outcome price_as_mifos(const LoanTerms& terms, const MifosRounding& policy, std::span<Installment> rows) {
  refuse_beyond(mifos, terms);
  const Currency currency = terms.principal.currency();
  const Binary64 rate = rate_of(terms);
  const Plan plan{Exact::of(terms.principal), terms.repayments.count, terms.grace.principal, rate.exact()};
  const auto parts = in_minor_units(rounded_rows(terms, policy, plan, parts_of(terms, plan, rate)), currency);
  Outcome outcome = written(terms, amount_grid(policy, currency), parts, rows);
  if (!policy.allow_negative_last && std::ranges::any_of(parts, is_negative))
    outcome.refused = ErrorCode::residual_too_large;
  return outcome;
}

}  // namespace solidarity::detail
