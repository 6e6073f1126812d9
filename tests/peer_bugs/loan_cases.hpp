// SPDX-License-Identifier: MIT
// Small loans of INR 1200 over four months for reports about the life of a loan: due on the 10th, February to May.
#pragma once

#include <solidarity/loan/loan.hpp>

#include <string>
#include <string_view>

#include "catch.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

namespace test {

// Four rows of 300.00 and no interest.
inline LoanTerms without_interest() { return four_months(Rate::zero()); }

// Money that comes before its time waits until something falls due.
inline LoanTerms holding_credit(LoanTerms terms) {
  terms.waterfall.in_advance = InAdvance::credit;
  return terms;
}

inline Date day(int month, int day_of_month) { return Date::of(2026, month, day_of_month); }

inline void record(Loan& loan, Date on, LoanAction what, std::string id = {}) {
  loan.record({.on = on, .what = std::move(what), .id = std::move(id)});
}
inline std::string refusal_of(Loan& loan, Date on, LoanAction what, std::string id = {}) {
  return refusal([&] {
    record(loan, on, std::move(what), std::move(id));
    return 0;
  });
}

inline Money outstanding(const Loan& loan, Date on) {
  return Money::of_units(loan.position(on).outstanding.total(), loan.currency());
}
inline Money credit(const Loan& loan, Date on) { return Money::of_units(loan.position(on).credit, loan.currency()); }
inline std::string_view status(const Loan& loan, Date on) { return to_text(loan.position(on).status); }

// Whether two loans look the same on a day.
inline bool same(const Loan& a, const Loan& b, Date on) {
  return a.position(on) == b.position(on) && a.rows(on) == b.rows(on);
}

inline Loan replayed(const Loan& loan) {
  Loan again(loan.terms());
  for (LoanEvent event : loan.events()) {
    event.sequence = 0;
    again.record(std::move(event));
  }
  return again;
}

inline LoanTransaction transaction(const Loan& loan, std::string_view id, Date on) {
  for (const LoanTransaction& done : loan.transactions(on))
    if (done.id == id) return done;
  FAIL("no transaction " << id);
  return {.id = {}, .type = {}, .on = on, .parts = {}};
}

}  // namespace test
