// SPDX-License-Identifier: MIT
// Reports about savings: what was entered late, fees, overdrafts, two at a time, and the two legs of one payment.
#include <solidarity/group/group.hpp>
#include <solidarity/savings/account.hpp>

#include <vector>

#include "catch.hpp"
#include "group/groups.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

Date january(int day) { return Date::of(2026, 1, day); }

SavingsAccount account(WithdrawalRules rules = {}) {
  return SavingsAccount({.currency = INR, .opened_on = january(1), .withdrawals = std::move(rules)});
}

}  // namespace

TEST_CASE("PB-102: a deposit entered late is in what is available, on its day and after it") {
  SavingsAccount savings = account();
  savings.record({.on = january(1), .what = Deposit{100 * INR}});
  savings.record({.on = january(10), .what = Withdrawal{50 * INR}});
  savings.record({.on = january(5), .what = Deposit{20 * INR}});
  CHECK(savings.position(january(4)).available == 10'000);
  CHECK(savings.position(january(5)).available == 12'000);
  CHECK(savings.position(january(10)).available == 7'000);
  CHECK(test::refused([&] {
          savings.record({.on = january(3), .what = Withdrawal{71 * INR}});
          return 0;
        }) == "out_of_range");  // the 10th would be below zero
}

TEST_CASE("PB-107: a loan paid from savings and taken back: both legs are, or neither") {
  GroupTerms terms = test::group_terms();
  terms.liability.layers = {CoverLayer::own_savings()};
  Group group = test::group_of({{"asha", 100}}, january(5), terms);
  group.record({.on = january(5), .what = Meeting{.deposits = {{"asha", 30 * INR}}, .is_sheet = false}});
  group.record({.on = january(12), .what = Meeting{}, .id = "fs"});
  CHECK(group.position(january(12)).member("asha").savings == 2'000);
  CHECK(group.position(january(12)).member("asha").outstanding == 9'000);
  group.record({.on = january(13), .what = GroupReversal{"fs"}});
  CHECK(group.position(january(13)).member("asha").savings == 3'000);
  CHECK(group.position(january(13)).member("asha").outstanding == 10'000);
}

TEST_CASE("PB-220: the fee of a withdrawal is part of what must be there, and is taken once for each") {
  SavingsAccount savings = account({.fee = 5 * INR});
  savings.record({.on = january(1), .what = Deposit{100 * INR}});
  CHECK(savings.withdrawable(january(2)) == 95 * INR);
  const std::string said = test::refusal([&] {
    savings.record({.on = january(2), .what = Withdrawal{100 * INR}});
    return 0;
  });
  CHECK(said.starts_with("out_of_range: /amount: "));
  CHECK(said.find("95.00") != std::string::npos);
  savings.record({.on = january(2), .what = Withdrawal{40 * INR}});
  savings.record({.on = january(2), .what = Withdrawal{50 * INR}});
  CHECK(savings.position(january(2)).balance == 0);
}

TEST_CASE("PB-223: an overdraft costs interest on what is overdrawn, and not on zero") {
  SavingsAccount savings({.currency = INR, .opened_on = january(1), .overdraft_limit = 100 * INR});
  savings.record({.on = january(1), .what = Withdrawal{50 * INR}});
  CHECK(savings.position(january(1)).balance == -5'000);
  const std::vector<BalanceRun> runs{{january(1), 73, savings.position(january(1)).balance, -5'000}};
  CHECK(overdraft_interest(runs, {10_pct}, Rounding::half_up) == 100);
}

TEST_CASE("PB-224: of two withdrawals of 80 from 100 the second fails") {
  SavingsAccount savings = account();
  savings.record({.on = january(1), .what = Deposit{100 * INR}});
  savings.record({.on = january(2), .what = Withdrawal{80 * INR}});
  CHECK(test::refused([&] {
          savings.record({.on = january(2), .what = Withdrawal{80 * INR}});
          return 0;
        }) == "out_of_range");
  Group group = test::group_of({{"asha", 0}}, january(5));
  group.record({.on = january(5), .what = Meeting{.deposits = {{"asha", 100 * INR}}, .is_sheet = false}});
  const Meeting counter{.withdrawals = {{"asha", 80 * INR}}, .is_sheet = false};
  group.record({.on = january(6), .what = counter, .id = "one"});
  CHECK(test::refused([&] {
          group.record({.on = january(6), .what = counter, .id = "two"});
          return 0;
        }) == "out_of_range");
}
