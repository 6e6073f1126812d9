// SPDX-License-Identifier: MIT
#include <solidarity/savings/terms.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>

namespace solidarity {
namespace {

class Checks {
 public:
  Checks(const SavingsTerms& terms, Problems& problems) : terms_(terms), problems_(problems) {}

  void run() {
    if (terms_.interest) check_interest(*terms_.interest);
    check_not_negative(terms_.minimum_balance, "/minimum_balance");
    check_not_negative(terms_.overdraft_limit, "/overdraft_limit");
    check_withdrawals();
    if (has_units(terms_.minimum_balance) && has_units(terms_.overdraft_limit))
      contradiction("/minimum_balance", "/overdraft_limit", "what must stay cannot be overdrawn");
  }

 private:
  template <class... Values>
  void range(std::string field, fmt::format_string<Values...> text, Values&&... values) {
    problems_.push_back(
        {ErrorCode::out_of_range, std::move(field), fmt::format(text, std::forward<Values>(values)...)});
  }
  void contradiction(const std::string& one, std::string_view other, std::string_view why) {
    problems_.push_back({ErrorCode::contradictory_terms, one, fmt::format("{} contradicts {}: {}", one, other, why)});
  }
  static bool has_units(const std::optional<Money>& amount) { return amount && amount->units() > 0; }

  void check_not_negative(const std::optional<Money>& amount, const std::string& field, std::int64_t least = 0) {
    if (!amount) return;
    if (amount->currency() != terms_.currency)
      problems_.push_back(
          {ErrorCode::currency_mismatch, field,
           fmt::format("{} in an account of {}; one account has one currency", *amount, terms_.currency)});
    else if (amount->units() < least) range(field, "{}; it is at least {} minor units", *amount, least);
  }

  // A value cast from a number that names nothing.
  template <class Choice>
  void check_choice(Choice value, Choice last, const std::string& field) {
    if (value < Choice{1} || value > last) range(field, "{} names no choice", static_cast<int>(value));
  }
  void check_rate(Rate rate, const std::string& field) {
    if (rate < Rate::zero() || rate.ticks() > 100 * Rate::one) range(field, "{}; the range is 0% to 10000%", rate);
  }

  void check_interest(const SavingsInterest& interest) {
    if (const auto* yearly = std::get_if<YearlyRate>(&interest.rate)) check_yearly(*yearly);
    else check_periodic(std::get<PeriodicRate>(interest.rate), interest.posted);
    check_choice(interest.method, BalanceMethod::lowest_balance, "/interest/method");
    check_choice(interest.posted, SavingsPeriod::year, "/interest/posted");
    check_choice(interest.before_first_money, BeforeFirstMoney::zero, "/interest/before_first_money");
    check_choice(interest.rounding, Rounding::floor, "/interest/rounding");
    check_not_negative(interest.earns_from, "/interest/earns_from");
  }
  void check_yearly(const YearlyRate& yearly) {
    check_rate(yearly.rate, "/interest/rate");
    const int days = yearly.year_days;
    if (days != 0 && days != 360 && days != 364 && days != 365 && days != 366)
      range("/interest/year_days", "{}; a year has 360, 364, 365 or 366 days, or 0 for its real length", days);
  }
  void check_periodic(const PeriodicRate& periodic, SavingsPeriod posted) {
    check_rate(periodic.rate, "/interest/rate");
    check_choice(periodic.period, SavingsPeriod::year, "/interest/rate/period");
    if (periodic.parts < 1 || periodic.parts > 366)
      range("/interest/rate/parts", "{}; the range is 1 to 366", periodic.parts);
    if (posted < periodic.period)
      contradiction("/interest/posted", "/interest/rate/period",
                    fmt::format("a {} that has not ended bears nothing to post each {}", periodic.period, posted));
  }

  void check_withdrawals() {
    const WithdrawalRules& rules = terms_.withdrawals;
    check_not_negative(rules.most, "/withdrawals/most", 1);
    check_not_negative(rules.fee, "/withdrawals/fee");
    check_choice(rules.period, SavingsPeriod::year, "/withdrawals/period");
    if (rules.times && *rules.times < 0) range("/withdrawals/times", "{}; it is not negative", *rules.times);
    if (!terms_.compulsory) return;
    const std::string_view why = "compulsory savings are not withdrawn";
    if (rules.most) contradiction("/withdrawals/most", "/compulsory", why);
    if (rules.times) contradiction("/withdrawals/times", "/compulsory", why);
    if (rules.fee) contradiction("/withdrawals/fee", "/compulsory", why);
  }

  const SavingsTerms& terms_;
  Problems& problems_;
};

}  // namespace

Problems validate(const SavingsTerms& terms) {
  Problems problems;
  Checks(terms, problems).run();
  return problems;
}

}  // namespace solidarity
