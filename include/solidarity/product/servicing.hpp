// SPDX-License-Identifier: MIT
// What the terms say about the life of a loan: interest on what really happened, early and late payment.
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace solidarity {

// Whether interest follows what was really owed, or stays as planned.
enum class Rest : std::uint8_t {
  none = 1,     // as planned: what is paid early or late changes no interest
  installment,  // principal paid early counts from the next due date on
  day,          // principal counts from the day it is paid
};

// What principal paid before it is due does to the installments to come.
enum class EarlyPrincipal : std::uint8_t {
  next = 1,            // pays the next installments; their dates and amounts stay
  reduce_installment,  // same dates, smaller installments
  reduce_term,         // same installments, fewer of them
  last_unpaid,         // same installments, only the last one shrinks
};

enum class PayoffInterest : std::uint8_t { to_date = 1, to_rest };

struct Recalculation {
  Rest rest = Rest::none;
  EarlyPrincipal early = EarlyPrincipal::next;
  PayoffInterest payoff_interest = PayoffInterest::to_date;
  bool overdue_bears_interest = false;
  friend bool operator==(const Recalculation&, const Recalculation&) = default;
};

// What becomes of interest that is not yet earned when a loan without recalculation is paid off.
enum class Rebate : std::uint8_t {
  none = 1,    // it stays owed
  actuarial,   // it is not owed: interest to the day of payment only
  rule_of_78,  // unearned part by the sum of the digits
};

// What is charged on principal that comes before its time.
enum class EarlyFeeBase : std::uint8_t {
  remaining_principal = 1,  // all principal outstanding on the day
  remaining_interest,       // interest of the installments not yet due
  prepaid,                  // the money that comes early
};
struct EarlyFee {
  std::variant<Money, Rate> amount;
  EarlyFeeBase of = EarlyFeeBase::remaining_principal;
  enum class When : std::uint8_t { payoff = 1, prepayment, both } when = When::payoff;
  friend bool operator==(const EarlyFee&, const EarlyFee&) = default;
};

// When an installment counts as in arrears.
struct ArrearsTerms {
  int grace_days = 0;                   // days past due that are forgiven
  std::optional<Money> tolerance = {};  // up to this much overdue is not in arrears
  friend bool operator==(const ArrearsTerms&, const ArrearsTerms&) = default;
};

// What a late payment costs. docs/servicing.md, section 7.
enum class PenaltyBase : std::uint8_t {
  overdue_principal = 1,  // of the installment
  overdue_interest,       // of the installment
  overdue_total,          // principal and interest of the installment
  overdue_with_charges,   // and its fees and insurance
  outstanding_principal,  // of the whole loan, from the first unpaid installment on
  original_principal,     // what was lent
};
struct PenaltyPeriod {
  int count;
  enum class Unit : std::uint8_t { day = 1, week, month, year } unit;
  friend bool operator==(const PenaltyPeriod&, const PenaltyPeriod&) = default;
};
struct Penalty {
  std::string name;
  std::variant<Money, Rate> amount;  // flat, or percent of the base
  PenaltyBase of = PenaltyBase::overdue_total;
  std::optional<PenaltyPeriod> every = {};  // once when absent
  std::optional<PenaltyPeriod> per = {};    // the percentage is of this period (year: 365 days); absent: of each charge
  int grace_days = 0;                       // no penalty while at most so many days late
  bool grace_forgives = false;              // the days of grace are never charged, also when they are exceeded
  std::optional<Money> cap = {};            // at most so much for one installment
  std::optional<Rate> cap_percent = {};     // at most so much of the installment's principal and interest
  bool compound = false;                    // unpaid penalties are part of the base
  friend bool operator==(const Penalty&, const Penalty&) = default;
};

}  // namespace solidarity
