// SPDX-License-Identifier: MIT
// The loans and cash flows that are measured, once for the clock (solidarity_bench) and once for callgrind (kernels.cpp).
#pragma once

#include <solidarity/disclosure/cash_flow.hpp>
#include <solidarity/solidarity.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bench {

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;

inline const Date first_day = 2026y / January / 31;

// The loan of the comparisons: `count` monthly installments on real days, actual/365.
inline LoanTerms monthly_loan(int count = 12) {
  return {
      .principal = 100'000 * USD,
      .disbursed_on = first_day,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct, .accrual = ByDay{DayCount::actual_365}},
      .repayments = {.count = count, .every = monthly},
  };
}

// The loan of a group: weekly, a fifty-second of the annual rate each week.
inline LoanTerms weekly_loan(int count) {
  return {
      .principal = 12'000 * INR,
      .disbursed_on = 2026y / January / 5,
      .interest = {.method = InterestMethod::declining, .rate = 24_pct},
      .repayments = {.count = count, .every = weekly},
  };
}

// Slow enough to repay in a hundred years.
inline LoanTerms long_loan(int count) {
  LoanTerms terms = monthly_loan(count);
  terms.principal = 100'000'000 * USD;
  terms.interest.rate = 3_pct;
  return terms;
}

// `count` loans of the product `terms`, each of another size and day.
inline std::vector<LoanStart> many_loans(const LoanTerms& terms, std::size_t count) {
  std::vector<LoanStart> loans;
  loans.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    const auto j = static_cast<int>(k);
    loans.push_back(
        {terms.principal + (j * 37 % 1000) * 100 * terms.principal.currency(), terms.disbursed_on + j % 365});
  }
  return loans;
}

inline std::vector<Installment> room_for(const LoanTerms& terms, std::size_t loans = 1) {
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  return std::vector<Installment>(rows_needed(terms) * loans, blank);
}

// What the full engine does beyond the plain loan; 12 monthly installments each.
struct NamedTerms {
  std::string name;
  LoanTerms terms;
};

inline std::vector<NamedTerms> full_engine_loans() {
  std::vector<NamedTerms> loans;
  const auto add = [&](std::string name, auto change) {
    LoanTerms terms = monthly_loan();
    change(terms);
    loans.push_back({std::move(name), std::move(terms)});
  };
  add("fees", [](LoanTerms& t) {
    t.fees = {{.name = "visit", .at = AtInstallment{}, .amount = 25 * USD},
              {.name = "processing", .at = AtDisbursement{}, .amount = PercentOf{1_pct, ChargeBase::principal}}};
  });
  add("insurance", [](LoanTerms& t) { t.insurance = InsuranceTerms{.premium = 0.2_pct}; });
  add("calendar", [](LoanTerms& t) {
    t.calendar = {.business_days =
                      BusinessCalendar({Weekday::sunday}, {2026y / May / 1, 2026y / August / 15, 2026y / October / 2}),
                  .roll = Roll::following};
  });
  add("tranches", [](LoanTerms& t) {
    t.further_tranches = {{2026y / April / 10, 20'000 * USD}, {2026y / July / 15, 20'000 * USD}};
  });
  add("flat", [](LoanTerms& t) { t.interest = {.method = InterestMethod::flat, .rate = 24_pct}; });
  add("principal_grace", [](LoanTerms& t) { t.grace = {.principal = 3}; });
  add("rate_change", [](LoanTerms& t) { t.interest.changes = {{2026y / June / 15, 18_pct}}; });
  add("effective_rate", [](LoanTerms& t) { t.interest.kind = RateKind::effective; });
  add("actual_actual", [](LoanTerms& t) { t.interest.accrual = ByDay{DayCount::actual_actual_isda}; });
  add("balloon", [](LoanTerms& t) { t.amortization = Balloon{40'000 * USD}; });
  add("steps", [](LoanTerms& t) { t.amortization = StepInstallments{5_pct, 3}; });
  add("sum_of_digits", [](LoanTerms& t) { t.amortization = SumOfDigits{}; });
  add("seasonal_weights", [](LoanTerms& t) {
    t.amortization = WeightedPrincipal{{0, 0, 1, 0, 0, 3, 0, 0, 1, 0, 0, 3}};
  });
  return loans;
}

// The same product by the rules of each peer.
inline std::vector<NamedTerms> preset_loans() {
  const auto by_period = [](RoundingPolicy rounding) {
    LoanTerms terms = monthly_loan();
    terms.interest.accrual = ByPeriod{};
    terms.rounding = std::move(rounding);
    return terms;
  };
  LoanTerms mifos = by_period(MifosRounding{});
  mifos.interest.method = InterestMethod::flat;
  return {{"fineract_cumulative", by_period(FineractCumulative{})},
          {"fineract_progressive", by_period(FineractProgressive{})},
          {"mifos", std::move(mifos)},
          {"opencbs", by_period(OpenCbsRounding{})},
          {"frappe", by_period(FrappeRounding{})}};
}

// Money out, then 59 monthly payments.
inline std::vector<DatedFlow> sixty_flows() {
  std::vector<DatedFlow> flows{{first_day, 100'000'00}};
  for (int k = 1; k < 60; ++k) flows.push_back({add_months(first_day, k), -2'876'54});
  return flows;
}

}  // namespace bench
