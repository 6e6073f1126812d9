// SPDX-License-Identifier: MIT
// The answers as they are printed, whole.
#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {

const char* const two_weeks = R"(
  { "currency": "INR", "principal": "3000.00", "disbursed_on": "2026-01-05",
    "interest": { "method": "declining", "rate_percent": "24", "per": "year", "accrual": "by_period" },
    "amortization": "equal_installments",
    "repayments": { "count": 2, "every": "1 week", "first_due_on": "2026-01-12" },
    "fees": [{"name": "processing", "at": "disbursement", "amount": "30.00"}, {"name": "visit", "at": "installment", "amount": "1.00"}],
    "rounding": { "mode": "half_even", "installment_multiple": "1", "residual": "last" } })";

std::string line(Question question, const std::string& document) {
  return answer(question, document, AnswerFormat::json_line);
}

std::string refusal_of(Question question, const std::string& document) {
  return test::refusal([&] { return answer(question, document); });
}

}  // namespace

TEST_CASE("a schedule in JSON has one installment a line, totals with what was taken at disbursement, and its cost") {
  CHECK(answer(Question::schedule, two_weeks) == R"({
  "installments": [
    {"number": 1, "due": "2026-01-12", "days": 7, "principal": "1496.15", "interest": "13.85", "fees": "1.00", "penalties": "0.00", "insurance": "0.00", "total": "1511.00", "balance": "1503.85"},
    {"number": 2, "due": "2026-01-19", "days": 7, "principal": "1503.85", "interest": "6.94", "fees": "1.00", "penalties": "0.00", "insurance": "0.00", "total": "1511.79", "balance": "0.00"}
  ],
  "totals": {"principal": "3000.00", "interest": "20.79", "fees": "32.00", "penalties": "0.00", "insurance": "0.00", "total": "3052.79"},
  "disbursement": {"principal": "3000.00", "fees": "30.00", "penalties": "0.00", "insurance": "0.00", "net": "2970.00"},
  "disclosure": {"eir_percent": "84.2849697423", "apr_percent": "61.4920549746", "total_cost": "52.79"}
}
)");
}

TEST_CASE("the same on one line is the same document") {
  const std::string text = line(Question::schedule, two_weeks);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK(nlohmann::json::parse(text) == nlohmann::json::parse(answer(Question::schedule, two_weeks)));
}

TEST_CASE("a schedule alone is the answer without its disclosure") {
  auto whole = nlohmann::json::parse(answer(Question::schedule, two_weeks));
  whole.erase("disclosure");
  const Schedule schedule = amortize(parse_terms(two_weeks));
  CHECK(nlohmann::json::parse(to_json(schedule)) == whole);
  CHECK(nlohmann::json::parse(to_json(schedule, JsonLayout::one_line)) == whole);
}

TEST_CASE("a schedule in CSV has a header and lines that end in CR LF") {
  CHECK(answer(Question::schedule, two_weeks, AnswerFormat::csv) ==
        "number,due,days,principal,interest,fees,penalties,insurance,total,balance\r\n"
        "1,2026-01-12,7,1496.15,13.85,1.00,0.00,0.00,1511.00,1503.85\r\n"
        "2,2026-01-19,7,1503.85,6.94,1.00,0.00,0.00,1511.79,0.00\r\n");
}

TEST_CASE("a schedule as a table stays within 80 columns") {
  const std::string text = answer(Question::schedule, two_weeks, AnswerFormat::text);
  CHECK(text == R"( no.  due         principal  interest  fees    total  balance
   1  2026-01-12    1496.15     13.85  1.00  1511.00  1503.85
   2  2026-01-19    1503.85      6.94  1.00  1511.79     0.00
      INR           3000.00     20.79  2.00  3022.79

paid out                                INR 2970.00
total cost                                INR 52.79
nominal rate a year (APR)                   61.49 %
effective rate a year                       84.28 %
)");
}

TEST_CASE("a row can say how it was computed") {
  const std::string text = explain_row(two_weeks, 2);
  CHECK(text.find("6.94") != std::string::npos);
  CHECK(test::refused([] { return explain_row(two_weeks, 3); }) == "out_of_range");
}

TEST_CASE("a tranche takes the place of principal in refusals") {
  CHECK(
      refusal_of(
          Question::schedule,
          R"({"currency": "INR", "tranches": [{"on": "2026-01-05", "amount": "0"}, {"on": "2026-01-06", "amount": "1"}],
      "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"count": 8, "every": "1 week"}})") ==
      "out_of_range: /tranches/0/amount: INR 0.00; an amount is at least one minor unit");
}

TEST_CASE("rates of regular flows") {
  CHECK(
      line(
          Question::rates,
          R"({"flows": [{"t": "0", "amount": "1000"}, {"t": 1, "amount": "-269.027045193082", "count": 4}], "periods_per_year": "12"})") ==
      "{\"irr_per_period\": \"0.03\", \"apr_percent\": \"36\", \"eir_percent\": \"42.5760886846\", \"aprc_percent\": "
      "\"42.5760886846\"}\n");
  CHECK(
      line(
          Question::rates,
          R"({"flows": [{"t": "0", "amount": "-1600"}, {"t": "1", "amount": "10000"}, {"t": "2", "amount": "-10000"}], "periods_per_year": 1})") ==
      "{\"irr_per_period\": \"0.25\", \"apr_percent\": \"25\", \"eir_percent\": \"25\", \"aprc_percent\": \"25\", "
      "\"roots\": [\"0.25\", \"4\"]}\n");
}

TEST_CASE("rates of dated flows") {
  const std::string flows =
      R"("flows": [{"on": "2008-01-01", "amount": "-10000"}, {"on": "2008-03-01", "amount": "2750"}, {"on": "2008-10-30", "amount": "4250"},
      {"on": "2009-02-15", "amount": "3250"}, {"on": "2009-04-01", "amount": "2750"}])";
  CHECK(
      line(Question::rates, "{" + flows + "}") ==
      "{\"xirr_percent\": \"37.3362533519\", \"eir_percent\": \"37.3362533519\", \"apr_percent\": \"32.149331241\"}\n");
  CHECK(line(Question::rates, "{" + flows + ", \"day_count\": \"actual/360\"}") !=
        line(Question::rates, "{" + flows + "}"));
}

TEST_CASE("the APR of Regulation Z from counted or dated flows") {
  const auto counted = [](const char* f) {
    return line(
        Question::rates,
        std::string(
            R"({"reg_z": {"advances": [{"amount": "5000", "t": 0}], "payments": [{"amount": "230", "t": 1, "f": )") +
            f + R"(, "count": 24}], "unit_periods_per_year": "12"}})");
  };
  CHECK(counted("\"0\"") == "{\"reg_z_apr_percent\": \"9.68570806228\", \"unit_periods_per_year\": \"12\"}\n");
  CHECK(counted("\"19/30\"") == "{\"reg_z_apr_percent\": \"9.2024060565\", \"unit_periods_per_year\": \"12\"}\n");
  CHECK(
      line(
          Question::rates,
          R"({"reg_z": {"flows": [{"on": "1978-01-10", "amount": "5000"}, {"on": "1978-02-10", "amount": "-2600"}, {"on": "1978-03-10", "amount": "-2600"}]}})") ==
      "{\"reg_z_apr_percent\": \"31.8608590434\", \"unit_periods_per_year\": \"12\", \"unit_period\": \"1 month\"}\n");
}

TEST_CASE("intervals by the rules of the US and the EU") {
  CHECK(line(Question::rates,
             R"({"interval": {"from": "2013-01-12", "to": "2013-02-15", "unit": "month", "rule": "eu"}})") ==
        "{\"whole_periods\": 1, \"odd_days\": 3, \"divisor\": 366}\n");
  CHECK(line(Question::rates,
             R"({"interval": {"from": "1978-02-10", "to": "1978-04-01", "unit": "1 month", "rule": "reg_z"}})") ==
        "{\"whole_periods\": 1, \"odd_days\": 19, \"divisor\": 30}\n");
}

TEST_CASE("rates of terms: India's worked example, and the legal rates of the US and the EU") {
  const auto rates = [](const char* regime) {
    return nlohmann::json::parse(
        line(Question::rates,
             std::string(R"({"terms": {"currency": "INR", "principal": "20000", "disbursed_on": "2024-01-05",
        "interest": {"method": "declining", "rate_percent": "15"}, "fees": [{"name": "f", "at": "disbursement", "amount": "400"}],
        "repayments": {"count": 24, "every": "1 month"}})") +
                 regime + "}"));
  };
  CHECK(rates(R"(, "regime": "india")")["apr_percent"] == "17.0704636627");
  CHECK(rates("")["eir_percent"] == "18.4714550766");
  CHECK(rates(R"(, "regime": "us")").contains("reg_z_apr_percent"));
  CHECK(rates(R"(, "regime": "eu")").contains("aprc_percent"));
}

TEST_CASE("day counts") {
  CHECK(answer(Question::daycount, R"({"convention": "30/360", "start": "2026-01-31", "end": "2026-07-31"})") ==
        "{\n  \"days\": 180,\n  \"year_fraction\": \"180/360\",\n  \"decimal\": \"0.5\"\n}\n");
  CHECK(line(Question::daycount, R"({"convention": "actual/actual ICMA", "start": "2000-01-30", "end": "2000-06-30",
      "reference_periods": [["2000-01-30", "2000-07-30"]], "coupons_per_year": 2})") ==
        "{\"days\": 152, \"year_fraction\": \"152/364\", \"decimal\": \"0.417582417582418\"}\n");
  CHECK(line(Question::daycount, R"({"convention": "actual/actual ICMA", "start": "2000-01-30", "end": "2000-06-30",
      "reference_periods": [{"start": "2000-01-30", "end": "2000-07-30"}], "coupons_per_year": 2})") ==
        "{\"days\": 152, \"year_fraction\": \"152/364\", \"decimal\": \"0.417582417582418\"}\n");
  CHECK(answer(Question::daycount, R"({"convention": "Act/365F", "start": "2026-01-31", "end": "2026-01-01"})",
               AnswerFormat::text) ==
        "days           -30\nyear_fraction  -30/365\ndecimal        -0.082191780821918\n");
  CHECK(
      line(
          Question::daycount,
          R"({"convention": "30E/360 ISDA", "start": "2006-02-28", "end": "2006-08-31", "termination_date": "2006-08-31"})") ==
      "{\"days\": 180, \"year_fraction\": \"180/360\", \"decimal\": \"0.5\"}\n");
}

TEST_CASE("functions of spreadsheets") {
  CHECK(
      line(Question::tvm, R"({"function": "pmt", "args": {"rate": "0.02", "nper": "12", "pv": "10000", "type": 0}})") ==
      "{\"value\": \"-945.5959662295148527561554615273175\"}\n");
  CHECK(line(Question::tvm, R"({"function": "irr", "args": {"values": ["-1600", "10000", "-10000"]}})") ==
        "{\"value\": \"0.25\", \"roots\": [\"0.25\", \"4\"]}\n");
  CHECK(line(Question::tvm,
             R"({"function": "xirr", "args": {"values": ["-1000", "1100"], "dates": ["2026-01-01", "2027-01-01"]}})") ==
        "{\"value\": \"0.1\"}\n");
}

TEST_CASE("what rates, daycount and tvm refuse") {
  struct Refused {
    Question question;
    const char* document;
    const char* golden;
  };
  const Refused refused[] = {
      {Question::rates, "{}", "malformed_document: none of flows, reg_z, interval, terms; one of them is the question"},
      {Question::rates, R"({"flows": [], "terms": {}})",
       "contradictory_terms: /terms: /flows and /terms exclude each other; give one of them"},
      {Question::rates,
       R"({"flows": [{"t": "0", "amount": "1"}, {"t": "1", "amount": "1"}], "periods_per_year": "12"})",
       "no_rate: /flows: all amounts have the same sign, or are zero; a rate needs money received and money paid"},
      {Question::rates, R"({"flows": [{"t": "0", "amount": 1}], "periods_per_year": "12"})",
       "malformed_document: /flows/0/amount: an integer is given; an amount in quotation marks such as \"-86.50\" is "
       "needed"},
      {Question::rates, R"({"flows": [{"t": "0", "amount": "1"}], "periods_per_yaer": "12"})",
       "malformed_document: /periods_per_year: the key is missing; is it \"periods_per_yaer\"?"},
      {Question::rates,
       R"({"flows": [{"t": "0", "amount": "1"}, {"t": "1", "amount": "-2"}], "periods_per_year": "0"})",
       "out_of_range: /periods_per_year: the number of periods in a year must be above zero"},
      {Question::rates, R"({"flows": [{"t": "0", "amount": "1", "count": 100001}], "periods_per_year": "1"})",
       "out_of_range: /flows/0/count: 100001; it must lie between 1 and 100000"},
      {Question::rates, R"({"terms": {"currency": "INR"}})",
       "malformed_document: /terms/disbursed_on: the key is missing"},
      {Question::rates, R"({"terms": {"currency": "INR", "principal": "0", "disbursed_on": "2026-01-05",
          "interest": {"method": "flat", "rate_percent": "1"}, "repayments": {"count": 2, "every": "1 week"}}})",
       "out_of_range: /terms/principal: INR 0.00; an amount is at least one minor unit"},
      {Question::rates, R"({"interval": {"from": "2013-02-12", "to": "2013-01-15", "unit": "month", "rule": "eu"}})",
       "out_of_range: /interval: the interval from 2013-02-12 to 2013-01-15 is negative"},
      {Question::daycount, R"({"convention": "actual/actual ICMA", "start": "2000-01-30", "end": "2000-06-30"})",
       "contradictory_terms: /convention: actual/actual ICMA with 0 coupons per year; it needs 1 to 366"},
      {Question::daycount, R"({"convention": "30/360", "start": "2026-01-31"})",
       "malformed_document: /end: the key is missing"},
      {Question::tvm, R"({"function": "pmt", "args": {"rate": "0.02", "nper": "12"}})",
       "malformed_document: /args/pv: pmt needs the argument \"pv\""},
      {Question::tvm, R"({"function": "pmtx", "args": {}})",
       "unsupported: /function: \"pmtx\" is not a function; there are pmt, ipmt, ppmt, pv, fv, nper, rate, irr, xirr, "
       "npv, mirr, cumipmt, cumprinc, effect, "
       "nominal, pduration"},
      {Question::tvm, R"({"function": "pmt", "args": {"rate": 0.02}})",
       "malformed_document: /args/rate: a number with a fraction or exponent is given; a number in quotation marks "
       "such as \"0.01\" is needed"},
      {Question::tvm, R"({"function": "pmt", "args": {"rat": "0.02"}})",
       "malformed_document: /args/rat: unknown key; did you mean \"rate\"?"},
  };
  for (const Refused& one : refused) {
    INFO(one.document);
    CHECK(refusal_of(one.question, one.document) == one.golden);
  }
}

TEST_CASE("CSV is for tables") {
  CHECK(test::refused([] {
          return answer(Question::daycount, R"({"convention": "30/360", "start": "2026-01-31", "end": "2026-07-31"})",
                        AnswerFormat::csv);
        }) == "unsupported");
}
