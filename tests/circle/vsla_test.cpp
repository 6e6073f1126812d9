// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

// Three members; 10 shares bought on the 7th of January.
Vsla saved(VslaTerms terms = vsla_terms()) {
  Vsla circle = vsla_of({"amina", "beth", "chep"}, std::move(terms));
  meet(circle, day(1, 7),
       {{.member = "amina", .shares = 5}, {.member = "beth", .shares = 3}, {.member = "chep", .shares = 2}});
  return circle;
}

VslaLine loan_of(std::string member, Money amount, int months = 1) {
  return {.member = std::move(member), .loan = VslaLending{amount, months}};
}
VslaMeeting meeting(std::vector<VslaLine> lines) { return {std::move(lines)}; }

}  // namespace

TEST_CASE("a cycle, meeting by meeting, to the share-out") {
  Vsla circle = saved();
  CHECK(circle.position(day(1, 6)).loan_fund == 0 * KES);
  CHECK(circle.position(day(1, 7)).loan_fund == 50 * KES);
  meet(circle, day(2, 7), {loan_of("amina", 30 * KES, 3)});
  CHECK(circle.position(day(3, 6)).member("amina").owed() == 30 * KES);
  CHECK(circle.position(day(3, 7)).member("amina").owed() == 33 * KES);  // a month: 10 % of 30
  meet(circle, day(3, 7), {{.member = "amina", .repaid = 13 * KES}});    // the charge of 3, then 10 of the loan
  CHECK(circle.position(day(3, 7)).member("amina").loan->principal == 20 * KES);
  meet(circle, day(4, 7), {{.member = "amina", .repaid = 22 * KES}});  // 10 % of 20, and all of it

  const VslaPosition before = circle.position(day(4, 7));
  CHECK_FALSE(before.member("amina").loan);
  CHECK(before.loan_fund == 55 * KES);
  CHECK(before.profit() == 5 * KES);
  CHECK(before.value_of_a_share() == kes(550));
  CHECK(before.meetings == 4);

  const VslaShareOutReport quoted = circle.share_out(day(4, 30));
  record(circle, day(4, 30), VslaShareOut{});
  const VslaPosition after = circle.position(day(4, 30));
  CHECK(after.share_outs == std::vector{quoted});
  CHECK(quoted.lines[0].paid() == kes(2'750));
  CHECK(quoted.lines[1].paid() == kes(1'650));
  CHECK(quoted.lines[2].paid() == kes(1'100));
  CHECK(after.loan_fund == 0 * KES);
  CHECK(after.cycle == 2);
  CHECK(after.shares() == 0);
  meet(circle, day(5, 7), {{.member = "beth", .shares = 1}});  // the next cycle
  CHECK(circle.position(day(5, 7)).savings() == 5 * KES);
}

TEST_CASE("a service charge by each of its rules") {
  const auto owed = [](ServiceCharge rule, Date on) {
    VslaTerms terms = vsla_terms();
    terms.charged = rule;
    Vsla circle = saved(terms);
    meet(circle, day(1, 31), {loan_of("amina", 30 * KES, 3)});
    meet(circle, day(2, 1), {{.member = "amina", .repaid = 5 * KES}});
    return circle.position(on).member("amina").owed();
  };
  CHECK(owed(ServiceCharge::once, day(1, 31)) == 33 * KES);
  CHECK(owed(ServiceCharge::once, day(12, 31)) == 28 * KES);
  CHECK(owed(ServiceCharge::monthly_on_outstanding, day(2, 27)) == 25 * KES);
  CHECK(owed(ServiceCharge::monthly_on_outstanding, day(2, 28)) == kes(2'750));  // the 31st of February
  CHECK(owed(ServiceCharge::monthly_on_outstanding, day(3, 30)) == kes(2'750));
  CHECK(owed(ServiceCharge::monthly_on_outstanding, day(3, 31)) == 30 * KES);
  CHECK(owed(ServiceCharge::monthly_on_lent, day(2, 28)) == 28 * KES);
  CHECK(owed(ServiceCharge::monthly_on_lent, day(12, 31)) == 25 * KES + 11 * (3 * KES));  // until it is repaid
}

TEST_CASE("fines are owed until they are paid, into the fund of the terms") {
  for (const VslaFund fund : {VslaFund::loan_fund, VslaFund::social_fund}) {
    VslaTerms terms = vsla_terms();
    terms.fines = fund;
    Vsla circle = saved(terms);
    meet(circle, day(2, 7), {{.member = "beth", .fined = 2 * KES, .fine_paid = kes(150)}});
    const VslaPosition position = circle.position(day(2, 7));
    CHECK(position.member("beth").fines == kes(50));
    CHECK(position.loan_fund == (fund == VslaFund::loan_fund ? kes(5'150) : kes(5'000)));
    CHECK(position.social_fund == (fund == VslaFund::social_fund ? kes(150) : kes(0)));
    // The rest is taken from her part: 3 of 10 shares.
    const VslaShareOutReport report = circle.share_out(day(3, 1));
    const VslaShareOutLine& beth = report.lines[1];
    CHECK(beth.still_owed.is_zero());
    CHECK((fund == VslaFund::loan_fund ? beth.set_off : beth.fines_to_social) == kes(50));
    CHECK(beth.part == (fund == VslaFund::loan_fund ? kes(1'560) : kes(1'500)));
  }
}

TEST_CASE("the social fund helps members, and is divided equally or stays") {
  VslaTerms terms = vsla_terms();
  terms.social_contribution = 1 * KES;
  terms.social_fund = SocialFundRule::divided_equally;
  Vsla circle = saved(terms);
  meet(circle, day(2, 7),
       {{.member = "amina", .social = true},
        {.member = "beth", .social = true},
        {.member = "chep", .social = true, .grant = 2 * KES}});
  CHECK(circle.position(day(2, 7)).social_fund == 1 * KES);
  const auto lines = circle.share_out(day(3, 1)).lines;
  CHECK(lines[0].social == kes(34));
  CHECK(lines[1].social == kes(33));
  CHECK(refused_on(circle, day(3, 1),
                   meeting({{.member = "amina", .grant = 3 * KES}, {.member = "beth", .social = true}})) ==
        "out_of_range: /lines: KES 3.00 is given; there is KES 2.00 in the social fund");
  terms.social_fund = SocialFundRule::stays;
  Vsla other = saved(terms);
  meet(other, day(2, 7), {{.member = "amina", .social = true}});
  record(other, day(3, 1), VslaShareOut{});
  CHECK(other.position(day(3, 1)).social_fund == 1 * KES);
}

TEST_CASE("who owes more than her part takes nothing home, and owes the rest in the next cycle") {
  Vsla circle = saved();
  meet(circle, day(1, 31), {loan_of("chep", 30 * KES)});  // 3 x 10
  const VslaShareOutReport report = circle.share_out(day(2, 20));
  // The box has 20.00: amina and beth have 8 shares, 2.50 a share; chep's two are 5.00 of her 30.00.
  CHECK(report.lines[0].paid() == kes(1'250));
  CHECK(report.lines[1].paid() == kes(750));
  CHECK(report.lines[2].part == 5 * KES);
  CHECK(report.lines[2].paid() == 0 * KES);
  CHECK(report.lines[2].still_owed == 25 * KES);
  record(circle, day(2, 20), VslaShareOut{});
  CHECK(circle.position(day(2, 20)).member("chep").owed() == 25 * KES);
  CHECK(circle.position(day(2, 28)).member("chep").owed() == kes(2'750));  // the charge goes on
  CHECK(circle.position(day(2, 20)).profit() == 25 * KES);                 // for the next cycle
}

TEST_CASE("her part of the social fund is set off too") {
  VslaTerms terms = vsla_terms();
  terms.social_fund = SocialFundRule::divided_equally;
  Vsla circle = saved(terms);
  record(circle, day(1, 8), VslaIncome{9 * KES, VslaFund::social_fund});
  meet(circle, day(1, 31), {loan_of("chep", 30 * KES)});
  record(circle, day(2, 20), VslaShareOut{});
  const VslaPosition after = circle.position(day(2, 20));
  CHECK(after.share_outs[0].lines[2].social_set_off == 3 * KES);
  CHECK(after.share_outs[0].lines[2].still_owed == 22 * KES);
  CHECK(after.loan_fund == 3 * KES);
  CHECK(after.social_fund == 0 * KES);
}

TEST_CASE("claims between members are taken from the debtor's part, the oldest first") {
  Vsla circle = saved();
  const VslaShareOut how{.claims = {{day(2, 1), "amina", "chep", 8 * KES},
                                    {day(1, 20), "beth", "chep", 4 * KES},
                                    {day(1, 20), "amina", "beth", 1 * KES}}};
  const VslaShareOutReport report = circle.share_out(day(3, 1), how);
  CHECK(report.lines[0].claims_received == 7 * KES);  // 6 of chep, who has 10 and paid beth first; 1 of beth
  CHECK(report.lines[1].claims_received == 4 * KES);
  CHECK(report.lines[2].claims_paid == 10 * KES);
  CHECK(report.lines[2].claims_open == 2 * KES);
  CHECK(report.lines[0].paid() == 32 * KES);
  CHECK(report.lines[1].paid() == 18 * KES);
  CHECK(report.lines[2].paid() == 0 * KES);
}

TEST_CASE("the inactive have no profit, and money can be kept for the next cycle") {
  VslaTerms terms = vsla_terms();
  terms.inactive_after = 2;
  Vsla circle = saved(terms);
  record(circle, day(1, 8), VslaIncome{13 * KES});
  meet(circle, day(2, 7), {{.member = "amina", .shares = 1}});
  meet(circle, day(3, 7), {{.member = "amina", .shares = 1}, {.member = "chep", .shares = 1}});
  CHECK(circle.position(day(2, 7)).member("chep").missed == 1);
  CHECK(circle.position(day(3, 7)).member("chep").missed == 0);
  CHECK(circle.position(day(3, 7)).member("beth").missed == 2);
  const VslaShareOutReport report = circle.share_out(day(3, 8), {.keep = 1 * KES});
  CHECK(report.lines[1].part == 15 * KES);    // beth missed two
  CHECK(report.lines[0].part == kes(4'340));  // 62 of 10 shares: 6.20 each
  CHECK(report.lines[2].part == kes(1'860));
  CHECK(report.retained == 1 * KES);
  record(circle, day(3, 8), VslaShareOut{});
  CHECK(circle.position(day(3, 8)).member("beth").missed == 0);
}

TEST_CASE("a member leaves with her savings, less when there is a loss, or with the value of the day") {
  VslaTerms terms = vsla_terms();
  const auto out = [&](LeavingValue leaving, VslaAction money) {
    terms.leaving = leaving;
    Vsla circle = saved(terms);
    record(circle, day(1, 8), std::move(money));
    const Money before = circle.position(day(1, 9)).loan_fund;
    record(circle, day(1, 9), VslaLeft{"beth"});
    CHECK_FALSE(circle.position(day(1, 9)).members.contains("beth"));
    return before - circle.position(day(1, 9)).loan_fund;
  };
  CHECK(out(LeavingValue::savings, VslaIncome{9 * KES}) == 15 * KES);
  CHECK(out(LeavingValue::current, VslaIncome{9 * KES}) == kes(1'770));
  CHECK(out(LeavingValue::savings, VslaExpense{9 * KES}) == kes(1'230));
}

TEST_CASE("who joins later can be level with the others, at the price or without loss to them") {
  VslaTerms terms = vsla_terms();
  const auto paid = [&](JoiningPrice joining, VslaAction money) {
    terms.joining = joining;
    Vsla circle = saved(terms);
    record(circle, day(1, 8), std::move(money));
    const VslaPosition before = circle.position(day(1, 9));
    record(circle, day(1, 9), VslaJoined{"dalia", 4});
    const VslaPosition after = circle.position(day(1, 9));
    CHECK(after.member("dalia").shares == 4);
    if (joining == JoiningPrice::current) CHECK(after.value_of_a_share() >= before.value_of_a_share());
    return after.loan_fund - before.loan_fund;
  };
  CHECK(paid(JoiningPrice::price, VslaIncome{kes(901)}) == 20 * KES);
  CHECK(paid(JoiningPrice::current, VslaIncome{kes(901)}) == kes(2'361));  // 4 x 59.01 / 10, up
  CHECK(paid(JoiningPrice::current, VslaExpense{kes(901)}) == 20 * KES);
  Vsla circle = saved(terms);
  CHECK(refused_on(circle, day(1, 9), VslaJoined{"dalia", 6}) ==
        "out_of_range: /shares: 6; who joins buys at most as many as one of the others holds, 5");
  CHECK(refused_on(circle, day(1, 9), VslaJoined{"dalia", -1}).starts_with("out_of_range: /shares: -1; "));
}

TEST_CASE("what is forgiven is a loss of the fund, and lets a member go who cannot pay") {
  for (const VslaFund fund : {VslaFund::loan_fund, VslaFund::social_fund}) {
    VslaTerms terms = vsla_terms();
    terms.fines = fund;
    Vsla circle = saved(terms);
    meet(circle, day(1, 31), {{.member = "chep", .fined = 2 * KES, .loan = VslaLending{30 * KES, 1}}});
    CHECK_FALSE(circle.position(day(2, 28)).member("chep").loan->is_overdue(day(2, 28)));
    CHECK(circle.position(day(3, 1)).member("chep").loan->is_overdue(day(3, 1)));
    record(circle, day(3, 1), VslaForgiven{"chep", 31 * KES});  // 3 of charge, 28 of principal
    CHECK(circle.position(day(3, 1)).member("chep").loan->owed() == 2 * KES);
    CHECK(circle.position(day(3, 1)).profit() == -28 * KES);
    record(circle, day(3, 2), VslaForgiven{"chep", 3 * KES});
    CHECK_FALSE(circle.position(day(3, 2)).member("chep").loan);
    CHECK(circle.position(day(3, 2)).member("chep").fines == 1 * KES);
    record(circle, day(3, 3), VslaLeft{"chep"});  // 2 of 10 shares of 20.00, less the fine
    CHECK(circle.position(day(3, 3)).loan_fund == (fund == VslaFund::loan_fund ? 17 * KES : 16 * KES));
  }
}

TEST_CASE("who leaves pays what she owes from her shares, or first") {
  Vsla circle = saved();
  meet(circle, day(1, 31), {loan_of("amina", 10 * KES), loan_of("chep", 30 * KES)});
  CHECK(refused_on(circle, day(2, 1), VslaLeft{"chep"}) ==
        "invalid_state: /member: \"chep\" owes KES 30.00 and her shares are worth KES 10.00; she pays KES 20.00 first");
  CHECK(refused_on(circle, day(2, 1), VslaLeft{"amina"}) ==
        "out_of_range: /member: KES 15.00; there is KES 10.00 in the loan fund");
  meet(circle, day(2, 2), {{.member = "chep", .repaid = 30 * KES}});
  record(circle, day(2, 3), VslaLeft{"amina"});
  CHECK(circle.position(day(2, 3)).loan_fund == 25 * KES);
  CHECK(circle.position(day(2, 2)).members.contains("amina"));
  record(circle, day(2, 4), VslaJoined{"amina"});
  CHECK(circle.position(day(2, 4)).member("amina").shares == 0);
}

TEST_CASE("who leaves pays a fine of the social fund into it") {
  VslaTerms terms = vsla_terms();
  terms.fines = VslaFund::social_fund;
  Vsla circle = saved(terms);
  meet(circle, day(1, 31), {{.member = "beth", .fined = 2 * KES}});
  record(circle, day(2, 1), VslaLeft{"beth"});
  CHECK(circle.position(day(2, 1)).loan_fund == 35 * KES);
  CHECK(circle.position(day(2, 1)).social_fund == 2 * KES);
}

TEST_CASE("every bad line of a meeting is named, and nothing of it happens") {
  Vsla circle = saved();
  const VslaMeeting bad = meeting({{.member = "amina", .shares = 6},
                                   {.member = "beth", .shares = 1},
                                   {.member = "nobody"},
                                   {.member = "beth", .shares = 1},
                                   {.member = "chep", .shares = -1}});
  CHECK(
      refused_on(circle, day(2, 7), bad) ==
      "limit_exceeded: /lines/0/shares: 6 shares; 5 at most at one meeting; also refused: /lines/2/member (not_found), "
      "/lines/3/member (duplicate), /lines/4/shares (out_of_range)");
  const Problems problems = circle.problems(day(2, 7), bad);
  REQUIRE(problems.size() == 4);
  CHECK(problems[1] == Problem{ErrorCode::not_found, "/lines/2/member", "no member \"nobody\" in this circle"});
  CHECK(circle.problems(day(2, 7), meeting({{.member = "beth", .shares = 1}})).empty());
}

TEST_CASE("a line that cannot be is refused with what is possible") {
  Vsla circle = saved();
  meet(circle, day(1, 31), {loan_of("amina", 10 * KES), {.member = "beth", .fined = 1 * KES}});
  const auto refusal_of = [&](VslaLine line) { return refused_on(circle, day(2, 7), meeting({std::move(line)})); };
  CHECK(refusal_of(loan_of("amina", 1 * KES)) ==
        "invalid_state: /lines/0/loan: she owes KES 10.00 of a loan; it is repaid first");
  CHECK(refusal_of(loan_of("beth", kes(4'501))) ==
        "limit_exceeded: /lines/0/loan/amount: KES 45.01; 3 times her savings is KES 45.00");
  CHECK(refusal_of(loan_of("beth", 41 * KES)) ==
        "out_of_range: /lines: KES 41.00 is given; there is KES 40.00 in the loan fund");
  CHECK(refusal_of(loan_of("beth", 1 * KES, 4)) ==
        "limit_exceeded: /lines/0/loan/months: 4 months; a loan is for 1 to 3");
  CHECK(refusal_of(loan_of("beth", 0 * KES)) ==
        "out_of_range: /lines/0/loan/amount: KES 0.00; the amount is above zero");
  CHECK(refusal_of(loan_of("beth", 1 * INR)) == "currency_mismatch: /lines/0/loan/amount: INR 1.00 in a circle of KES");
  CHECK(refusal_of({.member = "amina", .repaid = kes(1'001)}) ==
        "out_of_range: /lines/0/repaid: KES 10.01; what she owes of her loan is KES 10.00");
  CHECK(refusal_of({.member = "beth", .repaid = 1 * KES}) == "invalid_state: /lines/0/repaid: she has no loan");
  CHECK(refusal_of({.member = "beth", .fine_paid = kes(101)}) ==
        "out_of_range: /lines/0/fine_paid: KES 1.01; what she owes in fines is KES 1.00");
  CHECK(refusal_of({.member = "beth", .fined = kes(-1)}) ==
        "out_of_range: /lines/0/fined: KES -0.01; the amount is above zero");
  CHECK(refusal_of({.member = "beth", .social = true}) ==
        "invalid_state: /lines/0/social: the terms have no contribution to the social fund");
  CHECK(refused_on(circle, day(2, 7), meeting({})) == "out_of_range: /lines: 0 lines; a meeting has one or more");
}

TEST_CASE("members, other money and share-outs that cannot be are refused") {
  Vsla circle = saved();
  CHECK(refused_on(circle, day(2, 7), VslaJoined{"beth"}) == "duplicate: /member: \"beth\" is a member already");
  CHECK(
      refused_on(circle, day(2, 7), VslaJoined{"@beth"}).starts_with("out_of_range: /member: \"@beth\"; a member has"));
  CHECK(refused_on(circle, day(2, 7), VslaJoined{""}).starts_with("out_of_range: /member: "));
  CHECK(refused_on(circle, day(2, 7), VslaJoined{std::string(129, 'x')}).starts_with("out_of_range: /member: "));
  CHECK(refused_on(circle, day(2, 7), VslaLeft{"dalia"}) == "not_found: /member: no member \"dalia\" in this circle");
  CHECK(refused_on(circle, day(2, 7), VslaExpense{kes(5'001)}) ==
        "out_of_range: /amount: KES 50.01; there is KES 50.00 in the loan fund");
  CHECK(refused_on(circle, day(2, 7), VslaIncome{kes(0)}) ==
        "out_of_range: /amount: KES 0.00; the amount is above zero");
  CHECK(refused_on(circle, day(2, 7), VslaShareOut{.keep = kes(5'001)}) ==
        "out_of_range: /keep: KES 50.01; there is KES 50.00 in the loan fund");
  CHECK(refused_on(circle, day(2, 7), VslaShareOut{.claims = {{day(2, 1), "amina", "dalia", 1 * KES}}}) ==
        "not_found: /claims/0/debtor: no member \"dalia\" in this circle");
  CHECK(refused_on(circle, day(2, 7), VslaShareOut{.claims = {{day(2, 1), "amina", "amina", 1 * KES}}}) ==
        "invalid_state: /claims/0/by: \"amina\" has no claim on herself");
  CHECK(refused_on(circle, day(2, 7), VslaForgiven{"beth", 1 * KES}) ==
        "out_of_range: /amount: KES 1.00; she owes KES 0.00");
  CHECK(refused_on(circle, day(2, 7), VslaForgiven{"dalia", 1 * KES}).starts_with("not_found: /member: "));
  record(circle, day(2, 7), VslaShareOut{});
  CHECK(refused_on(circle, day(2, 8), VslaShareOut{}) ==
        "invalid_state: /on: no shares in cycle 2; there is nobody to share out to");
}

TEST_CASE("amounts near the end of the range overflow in no figure") {
  Vsla circle = saved();
  constexpr std::int64_t large = std::int64_t{1} << 62;
  record(circle, day(2, 1), VslaIncome{kes(large)});
  CHECK(refused_on(circle, day(2, 7), VslaIncome{kes(large)}).starts_with("overflow: "));
  VslaTerms terms = vsla_terms();
  terms.share_price = kes(large);
  Vsla dear = vsla_of({"amina"}, terms);
  CHECK(refused_on(dear, day(2, 7), meeting({{.member = "amina", .shares = 2}})).starts_with("overflow: "));
}

TEST_CASE("ids, days and closed books") {
  Vsla circle = saved();
  record(circle, day(2, 1), VslaIncome{5 * KES}, "gift");
  record(circle, day(2, 1), VslaIncome{5 * KES}, "gift");  // again: nothing
  CHECK(circle.position(day(2, 1)).loan_fund == 55 * KES);
  CHECK(refused_on(circle, day(2, 1), VslaIncome{6 * KES}, "gift") ==
        "idempotency_conflict: /id: \"gift\" was recorded with another content");
  CHECK(refused_on(circle, day(2, 2), VslaIncome{5 * KES}, "gift") ==
        "idempotency_conflict: /id: \"gift\" was recorded with another on");
  CHECK(refused_on(circle, day(2, 2), VslaIncome{5 * KES}, "a gift").starts_with("out_of_range: /id: "));
  CHECK(refused_on(circle, day(1, 1) - 1, VslaIncome{5 * KES}) ==
        "out_of_range: /on: 2025-12-31; the circle opened on 2026-01-01");
  CHECK(refused([&] { return circle.position(day(1, 1) - 1); }) == "out_of_range");
  circle.close_through(day(2, 28));
  CHECK(refused_on(circle, day(2, 28), VslaIncome{5 * KES}) ==
        "closed_period: /on: 2026-02-28; the books are closed through 2026-02-28; date the correction after it");
  CHECK(refused([&] { return circle.close_through(day(2, 27)), 0; }) == "closed_period");
  CHECK(circle.closed_through() == day(2, 28));
}

TEST_CASE("a mistake is reversed once, from its own day on, and what depended on it must still be possible") {
  Vsla circle = saved();
  record(circle, day(1, 10), VslaIncome{100 * KES}, "gift");
  meet(circle, day(1, 20), {{.member = "amina", .shares = 5}, loan_of("beth", 45 * KES)}, "m2");
  record(circle, day(1, 21), VslaExpense{80 * KES}, "lock");
  CHECK(
      refused_on(circle, day(2, 1), CircleReversal{"gift"}).starts_with("invalid_state: /on: \"lock\" on 2026-01-21"));
  record(circle, day(2, 1), CircleReversal{"lock"});
  CHECK(refused_on(circle, day(2, 2), CircleReversal{"lock"}) == "duplicate: /of: \"lock\" is reversed already");
  CHECK(refused_on(circle, day(2, 2), CircleReversal{"none"}) == "not_found: /of: no event \"none\" in this circle");
  CHECK(refused_on(circle, day(1, 9), CircleReversal{"gift"}).starts_with("out_of_range: /on: "));
  record(circle, day(2, 3), CircleReversal{"m2"});
  CHECK(circle.position(day(2, 2)).shares() == 15);
  CHECK(circle.position(day(2, 3)).shares() == 10);
  CHECK(refused_on(circle, day(2, 4), CircleReversal{circle.events().back().id}).starts_with("invalid_state: /of: "));
  CHECK(circle.position(day(2, 3)).loan_fund == 150 * KES);
}

TEST_CASE("an entry made late must leave money for what was given since") {
  Vsla circle = saved();
  meet(circle, day(2, 7), {loan_of("beth", 45 * KES)});
  CHECK(refused_on(circle, day(1, 20), VslaExpense{6 * KES})
            .starts_with("invalid_state: /on: \"e5\" on 2026-02-07 could not be any more"));
  record(circle, day(1, 20), VslaExpense{5 * KES});
  CHECK(circle.position(day(1, 20)).loan_fund == 45 * KES);
  CHECK(circle.position(day(2, 7)).loan_fund == 0 * KES);
  CHECK(circle.position(day(2, 7), 5).loan_fund == 5 * KES);  // as it was known
}

TEST_CASE("a list of events is recorded whole or not at all") {
  Vsla circle = saved();
  const std::size_t known = circle.events().size();
  CHECK(refusal([&] {
          circle.record({{.on = day(2, 1), .what = VslaIncome{1 * KES}}, {.on = day(2, 1), .what = VslaLeft{"dalia"}}});
          return 0;
        }) == "not_found: /events/1/member: no member \"dalia\" in this circle");
  CHECK(circle.events().size() == known);
  CHECK(circle.position(day(2, 1)).loan_fund == 50 * KES);
}

TEST_CASE("words of a circle") {
  CHECK(fmt::format("{}", ServiceCharge::monthly_on_outstanding) == "monthly_on_outstanding");
  CHECK(to_text(ServiceCharge::monthly_on_lent) == "monthly_on_lent");
  CHECK(to_text(ServiceCharge::once) == "once");
  CHECK(to_text(VslaFund::loan_fund) == "loan_fund");
  CHECK(to_text(VslaFund::social_fund) == "social_fund");
  CHECK(to_text(SocialFundRule::stays) == "stays");
  CHECK(to_text(SocialFundRule::divided_equally) == "divided_equally");
  CHECK(to_text(JoiningPrice::price) == "price");
  CHECK(to_text(JoiningPrice::current) == "current");
  CHECK(to_text(LeavingValue::savings) == "savings");
  CHECK(to_text(LeavingValue::current) == "current");
  CHECK(to_text(VslaAction{VslaJoined{"a"}}) == "joined");
  CHECK(to_text(VslaAction{VslaForgiven{"a", 1 * KES}}) == "forgiven");
  CHECK(to_text(VslaAction{VslaShareOut{}}) == "share_out");
  CHECK(to_text(VslaAction{CircleReversal{"a"}}) == "reversal");
}

TEST_CASE("terms by which no circle can be kept are refused, each with its field") {
  const auto problem = [](auto change) {
    VslaTerms terms = vsla_terms();
    change(terms);
    const Problems problems = validate(terms);
    REQUIRE(problems.size() == 1);
    CHECK(refused([&] { return Vsla(terms); }) == to_text(problems.front().code));
    return problems.front().field + ": " + problems.front().message;
  };
  CHECK(validate(vsla_terms()).empty());
  CHECK(problem([](VslaTerms& t) { t.share_price = 0 * KES; }) == "/share_price: KES 0.00; it is above zero");
  CHECK(problem([](VslaTerms& t) { t.most_shares = 0; }) == "/most_shares: 0; it is 1 to 1000");
  CHECK(problem([](VslaTerms& t) { t.charge = 101_pct; }) == "/charge: 101%; a charge is 0 to 100 %");
  CHECK(problem([](VslaTerms& t) { t.charged = ServiceCharge{}; }) == "/charged: 0; it is 1 to 3");
  CHECK(problem([](VslaTerms& t) { t.most_months = 0; }) == "/most_months: 0; it is 1 to 120");
  CHECK(problem([](VslaTerms& t) { t.loan_multiple = 0; }) == "/loan_multiple: 0; it is 1 to 100");
  CHECK(problem([](VslaTerms& t) { t.fines = VslaFund{}; }) == "/fines: 0; it is 1 to 2");
  CHECK(problem([](VslaTerms& t) { t.social_contribution = 1 * INR; }) ==
        "/social_contribution: INR 1.00 in a circle of KES");
  CHECK(problem([](VslaTerms& t) { t.social_fund = SocialFundRule{}; }) == "/social_fund: 0; it is 1 to 2");
  CHECK(problem([](VslaTerms& t) { t.joining = JoiningPrice{}; }) == "/joining: 0; it is 1 to 2");
  CHECK(problem([](VslaTerms& t) { t.leaving = LeavingValue{}; }) == "/leaving: 0; it is 1 to 2");
  CHECK(problem([](VslaTerms& t) { t.inactive_after = 0; }) == "/inactive_after: 0; it is 1 to 1000");
}
