// SPDX-License-Identifier: MIT
// gLoan of the invariants: terms of every form, frequency, grace, rounding, day count, with tranches, charges and
// calendars; most of them can be priced.  `Walk` goes through a schedule with what the laws need beside each row.
#pragma once

#include <solidarity/product/loan_terms.hpp>
#include <solidarity/schedule/amortize.hpp>
#include <solidarity/schedule/schedule.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "generators.hpp"

namespace test {

using solidarity::Installment;
using solidarity::LoanTerms;
using solidarity::Schedule;

// Where the loans begin.
struct Days {
  Date least = Date::of(1990, 1, 1);
  Date most = Date::of(2110, 12, 31);
};

LoanTerms some_loan(Random& random, Days days = {});   // every term that there is
LoanTerms level_loan(Random& random, Days days = {});  // equal installments, declining, by period, nothing else
LoanTerms plain_loan(Random& random);                  // what the short way prices, to the edges of its numbers
LoanTerms wild_loan(Random& random);                   // mostly nonsense: for refusals

// The TERMS document of a loan, for the message of a law that fails.
std::string described(const LoanTerms& terms);

struct PricedLoan {
  LoanTerms terms;
  Schedule schedule;
};

// Whether the full engine prices these terms; cheap where it does not (no smallest principal is searched).
bool can_be_priced(const LoanTerms& terms);

// Draws until a loan can be priced and pleases.
template <class Draw, class Pleases>
PricedLoan priced(Random& random, Draw draw, Pleases pleases) {
  for (;;) {
    const LoanTerms terms = draw(random);
    if (pleases(terms) && can_be_priced(terms)) return {terms, solidarity::amortize(terms)};
  }
}

template <class Law, class Draw, class Pleases>
void for_all_loans(Law law, Draw draw, Pleases pleases) {
  for_all([&](Random& random) {
    const PricedLoan loan = priced(random, draw, pleases);
    try {
      law(loan, random);
    } catch (...) {
      WARN(described(loan.terms));
      throw;
    }
  });
}
template <class Law>
void for_all_loans(Law law) {
  for_all_loans(
      law, [](Random& random) { return some_loan(random); }, [](const LoanTerms&) { return true; });
}
template <class Law, class Pleases>
void for_all_loans_that(Pleases pleases, Law law) {
  for_all_loans(
      law, [](Random& random) { return some_loan(random); }, pleases);
}
template <class Law>
void for_all_level_loans(Law law) {
  for_all_loans(
      law, [](Random& random) { return level_loan(random); }, [](const LoanTerms&) { return true; });
}

// Money handed out in one row after the first advance.
struct Drawn {
  Date on;
  std::int64_t net;  // without its down payment
};

// One installment, with the balance before it and the money handed out in its period.
struct Step {
  int k;  // from 1, down payments not counted
  Date start;
  Date end;
  const Installment* row;
  std::int64_t before;         // balance at the start of the period; the first advance is in it
  std::vector<Drawn> drawn;    // later advances
  std::int64_t opening;        // before + drawn
  bool follows_down_payments;  // in this period
};

struct Walk {
  std::vector<Step> steps;
  std::vector<const Installment*> down_payments;
  std::int64_t advanced = 0;  // all money handed out, with financed fees
  std::int64_t down_paid = 0;
};

// Goes through the rows of a schedule and REQUIREs that its down payments stand where and as they must.
Walk walk(const PricedLoan& loan);

inline const solidarity::ExactRounding& rounding_of(const LoanTerms& terms) {
  return std::get<solidarity::ExactRounding>(terms.rounding);
}
inline std::int64_t grid_of(const LoanTerms& terms) {
  const auto& multiple = rounding_of(terms).currency_multiple;
  return multiple ? multiple->units() : 1;
}
inline std::int64_t installment_grid_of(const LoanTerms& terms) {
  const auto& multiple = rounding_of(terms).installment_multiple;
  return multiple ? multiple->units() : grid_of(terms);
}
template <class Form>
bool is(const LoanTerms& terms) {
  return std::holds_alternative<Form>(terms.amortization);
}
inline bool is_flat(const LoanTerms& terms) { return terms.interest.method == solidarity::InterestMethod::flat; }
inline bool has_row_grace(const LoanTerms& terms) {
  return terms.grace.principal + terms.grace.interest_payment + terms.grace.interest_free > 0;
}

}  // namespace test
