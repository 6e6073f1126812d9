// SPDX-License-Identifier: MIT
// The amortization tables of the European Commission that no wire document of tests/data expresses to the cent:
// they carry balances unrounded, so they are priced in a currency of four digits and compared to the cent.
#include "catch.hpp"

#include <solidarity/money/allocate.hpp>
#include <solidarity/schedule/amortize.hpp>

#ifdef SOLIDARITY_HAVE_JSON
#include <nlohmann/json.hpp>

#include <fstream>

using namespace solidarity;
using namespace solidarity::literals;

namespace {

constexpr Currency fine_euro = Currency::custom("EUR", 4);

nlohmann::json published(const std::string& id) {
  std::ifstream file(SOLIDARITY_TEST_DATA "/official.json");
  for (const auto& entry : nlohmann::json::parse(file))
    if (entry.at("id") == id) return entry.at("expected").at("rows");
  return {};
}

// The published figure in units of 1/100 of a cent.
std::int64_t units(const nlohmann::json& row, const char* key) {
  return Money::parse(row.at(key).get<std::string>(), fine_euro).units();
}

void compare(const Schedule& schedule, const nlohmann::json& rows, bool with_balance) {
  REQUIRE(rows.size() == 12);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    INFO("row " << k + 1);
    CHECK(std::abs(schedule[k].units.interest - units(rows[k], "interest")) <= 51);
    CHECK(std::abs(schedule[k].units.total() - units(rows[k], "payment")) <= 51);
    if (with_balance) CHECK(std::abs(schedule[k].balance_units - units(rows[k], "closing_balance")) <= 51);
  }
}

LoanTerms housing_loan(Date first_due, YearFraction first_period) {
  return {.principal = 200'000 * fine_euro,
          .disbursed_on = 2012y / January / 1,
          .interest = {.method = InterestMethod::declining, .rate = 6_pct, .first_period_years = first_period},
          .repayments = {.count = 240, .every = monthly, .first_due_on = first_due},
          .negative_amortization = true};
}

}  // namespace

TEST_CASE("B-EC-T18-1: a first period of 14/365 of a year") {
  compare(amortize(housing_loan(2012y / January / 15, {14, 365})), published("B-EC-T18-1"), true);
}

TEST_CASE("B-EC-T18-2: a first period of 1/12 + 20/366 of a year, whose interest exceeds the installment") {
  const Schedule schedule = amortize(housing_loan(2012y / February / 20, {606, 4392}));
  compare(schedule, published("B-EC-T18-2"), true);
  CHECK(schedule.front().principal().is_negative());
}

TEST_CASE("B-EC-T34: 1500 repaid over nine months, drawn again, and repaid over three") {
  LoanTerms terms{
      .principal = 1'500 * fine_euro,
      .disbursed_on = 2012y / January / 1,
      .interest = {.method = InterestMethod::declining, .rate = 7.5_pct, .kind = RateKind::effective},
      .repayments = {.count = 12, .every = monthly},
      .amortization = ListedPrincipal{},
      .further_tranches = {{2012y / October / 1, 1'500 * fine_euro}},
  };
  auto& principal = std::get<ListedPrincipal>(terms.amortization).principal;
  for (const Money part : allocate(1'500 * fine_euro, {1, 1, 1, 1, 1, 1, 1, 1, 1})) principal.push_back(part);
  for (int k = 0; k < 3; ++k) principal.push_back(500 * fine_euro);
  compare(amortize(terms), published("B-EC-T34"), false);
}
#endif
