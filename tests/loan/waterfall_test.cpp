// SPDX-License-Identifier: MIT
// The waterfall on debts so small that each answer can be checked by eye.
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/waterfall.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;

namespace {

const Date first = 2026y / January / 12;

// Due weekly from the first on: 1000 + 50, as long as nothing else is said.
std::vector<Due> weekly_dues(int rows) {
  std::vector<Due> dues;
  for (int k = 0; k < rows; ++k)
    dues.push_back({first + 7 * k, static_cast<std::uint16_t>(k + 1), 0, {.principal = 1000, .interest = 50}});
  return dues;
}

// What is open of one column, row by row.
std::vector<std::int64_t> column(const std::vector<Due>& dues, std::int64_t Components::*which) {
  std::vector<std::int64_t> units;
  for (const Due& due : dues) units.push_back(due.open.*which);
  return units;
}
std::vector<std::int64_t> totals(const std::vector<Due>& dues) {
  std::vector<std::int64_t> units;
  for (const Due& due : dues) units.push_back(due.open.total());
  return units;
}

using Units = std::vector<std::int64_t>;

Waterfall with(InAdvance rule, Direction direction = Direction::horizontal) {
  Waterfall waterfall = oldest_first;
  waterfall.in_advance = rule;
  waterfall.direction = direction;
  return waterfall;
}

Waterfall preset(std::string_view name) { return waterfall_named(name).value(); }

}  // namespace

TEST_CASE("money pays the oldest installment first, interest before principal") {
  std::vector<Due> dues = weekly_dues(3);
  const Applied applied = apply_payment(dues, first + 7, 1500, oldest_first);
  CHECK(totals(dues) == Units{0, 600, 1050});
  CHECK(applied == Applied{.parts = {.principal = 1400, .interest = 100}});
}

TEST_CASE("vertical pays the interest of all late rows before their principal") {
  std::vector<Due> dues = weekly_dues(3);
  (void)apply_payment(dues, first + 10, 300, with(InAdvance::next_installment, Direction::vertical));
  CHECK(column(dues, &Components::interest) == Units{0, 0, 50});
  CHECK(column(dues, &Components::principal) == Units{800, 1000, 1000});
}

TEST_CASE("a payment above what is owed stays unapplied") {
  std::vector<Due> dues = weekly_dues(2);
  CHECK(apply_payment(dues, first, 2101, oldest_first) ==
        Applied{.parts = {.principal = 2000, .interest = 100}, .unapplied = 1});
  CHECK(apply_payment(dues, first, 7, oldest_first) == Applied{.parts = {}, .unapplied = 7});
  CHECK(apply_payment({}, first, 7, oldest_first).unapplied == 7);
  CHECK(apply_payment(dues, first, 0, oldest_first) == Applied{});
}

TEST_CASE("the largest amount there is goes through") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (const InAdvance rule : {InAdvance::next_installment, InAdvance::last_installment, InAdvance::reamortization}) {
    std::vector<Due> dues = weekly_dues(3);
    CHECK(apply_payment(dues, first - 1, most, with(rule)).unapplied == most - 3150);
    dues = {{first, 1, 0, {.principal = most}}};
    CHECK(apply_payment(dues, first - 1, most, with(rule)).unapplied == 0);
  }
}

TEST_CASE("money in advance: five rules, from the same 1500 a day before the first of three rows is due") {
  struct Expected {
    InAdvance rule;
    Units open;
    std::int64_t unapplied;
  };
  const std::vector<Expected> all{
      {InAdvance::next_installment, {0, 600, 1050}, 0},  {InAdvance::last_installment, {1050, 600, 0}, 0},
      {InAdvance::reamortization, {550, 550, 550}, 0},   {InAdvance::credit, {1050, 1050, 1050}, 1500},
      {InAdvance::reduce_principal, {50, 550, 1050}, 0},
  };
  for (const auto& [rule, open, unapplied] : all) {
    CAPTURE(static_cast<int>(rule));
    std::vector<Due> dues = weekly_dues(3);
    CHECK(apply_payment(dues, first - 1, 1500, with(rule)).unapplied == unapplied);
    CHECK(totals(dues) == open);
  }
}

TEST_CASE("the rule for money in advance leaves what is due alone") {
  for (const InAdvance rule : {InAdvance::last_installment, InAdvance::credit, InAdvance::reduce_principal}) {
    std::vector<Due> dues = weekly_dues(4);
    (void)apply_payment(dues, first + 7, 2100, with(rule));
    CHECK(totals(dues) == Units{0, 0, 1050, 1050});
  }
}

TEST_CASE("reduce_principal pays principal alone; what is left over when there is none more is unapplied") {
  std::vector<Due> dues = weekly_dues(2);
  CHECK(apply_payment(dues, first - 1, 2050, with(InAdvance::reduce_principal)).unapplied == 50);
  CHECK(totals(dues) == Units{50, 50});
}

TEST_CASE(
    "reamortization: equal parts rounded half even, the last row takes the rest, and what a row cannot take is divided "
    "again") {
  std::vector<Due> dues;
  for (int k = 0; k < 4; ++k) dues.push_back({first + 7 * k, 0, 0, {.principal = 12500}});
  (void)apply_payment(dues, first, 30000, with(InAdvance::reamortization));  // Fineract, e2e/Loan/L1785
  CHECK(totals(dues) == Units{0, 6667, 6667, 6666});
  (void)apply_payment(dues, first, 20000 - 6000, with(InAdvance::reamortization));
  CHECK(totals(dues) == Units{0, 2000, 2000, 2000});  // 4667, 4667, 4666

  dues = {
      {first, 1, 0, {.principal = 10}}, {first + 7, 2, 0, {.principal = 500}}, {first + 14, 3, 0, {.principal = 500}}};
  (void)apply_payment(dues, first - 1, 310, with(InAdvance::reamortization));  // 103, 103, 104; then 93 in two
  CHECK(totals(dues) == Units{0, 351, 349});
}

TEST_CASE("reamortization, vertical: a bucket is divided until it is empty before the next one") {
  std::vector<Due> dues = weekly_dues(2);
  dues[1].open.penalties = 40;
  (void)apply_payment(dues, first - 1, 160, with(InAdvance::reamortization, Direction::vertical));
  CHECK(column(dues, &Components::penalties) == Units{0, 0});
  CHECK(column(dues, &Components::interest) == Units{0, 0});
  CHECK(column(dues, &Components::principal) == Units{990, 990});
}

TEST_CASE("runs: penalties of every lateness before anything else") {
  std::vector<Due> dues = weekly_dues(3);
  for (Due& due : dues) due.open.penalties = 10;
  Waterfall waterfall;
  std::size_t next = 0;
  for (const Component component :
       {Component::penalty, Component::fee, Component::insurance, Component::interest, Component::principal})
    for (const Lateness when : {Lateness::past_due, Lateness::due, Lateness::in_advance})
      waterfall.order[next++] = {when, component};
  (void)apply_payment(dues, first + 7, 100, waterfall);
  CHECK(column(dues, &Components::penalties) == Units{0, 0, 0});
  CHECK(column(dues, &Components::interest) == Units{0, 30, 50});
}

TEST_CASE("a share names the row in the span and the part") {
  std::vector<Due> dues = weekly_dues(2);
  std::vector<std::string> told;
  (void)apply_payment(dues, first + 7, 1060, oldest_first, {}, [&](const Share& share) {
    told.push_back(std::to_string(share.row) + (share.component == Component::interest ? " interest " : " principal ") +
                   std::to_string(share.units));
  });
  CHECK(told == std::vector<std::string>{"0 interest 50", "0 principal 1000", "1 interest 10"});
}

TEST_CASE("every preset is a total order; an unknown name is none") {
  CHECK(waterfall_names().size() == 10);
  for (const std::string_view name : waterfall_names()) CHECK(is_total_order(preset(name).order));
  CHECK_FALSE(waterfall_named("mifos"));
  CHECK_FALSE(waterfall_named(""));
  CHECK(preset("mifos-standard") == oldest_first);
  Waterfall twice = oldest_first;
  twice.order[3] = twice.order[4];
  CHECK_FALSE(is_total_order(twice.order));
}

TEST_CASE("what 60 on the due date of a row with every component pays") {
  struct Expected {
    std::string_view name;
    Components open;
  };
  // The row owes 50 of each; the money covers one part and ten units of the next.
  const std::vector<Expected> all{
      {"mifos-standard", {50, 50, 40, 0, 50}},
      {"creocore", {50, 50, 40, 0, 50}},
      {"interest-principal-penalties-fees", {40, 0, 50, 50, 50}},
      {"principal-interest-penalties-fees", {0, 40, 50, 50, 50}},
      {"early-repayment", {40, 0, 50, 50, 50}},
      {"heavensfamily", {0, 40, 50, 50, 50}},
      {"rbi-india", {50, 50, 40, 0, 50}},
      {"due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest", {50, 50, 40, 0, 50}},
      {"due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee", {50, 40, 50, 0, 50}},
      {"opencbs", {50, 50, 0, 50, 40}},
  };
  for (const auto& [name, open] : all) {
    CAPTURE(name);
    std::vector<Due> dues{{first, 1, 0, {50, 50, 50, 50, 50}}};
    (void)apply_payment(dues, first, 60, preset(name));
    CHECK(dues[0].open.principal == open.principal);
    CHECK(dues[0].open.interest == open.interest);
    CHECK(dues[0].open.fees == open.fees);
    CHECK(dues[0].open.penalties == open.penalties);
    CHECK(dues[0].open.insurance == open.insurance);
  }
}

TEST_CASE("rbi-india, late: the interest of all that is past due and due, then principal from the oldest on") {
  // Fineract, it/ClientLoan: 100 interest of the third and fourth installment, the rest to the third's principal.
  std::vector<Due> dues{{first, 3, 0, {.principal = 310000, .interest = 10000}},
                        {first + 31, 4, 0, {.principal = 290000, .interest = 10000}}};
  (void)apply_payment(dues, first + 31, 320000, preset("rbi-india"));
  CHECK(column(dues, &Components::interest) == Units{0, 0});
  CHECK(column(dues, &Components::principal) == Units{10000, 290000});
}

TEST_CASE(
    "rbi-india, late: money above what is late pays principal to come, not its interest; in time it goes row by row") {
  std::vector<Due> dues = weekly_dues(3);
  (void)apply_payment(dues, first + 1, 1550, preset("rbi-india"));
  CHECK(column(dues, &Components::interest) == Units{0, 50, 50});
  CHECK(column(dues, &Components::principal) == Units{0, 500, 1000});
  dues = weekly_dues(3);
  (void)apply_payment(dues, first, 1550, preset("rbi-india"));
  CHECK(column(dues, &Components::interest) == Units{0, 0, 50});
  CHECK(column(dues, &Components::principal) == Units{0, 550, 1000});
}

TEST_CASE("charges whose day has come go first in advance, then the strategy's order") {
  // Fineract, e2e/LoanRepayment/L1517: 1000 due in February, penalties of 50 for the 15th and the 20th, 500 paid on the 15th.
  const Components by_day{.penalties = 5000};
  const std::vector<Due> before{{first + 20, 1, 0, {.principal = 100000, .penalties = 10000}},
                                {first + 50, 2, 0, {.principal = 100000}}};
  std::vector<Due> dues = before;
  (void)apply_payment(dues, first + 3, 50000,
                      preset("due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest"), by_day);
  CHECK(dues[0].open == Components{.principal = 55000, .penalties = 5000});
  dues = before;
  (void)apply_payment(dues, first + 3, 110000,
                      preset("due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest"), by_day);
  CHECK(totals(dues) == Units{0, 100000});
  dues = before;
  (void)apply_payment(dues, first + 3, 50000, preset("mifos-standard"), by_day);
  CHECK(dues[0].open == Components{.principal = 60000});
}

TEST_CASE("heavensfamily: interest of a row whose principal is paid before its time is no longer owed") {
  std::vector<Due> dues = weekly_dues(3);
  const Applied applied = apply_payment(dues, first, 1050 + 1400, preset("heavensfamily"));
  CHECK(applied == Applied{.parts = {.principal = 2400, .interest = 50}, .unapplied = 0, .waived_interest = 50});
  CHECK(totals(dues) == Units{0, 0, 650});
}

TEST_CASE("heavensfamily: a row of interest alone, in grace, is paid, not waived") {
  std::vector<Due> dues = weekly_dues(2);
  dues[0].open.principal = 0;
  CHECK(apply_payment(dues, first - 1, 50, preset("heavensfamily")) == Applied{.parts = {.interest = 50}});
}

TEST_CASE("charges whose day has come are met once, also when money in advance has several runs") {
  Waterfall waterfall = preset("due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee");
  std::ranges::copy_backward(std::span(waterfall.order).first(10), waterfall.order.begin() + 11);
  waterfall.order[0] = {Lateness::in_advance, Component::principal};
  std::size_t next = 11;
  for (const Component component : {Component::interest, Component::penalty, Component::fee, Component::insurance})
    waterfall.order[next++] = {Lateness::in_advance, component};
  REQUIRE(is_total_order(waterfall.order));
  std::vector<Due> dues{{first, 1, 0, {.principal = 100, .interest = 50, .penalties = 80}}};
  (void)apply_payment(dues, first - 1, 180, waterfall, {.penalties = 50});
  CHECK(dues[0].open == Components{.interest = 20, .penalties = 30});
}

TEST_CASE("early-repayment: in time interest first, in advance principal only") {
  std::vector<Due> dues = weekly_dues(3);
  (void)apply_payment(dues, first, 1500, preset("early-repayment"));
  CHECK(column(dues, &Components::interest) == Units{0, 50, 50});
  CHECK(column(dues, &Components::principal) == Units{0, 550, 1000});
}

TEST_CASE("in a loan, a charge whose day has come goes before principal in advance, one to come does not") {
  // Fineract, e2e/LoanRepayment/L1256: penalties of 50 for the 20th and of 10 for the 23rd; 100 on the 17th, 100 on the 20th.
  LoanTerms terms{.principal = 1000 * INR,
                  .disbursed_on = 2023y / January / 1,
                  .interest = {.method = InterestMethod::declining, .rate = 0_pct},
                  .repayments = {.count = 1, .every = monthly}};
  terms.waterfall = preset("due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest");
  Loan loan = Loan::disbursed(terms);
  const auto penalty = [](int units, Date due) {
    return ChargeFee{.name = "nsf", .amount = units * INR, .due = due, .kind = ChargeKind::penalty};
  };
  loan.record({.on = 2023y / January / 10, .what = Repay{500 * INR}});
  loan.record({.on = 2023y / January / 15, .what = penalty(50, 2023y / January / 20)});
  loan.record({.on = 2023y / January / 17, .what = Repay{100 * INR}});
  loan.record({.on = 2023y / January / 19, .what = penalty(10, 2023y / January / 23)});
  loan.record({.on = 2023y / January / 20, .what = Repay{100 * INR}});
  CHECK(loan.transactions(2023y / January / 20).back().parts == Components{.principal = 50'00, .penalties = 50'00});
  CHECK(loan.position(2023y / January / 20).outstanding == Components{.principal = 350'00, .penalties = 10'00});
  CHECK(loan.rows(2023y / January / 20)[0].paid_in_advance == 700'00);
}
