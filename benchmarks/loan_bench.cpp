// SPDX-License-Identifier: MIT
// A loan in life: the waterfall, an event, a question, a replay; and the night of a portfolio, against a plain loop.
#include "workloads.hpp"

#include <solidarity/loan/arrears.hpp>
#include <solidarity/loan/day_close.hpp>
#include <solidarity/loan/loan.hpp>
#include <solidarity/loan/waterfall.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace bench {
namespace {

constexpr int rows_of_a_loan = 50;

// --- the waterfall ----------------------------------------------------------------------------------------------------

std::vector<Due> fifty_dues(int settled) {
  std::vector<Due> dues;
  for (const Installment& row : amortize(weekly_loan(rows_of_a_loan)))
    dues.push_back({row.due, row.number, 0, row.units});
  for (int k = 0; k < settled; ++k) dues[static_cast<std::size_t>(k)].open = {};
  return dues;
}

// Twenty rows are paid; `units` come `weeks` after the twenty-first is due. What the payment took is put back each time.
void waterfall(benchmark::State& state, int weeks, std::int64_t units, Waterfall order) {
  constexpr std::size_t settled = 20;
  std::vector<Due> dues = fifty_dues(settled);
  const std::vector<Due> before = dues;
  const Date on = dues[settled].on + 7 * weeks;
  std::span<Due> rows(dues);
  const bool touches_all = order.in_advance != InAdvance::next_installment;
  const std::size_t touched = touches_all ? dues.size() : settled + 4;
  for (auto _ : state) {
    benchmark::DoNotOptimize(rows);
    benchmark::DoNotOptimize(units);
    benchmark::DoNotOptimize(apply_payment(rows, on, units, order));
    for (std::size_t k = settled; k < touched; ++k) dues[k].open = before[k].open;
    benchmark::ClobberMemory();
  }
}

Waterfall ordered(Direction direction, InAdvance rule) {
  Waterfall order = oldest_first;
  order.direction = direction;
  order.in_advance = rule;
  return order;
}
const Waterfall vertical = ordered(Direction::vertical, InAdvance::next_installment);
const Waterfall last_first = ordered(Direction::horizontal, InAdvance::last_installment);
const Waterfall equal_parts = ordered(Direction::horizontal, InAdvance::reamortization);

// --- one loan ---------------------------------------------------------------------------------------------------------

LoanEvent repayment(Date on, std::int64_t units) { return {.on = on, .what = Repay{Money::of_units(units, INR)}}; }

// Each installment on its due date, in `parts` payments.
std::vector<LoanEvent> repayments(const LoanTerms& terms, int parts) {
  std::vector<LoanEvent> events;
  for (const Installment& row : amortize(terms))
    for (int k = 0; k < parts; ++k) {
      const std::int64_t each = row.units.total() / parts;
      events.push_back(repayment(row.due, k + 1 < parts ? each : row.units.total() - each * (parts - 1)));
    }
  return events;
}

// An item is one repayment of one installment of fifty.
void record(benchmark::State& state) {
  const LoanTerms terms = weekly_loan(rows_of_a_loan);
  const Loan fresh = Loan::disbursed(terms);
  const std::vector<LoanEvent> events = repayments(terms, 1);
  for (auto _ : state) {
    state.PauseTiming();
    Loan loan = fresh;
    std::vector<LoanEvent> again = events;
    state.ResumeTiming();
    for (LoanEvent& event : again) loan.record(std::move(event));
    state.PauseTiming();
    benchmark::DoNotOptimize(loan.position(again.back().on));
    loan = fresh;
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * rows_of_a_loan);
}

// Half repaid.
Loan half_repaid(const LoanTerms& terms) {
  Loan loan = Loan::disbursed(terms);
  std::vector<LoanEvent> events = repayments(terms, 1);
  events.erase(events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2), events.end());
  loan.record(std::move(events));
  return loan;
}

void position(benchmark::State& state, int weeks_ago) {
  const Loan loan = half_repaid(weekly_loan(rows_of_a_loan));
  Date day = loan.events().back().on + 3 - 7 * weeks_ago;
  for (auto _ : state) {
    benchmark::DoNotOptimize(day);
    benchmark::DoNotOptimize(loan.position(day));
  }
}

// All facts but the last one, folded anew.
void replay(benchmark::State& state) {
  const LoanTerms terms = weekly_loan(rows_of_a_loan);
  Loan loan = Loan::disbursed(terms);
  loan.record(repayments(terms, 20));
  const auto count = static_cast<std::uint32_t>(loan.events().size());
  const Date day = loan.events().back().on;
  for (auto _ : state) benchmark::DoNotOptimize(loan.position(day, count - 1));
  state.SetItemsProcessed(state.iterations() * (count - 1));
}

// --- the night --------------------------------------------------------------------------------------------------------

const Date first_night = 2026y / June / 30;

PenaltyPeriod each_week() { return {1, PenaltyPeriod::Unit::week}; }

// 50 months, disbursed on one of 28 days of January.
LoanTerms portfolio_terms(int day, PenaltyPeriod every) {
  return {.principal = (12'000 + 100 * day) * INR,
          .disbursed_on = Date::of(2026, 1, 1) + day,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = rows_of_a_loan, .every = monthly},
          .penalties = {{.name = "late", .amount = 0.5_pct, .every = every}},
          .arrears = {.grace_days = 3}};
}

// One loan in five is two to five installments late, the others have paid what fell due.
Loan portfolio_loan(const LoanTerms& terms, int number) {
  Loan loan = Loan::disbursed(terms);
  int paid = 0;
  for (const Installment& row : amortize(terms)) {
    const int late = number % 5 == 0 ? 2 + number / 5 % 4 : 0;
    if (row.due > first_night - 30 * late) break;
    loan.record(repayment(row.due, row.units.total()));
    ++paid;
  }
  benchmark::DoNotOptimize(paid);
  return loan;
}

enum class Rows { own, shared };

std::unique_ptr<ActiveLoans> portfolio(std::size_t count, Rows rows, PenaltyPeriod every) {
  auto loans = std::make_unique<ActiveLoans>(first_night);
  std::vector<Loan> kinds;
  std::vector<std::optional<SharedSchedule>> plans;
  for (int number = 0; number < 20 * 28; ++number) {
    const LoanTerms terms = portfolio_terms(number % 28, every);
    kinds.push_back(portfolio_loan(terms, number));
    plans.push_back(rows == Rows::own ? std::optional<SharedSchedule>{}
                    : number < 28     ? loans->share(terms)
                                      : plans[plans.size() - 28]);
  }
  for (std::size_t k = 0; k < count; ++k) loans->add(kinds[k % kinds.size()], plans[k % kinds.size()]);
  return loans;
}

// Each call is the next night of the same portfolio: every night one loan in thirty more falls due and stays unpaid.
void close_day(benchmark::State& state, Rows rows, PenaltyPeriod every) {
  static std::map<std::pair<Rows, std::pair<int, std::int64_t>>, std::unique_ptr<ActiveLoans>> kept;
  const auto count = static_cast<std::size_t>(state.range(0));
  auto& loans = kept[{rows, {static_cast<int>(every.unit), state.range(0)}}];
  if (!loans || loans->closed_through() > first_night + 40) loans = portfolio(count, rows, every);
  state.counters["bytes"] = static_cast<double>(loans->bytes()) / static_cast<double>(count);
  for (auto _ : state) loans->close_day(loans->closed_through() + 1);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

// The loop that one writes first: every row of every loan, every night; the same figures.
struct NaiveLoan {
  std::vector<Due> rows;
  std::vector<std::int64_t> interest;  // charged
  Date from;
  std::int64_t accrued = 0;
  std::int64_t overdue = 0;
  std::int32_t days_past_due = 0;
};

void naive_night(NaiveLoan& loan, const LoanTerms& terms, Date day) {
  loan.accrued = loan.overdue = loan.days_past_due = 0;
  Date from = loan.from;
  for (std::size_t k = 0; k < loan.rows.size(); ++k) {
    Due& row = loan.rows[k];
    if (row.on <= day) loan.accrued += loan.interest[k];
    else if (from < day)
      loan.accrued += multiply_divide(loan.interest[k], day - from, row.on - from, Rounding::half_even);
    from = row.on;
    if (row.on >= day) continue;
    const std::int64_t base = row.open.principal + row.open.interest;
    if (base > 0 && (day - row.on) % 7 == 0)
      row.open.penalties +=
          multiply_divide(base, std::get<Rate>(terms.penalties[0].amount).ticks(), Rate::one, Rounding::half_even);
    const std::int64_t open = row.open.total();
    if (open > 0 && loan.overdue == 0) loan.days_past_due = day - row.on;
    loan.overdue += open;
  }
  if (loan.days_past_due <= terms.arrears.grace_days) loan.days_past_due = 0;
}

std::vector<NaiveLoan> naive_portfolio(std::size_t count) {
  std::vector<NaiveLoan> kinds;
  for (int number = 0; number < 20 * 28; ++number) {
    const LoanTerms terms = portfolio_terms(number % 28, each_week());
    const Loan loan = portfolio_loan(terms, number);
    NaiveLoan naive{.rows = {}, .interest = {}, .from = terms.disbursed_on};
    for (const LoanRow& row : loan.rows(first_night)) {
      naive.rows.push_back({row.due, row.number, 0, row.outstanding()});
      naive.interest.push_back(row.charged.interest);
    }
    kinds.push_back(std::move(naive));
  }
  std::vector<NaiveLoan> loans;
  loans.reserve(count);
  for (std::size_t k = 0; k < count; ++k) loans.push_back(kinds[k % kinds.size()]);
  return loans;
}

bool agrees(const NaiveLoan& naive, const LoanAtClose& ours) {
  return naive.accrued == ours.accrued_interest && naive.overdue == ours.overdue &&
         naive.days_past_due == ours.days_past_due;
}

// Both sides are asked for the same ten nights first: the figures must be the same.
bool ten_nights_agree() {
  const LoanTerms terms = portfolio_terms(0, each_week());
  std::vector<NaiveLoan> naive = naive_portfolio(560);
  const auto ours = portfolio(560, Rows::own, each_week());
  for (int night = 1; night <= 10; ++night) {
    ours->close_day(first_night + night);
    for (std::size_t k = 0; k < naive.size(); ++k) {
      naive_night(naive[k], terms, first_night + night);
      if (!agrees(naive[k], ours->at(k))) return false;
    }
  }
  return true;
}

void naive_close_day(benchmark::State& state) {
  static std::vector<NaiveLoan> loans;
  static Date day = first_night;
  static const bool same = ten_nights_agree();
  if (!same) return state.SkipWithError("the figures differ from those of ActiveLoans");
  const auto count = static_cast<std::size_t>(state.range(0));
  if (loans.size() != count || day > first_night + 40) {
    loans = naive_portfolio(count);
    day = first_night;
  }
  const LoanTerms terms = portfolio_terms(0, each_week());
  for (auto _ : state) {
    day = day + 1;
    for (NaiveLoan& loan : loans) naive_night(loan, terms, day);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

const auto registered = [] {
  using benchmark::RegisterBenchmark;
  const std::int64_t one = fifty_dues(0)[20].open.total();
  RegisterBenchmark("waterfall/one_due", [=](benchmark::State& s) { waterfall(s, 0, one, oldest_first); });
  RegisterBenchmark("waterfall/part_of_one", [=](benchmark::State& s) { waterfall(s, 0, one / 2, oldest_first); });
  RegisterBenchmark("waterfall/three_late", [=](benchmark::State& s) { waterfall(s, 3, 3 * one, oldest_first); });
  RegisterBenchmark("waterfall/three_in_advance",
                    [=](benchmark::State& s) { waterfall(s, -1, 3 * one, oldest_first); });
  RegisterBenchmark("waterfall/vertical", [=](benchmark::State& s) { waterfall(s, 3, 3 * one, vertical); });
  RegisterBenchmark("waterfall/last_first", [=](benchmark::State& s) { waterfall(s, -1, 3 * one, last_first); });
  RegisterBenchmark("waterfall/equal_parts", [=](benchmark::State& s) { waterfall(s, -1, 3 * one, equal_parts); });
  RegisterBenchmark("loan/record_repayment", record);
  RegisterBenchmark("loan/position_today", [](benchmark::State& s) { position(s, 0); });
  RegisterBenchmark("loan/position_past", [](benchmark::State& s) { position(s, 12); });
  RegisterBenchmark("loan/replay", replay);
  const auto nightly = [](const char* name, auto function) {
    return RegisterBenchmark(name, function)->Iterations(10);  // the same nights, whatever the size
  };
  nightly("close_day/own", [](benchmark::State& s) { close_day(s, Rows::own, each_week()); })
      ->Arg(1000)
      ->Arg(10'000)
      ->Arg(100'000)
      ->Arg(1'000'000);
  nightly("close_day/shared", [](benchmark::State& s) { close_day(s, Rows::shared, each_week()); })
      ->Arg(100'000)
      ->Arg(1'000'000);
  nightly("close_day/daily_penalty", [](benchmark::State& s) {
    close_day(s, Rows::own, {1, PenaltyPeriod::Unit::day});
  })->Arg(100'000);
  nightly("close_day/naive", naive_close_day)->Arg(100'000);
  return 0;
}();

}  // namespace
}  // namespace bench
