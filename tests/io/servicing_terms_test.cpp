// SPDX-License-Identifier: MIT
// The keys of TERMS about the life of a loan: what they mean in C++, and that decode(encode(terms)) = terms.
#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>
#include <solidarity/product/validate.hpp>

#include "catch.hpp"
#include "refusal.hpp"

#include <algorithm>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

std::string document(const std::string& more) {
  return R"({"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05",
            "interest": {"method": "declining", "rate_percent": "24"},
            "repayments": {"count": 8, "every": "1 week"}, )" +
         more + "}";
}

LoanTerms small() {
  return {.principal = 12'000 * INR,
          .disbursed_on = 2026y / January / 5,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 8, .every = weekly}};
}

template <class Change>
void check_means(const std::string& more, Change change) {
  INFO(more);
  LoanTerms expected = small();
  change(expected);
  CHECK((parse_terms(document(more)) == expected));
  CHECK((parse_terms(to_json(expected)) == expected));
  CHECK(validate(expected).empty());
}

std::string refusal_of(const std::string& more) {
  return test::refusal([&] { return answer(Question::schedule, document(more)); });
}

std::string order_text(const Waterfall& waterfall) {
  LoanTerms terms = small();
  terms.waterfall = waterfall;
  return to_json(terms);
}

// All buckets once, in an order that no preset has.
constexpr const char* own_order =
    R"("order": ["in_advance_principal", "past_due_insurance", "past_due_interest", "past_due_principal", "past_due_fee",
    "past_due_penalty", "due_principal", "due_interest", "due_insurance", "due_fee", "due_penalty",
    "in_advance_penalty", "in_advance_fee", "in_advance_insurance", "in_advance_interest"])";

}  // namespace

TEST_CASE("interest on what really happened") {
  check_means(R"("recalculation": {})", [](auto& terms) { terms.recalculation = Recalculation{}; });
  check_means(
      R"("recalculation": {"rest": "daily", "early": "reduce_term", "payoff_interest": "to_rest", "overdue_bears_interest": true})",
      [](auto& terms) {
        terms.recalculation = Recalculation{.rest = Rest::day,
                                            .early = EarlyPrincipal::reduce_term,
                                            .payoff_interest = PayoffInterest::to_rest,
                                            .overdue_bears_interest = true};
      });
  check_means(R"("recalculation": {"rest": "installment", "early": "last_unpaid"})", [](auto& terms) {
    terms.recalculation = Recalculation{.rest = Rest::installment, .early = EarlyPrincipal::last_unpaid};
  });
  check_means(R"("rebate": "rule_of_78")", [](auto& terms) { terms.rebate = Rebate::rule_of_78; });
}

TEST_CASE("early fees: one, or a list") {
  check_means(R"("early_fee": {"percent": "1"})", [](auto& terms) { terms.early_fees = {{.amount = 1_pct}}; });
  check_means(
      R"("early_fee": [{"amount": "50.00", "at": "both"}, {"percent": "0.5", "of": "remaining_interest", "at": "prepayment"}])",
      [](auto& terms) {
        terms.early_fees = {
            {.amount = 50 * INR, .when = EarlyFee::When::both},
            {.amount = 0.5_pct, .of = EarlyFeeBase::remaining_interest, .when = EarlyFee::When::prepayment}};
      });
}

TEST_CASE("penalties, with their bases, periods, grace and caps") {
  check_means(R"("penalties": [])", [](auto&) {});
  check_means(R"("penalties": [{"amount": "25.00"}])",
              [](auto& terms) { terms.penalties = {{.name = "penalty", .amount = 25 * INR}}; });
  check_means(
      R"("penalties": [{"name": "late", "percent": "36", "of": "overdue_principal", "every": "1 day", "per": "year", "grace_days": 3,
         "grace_forgives": true, "cap": "100.00", "cap_percent": "5", "compound": true}])",
      [](auto& terms) {
        terms.penalties = {{.name = "late",
                            .amount = 36_pct,
                            .of = PenaltyBase::overdue_principal,
                            .every = PenaltyPeriod{1, PenaltyPeriod::Unit::day},
                            .per = PenaltyPeriod{1, PenaltyPeriod::Unit::year},
                            .grace_days = 3,
                            .grace_forgives = true,
                            .cap = 100 * INR,
                            .cap_percent = 5_pct,
                            .compound = true}};
      });
  for (const auto& [word, unit] :
       {std::pair{"2 week", PenaltyPeriod::Unit::week}, {"2 month", PenaltyPeriod::Unit::month}})
    check_means(
        R"("penalties": [{"name": "a", "percent": "1", "of": "original_principal", "every": ")" + std::string(word) +
            R"("}])",
        [&, unit = unit](auto& terms) {
          terms.penalties = {
              {.name = "a", .amount = 1_pct, .of = PenaltyBase::original_principal, .every = PenaltyPeriod{2, unit}}};
        });
}

TEST_CASE("arrears, disbursements and down payments") {
  check_means(R"("arrears": {"grace_days": 5, "tolerance": "10.00"})",
              [](auto& terms) { terms.arrears = {.grace_days = 5, .tolerance = 10 * INR}; });
  check_means(R"("multiple_disbursements": true)", [](auto& terms) { terms.multiple_disbursements = true; });
  check_means(R"("down_payment_percent": "25", "automatic_down_payment": true)", [](auto& terms) {
    terms.down_payment = 25_pct;
    terms.automatic_down_payment = true;
  });
}

TEST_CASE("what the life of a loan adds to the presets of peers") {
  check_means(
      R"("rounding": {"preset": "opencbs", "accounting": "accrual", "penalties_on_days_off": false, "penalties_after_charge_off": true})",
      [](auto& terms) {
        OpenCbsRounding policy;
        policy.accrual = true;
        policy.penalties_on_days_off = false;
        policy.penalties_after_charge_off = true;
        terms.rounding = policy;
      });
  check_means(R"("rounding": {"preset": "mifos", "overdue_interest_first": true})", [](auto& terms) {
    MifosRounding policy;
    policy.overdue_interest_first = true;
    terms.rounding = policy;
  });
}

TEST_CASE("every waterfall of the guide is a preset and keeps its name") {
  for (const char* name :
       {"mifos-standard", "interest-principal-penalties-fees", "principal-interest-penalties-fees", "early-repayment",
        "heavensfamily", "rbi-india", "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest",
        "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee", "opencbs"}) {
    const auto named = waterfall_named(name);
    REQUIRE(named);
    check_means("\"waterfall\": \"" + std::string(name) + '"', [&](auto& terms) { terms.waterfall = *named; });
    if (*named != oldest_first) CHECK(order_text(*named).find('"' + std::string(name) + '"') != std::string::npos);
  }
  CHECK(waterfall_named("creocore") == waterfall_named("mifos-standard"));  // which is written is the first
}

TEST_CASE("a waterfall of one's own: order, money in advance, direction") {
  Waterfall own = parse_terms(document(std::string(R"("waterfall": {)") + own_order + "}")).waterfall;
  CHECK(own.order[0] == Bucket{Lateness::in_advance, Component::principal});
  CHECK(own.order[14] == Bucket{Lateness::in_advance, Component::interest});
  own.in_advance = InAdvance::last_installment;
  own.direction = Direction::vertical;
  check_means(
      std::string(R"("waterfall": {)") + own_order + R"(, "in_advance": "last_installment", "direction": "vertical"})",
      [&](auto& terms) { terms.waterfall = own; });
  own.quirk = WaterfallQuirk::charges_due_first;
  CHECK((parse_terms(order_text(own)).waterfall == own));
}

TEST_CASE("a preset with money in advance of one's own") {
  check_means(R"("waterfall": {"preset": "mifos-standard", "in_advance": "credit"})", [](auto& terms) {
    terms.waterfall = *waterfall_named("mifos-standard");
    terms.waterfall.in_advance = InAdvance::credit;
  });
}

TEST_CASE("a waterfall for each kind of payment, by the word of the event") {
  const Waterfall mifos = *waterfall_named("mifos-standard");
  const Waterfall early = *waterfall_named("early-repayment");
  check_means(
      R"("waterfall": {"default": "early-repayment", "repayment": "mifos-standard", "charge_adjustment": "early-repayment"})",
      [&](auto& terms) {
        terms.waterfall = early;
        terms.waterfalls = {{PaymentKind::repayment, mifos}, {PaymentKind::charge_adjustment, early}};
      });
  check_means(R"("waterfall": {"goodwill_credit": {"preset": "mifos-standard", "in_advance": "last_installment"}})",
              [&](auto& terms) {
                Waterfall last = mifos;
                last.in_advance = InAdvance::last_installment;
                terms.waterfalls = {{PaymentKind::goodwill_credit, last}};
              });
}

TEST_CASE("terms of the life of a loan do not change its schedule") {
  CHECK(answer(Question::schedule,
               document(R"("penalties": [{"amount": "25.00"}], "recalculation": {"rest": "daily"})")) ==
        answer(Question::schedule, document(R"("version": 1)")));
}

namespace {

struct Refused {
  const char* written;
  const char* golden;
};

const Refused refused[] = {
    {R"("recalculation": {"rest": "dayly"})",
     R"(malformed_document: /recalculation/rest: "dayly" is not one of none, installment, daily; did you mean "daily"?)"},
    {R"("recalculation": {"early": "shorter"})",
     R"(malformed_document: /recalculation/early: "shorter" is not one of next, reduce_installment, reduce_term, last_unpaid)"},
    {R"("recalculation": {"rests": "daily"})",
     R"(malformed_document: /recalculation/rests: unknown key; did you mean "rest"?)"},
    {R"("recalculation": {"overdue_bears_interest": 1})",
     R"(malformed_document: /recalculation/overdue_bears_interest: an integer is given; true or false is needed)"},
    {R"("recalculation": {"overdue_bears_interest": true})",
     R"(contradictory_terms: /recalculation/overdue_bears_interest: /recalculation/overdue_bears_interest contradicts /recalculation/rest: without a rest the interest stays as planned)"},
    {R"("recalculation": {"rest": "daily"}, "rebate": "none")",
     R"(contradictory_terms: /rebate: /rebate contradicts /recalculation/rest: interest that follows the balance leaves nothing to give back)"},
    {R"("early_fee": {})", R"(malformed_document: /early_fee/amount: the key is missing; give amount or percent)"},
    {R"("early_fee": "1")",
     R"(malformed_document: /early_fee: a string is given; a fee such as {"percent": "1"} or a list of them is needed)"},
    {R"("early_fee": {"percent": "101"})", R"(out_of_range: /early_fee/percent: 101%; the range is 0% to 100%)"},
    {R"("early_fee": {"amount": "-1.00"})", R"(out_of_range: /early_fee/amount: INR -1.00; it is not negative)"},
    {R"("early_fee": {"amount": "1.00", "of": "prepaid"})",
     R"(contradictory_terms: /early_fee/of: /early_fee/amount and /early_fee/of exclude each other; give one of them)"},
    {R"("penalties": {})", R"(malformed_document: /penalties: an object is given; a list is needed)"},
    {R"("penalties": [{"percent": "1", "amount": "1"}])",
     R"(contradictory_terms: /penalties/0/percent: /penalties/0/amount and /penalties/0/percent exclude each other; give one of them)"},
    {R"("penalties": [{"percent": "100.1"}])",
     R"(out_of_range: /penalties/0/percent: 100.1%; the range is 0% to 100%)"},
    {R"("penalties": [{"amount": "1"}, {"amount": "1", "cap": "-5"}])",
     R"(out_of_range: /penalties/1/cap: INR -5.00; an amount is at least one minor unit)"},
    {R"("penalties": [{"percent": "1", "every": "1 fortnight"}])",
     R"(malformed_document: /penalties/0/every: "1 fortnight" is no period; write a count and day, week, month or year, such as "1 day")"},
    {R"("penalties": [{"percent": "1", "every": "0 day"}])",
     R"(malformed_document: /penalties/0/every: "0 day" is no period; write a count and day, week, month or year, such as "1 day")"},
    {R"("penalties": [{"percent": "1", "every": "99999999999 day"}])",
     R"(malformed_document: /penalties/0/every: "99999999999 day" is no period; write a count and day, week, month or year, such as "1 day")"},
    {R"("penalties": [{"percent": "1", "every": "4000 day"}])",
     R"(out_of_range: /penalties/0/every: every 4000; a period is 1 to 3660 days, weeks, months or years)"},
    {R"("penalties": [{"percent": "36", "per": "year"}])",
     R"(contradictory_terms: /penalties/0/per: /penalties/0/per contradicts /penalties/0/every: a rate of a period is charged every so many days; say how many)"},
    {R"("penalties": [{"amount": "1", "every": "1 day", "per": "year"}])",
     R"(contradictory_terms: /penalties/0/per: /penalties/0/per contradicts /penalties/0/amount: a fixed amount is no rate)"},
    {R"("penalties": [{"amount": "1", "compound": true}])",
     R"(contradictory_terms: /penalties/0/compound: /penalties/0/compound contradicts /penalties/0/amount: a fixed amount is not taken of anything)"},
    {R"("penalties": [{"amount": "1", "grace_days": -1}])",
     R"(out_of_range: /penalties/0/grace_days: -1; it must lie between 0 and 36600)"},
    {R"("arrears": {"tolerance": "-1.00"})", R"(out_of_range: /arrears/tolerance: INR -1.00; it is not negative)"},
    {R"("automatic_down_payment": true)",
     R"(contradictory_terms: /automatic_down_payment: /automatic_down_payment contradicts /down_payment_percent: there is no down payment to be paid)"},
    {R"("waterfall": "mifos-standart")",
     R"(malformed_document: /waterfall: "mifos-standart" is not one of mifos-standard, interest-principal-penalties-fees, principal-interest-penalties-fees, early-repayment, heavensfamily, creocore, rbi-india, due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest, due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee, opencbs; did you mean "mifos-standard"?)"},
    {R"("waterfall": {"order": ["past_due_penalty"]})",
     R"(out_of_range: /waterfall/order: 1 buckets; an order has 15, each once; missing: past_due_fee, past_due_insurance, past_due_interest, past_due_principal, due_penalty, due_fee, due_insurance, due_interest, due_principal, in_advance_penalty, in_advance_fee, in_advance_insurance, in_advance_interest, in_advance_principal)"},
    {R"("waterfall": {"preset": "opencbs", "order": []})",
     R"(contradictory_terms: /waterfall/order: /waterfall/preset and /waterfall/order exclude each other; give one of them)"},
    {R"("waterfall": {"repay": "opencbs", "repayment": "opencbs"})",
     R"(contradictory_terms: /waterfall/repayment: /waterfall/repay and /waterfall/repayment exclude each other; give one of them)"},
    {R"("waterfall": {"write_off": "opencbs"})",
     R"(malformed_document: /waterfall/write_off: unknown key; known are default, repay, repayment, down_payment, goodwill_credit, merchant_issued_refund, payout_refund, adjust_charge, charge_adjustment, cover_by_peer, cover_by_savings, cover_by_fund, cover_by_insurance)"},
    {R"("waterfall": {"goodwill_credit": {"preset": "opencbs", "in_advance": "nothing"}})",
     R"(malformed_document: /waterfall/goodwill_credit/in_advance: "nothing" is not one of next_installment, last_installment, reamortization, credit, reduce_principal)"},
    {R"("as_of": "2026-01-05")",
     R"(unsupported: /as_of: no term: it stands beside the terms in a document of `solidarity loan`)"},
    {R"("liability": {})", R"(unsupported: /liability: this version has no terms of groups)"},
};

}  // namespace

TEST_CASE("terms of the life of a loan that cannot be are refused with pointer, value and rule") {
  for (const Refused& change : refused) {
    INFO(change.written);
    CHECK(refusal_of(change.written) == change.golden);
  }
}

TEST_CASE("an order that names a bucket twice is refused where it does so") {
  std::string order = own_order;
  order.replace(order.find("due_fee\""), 7, "due_insurance");
  const std::string refusal = refusal_of(R"("waterfall": {"payout_refund": {)" + order + "}}");
  CHECK(refusal.find("is given twice; an order has each of the 15 once") != std::string::npos);
  CHECK(refusal.find("out_of_range: /waterfall/payout_refund/order/") == 0);
}

TEST_CASE("flat interest does not follow the balance") {
  LoanTerms terms = small();
  terms.interest.method = InterestMethod::flat;
  terms.recalculation = Recalculation{.rest = Rest::installment};
  const Problems problems = validate(terms);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0] ==
        Problem{ErrorCode::contradictory_terms, "/recalculation/rest",
                "/recalculation/rest contradicts /interest/method: flat interest does not follow the balance"});
}

TEST_CASE("amounts of another currency, and two waterfalls for one kind, are told by validate") {
  LoanTerms terms = small();
  terms.penalties = {{.name = "late", .amount = 5 * KES}};
  terms.arrears.tolerance = 1 * KES;
  terms.waterfalls = {{PaymentKind::repayment, oldest_first}, {PaymentKind::repayment, oldest_first}};
  const Problems problems = validate(terms);
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].field == "/penalties/0/amount");
  CHECK(problems[1].field == "/arrears/tolerance");
  CHECK(problems[2] ==
        Problem{ErrorCode::out_of_range, "/waterfall/repay", "given twice; a kind of payment has one waterfall"});
}
