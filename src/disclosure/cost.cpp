// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/cost.hpp>

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/disclosure/apr.hpp>
#include <solidarity/disclosure/irr.hpp>

#include <algorithm>

namespace solidarity {
namespace {

// Amounts on days and, beside each, the number of its period: 0 for the disbursement, k for the k-th installment.
class Flows {
 public:
  Flows(const LoanTerms& terms, const Schedule& schedule)
      : terms_(terms), schedule_(schedule), cost_(Money::zero(schedule.currency())) {
    add_disbursements();
    add_rows();
    if (terms.compulsory_savings) add_savings(*terms.compulsory_savings);
  }

  BorrowerFlows take(double periods_per_year) && {
    std::ranges::stable_sort(dated_, {}, &DatedFlow::on);
    if (periods_per_year <= 0) regular_.clear();
    return {std::move(dated_), std::move(regular_), periods_per_year, cost_};
  }

 private:
  void receive(Date on, int period, Money amount) {
    cost_ -= amount;
    if (amount.is_zero()) return;
    dated_.push_back(flow_on(on, amount));
    regular_.push_back(flow_at(period, amount));
  }
  void pay(Date on, int period, Money amount) { receive(on, period, -amount); }

  void add_disbursements() {
    Money later = Money::zero(schedule_.currency());
    for (const Tranche& tranche : terms_.further_tranches) {
      receive(tranche.on, 0, tranche.amount);
      later += tranche.amount;
    }
    receive(terms_.disbursed_on, 0, schedule_.disbursement().net() - later);
  }

  // Number of the period in which a row falls: down payments belong to the disbursement.
  void add_rows() {
    int period = 0;
    for (const Installment& row : schedule_) {
      if (row.days > 0) ++period;
      pay(row.due, row.days > 0 ? period : 0, row.total());
    }
    last_period_ = period;
  }

  void add_savings(const CompulsorySavings& savings) {
    Money deposited = Money::zero(schedule_.currency());
    Money interest = deposited;
    const Date end = schedule_.back().due;
    const auto deposit = [&](Date on, int period, Money base) {
      const Money amount = scaled(base, savings.percent.ticks(), Rate::one, Rounding::half_even);
      pay(on, period, amount);
      deposited += amount;
      interest += scaled(amount, wide{savings.interest_per_year.ticks()} * (end - on), wide{Rate::one} * 365,
                         Rounding::half_even);
    };
    const Money principal = schedule_.disbursement().principal - schedule_.disbursement().financed;
    if (!savings.at_installment) deposit(terms_.disbursed_on, 0, principal);
    int period = 0;
    for (const Installment& row : schedule_) {
      if (!savings.at_installment || row.days == 0) continue;
      const bool of_row = savings.of == CompulsorySavings::Base::installment;
      deposit(row.due, ++period, of_row ? row.principal() + row.interest() : principal);
    }
    receive(end, last_period_, deposited + interest);
  }

  const LoanTerms& terms_;
  const Schedule& schedule_;
  std::vector<DatedFlow> dated_;
  std::vector<RegularFlow> regular_;
  Money cost_;
  int last_period_ = 0;
};

bool starts_with_a_whole_period(const LoanTerms& terms) {
  if (terms.interest.from && *terms.interest.from != terms.disbursed_on) return false;
  if (!terms.repayments.first_due_on) return true;
  const DateSequence sequence(terms.repayments.every, terms.disbursed_on, terms.repayments.first_due_on);
  return sequence.step_before(1) == terms.disbursed_on;
}

double regular_periods_per_year(const LoanTerms& terms) {
  const auto* by_period = std::get_if<ByPeriod>(&terms.interest.accrual);
  const bool one_day =
      std::ranges::all_of(terms.further_tranches, [&](const Tranche& t) { return t.on == terms.disbursed_on; });
  if (!by_period || !one_day || !terms.moratoria.empty() || terms.grace.all > 0 ||
      std::holds_alternative<OnDates>(terms.repayments.every) || !starts_with_a_whole_period(terms))
    return 0;
  const PerYear per_year = periods_per_year(terms.repayments.every, by_period->year_days);
  return static_cast<double>(per_year.numerator) / per_year.denominator;
}

}  // namespace

BorrowerFlows borrower_flows(const LoanTerms& terms, const Schedule& schedule) {
  return Flows(terms, schedule).take(regular_periods_per_year(terms));
}

LoanCost cost_of(const LoanTerms& terms, const Schedule& schedule) {
  const BorrowerFlows flows = borrower_flows(terms, schedule);
  LoanCost cost{.total_cost = flows.total_cost};
  try {
    if (!flows.regular.empty()) {
      const RateResult result = irr(flows.regular);
      cost.irr_per_period = result.rate;
      cost.apr_percent = nominal_apr_percent(result.rate, flows.periods_per_year);
      cost.eir_percent = eir_percent(result.rate, flows.periods_per_year);
      cost.ambiguous = result.ambiguous();
    } else {
      const RateResult result = xirr(flows.dated);
      cost.apr_percent = 100 * nominal_rate(result.rate, 12);
      cost.eir_percent = 100 * result.rate;
      cost.ambiguous = result.ambiguous();
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::no_rate && error.code() != ErrorCode::overflow) throw;
    cost.apr_percent.reset();
    cost.eir_percent.reset();
  }
  return cost;
}

}  // namespace solidarity
