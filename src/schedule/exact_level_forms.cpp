// SPDX-License-Identifier: MIT
// Equal installments, balloon, steps, and the flat forms that divide principal and interest together.
#include "schedule/exact_engine.hpp"

#include <algorithm>

namespace solidarity::detail {

bool ExactEngine::solves_again_at(std::size_t k) const {
  return k == first() || !advances_in(k).empty() || timeline_.rate_changes_at(k);
}

// The exact level payment from row k on, given the balance before it.
std::int64_t ExactEngine::level_from(std::size_t k, std::int64_t balance, std::int64_t balloon) {
  gather_flows(k, balance);
  const std::span<const PeriodRate> later(rates_.begin() + static_cast<std::ptrdiff_t>(k) + 1, rates_.end());
  if (!timeline_.has_rate_changes()) return solve_level(flows_, later, balloon, installment_grid_);
  Scratch<PeriodRate> known(rates_.get_allocator());
  for (std::size_t j = k + 1; j < count_; ++j) known.push_back(timeline_.rate_known_at(j, k));
  return solve_level(flows_, known, balloon, installment_grid_);
}

void ExactEngine::check_level(std::int64_t installment, std::size_t k, const Parts& row) {
  const bool bears = !rates_[k].is_zero();
  const bool must_exceed_interest = bears && !terms_.negative_amortization;
  if (installment <= 0 || installment < installment_grid_.unit || (must_exceed_interest && installment <= row.interest))
    refuse_with(ErrorCode::installment_too_small);
}

void ExactEngine::check_last_level(std::int64_t installment, std::int64_t paid) {
  if (count_ - first() < 2) return;
  if (paid <= 0 || wide{paid} > 2 * wide{installment}) refuse_with(ErrorCode::residual_too_large);
}

// p = E - i, the last row takes all; a balance that ends early is refused.
std::int64_t ExactEngine::level_principal(std::size_t k, const Parts& row, std::int64_t installment) {
  if (k == last()) return row.opening;
  const std::int64_t principal = installment - row.interest;
  if (principal < 0 && !terms_.negative_amortization) refuse_with(ErrorCode::installment_too_small);
  if (principal >= row.opening) refuse_with(ErrorCode::residual_too_large);
  return principal;
}

void ExactEngine::run_level(std::int64_t balloon) {
  std::int64_t installment = 0;
  run_rows([&](std::size_t k, Parts& row) {
    if (solves_again_at(k)) {
      installment = level_from(k, row.opening - advanced_in(k), balloon);
      check_level(installment, k, row);
    }
    return level_principal(k, row, installment);
  });
  if (!refused_)
    check_last_level(installment, checked_units(wide{parts_[last()].principal} + parts_[last()].interest - balloon));
}

void ExactEngine::run_given_installment(std::int64_t installment) {
  std::size_t end = count_;
  run_rows([&](std::size_t k, Parts& row) {
    if (k == first()) check_level(installment, k, row);
    if (k >= end) return std::int64_t{0};
    const std::int64_t principal = std::min(row.opening, installment - row.interest);
    if (principal < 0 && !terms_.negative_amortization) refuse_with(ErrorCode::installment_too_small);
    if (principal == row.opening && advances_after(k) == 0) end = std::min(end, k + 1);
    return k + 1 == count_ ? row.opening : principal;
  });
  count_ = end;
}

std::size_t ExactEngine::advances_after(std::size_t k) const {
  const auto end = timeline_.rows()[k].end;
  return static_cast<std::size_t>(std::ranges::count_if(advances_, [end](const Advance& a) { return a.on >= end; }));
}

void ExactEngine::amortize(const EqualInstallments& form) {
  if (flat()) return amortize_flat_level();
  if (form.amount) return run_given_installment(form.amount->units());
  run_level(0);
}

void ExactEngine::amortize(const Balloon& form) {
  if (form.amount.units() > principal_)
    refuse(ErrorCode::out_of_range, "/amortization/balloon",
           "the balloon is more than the principal after the down payment");
  if (flat()) run_level_on_total(flat_interest_, form.amount.units());
  else run_level(form.amount.units());
}

void ExactEngine::amortize(const StepInstallments& form) {
  Scratch<std::int64_t> amounts(count_ - first(), 0, rates_.get_allocator());
  const Fraction ratio = Fraction{wide{Rate::one} + form.step.ticks(), 1} * Fraction{1, Rate::one};
  if (flat()) {
    solve_flat_steps(ratio, form.every, amounts);
    return run_amounts(amounts, 0);
  }
  run_rows([&](std::size_t k, Parts& row) {
    if (k == first()) {
      solve_declining_steps(k, row.opening, ratio, form.every, amounts);
      check_level(amounts[0], k, row);
    }
    return level_principal(k, row, amounts[k - first()]);
  });
  if (!refused_)
    check_last_level(amounts.back(), checked_units(wide{parts_[last()].principal} + parts_[last()].interest));
}

void ExactEngine::solve_declining_steps(std::size_t k, std::int64_t balance, Fraction ratio, int every,
                                        std::span<std::int64_t> amounts) {
  gather_flows(k, balance);
  const std::span<const PeriodRate> later(rates_.begin() + static_cast<std::ptrdiff_t>(k) + 1, rates_.end());
  solve_steps(flows_, later, ratio.numerator, ratio.denominator, every, installment_grid_, amounts);
}

// Flat: the weights divide principal and interest together, as a loan without interest.
void ExactEngine::solve_flat_steps(Fraction ratio, int every, std::span<std::int64_t> amounts) {
  const Flow both{checked_units(wide{principal_} + flat_interest_), {}};
  const Scratch<PeriodRate> none(count_ - 1, PeriodRate{}, rates_.get_allocator());
  solve_steps({&both, 1}, none, ratio.numerator, ratio.denominator, every, installment_grid_, amounts);
}

// E = Rg((P + I - X) / n), the interest of each row given.
void ExactEngine::run_level_on_total(std::int64_t interest, std::int64_t balloon) {
  const std::int64_t installment =
      installment_grid_.divide(wide{principal_} + interest - balloon, static_cast<wide>(count_));
  run_amounts(Scratch<std::int64_t>(count_, installment, rates_.get_allocator()), balloon);
}

// p = installment - interest, the interest of each row given; the residual row takes the rest of the principal.
void ExactEngine::run_amounts(const Scratch<std::int64_t>& amounts, std::int64_t balloon) {
  const bool must_exceed_interest = !flat() && !rates_[0].is_zero();
  if (amounts[0] <= 0 || amounts[0] < installment_grid_.unit ||
      (must_exceed_interest && amounts[0] <= parts_[0].interest))
    return refuse_with(ErrorCode::installment_too_small);
  for (std::size_t k = 0; k < count_; ++k) parts_[k].principal = amounts[k] - parts_[k].interest;
  wide residual = principal_;
  for (std::size_t k = 0; k < count_; ++k) {
    if (k == residual_row()) continue;
    if (parts_[k].principal < 0) return refuse_with(ErrorCode::installment_too_small);
    residual -= parts_[k].principal;
  }
  parts_[residual_row()].principal = checked_units(residual);
  const Scratch<Parts> given(parts_, rates_.get_allocator());
  run_rows([&](std::size_t k, Parts& row) {
    row.interest = given[k].interest;
    if (k != last() && given[k].principal >= row.opening) refuse_with(ErrorCode::residual_too_large);
    return given[k].principal;
  });
  if (!refused_ && count_ > 1 && residual < 0) refuse_with(ErrorCode::residual_too_large);
  const Parts& carrier = given[residual_row()];
  if (!refused_)
    check_last_level(amounts[residual_row()], checked_units(wide{carrier.principal} + carrier.interest - balloon));
}

void ExactEngine::amortize_flat_level() {
  const Grace& grace = terms_.grace;
  if (grace.principal == 0 && grace.interest_payment == 0 && grace.interest_free == 0 && advances_.size() == 1)
    return run_level_on_total(flat_interest_);
  amortize(EqualPrincipal{});
}

}  // namespace solidarity::detail
