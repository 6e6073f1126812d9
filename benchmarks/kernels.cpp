// SPDX-License-Identifier: MIT
// The main calculations, each run twice by the one function that callgrind.sh counts; prints their names in that order.
#include "workloads.hpp"

#include <solidarity/disclosure/irr.hpp>

#include <array>
#include <cstdio>
#include <functional>

// Outside any namespace, so that callgrind finds the name.
extern "C" [[gnu::noinline]] void counted(const std::function<void()>& run) {
  run();
  asm volatile("" ::: "memory");  // the call above is not the last thing done: it returns here
}

namespace bench {
namespace {

class Kernels {
 public:
  void count() {
    schedules();
    batches();
    forms();
    rates();
  }

 private:
  void kernel(const char* name, int items, const std::function<void()>& run) {
    counted(run);
    counted(run);
    std::printf("%s|%d\n", name, items);
  }

  void into(const char* name, const LoanTerms& terms) {
    kernel(name, terms.repayments.count, [&] { amortize_into(terms, rows_); });
  }

  void batch(const char* name, const LoanTerms& terms) {
    const auto starts = many_loans(terms, counts_.size());
    kernel(name, static_cast<int>(starts.size()) * terms.repayments.count,
           [&] { amortize_batch(terms, starts, rows_, counts_); });
  }

  void schedules() {
    into("amortize_into, 12 months by day", monthly_loan());
    into("amortize_into, 12 weeks by period", weekly_loan(12));
    into("amortize_into, 1200 months by day", long_loan(1200));
    const LoanTerms terms = monthly_loan();
    kernel("amortize, 12 months by day", 12, [&] { static_cast<void>(amortize(terms)); });
    kernel("validate", 1, [&] { static_cast<void>(validate(terms)); });
  }

  void batches() {
    batch("amortize_batch, 1000 x 12 weeks", weekly_loan(12));
    batch("amortize_batch, 1000 x 50 weeks", weekly_loan(50));
    batch("amortize_batch, 1000 x 12 months", monthly_loan(12));
    batch("amortize_batch, 1000 x 50 months", monthly_loan(50));
  }

  void forms() {
    for (const auto& [name, terms] : full_engine_loans()) into(("12 months, " + name).c_str(), terms);
    for (const auto& [name, terms] : preset_loans()) into(("12 months, preset " + name).c_str(), terms);
  }

  void rates() {
    const auto flows = sixty_flows();
    kernel("xirr of 60 flows", 1, [&] { static_cast<void>(xirr(flows)); });
    const std::array<std::int64_t, 5> weights{12'000'00, 10'000'00, 8'000'00, 8'000'00, 15'000'00};
    std::array<std::int64_t, 5> parts{};
    kernel("allocate into 5 parts", 1, [&] { allocate_into(1'531'01, weights, parts); });
  }

  std::vector<Installment> rows_ = room_for(monthly_loan(50), 1000);
  std::vector<std::uint16_t> counts_ = std::vector<std::uint16_t>(1000);
};

}  // namespace
}  // namespace bench

int main() { bench::Kernels().count(); }
