// SPDX-License-Identifier: MIT
#include "insurance/pools.hpp"

#include "catch.hpp"
#include "refusal.hpp"

using namespace test;

namespace {

std::string refused_on(Pool& pool, Date on, PoolAction what, std::string id = {}) {
  const auto before = pool.position(day(12, 31));
  const std::string text = refusal([&] { return record(pool, on, what, id), 0; });
  CHECK(pool.position(day(12, 31)) == before);
  return text;
}

std::string payments(const std::vector<PoolEvent>& events) {
  std::string text;
  for (const PoolEvent& event : events) {
    if (const auto* paid = std::get_if<ClaimPaid>(&event.what))
      text += paid->claim + ' ' + decimal_text(*paid->amount) + "; ";
    if (const auto* called = std::get_if<BackstopCalled>(&event.what))
      text += "backstop " + decimal_text(called->amount) + "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("the money of a year, line by line") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1");
  sell(pool, "c2");
  record(pool, day(2, 1), PremiumCeded{50 * INR});
  record(pool, day(2, 1), PoolFee{10 * INR});
  claim(pool, day(3, 1), "k1", "c1", 400 * INR);
  record(pool, day(3, 2), ClaimPaid{"k1"});
  record(pool, day(3, 9), PoolRecovery{100 * INR});
  record(pool, day(7, 4), CoverEnded{"c2"});
  record(pool, day(7, 4), PremiumRefunded{"c2"});

  const PoolMoney money = pool.position(day(7, 4)).pool();
  CHECK(money.opening == 1'000 * INR);
  CHECK(money.premiums == 240 * INR);
  CHECK(money.claims == 400 * INR);
  CHECK(money.ceded == 50 * INR);
  CHECK(money.fees == 10 * INR);
  CHECK(money.recoveries == 100 * INR);
  CHECK(money.refunds == 60 * INR);  // 180 of 360 days
  CHECK(money.balance() == 820 * INR);
  CHECK(balance(pool, day(3, 1)) == 1'180 * INR);
  CHECK(balance(pool, day(3, 2)) == 780 * INR);
}

TEST_CASE("a claim goes from filed to paid, and only so") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1");
  record(pool, day(2, 1), loss_of(300 * INR, "c1", "flood", day(1, 20)), "k1");
  CHECK(refused_on(pool, day(2, 2), ClaimPaid{"k1"}) ==
        "invalid_state: /claim: claim \"k1\" is filed; it must be approved");
  record(pool, day(2, 3), ClaimApproved{"k1"}, "ok");
  CHECK(std::get<ClaimApproved>(pool.events().back().what).amount == 300 * INR);
  CHECK(refused_on(pool, day(2, 3), ClaimApproved{"k1"}).starts_with("invalid_state: /claim"));
  CHECK(refused_on(pool, day(2, 3), ClaimRejected{"k1"}).starts_with("invalid_state: /claim"));
  record(pool, day(2, 4), ClaimPaid{"k1"});
  CHECK(refused_on(pool, day(2, 5), ClaimPaid{"k1"}) ==
        "invalid_state: /claim: claim \"k1\" is paid; it must be approved");
  const ClaimPosition made = pool.position(day(2, 4)).claims.at("k1");
  CHECK(made.paid == 300 * INR);
  CHECK(made.filed_on == day(2, 1));
  CHECK(pool.position(day(2, 3)).claims.at("k1").status == ClaimStatus::approved);
  CHECK(pool.position(day(2, 2)).claims.at("k1").status == ClaimStatus::filed);

  record(pool, day(3, 1), loss_of(300 * INR, "c1", "theft", day(2, 20)), "k2");
  record(pool, day(3, 2), ClaimRejected{"k2"}, "no");
  CHECK(refused_on(pool, day(3, 3), ClaimApproved{"k2"}).starts_with("invalid_state: /claim"));
  record(pool, day(3, 3), PoolReversal{"no"});
  record(pool, day(3, 3), ClaimApproved{"k2", 250 * INR});
  CHECK(pool.position(day(3, 3)).claims.at("k2").unpaid() == 250 * INR);
}

TEST_CASE("I3: one claim for a cover and an event, also after a rejection") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1");
  sell(pool, "c2");
  record(pool, day(2, 1), loss_of(300 * INR, "c1", "flood", day(1, 20)), "k1");
  const auto again = loss_of(10 * INR, "c1", "flood", day(1, 21));
  CHECK(refused_on(pool, day(2, 2), again) ==
        "duplicate: /event: event \"flood\" of cover \"c1\" is claimed by \"k1\"; an event is claimed once");
  record(pool, day(2, 2), ClaimRejected{"k1"});
  CHECK(refused_on(pool, day(2, 3), again).starts_with("duplicate: /event"));
  record(pool, day(2, 3), loss_of(10 * INR, "c2", "flood", day(1, 21)));
}

TEST_CASE("I2: a claim above the sum insured is capped, and approved for no more") {
  Pool pool = pool_of(100'000 * INR);
  sell(pool, "c1");
  sell(pool, "c2", credit_life());
  record(pool, day(2, 1), loss_of(9'000 * INR, "c1", "fire", day(2, 1)), "k1");
  CHECK(refused_on(pool, day(2, 1), ClaimApproved{"k1", inr(500'001)}) ==
        "out_of_range: /amount: INR 5000.01; the most that can be claimed (sum_insured) is INR 5000.00");
  CHECK(refused_on(pool, day(2, 1), ClaimApproved{"k1", 0 * INR}).starts_with("out_of_range: /amount"));
  record(pool, day(2, 1), ClaimApproved{"k1"});
  CHECK(pool.position(day(2, 1)).claims.at("k1").approved == 5'000 * INR);
  record(pool, day(2, 1), loss_of(9'000 * INR, "c2", "death", day(2, 1), 6'500 * INR), "k2");
  record(pool, day(2, 1), ClaimApproved{"k2"});
  CHECK(pool.position(day(2, 1)).claims.at("k2").approved == 6'500 * INR);
}

TEST_CASE("a claim on what is not covered is refused: before, after, waiting, lapsed, cancelled, tomorrow") {
  Pool pool = pool_of(1'000 * INR);
  CoverTerms terms = emergency();
  terms.waiting_days = 10;
  terms.claim_within_days = 90;
  sell(pool, "c1", terms);
  const auto on = [](Date when) { return loss_of(1 * INR, "c1", "e", when); };
  CHECK(refused_on(pool, day(2, 1), on(day(1, 4))).starts_with("invalid_state: /event_on"));
  CHECK(refused_on(pool, day(2, 1), on(day(1, 14))).starts_with("invalid_state: /event_on"));
  CHECK(refused_on(pool, day(2, 1), on(day(2, 2))) ==
        "out_of_range: /event_on: 2026-02-02 is after 2026-02-01; it has not happened");
  CHECK(refused_on(pool, day(5, 1), on(day(1, 30))) ==
        "invalid_state: /on: 2026-05-01 is 91 days after 2026-01-30; a claim is filed within 90");
  CHECK(refused_on(pool, Date::of(2027, 1, 1), on(day(12, 31))).starts_with("invalid_state: /event_on"));
  CHECK(refused_on(pool, day(2, 1), loss_of(1 * INR, "c9", "e", day(2, 1))) ==
        "not_found: /cover: no cover \"c9\" in this pool");
  record(pool, day(6, 1), CoverEnded{"c1", CoverEnd::lapsed});
  CHECK(refused_on(pool, day(6, 2), on(day(6, 1))) ==
        "invalid_state: /event_on: 2026-06-01 is not covered: cover \"c1\" is from 2026-01-05 to before 2026-12-31, "
        "after 10 days of waiting; it ended on 2026-06-01 (lapsed)");
  record(pool, day(6, 2), on(day(5, 31)));  // happened in time, told later
}

TEST_CASE("cover does not end before what is claimed of it happened") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1");
  record(pool, day(6, 1), loss_of(1 * INR, "c1", "e", day(6, 1)), "k1");
  CHECK(refused_on(pool, day(6, 1), CoverEnded{"c1"}) ==
        "invalid_state: /on: 2026-06-01; claim \"k1\" is about 2026-06-01; end the cover later, or reject the claim "
        "first");
  record(pool, day(6, 1), ClaimRejected{"k1"});
  record(pool, day(6, 1), CoverEnded{"c1"});
}

TEST_CASE("I3: a second claim is a duplicate whichever day it is entered for") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1");
  record(pool, day(6, 1), loss_of(1 * INR, "c1", "flood", day(2, 1)), "k1");
  CHECK(refused_on(pool, day(3, 1), loss_of(1 * INR, "c1", "flood", day(2, 1))).starts_with("duplicate: /event"));
  record(pool, day(6, 2), PoolReversal{"k1"});
  record(pool, day(6, 2), loss_of(2 * INR, "c1", "flood", day(2, 1)), "k2");
  CHECK(pool.position(day(6, 1)).claims.contains("k1"));
  CHECK_FALSE(pool.position(day(6, 2)).claims.contains("k1"));
}

TEST_CASE("a claim is filed and paid after maturity, for what happened before") {
  Pool pool = pool_of(10'000 * INR);
  sell(pool, "c1", credit_life());
  const Date later = Date::of(2027, 3, 1);
  record(pool, later, loss_of(9'000 * INR, "c1", "death", day(12, 30), 700 * INR), "k1");
  record(pool, later, ClaimApproved{"k1"});
  record(pool, later, ClaimPaid{"k1"});
  CHECK(pool.position(later).claims.at("k1").paid == 700 * INR);
}

TEST_CASE("credit life ends with the death that it paid for") {
  Pool pool = pool_of(10'000 * INR);
  sell(pool, "c1", credit_life());
  record(pool, day(3, 1), loss_of(500 * INR, "c1", "death", day(2, 20), 500 * INR), "k1");
  record(pool, day(3, 1), loss_of(500 * INR, "c1", "death-of-her-husband", day(2, 25), 500 * INR), "k2");
  record(pool, day(3, 2), ClaimApproved{"k1"});
  const CoverPosition of = pool.position(day(3, 2)).covers.at("c1");
  CHECK(of.covers(day(2, 20)));
  CHECK_FALSE(of.covers(day(2, 21)));
  CHECK(of.ended_by == CoverEnd::claimed);
  CHECK(of.refund_due().is_zero());
  CHECK(refused_on(pool, day(3, 3), ClaimApproved{"k2"}).starts_with("invalid_state: /claim"));
  CHECK(refused_on(pool, day(3, 3), loss_of(1 * INR, "c1", "third", day(2, 19), 1 * INR)).starts_with("invalid_state"));
  CHECK(refused_on(pool, day(3, 3), CoverEnded{"c1"}).starts_with("invalid_state: /cover"));
}

TEST_CASE("I6: claims that the pool cannot pay wait in turn, by day and id, whole") {
  Pool pool = pool_of(0 * INR);
  sell(pool, "c1");
  sell(pool, "c2");
  sell(pool, "c3");  // 360.00 in the pool
  claim(pool, day(2, 2), "b", "c1", 300 * INR);
  claim(pool, day(2, 2), "a", "c2", 200 * INR);
  claim(pool, day(2, 1), "c", "c3", 100 * INR);
  CHECK(refused_on(pool, day(2, 3), ClaimPaid{"b"}) ==
        "invalid_state: /claim: claim \"c\" waits since 2026-02-01 and comes before \"b\"; pay it first");
  CHECK(payments(pool.settlement(day(2, 3))) == "c 100.00; a 200.00; ");
  settle(pool, day(2, 3));
  CHECK(balance(pool, day(2, 3)) == 60 * INR);
  CHECK(refused_on(pool, day(2, 4), ClaimPaid{"b"}) ==
        "out_of_range: /amount: INR 300.00; the pool holds INR 60.00 and never goes below zero");
  CHECK(refused_on(pool, day(2, 4), ClaimPaid{"b", 60 * INR}) ==
        "out_of_range: /amount: INR 60.00; the terms pay all of INR 300.00 or wait");
  CHECK(pool.settlement(day(2, 4)).empty());
  record(pool, day(2, 5), PoolRecovery{240 * INR});
  settle(pool, day(2, 5));
  CHECK(balance(pool, day(2, 5)).is_zero());
  CHECK(pool.position(day(2, 5)).accounts.at("").queue.empty());
}

TEST_CASE("I6: terms that pay in part give what there is, and the rest later") {
  CoverTerms in_part = emergency();
  in_part.claim_policy = ClaimPolicy::in_part;
  Pool pool = pool_of(100 * INR);
  sell(pool, "c1", in_part);
  claim(pool, day(2, 1), "a", "c1", 500 * INR);
  record(pool, day(2, 1), ClaimPaid{"a"}, "first");
  CHECK(std::get<ClaimPaid>(pool.events().back().what).amount == 220 * INR);
  CHECK(refused_on(pool, day(2, 2), ClaimPaid{"a"})
            .starts_with("out_of_range: /amount: INR 280.00; the pool holds INR 0.00"));
  record(pool, day(2, 3), PoolRecovery{1'000 * INR});
  CHECK(payments(pool.settlement(day(2, 3))) == "a 280.00; ");
  CHECK(refused_on(pool, day(2, 3), ClaimPaid{"a", inr(28'001)}).starts_with("out_of_range: /amount"));
  settle(pool, day(2, 3));
  CHECK(balance(pool, day(2, 3)) == 720 * INR);
}

TEST_CASE("I6: only a named backstop lets the pool owe, and only as much as it lends") {
  Pool alone = pool_of(0 * INR);
  CHECK(refused_on(alone, day(2, 1), BackstopCalled{1 * INR}).starts_with("invalid_state"));
  Pool pool = pool_of(0 * INR, Backstop{"federation", 350 * INR});
  sell(pool, "c1");
  sell(pool, "c2");  // 240.00
  claim(pool, day(2, 1), "a", "c1", 400 * INR);
  claim(pool, day(2, 1), "b", "c2", 200 * INR);
  CHECK(refused_on(pool, day(2, 1), ClaimPaid{"a"}).ends_with("call the backstop first"));
  CHECK(payments(pool.settlement(day(2, 2))) == "backstop 160.00; a 400.00; ");  // b needs 10.00 more than it lends
  settle(pool, day(2, 2));
  CHECK(balance(pool, day(2, 2)) == -160 * INR);
  CHECK(pool.position(day(2, 2)).pool().owed_to_backstop() == 160 * INR);
  CHECK(refused_on(pool, day(2, 2), BackstopCalled{inr(19'001)}) ==
        "out_of_range: /amount: INR 190.01; \"federation\" lends INR 190.00 more at most");
  CHECK(refused_on(pool, day(2, 2), BackstopRepaid{1 * INR}).starts_with("out_of_range: /amount"));  // with what?
  record(pool, day(3, 1), PoolRecovery{200 * INR});
  CHECK(refused_on(pool, day(3, 1), BackstopRepaid{161 * INR}).starts_with("out_of_range: /amount"));
  record(pool, day(3, 1), BackstopRepaid{160 * INR});
  CHECK(balance(pool, day(3, 1)) == 40 * INR);
}

TEST_CASE("the premium of a licensed insurer is payable to it, never the pool's") {
  Pool pool = pool_of(1'000 * INR);
  sell(pool, "c1", passed_through());
  CHECK(balance(pool, day(1, 5)) == 1'000 * INR);
  CHECK(pool.position(day(1, 5)).pool().premiums.is_zero());
  CHECK(pool.position(day(1, 5)).payable_to("Acme") == 120 * INR);
  record(pool, day(2, 1), PoolFee{20 * INR, "Acme"});  // her commission
  record(pool, day(2, 1), PremiumCeded{100 * INR, "Acme"});
  CHECK(pool.position(day(2, 1)).payable_to("Acme").is_zero());
  claim(pool, day(3, 1), "k1", "c1", 300 * INR);
  CHECK(refused_on(pool, day(3, 1), ClaimPaid{"k1"}) ==
        "out_of_range: /amount: INR 300.00; the insurer's account holds INR 0.00 and never goes below zero");
  record(pool, day(3, 5), PoolRecovery{300 * INR, "Acme"});
  settle(pool, day(3, 5));
  CHECK(pool.position(day(3, 5)).claims.at("k1").status == ClaimStatus::paid);
  CHECK(balance(pool, day(3, 5)) == 1'000 * INR);
  CHECK(refused_on(pool, day(3, 5), PremiumCeded{1 * INR, "Other"}) ==
        "not_found: /account: no insurer \"Other\" in this pool");
  CHECK(refusal([&] { return pool.position(day(3, 5)).payable_to("Other"); }).starts_with("not_found"));
}

TEST_CASE("I4: a cancelled cover refunds each premium once, a lapsed one nothing") {
  Pool pool = pool_of(0 * INR);
  record(pool, day(1, 1), CoverOpened{cover("c1", emergency(), day(1, 1), Date::of(2027, 1, 1))});
  record(pool, day(1, 1), PremiumReceived{"c1", 100 * INR, day(1, 1), day(4, 11)});  // 100 days
  record(pool, day(1, 1), PremiumReceived{"c1", 30 * INR, day(4, 11), day(5, 11)});  // 30 days in advance
  CHECK(refused_on(pool, day(2, 1), PremiumRefunded{"c1"}).starts_with("invalid_state: /cover"));
  record(pool, day(4, 1), CoverEnded{"c1"});
  CHECK(refused_on(pool, day(4, 1), PremiumRefunded{"c1", inr(4'001)}) ==
        "out_of_range: /amount: INR 40.01; what is still to be refunded is INR 40.00");
  record(pool, day(4, 1), PremiumRefunded{"c1", 15 * INR});
  record(pool, day(4, 2), PremiumRefunded{"c1"}, "rest");
  CHECK(std::get<PremiumRefunded>(pool.events().back().what).amount == 25 * INR);
  CHECK(refused_on(pool, day(4, 3), PremiumRefunded{"c1"}).starts_with("invalid_state: /cover"));
  CHECK(refused_on(pool, day(4, 3), PremiumReceived{"c1", 1 * INR}).starts_with("invalid_state: /cover"));
  CHECK(refused_on(pool, day(4, 3), CoverEnded{"c1"}).starts_with("invalid_state: /cover"));

  sell(pool, "c2");
  record(pool, day(6, 1), CoverEnded{"c2", CoverEnd::lapsed});
  CHECK(refused_on(pool, day(6, 1), PremiumRefunded{"c2"}).starts_with("invalid_state: /cover"));
}

TEST_CASE("what was entered by mistake leaves no trace, and what rests on it forbids the reversal") {
  Pool pool = pool_of(0 * INR);
  record(pool, day(1, 5), CoverOpened{cover("c1", emergency())});
  record(pool, day(1, 5), PremiumReceived{"c1", 120 * INR}, "premium");
  const PoolPosition before = pool.position(day(2, 10));
  claim(pool, day(2, 1), "k1", "c1", 100 * INR);
  record(pool, day(2, 2), ClaimPaid{"k1"}, "paid");
  CHECK(refused_on(pool, day(2, 3), PoolReversal{"premium"}) ==
        "invalid_state: /on: \"paid\" on 2026-02-02 could not be any more: out_of_range: /amount: INR 100.00; "
        "the pool holds INR 0.00 and never goes below zero");
  CHECK(refused_on(pool, day(2, 3), PoolReversal{"e1"}).starts_with("invalid_state: /on"));
  record(pool, day(2, 3), PoolReversal{"paid"}, "undo");
  CHECK(balance(pool, day(2, 3)) == 120 * INR);
  CHECK(balance(pool, day(2, 2)) == 20 * INR);  // that day knew no better
  CHECK(pool.position(day(2, 3)).accounts.at("").queue.size() == 1);
  record(pool, day(2, 4), PoolReversal{"e4"});  // the approval
  record(pool, day(2, 4), PoolReversal{"k1"});
  CHECK(pool.position(day(2, 10)) == before);
  CHECK(refused_on(pool, day(2, 5), PoolReversal{"paid"}) == "duplicate: /of: \"paid\" is reversed already");
  CHECK(refused_on(pool, day(2, 5), PoolReversal{"undo"}).starts_with("invalid_state: /of"));
  CHECK(refused_on(pool, day(2, 5), PoolReversal{"nothing"}).starts_with("not_found: /of"));
  CHECK(refused_on(pool, day(1, 4), PoolReversal{"premium"}).starts_with("out_of_range: /on"));
}

TEST_CASE("a fact entered late takes its place, when all that followed is still possible") {
  Pool pool = pool_of(0 * INR);
  sell(pool, "c1");
  claim(pool, day(3, 1), "k1", "c1", 120 * INR);
  settle(pool, day(3, 1));
  CHECK(refused_on(pool, day(2, 1), PoolFee{1 * INR}).starts_with("invalid_state: /on: \"e5\" on 2026-03-01"));
  CHECK(refused_on(pool, day(2, 1), CoverEnded{"c1"}).starts_with("invalid_state: /on: \"k1\" on 2026-03-01"));
  record(pool, day(2, 1), PoolRecovery{5 * INR});
  record(pool, day(2, 1), PoolFee{1 * INR});
  CHECK(balance(pool, day(2, 1)) == 124 * INR);
  CHECK(balance(pool, day(3, 1)) == 4 * INR);
  CHECK(pool.position(day(2, 1), 5).pool().balance() == 120 * INR);  // as known then
}

TEST_CASE("a payment stands when an earlier claim becomes known") {
  Pool pool = pool_of(500 * INR);
  sell(pool, "c1");
  sell(pool, "c2");
  claim(pool, day(3, 1), "k1", "c1", 100 * INR);
  record(pool, day(3, 2), ClaimPaid{"k1"});
  claim(pool, day(2, 1), "k2", "c2", 100 * INR);
  CHECK(payments(pool.settlement(day(3, 2))) == "k2 100.00; ");
  CHECK(refusal([&] { return pool.settlement(day(3, 1)); }).starts_with("out_of_range: /on"));
}

TEST_CASE("the same fact twice is one; another with its id is refused") {
  Pool pool = pool_of(500 * INR);
  sell(pool, "c1");
  record(pool, day(2, 1), loss_of(300 * INR, "c1", "flood", day(1, 20)), "k1");
  record(pool, day(2, 1), ClaimApproved{"k1"}, "ok");
  record(pool, day(2, 1), ClaimApproved{"k1"}, "ok");
  record(pool, day(2, 1), ClaimApproved{"k1", 300 * INR}, "ok");
  record(pool, day(2, 1), loss_of(300 * INR, "c1", "flood", day(1, 20)), "k1");
  CHECK(pool.events().size() == 4);
  CHECK(refused_on(pool, day(2, 1), ClaimApproved{"k1", 299 * INR}, "ok") ==
        "idempotency_conflict: /id: \"ok\" was recorded with another content");
  CHECK(refused_on(pool, day(2, 2), ClaimApproved{"k1"}, "ok").ends_with("another on"));
  CHECK(refused_on(pool, day(2, 1), ClaimRejected{"k1"}, "ok").ends_with("another type"));
}

TEST_CASE("what is no fact of this pool is refused") {
  Pool pool = pool_of(500 * INR);
  sell(pool, "c1");
  CHECK(refused_on(pool, Date::of(2025, 12, 31), PoolFee{1 * INR}).starts_with("out_of_range: /on"));
  CHECK(refused_on(pool, day(2, 1), PoolFee{0 * INR}).starts_with("out_of_range: /amount"));
  CHECK(refused_on(pool, day(2, 1), PoolRecovery{-1 * INR}).starts_with("out_of_range: /amount"));
  CHECK(refused_on(pool, day(2, 1), PoolFee{1 * USD}).starts_with("currency_mismatch: /amount"));
  CHECK(refused_on(pool, day(2, 1), PoolFee{1 * INR}, "no spaces").starts_with("out_of_range: /id"));
  CHECK(refused_on(pool, day(2, 1), PoolFee{inr(62'001)}) ==
        "out_of_range: /amount: INR 620.01; the pool holds INR 620.00 and never goes below zero");
  CHECK(refused_on(pool, day(1, 5), CoverOpened{cover("c1", emergency())}).starts_with("duplicate: /cover/id"));
  CHECK(refused_on(pool, day(1, 6), CoverOpened{cover("c2", emergency())}) ==
        "out_of_range: /cover/start: 2026-01-05 is before 2026-01-06; nothing is covered before it was agreed");
  CoverTerms waits = emergency();
  waits.waiting_days = -1;
  CHECK(refused_on(pool, day(1, 5), CoverOpened{cover("c2", waits)})
            .starts_with("out_of_range: /cover/terms/waiting_days"));
  CHECK(refused_on(pool, day(1, 5), PremiumReceived{"c1", 1 * INR, day(1, 4)}).starts_with("out_of_range: /from"));
  CHECK(refused_on(pool, day(1, 5), PremiumReceived{"c1", 1 * INR, day(2, 1), day(2, 1)}).starts_with("out_of_range"));
  CHECK(refused_on(pool, day(2, 1), loss_of(1 * INR, "c1", "", day(2, 1))).starts_with("out_of_range: /event"));
  CHECK(refused_on(pool, day(2, 1), loss_of(0 * INR, "c1", "e", day(2, 1))).starts_with("out_of_range: /loss"));
  CHECK(refused_on(pool, day(2, 1), loss_of(1 * INR, "c1", "e", day(2, 1), 1 * USD)).starts_with("currency_mismatch"));
  CHECK(refused_on(pool, day(2, 1), ClaimApproved{"k9"}).starts_with("not_found: /claim"));
  CHECK(refused_on(pool, day(2, 1), CoverEnded{"c1", CoverEnd::claimed}).starts_with("out_of_range: /how"));
  CHECK(
      refused_on(pool, day(2, 1), PoolRecovery{inr(std::numeric_limits<std::int64_t>::max())}).starts_with("overflow"));

  pool.close_through(day(3, 1));
  CHECK(refused_on(pool, day(3, 1), PoolFee{1 * INR}).starts_with("closed_period: /on"));
  CHECK(refusal([&] { return pool.close_through(day(2, 1)), 0; }).starts_with("closed_period"));
  CHECK(refusal([&] { return pool.position(Date::of(2025, 12, 31)); }).starts_with("out_of_range: /as_of"));
  CHECK(refusal([] { return pool_of(-1 * INR); }).starts_with("out_of_range: /opening"));
  CHECK(refusal([] { return pool_of(0 * INR, Backstop{""}); }).starts_with("out_of_range: /backstop/name"));
  CHECK(refusal([] { return pool_of(0 * INR, Backstop{"f", 1 * USD}); }).starts_with("currency_mismatch"));
  CHECK(refusal([] { return pool_of(0 * INR, Backstop{"f", 0 * INR}); }).starts_with("out_of_range: /backstop/limit"));
}

TEST_CASE("of several facts all are recorded or none, and the bad one is named") {
  Pool pool = pool_of(500 * INR);
  CHECK(refusal([&] {
          pool.record({{day(1, 5), CoverOpened{cover("c1", emergency())}}, {day(1, 5), PoolFee{501 * INR}}});
          return 0;
        }).starts_with("out_of_range: /events/1/amount"));
  CHECK(pool.events().empty());
  CHECK(pool.position(day(2, 1)).covers.empty());
}

TEST_CASE("PB-236: the pool equals its lines both ways, neither more nor less") {
  Pool pool = pool_of(1'000 * INR, Backstop{"federation"});
  sell(pool, "c1");
  claim(pool, day(2, 1), "k1", "c1", 2'000 * INR);
  settle(pool, day(2, 1));
  const PoolMoney money = pool.position(day(2, 1)).pool();
  CHECK(money.balance() ==
        money.opening + money.premiums - money.refunds - money.claims - money.fees - money.ceded + money.recoveries);
  CHECK(money.balance() == -money.owed_to_backstop());
  CHECK(money.cash().is_zero());
}

TEST_CASE("PB-289: after maturity nothing is unexpired, never less, and a claim can still be settled") {
  CHECK(unexpired_days(day(1, 1), day(6, 30), day(9, 1)) == 0);
  CHECK(unexpired_months(day(1, 1), day(6, 30), day(9, 1)) == 0);
  CHECK(refund(100 * INR, day(1, 1), day(6, 30), day(9, 1), RefundRule::by_days, Rounding::half_up).is_zero());
  Pool pool = pool_of(10'000 * INR);
  record(pool, day(1, 1), CoverOpened{cover("c1", credit_life(), day(1, 1), day(6, 30))});
  record(pool, day(7, 5), PremiumReceived{"c1", 50 * INR});  // paid after the end
  record(pool, day(8, 1), loss_of(900 * INR, "c1", "death", day(6, 29), 800 * INR), "k1");
  record(pool, day(8, 1), ClaimApproved{"k1"});
  settle(pool, day(8, 1));
  CHECK(pool.position(day(8, 1)).claims.at("k1").paid == 800 * INR);
}
