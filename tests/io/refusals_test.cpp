// SPDX-License-Identifier: MIT
// What a document is refused for: the whole text, with its code, its JSON pointer, the value and the rule.
#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>

#include "catch.hpp"
#include "refusal.hpp"

namespace {

struct Refused {
  const char* written;
  const char* golden;
};

// Changes to a document that is priced (RFC 7396: null takes a key away), and what they lead to.
const Refused changes[] = {
    {R"({"principle": "1"})", R"(malformed_document: /principle: unknown key; did you mean "principal"?)"},
    {R"({"principal": null, "princpal": "1"})",
     R"(malformed_document: /principal: the key is missing; is it "princpal"?)"},
    {R"({"currency": null})", R"(malformed_document: /currency: the key is missing)"},
    {R"({"interest": {"methd": "flat"}})",
     R"(malformed_document: /interest/methd: unknown key; did you mean "method"?)"},
    {R"({"interest": {"colour": "red"}})",
     R"(malformed_document: /interest/colour: unknown key; known are method, rate_percent, per, accrual, day_count, year_days, rate_kind, from, first_period, rate_changes, capitalise)"},
    {R"({"__proto__": {}})",
     R"(malformed_document: /__proto__: unknown key; known are version, currency, tranches, disbursed_on, principal, interest, repayments, amortization, installment_amount, grace, negative_amortization, calendar, moratoria, down_payment_percent, fees, insurance, compulsory_savings, multiple_disbursements, automatic_down_payment, recalculation, rebate, early_fee, penalties, arrears, waterfall, rounding)"},
    {R"({"principal": 12000})",
     R"(malformed_document: /principal: an integer is given; an amount in quotation marks such as "120.50" is needed)"},
    {R"({"principal": 0.1})",
     R"(malformed_document: /principal: a number with a fraction or exponent is given; an amount in quotation marks such as "120.50" is needed)"},
    {R"({"principal": ["1"]})",
     R"(malformed_document: /principal: a list is given; an amount in quotation marks such as "120.50" is needed)"},
    {R"({"principal": "1,000"})",
     R"(invalid_amount: /principal: "1,000" is not an amount of INR; write -?(0|[1-9][0-9]*)(\.[0-9]{1,2})?)"},
    {R"({"principal": "1.234,56"})",
     R"(invalid_amount: /principal: "1.234,56" is not an amount of INR; write -?(0|[1-9][0-9]*)(\.[0-9]{1,2})?)"},
    {R"({"principal": "12.345"})",
     R"(invalid_amount: /principal: "12.345" has 3 decimals; an amount of INR has at most 2)"},
    {R"({"principal": "-5"})", R"(out_of_range: /principal: INR -5.00; an amount is at least one minor unit)"},
    {R"({"principal": "0"})", R"(out_of_range: /principal: INR 0.00; an amount is at least one minor unit)"},
    {R"({"principal": "92233720368547758.08"})",
     R"(out_of_range: /principal: "92233720368547758.08" is too large; an amount of INR lies within +-92233720368547758.07)"},
    {R"({"interest": {"rate_percent": 24}})",
     R"(malformed_document: /interest/rate_percent: an integer is given; a percentage in quotation marks such as "2.5" is needed)"},
    {R"({"interest": {"rate_percent": "-1"}})", R"(out_of_range: /interest/rate_percent: -1%; a rate is not negative)"},
    {R"({"interest": {"rate_percent": "0.0000000000001"}})",
     R"(out_of_range: /interest/rate_percent: "0.0000000000001" has 13 decimals; a percentage has at most 12)"},
    {R"({"disbursed_on": 20260105})",
     R"(malformed_document: /disbursed_on: an integer is given; a date in quotation marks such as "2026-01-05" is needed)"},
    {R"({"disbursed_on": "2026-02-30"})",
     R"(invalid_date: /disbursed_on: 2026-02-30 does not exist; that month has 28 days)"},
    {R"({"disbursed_on": "05/01/2026"})",
     R"(invalid_date: /disbursed_on: "05/01/2026" is not a date; write YYYY-MM-DD)"},
    {R"({"disbursed_on": "2401-01-01"})",
     R"(out_of_range: /disbursed_on: 2401-01-01; a date lies between 1900-01-01 and 2400-12-31)"},
    {R"({"currency": "usd"})", R"(unknown_currency: /currency: "usd" is no currency of ISO 4217; write USD)"},
    {R"({"currency": "XXX"})",
     R"(unknown_currency: /currency: "XXX" is no currency of ISO 4217; write three capital letters such as INR)"},
    {R"({"currency": {"code": "XTS"}})", R"(malformed_document: /currency/exponent: the key is missing)"},
    {R"({"currency": {"code": "XTS", "exponent": 5}})",
     R"(out_of_range: /currency/exponent: 5; it must lie between 0 and 4)"},
    {R"({"currency": 7})",
     R"(malformed_document: /currency: an integer is given; a currency code or {"code", "exponent"} is needed)"},
    {R"({"repayments": {"count": 0}})", R"(out_of_range: /repayments/count: 0; it must lie between 1 and 1200)"},
    {R"({"repayments": {"count": 1201}})", R"(out_of_range: /repayments/count: 1201; it must lie between 1 and 1200)"},
    {R"({"repayments": {"count": 2147483648}})",
     R"(out_of_range: /repayments/count: 2147483648; it must lie between 1 and 1200)"},
    {R"({"repayments": {"count": "8"}})",
     R"(malformed_document: /repayments/count: a string is given; an integer is needed)"},
    {R"({"repayments": {"count": 8.0}})",
     R"(malformed_document: /repayments/count: a number with a fraction or exponent is given; an integer is needed)"},
    {R"({"repayments": {"count": true}})",
     R"(malformed_document: /repayments/count: true or false is given; an integer is needed)"},
    {R"({"repayments": {"count": null}})", R"(malformed_document: /repayments/count: the key is missing)"},
    {R"({"repayments": {"every": "fortnight"}})",
     R"(malformed_document: /repayments/every: "fortnight" is not a frequency; write "k day", "k week", "k month", "k calendar month", "semimonth", "2nd tuesday" or "last friday")"},
    {R"({"repayments": {"every": 7}})",
     R"(malformed_document: /repayments/every: an integer is given; a frequency such as "1 week" or {"due": [dates]} is needed)"},
    {R"({"repayments": {"every": {"due": ["2026-02-01"], "count": 1}}})",
     R"(malformed_document: /repayments/every/count: unknown key; known are due)"},
    {R"({"repayments": {"first_due_on": "2026-01-05"}})",
     R"(out_of_range: /repayments/first_due_on: 2026-01-05 is not after the disbursement on 2026-01-05)"},
    {R"({"interest": {"method": "declning"}})",
     R"(malformed_document: /interest/method: "declning" is not one of declining, flat; did you mean "declining"?)"},
    {R"({"interest": {"method": "compound"}})",
     R"(malformed_document: /interest/method: "compound" is not one of declining, flat)"},
    {R"({"interest": {"per": "quarter"}})",
     R"(malformed_document: /interest/per: "quarter" is not one of year, month, week, day, installment, term)"},
    {R"({"interest": {"day_count": "30/360"}})",
     R"(contradictory_terms: /interest/day_count: a day count belongs to /interest/accrual "by_day", not to "by_period")"},
    {R"({"interest": {"accrual": "by_day"}})", R"(malformed_document: /interest/day_count: the key is missing)"},
    {R"({"interest": {"accrual": "by_day", "day_count": "actual/366"}})",
     R"(unsupported: /interest/day_count: "actual/366" is not a day count; use one of 30/360, 30/360 US, 30/360 PSA, 30E/360, 30E/360 ISDA, 30E+/360, 30E/365, 30/365, actual/360, actual/364, actual/365, actual/365.25, actual/365 actual, actual/actual ISDA, actual/actual ICMA, actual/actual AFB, NL/365, excel 0, excel 1, excel 3, DAYS360)"},
    {R"({"interest": {"accrual": "by_day", "day_count": "30/360", "year_days": 360}})",
     R"(contradictory_terms: /interest/year_days: /interest/accrual "by_day" counts real days by /interest/day_count; year_days belongs to "by_period")"},
    {R"({"interest": {"year_days": 361}})",
     R"(out_of_range: /interest/year_days: 361; a year has 360, 364 or 365 days)"},
    {R"({"interest": {"capitalise": true}})",
     R"(malformed_document: /interest/capitalise: true or false is given; a string is needed)"},
    {R"({"interest": {"rate_changes": [{"on": "2026-02-01"}]}})",
     R"(malformed_document: /interest/rate_changes/0/rate_percent: the key is missing)"},
    {R"({"amortization": "equal_instalments"})",
     R"(malformed_document: /amortization: "equal_instalments" is not one of equal_installments, equal_principal, bullet, interest_only, sum_of_digits; did you mean "equal_installments"?)"},
    {R"({"amortization": 7})",
     R"(malformed_document: /amortization: an integer is given; a word such as "equal_installments" or an object such as {"balloon": "500.00"} is needed)"},
    {R"({"amortization": {}})",
     R"(malformed_document: /amortization: an empty object; give bullet, balloon, step_percent, principal_percent_each, weights or principal)"},
    {R"({"amortization": {"baloon": "1"}})",
     R"(malformed_document: /amortization/baloon: unknown key; did you mean "balloon"?)"},
    {R"({"amortization": {"balloon": "1", "weights": ["1"]}})",
     R"(contradictory_terms: /amortization/weights: /amortization/balloon and /amortization/weights exclude each other; give one of them)"},
    {R"({"amortization": {"bullet": "none"}})",
     R"(malformed_document: /amortization/bullet: "none" is not one of all)"},
    {R"({"amortization": {"step_percent": "5"}})", R"(malformed_document: /amortization/every: the key is missing)"},
    {R"({"amortization": {"weights": ["1", 2]}})",
     R"(malformed_document: /amortization/weights/1: an integer is given; a string is needed)"},
    {R"({"amortization": {"weights": ["1", "2"]}})",
     R"(out_of_range: /amortization/weights: 2 weights for 8 installments)"},
    {R"({"amortization": {"principal": ["1.00", "x"]}})",
     R"(invalid_amount: /amortization/principal/1: "x" is not an amount of INR; write -?(0|[1-9][0-9]*)(\.[0-9]{1,2})?)"},
    {R"({"amortization": "bullet", "installment_amount": "100.00"})",
     R"(contradictory_terms: /installment_amount: /installment_amount fixes equal installments; /amortization is another form)"},
    {R"({"tranches": []})",
     R"(contradictory_terms: /principal: /tranches and /principal exclude each other; give one of them)"},
    {R"({"principal": null, "disbursed_on": null, "tranches": []})",
     R"(out_of_range: /tranches: no tranche; a loan has at least one)"},
    {R"({"principal": null, "disbursed_on": null, "tranches": [{"on": "2026-01-05", "amount": "0"}, {"on": "2026-01-06", "amount": "1"}]})",
     R"(out_of_range: /tranches/0/amount: INR 0.00; an amount is at least one minor unit)"},
    {R"({"grace": {"principal": -1}})", R"(out_of_range: /grace/principal: -1; it must lie between 0 and 1200)"},
    {R"({"grace": {"principal": 8}})", R"(out_of_range: /grace/principal: 8 of 8 installments; grace is 0 to 7)"},
    {R"({"grace": {"principle": 1}})",
     R"(malformed_document: /grace/principle: unknown key; did you mean "principal"?)"},
    {R"({"fees": {"name": "a"}})", R"(malformed_document: /fees: an object is given; a list is needed)"},
    {R"({"fees": [{"name": "a", "at": "installment"}]})",
     R"(malformed_document: /fees/0/amount: the key is missing; a fee has an amount, or percent with of)"},
    {R"({"fees": [{"name": "a", "at": "installment", "amount": "1", "percent": "1"}]})",
     R"(contradictory_terms: /fees/0/percent: /fees/0/amount and /fees/0/percent exclude each other; give one of them)"},
    {R"({"fees": [{"name": "a", "at": "installment", "amount": "1", "of": "principal"}]})",
     R"(contradictory_terms: /fees/0/of: /fees/0/amount and /fees/0/of exclude each other; give one of them)"},
    {R"({"fees": [{"name": "a", "at": "installment", "percent": "1"}]})",
     R"(malformed_document: /fees/0/of: the key is missing)"},
    {R"({"fees": [{"name": "a", "at": "instalment", "amount": "1"}]})",
     R"(malformed_document: /fees/0/at: "instalment" is not one of disbursement, installment, a date; did you mean "installment"?)"},
    {R"({"fees": [{"name": "a", "at": "2026-13-01", "amount": "1"}]})",
     R"(invalid_date: /fees/0/at: 2026-13-01 does not exist; a month is 1 to 12)"},
    {R"({"fees": [{"name": "a", "at": "installment", "amount": "1", "financed": "yes"}]})",
     R"(malformed_document: /fees/0/financed: a string is given; true or false is needed)"},
    {R"({"fees": [{"name": "a", "at": "installment", "amount": "1", "min": "2", "max": "1"}]})",
     R"(contradictory_terms: /fees/0/min: /fees/0/min contradicts /fees/0/max: the minimum is above the maximum)"},
    {R"({"fees": [{"name": "a", "at": "installment", "amount": "1"}, {"name": "a", "at": "installment", "amount": "1", "kind": "tax"}]})",
     R"(malformed_document: /fees/1/kind: "tax" is not one of fee, penalty, insurance)"},
    {R"({"insurance": {}})", R"(malformed_document: /insurance/percent: the key is missing)"},
    {R"({"insurance": {"percent": "1", "per_mille": "1"}})",
     R"(contradictory_terms: /insurance/per_mille: /insurance/percent and /insurance/per_mille exclude each other; give one of them)"},
    {R"({"insurance": {"per_mille": "0.000000000001"}})",
     R"(out_of_range: /insurance/per_mille: more than 11 decimals of one per mille)"},
    {R"({"compulsory_savings": {"percent": "10", "of": "balance"}})",
     R"(malformed_document: /compulsory_savings/of: "balance" is not one of principal, installment)"},
    {R"({"calendar": {"weekend": ["sun"]}})",
     R"(malformed_document: /calendar/weekend/0: "sun" is not one of monday, tuesday, wednesday, thursday, friday, saturday, sunday)"},
    {R"({"calendar": {"holidays": ["2026-02-30"]}})",
     R"(invalid_date: /calendar/holidays/0: 2026-02-30 does not exist; that month has 28 days)"},
    {R"({"calendar": {"holidays": ["2026-01-26", {"from": "2026-02-02", "to": "2026-02-01"}]}})",
     R"(invalid_date: /calendar/holidays/1: holidays from 2026-02-02 to 2026-02-01; the end comes before the start)"},
    {R"({"calendar": {"roll": "forward"}})",
     R"(malformed_document: /calendar/roll: "forward" is not one of none, following, preceding, modified_following)"},
    {R"({"moratoria": [{"from": "2026-02-02", "to": "2026-02-01"}]})",
     R"(invalid_date: /moratoria/0/to: 2026-02-01 is before 2026-02-02)"},
    {R"({"rounding": 1})",
     R"(malformed_document: /rounding: an integer is given; the name of a preset or an object is needed)"},
    {R"({"rounding": "mifo"})",
     R"(malformed_document: /rounding: "mifo" is not one of fineract-cumulative, fineract-progressive, mifos, opencbs, frappe; did you mean "mifos"?)"},
    {R"({"rounding": {"mode": "bankers"}})",
     R"(malformed_document: /rounding/mode: "bankers" is not one of half_even, half_up, half_down, up, down, ceiling, floor)"},
    {R"({"rounding": {"preset": "mifos", "mode": "up"}})",
     R"(malformed_document: /rounding/mode: unknown key; known are preset, currency_digits, currency_mode, installment_multiple, installment_mode, final_multiple, final_mode, residual, allow_negative_last, overdue_interest_first)"},
    {R"({"rounding": {"residual": "spread"}})",
     R"(contradictory_terms: /rounding/residual: /rounding/residual contradicts /rounding/preset: only the preset opencbs spreads the residual)"},
    {R"({"rounding": {"allow_negative_last": true}})",
     R"(unsupported: /rounding/allow_negative_last: only the preset "mifos" may end in a negative row; our own rules refuse one)"},
    {R"({"rounding": {"installment_multiple": "0"}})",
     R"(out_of_range: /rounding/installment_multiple: INR 0.00; an amount is at least one minor unit)"},
    {R"({"rounding": {"installment_multiple": "0.001"}})",
     R"(invalid_amount: /rounding/installment_multiple: "0.001" has 3 decimals; an amount of INR has at most 2)"},
    {R"({"version": 0})", R"(unsupported: /version: 0; this program reads version 1 (the integer 1, or no version))"},
    {R"({"version": 999})",
     R"(unsupported: /version: 999; this program reads version 1 (the integer 1, or no version))"},
    {R"({"version": "1"})",
     R"(unsupported: /version: "1"; this program reads version 1 (the integer 1, or no version))"},
};

const Refused documents[] = {
    {R"()", R"(malformed_document: an empty document; one JSON object is needed)"},
    {R"(  )", R"(malformed_document: an empty document; one JSON object is needed)"},
    {R"([1, 2)", R"(malformed_document: line 1, column 5 (byte 5): not JSON at the end; something is missing)"},
    {R"({"currency": "INR",})", R"(malformed_document: line 1, column 20 (byte 20): not JSON near "\"INR\",}")"},
    {R"({"rate": NaN})", R"(malformed_document: line 1, column 10 (byte 10): not JSON near "\"rate\": N")"},
    {R"({"a": 1} {"b": 2})",
     R"(malformed_document: line 1, column 10 (byte 10): more follows; a document is one JSON object)"},
    {R"({"a": 1 /* comment */})", R"(malformed_document: line 1, column 9 (byte 9): not JSON near "1 /")"},
    {R"([])", R"(malformed_document: a list is given; an object is needed)"},
    {R"("12000")", R"(malformed_document: a string is given; an object is needed)"},
    {R"(null)", R"(malformed_document: null is given; an object is needed)"},
    {R"({"currency": "INR", "currency": "KES"})",
     R"(malformed_document: /currency: the key is given twice; each key is given once)"},
    {R"({"a": {"b": [{"c": 1}, {"d~/": 1, "d~/": 2}]}})",
     R"(malformed_document: /a/b/1/d~0~1: the key is given twice; each key is given once)"},
    {R"({"name": "x\u0000y"})", R"(out_of_range: /name: a text holds the character \u0000, which no database keeps)"},
    {R"({"name": "\ud800"})", R"(malformed_document: line 1, column 17 (byte 17): not JSON near "\"\\ud800\"")"},
    {R"({"currency": "INR", "disbursed_on": "2026-01-05", "principal": null})",
     R"(malformed_document: /principal: null is given; an amount in quotation marks such as "120.50" is needed)"},
    {R"({"a": 1} x)",
     R"(malformed_document: line 1, column 10 (byte 10): more follows; a document is one JSON object)"},
    {R"({"currency": "INR", "principal": "1.00", "disbursed_on": "2026-01-05", "interest": {"method": "flat", "rate_percent": "1"}, "repayments": {"count": 100000000000000000000, "every": "1 week"}})",
     R"(out_of_range: /repayments/count: 100000000000000000000; it must lie between 1 and 1200)"},
    {R"({"version": null})",
     R"(unsupported: /version: null; this program reads version 1 (the integer 1, or no version))"},
};

const char* const priced = R"({"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05",
    "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"count": 8, "every": "1 week"}})";

std::string refusal_of(const std::string& document) {
  return test::refusal([&] { return solidarity::answer(solidarity::Question::schedule, document); });
}

}  // namespace

TEST_CASE("the document that the changes are made to is priced") { CHECK(refusal_of(priced) == "nothing is refused"); }

TEST_CASE("a change that makes terms unreadable is refused with its pointer, the value and the rule") {
  for (const Refused& change : changes) {
    auto document = nlohmann::json::parse(priced);
    document.merge_patch(nlohmann::json::parse(change.written));
    INFO(change.written);
    CHECK(refusal_of(document.dump()) == change.golden);
  }
}

TEST_CASE("what is no document of terms is refused") {
  for (const Refused& document : documents) {
    INFO(document.written);
    CHECK(refusal_of(document.written) == document.golden);
  }
}

TEST_CASE("a refusal as JSON has its code, pointer and message") {
  const solidarity::Error error(solidarity::ErrorCode::out_of_range, "/a\"b", "value \"1\"\n\x1b[31m \xff");
  CHECK(to_json(error) ==
        R"({"error": {"code": "out_of_range", "pointer": "/a\"b", "message": "value \"1\"\n\u001b[31m )"
        "\xEF\xBF\xBD"
        R"("}})");
}
