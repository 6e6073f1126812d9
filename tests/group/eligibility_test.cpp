// SPDX-License-Identifier: MIT
#include <solidarity/group/eligibility.hpp>
#include <solidarity/loan/loan.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <set>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::USD;
using test::Random;

namespace {

using Kinds = std::vector<ReasonKind>;
using enum ReasonKind;
const Date day = 2026y / January / 5;

GroupRules strict() {
  return {.kind = GroupKind::solidarity_group,
          .currency = INR,
          .min_size = 5,
          .max_size = 10,
          .min_age = 18,
          .max_age = 60,
          .training_required = true,
          .probation_days = 30,
          .group_min_days = 60,
          .min_attendance = 75_pct,
          .household_income_cap_a_year = 300'000 * INR,
          .obligations_cap = 50_pct,
          .limit = {.first = 1000 * INR, .growth = 20_pct},
          .exposure_max_member = 3000 * INR,
          .exposure_max_group = 20'000 * INR,
          .max_loans_at_once = 2,
          .products = {{.name = "goats", .max_members = 40_pct}, {.name = "trade"}},
          .staggering = Staggering{.pattern = {5, 5}}};
}
Consequences severe() { return {.blocks_new_loans_after_days = 30, .excludes = Exclusion::group}; }

BorrowerFacts good() {
  return {.member_since = day - 30,
          .born_on = 1990y / May / 17,
          .trained_on = day,
          .household_income_a_year = 120'000 * INR,
          .obligations_a_month = 4000 * INR,
          .record = {.cycle = 2, .on_time = {11, 12}, .attendance = {3, 4}},
          .exposure = 100'000,
          .open_loans = 1,
          .group_size = 5,
          .group_since = day - 60,
          .group_worst_days = 30,
          .group_exposure = 1'800'000,
          .others_with_product = 1};
}
LoanRequest fair() { return {.amount = 1440 * INR, .product = "goats", .installment_a_month = 1000 * INR}; }

Kinds kinds_of(const std::vector<Reason>& reasons) {
  Kinds kinds;
  for (const Reason& reason : reasons) kinds.push_back(reason.kind);
  return kinds;
}

template <class Change>
Kinds with(Change change) {
  BorrowerFacts facts = good();
  change(facts);
  return kinds_of(eligibility(strict(), severe(), facts, fair(), day));
}
template <class Change>
Kinds asked(Change change) {
  LoanRequest request = fair();
  change(request);
  return kinds_of(eligibility(strict(), severe(), good(), request, day));
}

}  // namespace

TEST_CASE("a member who fulfils every rule exactly may borrow; one step further is a reason") {
  CHECK(with([](BorrowerFacts&) {}).empty());
  CHECK(with([](BorrowerFacts& f) { f.group_size = 4; }) == Kinds{group_size, product_mix});
  CHECK(with([](BorrowerFacts& f) { f.group_size = 10; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.group_size = 11; }) == Kinds{group_size});
  CHECK(with([](BorrowerFacts& f) { f.group_since = day - 59; }) == Kinds{group_age});
  CHECK(with([](BorrowerFacts& f) { f.group_since = {}; }) == Kinds{group_age});
  CHECK(with([](BorrowerFacts& f) { f.member_since = {}; }) == Kinds{membership});
  CHECK(with([](BorrowerFacts& f) { f.member_since = day + 1; }) == Kinds{membership});
  CHECK(with([](BorrowerFacts& f) { f.member_since = day - 29; }) == Kinds{probation});
  CHECK(with([](BorrowerFacts& f) { f.is_excluded = true; }) == Kinds{excluded});
  CHECK(with([](BorrowerFacts& f) { f.trained_on = {}; }) == Kinds{training});
  CHECK(with([](BorrowerFacts& f) { f.trained_on = day + 1; }) == Kinds{training});
  CHECK(with([](BorrowerFacts& f) { f.born_on = 2008y / January / 5; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.born_on = 2008y / January / 6; }) == Kinds{ReasonKind::age});
  CHECK(with([](BorrowerFacts& f) { f.born_on = 1965y / January / 6; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.born_on = 1965y / January / 5; }) == Kinds{ReasonKind::age});
  CHECK(with([](BorrowerFacts& f) { f.born_on = {}; }) == Kinds{ReasonKind::age});
  CHECK(with([](BorrowerFacts& f) { f.record.attendance = {74, 99}; }) == Kinds{attendance});
  CHECK(with([](BorrowerFacts& f) { f.record.attendance = {}; }).empty());
}

TEST_CASE("income and obligations of the household are capped, and must be known") {
  CHECK(with([](BorrowerFacts& f) { f.household_income_a_year = 300'000 * INR; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.household_income_a_year = Money::of_units(30'000'001, INR); }) == Kinds{income});
  CHECK(with([](BorrowerFacts& f) { f.household_income_a_year = {}; }) == Kinds{income, obligations});
  CHECK(with([](BorrowerFacts& f) { f.household_income_a_year = 120'000 * USD; }) == Kinds{income, obligations});
  CHECK(with([](BorrowerFacts& f) { f.obligations_a_month = Money::of_units(400'001, INR); }) == Kinds{obligations});
  CHECK(with([](BorrowerFacts& f) { f.household_income_a_year = Money::of_units(11'999'999, INR); }) ==
        Kinds{obligations});
  CHECK(with([](BorrowerFacts& f) { f.obligations_a_month = {}; }) == Kinds{obligations});
  CHECK(asked([](LoanRequest& r) { r.installment_a_month = Money::of_units(100'001, INR); }) == Kinds{obligations});
  CHECK(asked([](LoanRequest& r) { r.installment_a_month = {}; }) == Kinds{obligations});
}

TEST_CASE("arrears, defaults, open loans and the turn of a round") {
  CHECK(with([](BorrowerFacts& f) { f.days_past_due = 1; }) == Kinds{own_arrears});
  CHECK(with([](BorrowerFacts& f) { f.group_worst_days = 31; }) == Kinds{group_arrears});
  CHECK(with([](BorrowerFacts& f) { f.has_defaulted = true; }) == Kinds{own_default});
  CHECK(with([](BorrowerFacts& f) { f.group_has_defaulted = true; }) == Kinds{group_default});
  CHECK(with([](BorrowerFacts& f) { f.open_loans = 2; }) == Kinds{loans_at_once});
  CHECK(with([](BorrowerFacts& f) { f.is_released = false; }) == Kinds{turn});
  BorrowerFacts facts = good();
  facts.has_defaulted = facts.group_has_defaulted = true;
  facts.group_worst_days = 9999;
  const auto under = [&](Exclusion excludes) {
    return kinds_of(eligibility(strict(), {.excludes = excludes}, facts, fair(), day));
  };
  CHECK(under(Exclusion::nobody).empty());
  CHECK(under(Exclusion::defaulter) == Kinds{own_default});
  CHECK(under(Exclusion::group) == Kinds{own_default, group_default});
}

TEST_CASE("product, mix, limit and exposures of the loan asked for") {
  CHECK(asked([](LoanRequest& r) { r.product = "cows"; }) == Kinds{product});
  CHECK(asked([](LoanRequest& r) { r.product = ""; }) == Kinds{product});
  CHECK(asked([](LoanRequest& r) { r.product = "trade"; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.others_with_product = 2; }) == Kinds{product_mix});
  CHECK(asked([](LoanRequest& r) { r.amount = Money::of_units(144'001, INR); }) == Kinds{cycle_limit});
  CHECK(with([](BorrowerFacts& f) { f.record.cycle = 1; }) == Kinds{cycle_limit});
  CHECK(with([](BorrowerFacts& f) { f.exposure = 300'000 - 144'000; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.exposure = 300'000 - 144'000 + 1; }) == Kinds{member_exposure});
  CHECK(with([](BorrowerFacts& f) { f.group_exposure = 2'000'000 - 144'000; }).empty());
  CHECK(with([](BorrowerFacts& f) { f.group_exposure = 2'000'000 - 144'000 + 1; }) == Kinds{group_exposure});
  CHECK(with([](BorrowerFacts& f) { f.exposure = f.group_exposure = unlimited; }) ==
        Kinds{member_exposure, group_exposure});
  CHECK(asked([](LoanRequest& r) { r.amount = 0 * INR; }) == Kinds{amount});
  CHECK(asked([](LoanRequest& r) { r.amount = 99'999 * USD; }) == Kinds{ReasonKind::currency});
}

TEST_CASE("a reason says the fact, the rule and what would help") {
  const auto reason_of = [](LoanRequest request, BorrowerFacts facts) {
    const auto reasons = eligibility(strict(), severe(), facts, request, day);
    REQUIRE(reasons.size() == 1);
    return reasons[0];
  };
  LoanRequest more = fair();
  more.amount = 1500 * INR;
  const Reason limit = reason_of(more, good());
  CHECK(limit == Reason{cycle_limit, "INR 1500.00 is asked for", "her limit: INR 1000.00 x 120%^2 = INR 1440.00",
                        "ask for at most INR 1440.00"});
  const Problem problem = problem_of(limit);
  CHECK(problem.code == ErrorCode::limit_exceeded);
  CHECK(problem.field == "/cycle_limit");
  CHECK(problem.message ==
        "INR 1500.00 is asked for; her limit: INR 1000.00 x 120%^2 = INR 1440.00: ask for at most INR 1440.00");
  more = fair();
  more.installment_a_month = 2000 * INR;
  CHECK(to_text(reason_of(more, good())) ==
        "loans take INR 4000.00 + INR 2000.00 a month of INR 120000.00 a year; at most 50% of the household's income: "
        "an installment of at most INR 1000.00 a month");
  BorrowerFacts late = good();
  late.group_worst_days = 31;
  CHECK(
      to_text(reason_of(fair(), late)) ==
      "a member is 31 days past due; the group borrows while nobody is more than 30 days past due: what is overdue is "
      "paid, by her or for her");
  BorrowerFacts indebted = good();
  indebted.exposure = 200'000;
  CHECK(reason_of(fair(), indebted).remedy == "ask for at most INR 1000.00");
}

TEST_CASE("without rules every member may borrow; a stranger never") {
  const GroupRules none{.kind = GroupKind::solidarity_group, .currency = INR};
  const BorrowerFacts member{.member_since = day, .is_released = false, .group_size = 1};
  CHECK(eligibility(none, {}, member, {.amount = 1'000'000 * INR}, day).empty());
  CHECK(kinds_of(eligibility(none, {}, {}, {.amount = 1 * INR}, day)) == Kinds{no_members, membership});
}

TEST_CASE("facts that cannot be are refused") {
  const auto refused = [](auto change) {
    BorrowerFacts facts = good();
    change(facts);
    return test::refused([&] { return eligibility(strict(), {}, facts, fair(), day); });
  };
  CHECK(refused([](BorrowerFacts& f) { f.days_past_due = -1; }) == "out_of_range");
  CHECK(refused([](BorrowerFacts& f) { f.exposure = -1; }) == "out_of_range");
  CHECK(refused([](BorrowerFacts& f) { f.group_size = -1; }) == "out_of_range");
  CHECK(refused([](BorrowerFacts& f) { f.record.cycle = -1; }) == "out_of_range");
  CHECK(refused([](BorrowerFacts& f) { f.household_income_a_year = -1 * INR; }) == "out_of_range");
}

TEST_CASE("only loans approved or active are open") {
  std::vector<LoanStatus> loans;
  for (int status = 1; status <= 8; ++status) loans.push_back(static_cast<LoanStatus>(status));
  CHECK(open_loans(loans) == 2);
  CHECK(open_loans({}) == 0);
}

TEST_CASE("what a plan asks for in its largest month is the installment a month") {
  const auto largest = [](Date disbursed, Frequency every, int count) {
    return largest_month(amortize({.principal = 1200 * INR,
                                   .disbursed_on = disbursed,
                                   .interest = {.method = InterestMethod::flat, .rate = 0_pct},
                                   .repayments = {.count = count, .every = every}}));
  };
  CHECK(largest(2025y / December / 29, weekly, 8) == 600 * INR);  // January has four of these Mondays
  CHECK(largest(2026y / February / 23, weekly, 8) == 750 * INR);  // March has five
  CHECK(largest(2026y / January / 5, monthly, 12) == 100 * INR);
  CHECK(largest(2026y / January / 5, monthly, 1) == 1200 * INR);
}

TEST_CASE("what is left of a loan that runs counts from the day of the question on") {
  Loan loan = Loan::disbursed({.principal = 1200 * INR,
                               .disbursed_on = 2026y / January / 5,
                               .interest = {.method = InterestMethod::flat, .rate = 0_pct},
                               .repayments = {.count = 12, .every = weekly}});
  const auto largest = [&](Date on) { return largest_month(loan.rows(on), INR, on); };
  CHECK(largest(2026y / January / 5) == 500 * INR);  // March: 2, 9, 16, 23, 30
  loan.record({.on = 2026y / January / 12, .what = Repay{100 * INR}});
  CHECK(largest(2026y / January / 12) == 500 * INR);
  CHECK(largest(2026y / March / 9) == 400 * INR);
  CHECK(largest(2026y / March / 30) == 100 * INR);
  CHECK(largest(2026y / March / 31) == 0 * INR);
  loan.record({.on = 2026y / March / 2, .what = Repay{1100 * INR}});
  CHECK(largest(2026y / March / 9) == 0 * INR);
}

TEST_CASE("every kind of reason has a name and a code") {
  std::set<std::string_view> names;
  for (int kind = 1; kind <= 24; ++kind) names.insert(to_text(static_cast<ReasonKind>(kind)));
  CHECK(names.size() == 24);
  CHECK(to_text(ReasonKind{25}) == "?");
  CHECK(to_text(cycle_limit) == "cycle_limit");
  CHECK(to_text(own_arrears) == "own_arrears");
  CHECK(to_text(product_mix) == "product_mix");
  CHECK(code_of(ReasonKind::currency) == ErrorCode::currency_mismatch);
  CHECK(code_of(product) == ErrorCode::not_found);
  CHECK(code_of(group_exposure) == ErrorCode::limit_exceeded);
}

// ---- Laws: each rule is broken by one change of its own.

namespace {

struct Break {
  ReasonKind kind;
  void (*apply)(BorrowerFacts&, LoanRequest&);
};
const Break breaks[] = {
    {group_age, [](BorrowerFacts& f, LoanRequest&) { f.group_since = day; }},
    {membership, [](BorrowerFacts& f, LoanRequest&) { f.member_since = {}; }},
    {excluded, [](BorrowerFacts& f, LoanRequest&) { f.is_excluded = true; }},
    {training, [](BorrowerFacts& f, LoanRequest&) { f.trained_on = {}; }},
    {ReasonKind::age, [](BorrowerFacts& f, LoanRequest&) { f.born_on = day; }},
    {income, [](BorrowerFacts& f, LoanRequest&) { f.household_income_a_year = 400'000 * INR; }},
    {obligations, [](BorrowerFacts& f, LoanRequest&) { f.obligations_a_month = 90'000 * INR; }},
    {attendance,
     [](BorrowerFacts& f, LoanRequest&) {
       f.record.attendance = {0, 1};
     }},
    {own_arrears, [](BorrowerFacts& f, LoanRequest&) { f.days_past_due = 3; }},
    {group_arrears, [](BorrowerFacts& f, LoanRequest&) { f.group_worst_days = 99; }},
    {own_default, [](BorrowerFacts& f, LoanRequest&) { f.has_defaulted = true; }},
    {group_default, [](BorrowerFacts& f, LoanRequest&) { f.group_has_defaulted = true; }},
    {loans_at_once, [](BorrowerFacts& f, LoanRequest&) { f.open_loans = 7; }},
    {turn, [](BorrowerFacts& f, LoanRequest&) { f.is_released = false; }},
    {product_mix, [](BorrowerFacts& f, LoanRequest&) { f.others_with_product = 4; }},
    {cycle_limit, [](BorrowerFacts&, LoanRequest& r) { r.amount = 1441 * INR; }},
    {member_exposure, [](BorrowerFacts& f, LoanRequest&) { f.exposure = 299'999; }},
    {group_exposure, [](BorrowerFacts& f, LoanRequest&) { f.group_exposure = 1'999'999; }},
};

}  // namespace

TEST_CASE("law: the reasons are exactly the rules that are broken, in one order, whatever else is broken") {
  test::for_all([](Random& random) {
    BorrowerFacts facts = good();
    LoanRequest request = fair();
    Kinds expected;
    for (const Break& one : breaks) {
      if (!random.one_in(3)) continue;
      one.apply(facts, request);
      expected.push_back(one.kind);
    }
    const auto reasons = eligibility(strict(), severe(), facts, request, day);
    REQUIRE(kinds_of(reasons) == expected);
    REQUIRE(eligibility(strict(), severe(), facts, request, day) == reasons);
    for (const Reason& reason : reasons) {
      REQUIRE_FALSE(reason.fact.empty());
      REQUIRE_FALSE(reason.rule.empty());
      REQUIRE_FALSE(reason.remedy.empty());
    }
  });
}

TEST_CASE("law: what is refused is refused when it is more; what is allowed is allowed when it is less") {
  test::for_all([](Random& random) {
    BorrowerFacts facts = good();
    facts.exposure = random.between(0, 400'000);
    facts.group_exposure = random.between(0, 2'100'000);
    facts.record.cycle = random.number(0, 5);
    const auto refused = [&](std::int64_t units) {
      LoanRequest request = fair();
      request.amount = Money::of_units(units, INR);
      return kinds_of(eligibility(strict(), severe(), facts, request, day));
    };
    const std::int64_t units = random.between(1, 300'000);
    const Kinds less = refused(units);
    const Kinds more = refused(units + random.between(0, 300'000));
    REQUIRE(std::ranges::includes(more, less));
  });
}
