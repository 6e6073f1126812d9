// SPDX-License-Identifier: MIT
// The main calculations as functions named kernel_*, each run once before it is counted: see callgrind.sh.
#include "workloads.hpp"

#include <solidarity/disclosure/irr.hpp>

#include <array>
#include <cstdio>

// Outside the namespace of C++, so that callgrind finds the name.
#define KERNEL(name) extern "C" [[gnu::noinline, gnu::optimize("no-optimize-sibling-calls")]] void kernel_##name()

namespace bench {
namespace {

constexpr std::size_t batch_size = 1000;

// Prepared outside the functions that are counted.
struct Inputs {
  LoanTerms monthly = monthly_loan();
  LoanTerms weekly12 = weekly_loan(12);
  LoanTerms weekly50 = weekly_loan(50);
  LoanTerms monthly50 = monthly_loan(50);
  LoanTerms hundred_years = long_loan(1200);
  std::vector<LoanStart> weekly_starts = many_loans(weekly12, batch_size);
  std::vector<LoanStart> monthly_starts = many_loans(monthly, batch_size);
  std::vector<NamedTerms> forms = full_engine_loans();
  std::vector<NamedTerms> presets = preset_loans();
  std::vector<DatedFlow> flows = sixty_flows();
  std::vector<Installment> rows = room_for(monthly50, batch_size);
  std::vector<std::uint16_t> counts = std::vector<std::uint16_t>(batch_size);
};

Inputs& inputs() {
  static Inputs all;
  return all;
}

void batch(const LoanTerms& terms, const std::vector<LoanStart>& starts) {
  amortize_batch(terms, starts, inputs().rows, inputs().counts);
}

template <std::size_t index>
void form() {
  amortize_into(inputs().forms[index].terms, inputs().rows);
}
template <std::size_t index>
void preset() {
  amortize_into(inputs().presets[index].terms, inputs().rows);
}

KERNEL(amortize_into_12_months) { amortize_into(inputs().monthly, inputs().rows); }
KERNEL(amortize_into_12_weeks) { amortize_into(inputs().weekly12, inputs().rows); }
KERNEL(amortize_into_1200_months) { amortize_into(inputs().hundred_years, inputs().rows); }
KERNEL(amortize_12_months) { static_cast<void>(amortize(inputs().monthly)); }
KERNEL(batch_1000_x_12_weeks) { batch(inputs().weekly12, inputs().weekly_starts); }
KERNEL(batch_1000_x_50_weeks) { batch(inputs().weekly50, inputs().weekly_starts); }
KERNEL(batch_1000_x_12_months) { batch(inputs().monthly, inputs().monthly_starts); }
KERNEL(batch_1000_x_50_months) { batch(inputs().monthly50, inputs().monthly_starts); }
KERNEL(fees) { form<0>(); }
KERNEL(calendar) { form<2>(); }
KERNEL(tranches) { form<3>(); }
KERNEL(flat) { form<4>(); }
KERNEL(fineract_progressive) { preset<1>(); }
KERNEL(opencbs) { preset<3>(); }
KERNEL(validate) { static_cast<void>(validate(inputs().monthly)); }
KERNEL(xirr_60_flows) { static_cast<void>(xirr(inputs().flows)); }
KERNEL(allocate_5_parts) {
  constexpr std::array<std::int64_t, 5> weights{12'000'00, 10'000'00, 8'000'00, 8'000'00, 15'000'00};
  std::array<std::int64_t, 5> parts{};
  allocate_into(1'531'01, weights, parts);
}

struct Kernel {
  const char* name;
  void (*run)();
  int items;
};

constexpr Kernel kernels[] = {
    {"amortize_into, 12 months by day", kernel_amortize_into_12_months, 12},
    {"amortize_into, 12 weeks by period", kernel_amortize_into_12_weeks, 12},
    {"amortize_into, 1200 months by day", kernel_amortize_into_1200_months, 1200},
    {"amortize, 12 months by day", kernel_amortize_12_months, 12},
    {"amortize_batch, 1000 x 12 weeks", kernel_batch_1000_x_12_weeks, 12'000},
    {"amortize_batch, 1000 x 50 weeks", kernel_batch_1000_x_50_weeks, 50'000},
    {"amortize_batch, 1000 x 12 months", kernel_batch_1000_x_12_months, 12'000},
    {"amortize_batch, 1000 x 50 months", kernel_batch_1000_x_50_months, 50'000},
    {"12 months with fees", kernel_fees, 12},
    {"12 months with a calendar", kernel_calendar, 12},
    {"12 months with tranches", kernel_tranches, 12},
    {"12 months, flat", kernel_flat, 12},
    {"12 months, fineract-progressive", kernel_fineract_progressive, 12},
    {"12 months, opencbs", kernel_opencbs, 12},
    {"validate", kernel_validate, 1},
    {"xirr of 60 flows", kernel_xirr_60_flows, 1},
    {"allocate into 5 parts", kernel_allocate_5_parts, 1},
};

}  // namespace
}  // namespace bench

// Without arguments: the kernels, each twice. callgrind counts both runs; the second is the one that is read.
int main() {
  bench::inputs();
  for (const bench::Kernel& kernel : bench::kernels) {
    kernel.run();
    kernel.run();
    std::printf("%s|%d\n", kernel.name, kernel.items);
  }
}
