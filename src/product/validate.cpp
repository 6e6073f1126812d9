// SPDX-License-Identifier: MIT
#include <solidarity/product/validate.hpp>

#include "product/checks.hpp"

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace solidarity {
namespace {

// When and what is lent, what it costs, when it falls due.
class Checker : detail::Checks {
 public:
  using Checks::Checks;

  void run() {
    check_amounts();
    check_interest();
    check_repayments();
    check_grace();
    detail::check_amortization(terms_, problems_);
    check_tranches();
    for (std::size_t k = 0; k < terms_.fees.size(); ++k) check_fee(terms_.fees[k], k);
    check_insurance_and_savings();
    check_calendar();
    detail::check_rounding(terms_, problems_);
    detail::check_servicing(terms_, problems_);
  }

 private:
  void check_amounts() {
    check_positive(terms_.principal, "/principal");
    check_percent(terms_.down_payment, "/down_payment_percent");
    if (terms_.down_payment.ticks() == Rate::one)
      range("/down_payment_percent", "100%; something must be left to lend");
  }

  // --- interest ---------------------------------------------------------------------------------------------------

  void check_interest() {
    const InterestTerms& interest = terms_.interest;
    if (interest.method != InterestMethod::declining && interest.method != InterestMethod::flat)
      range("/interest/method", "no method; it is declining or flat");
    if (interest.rate < Rate::zero()) range("/interest/rate_percent", "{}; a rate is not negative", interest.rate);
    check_accrual();
    if (interest.first_period_years) check_first_period_years(*interest.first_period_years);
    check_rate_changes();
    if (interest.from && *interest.from < terms_.disbursed_on)
      range("/interest/from", "{} is before the disbursement on {}", *interest.from, terms_.disbursed_on);
    if (interest.capitalise_in_grace) check_capitalisation();
  }

  void check_accrual() {
    const InterestTerms& interest = terms_.interest;
    const bool of_installment =
        interest.per == RatePeriod::installment || (interest.per == RatePeriod::term && !fineract());
    if (by_day()) {
      if (of_installment)
        contradiction("/interest/per", "/interest/accrual", "a rate per installment or term has no days to count");
      if (interest.first_period == FirstPeriod::actual_ratio && !fineract())
        contradiction("/interest/first_period", "/interest/accrual", "real days need no ratio");
      if (std::get<ByDay>(interest.accrual).day_count == DayCount::actual_actual_icma) check_icma();
    } else {
      const int year_days = std::get<ByPeriod>(interest.accrual).year_days;
      if (year_days != 0 && year_days != 360 && year_days != 364 && year_days != 365)
        range("/interest/year_days", "{}; a year has 360, 364 or 365 days here", year_days);
      if (exact() && on_dates() && !of_installment)
        contradiction("/interest/accrual", "/repayments/every",
                      "listed dates have no nominal period; count days, or quote the rate per installment");
    }
    if (interest.kind == RateKind::effective && interest.per != RatePeriod::year)
      contradiction("/interest/rate_kind", "/interest/per", "an effective rate is quoted per year");
  }

  void check_first_period_years(YearFraction years) {
    if (years.denominator < 1 || years.numerator < 1 || years.numerator > 100 * years.denominator)
      range("/interest/first_period/years", "{}/{}; a period is above 0 and at most 100 years", years.numerator,
            years.denominator);
    if (by_day()) contradiction("/interest/first_period", "/interest/accrual", "real days are counted, not given");
    if (terms_.interest.per == RatePeriod::installment || terms_.interest.per == RatePeriod::term)
      contradiction("/interest/first_period", "/interest/per", "a rate per installment or term has no years");
  }

  void check_icma() {
    const PerYear per_year = on_dates() ? PerYear{0, 1} : periods_per_year(terms_.repayments.every);
    if (per_year.denominator < 1) return;  // a step of nothing is refused with the repayments
    if (per_year.numerator == 0 || per_year.numerator % per_year.denominator != 0)
      contradiction("/interest/day_count", "/repayments/every",
                    "actual/actual ICMA needs a whole number of periods a year");
  }

  void check_rate_changes() {
    std::set<Date> days;
    for (std::size_t k = 0; k < terms_.interest.changes.size(); ++k) {
      const RateChange& change = terms_.interest.changes[k];
      const std::string field = fmt::format("/interest/rate_changes/{}", k);
      if (change.rate < Rate::zero()) range(field + "/rate_percent", "{}; a rate is not negative", change.rate);
      if (change.on <= terms_.disbursed_on)
        range(field + "/on", "{} is not after the disbursement on {}", change.on, terms_.disbursed_on);
      if (!days.insert(change.on).second) range(field + "/on", "{} stands twice; one day has one rate", change.on);
    }
    if (!terms_.interest.changes.empty() && terms_.interest.per == RatePeriod::term)
      contradiction("/interest/rate_changes", "/interest/per", "a rate for the whole term cannot change within it");
  }

  void check_capitalisation() {
    if (flat()) contradiction("/interest/capitalise", "/interest/method", "flat interest never joins the balance");
    if (is<Bullet>() ? std::get<Bullet>(terms_.amortization).interest_too
                     : terms_.grace.interest_payment > terms_.grace.principal)
      contradiction("/interest/capitalise", is<Bullet>() ? "/amortization" : "/grace/principal",
                    "interest joins the balance only in rows that repay no principal");
  }

  // --- repayments and grace ---------------------------------------------------------------------------------------

  void check_repayments() {
    if (count() < 1 || count() > max_installments)
      return range("/repayments/count", "{} installments; a loan has 1 to {}", count(), max_installments);
    const std::size_t before = problems_.size();
    std::visit([this](const auto& every) { check_every(every); }, terms_.repayments.every);
    const auto& first = terms_.repayments.first_due_on;
    if (first && *first <= terms_.disbursed_on)
      range("/repayments/first_due_on", "{} is not after the disbursement on {}", *first, terms_.disbursed_on);
    if (problems_.size() == before) check_maturity();
  }

  template <class Steps>
  requires requires(Steps steps) { steps.count; }
  void check_every(const Steps& steps) {
    if (steps.count < 1 || steps.count > 3660) range("/repayments/every", "every {}; a step is 1 to 3660", steps.count);
  }
  void check_every(const Semimonthly&) {}
  void check_every(const EveryNthWeekday& every) {
    if (every.nth != -1 && (every.nth < 1 || every.nth > 4))
      range("/repayments/every", "weekday {}; it is the 1st to 4th, or the last", every.nth);
  }
  void check_every(const OnDates& list) {
    if (static_cast<int>(list.dates.size()) != count())
      range("/repayments/every/due", "{} dates for {} installments", list.dates.size(), count());
    if (!list.dates.empty() && list.dates.front() <= terms_.disbursed_on)
      range("/repayments/every/due/0", "{} is not after the disbursement on {}", list.dates.front(),
            terms_.disbursed_on);
    for (std::size_t k = 1; k < list.dates.size(); ++k)
      if (list.dates[k] <= list.dates[k - 1])
        range(fmt::format("/repayments/every/due/{}", k), "{} does not come after {}", list.dates[k],
              list.dates[k - 1]);
    if (terms_.repayments.first_due_on)
      contradiction("/repayments/first_due_on", "/repayments/every", "the list has its own first date");
    if (exact()) check_list_excludes();
  }

  void check_list_excludes() {
    const auto exclude = [&](bool given, std::string_view field) {
      if (given) contradiction(field, "/repayments/every", "listed dates have no next or previous step");
    };
    exclude(terms_.grace.all > 0, "/grace/all");
    exclude(!terms_.moratoria.empty(), "/moratoria");
    exclude(terms_.interest.first_period == FirstPeriod::actual_ratio, "/interest/first_period");
  }

  void check_maturity() {
    try {
      const DateSequence sequence(terms_.repayments.every, terms_.disbursed_on, terms_.repayments.first_due_on);
      (void)sequence.at(count() + std::clamp(terms_.grace.all, 0, max_installments));
      const Date first = sequence.at(1);
      if (terms_.interest.from && *terms_.interest.from >= first)
        range("/interest/from", "{} is not before the first due date {}", *terms_.interest.from, first);
    } catch (const Error& error) {
      problems_.push_back({error.code(), "/repayments", error.message()});
    }
  }

  void check_grace() {
    const Grace& grace = terms_.grace;
    const auto check = [&](int rows, std::string_view field, int least_left) {
      if (rows < 0 || (count() >= 1 && rows > count() - least_left))
        range(std::string(field), "{} of {} installments; grace is 0 to {}", rows, count(),
              std::max(0, count() - least_left));
    };
    check(grace.principal, "/grace/principal", 1);
    check(grace.interest_payment, "/grace/interest_payment", 1);
    check(grace.interest_free, "/grace/interest_free", exact() ? 1 : 0);
    if (grace.all < 0 || grace.all > max_installments)
      range("/grace/all", "{}; the range is 0 to {}", grace.all, max_installments);
    if (grace.all > 0 && !terms_.moratoria.empty())
      contradiction("/grace/all", "/moratoria", "each moves the first due date");
    if (grace.all > 0 && terms_.interest.from)
      contradiction("/grace/all", "/interest/from", "each sets the first day that bears interest");
  }

  // --- advances, charges, calendar --------------------------------------------------------------------------------

  void check_tranches() {
    if (terms_.further_tranches.size() > 1000)
      add(ErrorCode::limit_exceeded, "/tranches", "{} tranches; at most 1000", terms_.further_tranches.size());
    for (std::size_t k = 0; k < terms_.further_tranches.size(); ++k) {
      const Tranche& tranche = terms_.further_tranches[k];
      check_positive(tranche.amount, fmt::format("/tranches/{}/amount", k + 1));
      if (tranche.on < terms_.disbursed_on)
        range(fmt::format("/tranches/{}/on", k + 1), "{} is before the first advance on {}", tranche.on,
              terms_.disbursed_on);
    }
  }

  void check_fee(const Fee& fee, std::size_t index) {
    const std::string field = fmt::format("/fees/{}", index);
    std::visit(overloaded{[&](const Money& amount) {
                            if (check_currency(amount, field + "/amount") && amount.is_negative())
                              range(field + "/amount", "{}; a fee is not negative", amount);
                          },
                          [&](const PercentOf& share) { check_percent(share.percent, field + "/percent"); }},
               fee.amount);
    if (fee.min) check_currency(*fee.min, field + "/min");
    if (fee.max) check_currency(*fee.max, field + "/max");
    if (fee.min && fee.max && fee.min->units() > fee.max->units())
      contradiction(field + "/min", field + "/max", "the minimum is above the maximum");
    if ((fee.min || fee.max) && std::holds_alternative<Money>(fee.amount))
      contradiction(field + "/amount", fee.min ? field + "/min" : field + "/max", "a fixed amount has no bounds");
    check_fee_time(fee, field);
  }

  void check_fee_time(const Fee& fee, const std::string& field) {
    const bool at_disbursement = std::holds_alternative<AtDisbursement>(fee.at);
    const auto* share = std::get_if<PercentOf>(&fee.amount);
    if (fee.financed && !at_disbursement)
      contradiction(field + "/financed", field + "/at", "only a fee at disbursement can be financed");
    if (at_disbursement && share && share->of != ChargeBase::principal)
      contradiction(field + "/of", field + "/at", "at disbursement a percentage is of the principal");
    if (const Date* on = std::get_if<Date>(&fee.at); on && *on < terms_.disbursed_on)
      range(field + "/at", "{} is before the disbursement on {}", *on, terms_.disbursed_on);
  }

  void check_insurance_and_savings() {
    if (terms_.insurance) check_percent(terms_.insurance->premium, "/insurance");
    if (!terms_.compulsory_savings) return;
    const CompulsorySavings& savings = *terms_.compulsory_savings;
    check_percent(savings.percent, "/compulsory_savings/percent");
    check_percent(savings.interest_per_year, "/compulsory_savings/interest_percent");
    if (savings.of == CompulsorySavings::Base::installment && !savings.at_installment)
      contradiction("/compulsory_savings/of", "/compulsory_savings/at", "at disbursement no installment is due yet");
  }

  void check_calendar() {
    for (std::size_t k = 0; k < terms_.moratoria.size(); ++k)
      if (const Period& period = terms_.moratoria[k].period; period.end < period.start)
        add(ErrorCode::invalid_date, fmt::format("/moratoria/{}/to", k), "{} is before {}", period.end, period.start);
  }
};

}  // namespace

Problems validate(const LoanTerms& terms) {
  Problems problems;
  Checker(terms, problems).run();
  return problems;
}

}  // namespace solidarity
