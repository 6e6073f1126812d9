// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/money.hpp>
#include <solidarity/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <variant>

namespace solidarity {

// Which row carries what rounding leaves over.
enum class Residual : std::uint8_t { last = 1, first, spread };

// Our own rules, docs/pricing.md: exact until a named rounding.
struct ExactRounding {
  Rounding mode = Rounding::half_even;
  std::optional<Money> installment_multiple = {};  // installments are multiples of it
  std::optional<Money> currency_multiple = {};     // every amount is a multiple of it
  Residual residual = Residual::last;              // last or first
  friend bool operator==(const ExactRounding&, const ExactRounding&) = default;
};

// The rules of a peer, to the last unit, so that an institution can migrate. docs/presets.md says how each computes.
struct FineractCumulative {  // Apache Fineract, cumulative (legacy) schedule generator
  Rounding mode = Rounding::half_even;
  std::optional<Money> installment_multiple = {};
  std::optional<Money> currency_multiple = {};
  friend bool operator==(const FineractCumulative&, const FineractCumulative&) = default;
};
struct FineractProgressive {  // Apache Fineract, progressive EMI calculator
  Rounding mode = Rounding::half_even;
  std::optional<Money> installment_multiple = {};
  std::optional<Money> currency_multiple = {};
  friend bool operator==(const FineractProgressive&, const FineractProgressive&) = default;
};
// Mifos Head: one rule for amounts, one for installments, one for the whole loan and the last row.
struct MifosRounding {
  std::optional<int> currency_digits = {};  // those of the currency; at most as many
  Rounding currency_mode = Rounding::half_up;
  std::int64_t installment_multiple_micros = 1'000'000;  // multiples in millionths of one unit of the currency
  Rounding installment_mode = Rounding::half_up;
  std::int64_t final_multiple_micros = 1'000'000;
  Rounding final_mode = Rounding::ceiling;
  Residual residual = Residual::last;   // or first, for flat interest
  bool allow_negative_last = false;     // Mifos writes such rows; refused otherwise
  bool overdue_interest_first = false;  // in life: interest on overdue principal is paid before everything else
  friend bool operator==(const MifosRounding&, const MifosRounding&) = default;
};
// OpenCBS desktop: level and flat amounts with halves away from zero, the others with halves to even.
struct OpenCbsRounding {
  std::optional<int> currency_digits = {};  // those of the currency; at most as many
  Residual residual = Residual::spread;     // over the rows to come, or on the first or last
  // In life (docs/presets.md, "OpenCBS: the life of a loan"):
  bool accrual = false;  // whoever leaves early owes interest to the day; else of what fell due only (cash)
  bool penalties_on_days_off = true;  // Sundays and holidays count as days late
  bool penalties_after_charge_off = false;
  friend bool operator==(const OpenCbsRounding&, const OpenCbsRounding&) = default;
};
// Frappe Lending: installments are rounded up to a whole unit.
struct FrappeRounding {
  std::optional<Money> currency_multiple = {};  // one whole unit: the loan application's preview
  friend bool operator==(const FrappeRounding&, const FrappeRounding&) = default;
};

using RoundingPolicy = std::variant<ExactRounding, FineractCumulative, FineractProgressive, MifosRounding,
                                    OpenCbsRounding, FrappeRounding>;

}  // namespace solidarity
