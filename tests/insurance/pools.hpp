// SPDX-License-Identifier: MIT
// Pools for the tests: INR 1,000 on the first of January 2026, covers of a year.
#pragma once

#include <solidarity/insurance/pool.hpp>

#include <string>
#include <utility>
#include <vector>

namespace test {

using namespace solidarity;
using namespace solidarity::literals;

inline Date day(int month, int day) { return Date::of(2026, month, day); }
inline Money inr(std::int64_t units) { return Money::of_units(units, INR); }

inline CoverTerms emergency() { return {CoverKind::emergency, PremiumFixed{120 * INR}, InsuredFixed{5'000 * INR}}; }
inline CoverTerms credit_life() { return {CoverKind::credit_life, PremiumPercent{1_pct}, InsuredOutstanding{}}; }
inline CoverTerms passed_through() {
  CoverTerms terms = emergency();
  terms.insurer = "Acme";
  return terms;
}

inline Cover cover(std::string id, CoverTerms terms, Date start = day(1, 5), Date end = day(12, 31)) {
  return {std::move(id), "sita", std::move(terms), start, end};
}

inline Pool pool_of(Money opening, std::optional<Backstop> backstop = {}) {
  return Pool({.opened_on = day(1, 1), .opening = opening, .backstop = std::move(backstop)});
}

inline void record(Pool& pool, Date on, PoolAction what, std::string id = {}) {
  pool.record({.on = on, .what = std::move(what), .id = std::move(id)});
}

// A cover with its premium of 120.00 on the 5th of January.
inline void sell(Pool& pool, const std::string& id, CoverTerms terms = emergency()) {
  record(pool, day(1, 5), CoverOpened{cover(id, std::move(terms))});
  record(pool, day(1, 5), PremiumReceived{id, 120 * INR});
}

inline ClaimFiled loss_of(Money loss, std::string cover, std::string event, Date event_on,
                          Money outstanding = 0 * INR) {
  return {std::move(cover), std::move(event), event_on, loss, {outstanding, 0 * INR}};
}

// Filed and approved on one day: claim `id` of that loss.
inline void claim(Pool& pool, Date on, const std::string& id, const std::string& cover, Money loss) {
  record(pool, on, loss_of(loss, cover, "event-of-" + id, on), id);
  record(pool, on, ClaimApproved{id});
}

inline void settle(Pool& pool, Date on) { pool.record(pool.settlement(on)); }

inline Money balance(const Pool& pool, Date on) { return pool.position(on).pool().balance(); }

// All facts again, one after the other.
inline Pool replayed(const Pool& pool) {
  Pool again(pool.terms());
  for (PoolEvent event : pool.events()) {
    event.sequence = 0;
    again.record(event);
  }
  return again;
}

}  // namespace test
