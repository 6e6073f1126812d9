// SPDX-License-Identifier: MIT
// I1, I3, I6 and the laws of history, on pools that live at random: facts late, facts reversed, ruin.
#include "insurance/pools.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace test;

namespace {

const Date first = day(1, 1);
constexpr int horizon = 60;

Money some(Random& random, std::int64_t most = 50'000) { return inr(random.between(1, most)); }

std::string a_cover(Random& random) { return fmt::format("c{}", random.number(0, 5)); }
std::string a_claim(Random& random) { return fmt::format("k{}", random.number(0, 19)); }
std::string an_account(Random& random) { return random.one_in(4) ? "Acme" : ""; }

CoverTerms some_terms(Random& random) {
  CoverTerms terms = random.one_in(3) ? credit_life() : emergency();
  if (random.one_in(4)) terms.insurer = "Acme";
  if (random.one_in(2)) terms.claim_policy = ClaimPolicy::in_part;
  if (random.one_in(3)) terms.waiting_days = random.number(0, 10);
  if (random.one_in(3)) terms.cap_per_cover = some(random);
  terms.refund = static_cast<RefundRule>(random.number(1, 3));
  return terms;
}

template <class T>
std::optional<T> maybe(Random& random, T value) {
  return random.one_in(2) ? std::optional(value) : std::nullopt;
}

// A cover that has money to come back, a claim that waits: what a fact is about, when chance would seldom find one.
std::string a_refundable(Random& random, const Pool& pool) {
  for (const auto& [id, of] : pool.position(day(12, 31)).covers)
    if (!of.refund_due().is_zero()) return id;
  return a_cover(random);
}
std::string a_claim_in(Random& random, const Pool& pool, ClaimStatus status) {
  if (random.one_in(3)) return a_claim(random);
  for (const auto& [id, claim] : pool.position(day(12, 31)).claims)
    if (claim.status == status) return id;
  return a_claim(random);
}

PoolAction some_action(Random& random, const Pool& pool, Date on) {
  const std::string of = a_cover(random);
  const std::string account = an_account(random);
  const Money amount = some(random);
  switch (random.number(0, 15)) {
    case 0:
    case 1: {
      const CoverTerms terms = some_terms(random);
      const Date start = on + random.number(0, 3);
      return CoverOpened{cover(of, terms, start, start + random.number(11, 80))};
    }
    case 2:
    case 3: return PremiumReceived{of, amount};
    case 4: return CoverEnded{of, random.one_in(3) ? CoverEnd::lapsed : CoverEnd::cancelled};
    case 5: return PremiumRefunded{a_refundable(random, pool), maybe(random, inr(random.between(1, 3'000)))};
    case 6:
    case 7:
    case 8: {
      const Date event_on = on - random.number(0, 5);
      return loss_of(amount, of, fmt::format("event-{}", random.number(0, 9)), event_on, some(random));
    }
    case 9:
    case 10: {
      const std::string filed = a_claim_in(random, pool, ClaimStatus::filed);
      return ClaimApproved{filed, maybe(random, some(random, 20'000))};
    }
    case 11: return ClaimRejected{a_claim_in(random, pool, ClaimStatus::filed)};
    case 12: {
      const std::string waiting = a_claim_in(random, pool, ClaimStatus::approved);
      return ClaimPaid{waiting, maybe(random, some(random, 20'000))};
    }
    case 13:
      switch (random.number(0, 2)) {
        case 0: return PoolFee{inr(random.between(1, 2'000)), account};
        case 1: return PremiumCeded{inr(random.between(1, 5'000)), account};
        default: return PoolRecovery{inr(random.between(1, 20'000)), account};
      }
    case 14: {
      if (random.one_in(2)) return BackstopCalled{inr(random.between(1, 10'000))};
      return BackstopRepaid{inr(random.between(1, 10'000))};
    }
    default:
      return PoolReversal{pool.events().empty() ? std::string("e1")
                                                : pool.events()[random.index(pool.events().size())].id};
  }
}

Pool some_pool(Random& random) {
  std::optional<Backstop> backstop;
  if (random.one_in(2)) backstop = Backstop{"federation", maybe(random, inr(random.between(1, 30'000)))};
  return pool_of(inr(random.between(0, 20'000)), backstop);
}

// Facts of any day and kind; those that are refused must change nothing. Returns how many were accepted.
std::size_t live(Random& random, Pool& pool, int facts) {
  Date latest = first;
  for (const PoolEvent& event : pool.events()) latest = std::max(latest, event.on);
  for (int k = 0; k < facts; ++k) {
    const Date on = random.one_in(5) ? first + random.number(0, horizon) : latest + random.number(0, 2);
    PoolEvent event{.on = on, .what = some_action(random, pool, on)};
    if (std::holds_alternative<ClaimFiled>(event.what)) event.id = a_claim(random);
    const std::size_t known = pool.events().size();
    try {
      pool.record(event);
      if (pool.events().size() > known) latest = std::max(latest, on);
    } catch (const Error&) {
      CHECK(pool.events().size() == known);
    }
    if (random.one_in(8)) {
      settle(pool, latest);
    }
  }
  return pool.events().size();
}

// The facts that stand at the end of a day, by the plain rule.
std::vector<PoolEvent> standing(const Pool& pool, Date as_of) {
  std::set<std::string> gone;
  for (const PoolEvent& event : pool.events())
    if (const auto* r = std::get_if<PoolReversal>(&event.what); r && event.on <= as_of) gone.insert(r->of);
  std::vector<PoolEvent> events;
  for (const PoolEvent& event : pool.events())
    if (event.on <= as_of && !gone.contains(event.id) && !std::holds_alternative<PoolReversal>(event.what))
      events.push_back(event);
  std::ranges::stable_sort(events, {}, &PoolEvent::on);
  return events;
}

// I1 again from the facts: the balance of each account.
std::map<std::string, std::int64_t> balances(const Pool& pool, Date as_of) {
  std::map<std::string, std::int64_t> units{{"", pool.terms().opening.units()}};
  std::map<std::string, std::string> insurer_of;
  std::map<std::string, std::string> cover_of;
  for (const PoolEvent& event : standing(pool, as_of)) {
    const PoolAction& what = event.what;
    if (const auto* e = std::get_if<CoverOpened>(&what)) insurer_of[e->cover.id] = e->cover.terms.insurer;
    if (const auto* e = std::get_if<ClaimFiled>(&what)) cover_of[event.id] = e->cover;
    if (const auto* e = std::get_if<PremiumReceived>(&what)) units[insurer_of[e->cover]] += e->amount.units();
    if (const auto* e = std::get_if<PremiumRefunded>(&what)) units[insurer_of[e->cover]] -= e->amount->units();
    if (const auto* e = std::get_if<ClaimPaid>(&what)) units[insurer_of[cover_of[e->claim]]] -= e->amount->units();
    if (const auto* e = std::get_if<PoolFee>(&what)) units[e->account] -= e->amount.units();
    if (const auto* e = std::get_if<PremiumCeded>(&what)) units[e->account] -= e->amount.units();
    if (const auto* e = std::get_if<PoolRecovery>(&what)) units[e->account] += e->amount.units();
  }
  return units;
}

void check_money(const Pool& pool, const PoolPosition& position) {
  const auto expected = balances(pool, position.as_of);
  for (const auto& [name, account] : position.accounts) {
    const auto found = expected.find(name);
    CHECK(account.money.balance().units() == (found == expected.end() ? 0 : found->second));
    CHECK_FALSE(account.money.cash().is_negative());
    CHECK(account.money.cash() == account.money.balance() + account.money.owed_to_backstop());
    CHECK_FALSE(account.money.owed_to_backstop().is_negative());
    if (!name.empty() || !pool.terms().backstop) CHECK_FALSE(account.money.balance().is_negative());
  }
  if (pool.terms().backstop && pool.terms().backstop->limit)
    CHECK(position.pool().owed_to_backstop() <= *pool.terms().backstop->limit);
}

void check_claims(const PoolPosition& position) {
  std::set<std::pair<std::string, std::string>> seen;
  std::map<std::string, Money> approved;
  std::map<std::string, std::size_t> waiting;
  for (const auto& [id, claim] : position.claims) {
    const CoverPosition& of = position.covers.at(claim.filed.cover);
    CHECK(seen.emplace(claim.filed.cover, claim.filed.event).second);  // I3
    CHECK(is_covered(of.cover, claim.filed.event_on));                 // I5
    const Money most = claim_amount(of.cover.terms, claim.filed.loss, claim.filed.day, 0 * INR).amount;
    CHECK(claim.approved <= most);  // I2
    CHECK(claim.paid <= claim.approved);
    CHECK((claim.status == ClaimStatus::paid) == (claim.approved > 0 * INR && claim.paid == claim.approved));
    const auto& queue = position.accounts.at(of.cover.terms.insurer).queue;
    const bool waits = claim.approved_on && queue.contains({*claim.approved_on, id});
    CHECK(waits == (claim.status == ClaimStatus::approved));
    if (waits) ++waiting[of.cover.terms.insurer];
    approved.try_emplace(claim.filed.cover, 0 * INR).first->second += claim.approved;
  }
  for (const auto& [name, account] : position.accounts) CHECK(account.queue.size() == waiting[name]);
  for (const auto& [id, of] : position.covers) {
    CHECK(of.claims_approved == (approved.contains(id) ? approved.at(id) : 0 * INR));
    if (of.cover.terms.cap_per_cover) CHECK(of.claims_approved <= *of.cover.terms.cap_per_cover);
    Money paid = 0 * INR;
    for (const PaidPremium& premium : of.premiums) paid += premium.amount;
    CHECK(of.premiums_refunded <= paid);  // I4
  }
}

}  // namespace

TEST_CASE("I1 to I6 hold at the end of every day of any life") {
  std::size_t accepted = 0;
  std::array<int, std::variant_size_v<PoolAction>> kinds{};
  for_all([&](Random& random) {
    Pool pool = some_pool(random);
    accepted += live(random, pool, 80);
    for (const PoolEvent& event : pool.events()) ++kinds[event.what.index()];
    for (int k = 0; k <= horizon; k += 7) {
      const PoolPosition position = pool.position(first + k);
      check_money(pool, position);
      check_claims(position);
    }
    check_money(pool, pool.position(day(12, 31)));
    check_claims(pool.position(day(12, 31)));
  });
  CHECK(accepted > 15 * static_cast<std::size_t>(law_cases()));
  for (const int count : kinds) CHECK(count >= law_cases() / 20);  // every kind of fact happens
}

TEST_CASE("a replay of all facts is the pool in memory") {
  for_all([](Random& random) {
    Pool pool = some_pool(random);
    live(random, pool, 60);
    const Pool again = replayed(pool);
    const Date on = first + random.number(0, 200);
    CHECK(again.position(on) == pool.position(on));
    CHECK(again.settlement(day(12, 31)) == pool.settlement(day(12, 31)));
  });
}

TEST_CASE("a question about a past day and what was known has one answer for ever") {
  for_all([](Random& random) {
    Pool pool = some_pool(random);
    const auto known = static_cast<std::uint32_t>(live(random, pool, 40));
    const Date on = first + random.number(0, horizon);
    const PoolPosition then = pool.position(on);
    live(random, pool, 40);
    CHECK(pool.position(on, known) == then);
  });
}

TEST_CASE("a fact and its reversal leave nothing behind, and nothing changes before the reversal") {
  for_all([](Random& random) {
    Pool pool = some_pool(random);
    live(random, pool, 40);
    const Date on = first + random.number(0, horizon);
    const PoolPosition before = pool.position(day(12, 31));
    PoolEvent event{.on = on, .what = some_action(random, pool, on), .id = "it"};
    if (std::holds_alternative<PoolReversal>(event.what)) return;
    if (!refused([&] { return pool.record(event), 0; }).empty()) return;
    const Date later = on + random.number(0, 30);
    const PoolPosition with_it = pool.position(later - 1 < first ? first : later - 1);
    if (!refused([&] { return record(pool, later, PoolReversal{"it"}), 0; }).empty()) return;
    PoolPosition after = pool.position(day(12, 31));
    CHECK(after == before);
    if (later > first) CHECK(pool.position(later - 1) == with_it);
  });
}

TEST_CASE("I6: in ruin the queue is paid in turn until nothing more can be, and the pool is never below zero") {
  for_all([](Random& random) {
    Pool pool = some_pool(random);
    const int covers = random.number(1, 12);
    std::map<std::string, CoverTerms> terms;
    for (int k = 0; k < covers; ++k) {
      const std::string id = fmt::format("c{}", k);
      CoverTerms its = emergency();
      if (random.one_in(2)) its.claim_policy = ClaimPolicy::in_part;
      terms.emplace(fmt::format("k{}", k), its);
      record(pool, day(1, 5), CoverOpened{cover(id, its)});
      record(pool, day(1, 5), PremiumReceived{id, some(random, 3'000)});
    }
    for (int k = 0; k < covers; ++k)
      claim(pool, day(2, 1) + random.number(0, 5), fmt::format("k{}", k), fmt::format("c{}", k), some(random, 20'000));
    const Date on = day(3, 1);
    settle(pool, on);
    const PoolPosition position = pool.position(on);
    CHECK_FALSE(position.pool().cash().is_negative());
    CHECK(pool.settlement(on).empty());  // nothing more can be paid
    const bool unlimited = pool.terms().backstop && !pool.terms().backstop->limit;
    if (unlimited) CHECK(position.accounts.at("").queue.empty());
    // In turn: all before the first that waits are paid, none after it got anything, and it could not be paid.
    std::vector<std::pair<Date, std::string>> turns;
    for (const auto& [id, claim] : position.claims) turns.emplace_back(*claim.approved_on, id);
    std::ranges::sort(turns);
    bool stopped = false;
    for (const auto& [approved_on, id] : turns) {
      const ClaimPosition& made = position.claims.at(id);
      if (stopped) CHECK(made.paid.is_zero());
      if (stopped || made.status == ClaimStatus::paid) continue;
      stopped = true;
      const Money credit =
          pool.terms().backstop ? *pool.terms().backstop->limit - position.pool().owed_to_backstop() : 0 * INR;
      const Money possible = position.pool().cash() + credit;
      if (terms.at(id).claim_policy == ClaimPolicy::in_part) CHECK(possible.is_zero());
      else CHECK(possible < made.unpaid());
    }
  });
}

TEST_CASE("I3: whatever the order of filing, of two claims for one event one is refused") {
  for_all([](Random& random) {
    Pool pool = pool_of(100'000 * INR);
    sell(pool, "c0");
    std::set<std::string> events;
    for (int k = 0; k < 20; ++k) {
      const std::string event = fmt::format("event-{}", random.number(0, 12));
      const Date on = day(2, 1) + random.number(0, 20);
      const bool is_new = events.insert(event).second;
      CHECK(refused([&] { return record(pool, on, loss_of(some(random), "c0", event, on)), 0; }) ==
            (is_new ? "" : "duplicate"));
    }
  });
}
