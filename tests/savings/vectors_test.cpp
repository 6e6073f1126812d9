// SPDX-License-Identifier: MIT
// The savings cases of Mifos Head and OpenCBS (tests/data/savings.json) and of Regulation DD and Loan Performer (tests/data/apy.json).
// Prints matched/total per family.  Every case has a question; how a job of OpenCBS is read stands at `Job`.
#ifdef SOLIDARITY_HAVE_JSON

#include <solidarity/savings/account.hpp>
#include <solidarity/savings/apy.hpp>
#include <solidarity/savings/balance_basis.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace solidarity;
using iso4217::USD;
using nlohmann::json;

namespace {

const Currency xts = Currency::custom("XTS", 4);

json load(const std::string& name) { return json::parse(std::ifstream(SOLIDARITY_TEST_DATA "/" + name)); }
std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }
Money money(const json& value) { return Money::parse(text(value), xts); }
Date date(const json& value) { return Date::parse(text(value)); }
// A fraction written as a decimal: "0.1" is 10 %.
Rate fraction(const json& value) { return Rate::of_ticks(100 * Rate::parse(text(value)).ticks()); }

struct Score {
  int matched = 0;
  int total = 0;
};
using Scores = std::map<std::string, Score>;

void count(Scores& scores, const std::string& family, const std::string& id, const std::string& got,
           const std::string& wanted) {
  INFO(id);
  CHECK(got == wanted);
  Score& score = scores[family];
  ++score.total;
  if (got == wanted) ++score.matched;
}

void print(const Scores& scores) {
  for (const auto& [family, score] : scores) fmt::print("{:<44} {}/{}\n", family, score.matched, score.total);
}

// With as many decimals as `wanted`, half up.
std::string as_written(std::int64_t units, const std::string& wanted) {
  const auto dot = wanted.find('.');
  const int decimals = dot == std::string::npos ? 0 : static_cast<int>(wanted.size() - dot - 1);
  std::int64_t step = 1;
  for (int k = decimals; k < 4; ++k) step *= 10;
  const Currency shown = Currency::custom("XTS", decimals);
  return decimal_text(Money::of_units(divide(units, step, Rounding::half_up), shown));
}

// ---- Mifos ------------------------------------------------------------------------------------------------------------

std::string balance_used(const json& parameters, const json& transactions, const std::string& wanted) {
  const BalancePeriod period{.from = date(parameters.at("period")[0]),
                             .through = date(parameters.at("period")[1]),
                             .opening = money(parameters.at("opening_balance")).units(),
                             .first_activity_within = parameters.at("first_activity_in_period").get<bool>()};
  std::vector<BalanceChange> changes;
  for (const json& change : transactions)
    changes.push_back({date(change.at("date")), money(change.at("net_amount")).units()});
  const bool least = parameters.at("basis") == "minimum_end_of_day_balance";
  const std::int64_t units =
      least ? least_balance(period, changes) : mean_balance(period, changes).rounded(Rounding::half_up);
  return as_written(units, wanted);
}

std::string simple_interest(const json& parameters, const std::string& wanted) {
  const YearlyRate rate{Rate::parse(text(parameters.at("annual_rate_percent"))),
                        parameters.at("days_in_year").get<int>()};
  const Money interest =
      savings_interest(money(parameters.at("balance")), rate, parameters.at("days").get<int>(), Rounding::half_up);
  return as_written(interest.units(), wanted);
}

// ---- OpenCBS ----------------------------------------------------------------------------------------------------------

SavingsPeriod period(const std::string& word) {
  const std::map<std::string, SavingsPeriod> words{
      {"Daily", SavingsPeriod::day},      {"EndOfDay", SavingsPeriod::day},  {"Weekly", SavingsPeriod::week},
      {"EndOfWeek", SavingsPeriod::week}, {"Monthly", SavingsPeriod::month}, {"EndOfMonth", SavingsPeriod::month},
      {"EndOfYear", SavingsPeriod::year}};
  return words.at(word);
}

// Periods of that kind that have ended by the end of `last`, the one of the opening included.
int periods_ended(SavingsPeriod period, Date opened, Date last) {
  int ended = 0;
  for (Date end = last_day_of(period, opened); end <= last; end = last_day_of(period, end + 1)) ++ended;
  return ended;
}

// OpenCBS runs a job on a day.  Its daily interest counts that day too (but the job of the opening day does nothing); a
// week's or a month's is there on the day after its end; a posting on the day after the end of its period, with no day
// given: at the end of the last day that the case names.
struct Job {
  bool posts = false;
  Date on;
  bool has_day = true;
};

int events_of(const json& parameters, const Job& job) {
  const Date opened = date(parameters.at("open_date"));
  const SavingsPeriod of = period(parameters.at(job.posts ? "posting" : "interest_period"));
  if (!job.posts && of == SavingsPeriod::day) return job.on == opened ? 0 : periods_ended(of, opened, job.on);
  return periods_ended(of, opened, job.has_day ? job.on - 1 : job.on);
}

// The account itself: deposits and withdrawals before the job, interest posted with each of its periods.
SavingsAccount opencbs_account(const json& parameters, const json& transactions, Date job) {
  const Date opened = date(parameters.at("open_date"));
  const SavingsPeriod every = period(parameters.at("interest_period"));
  const BalanceMethod method =
      every == SavingsPeriod::day ? BalanceMethod::daily_balance : BalanceMethod::lowest_balance;
  SavingsAccount account(
      {.currency = xts,
       .opened_on = opened,
       .interest = SavingsInterest{.rate = PeriodicRate{fraction(parameters.at("rate_per_interest_period")), every},
                                   .method = method,
                                   .posted = every}});
  for (const json& step : transactions) {
    const std::string op = step.at("op");
    if (op != "FirstDeposit" && op != "Deposit" && op != "Withdraw") continue;
    const Date on = std::max(date(step.at("date")), opened);  // one case deposits before it opens
    if (on > job) continue;                                   // one case deposits after the job
    if (op == "Withdraw") account.record({.on = on, .what = Withdrawal{money(step.at("amount"))}});
    else account.record({.on = on, .what = Deposit{money(step.at("amount"))}});
  }
  return account;
}

std::string first_interest(const SavingsAccount& account, Date job, const std::string& wanted) {
  const auto lines = account.statement(job - 1);
  const auto found = std::ranges::find(lines, "interest", &SavingsLine::type);
  return found == lines.end() ? "none" : as_written(found->amount, wanted);
}

void check_opencbs(Scores& scores, const json& entry) {
  const json& parameters = entry.at("parameters");
  Job job{.on = date(parameters.at("open_date"))};
  for (const json& step : entry.at("transactions")) {
    const std::string op = step.at("op");
    if (op != "accrue_to" && op != "post_to") continue;
    job.posts = op == "post_to";
    job.has_day = !step.at("date").is_null();
    if (job.has_day) job.on = date(step.at("date"));
    else if (job.on > date(parameters.at("open_date"))) job.has_day = true;  // the day of the job before it
  }
  const json& expected = entry.at("expected");
  count(scores, "OpenCBS: number of accruals or postings", entry.at("id"), std::to_string(events_of(parameters, job)),
        text(expected.at("number_of_accrual_or_posting_events")));
  if (!expected.contains("first_interest_amount")) return;
  const std::string wanted = text(expected.at("first_interest_amount"));
  count(scores, "OpenCBS: first interest", entry.at("id"),
        first_interest(opencbs_account(parameters, entry.at("transactions"), job.on), job.on, wanted), wanted);
}

// ---- Regulation DD ----------------------------------------------------------------------------------------------------

std::string percent(double value) { return fmt::format("{:.2f}", value); }
Money usd(const json& value) { return Money::parse(text(value), USD); }

std::vector<BalanceRun> daily_balances(const json& balances) {
  std::vector<BalanceRun> runs;
  Date from = Date::of(2026, 1, 1);
  for (const json& balance : balances) {
    runs.push_back({from, balance[1].get<int>(), usd(balance[0]).units(), usd(balance[0]).units()});
    from = from + runs.back().days;
  }
  return runs;
}

std::string yield_of(const json& inputs) {
  const Money interest = usd(inputs.at("interest"));
  if (inputs.contains("compounding_days"))
    return percent(annual_percentage_yield_earned(interest, usd(inputs.at("balance")),
                                                  inputs.at("days_in_period").get<int>(),
                                                  inputs.at("compounding_days").get<int>()));
  if (inputs.contains("daily_balances"))
    return percent(annual_percentage_yield_earned(interest, daily_balances(inputs.at("daily_balances"))));
  return percent(annual_percentage_yield(interest, usd(inputs.at("principal")), inputs.at("days_in_term").get<int>()));
}

std::string loan_performer(const json& inputs) {
  std::vector<BalanceRun> runs;
  for (const json& stand : inputs.at("balances")) {
    const std::int64_t units = usd(stand[2]).units();
    runs.push_back({date(stand[0]), date(stand[1]) - date(stand[0]) + 1, units, units});
  }
  const SavingsInterest terms{.rate =
                                  YearlyRate{fraction(inputs.at("annual_rate")), inputs.at("year_days").get<int>()}};
  return decimal_text(Money::of_units(savings_interest(runs, terms), USD));
}

}  // namespace

TEST_CASE("savings of Mifos and OpenCBS: every published case") {
  Scores scores;
  for (const json& entry : load("savings.json")) {
    const json& parameters = entry.at("parameters");
    const json& expected = entry.at("expected");
    if (entry.at("kind") == "savings_balance_basis") {
      const std::string wanted = text(expected.at("balance_used"));
      count(scores, "Mifos: balance basis", entry.at("id"), balance_used(parameters, entry.at("transactions"), wanted),
            wanted);
    } else if (parameters.contains("balance")) {
      const std::string wanted = text(expected.at("interest"));
      count(scores, "Mifos: simple interest", entry.at("id"), simple_interest(parameters, wanted), wanted);
    } else {
      check_opencbs(scores, entry);
    }
  }
  print(scores);
  CHECK(scores["Mifos: balance basis"].total == 10);
  CHECK(scores["Mifos: simple interest"].total == 2);
  CHECK(scores["OpenCBS: number of accruals or postings"].total == 18);
  CHECK(scores["OpenCBS: first interest"].total == 5);
}

TEST_CASE("yields of Regulation DD and the help pages of Loan Performer: every published case") {
  Scores scores;
  for (const json& entry : load("apy.json")) {
    const json& inputs = entry.at("inputs");
    const json& expected = entry.at("expected");
    const std::string id = entry.at("id");
    if (inputs.contains("balances")) {
      count(scores, "Loan Performer", id, loan_performer(inputs), text(expected.at("interest")));
    } else if (inputs.contains("accrued")) {
      const Currency mills = Currency::custom("USD", 3);
      const std::int64_t cents = divide(Money::parse(text(inputs.at("accrued")), mills).units(), 10, Rounding::half_up);
      count(scores, "Regulation DD", id, decimal_text(Money::of_units(cents, USD)), text(expected.at("used")));
    } else {
      const bool special = expected.contains("apy_earned_percent");
      count(scores, "Regulation DD", id, yield_of(inputs),
            text(expected.at(special ? "apy_earned_percent" : "apy_percent")));
    }
  }
  print(scores);
  CHECK(scores["Regulation DD"].total == 13);
  CHECK(scores["Loan Performer"].total == 1);
}

#endif  // SOLIDARITY_HAVE_JSON
