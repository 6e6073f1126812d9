// SPDX-License-Identifier: MIT
// Runs every benchmark several times in random order, so that a busy machine hurts all alike, and judges the medians.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace {

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// CPU nanoseconds of each repetition, by benchmark: of one call, or of one item where a call makes many.
class Medians : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override {
    std::printf("%-44s %12s %12s %9s\n", "", "ns", "ns per item", "spread");
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    std::string name;
    std::vector<double> calls;
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      name = run.run_name.function_name + (run.run_name.args.empty() ? "" : "/" + run.run_name.args);
      calls.push_back(run.cpu_accumulated_time * 1e9 / static_cast<double>(run.iterations));
      const auto items = run.counters.find("items_per_second");
      if (items != run.counters.end()) items_[name].push_back(1e9 / items->second);
      const auto bytes = run.counters.find("bytes");
      if (bytes != run.counters.end()) bytes_[name] = bytes->second;
    }
    if (calls.empty()) return;
    const auto [least, most] = std::minmax_element(calls.begin(), calls.end());
    std::printf("%-44s %12.1f", name.c_str(), median(calls));
    if (items_.count(name) != 0) std::printf(" %12.2f", median(items_[name]));
    else std::printf(" %12s", "");
    std::printf(" %7.0f %%\n", 100 * (*most - *least) / median(calls));
    std::fflush(stdout);
    calls_[name] = std::move(calls);
  }

  [[nodiscard]] bool has(const std::string& name) const { return calls_.count(name) != 0; }
  [[nodiscard]] double call(const std::string& name) const { return median(calls_.at(name)); }
  [[nodiscard]] double item(const std::string& name) const { return median(items_.at(name)); }
  [[nodiscard]] double bytes(const std::string& name) const { return bytes_.at(name); }

 private:
  std::map<std::string, std::vector<double>> calls_;
  std::map<std::string, std::vector<double>> items_;
  std::map<std::string, double> bytes_;
};

// The table at the end; a line is left out when one of its benchmarks did not run.
class Verdicts {
 public:
  explicit Verdicts(const Medians& medians) : medians_(medians) {
    std::printf("\n%-64s %10s %10s\n", "", "measured", "aim");
  }

  void times_faster(const char* what, const std::string& slow, const std::string& fast, double least) const {
    if (medians_.has(slow) && medians_.has(fast)) at_least(what, medians_.call(slow) / medians_.call(fast), least, "x");
  }
  void times_slower(const char* what, const std::string& slow, const std::string& fast, double most) const {
    if (medians_.has(slow) && medians_.has(fast)) at_most(what, medians_.call(slow) / medians_.call(fast), most, "x");
  }
  void millions(const char* what, const std::string& name, double least) const {
    if (medians_.has(name)) at_least(what, 1e3 / medians_.item(name), least, "M/s");
  }
  void nanoseconds(const char* what, const std::string& name, double most) const {
    if (medians_.has(name)) at_most(what, medians_.call(name), most, "ns");
  }
  void nanoseconds_each(const char* what, const std::string& name, double most) const {
    if (medians_.has(name)) at_most(what, medians_.item(name), most, "ns");
  }
  void milliseconds(const char* what, const std::string& name, double most) const {
    if (medians_.has(name)) at_most(what, medians_.call(name) / 1e6, most, "ms");
  }
  void bytes(const char* what, const std::string& name, double most) const {
    if (medians_.has(name)) at_most(what, medians_.bytes(name), most, "B");
  }
  // The dearest over the cheapest item of a family.
  void spread(const char* what, const std::vector<std::string>& names, double most) const {
    double least = 0;
    double dearest = 0;
    for (const std::string& name : names) {
      if (!medians_.has(name)) return;
      const double item = medians_.item(name);
      least = least == 0 ? item : std::min(least, item);
      dearest = std::max(dearest, item);
    }
    at_most(what, dearest / least, most, "x");
  }

 private:
  static void at_least(const char* what, double value, double aim, const char* unit) {
    line(what, value, ">=", aim, unit, value >= aim);
  }
  static void at_most(const char* what, double value, double aim, const char* unit) {
    line(what, value, "<=", aim, unit, value <= aim);
  }
  static void line(const char* what, double value, const char* sign, double aim, const char* unit, bool pass) {
    std::printf("%-64s %8.2f%-3s %2s %7.1f%-3s  %s\n", what, value, unit, sign, aim, unit, pass ? "PASS" : "MISS");
  }

  const Medians& medians_;
};

void judge(const Medians& medians) {
  const Verdicts verdicts(medians);
  verdicts.times_faster("amortize_into against QuantLib: Schedule, notionals and leg", "quantlib/schedule_and_leg",
                        "monthly12/amortize_into", 40);
  verdicts.times_faster("amortize_into against QuantLib's leg alone", "quantlib/leg_alone", "monthly12/amortize_into",
                        20);
  verdicts.times_slower("amortize_into against the naive double loop", "monthly12/amortize_into",
                        "monthly12/naive_double", 1.3);
  verdicts.times_slower("amortize_into against a double loop that knows the real days", "monthly12/amortize_into",
                        "monthly12/real_days_double", 1.3);
  verdicts.millions("installments of a batch: by_period, 12 weeks", "batch/by_period_weekly/12", 50);
  verdicts.millions("installments of a batch: by_period, 50 weeks", "batch/by_period_weekly/50", 50);
  verdicts.millions("installments of a batch: by_day, 12 months", "batch/by_day_monthly/12", 50);
  verdicts.millions("installments of a batch: by_day, 50 months", "batch/by_day_monthly/50", 50);
  verdicts.nanoseconds("a call on five members, one defaulter", "cover/five", 300);
  verdicts.nanoseconds("a meeting of thirty settled: three defaulters, claims, recovery", "cover/thirty_settled",
                       15'000);
  verdicts.nanoseconds("settle_meeting of five, one defaulter: 200,000 a second", "settle_meeting/five_one_defaulter",
                       5'000);
  verdicts.nanoseconds("settle_meeting of thirty, three defaulters", "settle_meeting/thirty_three_defaulters", 15'000);
  verdicts.spread("time per member of a meeting, 20 to 160 members: dearest / cheapest",
                  {"settle_meeting/members/20", "settle_meeting/members/40", "settle_meeting/members/80",
                   "settle_meeting/members/160"},
                  2);
  verdicts.spread("time per member of a call, 30 to 3,000 members: dearest / cheapest",
                  {"cover/members/30", "cover/members/300", "cover/members/3000"}, 2);
  verdicts.spread("time per loan, 1,000 to 100,000 loans: dearest / cheapest",
                  {"loans/1000", "loans/10000", "loans/100000"}, 2);
  verdicts.spread("time per installment, 12 to 1,200 installments: dearest / cheapest",
                  {"installments/12", "installments/36", "installments/120", "installments/360", "installments/1200"},
                  2);
  verdicts.nanoseconds("xirr of 60 flows", "xirr/60", 5000);
  verdicts.nanoseconds("allocate into 5 parts", "allocate/5", 100);
  verdicts.nanoseconds("waterfall of 50 rows: the row that is due", "waterfall/one_due", 100);
  verdicts.nanoseconds("waterfall of 50 rows: three that are late", "waterfall/three_late", 100);
  verdicts.nanoseconds("waterfall of 50 rows: three in advance", "waterfall/three_in_advance", 100);
  verdicts.nanoseconds_each("Loan::record of a repayment, 50 installments", "loan/record_repayment", 300);
  verdicts.nanoseconds("Loan::position for the business date", "loan/position_today", 100);
  verdicts.nanoseconds("Loan::position for a past day", "loan/position_past", 5'000);
  verdicts.nanoseconds("replay of 1,000 events", "loan/replay", 200'000);
  verdicts.milliseconds("the night of a million loans, own schedules", "close_day/own/1000000", 1'000);
  verdicts.bytes("memory of a loan of 50 installments, its own schedule", "close_day/own/1000000", 2'500);
  verdicts.milliseconds("the night of a million loans, shared schedules", "close_day/shared/1000000", 1'000);
  verdicts.bytes("memory of a loan of 50 installments, shared schedule", "close_day/shared/1000000", 600);
  verdicts.times_faster("the night against a plain loop, 100,000 loans", "close_day/naive/100000",
                        "close_day/own/100000", 1);
  verdicts.spread("the night per loan, 10,000 to 1,000,000: dearest / cheapest",
                  {"close_day/own/10000", "close_day/own/100000", "close_day/own/1000000"}, 2);
}

}  // namespace

int main(int argc, char** argv) {
  // Defaults that the command line may still change: what comes later wins.
  std::vector<std::string> arguments{argv[0], "--benchmark_repetitions=11",
                                     "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.03"};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 1;
  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  judge(medians);
}
