// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

ShareCapital capital_of(std::int64_t least = 1) {
  return ShareCapital({.opened_on = day(1, 1), .par = 100 * KES, .least = least});
}

ShareAction some_action(Random& random, const ShareCapital& capital) {
  const std::string a = fmt::format("m{}", random.number(0, 4));
  const std::string b = fmt::format("m{}", random.number(0, 4));
  const std::int64_t shares = random.between(1, 40);
  switch (random.number(0, 5)) {
    case 0: return SharesRedeemed{a, shares};
    case 1: return SharesTransferred{a, b, shares};
    case 2:
      if (!capital.events().empty()) return CircleReversal{capital.events()[random.index(capital.events().size())].id};
      [[fallthrough]];
    default: return SharesBought{a, shares};
  }
}

ShareCapital some_capital(Random& random, int facts = 20) {
  ShareCapitalTerms terms{.opened_on = day(1, 1), .par = kes(random.between(1, 500)), .least = random.between(1, 9)};
  if (random.one_in(2)) terms.most = Rate::of_ticks(random.number(30, 100) * Rate::one_percent), terms.founding = 100;
  ShareCapital capital(terms);
  Date latest = day(1, 1);
  for (int k = 0; k < facts; ++k) {
    const Date on = random.one_in(6) ? day(1, 1) + random.number(0, 90) : latest + random.number(0, 9);
    try {
      record(capital, on, some_action(random, capital));
      latest = std::max(latest, on);
    } catch (const Error&) {
    }
  }
  return capital;
}

}  // namespace

TEST_CASE("shares are bought, given on and redeemed at par, as of any day") {
  ShareCapital capital = capital_of();
  record(capital, day(1, 5), SharesBought{"amina", 10});
  record(capital, day(2, 5), SharesTransferred{"amina", "beth", 4});
  record(capital, day(3, 5), SharesRedeemed{"beth", 4});
  CHECK(capital.position(day(1, 4)).shares == 0);
  CHECK(capital.position(day(1, 5)).capital == 1'000 * KES);
  CHECK(capital.position(day(2, 5)).of("beth") == 4);
  CHECK(capital.position(day(3, 5)).of("beth") == 0);
  CHECK(capital.position(day(3, 5)).capital == 600 * KES);
  CHECK(capital.position(day(3, 5)).holders.size() == 1);
}

TEST_CASE("a dividend goes by shares and days, also when a purchase becomes known late") {
  ShareCapital capital = capital_of();
  record(capital, day(1, 1), SharesBought{"amina", 10});
  record(capital, day(7, 2), SharesBought{"beth", 10});  // 183 of 365 days
  const Date next_year = day(12, 31) + 1;
  CHECK(capital.share_days(day(1, 1), next_year) ==
        std::map<std::string, std::int64_t>{{"amina", 3650}, {"beth", 1830}});
  const auto dividend = capital.dividend(5'480 * KES, day(1, 1), next_year);
  CHECK(dividend.of("amina") == 3'650 * KES);
  CHECK(dividend.of("beth") == 1'830 * KES);
  record(capital, day(2, 1), SharesBought{"chep", 1});  // entered in December
  CHECK(capital.share_days(day(1, 1), day(2, 2)) == std::map<std::string, std::int64_t>{{"amina", 320}, {"chep", 1}});
  CHECK(capital.dividend(kes(1), day(3, 1), day(3, 2)).of("amina") == kes(1));
}

TEST_CASE("a patronage refund goes by what each paid") {
  const Shares<std::string> interest{KES, {{"beth", 100 * KES}, {"amina", 200 * KES}, {"chep", 0 * KES}}};
  const auto refund = patronage_refund(kes(1'000), interest);
  CHECK(refund.of("amina") == kes(667));
  CHECK(refund.of("beth") == kes(333));
  CHECK(refund.of("chep") == kes(0));
  CHECK(refusal([&] { return patronage_refund(kes(-1), interest); }) ==
        "out_of_range: /surplus: KES -0.01; a refund is of zero or more");
  CHECK(refused([&] { return patronage_refund(kes(1), Shares<std::string>{KES}); }) == "invalid_weights");
}

TEST_CASE("nobody holds more than the most, nor between none and the least") {
  ShareCapital capital({.opened_on = day(1, 1), .par = 100 * KES, .least = 5, .most = 20_pct, .founding = 50});
  CHECK(refused_on(capital, day(1, 2), SharesBought{"amina", 4}) ==
        "out_of_range: /shares: \"amina\" would hold 4; none, or 5 at least");
  record(capital, day(1, 2), SharesBought{"amina", 10});
  CHECK(refused_on(capital, day(1, 2), SharesBought{"amina", 1}) ==
        "limit_exceeded: /member: \"amina\" would hold 11 of 50 shares; 10 at most (20%)");
  for (const char* id : {"beth", "chep", "dalia", "esi"}) record(capital, day(1, 3), SharesBought{id, 10});
  CHECK(refused_on(capital, day(1, 4), SharesBought{"amina", 1}) ==
        "limit_exceeded: /member: \"amina\" would hold 11 of 51 shares; 10 at most (20%)");
  CHECK(refused_on(capital, day(1, 4), SharesTransferred{"beth", "amina", 5}) ==
        "limit_exceeded: /to: \"amina\" would hold 15 of 50 shares; 10 at most (20%)");
  CHECK(refused_on(capital, day(1, 4), SharesRedeemed{"amina", 6}) ==
        "out_of_range: /shares: \"amina\" would hold 4; none, or 5 at least");
  record(capital, day(1, 4), SharesRedeemed{"amina", 10});
  record(capital, day(1, 4), SharesTransferred{"beth", "amina", 5});
}

TEST_CASE("shares that cannot be are refused") {
  ShareCapital capital = capital_of();
  record(capital, day(1, 5), SharesBought{"amina", 10});
  CHECK(refused_on(capital, day(1, 6), SharesBought{"beth", 0}) == "out_of_range: /shares: 0; one share or more");
  CHECK(refused_on(capital, day(1, 6), SharesRedeemed{"amina", -1}) == "out_of_range: /shares: -1; one share or more");
  CHECK(refused_on(capital, day(1, 6), SharesRedeemed{"amina", 11}) == "out_of_range: /shares: 11; \"amina\" holds 10");
  CHECK(refused_on(capital, day(1, 6), SharesRedeemed{"beth", 1}) ==
        "not_found: /member: no member \"beth\" in this circle");
  CHECK(refused_on(capital, day(1, 6), SharesTransferred{"beth", "amina", 1}) ==
        "not_found: /from: no member \"beth\" in this circle");
  CHECK(refused_on(capital, day(1, 6), SharesTransferred{"amina", "amina", 1}) ==
        "invalid_state: /to: \"amina\" to herself");
  CHECK(refused_on(capital, day(1, 6), SharesBought{"@all", 1}).starts_with("out_of_range: /member: \"@all\""));
  CHECK(refused_on(capital, day(1, 6), SharesBought{"beth", std::int64_t{1} << 62}).starts_with("overflow: "));
  CHECK(refused_on(capital, day(1, 4), SharesRedeemed{"amina", 1}).starts_with("not_found: "));  // she had none yet
  CHECK(refusal([&] { return capital.share_days(day(2, 1), day(2, 1)); }) ==
        "out_of_range: /to: 2026-02-01 is not after 2026-02-01");
  CHECK(refused([&] { return capital.share_days(day(1, 1) - 1, day(2, 1)); }) == "out_of_range");
  CHECK(refused([&] { return capital.dividend(kes(1), day(1, 1), day(1, 5)); }) == "invalid_weights");
  CHECK(refusal([&] { return capital.dividend(kes(-1), day(1, 1), day(1, 9)); }) ==
        "out_of_range: /amount: KES -0.01; a dividend is zero or more");
}

TEST_CASE("terms of a share capital that cannot be are refused, each with its field") {
  const auto problem = [](auto change) {
    ShareCapitalTerms terms{.opened_on = day(1, 1), .par = 100 * KES};
    change(terms);
    return refusal([&] { return ShareCapital(terms); });
  };
  CHECK(problem([](ShareCapitalTerms& t) { t.par = 0 * KES; }) == "out_of_range: /par: KES 0.00; it is above zero");
  CHECK(problem([](ShareCapitalTerms& t) { t.least = 0; }) == "out_of_range: /least: 0; it is 1 or more");
  CHECK(problem([](ShareCapitalTerms& t) { t.most = 101_pct; }) ==
        "out_of_range: /most: 101%; above 0 and at most 100 %, or absent");
  CHECK(problem([](ShareCapitalTerms& t) { t.founding = -1; }) == "out_of_range: /founding: -1; it is zero or more");
  CHECK(problem([](ShareCapitalTerms& t) { t.founding = 9; }).starts_with("contradictory_terms: /founding: "));
}

TEST_CASE("capital is par times what all hold, on every day, and a dividend adds up, day by day") {
  for_all([](Random& random) {
    const ShareCapital capital = some_capital(random);
    const Date from = day(1, 1) + random.number(0, 90);
    const Date to = from + random.number(1, 40);
    std::map<std::string, std::int64_t> days;
    for (Date on = from; on < to; on = on + 1) {
      const auto position = capital.position(on);
      std::int64_t all = 0;
      for (const auto& [member, shares] : position.holders) {
        CHECK(shares >= capital.terms().least);
        all += shares;
        days[member] += shares;
      }
      CHECK(position.shares == all);
      CHECK(position.capital == capital.terms().par * all);
    }
    CHECK(capital.share_days(from, to) == days);
    if (days.empty()) return;
    const Money amount = kes(random.between(0, 1'000'000));
    CHECK(capital.dividend(amount, from, to).total() == amount);
  });
}

TEST_CASE("replay is the capital in memory, and a fact reversed leaves nothing behind") {
  int compared = 0;
  for_all([&](Random& random) {
    ShareCapital capital = some_capital(random, 15);
    const auto before = capital.position(day(12, 31));
    CHECK(replayed(capital).position(day(12, 31)) == before);
    const Date on = day(1, 1) + random.number(0, 90);
    const ShareAction action = some_action(random, capital);
    if (std::holds_alternative<CircleReversal>(action)) return;
    if (!refused([&] { return record(capital, on, action, "it"), 0; }).empty()) return;
    if (!refused([&] { return record(capital, on + random.number(0, 20), CircleReversal{"it"}), 0; }).empty()) return;
    CHECK(capital.position(day(12, 31)) == before);
    ++compared;
  });
  CHECK(compared > law_cases() / 4);
}

TEST_CASE("a dividend of two periods is by the same shares as of one, and who asks in which order does not matter") {
  for_all([](Random& random) {
    const ShareCapital capital = some_capital(random);
    const Date from = day(1, 1) + random.number(0, 60);
    const Date middle = from + random.number(1, 30);
    const Date to = middle + random.number(1, 30);
    auto sum = capital.share_days(from, middle);
    for (const auto& [member, days] : capital.share_days(middle, to)) sum[member] += days;
    CHECK(capital.share_days(from, to) == sum);
  });
}
