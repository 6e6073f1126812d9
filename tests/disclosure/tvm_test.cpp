// SPDX-License-Identifier: MIT
#include "catch.hpp"

#include <solidarity/disclosure/tvm.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace solidarity;
using namespace solidarity::literals;

std::string value(std::string_view function, std::vector<std::pair<std::string, std::string>> scalars,
                  std::vector<std::string> values = {}, std::vector<Date> dates = {}) {
  return tvm::evaluate(function, {std::move(scalars), std::move(values), std::move(dates)}).value;
}

std::string refusal(std::string_view function, std::vector<std::pair<std::string, std::string>> scalars,
                    std::vector<std::string> values = {}) {
  try {
    return value(function, std::move(scalars), std::move(values));
  } catch (const Error& error) {
    return std::string(to_text(error.code())) + " " + error.field();
  }
}

}  // namespace

TEST_CASE("functions answer with 34 digits, or with the few there are") {
  CHECK(value("pmt", {{"rate", "0"}, {"nper", "60"}, {"pv", "15000"}}) == "-250");  // PB-032
  CHECK(value("nper", {{"rate", "0"}, {"pmt", "-10"}, {"pv", "100"}}) == "10");     // PB-033
  CHECK(value("effect", {{"nominal_rate", "0.0525"}, {"npery", "4"}}) == "0.053542667370758056640625");
  CHECK(value("pv", {{"rate", "0.07"}, {"nper", "20"}, {"pmt", "12000"}, {"fv", "0"}}).substr(0, 29) ==
        "-127128.170946193932729522200");
  CHECK(value("irr", {}, {"-100", "110"}) == "0.1");
  CHECK(value("ipmt", {{"rate", "0.1"}, {"per", "1"}, {"nper", "3"}, {"pv", "8000"}, {"type", "1"}}) == "0");
}

TEST_CASE("a tiny rate loses no digits") {
  CHECK(value("pmt", {{"rate", "0.00000000000000000000000000001"}, {"nper", "10"}, {"pv", "1000"}}) ==
        "-100.0000000000000000000000000055");
}

TEST_CASE("the guess chooses among the roots, all of which are told") {
  const std::vector<std::string> values{"-1600", "10000", "-10000"};
  CHECK(value("irr", {}, values) == "0.25");
  CHECK(value("irr", {{"guess", "3"}}, values) == "4");
  const auto answer = tvm::evaluate("irr", {{}, values, {}});
  CHECK(answer.roots == std::vector<std::string>{"0.25", "4"});
  CHECK(tvm::evaluate("irr", {{}, {"-100", "110"}, {}}).roots.empty());
}

TEST_CASE("rates are solved for whole and broken numbers of periods") {
  CHECK(value("rate", {{"nper", "48"}, {"pmt", "-200"}, {"pv", "8000"}}).substr(0, 12) == "0.0077014724");
  const auto broken = tvm::rate(Decimal::parse("48.5"), -200, 8000).value;
  CHECK(std::abs(tvm::pmt(broken, Decimal::parse("48.5"), 8000).to_double() + 200) < 1e-12);
  const auto begin = tvm::rate(Decimal::parse("12.25"), -90, 1000, 0, tvm::Due::begin).value;
  CHECK(std::abs(tvm::pmt(begin, Decimal::parse("12.25"), 1000, 0, tvm::Due::begin).to_double() + 90) < 1e-12);
  CHECK(to_text(tvm::rate(Decimal::parse("2.5"), -400, 1000).value) == "0");
  const auto many = tvm::rate(36500, -1, 10000).value;
  CHECK(std::abs(tvm::pmt(many, 36500, 10000).to_double() + 1) < 1e-12);
}

TEST_CASE("xirr takes dates in any order") {
  const std::vector<Date> dates{2008y / January / 1, 2008y / March / 1, 2008y / October / 30, 2009y / February / 15,
                                2009y / April / 1};
  CHECK(value("xirr", {}, {"-10000", "2750", "4250", "3250", "2750"}, dates).substr(0, 15) == "0.3733625335188");
}

TEST_CASE("cumulated parts are the sums of the parts") {
  for (const char* type : {"0", "1"}) {
    double interest = 0;
    double principal = 0;
    for (int per = 3; per <= 7; ++per) {
      const auto due = type[0] == '0' ? tvm::Due::end : tvm::Due::begin;
      interest += tvm::ipmt(Decimal::parse("0.02"), per, 12, 1000, 0, due).to_double();
      principal += tvm::ppmt(Decimal::parse("0.02"), per, 12, 1000, 0, due).to_double();
    }
    const std::vector<std::pair<std::string, std::string>> args{{"rate", "0.02"}, {"nper", "12"}, {"pv", "1000"},
                                                                {"start", "3"},   {"end", "7"},   {"type", type}};
    CHECK(std::abs(std::stod(value("cumipmt", args)) - interest) < 1e-10);
    CHECK(std::abs(std::stod(value("cumprinc", args)) - principal) < 1e-10);
  }
}

TEST_CASE("what Excel shows as #NUM! is refused by name") {
  CHECK(refusal("pmt", {{"rate", "-1"}, {"nper", "10"}, {"pv", "1"}}) == "out_of_range /args/rate");
  CHECK(refusal("pmt", {{"rate", "0.1"}, {"nper", "0"}, {"pv", "1"}}) == "out_of_range /args/nper");
  CHECK(refusal("pmt", {{"rate", "0.1"}, {"nper", "10"}, {"pv", "1"}, {"type", "2"}}) == "out_of_range /args/type");
  CHECK(refusal("pmt", {{"rate", "0.1"}, {"nper", "10"}}) == "malformed_document /args/pv");
  CHECK(refusal("pmt", {{"rate", "0.1"}, {"nper", "10"}, {"pv", "1"}, {"guess", "1"}}) ==
        "malformed_document /args/guess");
  CHECK(refusal("pmt", {{"rate", "1e-2"}, {"nper", "10"}, {"pv", "1"}}) == "invalid_amount /args/rate");
  CHECK(refusal("ipmt", {{"rate", "0.1"}, {"per", "4"}, {"nper", "3"}, {"pv", "1"}}) == "out_of_range /args/per");
  CHECK(refusal("nper", {{"rate", "0.1"}, {"pmt", "-1"}, {"pv", "100"}}) == "out_of_range /args/pmt");
  CHECK(
      refusal("cumipmt", {{"rate", "0.1"}, {"nper", "3"}, {"pv", "1"}, {"start", "2"}, {"end", "1"}, {"type", "0"}}) ==
      "out_of_range /args/end");
  CHECK(refusal("cumipmt", {{"rate", "0.1"}, {"nper", "3"}, {"pv", "1"}, {"start", "1"}, {"end", "1"}}) ==
        "malformed_document /args/type");
  CHECK(refusal("irr", {}, {"1", "2"}) == "no_rate /args");
  CHECK(refusal("irr", {}, {"1", "x"}) == "invalid_amount /args/values/1");
  CHECK(refusal("mirr", {{"finance_rate", "0.1"}, {"reinvest_rate", "0.1"}}, {"1", "2"}) == "no_rate /args/values");
  CHECK(refusal("effect", {{"nominal_rate", "0"}, {"npery", "4"}}) == "out_of_range /args/nominal_rate");
  CHECK(refusal("effect", {{"nominal_rate", "0.1"}, {"npery", "0.9"}}) == "out_of_range /args/npery");
  CHECK(refusal("fv", {{"rate", "5"}, {"nper", "100000"}, {"pmt", "1"}}) == "overflow ");
  CHECK(refusal("sum", {}) == "unsupported /function");
}
