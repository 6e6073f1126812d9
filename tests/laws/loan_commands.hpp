// SPDX-License-Identifier: MIT
// gCommands of the invariants, for one loan: small living terms, and events drawn with an eye on the loan's state; of five
// about four are meant to be accepted. A law that fails tells the story of its loan.
#pragma once

#include <solidarity/loan/loan.hpp>

#include <optional>
#include <string>
#include <vector>

#include "generators.hpp"

namespace test {

using solidarity::Components;
using solidarity::Loan;
using solidarity::LoanEvent;
using solidarity::LoanRow;
using solidarity::LoanStatus;
using solidarity::LoanTerms;
using solidarity::LoanTransaction;
using solidarity::Position;

// What may differ between loans; a law that is about less draws less.
struct Living {
  bool recalculation = true;
  bool penalties = true;
  bool early_fees = true;
  bool quirks = true;          // waterfalls of peers that are more than an order
  bool reamortization = true;  // money in advance spread over all rows to come
  bool tranches = true;
  bool peers = false;  // rounding policies of peers
};

// Terms of one to eight installments that can be priced.
LoanTerms living_terms(Random& random, const Living& living = {});
solidarity::Waterfall some_waterfall(Random& random, const Living& living = {});

// All that can be asked about a loan on a day.
struct Figures {
  Position position;
  std::vector<LoanRow> rows;
  std::vector<LoanTransaction> transactions;  // those that stand
  std::string payoff;                         // or why there is none
  solidarity::Money accrued;
  friend bool operator==(const Figures&, const Figures&) = default;
};
Figures figures(const Loan& loan, Date as_of);
std::string described(const Figures& figures);
// Fails with both, where they differ.
void require_same(const Figures& are, const Figures& should_be, const std::string& what);

// What record refuses, in words; nothing when it is accepted.
std::optional<std::string> refusal_of(Loan& loan, const LoanEvent& event);

// The terms and every event, a line each.
std::string story(const Loan& loan);
std::string told(const LoanEvent& event);

// Draws the life of one loan.
class LoanCommands {
 public:
  LoanCommands(Random& random, LoanTerms terms);

  [[nodiscard]] const Loan& loan() const noexcept { return loan_; }
  [[nodiscard]] Loan& loan() noexcept { return loan_; }
  [[nodiscard]] Date today() const noexcept { return today_; }

  LoanEvent next();  // the day moves on; one in four is dated back
  LoanEvent legal(Date on);
  LoanEvent illegal(Date on);
  LoanEvent payment(Date on);
  std::optional<std::string> record(const LoanEvent& event) { return refusal_of(loan_, event); }

  // A day between a little before the first and some time after the last event or due date.
  Date any_day();

 private:
  LoanEvent made(Date on, solidarity::LoanAction what);
  LoanEvent in_life(Date on, const Position& position);
  LoanEvent change(Date on);
  solidarity::LoanAction any_action(solidarity::Money amount);
  solidarity::Money money(std::int64_t units) const;
  solidarity::Money amount_for(const Position& position);
  solidarity::Money up_to(std::int64_t most);
  std::string some_id(bool charge);

  Random& random_;
  Loan loan_;
  Date start_;
  Date today_;
  Date end_;  // the last due date of the plan
  int drawn_ = 0;
};

// Calls `each(before, event, refusal)` after each of `steps` events; `commands` holds the loan after it.
template <class Each>
void live(LoanCommands& commands, int steps, Each each) {
  try {
    for (int k = 0; k < steps; ++k) {
      const Loan before = commands.loan();
      const LoanEvent event = commands.next();
      const std::optional<std::string> refusal = commands.record(event);
      each(before, event, refusal);
    }
  } catch (...) {
    WARN(story(commands.loan()));
    throw;
  }
}

}  // namespace test
