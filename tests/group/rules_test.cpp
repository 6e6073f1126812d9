// SPDX-License-Identifier: MIT
#include <solidarity/group/rules.hpp>
#include <solidarity/liability/terms.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/savings/terms.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "group/words.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::BDT;
using iso4217::INR;
using iso4217::KES;
using iso4217::USD;
using test::Found;
using test::found;

namespace {

GroupRules good() {
  return {.kind = GroupKind::solidarity_group,
          .currency = INR,
          .min_size = 5,
          .max_size = 10,
          .min_age = 18,
          .max_age = 60,
          .officers = {"chair", "treasurer"},
          .term_days = 365,
          .quorum = 50_pct,
          .limit = {.first = 1000 * INR, .growth = 20_pct, .max = 9000 * INR, .of_savings = 400_pct},
          .products = {{.name = "goats", .max_members = 40_pct}, {.name = "trade"}},
          .staggering = Staggering{.pattern = {4, 4, 2}, .gap_meetings = 4},
          .savings_of_principal = 1_pct,
          .punctuality_rebate = 10_pct,
          .graduation = Graduation{.cycles = 4, .on_time = 95_pct}};
}

template <class Change>
Found with(Change change) {
  GroupRules rules = good();
  change(rules);
  return found(validate(rules));
}

Rate just_below_zero() { return Rate::of_ticks(-1); }
Rate just_above(Rate rate) { return Rate::of_ticks(rate.ticks() + 1); }

}  // namespace

TEST_CASE("good rules have no problem; each wrong one is named") {
  CHECK(with([](GroupRules&) {}).empty());
  CHECK(with([](GroupRules& r) { r.kind = GroupKind{0}; }) == Found{"out_of_range /kind"});
  CHECK(with([](GroupRules& r) { r.kind = GroupKind{8}; }) == Found{"out_of_range /kind"});
  CHECK(with([](GroupRules& r) { r.min_size = 0; }) == Found{"out_of_range /min_size"});
  CHECK(with([](GroupRules& r) { r.min_size = 10; }).empty());
  CHECK(with([](GroupRules& r) { r.min_size = 11; }) == Found{"contradictory_terms /min_size"});
  CHECK(with([](GroupRules& r) { r.max_size = 11; }) == Found{"contradictory_terms /staggering/pattern"});
  CHECK(with([](GroupRules& r) { r.max_size = {}; }).empty());
  CHECK(with([](GroupRules& r) { r.min_age = 61; }) == Found{"contradictory_terms /min_age"});
  CHECK(with([](GroupRules& r) { r.max_age = 151; }) == Found{"out_of_range /max_age"});
  CHECK(with([](GroupRules& r) { r.officers.push_back("chair"); }) == Found{"duplicate /officers/2"});
  CHECK(with([](GroupRules& r) { r.officers[0] = ""; }) == Found{"out_of_range /officers/0"});
  CHECK(with([](GroupRules& r) { r.officers.assign(1001, "x"); }) == Found{"limit_exceeded /officers"});
  CHECK(with([](GroupRules& r) { r.staggering->pattern.assign(1001, 1); }) ==
        Found{"limit_exceeded /staggering/pattern"});
  CHECK(with([](GroupRules& r) { r.term_days = 0; }) == Found{"out_of_range /term_days"});
  CHECK(with([](GroupRules& r) { r.quorum = 100_pct; }).empty());
  CHECK(with([](GroupRules& r) { r.quorum = just_above(100_pct); }) == Found{"out_of_range /quorum"});
  CHECK(with([](GroupRules& r) { r.probation_days = -1; }) == Found{"out_of_range /probation_days"});
  CHECK(with([](GroupRules& r) { r.group_min_days = 36'501; }) == Found{"out_of_range /group_min_days"});
  CHECK(with([](GroupRules& r) { r.min_attendance = just_below_zero(); }) == Found{"out_of_range /min_attendance"});
  CHECK(with([](GroupRules& r) { r.obligations_cap = 1001_pct; }) == Found{"out_of_range /obligations_cap"});
}

TEST_CASE("amounts of the rules are above zero and in the group's currency") {
  using Field = std::optional<Money> GroupRules::*;
  const std::pair<Field, const char*> fields[] = {
      {&GroupRules::household_income_cap_a_year, "/household_income_cap_a_year"},
      {&GroupRules::exposure_max_member, "/exposure_max_member"},
      {&GroupRules::exposure_max_group, "/exposure_max_group"},
      {&GroupRules::absence_fine, "/absence_fine"},
      {&GroupRules::lateness_fine, "/lateness_fine"},
      {&GroupRules::savings_per_meeting, "/savings_per_meeting"}};
  for (const auto& [field, name] : fields) {
    const auto at = field;
    CHECK(with([&](GroupRules& r) { r.*at = Money::of_units(1, INR); }).empty());
    CHECK(with([&](GroupRules& r) { r.*at = 0 * INR; }) == Found{std::string("out_of_range ") + name});
    CHECK(with([&](GroupRules& r) { r.*at = 1 * USD; }) == Found{std::string("currency_mismatch ") + name});
  }
  CHECK(with([](GroupRules& r) { r.limit.first = 0 * INR; }) == Found{"out_of_range /limit/first"});
  CHECK(with([](GroupRules& r) { r.limit.max = 5000 * USD; }) == Found{"currency_mismatch /limit/max"});
}

TEST_CASE("limits, products, patterns, savings and graduation of the rules are checked") {
  CHECK(with([](GroupRules& r) { r.limit.first = 9000 * INR; }).empty());
  CHECK(with([](GroupRules& r) { r.limit.first = 9001 * INR; }) == Found{"contradictory_terms /limit/first"});
  CHECK(with([](GroupRules& r) { r.limit.growth = just_below_zero(); }) == Found{"out_of_range /limit/growth"});
  CHECK(with([](GroupRules& r) { r.limit.of_savings = 10'001_pct; }) == Found{"out_of_range /limit/of_savings"});
  CHECK(with([](GroupRules& r) { r.max_loans_at_once = 0; }) == Found{"out_of_range /max_loans_at_once"});
  CHECK(with([](GroupRules& r) { r.products[1].name = "goats"; }) == Found{"duplicate /products/1"});
  CHECK(with([](GroupRules& r) { r.products[0].max_members = 101_pct; }) ==
        Found{"out_of_range /products/0/max_members"});
  CHECK(with([](GroupRules& r) { r.staggering->pattern = {}; }) == Found{"out_of_range /staggering/pattern"});
  CHECK(with([](GroupRules& r) {
          r.staggering->pattern = {5, 4};
        }) == Found{"contradictory_terms /staggering/pattern"});
  CHECK(with([](GroupRules& r) { r.staggering->pattern = {5, 5}; }).empty());
  CHECK(with([](GroupRules& r) { r.staggering->pattern = {10, 0}; }) == Found{"out_of_range /staggering/pattern/1"});
  CHECK(with([](GroupRules& r) { r.staggering->gap_meetings = -1; }) == Found{"out_of_range /staggering/gap_meetings"});
  CHECK(with([](GroupRules& r) { r.savings_of_principal = 101_pct; }) == Found{"out_of_range /savings_of_principal"});
  CHECK(with([](GroupRules& r) { r.liens_allowed = false; }) == Found{"contradictory_terms /savings_of_principal"});
  CHECK(with([](GroupRules& r) {
          r.liens_allowed = false;
          r.savings_of_principal = 0_pct;
        }).empty());
  CHECK(with([](GroupRules& r) { r.punctuality_rebate = 101_pct; }) == Found{"out_of_range /punctuality_rebate"});
  CHECK(with([](GroupRules& r) { r.graduation->cycles = -1; }) == Found{"out_of_range /graduation/cycles"});
}

TEST_CASE("every preset is without a contradiction, and asks what its source asks") {
  for (const GroupRules& preset : {rules::grameen(BDT), rules::grameen_center(BDT), rules::nabard_jlg(),
                                   rules::nabard_shg(), rules::vsla(KES), rules::india_2022(), rules::mifos_group(KES)})
    CHECK(found(validate(preset)).empty());
  CHECK(rules::grameen(BDT).staggering->pattern == std::vector<int>{2, 2, 1});
  CHECK(rules::nabard_jlg().min_size == 4);
  CHECK(rules::nabard_jlg().max_size == 10);
  CHECK(rules::nabard_shg().max_size == 20);
  CHECK(rules::vsla(KES).max_size == 25);
  CHECK(*rules::india_2022().household_income_cap_a_year == 300'000 * INR);
  CHECK(rules::india_2022().obligations_cap == 50_pct);
  const GroupRules both = rules::india_2022(rules::nabard_jlg());
  CHECK(both.max_size == 10);
  CHECK(both.obligations_cap == 50_pct);
  CHECK_FALSE(both.liens_allowed);
  GroupRules poorer = rules::nabard_jlg();
  poorer.household_income_cap_a_year = 100'000 * INR;
  poorer.obligations_cap = 40_pct;
  CHECK(rules::india_2022(poorer).obligations_cap == 40_pct);
  poorer.obligations_cap = 60_pct;
  CHECK(rules::india_2022(poorer).obligations_cap == 50_pct);
  CHECK(*rules::india_2022(poorer).household_income_cap_a_year == 100'000 * INR);
  CHECK(test::refused([] { return rules::india_2022(rules::vsla(KES)); }) == "currency_mismatch");
}

TEST_CASE("where nothing may be held for a loan, liability on savings is refused layer by layer") {
  const JointLiability everything{
      .regime = JointAndSeveral{},
      .layers = {CoverLayer::own_savings(), CoverLayer::own_collateral(), CoverLayer::group_fund(),
                 CoverLayer::peers(CoverSource::cash), CoverLayer::peers(CoverSource::savings),
                 CoverLayer::peers(CoverSource::cash, CoverSource::savings), CoverLayer::insurer()}};
  CHECK(found(check_liability(rules::india_2022(), everything)) ==
        Found{"contradictory_terms /layers/0", "contradictory_terms /layers/1", "contradictory_terms /layers/4",
              "contradictory_terms /layers/5"});
  CHECK(check_liability(rules::grameen(INR), everything).empty());
  const JointLiability cash{.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}};
  CHECK(check_liability(rules::india_2022(), cash).empty());
}

TEST_CASE("where nothing may be held for a loan, compulsory savings are refused") {
  SavingsTerms savings{.currency = INR, .opened_on = 2026y / January / 1};
  CHECK(check_savings(rules::india_2022(), savings).empty());
  savings.compulsory = true;
  CHECK(found(check_savings(rules::india_2022(), savings)) == Found{"contradictory_terms /compulsory"});
  CHECK(check_savings(rules::grameen(INR), savings).empty());
  CHECK(found(check_savings(rules::grameen(BDT), savings)) == Found{"currency_mismatch /currency"});

  LoanTerms loan{.principal = 12'000 * INR,
                 .disbursed_on = 2026y / January / 5,
                 .interest = {.method = InterestMethod::declining, .rate = 24_pct},
                 .repayments = {.count = 8, .every = weekly}};
  CHECK(check_loan(rules::india_2022(), loan).empty());
  loan.compulsory_savings = CompulsorySavings{.percent = 5_pct};
  CHECK(found(check_loan(rules::india_2022(), loan)) == Found{"contradictory_terms /compulsory_savings"});
  CHECK(found(check_loan(rules::vsla(KES), loan)) == Found{"currency_mismatch /principal"});
}

TEST_CASE("compulsory savings are the fixed amount and a part of the principal, half up") {
  GroupRules rules{.kind = GroupKind::vsla, .currency = INR};
  CHECK(compulsory_savings(rules, 123'450) == 0);
  rules.savings_per_meeting = 10 * INR;
  CHECK(compulsory_savings(rules, 123'450) == 1000);
  rules.savings_of_principal = 1_pct;
  CHECK(compulsory_savings(rules, 123'450) == 1000 + 1235);  // 12.345
  CHECK(compulsory_savings(rules, 123'449) == 1000 + 1234);
  CHECK(compulsory_savings(rules, 0) == 1000);
  CHECK(test::refused([&] { return compulsory_savings(rules, -1); }) == "out_of_range");
  rules.savings_of_principal = 100_pct;
  CHECK(test::refused([&] { return compulsory_savings(rules, unlimited); }) == "overflow");
}
