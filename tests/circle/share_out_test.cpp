// SPDX-License-Identifier: MIT
// Share-outs as pure functions: the published figures, debts that exceed a part, and the laws.
#include <solidarity/circle/share_out.hpp>
#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <cstdlib>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

ShareOutDivision divided(std::int64_t cash, std::int64_t price, const std::vector<ShareOutMember>& members,
                         std::size_t turn = 0) {
  return divide_share_out(cash, price, members, turn);
}

std::vector<ShareOutMember> some_members(Random& random) {
  std::vector<ShareOutMember> members;
  const bool large = random.one_in(4);
  for (int count = random.number(1, 12); count > 0; --count) {
    const std::int64_t shares = random.one_in(6) ? 0 : random.between(1, large ? 1'000'000'000'000 : 60);
    const std::int64_t owed = random.one_in(2) ? 0 : random.between(0, large ? 1'000'000'000'000'000 : 900);
    members.push_back({shares, owed, random.one_in(4)});
  }
  return members;
}

// What a member who takes a profit has for a share, by the definition: who owes most for a share goes out first.
std::pair<wide, wide> value_of_a_share(std::int64_t cash, std::vector<ShareOutMember> members) {
  std::erase_if(members, [](const auto& m) { return m.shares == 0; });
  std::ranges::sort(members,
                    [](const auto& a, const auto& b) { return wide{a.owed} * b.shares < wide{b.owed} * a.shares; });
  while (true) {
    wide money = cash;
    wide shares = 0;
    for (const auto& m : members) money += m.owed, shares += m.shares;
    if (members.empty() || members.back().owed * shares <= money * members.back().shares) return {money, shares};
    members.pop_back();
  }
}

}  // namespace

// share_out of the vectors: the worked example of AgroCenta's page on VSLAs, and RULES.md of aiuyap/sinking-friends.
TEST_CASE("the published share-outs: 2 of 2") {
  const MemberShareOut vsla = share_out_of(45, 900, 5 * KES, 900 * KES);
  CHECK(vsla.savings == 225 * KES);
  CHECK(vsla.profit == 45 * KES);
  CHECK(vsla.total() == 270 * KES);

  const MemberShareOut friends = share_out_of(50'000, 500'000, kes(1), kes(50'000));
  CHECK(friends.profit == kes(5'000));
  CHECK(friends.total() == kes(55'000));
  CHECK(share_out_of(50'000, 500'000, kes(1), kes(50'000), true).total() == kes(50'000));  // inactive
}

TEST_CASE("a member's share-out refuses what cannot be") {
  CHECK(refusal([] { return share_out_of(-1, 9, 1 * KES, 1 * KES); }) ==
        "out_of_range: /shares: -1; it is zero or more");
  CHECK(refusal([] { return share_out_of(10, 9, 1 * KES, 1 * KES); }) ==
        "out_of_range: /shares: 10 of 9 shares in all");
  CHECK(refusal([] { return share_out_of(1, 9, kes(-1), 1 * KES); }) == "out_of_range: /price: -1; it is zero or more");
  CHECK(refusal([] { return share_out_of(1, 9, 1 * KES, kes(-1)); }) ==
        "out_of_range: /profit: -1; it is zero or more");
  CHECK(refused([] { return share_out_of(0, 0, 1 * KES, 1 * KES); }) == "invalid_weights");
  CHECK(refused([] { return share_out_of(std::int64_t{1} << 62, std::int64_t{1} << 62, kes(2), kes(1)); }) ==
        "overflow");
}

TEST_CASE("a debt within her part is set off") {
  const auto result = divided(100, 10, {{6, 0, false}, {4, 20, false}});
  CHECK(result.parts == std::vector<ShareOutPart>{{72, 0, 0}, {48, 20, 0}});
  CHECK(result.parts[1].paid() == 28);
}

TEST_CASE("a debt above her part is no money for the others: the rest stays owed") {
  // Nobody can be paid out of what B does not bring: A has the cash, and B's 4 shares at 10 a share are set off.
  const auto result = divided(60, 10, {{6, 0, false}, {4, 100, false}});
  CHECK(result.parts == std::vector<ShareOutPart>{{60, 0, 0}, {40, 40, 60}});
  // By a third of a unit: 2 shares of 7 / 3 are less than 5, so a share is 2 / 1.
  CHECK(divided(2, 1, {{1, 0, false}, {2, 5, false}}).parts == std::vector<ShareOutPart>{{2, 0, 0}, {4, 4, 1}});
}

TEST_CASE("the inactive have their savings, and no more when there is less") {
  CHECK(divided(150, 10, {{6, 0, false}, {4, 0, true}}).parts == std::vector<ShareOutPart>{{110, 0, 0}, {40, 0, 0}});
  CHECK(divided(50, 10, {{6, 0, false}, {4, 0, true}}).parts == std::vector<ShareOutPart>{{30, 0, 0}, {20, 0, 0}});
  const auto all = divided(150, 10, {{6, 0, true}, {4, 0, true}});  // nobody takes the profit
  CHECK(all.parts == std::vector<ShareOutPart>{{60, 0, 0}, {40, 0, 0}});
  CHECK(all.retained == 50);
}

TEST_CASE("without shares everything is retained") {
  CHECK(divided(70, 10, {{0, 0, false}, {0, 5, false}}).retained == 70);
  CHECK(divided(70, 10, {{0, 0, false}, {0, 5, false}}).parts[1] == ShareOutPart{0, 0, 5});
  CHECK(divided(70, 10, {}).retained == 70);
}

TEST_CASE("a share-out of what cannot be is refused") {
  CHECK(refusal([] { return divided(-1, 1, {{1, 0, false}}); }) == "out_of_range: /cash: -1; it is zero or more");
  CHECK(refusal([] { return divided(1, -1, {{1, 0, false}}); }) == "out_of_range: /price: -1; it is zero or more");
  CHECK(refusal([] {
          return divided(1, 1, {{1, 0, false}, {-2, 0, false}});
        }) == "out_of_range: /members/1/shares: -2; it is zero or more");
  CHECK(refusal([] {
          return divided(1, 1, {{1, -3, false}});
        }) == "out_of_range: /members/0/owed: -3; it is zero or more");
  constexpr std::int64_t large = std::int64_t{1} << 62;
  CHECK(refused([] { return divided(large, 1, {{1, large, false}}); }) == "overflow");
  CHECK(refused([] { return divided(1, 2, {{large, 0, false}}); }) == "overflow");
  CHECK(divided(large, 1, {{large, large - 1, false}}).parts.front().paid() == large);
}

TEST_CASE("S19: what is shared out and retained is the cash and what was set off, to the unit") {
  int beyond = 0;
  for_all([&](Random& random) {
    const auto members = some_members(random);
    const std::int64_t cash = random.between(0, 20'000);
    const std::int64_t price = random.between(0, 30);
    const auto result = divided(cash, price, members, random.index(12));
    wide parts = result.retained;
    wide set_off = cash;
    for (std::size_t k = 0; k < members.size(); ++k) {
      const ShareOutPart& part = result.parts[k];
      parts += part.part;
      set_off += part.set_off;
      CHECK(part.set_off + part.still_owed == members[k].owed);
      CHECK(part.paid() >= 0);
      CHECK(part.set_off >= 0);
      CHECK(part.still_owed >= 0);
      if (part.still_owed == 0) continue;
      CHECK(part.paid() == 0);
      ++beyond;
    }
    CHECK(parts == set_off);
  });
  CHECK(beyond > law_cases() / 2);
}

TEST_CASE("every part is within one unit of the value of a share by the definition") {
  for_all([](Random& random) {
    auto members = some_members(random);
    for (auto& member : members) member.is_inactive = false;
    const std::int64_t cash = random.between(0, 20'000);
    const auto [money, shares] = value_of_a_share(cash, members);
    const auto result = divided(cash, 0, members);
    for (std::size_t k = 0; k < members.size(); ++k) {
      const wide exact = money * members[k].shares;  // shares times over
      const wide part = result.parts[k].part * shares;
      CHECK((part > exact - shares || shares == 0));
      CHECK((part < exact + shares || shares == 0));
    }
  });
}

TEST_CASE("without debts and inactive members a share-out is allocate over shares") {
  for_all([](Random& random) {
    std::vector<ShareOutMember> members;
    std::vector<std::int64_t> shares;
    for (int count = random.number(1, 20); count > 0; --count) {
      shares.push_back(random.between(1, 300));
      members.push_back({shares.back(), 0, false});
    }
    const std::int64_t cash = random.between(0, 1'000'000);
    const std::size_t turn = random.index(20);
    std::vector<std::int64_t> parts(shares.size());
    allocate_into(cash, shares, parts, turn);
    const auto result = divided(cash, 5, members, turn);
    for (std::size_t k = 0; k < parts.size(); ++k) CHECK(result.parts[k].part == parts[k]);
  });
}

TEST_CASE("the order of members moves no more than the odd units") {
  for_all([](Random& random) {
    const auto members = some_members(random);
    const std::int64_t cash = random.between(0, 20'000);
    std::vector<std::size_t> order(members.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    random.shuffle(order);
    std::vector<ShareOutMember> shuffled;
    for (const std::size_t k : order) shuffled.push_back(members[k]);
    const auto a = divided(cash, 7, members);
    const auto b = divided(cash, 7, shuffled);
    CHECK(a.retained == b.retained);
    for (std::size_t k = 0; k < order.size(); ++k) {
      CHECK(b.parts[k].still_owed == a.parts[order[k]].still_owed);
      CHECK(std::abs(b.parts[k].part - a.parts[order[k]].part) <= 1);
    }
  });
}
