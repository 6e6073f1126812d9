// SPDX-License-Identifier: MIT
// Every key of TERMS: what it means in C++, and that decode(encode(terms)) = terms.
#include <solidarity/io/json.hpp>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

// The smallest document, with `more` members.
std::string document(const std::string& more = {}) {
  return R"({"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05",
            "interest": {"method": "declining", "rate_percent": "24"},
            "repayments": {"count": 8, "every": "1 week"})" +
         (more.empty() ? more : ", " + more) + "}";
}

LoanTerms small() {
  return {.principal = 12'000 * INR,
          .disbursed_on = 2026y / January / 5,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 8, .every = weekly}};
}

LoanTerms again(const LoanTerms& terms) { return parse_terms(to_json(terms)); }

// `more` members mean `expected`, and that survives the way out and in again.
void check_means(const std::string& more, const LoanTerms& expected) {
  INFO(more);
  const LoanTerms terms = parse_terms(document(more));
  CHECK((terms == expected));
  CHECK((again(expected) == expected));
}

template <class Change>
LoanTerms with(Change change) {
  LoanTerms terms = small();
  change(terms);
  return terms;
}

}  // namespace

TEST_CASE("the smallest document is terms with every default") {
  CHECK((parse_terms(document()) == small()));
  CHECK((again(small()) == small()));
}

TEST_CASE("the terms of the guide are read as they are written") {
  const auto terms = parse_terms(R"(
    { "currency": "INR",
      "principal": "12000.00",
      "disbursed_on": "2026-01-05",
      "interest": { "method": "declining", "rate_percent": "24", "per": "year", "accrual": "by_period" },
      "amortization": "equal_installments",
      "repayments": { "count": 8, "every": "1 week", "first_due_on": "2026-01-12" },
      "grace": { "principal": 0, "interest_payment": 0, "interest_free": 0 },
      "rounding": { "mode": "half_even", "installment_multiple": "1", "residual": "last" } })");
  auto expected = small();
  expected.repayments.first_due_on = 2026y / January / 12;
  expected.rounding = ExactRounding{.installment_multiple = 1 * INR};
  CHECK((terms == expected));
}

TEST_CASE("version 1 may be said") { check_means(R"("version": 1)", small()); }

TEST_CASE("a currency is a code, or a code with its exponent") {
  const auto terms =
      parse_terms(R"({"currency": {"code": "XTS", "exponent": 3}, "principal": "1.234", "disbursed_on": "2026-01-05",
      "interest": {"method": "flat", "rate_percent": "1"}, "repayments": {"count": 1, "every": "1 month"}})");
  CHECK(terms.principal == Money::of_units(1234, Currency::custom("XTS", 3)));
  CHECK(to_json(terms).find(R"("currency": {"code": "XTS", "exponent": 3})") != std::string::npos);
  CHECK((again(terms) == terms));
}

TEST_CASE("tranches replace principal and disbursement; the earliest is the first advance") {
  const auto terms = parse_terms(R"({"currency": "INR", "tranches": [{"on": "2026-02-05", "amount": "10.00"},
      {"on": "2026-01-05", "amount": "20.00"}, {"on": "2026-01-05", "amount": "30.00"}],
      "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"count": 8, "every": "1 week"}})");
  CHECK(terms.principal == 20 * INR);
  CHECK(terms.disbursed_on == Date(2026y / January / 5));
  const std::vector<Tranche> later{{2026y / February / 5, 10 * INR}, {2026y / January / 5, 30 * INR}};
  CHECK((terms.further_tranches == later));
  CHECK((again(terms) == terms));
}

TEST_CASE("each key of interest") {
  const auto interest = [](const std::string& more) {
    return parse_terms(R"({"currency": "INR", "principal": "1.00", "disbursed_on": "2026-01-05", "interest": {)" +
                       more + R"(}, "repayments": {"count": 8, "every": "1 week"}})");
  };
  const std::string base = R"("method": "flat", "rate_percent": "2.5", )";
  using Test = std::pair<std::string, InterestTerms>;
  const InterestTerms flat{.method = InterestMethod::flat, .rate = 2.5_pct};
  const auto with_interest = [&](auto change) {
    InterestTerms terms = flat;
    change(terms);
    return terms;
  };
  const Test tests[] = {
      {R"("per": "year")", flat},
      {R"("per": "month")", with_interest([](auto& i) { i.per = RatePeriod::month; })},
      {R"("per": "week")", with_interest([](auto& i) { i.per = RatePeriod::week; })},
      {R"("per": "day")", with_interest([](auto& i) { i.per = RatePeriod::day; })},
      {R"("per": "installment")", with_interest([](auto& i) { i.per = RatePeriod::installment; })},
      {R"("per": "term")", with_interest([](auto& i) { i.per = RatePeriod::term; })},
      {R"("accrual": "by_period")", flat},
      {R"("accrual": "by_period", "year_days": 364)", with_interest([](auto& i) { i.accrual = ByPeriod{364}; })},
      {R"("accrual": "by_day", "day_count": "actual/360")",
       with_interest([](auto& i) { i.accrual = ByDay{DayCount::actual_360}; })},
      {R"("accrual": "by_day", "day_count": "Act/365F")",
       with_interest([](auto& i) { i.accrual = ByDay{DayCount::actual_365}; })},
      {R"("rate_kind": "effective")", with_interest([](auto& i) { i.kind = RateKind::effective; })},
      {R"("rate_kind": "nominal")", flat},
      {R"("from": "2026-01-09")", with_interest([](auto& i) { i.from = Date(2026y / January / 9); })},
      {R"("first_period": "actual_ratio")", with_interest([](auto& i) { i.first_period = FirstPeriod::actual_ratio; })},
      {R"("rate_changes": [{"on": "2026-02-01", "rate_percent": "3"}])", with_interest([](auto& i) {
         i.changes = {{2026y / February / 1, 3_pct}};
       })},
      {R"("capitalise": "in_grace")", with_interest([](auto& i) { i.capitalise_in_grace = true; })},
  };
  for (const auto& test : tests) {
    INFO(test.first);
    const LoanTerms terms = interest(base + test.first);
    CHECK((terms.interest == test.second));
    CHECK((again(terms) == terms));
  }
}

TEST_CASE("each form of amortization") {
  const auto means = [](const std::string& written, const Amortization& form) {
    check_means("\"amortization\": " + written, with([&](LoanTerms& terms) { terms.amortization = form; }));
  };
  means(R"("equal_installments")", EqualInstallments{});
  means(R"("equal_principal")", EqualPrincipal{});
  means(R"("bullet")", Bullet{});
  means(R"("interest_only")", Bullet{});
  means(R"({"bullet": "all"})", Bullet{.interest_too = true});
  means(R"("sum_of_digits")", SumOfDigits{});
  means(R"({"balloon": "2000.00"})", Balloon{2000 * INR});
  means(R"({"step_percent": "-5", "every": 12})", StepInstallments{.step = Rate::parse("-5"), .every = 12});
  means(R"({"principal_percent_each": "5"})", PrincipalPercentEach{5_pct});
  means(R"({"weights": ["1", "1", "2"]})", WeightedPrincipal{.weights = {1, 1, 2}});
  means(R"({"weights": ["0.1", "0.50", "2"], "interest_weights": ["1.0", "3"]})",
        WeightedPrincipal{.weights = {1, 5, 20}, .interest_weights = {1, 3}});
  means(R"({"principal": ["100.00", "11900"]})", ListedPrincipal{{100 * INR, 11'900 * INR}});
}

TEST_CASE("a fixed installment needs no count") {
  const auto expected = with([](LoanTerms& terms) { terms.amortization = EqualInstallments{.amount = 1600 * INR}; });
  check_means(R"("installment_amount": "1600.00")", expected);
  auto terms = parse_terms(
      R"({"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05", "installment_amount": "1600.00",
      "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"every": "1 week"}})");
  CHECK(terms.repayments.count == max_installments);
}

TEST_CASE("negative amortization is allowed by its key") {
  check_means(R"("negative_amortization": true)", with([](LoanTerms& terms) { terms.negative_amortization = true; }));
  check_means(R"("negative_amortization": false)", small());
}

TEST_CASE("each key of repayments") {
  const auto repayments = [](const std::string& written) {
    return parse_terms(R"({"currency": "INR", "principal": "1.00", "disbursed_on": "2026-01-05",
        "interest": {"method": "flat", "rate_percent": "1", "per": "term"}, "repayments": )" +
                       written + "}");
  };
  const std::vector<Date> days{2026y / February / 1, 2026y / March / 1};
  using Test = std::pair<const char*, Repayments>;
  const Test tests[] = {
      {R"({"count": 3, "every": "10 day"})", {.count = 3, .every = EveryDays{10}}},
      {R"({"count": 3, "every": "2 week"})", {.count = 3, .every = EveryWeeks{2}}},
      {R"({"count": 3, "every": "3 month"})", {.count = 3, .every = EveryMonths{3}}},
      {R"({"count": 3, "every": "1 calendar month"})", {.count = 3, .every = EveryMonthEnd{1}}},
      {R"({"count": 3, "every": "semimonth"})", {.count = 3, .every = Semimonthly{}}},
      {R"({"count": 3, "every": "2nd tuesday"})", {.count = 3, .every = EveryNthWeekday{2, Weekday::tuesday}}},
      {R"({"count": 3, "every": "last friday"})", {.count = 3, .every = EveryNthWeekday{-1, Weekday::friday}}},
      {R"({"count": 2, "every": {"due": ["2026-02-01", "2026-03-01"]}})", {.count = 2, .every = OnDates{days}}},
      {R"({"every": {"due": ["2026-02-01", "2026-03-01"]}})", {.count = 2, .every = OnDates{days}}},
      {R"({"count": 1200, "every": "1 month", "first_due_on": "2026-02-10"})",
       {.count = 1200, .every = monthly, .first_due_on = Date(2026y / February / 10)}},
  };
  for (const auto& test : tests) {
    INFO(test.first);
    const LoanTerms terms = repayments(test.first);
    CHECK((terms.repayments == test.second));
    CHECK((again(terms) == terms));
  }
}

TEST_CASE("grace, down payment and moratoria") {
  check_means(R"("grace": {"principal": 1, "interest_payment": 2, "interest_free": 3})",
              with([](LoanTerms& t) { t.grace = {.principal = 1, .interest_payment = 2, .interest_free = 3}; }));
  check_means(R"("grace": {"all": 4})", with([](LoanTerms& t) { t.grace = {.all = 4}; }));
  check_means(R"("down_payment_percent": "12.5")", with([](LoanTerms& t) { t.down_payment = 12.5_pct; }));
  check_means(
      R"("moratoria": [{"from": "2026-02-01", "to": "2026-02-28", "interest": "stops"}, {"from": "2026-04-01", "to": "2026-04-02"}])",
      with([](LoanTerms& t) {
        t.moratoria = {{.period = {2026y / February / 1, 2026y / February / 28}, .interest_stops = true},
                       {.period = {2026y / April / 1, 2026y / April / 2}}};
      }));
}

TEST_CASE("each key of a fee") {
  const auto means = [](const std::string& written, const Fee& fee) {
    check_means("\"fees\": [" + written + "]", with([&](LoanTerms& terms) { terms.fees = {fee}; }));
  };
  means(R"({"name": "processing", "at": "disbursement", "percent": "1", "of": "principal", "financed": true})",
        {.name = "processing",
         .at = AtDisbursement{},
         .amount = PercentOf{1_pct, ChargeBase::principal},
         .financed = true});
  means(R"({"name": "visit", "at": "installment", "amount": "5.00", "kind": "fee"})",
        {.name = "visit", .at = AtInstallment{}, .amount = 5 * INR});
  means(R"({"name": "a", "at": "2026-02-01", "amount": "5.00", "kind": "penalty", "financed": false})",
        {.name = "a", .at = Date(2026y / February / 1), .amount = 5 * INR, .kind = ChargeKind::penalty});
  means(
      R"({"name": "b", "at": "installment", "percent": "2", "of": "interest", "kind": "insurance", "min": "1.00", "max": "9.00"})",
      {.name = "b",
       .at = AtInstallment{},
       .amount = PercentOf{2_pct, ChargeBase::interest},
       .kind = ChargeKind::insurance,
       .min = 1 * INR,
       .max = 9 * INR});
  means(R"({"name": "c", "at": "installment", "percent": "2", "of": "principal_and_interest"})",
        {.name = "c", .at = AtInstallment{}, .amount = PercentOf{2_pct, ChargeBase::principal_and_interest}});
  means(R"({"name": "d \"\\\n\u2603 \u202e", "at": "installment", "percent": "2", "of": "installment"})",
        {.name = "d \"\\\n\xE2\x98\x83 \xE2\x80\xAE",
         .at = AtInstallment{},
         .amount = PercentOf{2_pct, ChargeBase::installment}});
}

TEST_CASE("insurance and compulsory savings") {
  using Insured = InsuranceTerms::Base;
  using Saved = CompulsorySavings::Base;
  const auto insured = [](InsuranceTerms insurance) { return with([&](LoanTerms& t) { t.insurance = insurance; }); };
  check_means(R"("insurance": {"per_mille": "2"})", insured({.premium = 0.2_pct}));
  check_means(R"("insurance": {"percent": "0.5", "of": "principal", "at": "installment"})",
              insured({.premium = 0.5_pct, .of = Insured::principal}));
  check_means(R"("insurance": {"percent": "1", "of": "balance", "at": "disbursement"})",
              insured({.premium = 1_pct, .single = true}));
  const auto saving = [](CompulsorySavings savings) {
    return with([&](LoanTerms& t) { t.compulsory_savings = savings; });
  };
  check_means(R"("compulsory_savings": {"percent": "10"})", saving({.percent = 10_pct}));
  check_means(
      R"("compulsory_savings": {"percent": "5", "of": "installment", "at": "installment", "interest_percent": "3"})",
      saving({.percent = 5_pct, .of = Saved::installment, .at_installment = true, .interest_per_year = 3_pct}));
}

TEST_CASE("each key of the calendar") {
  const auto means = [](const std::string& written, const DueDateRule& rule) {
    check_means("\"calendar\": " + written, with([&](LoanTerms& terms) { terms.calendar = rule; }));
  };
  const std::vector<Date> holidays{2026y / January / 26, 2026y / January / 4, 2026y / January / 26};
  BusinessCalendar ranges({}, {});
  ranges.add_holidays({2026y / October / 1, 2026y / October / 20});
  means(
      R"({"weekend": ["saturday", "sunday"], "holidays": ["2026-01-26", "2026-01-04", "2026-01-26"], "roll": "following", "interest_follows": true})",
      {.business_days = BusinessCalendar({Weekday::saturday, Weekday::sunday}, holidays),
       .roll = Roll::following,
       .interest_follows = true});
  means(R"({"weekend": ["friday"], "roll": "preceding"})",
        {.business_days = BusinessCalendar({Weekday::friday}, {}), .roll = Roll::preceding});
  means(
      R"({"holidays": [{"from": "2026-10-01", "to": "2026-10-15"}, {"from": "2026-10-10", "to": "2026-10-20"}], "roll": "modified_following"})",
      {.business_days = ranges, .roll = Roll::modified_following});
  means(R"({"roll": "none", "interest_follows": false})", {});
}

TEST_CASE("each key of rounding and each preset") {
  const auto means = [](const std::string& written, const RoundingPolicy& policy) {
    check_means("\"rounding\": " + written, with([&](LoanTerms& terms) { terms.rounding = policy; }));
  };
  means("{}", ExactRounding{});
  means(R"({"mode": "up", "installment_multiple": "5", "currency_multiple": "0.05", "residual": "first"})",
        ExactRounding{.mode = Rounding::up,
                      .installment_multiple = 5 * INR,
                      .currency_multiple = Money::of_units(5, INR),
                      .residual = Residual::first});
  for (const auto mode : {Rounding::half_even, Rounding::half_up, Rounding::half_down, Rounding::up, Rounding::down,
                          Rounding::ceiling, Rounding::floor})
    means("{\"mode\": \"" + std::string(to_text(mode)) + "\"}", ExactRounding{.mode = mode});
  means(R"("fineract-cumulative")", FineractCumulative{});
  means(R"({"preset": "fineract-cumulative", "currency_multiple": "1"})",
        FineractCumulative{.currency_multiple = 1 * INR});
  means(R"("fineract-progressive")", FineractProgressive{});
  means(R"({"preset": "fineract-progressive", "installment_multiple": "1", "mode": "half_up"})",
        FineractProgressive{.mode = Rounding::half_up, .installment_multiple = 1 * INR});
  means(R"("mifos")", MifosRounding{});
  means(
      R"({"preset": "mifos", "currency_digits": 2, "currency_mode": "ceiling", "installment_multiple": "1.000", "installment_mode": "half_down",
            "final_multiple": "0.01", "final_mode": "floor", "residual": "first", "allow_negative_last": true})",
      MifosRounding{.currency_digits = 2,
                    .currency_mode = Rounding::ceiling,
                    .installment_multiple_micros = 1'000'000,
                    .installment_mode = Rounding::half_down,
                    .final_multiple_micros = 10'000,
                    .final_mode = Rounding::floor,
                    .residual = Residual::first,
                    .allow_negative_last = true});
  means(R"("opencbs")", OpenCbsRounding{});
  means(R"({"preset": "opencbs", "currency_digits": 0, "residual": "spread"})",
        OpenCbsRounding{.currency_digits = 0, .residual = Residual::spread});
  means(R"("frappe")", FrappeRounding{});
  means(R"({"preset": "frappe", "currency_multiple": "1"})", FrappeRounding{.currency_multiple = 1 * INR});
}

// ---------------------------------------------------------------- the law, over generated terms

namespace {

Rate any_rate(test::Random& random) { return Rate::of_ticks(random.between(0, 100 * Rate::one_percent)); }
Money any_amount(test::Random& random, Currency currency) {
  return Money::of_units(random.between(1, 1'000'000'000'000), currency);
}

std::optional<Money> maybe_amount(test::Random& random, Currency currency) {
  std::optional<Money> amount;
  if (random.one_in(2)) amount = any_amount(random, currency);
  return amount;
}

Frequency any_frequency(test::Random& random) {
  switch (random.number(0, 6)) {
    case 0: return EveryDays{random.number(1, 400)};
    case 1: return EveryWeeks{random.number(1, 60)};
    case 2: return EveryMonths{random.number(1, 24)};
    case 3: return EveryMonthEnd{random.number(1, 12)};
    case 4: return Semimonthly{};
    case 5:
      return EveryNthWeekday{random.one_in(3) ? -1 : random.number(1, 4), static_cast<Weekday>(random.number(0, 6))};
    default: return OnDates{{random.date(), random.date()}};
  }
}

InterestTerms any_interest(test::Random& random) {
  InterestTerms interest{.method = random.one_in(2) ? InterestMethod::flat : InterestMethod::declining,
                         .rate = any_rate(random)};
  interest.per = static_cast<RatePeriod>(random.number(1, 6));
  if (random.one_in(2)) interest.accrual = ByDay{static_cast<DayCount>(random.number(1, 21))};
  else if (random.one_in(2)) interest.accrual = ByPeriod{random.one_in(2) ? 360 : 365};
  interest.kind = random.one_in(3) ? RateKind::effective : RateKind::nominal;
  if (random.one_in(3)) interest.from = random.date();
  if (random.one_in(3)) interest.first_period = FirstPeriod::actual_ratio;
  for (int k = random.number(0, 2); k > 0; --k) interest.changes.push_back({random.date(), any_rate(random)});
  interest.capitalise_in_grace = random.one_in(4);
  return interest;
}

Amortization any_amortization(test::Random& random, Currency currency) {
  switch (random.number(0, 8)) {
    case 0: return EqualInstallments{maybe_amount(random, currency)};
    case 1: return EqualPrincipal{};
    case 2: return Bullet{random.one_in(2)};
    case 3: return Balloon{any_amount(random, currency)};
    case 4: return StepInstallments{any_rate(random), random.number(1, 12)};
    case 5: return PrincipalPercentEach{any_rate(random)};
    case 6: return WeightedPrincipal{{random.between(0, 1'000'000), random.some_units()}, {random.between(0, 9)}};
    case 7: return ListedPrincipal{{any_amount(random, currency), any_amount(random, currency)}};
    default: return SumOfDigits{};
  }
}

Fee any_fee(test::Random& random, Currency currency) {
  Fee fee{.name = random.one_in(2) ? "fee" : "\xC3\xA9 \"x\" \n\\",
          .at = AtDisbursement{},
          .amount = any_amount(random, currency)};
  if (random.one_in(2)) fee.at = AtInstallment{};
  if (random.one_in(3)) fee.at = random.date();
  if (random.one_in(2)) fee.amount = PercentOf{any_rate(random), static_cast<ChargeBase>(random.number(1, 4))};
  fee.kind = static_cast<ChargeKind>(random.number(1, 3));
  fee.financed = random.one_in(3);
  if (random.one_in(3)) fee.min = any_amount(random, currency);
  if (random.one_in(3)) fee.max = any_amount(random, currency);
  return fee;
}

template <class Policy>
Policy any_multiples(test::Random& random, Currency currency) {
  Policy policy;
  policy.mode = random.rounding();
  if (random.one_in(2)) policy.installment_multiple = any_amount(random, currency);
  if (random.one_in(2)) policy.currency_multiple = any_amount(random, currency);
  return policy;
}

MifosRounding any_mifos(test::Random& random) {
  return {random.number(0, 4),
          random.rounding(),
          random.some_units(),
          random.rounding(),
          random.some_units(),
          random.rounding(),
          static_cast<Residual>(random.number(1, 3)),
          random.one_in(2)};
}

RoundingPolicy any_rounding(test::Random& random, Currency currency) {
  RoundingPolicy policy;
  switch (random.number(0, 5)) {
    case 0: policy = any_multiples<ExactRounding>(random, currency); break;
    case 1: policy = any_multiples<FineractCumulative>(random, currency); break;
    case 2: policy = any_multiples<FineractProgressive>(random, currency); break;
    case 3: policy = any_mifos(random); break;
    case 4: policy = OpenCbsRounding{random.number(0, 4), static_cast<Residual>(random.number(1, 3))}; break;
    default: policy = FrappeRounding{maybe_amount(random, currency)};
  }
  return policy;
}

DueDateRule any_calendar(test::Random& random) {
  std::vector<Weekday> weekend;
  for (int day = 0; day < 7; ++day)
    if (random.one_in(4)) weekend.push_back(static_cast<Weekday>(day));
  BusinessCalendar calendar(weekend, {random.date(), random.date()});
  const Date start = random.date(Date::of(2000, 1, 1), Date::of(2100, 1, 1));
  if (random.one_in(2)) calendar.add_holidays({start, start + random.number(0, 40)});
  return {
      .business_days = calendar, .roll = static_cast<Roll>(random.number(1, 4)), .interest_follows = random.one_in(2)};
}

LoanTerms any_terms(test::Random& random) {
  const Currency currency = random.currency();
  LoanTerms terms{.principal = any_amount(random, currency),
                  .disbursed_on = Date::of(2026, 1, 5),
                  .interest = any_interest(random),
                  .repayments = {.count = random.number(1, 1200), .every = any_frequency(random)},
                  .amortization = any_amortization(random, currency)};
  if (random.one_in(2)) terms.repayments.first_due_on = random.date();
  if (random.one_in(2))
    terms.grace = {random.number(0, 9), random.number(0, 9), random.number(0, 9), random.number(0, 9)};
  for (int k = random.number(0, 2); k > 0; --k)
    terms.further_tranches.push_back({terms.disbursed_on + random.number(0, 900), any_amount(random, currency)});
  if (random.one_in(3)) terms.down_payment = any_rate(random);
  for (int k = random.number(0, 2); k > 0; --k) terms.fees.push_back(any_fee(random, currency));
  if (random.one_in(3))
    terms.insurance =
        InsuranceTerms{any_rate(random), static_cast<InsuranceTerms::Base>(random.number(1, 2)), random.one_in(2)};
  if (random.one_in(3))
    terms.compulsory_savings =
        CompulsorySavings{any_rate(random), static_cast<CompulsorySavings::Base>(random.number(1, 2)), random.one_in(2),
                          any_rate(random)};
  if (random.one_in(2)) terms.calendar = any_calendar(random);
  if (random.one_in(3))
    terms.moratoria = {{.period = {random.date(), random.date()}, .interest_stops = random.one_in(2)}};
  terms.negative_amortization = random.one_in(4);
  terms.rounding = any_rounding(random, currency);
  return terms;
}

}  // namespace

TEST_CASE("decode(encode(terms)) = terms, and the document is the same again") {
  test::for_all([](test::Random& random) {
    const LoanTerms terms = any_terms(random);
    const std::string written = to_json(terms);
    INFO(written);
    const LoanTerms read = parse_terms(written);
    REQUIRE((read == terms));
    REQUIRE(to_json(read) == written);
  });
}
