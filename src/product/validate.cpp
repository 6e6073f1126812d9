// SPDX-License-Identifier: MIT
#include <solidarity/product/validate.hpp>

#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace solidarity {
namespace {

// Collects every problem of one set of terms; each check says what, the values and the rule.
class Checker {
 public:
  explicit Checker(const LoanTerms& terms) : terms_(terms) {}

  Problems run() {
    check_amounts();
    check_interest();
    check_repayments();
    check_grace();
    std::visit([this](const auto& form) { check_form(form); }, terms_.amortization);
    check_tranches();
    for (std::size_t k = 0; k < terms_.fees.size(); ++k) check_fee(terms_.fees[k], k);
    check_insurance_and_savings();
    check_calendar();
    std::visit([this](const auto& policy) { check_rounding(policy); }, terms_.rounding);
    return std::move(problems_);
  }

 private:
  template <class... Values>
  void add(ErrorCode code, std::string field, fmt::format_string<Values...> text, Values&&... values) {
    problems_.push_back({code, std::move(field), fmt::format(text, std::forward<Values>(values)...)});
  }
  template <class... Values>
  void range(std::string field, fmt::format_string<Values...> text, Values&&... values) {
    add(ErrorCode::out_of_range, std::move(field), text, std::forward<Values>(values)...);
  }
  void contradiction(std::string_view one, std::string_view other, std::string_view why) {
    add(ErrorCode::contradictory_terms, std::string(one), "{} contradicts {}: {}", one, other, why);
  }

  [[nodiscard]] bool exact() const { return std::holds_alternative<ExactRounding>(terms_.rounding); }
  // Fineract turns the rate of a term into one of a year before it counts days, and its partial-period flag may stand beside them.
  [[nodiscard]] bool fineract() const {
    return std::holds_alternative<FineractCumulative>(terms_.rounding) ||
           std::holds_alternative<FineractProgressive>(terms_.rounding);
  }
  [[nodiscard]] bool flat() const { return terms_.interest.method == InterestMethod::flat; }
  [[nodiscard]] bool by_day() const { return std::holds_alternative<ByDay>(terms_.interest.accrual); }
  [[nodiscard]] bool on_dates() const { return std::holds_alternative<OnDates>(terms_.repayments.every); }
  template <class Form>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<Form>(terms_.amortization);
  }
  [[nodiscard]] int count() const { return terms_.repayments.count; }

  void check_positive(const Money& amount, std::string_view field) {
    if (check_currency(amount, field) && amount.units() < 1)
      range(std::string(field), "{}; an amount is at least one minor unit", amount);
  }

  bool check_currency(const Money& amount, std::string_view field) {
    if (amount.currency() == terms_.principal.currency()) return true;
    add(ErrorCode::currency_mismatch, std::string(field), "{} in a loan of {}; one loan has one currency", amount,
        terms_.principal.currency());
    return false;
  }

  void check_percent(Rate rate, std::string_view field, std::int64_t most = 100) {
    if (rate < Rate::zero() || rate.ticks() > most * Rate::one_percent)
      range(std::string(field), "{}; the range is 0% to {}%", rate, most);
  }

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

  [[nodiscard]] bool has_row_grace() const {
    return terms_.grace.principal > 0 || terms_.grace.interest_payment > 0 || terms_.grace.interest_free > 0;
  }

  // --- amortization -----------------------------------------------------------------------------------------------

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

  // --- advances, charges, calendar, rounding ----------------------------------------------------------------------

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

  const LoanTerms& terms_;
  Problems problems_;
};

}  // namespace

Problems validate(const LoanTerms& terms) { return Checker(terms).run(); }

}  // namespace solidarity
