// SPDX-License-Identifier: MIT
// What the other forms of loan cost, for information: no aim is set on them.
#include "schedule/engine.hpp"
#include "workloads.hpp"

#include <benchmark/benchmark.h>

namespace bench {
namespace {

void price(benchmark::State& state, const LoanTerms& terms) {
  auto rows = room_for(terms);
  std::size_t written = 0;
  for (auto _ : state) {
    written = amortize_into(terms, rows);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(written));
}

// The plain loan by the engine that knows every form, without the check of its terms.
void price_plain_in_full(benchmark::State& state, const LoanTerms& terms) {
  auto rows = room_for(terms);
  for (auto _ : state) {
    benchmark::DoNotOptimize(solidarity::detail::price_exactly(terms, rows));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * 12);
}

void check(benchmark::State& state, const LoanTerms& terms) {
  for (auto _ : state) benchmark::DoNotOptimize(validate(terms));
}

const bool registered = [] {
  for (const auto& [name, terms] : full_engine_loans())
    benchmark::RegisterBenchmark(("form/" + name).c_str(), price, terms);
  for (const auto& [name, terms] : preset_loans())
    benchmark::RegisterBenchmark(("preset/" + name).c_str(), price, terms);
  benchmark::RegisterBenchmark("form/plain_in_full_engine", price_plain_in_full, monthly_loan());
  benchmark::RegisterBenchmark("validate", check, monthly_loan());
  return true;
}();

}  // namespace
}  // namespace bench
