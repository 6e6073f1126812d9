// SPDX-License-Identifier: MIT
// The same monthly loan as a leg of fixed-rate coupons with sinking notionals. Built where QuantLib is found.
// QuantLib computes coupon by coupon on demand, so that the amounts are asked for here: what a schedule has to show.
#include <benchmark/benchmark.h>

#include <cmath>
#include <ql/cashflows/fixedratecoupon.hpp>
#include <ql/instruments/bonds/amortizingfixedratebond.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>
#include <ql/time/schedule.hpp>
#include <vector>

namespace {

using namespace QuantLib;

constexpr Real principal = 100'000;
constexpr QuantLib::Rate annual_rate = 0.24;
constexpr Size count = 12;
const Date disbursed_on(31, January, 2026);

Schedule due_dates() {
  return {disbursed_on,
          disbursed_on + Period(12, Months),
          Period(Monthly),
          NullCalendar(),
          Unadjusted,
          Unadjusted,
          DateGeneration::Forward,
          false};
}

Leg leg(const Schedule& schedule, const std::vector<Real>& notionals) {
  return FixedRateLeg(schedule).withNotionals(notionals).withCouponRates(annual_rate, Actual365Fixed());
}

// The same columns as a row of ours: due, days, principal, interest, balance.
Real read(const Leg& coupons, const std::vector<Real>& notionals) {
  Real sum = 0;
  for (Size k = 0; k < coupons.size(); ++k) {
    const auto& coupon = static_cast<const FixedRateCoupon&>(*coupons[k]);
    sum += coupon.amount() + (notionals[k] - (k + 1 < notionals.size() ? notionals[k + 1] : 0)) +
           static_cast<Real>(coupon.date().serialNumber()) + static_cast<Real>(coupon.accrualDays());
  }
  return sum;
}

void schedule_and_leg(benchmark::State& state) {
  for (auto _ : state) {
    const Schedule schedule = due_dates();
    std::vector<Real> notionals = sinkingNotionals(Period(12, Months), Monthly, annual_rate, principal);
    notionals.resize(count);
    benchmark::DoNotOptimize(read(leg(schedule, notionals), notionals));
  }
  state.SetItemsProcessed(state.iterations() * 12);
}

void leg_alone(benchmark::State& state) {
  const Schedule schedule = due_dates();
  std::vector<Real> notionals = sinkingNotionals(Period(12, Months), Monthly, annual_rate, principal);
  notionals.resize(count);
  for (auto _ : state) benchmark::DoNotOptimize(read(leg(schedule, notionals), notionals));
  state.SetItemsProcessed(state.iterations() * 12);
}

void schedule_alone(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(due_dates());
}

BENCHMARK(schedule_and_leg)->Name("quantlib/schedule_and_leg");
BENCHMARK(leg_alone)->Name("quantlib/leg_alone");
BENCHMARK(schedule_alone)->Name("quantlib/schedule_alone");

}  // namespace
