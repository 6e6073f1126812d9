// SPDX-License-Identifier: MIT
// The default engine: docs/pricing.md, sections 3 to 7.
#include "schedule/advances.hpp"
#include "schedule/charges.hpp"
#include "schedule/engine.hpp"
#include "schedule/timeline.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace solidarity::detail {
namespace {

// A row while it is computed, in minor units.
struct Parts {
  std::int64_t opening = 0;    // balance before the row, with what was advanced in it
  std::int64_t principal = 0;
  std::int64_t interest = 0;   // of the row itself
  std::int64_t billed = 0;     // of the row, after grace has moved it
  std::int64_t capitalised = 0;
};

class Engine {
 public:
  Engine(const LoanTerms& terms, const Timeline& timeline, const Scratch<Advance>& advances, std::pmr::memory_resource& memory)
      : terms_(terms), policy_(std::get<ExactRounding>(terms.rounding)), timeline_(timeline), advances_(advances),
        rates_(&memory), flows_(&memory), parts_(&memory) {
    count_ = timeline.rows().size();
    grid_ = {policy_.currency_multiple ? policy_.currency_multiple->units() : 1, policy_.mode};
    installment_grid_ = {policy_.installment_multiple ? policy_.installment_multiple->units() : grid_.unit, policy_.mode};
    rates_.reserve(count_);
    for (std::size_t k = 0; k < count_; ++k) rates_.push_back(timeline.rate(k));
    parts_.resize(count_);
    for (const Advance& advance : advances_) principal_ = checked_units(wide{principal_} + advance.net());
  }

  std::optional<ErrorCode> run() {
    if (terms_.interest.method == InterestMethod::flat) spread_flat_interest();
    std::visit([this](const auto& form) { amortize(form); }, terms_.amortization);
    if (refused_) return refused_;
    move_interest_out_of_grace();
    return refused_;
  }

  [[nodiscard]] const Scratch<Parts>& parts() const noexcept { return parts_; }
  [[nodiscard]] std::size_t rows() const noexcept { return count_; }

 private:
  [[nodiscard]] bool flat() const { return terms_.interest.method == InterestMethod::flat; }
  [[nodiscard]] std::size_t first() const { return static_cast<std::size_t>(terms_.grace.principal); }  // first amortizing row
  [[nodiscard]] std::size_t last() const { return count_ - 1; }
  [[nodiscard]] std::size_t residual_row() const { return policy_.residual == Residual::first ? first() : last(); }
  void refuse_with(ErrorCode code) { if (!refused_) refused_ = code; }

  // What bears interest in row k: the balance, and each advance of the row from its day on.
  void gather_flows(std::size_t k, std::int64_t balance) {
    flows_.clear();
    flows_.push_back({balance, rates_[k]});
    for (const Advance& advance : advances_in(k)) flows_.push_back({advance.net(), timeline_.rate_from(k, advance.on)});
  }

  // Advances after the first that fall in [start, end) of row k.
  [[nodiscard]] std::span<const Advance> advances_in(std::size_t k) const {
    const auto& rows = timeline_.rows();
    const Date from = k == 0 ? advances_.front().on : rows[k - 1].end;
    const auto begin = std::ranges::lower_bound(advances_.begin() + 1, advances_.end(), from, {}, &Advance::on);
    const auto end = std::ranges::lower_bound(begin, advances_.end(), rows[k].end, {}, &Advance::on);
    return {begin, end};
  }

  [[nodiscard]] std::int64_t advanced_in(std::size_t k) const {
    std::int64_t sum = 0;
    for (const Advance& advance : advances_in(k)) sum += advance.net();
    return sum;
  }

  // Runs through the rows: `principal(k)` says how much principal row k repays, given its opening balance and interest.
  template <class PrincipalOf>
  void run_rows(PrincipalOf principal_of) {
    std::int64_t balance = advances_.front().net();
    for (std::size_t k = 0; k < count_ && !refused_; ++k) {
      Parts& row = parts_[k];
      const bool capitalises = terms_.interest.capitalise_in_grace && static_cast<int>(k) < terms_.grace.interest_payment;
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

  // --- level forms ------------------------------------------------------------------------------------------------

  [[nodiscard]] bool solves_again_at(std::size_t k) const {
    return k == first() || !advances_in(k).empty() || timeline_.rate_changes_at(k);
  }

  // The exact level payment from row k on, given the balance before it.
  std::int64_t level_from(std::size_t k, std::int64_t balance, std::int64_t balloon) {
    gather_flows(k, balance);
    const std::span<const PeriodRate> later(rates_.begin() + static_cast<std::ptrdiff_t>(k) + 1, rates_.end());
    if (!timeline_.has_rate_changes()) return solve_level(flows_, later, balloon, installment_grid_);
    Scratch<PeriodRate> known(rates_.get_allocator());
    for (std::size_t j = k + 1; j < count_; ++j) known.push_back(timeline_.rate_known_at(j, k));
    return solve_level(flows_, known, balloon, installment_grid_);
  }

  void check_level(std::int64_t installment, std::size_t k, const Parts& row) {
    const bool bears = !rates_[k].is_zero();
    const bool must_exceed_interest = bears && !terms_.negative_amortization;
    if (installment <= 0 || installment < installment_grid_.unit || (must_exceed_interest && installment <= row.interest))
      refuse_with(ErrorCode::installment_too_small);
  }

  void check_last_level(std::int64_t installment, std::int64_t paid) {
    if (count_ - first() < 2) return;
    if (paid <= 0 || wide{paid} > 2 * wide{installment}) refuse_with(ErrorCode::residual_too_large);
  }

  // p = E - i, the last row takes all; a balance that ends early is refused.
  std::int64_t level_principal(std::size_t k, const Parts& row, std::int64_t installment) {
    if (k == last()) return row.opening;
    const std::int64_t principal = installment - row.interest;
    if (principal < 0 && !terms_.negative_amortization) refuse_with(ErrorCode::installment_too_small);
    if (principal >= row.opening) refuse_with(ErrorCode::residual_too_large);
    return principal;
  }

  void run_level(std::int64_t balloon) {
    std::int64_t installment = 0;
    run_rows([&](std::size_t k, Parts& row) {
      if (solves_again_at(k)) {
        installment = level_from(k, row.opening - advanced_in(k), balloon);
        check_level(installment, k, row);
      }
      return level_principal(k, row, installment);
    });
    if (!refused_) check_last_level(installment, checked_units(wide{parts_[last()].principal} + parts_[last()].interest - balloon));
  }

  void run_given_installment(std::int64_t installment) {
    std::size_t end = count_;
    run_rows([&](std::size_t k, Parts& row) {
      if (k == first()) check_level(installment, k, row);
      if (k >= end) return std::int64_t{0};
      const std::int64_t principal = std::min(row.opening, installment - row.interest);
      if (principal < 0) refuse_with(ErrorCode::installment_too_small);
      if (principal == row.opening && advances_after(k) == 0) end = std::min(end, k + 1);
      return k + 1 == count_ ? row.opening : principal;
    });
    count_ = end;
  }

  [[nodiscard]] std::size_t advances_after(std::size_t k) const {
    const auto end = timeline_.rows()[k].end;
    return static_cast<std::size_t>(std::ranges::count_if(advances_, [end](const Advance& a) { return a.on >= end; }));
  }

  void amortize(const EqualInstallments& form) {
    if (flat()) return amortize_flat_level();
    if (form.amount) return run_given_installment(form.amount->units());
    run_level(0);
  }

  void amortize(const Balloon& form) {
    if (form.amount.units() > principal_)
      refuse(ErrorCode::out_of_range, "/amortization/balloon", "the balloon is more than the principal after the down payment");
    if (flat()) run_level_on_total(flat_interest_, form.amount.units());
    else run_level(form.amount.units());
  }

  void amortize(const StepInstallments& form) {
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
    if (!refused_) check_last_level(amounts.back(), checked_units(wide{parts_[last()].principal} + parts_[last()].interest));
  }

  void solve_declining_steps(std::size_t k, std::int64_t balance, Fraction ratio, int every, std::span<std::int64_t> amounts) {
    gather_flows(k, balance);
    const std::span<const PeriodRate> later(rates_.begin() + static_cast<std::ptrdiff_t>(k) + 1, rates_.end());
    solve_steps(flows_, later, ratio.numerator, ratio.denominator, every, installment_grid_, amounts);
  }

  // Flat: the weights divide principal and interest together, as a loan without interest.
  void solve_flat_steps(Fraction ratio, int every, std::span<std::int64_t> amounts) {
    const Flow both{checked_units(wide{principal_} + flat_interest_), {}};
    const Scratch<PeriodRate> none(count_ - 1, PeriodRate{}, rates_.get_allocator());
    solve_steps({&both, 1}, none, ratio.numerator, ratio.denominator, every, installment_grid_, amounts);
  }

  // --- forms that fix the principal -------------------------------------------------------------------------------

  void check_equal_principal(std::int64_t part, std::int64_t residual) {
    if (part <= 0) return refuse_with(ErrorCode::installment_too_small);
    if (residual <= 0 || wide{residual} > 2 * wide{part}) refuse_with(ErrorCode::residual_too_large);
  }

  // The same principal in each amortizing row, the rest in the residual row; after an advance the rest is divided again.
  void amortize(const EqualPrincipal&) {
    std::int64_t part = 0;
    run_rows([&](std::size_t k, Parts& row) {
      const auto left = static_cast<wide>(count_ - k);
      std::int64_t principal = part;
      if (k == first() || !advances_in(k).empty()) {
        principal = part = grid_.divide(row.opening, left);
        const auto residual = checked_units(row.opening - wide{part} * (left - 1));
        if (left > 1 && advances_after(k) == 0) check_equal_principal(part, residual);
        if (k == residual_row()) principal = residual;
      }
      if (k != last() && principal >= row.opening) refuse_with(ErrorCode::residual_too_large);
      return k == last() ? row.opening : principal;
    });
  }

  void amortize(const Bullet& form) {
    run_rows([&](std::size_t k, Parts& row) { return k == last() ? row.opening : std::int64_t{0}; });
    if (form.interest_too) bill_all_interest_at_the_end();
  }

  void bill_all_interest_at_the_end() {
    if (!flat()) {
      flows_.clear();
      for (const Advance& advance : advances_)
        for (std::size_t k = 0; k < count_; ++k)
          if (advance.on < timeline_.rows()[k].end) flows_.push_back({advance.net(), timeline_.rate_from(k, advance.on)});
    }
    std::int64_t all = 0;
    for (const Parts& row : parts_) all += row.interest;
    const std::int64_t interest = flat() ? all : rounded_interest(flows_, grid_);
    for (Parts& row : parts_) row.interest = 0;
    parts_[last()].interest = interest;
  }

  void amortize(const PrincipalPercentEach& form) {
    const std::int64_t part = PeriodRate::of(form.percent.ticks(), Rate::one).of_amount(principal_, grid_);
    if (part <= 0 && count_ - first() > 1) return refuse_with(ErrorCode::installment_too_small);
    run_rows([&](std::size_t k, Parts& row) {
      if (k == last()) return row.opening;
      if (part >= row.opening) refuse_with(ErrorCode::residual_too_large);
      return part;
    });
  }

  void amortize(const ListedPrincipal& form) {
    run_rows([&](std::size_t k, Parts& row) {
      if (form.principal[k].units() > row.opening) refuse_with(ErrorCode::residual_too_large);
      return form.principal[k].units();
    });
  }

  void amortize(const WeightedPrincipal& form) {
    Scratch<std::int64_t> principal(count_, 0, rates_.get_allocator());
    allocate_on_grid(principal_, form.weights, principal);
    if (flat() && !form.interest_weights.empty()) {
      Scratch<std::int64_t> interest(count_, 0, rates_.get_allocator());
      allocate_on_grid(flat_interest_, form.interest_weights, interest);
      for (std::size_t k = 0; k < count_; ++k) parts_[k].interest = interest[k];
    }
    run_rows([&](std::size_t k, Parts&) { return principal[k]; });
  }

  // allocate in steps of the grid; what is below the grid stays with the last part.
  void allocate_on_grid(std::int64_t total, std::span<const std::int64_t> weights, std::span<std::int64_t> parts) const {
    allocate_into(total / grid_.unit, weights, parts);
    for (std::int64_t& part : parts) part *= grid_.unit;
    parts.back() += total % grid_.unit;
  }

  void amortize(const SumOfDigits&) {
    gather_flows(0, advances_.front().net());
    const std::span<const PeriodRate> later(rates_.begin() + 1, rates_.end());
    const std::int64_t interest = flat() ? flat_interest_ : level_interest(flows_, later, grid_);
    const auto n = static_cast<wide>(count_);
    wide digits = 0;
    std::int64_t earned = 0;
    for (std::size_t k = 0; k < count_; ++k) {
      digits += n - static_cast<wide>(k);
      const std::int64_t until = grid_.divide(interest * digits, n * (n + 1) / 2);
      parts_[k].interest = until - earned;
      earned = until;
    }
    run_level_on_total(interest);
  }

  // --- flat interest ----------------------------------------------------------------------------------------------

  // I = R(sum of advance x its rates), in equal parts over the rows that are not interest-free.
  void spread_flat_interest() {
    flows_.clear();
    for (const Advance& advance : advances_)
      for (std::size_t k = 0; k < count_; ++k)
        if (advance.on < timeline_.rows()[k].end)
          flows_.push_back({advance.net(), advance.on <= timeline_.rows()[k].start ? rates_[k] : timeline_.rate_from(k, advance.on)});
    flat_interest_ = rounded_interest(flows_, grid_);
    const auto free = static_cast<std::size_t>(terms_.grace.interest_free);
    const auto bearing = static_cast<std::int64_t>(count_ - free);
    const std::int64_t part = grid_.divide(flat_interest_, bearing);
    if (wide{part} * (bearing - 1) > flat_interest_) return allocate_flat_interest(free);
    for (std::size_t k = free; k < count_; ++k) parts_[k].interest = part;
    const std::size_t residual = std::max(residual_row(), free);
    parts_[residual].interest = flat_interest_ - part * (bearing - 1);
  }

  void allocate_flat_interest(std::size_t free) {
    Scratch<std::int64_t> parts(count_ - free, 0, rates_.get_allocator());
    const Scratch<std::int64_t> weights(count_ - free, 1, rates_.get_allocator());
    allocate_on_grid(flat_interest_, weights, parts);
    for (std::size_t k = free; k < count_; ++k) parts_[k].interest = parts[k - free];
  }

  // E = Rg((P + I - X) / n), the interest of each row given.
  void run_level_on_total(std::int64_t interest, std::int64_t balloon = 0) {
    const std::int64_t installment = installment_grid_.divide(wide{principal_} + interest - balloon, static_cast<wide>(count_));
    run_amounts(Scratch<std::int64_t>(count_, installment, rates_.get_allocator()), balloon);
  }

  // p = installment - interest, the interest of each row given; the residual row takes the rest of the principal.
  void run_amounts(const Scratch<std::int64_t>& amounts, std::int64_t balloon) {
    const bool must_exceed_interest = !flat() && !rates_[0].is_zero();
    if (amounts[0] <= 0 || amounts[0] < installment_grid_.unit || (must_exceed_interest && amounts[0] <= parts_[0].interest))
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
    if (!refused_) check_last_level(amounts[residual_row()], checked_units(wide{carrier.principal} + carrier.interest - balloon));
  }

  void amortize_flat_level() {
    const Grace& grace = terms_.grace;
    if (grace.principal == 0 && grace.interest_payment == 0 && grace.interest_free == 0 && advances_.size() == 1)
      return run_level_on_total(flat_interest_);
    amortize(EqualPrincipal{});
  }

  // --- grace ------------------------------------------------------------------------------------------------------

  // Interest of the first h rows is billed with row h + 1, or has joined the balance.
  void move_interest_out_of_grace() {
    const auto h = std::min(static_cast<std::size_t>(terms_.grace.interest_payment), count_ - 1);
    std::int64_t deferred = 0;
    for (std::size_t k = 0; k < count_; ++k) {
      Parts& row = parts_[k];
      row.billed = row.interest;
      if (k < h) {
        if (!terms_.interest.capitalise_in_grace) deferred += row.interest;
        row.billed = 0;
      } else if (k == h) {
        row.billed = checked_units(wide{row.interest} + deferred);
      }
    }
  }

  const LoanTerms& terms_;
  const ExactRounding& policy_;
  const Timeline& timeline_;
  const Scratch<Advance>& advances_;
  Grid grid_;
  Grid installment_grid_;
  std::size_t count_ = 0;
  std::int64_t principal_ = 0;      // all advances less down payments
  std::int64_t flat_interest_ = 0;
  Scratch<PeriodRate> rates_;
  Scratch<Flow> flows_;
  Scratch<Parts> parts_;
  std::optional<ErrorCode> refused_;
};

}  // namespace

Outcome price_exactly(const LoanTerms& terms, std::span<Installment> rows) {
  alignas(std::max_align_t) std::array<std::byte, 160 * 1024> buffer;
  std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
  const auto& policy = std::get<ExactRounding>(terms.rounding);
  const Grid grid{policy.currency_multiple ? policy.currency_multiple->units() : 1, policy.mode};
  const Timeline timeline(terms, memory);
  Outcome outcome{.disbursement = taken_at_disbursement(terms, grid)};
  const Scratch<Advance> advances = merged_advances(terms, timeline, outcome.disbursement, grid, memory);
  Engine engine(terms, timeline, advances, memory);
  outcome.refused = engine.run();
  if (outcome.refused) return outcome;

  RowWriter writer(terms.principal.currency(), advances, rows, memory);
  for (std::size_t k = 0; k < engine.rows(); ++k) {
    const Parts& parts = engine.parts()[k];
    writer.down_payments_before(timeline.rows()[k].end);
    writer.write(timeline.rows()[k], {.principal = parts.principal, .interest = parts.billed}, parts.opening,
                 parts.opening - parts.principal + parts.capitalised);
  }
  outcome.rows = writer.count();
  outcome.disbursement.principal = total_advanced(advances, terms.principal.currency());
  outcome.disbursement.financed = Money::of_units(financed_fees(terms, grid), terms.principal.currency());
  charge_rows(terms, grid, rows.first(outcome.rows), writer.openings());
  return outcome;
}

}  // namespace solidarity::detail
