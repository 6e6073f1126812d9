// SPDX-License-Identifier: MIT
// Penalties: worked amounts, and the same figures by a second writing that walks day by day over (penalty, row, j).
#include <solidarity/loan/penalties.hpp>

#include "loan/penalties.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using namespace solidarity::iso4217;
using namespace solidarity::literals;
using test::for_all;
using test::Random;
using Unit = PenaltyPeriod::Unit;

namespace {

const Date start = 2026y / January / 5;
const Date first = 2026y / February / 5;

LoanTerms terms_with(std::vector<Penalty> penalties) {
  return {.principal = 3000 * INR,
          .disbursed_on = start,
          .interest = {.method = InterestMethod::declining, .rate = 24_pct},
          .repayments = {.count = 3, .every = monthly},
          .penalties = std::move(penalties)};
}

// Three rows of 1000.00 + 50.00, due on the 5th of February, March and April.
detail::Account three_rows(std::vector<Penalty> penalties) {
  detail::Account account(terms_with(std::move(penalties)));
  account.advances.push_back({start, 3000'00});
  for (int k = 0; k < 3; ++k) {
    const Components charged{.principal = 1000'00, .interest = 50'00};
    account.dues.push_back({add_months(first, k), static_cast<std::uint16_t>(k + 1), 0, charged});
    account.facts.push_back({.from = add_months(start, k), .planned = charged, .charged = charged});
  }
  account.settle(start);
  return account;
}

std::vector<std::int64_t> penalties_of(const detail::Account& account) {
  std::vector<std::int64_t> units;
  for (const Due& due : account.dues) units.push_back(due.open.penalties);
  return units;
}

// What one penalty has cost the rows by the start of `day`, nothing paid.
std::vector<std::int64_t> by(Date day, const Penalty& penalty) {
  detail::Account account = three_rows({penalty});
  detail::assess_penalties(account, day);
  return penalties_of(account);
}

using Units = std::vector<std::int64_t>;

constexpr PenaltyPeriod each_day{1, Unit::day};
constexpr PenaltyPeriod year{1, Unit::year};

}  // namespace

TEST_CASE("a flat penalty falls once, on the day after the due date") {
  const Penalty late_fee{.name = "late", .amount = 25 * INR};
  CHECK(by(first, late_fee) == Units{0, 0, 0});
  CHECK(by(first + 1, late_fee) == Units{25'00, 0, 0});
  CHECK(by(first + 400, late_fee) == Units{25'00, 25'00, 25'00});
}

TEST_CASE("a percentage of what is overdue, by its base") {
  struct Expected {
    PenaltyBase base;
    Units units;
  };
  const std::vector<Expected> all{
      {PenaltyBase::overdue_principal, {10'00, 10'00, 0}}, {PenaltyBase::overdue_interest, {50, 50, 0}},
      {PenaltyBase::overdue_total, {10'50, 10'50, 0}},     {PenaltyBase::overdue_with_charges, {10'50, 10'50, 0}},
      {PenaltyBase::outstanding_principal, {30'00, 0, 0}}, {PenaltyBase::original_principal, {30'00, 0, 0}},
  };
  for (const auto& [base, units] : all) {
    CAPTURE(static_cast<int>(base));
    CHECK(by(2026y / March / 6, {.name = "late", .amount = 1_pct, .of = base}) == units);
  }
}

TEST_CASE("a rate per year charged every day: 36 % of 1050.00 is 1.04 a day, rounded each time") {
  const Penalty penalty{.name = "late", .amount = 36_pct, .every = each_day, .per = year};
  CHECK(by(first + 1, penalty) == Units{1'04, 0, 0});
  CHECK(by(first + 10, penalty) == Units{10'40, 0, 0});
}

TEST_CASE("grace: nothing within it; when it is exceeded the missed ones fall together, or never") {
  Penalty penalty{.name = "late", .amount = 1 * INR, .every = each_day, .grace_days = 3};
  CHECK(by(first + 3, penalty) == Units{0, 0, 0});
  CHECK(by(first + 4, penalty) == Units{4'00, 0, 0});
  CHECK(by(first + 5, penalty) == Units{5'00, 0, 0});
  penalty.grace_forgives = true;
  CHECK(by(first + 4, penalty) == Units{1'00, 0, 0});
  CHECK(by(first + 5, penalty) == Units{2'00, 0, 0});
  penalty.every.reset();
  CHECK(by(first + 3, penalty) == Units{0, 0, 0});
  CHECK(by(first + 4, penalty) == Units{1'00, 0, 0});
}

TEST_CASE("every month goes by the calendar from the due date") {
  const Penalty penalty{.name = "late", .amount = 1 * INR, .every = PenaltyPeriod{1, Unit::month}};
  const Date due = 2026y / January / 31;
  CHECK(times_fallen(penalty, due, 2026y / February / 27) == 0);
  CHECK(times_fallen(penalty, due, 2026y / February / 28) == 1);
  CHECK(times_fallen(penalty, due, 2026y / March / 30) == 1);
  CHECK(times_fallen(penalty, due, 2026y / March / 31) == 2);
  const Penalty each_year{.name = "late", .amount = 1 * INR, .every = PenaltyPeriod{1, Unit::year}};
  CHECK(times_fallen(each_year, 2024y / February / 29, 2025y / February / 28) == 1);
  CHECK(times_fallen(each_year, 2024y / February / 29, 2027y / February / 28) == 3);
  CHECK(times_fallen(penalty, 2400y / December / 1, 2400y / December / 31) == 0);
}

TEST_CASE("a cap holds for the life of a row, and gives its last part") {
  Penalty penalty{.name = "late", .amount = 10 * INR, .every = each_day, .cap = 25 * INR};
  CHECK(by(first + 2, penalty) == Units{20'00, 0, 0});
  CHECK(by(first + 50, penalty) == Units{25'00, 25'00, 0});
  penalty.cap_percent = 1_pct;  // of 1050.00
  CHECK(by(first + 50, penalty) == Units{10'50, 10'50, 0});
}

TEST_CASE("penalties are part of a base only when they compound") {
  Penalty penalty{.name = "late", .amount = 10_pct, .of = PenaltyBase::overdue_principal, .every = each_day};
  CHECK(by(first + 2, penalty) == Units{200'00, 0, 0});
  penalty.compound = true;
  CHECK(by(first + 2, penalty) == Units{210'00, 0, 0});
}

TEST_CASE("the base is that of the day of assessment and stays") {
  detail::Account account =
      three_rows({{.name = "late", .amount = 10_pct, .of = PenaltyBase::overdue_principal, .every = each_day}});
  detail::assess_penalties(account, first + 1);
  account.dues[0].open.principal -= 600'00;
  account.settle(first + 1);
  detail::assess_penalties(account, first + 2);
  CHECK(penalties_of(account) == Units{100'00 + 40'00, 0, 0});
}

TEST_CASE("nothing on a row without base, before disbursement, after a charge-off or a write-off") {
  const Penalty penalty{.name = "late", .amount = 1 * INR, .of = PenaltyBase::overdue_interest, .every = each_day};
  detail::Account paid = three_rows({penalty});
  paid.dues[0].open.interest = 0;
  detail::assess_penalties(paid, first + 9);
  CHECK(penalties_of(paid) == Units{0, 0, 0});
  detail::Account planned = three_rows({penalty});
  planned.advances.clear();
  detail::assess_penalties(planned, first + 9);
  CHECK(penalties_of(planned) == Units{0, 0, 0});
  detail::Account charged_off = three_rows({penalty});
  detail::assess_penalties(charged_off, first + 2);
  charged_off.charged_off = first + 2;
  detail::assess_penalties(charged_off, first + 9);
  CHECK(penalties_of(charged_off) == Units{2'00, 0, 0});
}

TEST_CASE("a penalty too large to count is refused") {
  const Penalty penalty{
      .name = "late", .amount = Money::of_units(std::numeric_limits<std::int64_t>::max() / 2, INR), .every = each_day};
  detail::Account account = three_rows({penalty});
  detail::assess_penalties(account, first + 1);
  CHECK_THROWS_AS(detail::assess_penalties(account, first + 3), Error);
}

// --- the second writing -----------------------------------------------------------------------------------------------

namespace {

class DayByDay {
 public:
  DayByDay(const LoanTerms& terms, std::vector<Due> dues, std::int64_t disbursed)
      : terms_(terms), dues_(std::move(dues)), charged_(dues_), disbursed_(disbursed) {}

  void run_day(Date day) {
    struct Cost {
      std::size_t penalty, row;
      std::int64_t units;
    };
    std::vector<Cost> costs;
    for (std::size_t p = 0; p < terms_.penalties.size(); ++p)
      for (std::size_t row = 0; row < dues_.size(); ++row)
        for (int j = 1; j <= 800; ++j) {
          const std::optional<Date> assessed = assessed_on(terms_.penalties[p], dues_[row].on, j);
          if (!assessed) break;
          if (*assessed == day && base(terms_.penalties[p], row, day) > 0 && !done_.contains({p, row, j})) {
            done_.insert({p, row, j});
            costs.push_back({p, row, amount(terms_.penalties[p], base(terms_.penalties[p], row, day))});
          }
          if (*assessed > day && *assessed - dues_[row].on > terms_.penalties[p].grace_days + 1) break;
        }
    for (const Cost& cost : costs) {
      std::int64_t& total = totals_[{cost.penalty, cost.row}];
      const std::int64_t units = std::min(cost.units, cap(terms_.penalties[cost.penalty], cost.row) - total);
      total += units;
      dues_[cost.row].open.penalties += units;
    }
  }

  std::vector<Due>& dues() { return dues_; }

 private:
  // The day on which the j-th is assessed: nothing when there is no j-th; the distant past when it is forgiven.
  static std::optional<Date> assessed_on(const Penalty& penalty, Date due, int j) {
    if (!penalty.every) return j == 1 ? std::optional(due + std::max(1, penalty.grace_days + 1)) : std::nullopt;
    const int count = j * penalty.every->count;
    Date falls = due;
    switch (penalty.every->unit) {
      case Unit::day: falls = due + count; break;
      case Unit::week: falls = due + 7 * count; break;
      case Unit::month: falls = add_months(due, count); break;
      case Unit::year: falls = add_months(due, 12 * count); break;
    }
    if (falls > due + penalty.grace_days) return falls;
    return penalty.grace_forgives ? Date::of(1900, 1, 1) : due + penalty.grace_days + 1;
  }

  std::int64_t base(const Penalty& penalty, std::size_t row, Date day) const {
    const Components& open = dues_[row].open;
    if (dues_[row].on >= day) return 0;
    const std::int64_t own = penalty.compound ? open.penalties : 0;
    switch (penalty.of) {
      case PenaltyBase::overdue_principal: return open.principal + own;
      case PenaltyBase::overdue_interest: return open.interest + own;
      case PenaltyBase::overdue_total: return open.principal + open.interest + own;
      case PenaltyBase::overdue_with_charges: return open.principal + open.interest + open.fees + open.insurance + own;
      default: break;
    }
    for (std::size_t k = 0; k < row; ++k)
      if (dues_[k].open.principal + dues_[k].open.interest > 0) return 0;
    if (open.principal + open.interest == 0) return 0;
    std::int64_t sum = 0;
    for (const Due& due : dues_) {
      if (penalty.of == PenaltyBase::outstanding_principal) sum += due.open.principal;
      if (penalty.compound) sum += due.open.penalties;
    }
    return penalty.of == PenaltyBase::original_principal ? disbursed_ + sum : sum;
  }

  // Half even, exactly: ticks / Rate::one x days / days of the period.
  static std::int64_t amount(const Penalty& penalty, std::int64_t base) {
    if (const Money* flat = std::get_if<Money>(&penalty.amount)) return flat->units();
    wide numerator = wide{base} * std::get<Rate>(penalty.amount).ticks();
    wide denominator = Rate::one;
    if (penalty.per) {
      numerator *= penalty.every ? days_of(*penalty.every) : penalty.grace_days + 1;
      denominator *= days_of(*penalty.per);
    }
    const wide twice = 2 * (numerator % denominator);
    const wide below = numerator / denominator;
    return static_cast<std::int64_t>(twice > denominator || (twice == denominator && below % 2 == 1) ? below + 1
                                                                                                     : below);
  }
  static int days_of(const PenaltyPeriod& period) {
    constexpr int days[] = {0, 1, 7, 30, 365};
    return days[static_cast<int>(period.unit)] * period.count;
  }

  std::int64_t cap(const Penalty& penalty, std::size_t row) const {
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (penalty.cap) most = penalty.cap->units();
    const Penalty percent{.name = {}, .amount = penalty.cap_percent.value_or(Rate::zero())};
    if (penalty.cap_percent)
      most = std::min(most, amount(percent, charged_[row].open.principal + charged_[row].open.interest));
    return most;
  }

  const LoanTerms& terms_;
  std::vector<Due> dues_;
  std::vector<Due> charged_;
  std::int64_t disbursed_;
  std::set<std::tuple<std::size_t, std::size_t, int>> done_;
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> totals_;
};

Penalty some_penalty(Random& random) {
  Penalty penalty{.name = "late", .amount = Money::of_units(random.number(1, 500), INR)};
  if (!random.one_in(3)) penalty.amount = Rate::of_ticks(random.between(1, 5 * Rate::one_percent));
  penalty.of = static_cast<PenaltyBase>(random.number(1, 6));
  if (!random.one_in(4)) penalty.every = PenaltyPeriod{random.number(1, 3), static_cast<Unit>(random.number(1, 3))};
  if (random.one_in(3)) penalty.per = PenaltyPeriod{1, static_cast<Unit>(random.number(1, 4))};
  if (random.one_in(2)) penalty.grace_days = random.number(0, 15);
  penalty.grace_forgives = random.one_in(3);
  if (random.one_in(4)) penalty.cap = Money::of_units(random.number(0, 3000), INR);
  if (random.one_in(4)) penalty.cap_percent = Rate::of_ticks(random.between(0, 10 * Rate::one_percent));
  penalty.compound = random.one_in(4);
  return penalty;
}

std::vector<Penalty> some_penalties(Random& random) {
  std::vector<Penalty> penalties;
  for (int k = random.number(1, 3); k > 0; --k) penalties.push_back(some_penalty(random));
  return penalties;
}

// Three rows, some with fees and insurance.
detail::Account some_account(Random& random) {
  detail::Account account = three_rows(some_penalties(random));
  for (std::size_t k = 0; k < 3; ++k) {
    if (random.one_in(2)) account.charge(k, Component::fee, random.number(1, 30'00));
    if (random.one_in(2)) account.charge(k, Component::insurance, random.number(1, 30'00));
  }
  return account;
}

// Pays some of the oldest open row, on both.
void pay_some(Random& random, detail::Account& account, DayByDay& other, Date on) {
  const std::int64_t units = random.number(1, 1200'00);
  const Applied applied = apply_payment(account.dues, on, units, oldest_first);
  account.book_payment(on, applied);
  (void)apply_payment(other.dues(), on, units, oldest_first);
}

}  // namespace

TEST_CASE("A11: once per penalty, row and period, whenever it is asked, with the base of the day") {
  for_all([](Random& random) {
    detail::Account account = some_account(random);
    DayByDay other(account.terms, account.dues, 3000'00);
    Date day = start;
    for (int steps = random.number(1, 8); steps > 0; --steps) {
      const Date to = day + random.number(0, 40);
      while (day < to) other.run_day(day = day + 1);
      detail::assess_penalties(account, to);
      if (random.one_in(3)) detail::assess_penalties(account, to);  // again
      CHECK(account.dues == other.dues());
      if (random.one_in(2)) pay_some(random, account, other, to);
    }
    CHECK(account.outstanding == detail::sum_of(account.dues));
  });
}

TEST_CASE("catching up gives what day by day gives") {
  for_all([](Random& random) {
    detail::Account daily_run = some_account(random);
    detail::Account late_run = daily_run;
    const Date end = start + random.number(0, 200);
    for (Date day = start; day <= end; day = day + 1) detail::assess_penalties(daily_run, day);
    detail::assess_penalties(late_run, end);
    CHECK(daily_run.dues == late_run.dues);
  });
}

TEST_CASE("the times a penalty has fallen never shrink, and are none within the grace") {
  for_all([](Random& random) {
    const Penalty penalty = some_penalty(random);
    const Date due = random.date(Date::of(1990, 1, 1), Date::of(2100, 1, 1));
    const Date day = due + random.number(-3, 500);
    const std::int64_t times = times_fallen(penalty, due, day);
    CHECK(times >= 0);
    CHECK(times_fallen(penalty, due, day + 1) >= times);
    if (day - due <= penalty.grace_days || day <= due) CHECK(times == 0);
  });
}
