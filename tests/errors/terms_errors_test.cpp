// SPDX-License-Identifier: MIT
// One reproducer and its golden text for each code that product and schedule raise.
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <limits>
#include <set>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "good_terms.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::good;

namespace {

struct Reproducer {
  void (*breach)(LoanTerms&);
  std::string_view golden;
};

const std::vector<Reproducer> reproducers{
    {[](LoanTerms& t) {
       t.further_tranches.assign(1'001, {2026y / February / 1, 1 * INR});
     },
     "limit_exceeded: /tranches: 1001 tranches; at most 1000"},
    {[](LoanTerms& t) {
       t.moratoria = {{{2026y / March / 2, 2026y / March / 1}}};
     },
     "invalid_date: /moratoria/0/to: 2026-03-01 is before 2026-03-02"},
    {[](LoanTerms& t) {
       t.further_tranches = {{2026y / February / 1, 1 * KES}};
     },
     "currency_mismatch: /tranches/1/amount: KES 1.00 in a loan of INR; one loan has one currency"},
    {[](LoanTerms& t) { t.repayments.count = 1'201; },
     "out_of_range: /repayments/count: 1201 installments; a loan has 1 to 1200"},
    {[](LoanTerms& t) {
       t.interest.accrual = ByDay{DayCount::actual_360};
       t.interest.per = RatePeriod::installment;
     },
     "contradictory_terms: /interest/per: /interest/per contradicts /interest/accrual: a rate per installment or term "
     "has "
     "no days to count"},
    {[](LoanTerms& t) {
       t.amortization = WeightedPrincipal{{0, 0, 0, 0}};
     },
     "invalid_weights: /amortization/weights: no weight is above zero"},
    {[](LoanTerms& t) {
       t.principal = Money::of_units(std::numeric_limits<std::int64_t>::max(), INR);
       t.amortization = Bullet{};
       t.interest.rate = 2'400_pct;
       t.further_tranches = {{2026y / February / 1, 1 * INR}};
     },
     "overflow: the result would be 9223372036854775907 minor units; an amount has at most 9223372036854775807"},
    {[](LoanTerms& t) {
       t.calendar.business_days.add_holidays({2026y / February / 1, 2027y / December / 31});
       t.calendar.roll = Roll::following;
     },
     "no_business_day: no business day within 366 days after 2026-02-10"},
    {[](LoanTerms& t) { t.rounding = ExactRounding{.installment_multiple = 1'000 * INR}; },
     "installment_too_small: /principal: INR 1200.00 over 4 installments: the rounded installment does not repay the "
     "loan "
     "(it must exceed the interest and be at least one multiple); a principal that works is 2941.00"},
    {[](LoanTerms& t) {
       t.principal = 10 * UGX;
       t.interest.rate = 36_pct;
       t.repayments.count = 24;
     },
     "residual_too_large: /principal: UGX 10 over 24 installments: rounding leaves too much or too little for the last "
     "installment; the smallest principal that works is 32"},
};

}  // namespace

TEST_CASE("every code of product and schedule has its golden text") {
  std::set<std::string_view> codes;
  for (const auto& [breach, golden] : reproducers) {
    LoanTerms terms = good();
    breach(terms);
    CHECK(test::refusal([&] { return amortize(terms); }) == golden);
    CHECK(codes.insert(golden.substr(0, golden.find(':'))).second);
  }
  CHECK(codes.size() == 10);
}

TEST_CASE("a refusal of one of many loans names it") {
  const std::vector<LoanStart> loans{{1'200 * INR, 2026y / January / 10}, {1'200 * KES, 2026y / January / 10}};
  std::vector<Installment> rows(8, Installment{2026y / January / 1, 0, 0, INR, {}, 0});
  std::vector<std::uint16_t> counts(2);
  LoanTerms terms = good();
  terms.rounding = ExactRounding{.installment_multiple = 1 * INR};
  CHECK(test::refusal([&] { return amortize_batch(terms, loans, rows, counts); }) ==
        "currency_mismatch: /loans/1/rounding/installment_multiple: INR 1.00 in a loan of KES; one loan has one "
        "currency");
}
