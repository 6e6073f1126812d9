// SPDX-License-Identifier: MIT
#include <solidarity/savings/account.hpp>

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::KES;

namespace {

constexpr Date jan(int day) { return Date::of(2026, 1, day); }

SavingsTerms plain() { return {.currency = INR, .opened_on = jan(1)}; }

// 500.00 since 5 January.
SavingsAccount with_500(SavingsTerms terms = plain()) {
  SavingsAccount account(std::move(terms));
  account.record({.on = jan(5), .what = Deposit{500 * INR}, .id = "d-1"});
  return account;
}

// 500.00, of which 200.00 are held until the 20th.
SavingsAccount with_hold() {
  SavingsAccount account = with_500();
  account.record({.on = jan(7), .what = PlaceHold{200 * INR, jan(20)}, .id = "h-1"});
  return account;
}

std::string refusal_of(SavingsAccount account, const SavingsEvent& event) {
  return test::refusal([&] { return account.record(event), 0; });
}

}  // namespace

TEST_CASE("a deposit, a lien and what is left to use") {
  SavingsAccount account = with_500();
  account.record({.on = jan(7), .what = PlaceHold{200 * INR, {}, "loan-1"}, .id = "lien-1"});
  CHECK(account.position(jan(31)).balance == 50'000);
  CHECK(account.position(jan(31)).held == 20'000);
  CHECK(account.position(jan(31)).available == 30'000);
  CHECK(account.position(jan(6)).available == 50'000);
  CHECK(account.position(jan(4)).balance == 0);
  CHECK(account.withdrawable(jan(8)) == 300 * INR);
  CHECK(account.holds(jan(8)).front().for_loan == "loan-1");
}

TEST_CASE("one unit more than is available is refused, the fee included") {
  CHECK(refusal_of(with_500(), {.on = jan(6), .what = Withdrawal{Money::of_units(50'001, INR)}}) ==
        "out_of_range: /amount: INR 500.01; at most INR 500.00 is available on 2026-01-06");
  CHECK(refusal_of(with_500(), {.on = jan(6), .what = Withdrawal{500 * INR}}) == "nothing is refused");
  SavingsTerms terms = plain();
  terms.withdrawals.fee = 5 * INR;
  SavingsAccount account(terms);
  account.record({.on = jan(1), .what = Deposit{100 * INR}});
  CHECK(refusal_of(account, {.on = jan(2), .what = Withdrawal{100 * INR}}) ==
        "out_of_range: /amount: INR 100.00 and a fee of INR 5.00; at most INR 95.00 is available on 2026-01-02");
  CHECK(account.withdrawable(jan(2)) == 95 * INR);
  account.record({.on = jan(2), .what = Withdrawal{95 * INR}});
  CHECK(account.position(jan(2)).balance == 0);
  CHECK(account.position(jan(2)).fees == 500);
  CHECK(account.statement(jan(2)).back().fee == 500);
}

TEST_CASE("the minimum stays, and an overdraft has a limit") {
  SavingsTerms terms = plain();
  terms.minimum_balance = 50 * INR;
  CHECK(with_500(terms).withdrawable(jan(5)) == 450 * INR);
  CHECK(
      refusal_of(SavingsAccount(terms), {.on = jan(2), .what = Deposit{49 * INR}}) ==
      "out_of_range: /on: deposit on 2026-01-02; 2026-01-02 is the first day that would break: INR -1.00 available, at "
      "least INR 0.00 is needed");
  terms = plain();
  terms.overdraft_limit = 50 * INR;
  SavingsAccount account = with_500(terms);
  account.record({.on = jan(6), .what = Withdrawal{550 * INR}});
  CHECK(account.position(jan(6)).available == -5'000);
  CHECK(refusal_of(account, {.on = jan(6), .what = SavingsCharge{"passbook", Money::of_units(1, INR)}}) ==
        "out_of_range: /amount: INR 0.01; at most INR 0.00 is available on 2026-01-06");
}

TEST_CASE("entered late, the first day that would break is named") {
  SavingsAccount account = with_500();
  account.record({.on = jan(10), .what = Withdrawal{450 * INR}});
  CHECK(refusal_of(account, {.on = jan(6), .what = Withdrawal{60 * INR}}) ==
        "out_of_range: /amount: INR 60.00 on 2026-01-06; 2026-01-10 is the first day that would break: INR -10.00 "
        "available, at least INR 0.00 is needed");
  CHECK(account.withdrawable(jan(6)) == 50 * INR);
  CHECK(
      refusal_of(account, {.on = jan(12), .what = ReverseSavings{"d-1"}}) ==
      "out_of_range: /on: reverse on 2026-01-12; 2026-01-10 is the first day that would break: INR -450.00 available, "
      "at least INR 0.00 is needed");
  // Fineract c3b462919: deposit 100, withdraw 50, and a deposit of 20 between them entered late
  SavingsAccount late(plain());
  late.record({.on = jan(1), .what = Deposit{100 * INR}});
  late.record({.on = jan(10), .what = Withdrawal{50 * INR}});
  late.record({.on = jan(5), .what = Deposit{20 * INR}});
  CHECK(late.position(jan(5)).balance == 12'000);
  CHECK(late.position(jan(10)).available == 7'000);
  CHECK(late.position(jan(5), 2).balance == 10'000);
}

TEST_CASE("a hold is captured in parts, released, or ends at the end of its last day") {
  SavingsAccount account = with_hold();
  account.record({.on = jan(9), .what = CaptureHold{"h-1", 50 * INR}});
  CHECK(account.position(jan(9)).balance == 45'000);
  CHECK(account.position(jan(9)).held == 15'000);
  CHECK(account.position(jan(9)).available == 30'000);  // what is captured was not available before
  account.record({.on = jan(10), .what = ReleaseHold{"h-1", 30 * INR}});
  account.record({.on = jan(20), .what = CaptureHold{"h-1", 20 * INR}});  // the last day: the capture comes first
  CHECK(account.withdrawable(jan(20)) == 330 * INR);
  CHECK(account.withdrawable(jan(21)) == 430 * INR);
  const SavingsHold hold = account.holds(jan(20)).front();
  CHECK(hold.captured == 7'000);
  CHECK(hold.released == 13'000);
  CHECK(hold.expired);
  CHECK(hold.open() == 0);
}

TEST_CASE("what is left of a hold is written down") {
  SavingsAccount account = with_hold();
  account.record({.on = jan(15), .what = CaptureHold{"h-1"}, .id = "c-1"});
  account.record({.on = jan(15), .what = CaptureHold{"h-1"}, .id = "c-1"});  // again: nothing
  CHECK(std::get<CaptureHold>(account.events().back().what).amount == 200 * INR);
  CHECK(refusal_of(account, {.on = jan(14), .what = ReleaseHold{"h-1", 50 * INR}}) ==
        "invalid_state: /on: \"c-1\" on 2026-01-15 could not be any more: invalid_state: /amount: INR 200.00; INR "
        "150.00 is "
        "left of \"h-1\"");
}

TEST_CASE("wrong holds are refused") {
  const auto refused = [](Date on, SavingsAction what) {
    return refusal_of(with_hold(), {.on = on, .what = std::move(what)});
  };
  CHECK(refused(jan(8), PlaceHold{Money::of_units(30'001, INR)}) ==
        "out_of_range: /amount: INR 300.01; at most INR 300.00 is in the account and not held");
  CHECK(refused(jan(8), PlaceHold{300 * INR, jan(7)}) ==
        "out_of_range: /until: 2026-01-07 is before the hold of 2026-01-08");
  CHECK(refused(jan(8), CaptureHold{"h-1", Money::of_units(20'001, INR)}) ==
        "invalid_state: /amount: INR 200.01; INR 200.00 is left of \"h-1\"");
  CHECK(refused(jan(21), CaptureHold{"h-1", 1 * INR}) ==
        "invalid_state: /hold: nothing is left of \"h-1\": INR 0.00 captured, INR 200.00 expired");
  CHECK(refused(jan(21), ReleaseHold{"h-1"}) ==
        "invalid_state: /hold: nothing is left of \"h-1\": INR 0.00 captured, INR 200.00 expired");
  CHECK(refused(jan(20), ReleaseHold{"h-1"}) == "nothing is refused");
  CHECK(refused(jan(8), CaptureHold{"h-2"}) == "not_found: /hold: no hold \"h-2\" on this account");
  CHECK(refused(jan(6), CaptureHold{"h-1"}) == "not_found: /hold: no hold \"h-1\" on this account");
  SavingsAccount twice = with_hold();
  twice.record({.on = jan(8), .what = CaptureHold{"h-1"}});
  CHECK(refusal_of(twice, {.on = jan(8), .what = CaptureHold{"h-1"}}) ==
        "invalid_state: /hold: nothing is left of \"h-1\": INR 200.00 captured, INR 0.00 released");
}

TEST_CASE("wrong amounts, days and ids are refused and change nothing") {
  const auto refused = [](SavingsEvent event) { return refusal_of(with_500(), event); };
  CHECK(refused({.on = jan(6), .what = Deposit{0 * INR}}) ==
        "out_of_range: /amount: INR 0.00; an amount is at least one minor unit");
  CHECK(refused({.on = jan(6), .what = Withdrawal{-1 * INR}}) ==
        "out_of_range: /amount: INR -1.00; an amount is at least one minor unit");
  CHECK(refused({.on = jan(6), .what = SavingsCharge{"x", 0 * INR}}).starts_with("out_of_range: /amount"));
  CHECK(refused({.on = jan(6), .what = PlaceHold{0 * INR}}).starts_with("out_of_range: /amount"));
  CHECK(refused({.on = jan(6), .what = Deposit{1 * KES}}) ==
        "currency_mismatch: /amount: KES 1.00 in an account of INR; one account has one currency");
  CHECK(refused({.on = jan(6), .what = Deposit{Money::of_units(INT64_MAX, INR)}}).starts_with("overflow"));
  CHECK(refused({.on = Date::of(2025, 12, 31), .what = Deposit{1 * INR}}) ==
        "out_of_range: /on: 2025-12-31; the account was opened on 2026-01-01");
  CHECK(refused({.on = jan(6), .what = Deposit{1 * INR}, .id = "d 1"}).starts_with("out_of_range: /id"));
  CHECK(refused({.on = jan(6), .what = Deposit{1 * INR}, .id = "d-1"}) ==
        "idempotency_conflict: /id: \"d-1\" was recorded with another on");
  CHECK(refused({.on = jan(5), .what = Deposit{1 * INR}, .id = "d-1"}) ==
        "idempotency_conflict: /id: \"d-1\" was recorded with another content");
  CHECK(refused({.on = jan(5), .what = Deposit{500 * KES}, .id = "d-1"}) ==
        "idempotency_conflict: /id: \"d-1\" was recorded with another content");
  CHECK(refused({.on = jan(5), .what = Deposit{500 * INR}, .id = "d-1"}) == "nothing is refused");
  CHECK(refused({.on = jan(6), .what = ReverseSavings{"d-2"}}) == "not_found: /of: no event \"d-2\" on this account");
  CHECK(refused({.on = jan(4), .what = ReverseSavings{"d-1"}}) ==
        "out_of_range: /on: 2026-01-04 is before \"d-1\" on 2026-01-05");
  SavingsAccount account = with_500();
  account.record({.on = jan(6), .what = ReverseSavings{"d-1"}, .id = "r-1"});
  CHECK(refusal_of(account, {.on = jan(6), .what = ReverseSavings{"d-1"}}) ==
        "duplicate: /of: \"d-1\" is reversed already");
  CHECK(refusal_of(account, {.on = jan(6), .what = ReverseSavings{"r-1"}}) ==
        "invalid_state: /of: \"r-1\" is a reversal; record what it took away again instead");
}

TEST_CASE("a list of events is taken whole or not at all") {
  SavingsAccount account(plain());
  const std::vector<SavingsEvent> events{{.on = jan(2), .what = Deposit{10 * INR}},
                                         {.on = jan(3), .what = Withdrawal{11 * INR}}};
  CHECK(test::refusal([&] { return account.record(events), 0; }) ==
        "out_of_range: /events/1/amount: INR 11.00; at most INR 10.00 is available on 2026-01-03");
  CHECK(account.events().empty());
  CHECK(account.position(jan(31)).balance == 0);
}

TEST_CASE("closed books stay closed") {
  SavingsAccount account = with_500();
  account.close_through(jan(10));
  CHECK(refusal_of(account, {.on = jan(10), .what = Deposit{1 * INR}}) ==
        "closed_period: /on: 2026-01-10; the books are closed through 2026-01-10; date the correction after it");
  CHECK(account.withdrawable(jan(10)) == 0 * INR);
  CHECK(test::refused([&] { return account.close_through(jan(9)), 0; }) == "closed_period");
  account.record({.on = jan(11), .what = ReverseSavings{"d-1"}});
  CHECK(account.position(jan(10)).balance == 50'000);
  CHECK(account.position(jan(11)).balance == 0);
}

TEST_CASE("rules for withdrawals: at once, how often, never") {
  SavingsTerms terms = plain();
  terms.withdrawals = {.most = 100 * INR, .times = 2};
  SavingsAccount account = with_500(terms);
  CHECK(refusal_of(account, {.on = jan(6), .what = Withdrawal{101 * INR}}) ==
        "limit_exceeded: /amount: INR 101.00; at most INR 100.00 at once");
  CHECK(account.withdrawable(jan(6)) == 100 * INR);
  account.record({.on = jan(6), .what = Withdrawal{10 * INR}, .id = "w-1"});
  account.record({.on = jan(20), .what = Withdrawal{10 * INR}});
  CHECK(refusal_of(account, {.on = jan(10), .what = Withdrawal{10 * INR}}) ==
        "limit_exceeded: /on: 2026-01-10; at most 2 withdrawals a month");
  CHECK(account.withdrawable(jan(25)) == 0 * INR);
  CHECK(account.withdrawable(jan(31) + 1) == 100 * INR);
  account.record({.on = jan(25), .what = ReverseSavings{"w-1"}});
  CHECK(account.withdrawable(jan(25)) == 100 * INR);

  terms = plain();
  terms.compulsory = true;
  SavingsAccount compulsory = with_500(terms);
  CHECK(refusal_of(compulsory, {.on = jan(6), .what = Withdrawal{1 * INR}}) ==
        "invalid_state: /type: withdraw: compulsory savings come out by capture_hold or close only");
  CHECK(compulsory.withdrawable(jan(6)) == 0 * INR);
  compulsory.record({.on = jan(6), .what = PlaceHold{500 * INR, {}, "loan-1"}, .id = "lien"});
  compulsory.record({.on = jan(7), .what = CaptureHold{"lien", 100 * INR}});
  compulsory.record({.on = jan(8), .what = ReleaseHold{"lien"}});
  compulsory.record({.on = jan(9), .what = CloseSavings{}});
  CHECK(std::get<CloseSavings>(compulsory.events().back().what).paid == 400 * INR);
}

TEST_CASE("interest is posted at the end of each period and bears interest from the next day on") {
  SavingsTerms terms = plain();
  terms.interest = SavingsInterest{.rate = YearlyRate{36.5_pct}};
  SavingsAccount account(terms);
  account.record({.on = jan(1), .what = Deposit{1000 * INR}});
  CHECK(account.position(jan(30)).interest_accrued == 3'000);  // 1.00 a day
  CHECK(account.position(jan(30)).balance == 100'000);
  CHECK(account.position(jan(31)).balance == 103'100);
  CHECK(account.position(jan(31)).interest_accrued == 0);
  CHECK(account.position(Date::of(2026, 2, 28)).interest_posted == 3'100 + 2'887);  // 28 x 1.031 = 28.868
  CHECK(account.statement(Date::of(2026, 3, 1)).size() == 3);
  CHECK(account.statement(Date::of(2026, 3, 1))[1].type == "interest");
  // what was deposited on the last day bears for that day
  SavingsAccount late = account;
  late.record({.on = jan(31), .what = Deposit{1000 * INR}});
  CHECK(late.position(jan(31)).interest_posted == 3'200);
  // a mistake of January found in March: March knows, February did not
  late.record({.on = Date::of(2026, 3, 2), .what = ReverseSavings{"e2"}});
  CHECK(late.position(jan(31)).interest_posted == 3'200);
  CHECK(late.position(Date::of(2026, 3, 2)).interest_posted == account.position(Date::of(2026, 3, 2)).interest_posted);
}

TEST_CASE("weeks that bear interest pass the ends of months") {
  SavingsTerms terms = plain();  // a Thursday
  terms.interest =
      SavingsInterest{.rate = PeriodicRate{1_pct, SavingsPeriod::week}, .method = BalanceMethod::minimum_balance};
  SavingsAccount account(terms);
  account.record({.on = jan(1), .what = Deposit{1000 * INR}});
  // weeks end on the 4th, 11th, 18th and 25th; the fifth on 1 February
  CHECK(account.position(jan(31)).interest_posted == 4'000);
  CHECK(account.position(Date::of(2026, 2, 28)).interest_posted == 4'000 + 1'000 + 3 * 1'040);
  CHECK(account.position(Date::of(2026, 2, 1)).interest_accrued == 1'000);
}

TEST_CASE("a low within a day belongs to its own week") {
  SavingsTerms terms = plain();
  terms.interest =
      SavingsInterest{.rate = PeriodicRate{1_pct, SavingsPeriod::week}, .method = BalanceMethod::lowest_balance};
  SavingsAccount account(terms);
  account.record({.on = jan(1), .what = Deposit{1000 * INR}});
  account.record({.on = jan(23), .what = Withdrawal{900 * INR}});
  account.record({.on = jan(23), .what = Deposit{900 * INR}});
  CHECK(account.position(jan(31)).interest_posted == 3'000 + 100);  // the fourth week stood at 100.00 for an hour
  CHECK(account.position(Date::of(2026, 2, 28)).interest_posted == 3'100 + 1'000 + 3 * 1'031);
}

TEST_CASE("closing pays out all, with interest to the day before") {
  SavingsTerms terms = plain();
  terms.interest = SavingsInterest{.rate = YearlyRate{36.5_pct}};
  terms.minimum_balance = 100 * INR;
  SavingsAccount account(terms);
  account.record({.on = jan(1), .what = Deposit{1000 * INR}});
  CHECK(refusal_of(account, {.on = jan(11), .what = CloseSavings{1000 * INR}}) ==
        "out_of_range: /paid: INR 1000.00; the account holds INR 1010.00 on 2026-01-11");
  account.record({.on = jan(11), .what = CloseSavings{}, .id = "end"});
  account.record({.on = jan(11), .what = CloseSavings{}, .id = "end"});
  CHECK(account.events().size() == 2);
  CHECK(account.statement(jan(11)).back().amount == -101'000);
  const SavingsPosition end = account.position(jan(31));
  CHECK(end.closed);
  CHECK(end.balance == 0);
  CHECK(end.available == 0);
  CHECK(end.interest_posted == 1'000);
  CHECK(refusal_of(account, {.on = jan(12), .what = Deposit{1 * INR}}) ==
        "invalid_state: /type: deposit: the account is closed; allowed: reverse");
  CHECK(refusal_of(account, {.on = jan(9), .what = Deposit{1 * INR}})
            .starts_with("invalid_state: /on: \"end\" on 2026-01-11"));
  account.record({.on = jan(12), .what = ReverseSavings{"end"}});
  CHECK(account.position(jan(31)).balance == 103'100);
  CHECK(refusal_of(with_hold(), {.on = jan(8), .what = CloseSavings{}}) ==
        "invalid_state: /type: close: INR 200.00 is held; capture or release it first");
}

TEST_CASE("a statement shows mistakes without effect") {
  SavingsAccount account = with_hold();
  account.record({.on = jan(8), .what = Deposit{50 * INR}, .id = "d-2"});
  account.record({.on = jan(10), .what = ReverseSavings{"d-2"}, .id = "r-1"});
  const auto lines = account.statement(jan(31));
  REQUIRE(lines.size() == 5);
  CHECK(lines[2] == SavingsLine{.on = jan(8),
                                .id = "d-2",
                                .type = "deposit",
                                .amount = 5'000,
                                .balance = 50'000,
                                .held = 20'000,
                                .reversed = true});
  CHECK(lines[3].type == "reverse");
  CHECK(lines[4] == SavingsLine{.on = jan(20), .id = "h-1", .type = "expire_hold", .hold = -20'000, .balance = 50'000});
  CHECK(account.statement(jan(9)).back().balance == 55'000);  // seen then
}

TEST_CASE("a transfer is both sides or neither") {
  SavingsAccount rani = with_500();
  SavingsAccount meena(plain());
  transfer(rani, meena, {.on = jan(6), .amount = 120 * INR, .id = "t-1", .from = "rani", .to = "meena"});
  CHECK(rani.position(jan(6)).balance == 38'000);
  CHECK(meena.position(jan(6)).balance == 12'000);
  CHECK(test::refused([&] { return transfer(rani, meena, {.on = jan(6), .amount = 381 * INR, .id = "t-2"}), 0; }) ==
        "out_of_range");
  CHECK(test::refused([&] { return transfer(rani, rani, {.on = jan(6), .amount = 1 * INR, .id = "t-3"}), 0; }) ==
        "invalid_state");
  CHECK(test::refused([&] { return transfer(rani, meena, {.on = jan(6), .amount = 1 * INR, .id = "d-1"}), 0; }) ==
        "idempotency_conflict");
  CHECK(test::refused([&] { return transfer(rani, meena, {.on = jan(6), .amount = 1 * INR, .id = ""}), 0; }) ==
        "out_of_range");
  meena.record({.on = jan(7), .what = Withdrawal{120 * INR}, .id = "w-1"});
  CHECK(test::refused([&] { return reverse_transfer(rani, meena, "t-1", jan(8)), 0; }) ==
        "out_of_range");  // the money is gone
  CHECK(rani.position(jan(8)).balance == 38'000);
  CHECK(test::refused([&] { return reverse_transfer(rani, meena, "t-9", jan(8)), 0; }) == "not_found");
  meena.record({.on = jan(8), .what = ReverseSavings{"w-1"}});
  CHECK(test::refused([&] { return reverse_transfer(rani, meena, "t-1", jan(8)), 0; }).empty());
  CHECK(rani.position(jan(8)).balance == 50'000);
  CHECK(meena.position(jan(8)).balance == 0);
}

TEST_CASE("the last day of the calendar is a day like others") {
  SavingsTerms terms = plain();
  const Date last = Date::of(2400, 12, 31);
  terms.opened_on = Date::of(2400, 12, 1);
  terms.interest = SavingsInterest{.rate = YearlyRate{36.6_pct, 0}, .posted = SavingsPeriod::year};
  SavingsAccount account(terms);
  account.record({.on = Date::of(2400, 12, 2), .what = Deposit{1000 * INR}});
  account.record({.on = last, .what = PlaceHold{10 * INR, last}});
  CHECK(account.position(last).interest_posted == 3'000);
  CHECK(account.position(last).held == 0);
  CHECK(account.withdrawable(last) == 990 * INR);
}

TEST_CASE("an account moved from is refused, a copy lives by itself") {
  SavingsAccount account = with_500();
  SavingsAccount copy = account;
  const SavingsAccount moved = std::move(account);
  copy.record({.on = jan(6), .what = Withdrawal{500 * INR}});
  CHECK(moved.position(jan(31)).balance == 50'000);
  CHECK(copy.position(jan(31)).balance == 0);
  CHECK(test::refused([&] { return account.position(jan(31)); }) ==
        "invalid_state");  // NOLINT(bugprone-use-after-move)
  CHECK(account.events().empty());
  account = copy;
  CHECK(account.position(jan(31)).balance == 0);
}
