// SPDX-License-Identifier: MIT
// Rates of cash flows, and the division of money.
#include "workloads.hpp"

#include <solidarity/disclosure/irr.hpp>

#include <benchmark/benchmark.h>

#include <array>

namespace bench {
namespace {

void xirr_of_60(benchmark::State& state) {
  auto flows = sixty_flows();
  for (auto _ : state) {
    benchmark::DoNotOptimize(flows.data());
    benchmark::DoNotOptimize(xirr(flows));
  }
}

void irr_of_60(benchmark::State& state) {
  std::vector<double> amounts;
  for (const DatedFlow& flow : sixty_flows()) amounts.push_back(flow.amount);
  for (auto _ : state) {
    benchmark::DoNotOptimize(amounts.data());
    benchmark::DoNotOptimize(irr(amounts));
  }
}

void divide_by_weights(benchmark::State& state) {
  std::array<std::int64_t, 5> weights{12'000'00, 10'000'00, 8'000'00, 8'000'00, 15'000'00};
  std::array<std::int64_t, 5> parts{};
  std::int64_t total = 1'531'01;
  for (auto _ : state) {
    benchmark::DoNotOptimize(weights);
    benchmark::DoNotOptimize(total);
    allocate_into(total, weights, parts);
    benchmark::DoNotOptimize(parts);
  }
}

void divide_into_list(benchmark::State& state) {
  std::array<std::int64_t, 5> weights{12'000'00, 10'000'00, 8'000'00, 8'000'00, 15'000'00};
  for (auto _ : state) {
    benchmark::DoNotOptimize(weights);
    benchmark::DoNotOptimize(allocate(Money::of_units(1'531'01, INR), weights));
  }
}

BENCHMARK(xirr_of_60)->Name("xirr/60");
BENCHMARK(irr_of_60)->Name("irr/60");
BENCHMARK(divide_by_weights)->Name("allocate/5");
BENCHMARK(divide_into_list)->Name("allocate_as_list/5");

}  // namespace
}  // namespace bench
