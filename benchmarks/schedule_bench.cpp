// SPDX-License-Identifier: MIT
// One monthly loan of 12 installments on real days, against the loop that a programmer writes first.
#include "workloads.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace bench {
namespace {

// The same 64 bytes as an Installment, with amounts in double.
struct NaiveRow {
  Date due;
  std::int32_t days;
  std::uint16_t number;
  Currency currency;
  double principal;
  double interest;
  double fees;
  double penalties;
  double insurance;
  double balance;
};
static_assert(sizeof(NaiveRow) == sizeof(Installment));

struct NaiveLoan {
  double principal;
  double annual_rate;
  std::chrono::year_month_day disbursed_on;
  int count;
  Currency currency;
};

double cents(double amount) { return std::round(amount * 100) / 100; }

std::chrono::sys_days month_later(std::chrono::year_month_day anchor, int months) {
  const auto day = anchor + std::chrono::months(months);
  return day.ok() ? std::chrono::sys_days(day) : std::chrono::sys_days(day.year() / day.month() / std::chrono::last);
}

// The dates first, since both loops below need them.
void lay_dates(const NaiveLoan& loan, std::span<NaiveRow> rows) {
  auto before = std::chrono::sys_days(loan.disbursed_on);
  for (int k = 0; k < loan.count; ++k) {
    const auto due = month_later(loan.disbursed_on, k + 1);
    NaiveRow& row = rows[static_cast<std::size_t>(k)];
    row = {Date::of_day_number(due.time_since_epoch().count()),
           static_cast<std::int32_t>((due - before).count()),
           static_cast<std::uint16_t>(k + 1),
           loan.currency,
           0,
           0,
           0,
           0,
           0,
           0};
    before = due;
  }
}

// Interest rounded to cents each row; the balance is left as it comes, which is fast and wrong by less than a cent.
void fill(const NaiveLoan& loan, double level, std::span<NaiveRow> rows) {
  const double daily_rate = loan.annual_rate / 365;
  double balance = loan.principal;
  for (int k = 0; k < loan.count; ++k) {
    NaiveRow& row = rows[static_cast<std::size_t>(k)];
    row.interest = cents(balance * (daily_rate * row.days));
    row.principal = k + 1 == loan.count ? balance : level - row.interest;
    balance -= row.principal;
    row.balance = balance;
  }
}

// The textbook formula, which takes every month for a twelfth of a year: the last row is off by what that leaves.
void naive(const NaiveLoan& loan, std::span<NaiveRow> rows) {
  lay_dates(loan, rows);
  const double r = loan.annual_rate / 12;
  fill(loan, cents(loan.principal * r / (1 - std::pow(1 + r, -loan.count))), rows);
}

// The level payment of the real days: what amortize_into finds, less its certainty about the last cent.
void naive_with_real_days(const NaiveLoan& loan, std::span<NaiveRow> rows) {
  lay_dates(loan, rows);
  const double daily_rate = loan.annual_rate / 365;
  double growth = 1;
  double payments = 1;
  for (int k = loan.count - 1; k > 0; --k)
    payments += growth *= 1 + daily_rate * rows[static_cast<std::size_t>(k)].days;
  fill(loan, cents(loan.principal * growth * (1 + daily_rate * rows[0].days) / payments), rows);
}

NaiveLoan naive_loan() { return {100'000, 0.24, 2026y / January / 31, 12, USD}; }

std::vector<NaiveRow> naive_room() { return std::vector<NaiveRow>(12, {first_day, 0, 0, USD, 0, 0, 0, 0, 0, 0}); }

template <class Loop>
void run_naive(benchmark::State& state, Loop loop) {
  NaiveLoan loan = naive_loan();
  std::vector<NaiveRow> rows = naive_room();
  for (auto _ : state) {
    benchmark::DoNotOptimize(loan);
    loop(loan, std::span(rows));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * 12);
}

// Both sides do the same work: the same dates, and amounts within what double loses.
bool agrees(const NaiveRow& naive, const Installment& ours) {
  const double cent = 0.01;
  return naive.due == ours.due && naive.days == ours.days && naive.number == ours.number &&
         std::abs(naive.interest - static_cast<double>(ours.units.interest) * cent) <= cent &&
         std::abs(naive.balance - static_cast<double>(ours.balance_units) * cent) <= cent;
}

void naive_double(benchmark::State& state) { run_naive(state, naive); }
void real_days_double(benchmark::State& state) {
  std::vector<NaiveRow> rows = naive_room();
  naive_with_real_days(naive_loan(), rows);
  const Schedule schedule = amortize(monthly_loan());
  if (!std::ranges::equal(rows, schedule, agrees)) return state.SkipWithError("the rows differ from those of amortize");
  run_naive(state, naive_with_real_days);
}

void into(benchmark::State& state) {
  LoanTerms terms = monthly_loan();
  auto rows = room_for(terms);
  for (auto _ : state) {
    benchmark::DoNotOptimize(terms);
    benchmark::DoNotOptimize(amortize_into(terms, rows));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * 12);
}

void allocating(benchmark::State& state) {
  LoanTerms terms = monthly_loan();
  for (auto _ : state) {
    benchmark::DoNotOptimize(terms);
    benchmark::DoNotOptimize(amortize(terms));
  }
  state.SetItemsProcessed(state.iterations() * 12);
}

BENCHMARK(naive_double)->Name("monthly12/naive_double");
BENCHMARK(real_days_double)->Name("monthly12/real_days_double");
BENCHMARK(into)->Name("monthly12/amortize_into");
BENCHMARK(allocating)->Name("monthly12/amortize");

// `loans` starts of one product a call; an item is an installment.
void run_batch(benchmark::State& state, const LoanTerms& terms, std::size_t loans) {
  const auto starts = many_loans(terms, loans);
  auto rows = room_for(terms, loans);
  std::vector<std::uint16_t> counts(loans);
  std::size_t written = 0;
  for (auto _ : state) {
    written = amortize_batch(terms, starts, rows, counts);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(written));
}

void by_period_weekly(benchmark::State& state) {
  run_batch(state, weekly_loan(static_cast<int>(state.range(0))), 1000);
}
void by_day_monthly(benchmark::State& state) { run_batch(state, monthly_loan(static_cast<int>(state.range(0))), 1000); }
void loans(benchmark::State& state) { run_batch(state, monthly_loan(), static_cast<std::size_t>(state.range(0))); }

BENCHMARK(by_period_weekly)->Name("batch/by_period_weekly")->Arg(12)->Arg(50);
BENCHMARK(by_day_monthly)->Name("batch/by_day_monthly")->Arg(12)->Arg(50);
BENCHMARK(loans)->Name("loans")->Arg(1000)->Arg(10'000)->Arg(100'000);

void installments(benchmark::State& state) {
  LoanTerms terms = long_loan(static_cast<int>(state.range(0)));
  auto rows = room_for(terms);
  for (auto _ : state) {
    benchmark::DoNotOptimize(terms);
    benchmark::DoNotOptimize(amortize_into(terms, rows));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(installments)->Arg(12)->Arg(36)->Arg(120)->Arg(360)->Arg(1200);

}  // namespace
}  // namespace bench
