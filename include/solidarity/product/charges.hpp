// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <optional>
#include <string>
#include <variant>

namespace solidarity {

struct AtDisbursement {
  friend bool operator==(const AtDisbursement&, const AtDisbursement&) = default;
};
struct AtInstallment {
  friend bool operator==(const AtInstallment&, const AtInstallment&) = default;
};
using ChargeTime = std::variant<AtDisbursement, AtInstallment, Date>;

// What a percentage is taken of. The first three are of the whole loan, also for a charge of every installment.
enum class ChargeBase : std::uint8_t { principal = 1, interest, principal_and_interest, installment };

struct PercentOf {
  Rate percent;
  ChargeBase of;
  friend bool operator==(const PercentOf&, const PercentOf&) = default;
};
using ChargeAmount = std::variant<Money, PercentOf>;

enum class ChargeKind : std::uint8_t { fee = 1, penalty, insurance };

struct Fee {
  std::string name;
  ChargeTime at;        // required
  ChargeAmount amount;  // required
  ChargeKind kind = ChargeKind::fee;
  bool financed = false;  // at disbursement only: added to the principal instead of deducted
  std::optional<Money> min = {};
  std::optional<Money> max = {};
  friend bool operator==(const Fee&, const Fee&) = default;
};

// A premium in the insurance column of each row, or once at disbursement.
struct InsuranceTerms {
  Rate premium;  // 2 per mille is 0.2_pct
  enum class Base : std::uint8_t { balance = 1, principal } of = Base::balance;
  bool single = false;  // once, on the principal, deducted at disbursement
  friend bool operator==(const InsuranceTerms&, const InsuranceTerms&) = default;
};

// What the borrower must save beside the loan: never part of an installment, always part of its cost.
struct CompulsorySavings {
  Rate percent;
  enum class Base : std::uint8_t { principal = 1, installment } of = Base::principal;
  bool at_installment = false;
  Rate interest_per_year = Rate::zero();  // simple
  friend bool operator==(const CompulsorySavings&, const CompulsorySavings&) = default;
};

}  // namespace solidarity
