// SPDX-License-Identifier: MIT
#include <solidarity/group/settlement.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "group/groups.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::Random;

namespace {

constexpr Date founded = 2026y / January / 5;

using Given = std::vector<std::pair<std::string, std::int64_t>>;  // "by>for", amount

std::string name(std::size_t k) { return std::string(1, static_cast<char>('a' + k)); }

}  // namespace

TEST_CASE("A meeting of five in which one brings nothing") {
  const std::vector layers{CoverLayer::peers(CoverSource::cash)};
  std::vector<MemberToSettle> members(5, {.owed = 15'320, .pays = 15'320});
  members[3].pays = 0;
  SettlementWorkspace workspace(members.size());
  std::vector<CoverLine> lines;
  const MeetingSettlement settled = settle_meeting({.members = members, .terms = {.layers = layers}}, workspace,
                                                   [&](const CoverLine& line) { lines.push_back(line); });
  CHECK(settled.payments[0] == DividedRecovery{.to_lender = 15'320});
  REQUIRE(lines.size() == 4);
  for (const CoverLine& line : lines) CHECK(line.units == 3'830);
  CHECK(settled.cover.members[3].uncovered == 0);
}

namespace {

// A group over some weeks, told twice: by its books and by the pure function.
class Weeks {
 public:
  explicit Weeks(Random& random) : random_(random), count_(random.index(6) + 2), group_(make()) {}

  void hold(int week) {
    const Date monday = founded + 7 * week;
    const GroupPosition before = group_.position(monday);
    std::vector<MemberToSettle> members;
    Meeting meeting{.cash_limit = 40 * INR};
    for (const MemberPosition& at : before.members) {
      const std::int64_t brings = random_.one_in(3) ? 0 : random_.between(0, at.overdue + at.due + at.payable);
      if (brings > 0) meeting.repayments.push_back({at.id, Money::of_units(brings, INR)});
      members.push_back(
          {.owed = at.overdue + at.due, .claimed = at.payable, .pays = brings, .call = {.cash_limit = 4'000}});
    }
    Given expected;
    SettlementWorkspace workspace(count_);
    const CallTerms terms = call_terms(group_.terms().liability);
    const MeetingSettlement settled =
        settle_meeting({.members = members,
                        .terms = terms,
                        .recovery_order = group_.terms().liability.recovery_order,
                        .turn = static_cast<std::size_t>(week - 1) % count_},
                       workspace, [&](const CoverLine& line) {
                         expected.emplace_back((line.by ? name(*line.by) : "") + ">" + name(line.debtor), line.units);
                       });
    const std::string id = fmt::format("m{}", week);
    group_.record({.on = monday, .what = meeting, .id = id});
    compare(std::get<Meeting>(group_.event(id).what), expected, settled);
  }

 private:
  [[nodiscard]] Group make() {
    std::vector<std::pair<std::string, int>> principals;
    for (std::size_t k = 0; k < count_; ++k) principals.emplace_back(name(k), random_.number(10, 2'000));
    GroupTerms terms = test::group_terms();
    terms.liability.recovery_order = random_.one_in(2) ? RecoveryOrder::pro_rata : RecoveryOrder::claimants_first;
    return test::group_of(principals, founded, terms);
  }

  static void compare(const Meeting& held, const Given& expected, const MeetingSettlement& settled) {
    Given recorded;
    for (const MeetingCover& cover : *held.covers)
      recorded.emplace_back(cover.by + ">" + cover.debtor, cover.amount.units());
    REQUIRE(recorded == expected);
    for (const RepaymentLine& line : held.repayments)
      REQUIRE(line.to_claimants->units() ==
              settled.payments[static_cast<std::size_t>(line.member[0] - 'a')].to_claimants);
  }

  Random& random_;
  std::size_t count_;
  Group group_;
};

}  // namespace

// The simulator and the books never tell two stories.
TEST_CASE("settle_meeting says what Group::record writes down") {
  test::for_all([](Random& random) {
    Weeks weeks(random);
    for (int week = 1; week <= 4; ++week) weeks.hold(week);
  });
}
