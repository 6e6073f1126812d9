// SPDX-License-Identifier: MIT
#include <solidarity/savings/account.hpp>
#include <solidarity/savings/terms.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::KES;

namespace {

SavingsTerms good() {
  return {
      .currency = INR,
      .opened_on = 2026y / January / 1,
      .interest = SavingsInterest{.rate = YearlyRate{4_pct}, .posted = SavingsPeriod::quarter, .earns_from = 10 * INR},
      .minimum_balance = 50 * INR,
      .withdrawals = {.most = 500 * INR, .times = 4, .fee = 1 * INR}};
}

template <class Change>
std::vector<std::string> problems(Change change) {
  SavingsTerms terms = good();
  change(terms);
  std::vector<std::string> fields;
  for (const Problem& problem : validate(terms))
    fields.push_back(std::string(to_text(problem.code)) + " " + problem.field);
  return fields;
}
using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("good terms of savings have no problem; each wrong one is named") {
  CHECK(problems([](SavingsTerms&) {}).empty());
  CHECK(problems([](SavingsTerms& t) { t.interest->rate = YearlyRate{Rate::of_ticks(-1)}; }) ==
        Found{"out_of_range /interest/rate"});
  CHECK(problems([](SavingsTerms& t) { t.interest->rate = YearlyRate{10'001_pct}; }) ==
        Found{"out_of_range /interest/rate"});
  CHECK(problems([](SavingsTerms& t) { t.interest->rate = YearlyRate{4_pct, 0}; }).empty());
  CHECK(problems([](SavingsTerms& t) {
          t.interest->rate = YearlyRate{4_pct, 363};
        }) == Found{"out_of_range /interest/year_days"});
  CHECK(problems([](SavingsTerms& t) {
          t.interest->rate = PeriodicRate{4_pct, SavingsPeriod::month, 0};
        }) == Found{"out_of_range /interest/rate/parts"});
  CHECK(problems([](SavingsTerms& t) {
          t.interest->rate = PeriodicRate{4_pct, SavingsPeriod::year};
        }) == Found{"contradictory_terms /interest/posted"});
  CHECK(problems([](SavingsTerms& t) {
          t.interest->rate = PeriodicRate{4_pct, SavingsPeriod{9}};
        }) == Found{"out_of_range /interest/rate/period", "contradictory_terms /interest/posted"});
  CHECK(problems([](SavingsTerms& t) { t.interest->method = BalanceMethod{0}; }) ==
        Found{"out_of_range /interest/method"});
  CHECK(problems([](SavingsTerms& t) { t.interest->posted = SavingsPeriod{6}; }) ==
        Found{"out_of_range /interest/posted"});
  CHECK(problems([](SavingsTerms& t) { t.interest->rounding = Rounding{0}; }) ==
        Found{"out_of_range /interest/rounding"});
  CHECK(problems([](SavingsTerms& t) { t.interest->before_first_money = BeforeFirstMoney{3}; }) ==
        Found{"out_of_range /interest/before_first_money"});
  CHECK(problems([](SavingsTerms& t) { t.interest->earns_from = -1 * INR; }) ==
        Found{"out_of_range /interest/earns_from"});
  CHECK(problems([](SavingsTerms& t) { t.minimum_balance = 1 * KES; }) == Found{"currency_mismatch /minimum_balance"});
  CHECK(problems([](SavingsTerms& t) { t.overdraft_limit = -1 * INR; }) == Found{"out_of_range /overdraft_limit"});
  CHECK(problems([](SavingsTerms& t) { t.overdraft_limit = 1 * INR; }) ==
        Found{"contradictory_terms /minimum_balance"});
  CHECK(problems([](SavingsTerms& t) { t.withdrawals.most = 0 * INR; }) == Found{"out_of_range /withdrawals/most"});
  CHECK(problems([](SavingsTerms& t) { t.withdrawals.times = -1; }) == Found{"out_of_range /withdrawals/times"});
  CHECK(problems([](SavingsTerms& t) { t.withdrawals.fee = 1 * KES; }) == Found{"currency_mismatch /withdrawals/fee"});
  CHECK(problems([](SavingsTerms& t) { t.withdrawals.period = SavingsPeriod{0}; }) ==
        Found{"out_of_range /withdrawals/period"});
  CHECK(problems([](SavingsTerms& t) { t.compulsory = true; }).size() == 3);
}

TEST_CASE("an account by wrong terms is refused with the first problem") {
  SavingsTerms terms = good();
  terms.interest->rate = PeriodicRate{4_pct, SavingsPeriod::year};
  CHECK(
      test::refusal([&] { return SavingsAccount(terms); }) ==
      "contradictory_terms: /interest/posted: /interest/posted contradicts /interest/rate/period: a year that has not "
      "ended bears nothing to post each quarter");
}
