// SPDX-License-Identifier: MIT
#include "loans.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/money/allocate.hpp>
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>
#ifdef SOLIDARITY_HAVE_JSON
#include <solidarity/io/json.hpp>
#endif

#include <algorithm>
#include <array>
#include <map>
#include <memory_resource>

#include "schedule/minimum.hpp"
#include "schedule/timeline.hpp"

namespace test {

using namespace solidarity;
using namespace solidarity::literals;

namespace {

std::int64_t log_uniform(Random& random, std::int64_t most) {
  std::int64_t limit = most;
  for (int halves = random.number(0, 40); halves > 0 && limit > 8; --halves) limit /= 2;
  return random.between(1, limit);
}

std::int64_t some_principal(Random& random) {
  switch (random.number(0, 9)) {
    case 0: return random.between(1, 100);
    case 1: return log_uniform(random, 1'000'000'000'000);
    case 2: return random.between(1, 99) * 1'000'000'000;
    case 3: return random.between(1, 200) * 10'000;
    default: return random.between(10'000, 50'000'000);
  }
}

// About so many ticks a year, then divided by the periods of a year.
Rate some_rate(Random& random, RatePeriod per) {
  constexpr std::int64_t percent = Rate::one_percent;
  std::int64_t ticks = 0;
  switch (random.number(0, 11)) {
    case 0: ticks = 0; break;
    case 1: ticks = random.between(1, 1'000'000); break;
    case 2: ticks = random.between(100, 5'000) * percent; break;
    case 3: ticks = random.between(1, 60 * percent); break;
    case 4: ticks = random.between(100, 6'000) * (percent / 100); break;
    default: ticks = random.between(1, 60) * percent; break;
  }
  constexpr std::array<std::int64_t, 7> periods{1, 1, 12, 52, 365, 12, 1};
  ticks /= periods[static_cast<std::size_t>(per)];
  return Rate::of_ticks(random.one_in(2) ? ticks / 10'000'000'000 * 10'000'000'000 : ticks);
}

int some_count(Random& random) {
  constexpr std::array<int, 16> usual{1, 2, 2, 3, 4, 6, 8, 10, 12, 12, 18, 24, 25, 36, 50, 52};
  if (random.one_in(40)) return random.one_in(3) ? 520 : 104;
  return random.any_of(usual);
}

DayCount some_day_count(Random& random) { return static_cast<DayCount>(random.number(1, 21)); }

Accrual some_accrual(Random& random) {
  constexpr std::array<int, 6> years{0, 0, 0, 360, 364, 365};
  if (random.one_in(2)) return ByPeriod{random.any_of(years)};
  return ByDay{some_day_count(random)};
}

std::optional<Money> some_multiple(Random& random, std::int64_t most, Currency currency) {
  constexpr std::array<std::int64_t, 7> multiples{1, 5, 10, 50, 100, 500, 1000};
  const std::int64_t multiple = random.any_of(multiples);
  if (!random.one_in(3) || multiple > most) return std::nullopt;
  return Money::of_units(multiple, currency);
}

ExactRounding some_rounding(Random& random, LoanTerms& terms) {
  const Currency currency = terms.principal.currency();
  ExactRounding rounding{.mode = random.rounding()};
  const std::int64_t share = terms.principal.units() / terms.repayments.count / 8;
  if (random.one_in(6)) {
    rounding.currency_multiple = some_multiple(random, share, currency);
    if (rounding.currency_multiple) {
      const std::int64_t grid = rounding.currency_multiple->units();
      terms.principal = Money::of_units(std::max<std::int64_t>(1, terms.principal.units() / grid) * grid, currency);
    }
  }
  rounding.installment_multiple = some_multiple(random, share, currency);
  if (rounding.currency_multiple && rounding.installment_multiple)
    rounding.installment_multiple = *rounding.currency_multiple * random.number(1, 3);
  if (random.one_in(8)) rounding.residual = Residual::first;
  return rounding;
}

// An amount between least and most, on the grid of the loan.
Money some_amount(Random& random, const LoanTerms& terms, std::int64_t least, std::int64_t most) {
  const std::int64_t grid = grid_of(terms);
  const std::int64_t low = std::max<std::int64_t>(least / grid, least > 0 ? 1 : 0);
  return Money::of_units(random.between(low, std::max(low, most / grid)) * grid, terms.principal.currency());
}

std::vector<std::int64_t> some_weights(Random& random, int count) {
  std::vector<std::int64_t> weights;
  for (int k = 0; k < count; ++k) weights.push_back(random.number(random.one_in(5) ? 0 : 1, 9));
  weights.back() += 1;
  return weights;
}

std::vector<Money> some_list(Random& random, const LoanTerms& terms) {
  const auto parts = allocate(Money::of_units(terms.principal.units() / grid_of(terms), terms.principal.currency()),
                              some_weights(random, terms.repayments.count));
  std::vector<Money> list;
  for (const Money& part : parts) list.push_back(part * grid_of(terms));
  return list;
}

// A level amount that is likely to repay the loan, sometimes much earlier.
Money some_installment(Random& random, const LoanTerms& terms) {
  const std::int64_t share = terms.principal.units() / terms.repayments.count + 1;
  return some_amount(random, terms, share, share * random.number(1, 4));
}

Amortization some_form(Random& random, const LoanTerms& terms) {
  const std::int64_t principal = terms.principal.units();
  switch (random.number(0, 13)) {
    case 0:
    case 1: return EqualPrincipal{};
    case 2: return Bullet{random.one_in(3)};
    case 3: return Balloon{some_amount(random, terms, 0, random.one_in(4) ? principal : principal / 2)};
    case 4:
      return StepInstallments{Rate::of_ticks(random.between(-10, 20) * Rate::one_percent / 2), random.number(1, 12)};
    case 5: return PrincipalPercentEach{Rate::of_ticks(Rate::one / terms.repayments.count / random.number(1, 3))};
    case 6: {
      WeightedPrincipal form{some_weights(random, terms.repayments.count)};
      if (is_flat(terms) && random.one_in(2)) form.interest_weights = some_weights(random, terms.repayments.count);
      return form;
    }
    case 7: return ListedPrincipal{some_list(random, terms)};
    case 8: return SumOfDigits{};
    case 9: return EqualInstallments{some_installment(random, terms)};
    default: return EqualInstallments{};
  }
}

Grace some_grace(Random& random, int count) {
  Grace grace;
  if (!random.one_in(3)) return grace;
  const auto rows = [&] { return random.number(0, random.one_in(4) ? count - 1 : std::min(3, count - 1)); };
  if (random.one_in(2)) grace.principal = rows();
  if (random.one_in(3)) grace.interest_payment = rows();
  if (random.one_in(3)) grace.interest_free = rows();
  if (random.one_in(4)) grace.all = random.number(1, 4);
  return grace;
}

int days_of_step(const Frequency& every) {
  return std::visit(
      overloaded{[](EveryDays steps) { return steps.count; }, [](EveryWeeks steps) { return 7 * steps.count; },
                 [](EveryMonths steps) { return 28 * steps.count; },
                 [](EveryMonthEnd steps) { return 28 * steps.count; }, [](Semimonthly) { return 13; },
                 [](EveryNthWeekday) { return 28; }, [](const OnDates&) { return 10; }},
      every);
}

// A day within the loan, rarely outside.
Date some_day(Random& random, const LoanTerms& terms) {
  const int length = days_of_step(terms.repayments.every) * terms.repayments.count;
  return terms.disbursed_on + random.number(0, std::max(1, random.one_in(3) ? length - 1 : length / 3));
}

Fee some_fee(Random& random, const LoanTerms& terms) {
  Fee fee{.name = "fee", .at = AtInstallment{}, .amount = some_amount(random, terms, 0, terms.principal.units() / 50)};
  const int at = random.number(0, 2);
  if (at == 0) fee.at = AtDisbursement{};
  if (at == 1) fee.at = some_day(random, terms);
  if (random.one_in(2)) {
    fee.amount = PercentOf{Rate::of_ticks(random.between(0, 500) * (Rate::one_percent / 100)),
                           at == 0 ? ChargeBase::principal : static_cast<ChargeBase>(random.number(1, 4))};
    if (random.one_in(3)) fee.min = some_amount(random, terms, 0, 1000);
    if (random.one_in(3)) fee.max = some_amount(random, terms, 1000, 2000);
  }
  fee.kind = static_cast<ChargeKind>(random.number(1, 3));
  fee.financed = at == 0 && random.one_in(2);
  return fee;
}

void add_charges(Random& random, LoanTerms& terms) {
  for (int k = random.number(0, 3); k > 0; --k) terms.fees.push_back(some_fee(random, terms));
  if (random.one_in(3))
    terms.insurance = InsuranceTerms{Rate::of_ticks(random.between(0, 100) * (Rate::one_percent / 100)),
                                     static_cast<InsuranceTerms::Base>(random.number(1, 2)), random.one_in(3)};
}

void add_tranches(Random& random, LoanTerms& terms) {
  for (int k = random.number(1, 3); k > 0; --k)
    terms.further_tranches.push_back({some_day(random, terms), some_amount(random, terms, 1, terms.principal.units())});
  if (random.one_in(3)) terms.further_tranches.push_back(terms.further_tranches.front());
}

Frequency some_frequency(Random& random, Date start, int count) {
  if (!random.one_in(8)) {
    const Frequency every = random.frequency();
    return days_of_step(every) * count > 40'000 ? Frequency{weekly} : every;
  }
  OnDates list;
  for (int k = 0; k < count; ++k) list.dates.push_back(start = start + random.number(1, 40));
  return list;
}

void add_calendar(Random& random, LoanTerms& terms) {
  terms.calendar.business_days = random.business_calendar(terms.disbursed_on + 100);
  terms.calendar.roll = static_cast<Roll>(random.number(1, 4));
  terms.calendar.interest_follows = random.one_in(2);
}

void add_moratorium(Random& random, LoanTerms& terms) {
  const Date from = some_day(random, terms);
  terms.moratoria.push_back({{from, from + random.number(0, 90)}, random.one_in(2)});
}

void add_interest_terms(Random& random, LoanTerms& terms) {
  InterestTerms& interest = terms.interest;
  if (random.one_in(8) && interest.per == RatePeriod::year) interest.kind = RateKind::effective;
  if (random.one_in(8)) interest.first_period = FirstPeriod::actual_ratio;
  if (random.one_in(8)) interest.from = terms.disbursed_on + random.number(0, days_of_step(terms.repayments.every) - 1);
  if (random.one_in(8))
    for (int k = random.number(1, 3); k > 0; --k)
      interest.changes.push_back({some_day(random, terms) + 1, some_rate(random, interest.per)});
  if (random.one_in(20)) interest.first_period_years = YearFraction{random.number(0, 400), 365};
  if (random.one_in(8)) interest.capitalise_in_grace = terms.grace.interest_payment > 0;
}

}  // namespace

LoanTerms some_loan(Random& random, Days days) {
  const Currency currency = random.currency();
  const Date start = random.date(days.least, days.most);
  const int count = some_count(random);
  const auto per = static_cast<RatePeriod>(random.one_in(2) ? 1 : random.number(1, 6));
  LoanTerms terms{
      .principal = Money::of_units(some_principal(random), currency),
      .disbursed_on = start,
      .interest = {.method = random.one_in(3) ? InterestMethod::flat : InterestMethod::declining,
                   .rate = some_rate(random, per),
                   .per = per,
                   .accrual = some_accrual(random)},
      .repayments = {.count = count, .every = some_frequency(random, start, count)},
  };
  terms.rounding = some_rounding(random, terms);
  if (random.one_in(4)) terms.repayments.first_due_on = start + random.number(1, 60);
  terms.amortization = some_form(random, terms);
  terms.grace = some_grace(random, count);
  add_interest_terms(random, terms);
  terms.negative_amortization = random.one_in(12);
  if (random.one_in(4)) add_tranches(random, terms);
  if (random.one_in(6)) terms.down_payment = Rate::of_ticks(random.between(1, 40) * Rate::one_percent / 2);
  if (random.one_in(3)) add_charges(random, terms);
  if (random.one_in(4)) add_calendar(random, terms);
  if (random.one_in(10)) add_moratorium(random, terms);
  return terms;
}

LoanTerms level_loan(Random& random, Days days) {
  const Currency currency = random.currency();
  const auto per = static_cast<RatePeriod>(random.number(1, 6));
  LoanTerms terms{
      .principal = Money::of_units(some_principal(random), currency),
      .disbursed_on = random.date(days.least, days.most),
      .interest = {.method = InterestMethod::declining, .rate = some_rate(random, per), .per = per},
      .repayments = {.count = some_count(random), .every = monthly},
  };
  if (random.one_in(2)) terms.repayments.every = EveryWeeks{random.number(1, 4)};
  terms.rounding = some_rounding(random, terms);
  std::get<ExactRounding>(terms.rounding).residual = Residual::last;
  return terms;
}

LoanTerms plain_loan(Random& random) {
  LoanTerms terms = level_loan(random);
  InterestTerms& interest = terms.interest;
  if (random.one_in(2)) {
    constexpr std::array<DayCount, 3> plain{DayCount::actual_360, DayCount::actual_364, DayCount::actual_365};
    interest.accrual = ByDay{random.any_of(plain)};
    interest.per = static_cast<RatePeriod>(random.number(1, 4));
  } else if (random.one_in(2)) {
    interest.accrual = ByPeriod{random.one_in(2) ? 360 : 364};
  }
  if (random.one_in(3)) interest.rate = some_rate(random, interest.per);
  if (random.one_in(6)) interest.rate = Rate::of_ticks(random.between(1, 5'000 * Rate::one_percent));
  std::int64_t units = terms.principal.units();
  if (random.one_in(8)) {
    units = std::int64_t{1} << random.number(40, 62);
    units += random.between(-2, 2);
  }
  // Halves of a unit: an amount times a rate with few decimals.
  if (random.one_in(6)) {
    units = random.between(1, 4000) * 50;
    interest.rate = Rate::of_ticks(random.between(1, 100) * Rate::one_percent / 2);
    interest.per = RatePeriod::installment;
    interest.accrual = ByPeriod{};
  }
  ExactRounding rounding{.mode = random.rounding()};
  rounding.installment_multiple = some_multiple(random, units / terms.repayments.count / 4, terms.principal.currency());
  terms.principal = Money::of_units(units, terms.principal.currency());
  terms.rounding = rounding;
  terms.amortization = EqualInstallments{};
  if (random.one_in(4)) terms.amortization = EqualPrincipal{};
  switch (random.number(0, 3)) {
    case 0: terms.repayments.every = EveryDays{random.number(1, 90)}; break;
    case 1: terms.repayments.every = EveryWeeks{random.number(1, 8)}; break;
    default: terms.repayments.every = EveryMonths{random.number(1, 6)}; break;
  }
  if (random.one_in(3)) terms.repayments.first_due_on = terms.disbursed_on + random.number(1, 90);
  return terms;
}

LoanTerms wild_loan(Random& random) {
  LoanTerms terms =
      random.one_in(4) ? plain_loan(random) : some_loan(random, {Date::of(1901, 1, 1), Date::of(2250, 12, 31)});
  const Currency currency = terms.principal.currency();
  const auto wild_int = [&] { return static_cast<int>(random.units() >> random.number(32, 60)); };
  for (int mutations = random.number(1, 4); mutations > 0; --mutations) switch (random.number(0, 22)) {
      case 0: terms.principal = Money::of_units(random.units(), currency); break;
      case 1: terms.repayments.count = wild_int(); break;
      case 2: terms.interest.rate = Rate::of_ticks(random.units()); break;
      case 3: terms.grace.principal = wild_int(); break;
      case 4: terms.grace.interest_payment = wild_int(); break;
      case 5: terms.grace.interest_free = wild_int(); break;
      case 6: terms.grace.all = wild_int(); break;
      case 7: terms.down_payment = Rate::of_ticks(random.units()); break;
      case 8: terms.repayments.every = EveryDays{random.one_in(2) ? wild_int() : random.number(3600, 4100)}; break;
      case 9: terms.repayments.every = EveryMonths{wild_int()}; break;
      case 10: terms.repayments.every = EveryNthWeekday{wild_int(), random.weekday()}; break;
      case 11: terms.repayments.first_due_on = random.date(); break;
      case 12: terms.interest.from = random.date(); break;
      case 13: terms.interest.accrual = ByPeriod{random.one_in(2) ? wild_int() : random.number(358, 367)}; break;
      case 14: terms.further_tranches.push_back({random.date(), random.money()}); break;
      case 15: terms.amortization = Balloon{random.money()}; break;
      case 16: terms.amortization = EqualInstallments{Money::of_units(random.units(), currency)}; break;
      case 17: terms.amortization = WeightedPrincipal{{random.units(), random.units()}}; break;
      case 18: terms.amortization = StepInstallments{Rate::of_ticks(random.units()), wild_int()}; break;
      case 19: {
        const Date from = random.date();
        terms.moratoria.push_back({{from, random.date()}, random.one_in(2)});
        break;
      }
      case 21: terms.disbursed_on = random.date(); break;
      case 20: terms.interest.changes.push_back({random.date(), Rate::of_ticks(random.units())}); break;
      default: terms.rounding = ExactRounding{.installment_multiple = Money::of_units(random.units(), currency)}; break;
    }
  return terms;
}

std::string described([[maybe_unused]] const LoanTerms& terms) {
#ifdef SOLIDARITY_HAVE_JSON
  return to_json(terms);
#else
  return "no nlohmann_json to show the terms";
#endif
}

bool can_be_priced(const LoanTerms& terms) {
  if (!validate(terms).empty()) return false;
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  std::vector<Installment> rows(rows_needed(terms), blank);
  try {
    return !detail::price_in_full(terms, rows).refused;
  } catch (const Error&) {
    return false;
  }
}

namespace {

std::int64_t rounded_percent(Rate percent, std::int64_t amount, const LoanTerms& terms) {
  const std::int64_t grid = grid_of(terms);
  return multiply_divide(amount, percent.ticks(), wide{Rate::one} * grid, rounding_of(terms).mode) * grid;
}

// Fees that are lent with the principal, of the money handed out.
std::int64_t financed(const LoanTerms& terms) {
  std::int64_t lent = terms.principal.units();
  for (const Tranche& tranche : terms.further_tranches) lent += tranche.amount.units();
  std::int64_t sum = 0;
  for (const Fee& fee : terms.fees) {
    if (!fee.financed) continue;
    const auto* percent = std::get_if<PercentOf>(&fee.amount);
    std::int64_t amount =
        percent ? rounded_percent(percent->percent, lent, terms) : std::get<Money>(fee.amount).units();
    if (fee.min) amount = std::max(amount, fee.min->units());
    if (fee.max) amount = std::min(amount, fee.max->units());
    sum += amount;
  }
  return sum;
}

}  // namespace

Walk walk(const PricedLoan& loan) {
  const LoanTerms& terms = loan.terms;
  std::map<Date, std::int64_t> advances{{terms.disbursed_on, terms.principal.units() + financed(terms)}};
  for (const Tranche& tranche : terms.further_tranches) advances[tranche.on] += tranche.amount.units();

  std::pmr::monotonic_buffer_resource memory;
  const detail::Timeline timeline(terms, memory);
  Walk walk;
  std::int64_t balance = 0;
  auto advance = advances.begin();
  auto row = loan.schedule.begin();
  for (std::size_t k = 0; k < timeline.rows().size() && row != loan.schedule.end(); ++k, ++row) {
    const detail::Row& period = timeline.rows()[k];
    Step step{static_cast<int>(k) + 1, period.start, period.end, nullptr, balance, {}, 0, false};
    for (; advance != advances.end() && advance->first < period.end; ++advance) {
      const std::int64_t down = rounded_percent(terms.down_payment, advance->second, terms);
      walk.advanced += advance->second;
      walk.down_paid += down;
      balance += advance->second - down;
      if (advance == advances.begin()) step.before = balance;
      else step.drawn.push_back({advance->first, advance->second - down});
      if (down == 0) continue;
      REQUIRE(row->due == advance->first);
      REQUIRE(row->days == 0);
      REQUIRE(row->units == Components{.principal = down});
      REQUIRE(row->balance_units == balance);
      walk.down_payments.push_back(&*row);
      step.follows_down_payments = true;
      ++row;
      REQUIRE(row != loan.schedule.end());
    }
    step.opening = balance;
    step.row = &*row;
    REQUIRE(row->due == period.due);
    balance = row->balance_units;
    walk.steps.push_back(std::move(step));
  }
  REQUIRE(row == loan.schedule.end());
  return walk;
}

}  // namespace test
