// SPDX-License-Identifier: MIT
// The default engine: docs/pricing.md, sections 3 to 7. One object prices one loan, row after row, in minor units.
#pragma once

#include "schedule/advances.hpp"
#include "schedule/timeline.hpp"

#include <solidarity/product/loan_terms.hpp>

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>

namespace solidarity::detail {

// A row while it is computed.
struct Parts {
  std::int64_t opening = 0;  // balance before the row, with what was advanced in it
  std::int64_t principal = 0;
  std::int64_t interest = 0;  // of the row itself
  std::int64_t billed = 0;    // of the row, after grace has moved it
  std::int64_t capitalised = 0;
};

class ExactEngine {
 public:
  ExactEngine(const LoanTerms& terms, const Timeline& timeline, const Scratch<Advance>& advances,
              std::pmr::memory_resource& memory);

  // Computes the rows, or says why they cannot be.
  [[nodiscard]] std::optional<ErrorCode> run();

  [[nodiscard]] const Scratch<Parts>& parts() const noexcept { return parts_; }
  [[nodiscard]] std::size_t rows() const noexcept { return count_; }

 private:
  [[nodiscard]] bool flat() const { return terms_.interest.method == InterestMethod::flat; }
  // The first amortizing row.
  [[nodiscard]] std::size_t first() const { return static_cast<std::size_t>(terms_.grace.principal); }
  [[nodiscard]] std::size_t last() const { return count_ - 1; }
  [[nodiscard]] std::size_t residual_row() const { return policy_.residual == Residual::first ? first() : last(); }
  void refuse_with(ErrorCode code) {
    if (!refused_) refused_ = code;
  }

  // What bears interest in row k: the balance, and each advance of the row from its day on.
  void gather_flows(std::size_t k, std::int64_t balance);
  // Advances after the first that fall in [start, end) of row k.
  [[nodiscard]] std::span<const Advance> advances_in(std::size_t k) const;
  [[nodiscard]] std::int64_t advanced_in(std::size_t k) const;

  // Runs through the rows: `principal(k)` says how much principal row k repays, given its opening balance and interest.
  template <class PrincipalOf>
  void run_rows(PrincipalOf principal_of) {
    std::int64_t balance = advances_.front().net();
    for (std::size_t k = 0; k < count_ && !refused_; ++k) {
      Parts& row = parts_[k];
      const bool capitalises =
          terms_.interest.capitalise_in_grace && static_cast<int>(k) < terms_.grace.interest_payment;
      if (!flat()) {
        gather_flows(k, balance);
        row.interest = rounded_interest(flows_, grid_);
      }
      row.opening = checked_units(wide{balance} + advanced_in(k));
      row.principal = k < first() ? 0 : principal_of(k, row);
      row.capitalised = capitalises ? row.interest : 0;
      balance = checked_units(wide{row.opening} - row.principal + row.capitalised);
    }
  }

  // Forms whose installment is level, or grows in steps: exact_level_forms.cpp.
  [[nodiscard]] bool solves_again_at(std::size_t k) const;
  // The exact level payment from row k on, given the balance before it.
  std::int64_t level_from(std::size_t k, std::int64_t balance, std::int64_t balloon);
  void check_level(std::int64_t installment, std::size_t k, const Parts& row);
  void check_last_level(std::int64_t installment, std::int64_t paid);
  // p = E - i, the last row takes all; a balance that ends early is refused.
  std::int64_t level_principal(std::size_t k, const Parts& row, std::int64_t installment);
  void run_level(std::int64_t balloon);
  void run_given_installment(std::int64_t installment);
  [[nodiscard]] std::size_t advances_after(std::size_t k) const;
  void amortize(const EqualInstallments& form);
  void amortize(const Balloon& form);
  void amortize(const StepInstallments& form);
  void solve_declining_steps(std::size_t k, std::int64_t balance, Fraction ratio, int every,
                             std::span<std::int64_t> amounts);
  // Flat: the weights divide principal and interest together, as a loan without interest.
  void solve_flat_steps(Fraction ratio, int every, std::span<std::int64_t> amounts);
  // E = Rg((P + I - X) / n), the interest of each row given.
  void run_level_on_total(std::int64_t interest, std::int64_t balloon = 0);
  // p = installment - interest, the interest of each row given; the residual row takes the rest of the principal.
  void run_amounts(const Scratch<std::int64_t>& amounts, std::int64_t balloon);
  void amortize_flat_level();

  // Forms that fix the principal.
  void check_equal_principal(std::int64_t part, std::int64_t residual);
  // The same principal in each amortizing row, the rest in the residual row; after an advance the rest is divided again.
  void amortize(const EqualPrincipal&);
  void amortize(const Bullet& form);
  void bill_all_interest_at_the_end();
  void amortize(const PrincipalPercentEach& form);
  void amortize(const ListedPrincipal& form);
  void amortize(const WeightedPrincipal& form);
  // allocate in steps of the grid; what is below the grid stays with the last part.
  void allocate_on_grid(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts) const;
  void amortize(const SumOfDigits&);

  // Flat interest, and grace.
  // I = R(sum of advance x its rates), in equal parts over the rows that are not interest-free.
  void spread_flat_interest();
  void allocate_flat_interest(std::size_t free);
  // Interest of the first h rows is billed with row h + 1, or has joined the balance.
  void move_interest_out_of_grace();

  const LoanTerms& terms_;
  const ExactRounding& policy_;
  const Timeline& timeline_;
  const Scratch<Advance>& advances_;
  Grid grid_;
  Grid installment_grid_;
  std::size_t count_ = 0;
  std::int64_t principal_ = 0;  // all advances less down payments
  std::int64_t flat_interest_ = 0;
  Scratch<PeriodRate> rates_;
  Scratch<Flow> flows_;
  Scratch<Parts> parts_;
  std::optional<ErrorCode> refused_;
};

}  // namespace solidarity::detail
