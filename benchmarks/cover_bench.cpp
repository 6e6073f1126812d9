// SPDX-License-Identifier: MIT
// The call on a group of five and on a meeting of thirty, against the loop in double that a programmer writes first.
#include <solidarity/liability/call.hpp>
#include <solidarity/liability/claims.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {
namespace {

using namespace solidarity;

// Every member owes 1532.00; every `every`-th pays nothing.
std::vector<CallMember> group_of(std::size_t size, std::size_t every) {
  std::vector<CallMember> members(size);
  for (std::size_t k = 0; k < size; ++k)
    members[k] = {.due = 153'200,
                  .paid = k % every == 1 ? 0 : 153'200,
                  .savings = static_cast<std::int64_t>(5'000 + 137 * k),
                  .cash_limit = k % 4 == 0 ? std::int64_t{20'000} : unlimited};
  return members;
}

const std::vector<CoverLayer>& layers() {
  static const std::vector<CoverLayer> all{CoverLayer::own_savings(), CoverLayer::group_fund(),
                                           CoverLayer::peers(CoverSource::savings, CoverSource::cash),
                                           CoverLayer::insurer()};
  return all;
}

CoverCall call_on(const std::vector<CallMember>& members) {
  return {.terms = {.layers = layers()}, .members = members, .group_fund = 10'000, .insurer_limit = 0, .turn = 2};
}

void cover_lines(benchmark::State& state, std::size_t size, std::size_t every) {
  const auto members = group_of(size, every);
  const CoverCall call = call_on(members);
  CallWorkspace workspace(size);
  for (auto _ : state) {
    std::int64_t sum = 0;
    const CallResult result = cover_shortfalls(call, workspace, [&](const CoverLine& line) { sum += line.units; });
    benchmark::DoNotOptimize(sum);
    benchmark::DoNotOptimize(result.members.data());
  }
}

void call_five(benchmark::State& state) { cover_lines(state, 5, 5); }
void call_thirty(benchmark::State& state) { cover_lines(state, 30, 10); }
void call_members(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  cover_lines(state, size, size / 3);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The call, its claims, and what one debtor pays back of them.
void settle_thirty(benchmark::State& state) {
  const auto members = group_of(30, 10);
  const CoverCall call = call_on(members);
  CallWorkspace workspace(30);
  std::vector<CoverLine> lines;
  std::vector<Claim> claims;
  const Date on = Date::of(2026, 1, 12);
  for (auto _ : state) {
    lines.clear();
    claims.clear();
    benchmark::DoNotOptimize(
        cover_shortfalls(call, workspace, [&](const CoverLine& line) { lines.push_back(line); }).members.data());
    append_claims(claims, lines, on);
    settle(claims, recovery(claims, Party::person(1), 50'000, RecoveryRule::first_in));
    benchmark::DoNotOptimize(claims.data());
  }
}

// The same rules without exactness: doubles, no turns, a rounded part for everyone.
struct NaiveMember {
  double left, savings, cash, given;
};

void naive_call(std::vector<NaiveMember>& members, double fund) {
  for (auto& x : members) {
    const double own = std::min(x.left, x.savings);
    x.left -= own;
    x.savings -= own;
  }
  std::vector<std::size_t> peers;
  double demand = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    if (members[k].left > 0.005) demand += members[k].left;
    else peers.push_back(k);
  }
  if (demand == 0) return;
  const double from_fund = std::min(fund, demand);
  const double called = demand - from_fund;
  double left = called;
  for (auto open = peers; left > 0.005 && !open.empty();) {
    const double part = left / static_cast<double>(open.size());
    std::vector<std::size_t> uncapped;
    for (const std::size_t k : open) {
      const double room = members[k].savings + members[k].cash - members[k].given;
      const double given = std::round(std::min(part, room) * 100) / 100;
      members[k].given += given;
      left -= given;
      if (given < room) uncapped.push_back(k);
    }
    if (uncapped.size() == open.size()) break;
    open = uncapped;
  }
  for (auto& x : members)
    if (x.left > 0.005) x.left *= left / demand;
}

void naive(benchmark::State& state, std::size_t size, std::size_t every) {
  const auto members = group_of(size, every);
  std::vector<NaiveMember> fresh;
  for (const CallMember& m : members)
    fresh.push_back({static_cast<double>(m.due - m.paid) / 100, static_cast<double>(m.savings) / 100,
                     m.cash_limit == unlimited ? 1e18 : static_cast<double>(m.cash_limit) / 100, 0});
  std::vector<NaiveMember> work;
  for (auto _ : state) {
    work = fresh;
    naive_call(work, 100.0);
    benchmark::DoNotOptimize(work.data());
  }
}
void naive_five(benchmark::State& state) { naive(state, 5, 5); }
void naive_thirty(benchmark::State& state) { naive(state, 30, 10); }

BENCHMARK(call_five)->Name("cover/five");
BENCHMARK(naive_five)->Name("cover/five_naive");
BENCHMARK(call_thirty)->Name("cover/thirty");
BENCHMARK(naive_thirty)->Name("cover/thirty_naive");
BENCHMARK(settle_thirty)->Name("cover/thirty_settled");
BENCHMARK(call_members)->Name("cover/members")->Arg(30)->Arg(300)->Arg(3000);

}  // namespace
}  // namespace bench
