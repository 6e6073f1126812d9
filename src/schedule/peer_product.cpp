// SPDX-License-Identifier: MIT
#include "schedule/peer_product.hpp"

#include "schedule/charges.hpp"

#include <fmt/format.h>

#include <memory_resource>

namespace solidarity::detail {
namespace {

class Refusals {
 public:
  Refusals(const PeerProduct& product, const LoanTerms& terms) : knows_(product), terms_(terms) {}

  void check() const {
    check_interest(terms_.interest);
    check_form();
    check_grace(terms_.grace);
    for (const Fee& fee : terms_.fees) check_fee(fee);
    check_rest();
  }

 private:
  void refuse_if(bool given, std::string_view field, std::string_view why) const {
    if (given)
      refuse(ErrorCode::contradictory_terms, field,
             fmt::format("{} contradicts /rounding/preset: {} {}", field, knows_.preset, why));
  }

  void check_interest(const InterestTerms& interest) const {
    const auto* by_period = std::get_if<ByPeriod>(&interest.accrual);
    refuse_if(interest.method == InterestMethod::flat && !knows_.flat_interest, "/interest/method",
              "has no flat interest");
    refuse_if(interest.per == RatePeriod::term, "/interest/per", "quotes no rate for the whole term");
    refuse_if(interest.per == RatePeriod::installment && !knows_.rate_of_installment, "/interest/per",
              "quotes no rate of an installment");
    refuse_if(by_period == nullptr, "/interest/accrual", "counts periods, not days");
    refuse_if(by_period->year_days != 0 && !knows_.year_days, "/interest/year_days",
              "has no choice of the days of a year");
    refuse_if(interest.kind == RateKind::effective, "/interest/rate_kind", "has nominal rates only");
    refuse_if(interest.from.has_value(), "/interest/from", "charges interest from the disbursement on");
    refuse_if(interest.first_period == FirstPeriod::actual_ratio && !knows_.first_period_ratio,
              "/interest/first_period", "charges a whole period whatever its days");
    refuse_if(interest.first_period_years.has_value(), "/interest/first_period",
              "counts the days of a broken first period itself");
    refuse_if(!interest.changes.empty(), "/interest/rate_changes", "keeps one rate");
    refuse_if(interest.capitalise_in_grace, "/interest/capitalise", "adds no interest to the balance");
  }

  void check_form() const {
    const auto* level = std::get_if<EqualInstallments>(&terms_.amortization);
    const bool known = level != nullptr ||
                       (std::holds_alternative<EqualPrincipal>(terms_.amortization) && knows_.equal_principal) ||
                       (std::holds_alternative<WeightedPrincipal>(terms_.amortization) && knows_.weighted_principal);
    refuse_if(!known, "/amortization", "does not repay in this form");
    refuse_if(level != nullptr && level->amount && !knows_.fixed_installment, "/installment_amount",
              "computes the installment");
  }

  void check_grace(const Grace& grace) const {
    refuse_if(grace.principal > 0 && !knows_.principal_grace, "/grace/principal", "has no grace");
    refuse_if(grace.interest_payment > 0, "/grace/interest_payment", "defers no interest");
    refuse_if(grace.interest_free > 0 && !knows_.interest_free_grace, "/grace/interest_free",
              "has no grace free of interest");
    refuse_if(grace.interest_free > 0 && grace.interest_free != grace.principal, "/grace/interest_free",
              "forgives the interest of all rows of /grace/principal or of none");
    refuse_if(grace.all > 0 && !knows_.skipped_installments, "/grace/all", "skips no installments");
  }

  void check_fee(const Fee& fee) const {
    refuse_if(std::holds_alternative<Date>(fee.at), "/fees", "has no fee on a date");
    refuse_if(fee.financed, "/fees", "finances no fee");
    if (std::holds_alternative<AtInstallment>(fee.at)) check_installment_fee(fee);
  }

  void check_installment_fee(const Fee& fee) const {
    const auto* share = std::get_if<PercentOf>(&fee.amount);
    refuse_if(!knows_.fees_at_installment, "/fees", "takes fees at disbursement only");
    refuse_if(fee.kind != ChargeKind::fee, "/fees", "has no planned penalty or insurance");
    refuse_if(share != nullptr && share->of == ChargeBase::installment, "/fees", "takes percentages of the whole loan");
    refuse_if(fee.min || fee.max, "/fees", "has no bounds of a fee");
  }

  void check_rest() const {
    refuse_if(!terms_.further_tranches.empty(), "/tranches", "hands out the loan at once");
    refuse_if(!terms_.down_payment.is_zero(), "/down_payment_percent", "has no down payment");
    refuse_if(!terms_.moratoria.empty(), "/moratoria", "has no moratorium");
    refuse_if(terms_.negative_amortization, "/negative_amortization", "lets no balance grow");
    refuse_if(terms_.insurance.has_value(), "/insurance", "has no insurance in its schedule");
  }

  const PeerProduct& knows_;
  const LoanTerms& terms_;
};

}  // namespace

void refuse_beyond(const PeerProduct& product, const LoanTerms& terms) { Refusals(product, terms).check(); }

Outcome refused(const LoanTerms& terms, ErrorCode code) {
  return {.disbursement = taken_at_disbursement(terms, Grid{}), .refused = code};
}

Outcome written(const LoanTerms& dated, const Grid& grid, std::span<const Components> parts,
                std::span<Installment> rows) {
  std::pmr::monotonic_buffer_resource memory;
  const Timeline timeline(dated, memory);
  Outcome outcome{.rows = parts.size(), .disbursement = taken_at_disbursement(dated, grid)};
  const Currency currency = dated.principal.currency();
  outcome.disbursement.principal =
      total_advanced(merged_advances(dated, timeline, outcome.disbursement, grid, memory), currency);
  wide balance = outcome.disbursement.principal.units();
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Row& row = timeline.rows()[k];
    balance -= parts[k].principal;
    rows[k] = {row.due, row.days, static_cast<std::uint16_t>(k + 1), currency, parts[k], checked_units(balance)};
  }
  return outcome;
}

}  // namespace solidarity::detail
