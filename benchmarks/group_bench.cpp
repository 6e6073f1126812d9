// SPDX-License-Identifier: MIT
// A meeting as a pure function (settle_meeting) and as an event of a living group (Group::record), and a question about a
// past day.
#include <solidarity/group/group.hpp>
#include <solidarity/group/settlement.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bench {
namespace {

using namespace solidarity;
using namespace solidarity::literals;

// ---- settle_meeting

// Everybody owes 153.20 and pays it, but `defaulters` of them, who are spread evenly; one in five owes her peers too.
std::vector<MemberToSettle> at_the_meeting(std::size_t size, std::size_t defaulters) {
  std::vector<MemberToSettle> members(size);
  for (std::size_t k = 0; k < size; ++k)
    members[k] = {.owed = 15'320,
                  .claimed = k % 5 == 3 ? 4'000 : 0,
                  .pays = k % (size / defaulters) == 1 ? 0 : 15'320,
                  .call = {.savings = static_cast<std::int64_t>(2'000 + 37 * k), .cash_limit = 100'000}};
  return members;
}

void settle(benchmark::State& state, std::size_t size, std::size_t defaulters) {
  static const std::vector<CoverLayer> layers{CoverLayer::own_savings(), CoverLayer::group_fund(),
                                              CoverLayer::peers(CoverSource::savings, CoverSource::cash)};
  const std::vector<MemberToSettle> members = at_the_meeting(size, defaulters);
  SettlementWorkspace workspace(size);
  std::size_t turn = 0;
  for (auto _ : state) {
    std::int64_t sum = 0;
    const MeetingSettlement settled = settle_meeting({.members = members,
                                                      .terms = {.layers = layers},
                                                      .recovery_order = RecoveryOrder::pro_rata,
                                                      .group_fund = 5'000,
                                                      .turn = ++turn % size},
                                                     workspace, [&](const CoverLine& line) { sum += line.units; });
    benchmark::DoNotOptimize(sum);
    benchmark::DoNotOptimize(settled.payments.data());
  }
}

void settle_one_defaulter(benchmark::State& state) {
  settle(state, static_cast<std::size_t>(state.range(0)), 1);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// ---- a living group

constexpr Date founded = Date::of(2026, 1, 5);
constexpr int weeks = 50;

std::string name(int k) { return "member-" + std::to_string(k); }

Group five() {
  Group group({.id = "lotus",
               .rules = {.kind = GroupKind::solidarity_group, .currency = INR},
               .liability = {.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}}});
  for (int k = 0; k < 5; ++k) {
    group.record({.on = founded, .what = MemberJoins{{.id = name(k)}}});
    group.record({.on = founded,
                  .what = LoanGranted{{.id = "L" + std::to_string(k),
                                       .member = name(k),
                                       .terms = {.principal = 12'000 * INR,
                                                 .disbursed_on = founded,
                                                 .interest = {.method = InterestMethod::declining, .rate = 24_pct},
                                                 .repayments = {.count = weeks, .every = weekly}}}}});
  }
  return group;
}

// Everybody pays what is due but one, another each week, who pays back in the week after.
Meeting meeting_of(const Group& group, int week) {
  Meeting meeting{.cash_limit = 1'000 * INR};
  for (int k = 0; k < 5; ++k) {
    const std::int64_t due = group.loan("L" + std::to_string(k)).rows(founded)[0].charged.total();
    if (k == week % 5) continue;
    meeting.repayments.push_back({name(k), Money::of_units(k == (week + 4) % 5 ? 2 * due : due, INR)});
  }
  return meeting;
}

std::vector<GroupEvent> meetings(const Group& group, int count) {
  std::vector<GroupEvent> events;
  for (int week = 1; week <= count; ++week)
    events.push_back({.on = founded + 7 * week, .what = meeting_of(group, week)});
  return events;
}

// An item is one of 25 meetings of five with one defaulter.
void record(benchmark::State& state) {
  const Group fresh = five();
  const std::vector<GroupEvent> events = meetings(fresh, weeks / 2);
  for (auto _ : state) {
    state.PauseTiming();
    Group group = fresh;
    std::vector<GroupEvent> again = events;
    state.ResumeTiming();
    for (GroupEvent& event : again) group.record(std::move(event));
    state.PauseTiming();
    benchmark::DoNotOptimize(group.events().size());
    group = fresh;
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}

Group half_a_year() {
  Group group = five();
  for (GroupEvent& event : meetings(group, weeks / 2)) group.record(std::move(event));
  return group;
}

void position(benchmark::State& state, int weeks_ago) {
  const Group group = half_a_year();
  const Date day = group.events().back().on - 7 * weeks_ago;
  for (auto _ : state) benchmark::DoNotOptimize(group.position(day));
}

void as_of(benchmark::State& state) {
  const Group group = half_a_year();
  const Date day = group.events().back().on - 7 * 12;
  for (auto _ : state) benchmark::DoNotOptimize(group.as_of(day).events().size());
}

const auto registered = [] {
  using benchmark::RegisterBenchmark;
  RegisterBenchmark("settle_meeting/five_one_defaulter", [](benchmark::State& s) { settle(s, 5, 1); });
  RegisterBenchmark("settle_meeting/thirty_three_defaulters", [](benchmark::State& s) { settle(s, 30, 3); });
  RegisterBenchmark("settle_meeting/members", settle_one_defaulter)
      ->Arg(5)
      ->Arg(10)
      ->Arg(20)
      ->Arg(40)
      ->Arg(80)
      ->Arg(160);
  RegisterBenchmark("group/record_meeting_of_five", record);
  RegisterBenchmark("group/position_today", [](benchmark::State& s) { position(s, 0); });
  RegisterBenchmark("group/position_12_weeks_ago", [](benchmark::State& s) { position(s, 12); });
  return RegisterBenchmark("group/as_of_12_weeks_ago", as_of);
}();

}  // namespace
}  // namespace bench
