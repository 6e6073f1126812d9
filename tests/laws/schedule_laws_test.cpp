// SPDX-License-Identifier: MIT
// Laws of schedules (S1-S9, S11-S13, S15-S17 of the invariants) over generated loans, see loans.hpp.  What they compute
// beside the engine is written from docs/pricing.md in whole numbers without bounds.
#include <solidarity/calendar/date_sequence.hpp>
#include <solidarity/core/overloaded.hpp>
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <cfenv>
#include <clocale>
#include <cmath>
#include <locale>
#include <map>
#include <set>
#include <string>

#include "catch.hpp"
#include "loans.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using boost::multiprecision::cpp_int;
using test::for_all;
using test::for_all_level_loans;
using test::for_all_loans;
using test::for_all_loans_that;
using test::PricedLoan;
using test::Random;
using test::Step;
using test::Walk;

namespace {

// --- exact numbers ----------------------------------------------------------------------------------------------

// numerator / denominator >= 0, not in lowest terms.
struct Exact {
  cpp_int numerator = 0;
  cpp_int denominator = 1;
  friend Exact operator+(const Exact& a, const Exact& b) {
    return {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
  }
  friend Exact operator*(const Exact& a, const Exact& b) {
    return {a.numerator * b.numerator, a.denominator * b.denominator};
  }
};

// A number that is not negative, rounded to whole multiples of the grid.
cpp_int rounded(const Exact& value, std::int64_t grid, Rounding mode) {
  const cpp_int by = value.denominator * grid;
  cpp_int whole = value.numerator / by;
  const int half = cpp_int(2 * (value.numerator - whole * by)).compare(by);
  const bool rest = value.numerator != whole * by;
  const bool up = [&] {
    switch (mode) {
      case Rounding::half_even: return half > 0 || (half == 0 && whole % 2 != 0);
      case Rounding::half_up: return half >= 0;
      case Rounding::half_down: return half > 0;
      case Rounding::up:
      case Rounding::ceiling: return rest;
      default: return false;
    }
  }();
  if (up) ++whole;
  return whole * grid;
}

// --- the rate of a row, from docs/pricing.md, section 2 ---------------------------------------------------------------

Exact years_of_step(const LoanTerms& terms) {
  const int year_days = std::get<ByPeriod>(terms.interest.accrual).year_days;
  const auto of_days = [&](std::int64_t days, std::int64_t year) {
    return year_days != 0 ? Exact{days, year_days} : Exact{days, year};
  };
  return std::visit(overloaded{[&](EveryDays every) { return of_days(every.count, 365); },
                               [&](EveryWeeks every) {
                                 return year_days != 0 ? Exact{7 * every.count, year_days} : Exact{every.count, 52};
                               },
                               [](EveryMonths every) {
                                 return Exact{every.count, 12};
                               },
                               [](EveryMonthEnd every) {
                                 return Exact{every.count, 12};
                               },
                               [](Semimonthly) {
                                 return Exact{1, 24};
                               },
                               [](EveryNthWeekday) {
                                 return Exact{1, 12};
                               },
                               [](const OnDates&) {
                                 return Exact{0, 1};
                               }},
                    terms.repayments.every);
}

Exact quoted_periods(const LoanTerms& terms) {
  const auto* by_period = std::get_if<ByPeriod>(&terms.interest.accrual);
  const int year_days = by_period != nullptr ? by_period->year_days : 0;
  switch (terms.interest.per) {
    case RatePeriod::month: return {12, 1};
    case RatePeriod::week: return year_days != 0 ? Exact{year_days, 7} : Exact{52, 1};
    case RatePeriod::day: return {year_days != 0 ? year_days : 365, 1};
    default: return {1, 1};
  }
}

// Terms whose rate this file can say.
bool has_simple_interest(const LoanTerms& terms) {
  const auto* by_day = std::get_if<ByDay>(&terms.interest.accrual);
  return terms.interest.kind == RateKind::nominal && terms.interest.changes.empty() && terms.moratoria.empty() &&
         terms.interest.first_period == FirstPeriod::nominal && !terms.interest.first_period_years &&
         (by_day == nullptr || by_day->day_count != DayCount::actual_actual_icma);
}

Exact rate_of(const LoanTerms& terms, const Step& step, Date from, Date termination) {
  if (step.k <= terms.grace.interest_free) return {0, 1};
  const Exact quoted{terms.interest.rate.ticks(), Rate::one};
  from = std::max(from, step.start);
  if (from >= step.end) return {0, 1};  // a first due date moved back before the first day that bears interest
  if (const auto* by_day = std::get_if<ByDay>(&terms.interest.accrual)) {
    const YearFraction years = year_fraction(by_day->day_count, from, step.end, {.termination_date = termination});
    return quoted * quoted_periods(terms) * Exact{years.numerator, years.denominator};
  }
  Exact rate = quoted;
  if (terms.interest.per == RatePeriod::term) rate = rate * Exact{1, terms.repayments.count};
  else if (terms.interest.per != RatePeriod::installment) rate = rate * quoted_periods(terms) * years_of_step(terms);
  return rate * Exact{step.end - from, step.end - step.start};
}

// What the row earns: every amount from its own day on.
Exact interest_of(const LoanTerms& terms, const Step& step, Date termination) {
  Exact interest = Exact{step.before, 1} * rate_of(terms, step, step.start, termination);
  for (const test::Drawn& drawn : step.drawn)
    interest = interest + Exact{drawn.net, 1} * rate_of(terms, step, drawn.on, termination);
  return interest;
}

// --- forms ------------------------------------------------------------------------------------------------------

bool declining(const LoanTerms& terms) { return !test::is_flat(terms); }
bool has_given_amount(const LoanTerms& terms) {
  const auto* level = std::get_if<EqualInstallments>(&terms.amortization);
  return level != nullptr && level->amount;
}
bool is_level(const LoanTerms& terms) { return test::is<EqualInstallments>(terms) && !has_given_amount(terms); }
bool bills_at_the_end(const LoanTerms& terms) {
  const auto* bullet = std::get_if<Bullet>(&terms.amortization);
  return bullet != nullptr && bullet->interest_too;
}
bool capitalises(const LoanTerms& terms) {
  return terms.interest.capitalise_in_grace && terms.grace.interest_payment > 0;
}
bool taken_as_given(const LoanTerms& terms) {
  return test::is<WeightedPrincipal>(terms) || test::is<ListedPrincipal>(terms);
}

std::vector<Components> figures(const Schedule& schedule) {
  std::vector<Components> units;
  for (const Installment& row : schedule) units.push_back(row.units);
  return units;
}

// Another loan of the same amounts: equal if it can be priced, and refused with the same words if not.
std::string answer_of(const LoanTerms& terms) {
  std::string text;
  const std::string refusal = test::refusal([&] {
    const Schedule schedule = amortize(terms);
    text = to_text(schedule);
    return 0;
  });
  return text.empty() ? refusal : text;
}

}  // namespace

// --- what holds for every schedule --------------------------------------------------------------------------------

TEST_CASE("S1: the principal of the rows is all that was lent, and what was capitalised") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    const Walk walk = test::walk(loan);
    std::int64_t principal = walk.down_paid;
    std::int64_t capitalised = 0;
    for (const Step& step : walk.steps) {
      principal += step.row->units.principal;
      capitalised += step.row->balance_units - (step.opening - step.row->units.principal);
    }
    REQUIRE(principal == walk.advanced + capitalised);
    REQUIRE(total(loan.schedule, &Installment::principal).units() == principal);
    REQUIRE(loan.schedule.disbursement().principal.units() == walk.advanced);
    if (!capitalises(loan.terms)) REQUIRE(capitalised == 0);
  });
}

TEST_CASE("S2: each balance is the one before, with what was lent and capitalised, less the principal") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    for (const Step& step : test::walk(loan).steps) {
      const std::int64_t plain = step.opening - step.row->units.principal;
      if (capitalises(loan.terms) && step.k <= loan.terms.grace.interest_payment)
        REQUIRE(step.row->balance_units >= plain);
      else REQUIRE(step.row->balance_units == plain);
    }
  });
}

TEST_CASE("S3: the balance is zero after the last row and not before") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    REQUIRE(loan.schedule.back().balance_units == 0);
    const bool may_rest = taken_as_given(loan.terms) || has_given_amount(loan.terms);
    for (const Installment& row : loan.schedule.rows().first(loan.schedule.size() - 1))
      REQUIRE(row.balance_units >= (may_rest ? 0 : 1));
  });
}

TEST_CASE("S4: no component of any row is negative, but principal where the balance may grow") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    for (const Installment& row : loan.schedule) {
      if (!loan.terms.negative_amortization) REQUIRE(row.units.principal >= 0);
      REQUIRE(std::min({row.units.interest, row.units.fees, row.units.penalties, row.units.insurance}) >= 0);
    }
  });
}

TEST_CASE("S5: a row is the sum of its components, and each lies on the grid") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    const std::int64_t grid = test::grid_of(loan.terms);
    for (const Installment& row : loan.schedule) {
      const Components& units = row.units;
      REQUIRE(row.total().units() == units.principal + units.interest + units.fees + units.penalties + units.insurance);
      REQUIRE(units.principal % grid == 0);
      REQUIRE(units.interest % grid == 0);
      REQUIRE(units.fees % grid == 0);
      REQUIRE(units.penalties % grid == 0);
      REQUIRE(units.insurance % grid == 0);
      REQUIRE(row.currency == loan.terms.principal.currency());
    }
  });
}

TEST_CASE("S7: there are as many rows as installments and down payments; fewer only when a given amount repays early") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    const Walk walk = test::walk(loan);
    const auto count = static_cast<std::size_t>(loan.terms.repayments.count);
    REQUIRE(walk.steps.size() <= count);
    if (!has_given_amount(loan.terms)) REQUIRE(walk.steps.size() == count);
    REQUIRE(loan.schedule.size() == walk.steps.size() + walk.down_payments.size());
    REQUIRE(loan.schedule.size() <= rows_needed(loan.terms));
    int number = 0;
    for (const Installment& row : loan.schedule) REQUIRE(row.number == ++number);
  });
}

TEST_CASE("S7: one installment is the principal and its interest; none and too many are refused") {
  for_all_level_loans([](PricedLoan loan, Random& random) {
    loan.terms.repayments.count = 1;
    if (test::refused([&] { return amortize(loan.terms); }).empty()) {
      const Schedule one = amortize(loan.terms);
      REQUIRE(one.size() == 1);
      REQUIRE(one.front().principal() == loan.terms.principal);
      REQUIRE(one.front().balance_units == 0);
    }
    const std::array<int, 6> outside{0, -1, 1201, 2'147'483'647, -2'147'483'647, random.number(1201, 1'000'000)};
    loan.terms.repayments.count = random.any_of(outside);
    REQUIRE(test::refused([&] { return amortize(loan.terms); }) == "out_of_range");
  });
}

TEST_CASE("S7: rows fall due on the dates of the frequency, moved off holidays, in order") {
  for_all_loans_that([](const LoanTerms& terms) { return terms.moratoria.empty(); },
                     [](const PricedLoan& loan, Random&) {
                       const LoanTerms& terms = loan.terms;
                       const DateSequence dates(terms.repayments.every, terms.disbursed_on,
                                                terms.repayments.first_due_on);
                       Date before = terms.disbursed_on;
                       for (const Step& step : test::walk(loan).steps) {
                         const Date planned = dates.at(step.k + terms.grace.all);
                         REQUIRE(step.row->due == terms.calendar.business_days.rolled(planned, terms.calendar.roll));
                         REQUIRE(step.row->due > before);
                         if (step.k > 1) REQUIRE(step.row->days == step.row->due - before);
                         before = step.row->due;
                       }
                     });
}

// --- interest -----------------------------------------------------------------------------------------------------

TEST_CASE("S8: declining interest is the balance times the rate of the period, rounded once a row") {
  const auto pleases = [](const LoanTerms& terms) {
    return declining(terms) && has_simple_interest(terms) && !test::is<SumOfDigits>(terms) && !bills_at_the_end(terms);
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    const LoanTerms& terms = loan.terms;
    const Walk walk = test::walk(loan);
    const Date termination = walk.steps.back().end;
    const int last_deferred = std::min(terms.grace.interest_payment, static_cast<int>(walk.steps.size()) - 1);
    cpp_int deferred = 0;
    for (const Step& step : walk.steps) {
      const cpp_int earned =
          rounded(interest_of(terms, step, termination), test::grid_of(terms), test::rounding_of(terms).mode);
      if (step.k > last_deferred) {
        REQUIRE(cpp_int(step.row->units.interest) == earned + deferred);
        deferred = 0;
        continue;
      }
      REQUIRE(step.row->units.interest == 0);
      if (capitalises(terms))
        REQUIRE(cpp_int(step.row->balance_units) == step.opening - step.row->units.principal + earned);
      else deferred += earned;
    }
  });
}

TEST_CASE("S8: flat interest is each advance times the rates of its time, in equal parts but one") {
  const auto pleases = [](const LoanTerms& terms) { return test::is_flat(terms) && has_simple_interest(terms); };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    const LoanTerms& terms = loan.terms;
    const Walk walk = test::walk(loan);
    const Date termination = walk.steps.back().end;
    Exact interest;
    std::vector<test::Drawn> lent{{terms.disbursed_on, walk.steps.front().before}};
    for (const Step& step : walk.steps) {
      for (const test::Drawn& drawn : step.drawn) lent.push_back(drawn);
      for (const test::Drawn& drawn : lent)
        interest = interest + Exact{drawn.net, 1} * rate_of(terms, step, drawn.on, termination);
    }
    REQUIRE(cpp_int(total(loan.schedule, &Installment::interest).units()) ==
            rounded(interest, test::grid_of(terms), test::rounding_of(terms).mode));
    if (terms.grace.interest_payment > 0 || test::is<SumOfDigits>(terms) || test::is<WeightedPrincipal>(terms) ||
        bills_at_the_end(terms))
      return;
    std::map<std::int64_t, int> parts;
    for (const Step& step : walk.steps)
      if (step.k > terms.grace.interest_free) ++parts[step.row->units.interest];
    const int bearing = static_cast<int>(walk.steps.size()) - terms.grace.interest_free;
    const bool allocated = parts.size() == 2 && parts.rbegin()->first - parts.begin()->first == test::grid_of(terms);
    REQUIRE((parts.size() == 1 || allocated ||
             (parts.size() == 2 && std::min(parts.begin()->second, parts.rbegin()->second) == 1 && bearing > 1)));
  });
}

TEST_CASE("S9: without interest every row pays its part of the principal alone") {
  for_all([](Random& random) {
    const auto without_interest = [](Random& draw) {
      LoanTerms terms = test::level_loan(draw);
      terms.interest.rate = Rate::zero();
      if (draw.one_in(2)) terms.amortization = EqualPrincipal{};
      return terms;
    };
    const PricedLoan loan = test::priced(random, without_interest, [](const LoanTerms&) { return true; });
    const bool level = is_level(loan.terms);
    const cpp_int part = rounded({loan.terms.principal.units(), loan.terms.repayments.count},
                                 level ? test::installment_grid_of(loan.terms) : test::grid_of(loan.terms),
                                 test::rounding_of(loan.terms).mode);
    for (const Installment& row : loan.schedule.rows().first(loan.schedule.size() - 1)) {
      REQUIRE(row.units.interest == 0);
      REQUIRE(cpp_int(row.units.principal) == part);
    }
    REQUIRE(loan.schedule.back().units.interest == 0);
  });
}

TEST_CASE("S9: a rate next to nothing changes the installment by one unit at most") {
  for_all([](Random& random) {
    const auto without_interest = [](Random& draw) {
      LoanTerms terms = test::level_loan(draw);
      terms.interest.rate = Rate::zero();
      terms.interest.per = RatePeriod::installment;
      return terms;
    };
    PricedLoan loan = test::priced(random, without_interest, [](const LoanTerms& terms) {
      return terms.principal.units() < 1'000'000'000'000 / terms.repayments.count;
    });
    const std::int64_t bound = Rate::one / loan.terms.principal.units() / loan.terms.repayments.count - 1;
    loan.terms.interest.rate = Rate::of_ticks(random.between(1, std::max<std::int64_t>(1, bound)));
    if (!test::can_be_priced(loan.terms)) return;
    const Schedule close = amortize(loan.terms);
    REQUIRE(std::abs(close.front().total().units() - loan.schedule.front().total().units()) <=
            test::installment_grid_of(loan.terms));
    REQUIRE(total(close, &Installment::principal) == loan.terms.principal);
  });
}

// --- level installments ---------------------------------------------------------------------------------------------

TEST_CASE("S6: the level installment is the exact one, rounded once, in every row but the last") {
  for_all_level_loans([](const PricedLoan& loan, Random&) {
    const LoanTerms& terms = loan.terms;
    const Step any{1, terms.disbursed_on, terms.disbursed_on + 1, nullptr, 0, {}, 0, false};
    const Exact rate = rate_of(terms, any, any.start, any.end);
    const cpp_int grown = rate.numerator + rate.denominator;
    cpp_int growth = 1;  // over denominator^(k)
    cpp_int payments = 0;
    cpp_int scale = 1;
    for (int k = 0; k < terms.repayments.count; ++k) {
      payments = payments * rate.denominator + growth;
      growth *= grown;
      scale *= rate.denominator;
    }
    // payments counts each installment over denominator^(n-1): E = P growth / scale / (payments x denominator / scale).
    const cpp_int exact = rounded({cpp_int(terms.principal.units()) * growth, payments * rate.denominator},
                                  test::installment_grid_of(terms), test::rounding_of(terms).mode);
    for (const Installment& row : loan.schedule.rows().first(loan.schedule.size() - 1))
      REQUIRE(cpp_int(row.total().units()) == exact);
  });
}

TEST_CASE("S6: the last installment differs from the others by what the roundings can grow to") {
  for_all_level_loans([](const PricedLoan& loan, Random&) {
    const LoanTerms& terms = loan.terms;
    const auto mode = test::rounding_of(terms).mode;
    const Step any{1, terms.disbursed_on, terms.disbursed_on + 1, nullptr, 0, {}, 0, false};
    const Exact rate = rate_of(terms, any, any.start, any.end);
    const auto r =
        static_cast<long double>(rate.numerator.convert_to<long double>() / rate.denominator.convert_to<long double>());
    const auto n = static_cast<long double>(terms.repayments.count);
    const long double both = static_cast<long double>(test::installment_grid_of(terms) + test::grid_of(terms));
    const long double h = mode <= Rounding::half_down ? both / 2 : both;
    const long double bound = r * n < 1e-9L ? h * n * 1.001L : h * (std::pow(1 + r, n) - (1 + r)) / r + h;
    const auto last = static_cast<long double>(loan.schedule.back().total().units());
    const auto level = static_cast<long double>(loan.schedule.front().total().units());
    if (loan.schedule.size() > 1) REQUIRE(std::abs(last - level) <= bound * 1.000001L + 1);
  });
}

TEST_CASE("S6: rows between two solutions pay the same, and whole multiples") {
  const auto pleases = [](const LoanTerms& terms) {
    return declining(terms) && test::is<EqualInstallments>(terms) && terms.grace.interest_payment == 0 &&
           terms.further_tranches.empty() && terms.interest.changes.empty();
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    const Walk walk = test::walk(loan);
    const auto paid = [](const Step& step) { return step.row->units.principal + step.row->units.interest; };
    const auto first = static_cast<std::size_t>(loan.terms.grace.principal);
    for (std::size_t k = first; k + 1 < walk.steps.size(); ++k) {
      REQUIRE(paid(walk.steps[k]) == paid(walk.steps[first]));
      if (!has_given_amount(loan.terms)) REQUIRE(paid(walk.steps[k]) % test::installment_grid_of(loan.terms) == 0);
    }
  });
}

TEST_CASE("S11: the installment does not fall with the principal or the rate, nor rise with the term") {
  for_all([](Random& random) {
    const PricedLoan loan = test::priced(
        random, [](Random& draw) { return test::level_loan(draw); }, [](const LoanTerms&) { return true; });
    const std::int64_t level = loan.schedule.front().total().units();
    const auto front_of = [](const LoanTerms& terms) { return amortize(terms).front().total().units(); };
    if (loan.terms.repayments.count == 1) return;

    LoanTerms more = loan.terms;
    more.principal = Money::of_units(more.principal.units() + random.between(0, 1000) * test::grid_of(more),
                                     more.principal.currency());
    if (test::can_be_priced(more)) REQUIRE(front_of(more) >= level);

    LoanTerms dearer = loan.terms;
    dearer.interest.rate = Rate::of_ticks(dearer.interest.rate.ticks() + random.between(0, Rate::one_percent / 10));
    if (test::can_be_priced(dearer)) REQUIRE(front_of(dearer) >= level);

    LoanTerms longer = loan.terms;
    longer.repayments.count += random.number(1, 12);
    if (longer.interest.per != RatePeriod::term && test::can_be_priced(longer)) REQUIRE(front_of(longer) <= level);
  });
}

TEST_CASE("S11: so many times the principal is so many times the installment, but for rounding") {
  for_all_level_loans([](const PricedLoan& loan, Random& random) {
    const int times = random.number(2, 1000);
    LoanTerms larger = loan.terms;
    larger.principal = larger.principal * times;
    if (loan.terms.repayments.count == 1 || !test::can_be_priced(larger)) return;
    const std::int64_t exact = loan.schedule.front().total().units() * times;
    const std::int64_t grid = test::installment_grid_of(loan.terms);
    REQUIRE(std::abs(amortize(larger).front().total().units() - exact) <= times * grid + grid);
    if (test::rounding_of(loan.terms).mode <= Rounding::half_down)
      REQUIRE(2 * std::abs(amortize(larger).front().total().units() - exact) <= times * grid + 2 * grid);
  });
}

TEST_CASE("S17: a level installment repays: it is more than its interest and at least one multiple") {
  const auto pleases = [](const LoanTerms& terms) {
    return declining(terms) && test::is<EqualInstallments>(terms) && terms.grace.interest_payment == 0 &&
           !terms.negative_amortization;
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    const Walk walk = test::walk(loan);
    const Step& first = walk.steps[static_cast<std::size_t>(
        std::min(loan.terms.grace.principal, static_cast<int>(walk.steps.size()) - 1))];
    const Components& units = first.row->units;
    REQUIRE(units.principal > 0);
    if (first.k != static_cast<int>(walk.steps.size()))
      REQUIRE(units.principal + units.interest >= test::installment_grid_of(loan.terms));
  });
}

TEST_CASE("S17: what is too small to repay is refused with the smallest principal that works, or one that works") {
  for_all([](Random& random) {
    LoanTerms terms = test::level_loan(random);
    for (;; terms = test::level_loan(random)) {
      terms.principal = Money::of_units(random.between(1, 100) * test::grid_of(terms), terms.principal.currency());
      if (random.one_in(2))
        std::get<ExactRounding>(terms.rounding).installment_multiple =
            Money::of_units(random.between(1, 50) * test::grid_of(terms), terms.principal.currency());
      if (!test::can_be_priced(terms)) break;
    }
    const std::string said = test::refusal([&] { return amortize(terms); });
    INFO(said << "\n" << test::described(terms));
    REQUIRE((said.starts_with("installment_too_small: /principal: ") ||
             said.starts_with("residual_too_large: /principal: ")));
    const std::string_view words = " principal that works is ";
    const auto at = said.find(words);
    if (at == std::string::npos) {
      REQUIRE(said.ends_with("; no principal works: shorten the term, lower the rate or the rounding multiple"));
      return;
    }
    terms.principal = Money::parse(said.substr(at + words.size()), terms.principal.currency());
    REQUIRE(total(amortize(terms), &Installment::principal) == terms.principal);
    if (!said.substr(0, at).ends_with("the smallest")) return;
    const std::int64_t grid = test::grid_of(terms);
    const std::int64_t smallest = terms.principal.units() / grid;
    for (const std::int64_t less : {smallest - 1, random.between(0, smallest - 1), random.between(0, smallest - 1)}) {
      terms.principal = Money::of_units(less * grid, terms.principal.currency());
      REQUIRE((less == 0 || !test::can_be_priced(terms)));
    }
  });
}

// --- grace and residual ---------------------------------------------------------------------------------------------

TEST_CASE("S12: rows in grace repay no principal") {
  for_all_loans_that([](const LoanTerms& terms) { return terms.grace.principal > 0; },
                     [](const PricedLoan& loan, Random&) {
                       for (const Step& step : test::walk(loan).steps) {
                         if (step.k <= loan.terms.grace.principal) REQUIRE(step.row->units.principal == 0);
                       }
                     });
}

TEST_CASE("S12: interest whose payment waits is paid later, and nothing is lost") {
  const auto pleases = [](const LoanTerms& terms) {
    return terms.grace.interest_payment > 0 && !terms.interest.capitalise_in_grace && terms.fees.empty();
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    LoanTerms at_once = loan.terms;
    at_once.grace.interest_payment = 0;
    // Flat level installments follow another rule as soon as there is any grace.
    if (test::is_flat(at_once) && test::is<EqualInstallments>(at_once)) return;
    const PricedLoan other{at_once, amortize(at_once)};
    REQUIRE(total(other.schedule, &Installment::interest) == total(loan.schedule, &Installment::interest));
    const Walk late = test::walk(loan);
    const Walk early = test::walk(other);
    REQUIRE(late.steps.size() == early.steps.size());
    for (std::size_t k = 0; k < late.steps.size(); ++k) {
      REQUIRE(late.steps[k].row->units.principal == early.steps[k].row->units.principal);
      const bool waits = late.steps[k].k <= loan.terms.grace.interest_payment && k + 1 < late.steps.size();
      if (waits) REQUIRE(late.steps[k].row->units.interest == 0);
    }
  });
}

TEST_CASE("S12: rows free of interest bear none") {
  for_all_loans_that([](const LoanTerms& terms) { return terms.grace.interest_free > 0; },
                     [](const PricedLoan& loan, Random&) {
                       for (const Step& step : test::walk(loan).steps) {
                         if (step.k <= loan.terms.grace.interest_free) REQUIRE(step.row->units.interest == 0);
                       }
                     });
}

TEST_CASE("S12: installments skipped altogether move the dates and no amount") {
  const auto pleases = [](const LoanTerms& terms) {
    return terms.grace.all > 0 && std::holds_alternative<ByPeriod>(terms.interest.accrual) &&
           terms.further_tranches.empty() && terms.interest.changes.empty() && terms.fees.empty() &&
           terms.interest.first_period == FirstPeriod::nominal && !terms.calendar.interest_follows;
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    LoanTerms unmoved = loan.terms;
    unmoved.grace.all = 0;
    unmoved.calendar = {};
    REQUIRE(figures(amortize(unmoved)) == figures(loan.schedule));
  });
}

TEST_CASE("S12: grace as long as the loan, or below zero, is refused") {
  for_all([](Random& random) {
    LoanTerms terms = test::level_loan(random);
    const std::array<int, 4> outside{terms.repayments.count, terms.repayments.count + 1, -1, 2'147'483'647};
    const int rows = random.any_of(outside);
    switch (random.number(0, 2)) {
      case 0: terms.grace.principal = rows; break;
      case 1: terms.grace.interest_payment = rows; break;
      default: terms.grace.interest_free = rows; break;
    }
    REQUIRE(test::refused([&] { return amortize(terms); }) == "out_of_range");
  });
}

TEST_CASE("S13: one row carries what rounding leaves, the last or the first") {
  const auto pleases = [](const LoanTerms& terms) {
    return terms.further_tranches.empty() && terms.repayments.count > 1 &&
           (test::is<EqualPrincipal>(terms) || test::is<PrincipalPercentEach>(terms) ||
            (test::is_flat(terms) && test::is<EqualInstallments>(terms)));
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random&) {
    const LoanTerms& terms = loan.terms;
    const Walk walk = test::walk(loan);
    const auto first = static_cast<std::size_t>(terms.grace.principal);
    const bool on_first =
        test::rounding_of(terms).residual == Residual::first && !test::is<PrincipalPercentEach>(terms);
    const std::size_t carrier = on_first ? first : walk.steps.size() - 1;
    const bool by_total = test::is_flat(terms) && test::is<EqualInstallments>(terms) && !test::has_row_grace(terms);
    const auto figure = [&](std::size_t k) {
      const Components& units = walk.steps[k].row->units;
      return by_total ? units.principal + units.interest : units.principal;
    };
    std::set<std::int64_t> others;
    for (std::size_t k = first; k < walk.steps.size(); ++k)
      if (k != carrier) others.insert(figure(k));
    REQUIRE(others.size() <= 1);
  });
}

// --- purity and other relations -----------------------------------------------------------------------------------

namespace {

struct Germany : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

LoanTerms any_terms(Random& random) { return random.one_in(4) ? test::wild_loan(random) : test::some_loan(random); }

}  // namespace

TEST_CASE("S15: a schedule asked for twice is the same, and its terms are untouched") {
  for_all_loans([](const PricedLoan& loan, Random&) {
    const LoanTerms copy = loan.terms;
    REQUIRE(amortize(copy) == loan.schedule);
    REQUIRE(copy == loan.terms);
  });
}

TEST_CASE("S15: neither the rounding of floating point nor the locale of the host changes a figure or a word") {
  for_all([](Random& random) {
    const LoanTerms terms = any_terms(random);
    const std::string usual = answer_of(terms);
    for (const int direction : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST}) {
      std::fesetround(direction);
      const std::string other = answer_of(terms);
      std::fesetround(FE_TONEAREST);
      REQUIRE(other == usual);
    }
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Germany));
    for (const char* name : {"de_DE.UTF-8", "de_DE", "C.UTF-8"}) std::setlocale(LC_ALL, name);
    const std::string other = answer_of(terms);
    std::locale::global(before);
    std::setlocale(LC_ALL, "C");
    REQUIRE(other == usual);
  });
}

TEST_CASE("S16: whatever the terms, there is a schedule or a refusal, and the first problem of validate is the one") {
  for_all([](Random& random) {
    const LoanTerms terms = test::wild_loan(random);
    const Problems problems = validate(terms);
    INFO(test::described(terms));
    try {
      const Schedule schedule = amortize(terms);
      REQUIRE(problems.empty());
      REQUIRE(schedule.size() <= rows_needed(terms));
      REQUIRE(schedule.back().balance_units == 0);
    } catch (const Error& error) {
      INFO(error.what());
      if (!problems.empty()) {
        REQUIRE(error.problem() == *std::ranges::min_element(problems, {}, &Problem::code));
      } else {
        const std::set<ErrorCode> found_late{
            ErrorCode::installment_too_small, ErrorCode::residual_too_large, ErrorCode::overflow,
            ErrorCode::out_of_range,          ErrorCode::no_business_day,    ErrorCode::contradictory_terms};
        REQUIRE(found_late.count(error.code()) == 1);
      }
      REQUIRE(!error.message().empty());
    }
  });
}

TEST_CASE(
    "the order of tranches, rate changes, moratoria, fees and holidays does not matter; same-day tranches add up") {
  const auto pleases = [](const LoanTerms& terms) {
    return terms.further_tranches.size() + terms.interest.changes.size() + terms.moratoria.size() + terms.fees.size() >
               1 ||
           !terms.calendar.business_days.holidays().empty();
  };
  for_all_loans_that(pleases, [](const PricedLoan& loan, Random& random) {
    LoanTerms shuffled = loan.terms;
    if (!shuffled.further_tranches.empty()) {
      Tranche& split = shuffled.further_tranches.front();
      const auto& multiple = std::get<ExactRounding>(shuffled.rounding).currency_multiple;
      const std::int64_t grid = multiple ? multiple->units() : 1;
      const std::int64_t part = random.between(0, split.amount.units() - 1) / grid * grid;
      const Currency currency = split.amount.currency();
      split.amount -= Money::of_units(part, currency);
      const Tranche rest{split.on, Money::of_units(part, currency)};
      if (part > 0) shuffled.further_tranches.push_back(rest);
    }
    random.shuffle(shuffled.further_tranches);
    random.shuffle(shuffled.interest.changes);
    random.shuffle(shuffled.moratoria);
    random.shuffle(shuffled.fees);
    std::vector<Date> holidays;
    for (const Period& period : loan.terms.calendar.business_days.holidays())
      for (Date day = period.start; day <= period.end; day = day + 1) holidays.push_back(day);
    random.shuffle(holidays);
    std::vector<Weekday> weekend;
    for (int day = 0; day < 7; ++day)
      if (loan.terms.calendar.business_days.is_weekend(static_cast<Weekday>(day)))
        weekend.push_back(static_cast<Weekday>(day));
    shuffled.calendar.business_days = BusinessCalendar(weekend, holidays);
    REQUIRE(amortize(shuffled) == loan.schedule);
  });
}

namespace {

constexpr int four_centuries = 146'097;

LoanTerms later(LoanTerms terms, int days) {
  const auto shift = [days](Date& day) { day = day + days; };
  const auto shift_if = [&](std::optional<Date>& day) {
    if (day) shift(*day);
  };
  shift(terms.disbursed_on);
  shift_if(terms.interest.from);
  shift_if(terms.repayments.first_due_on);
  for (RateChange& change : terms.interest.changes) shift(change.on);
  for (Tranche& tranche : terms.further_tranches) shift(tranche.on);
  for (Moratorium& moratorium : terms.moratoria) {
    shift(moratorium.period.start);
    shift(moratorium.period.end);
  }
  for (Fee& fee : terms.fees)
    if (auto* on = std::get_if<Date>(&fee.at)) shift(*on);
  if (auto* list = std::get_if<OnDates>(&terms.repayments.every))
    for (Date& day : list->dates) shift(day);
  std::vector<Weekday> weekend;
  for (int day = 0; day < 7; ++day)
    if (terms.calendar.business_days.is_weekend(static_cast<Weekday>(day)))
      weekend.push_back(static_cast<Weekday>(day));
  BusinessCalendar moved(weekend, {});
  for (const Period& period : terms.calendar.business_days.holidays())
    moved.add_holidays({period.start + days, period.end + days});
  terms.calendar.business_days = moved;
  return terms;
}

}  // namespace

TEST_CASE("four hundred years later the schedule is the same") {
  for_all([](Random& random) {
    const test::Days long_ago{Date::of(1900, 7, 20), Date::of(1960, 12, 31)};
    const auto draw = [&](Random& from) { return test::some_loan(from, long_ago); };
    const PricedLoan loan =
        test::priced(random, draw, [](const LoanTerms& terms) { return terms.repayments.count <= 104; });
    if (loan.schedule.back().due > Date::of(1999, 1, 1)) return;
    const Schedule moved = amortize(later(loan.terms, four_centuries));
    REQUIRE(moved.size() == loan.schedule.size());
    for (std::size_t k = 0; k < moved.size(); ++k) {
      Installment expected = loan.schedule[k];
      expected.due = expected.due + four_centuries;
      REQUIRE(moved[k] == expected);
    }
  });
}

namespace {

LoanTerms renamed(LoanTerms terms, Currency currency) {
  const auto rename = [currency](Money& amount) { amount = Money::of_units(amount.units(), currency); };
  const auto rename_if = [&](std::optional<Money>& amount) {
    if (amount) rename(*amount);
  };
  rename(terms.principal);
  std::visit(
      overloaded{[&](EqualInstallments& form) { rename_if(form.amount); }, [&](Balloon& form) { rename(form.amount); },
                 [&](ListedPrincipal& form) {
                   for (Money& amount : form.principal) rename(amount);
                 },
                 [](auto&) {}},
      terms.amortization);
  for (Tranche& tranche : terms.further_tranches) rename(tranche.amount);
  for (Fee& fee : terms.fees) {
    if (auto* amount = std::get_if<Money>(&fee.amount)) rename(*amount);
    rename_if(fee.min);
    rename_if(fee.max);
  }
  auto& rounding = std::get<ExactRounding>(terms.rounding);
  rename_if(rounding.installment_multiple);
  rename_if(rounding.currency_multiple);
  return terms;
}

}  // namespace

TEST_CASE("another currency has the same figures: only minor units count") {
  for_all_loans([](const PricedLoan& loan, Random& random) {
    const Currency other = random.currency();
    const Schedule schedule = amortize(renamed(loan.terms, other));
    REQUIRE(figures(schedule) == figures(loan.schedule));
    REQUIRE(schedule.currency() == other);
  });
}
