// SPDX-License-Identifier: MIT
#include "schedule/exact_engine.hpp"

#include "schedule/charges.hpp"
#include "schedule/engine.hpp"

#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace solidarity::detail {

ExactEngine::ExactEngine(const LoanTerms& terms, const Timeline& timeline, const Scratch<Advance>& advances,
                         std::pmr::memory_resource& memory)
    : terms_(terms),
      policy_(std::get<ExactRounding>(terms.rounding)),
      timeline_(timeline),
      advances_(advances),
      rates_(&memory),
      flows_(&memory),
      parts_(&memory) {
  count_ = timeline.rows().size();
  grid_ = {policy_.currency_multiple ? policy_.currency_multiple->units() : 1, policy_.mode};
  installment_grid_ = {policy_.installment_multiple ? policy_.installment_multiple->units() : grid_.unit, policy_.mode};
  rates_.reserve(count_);
  for (std::size_t k = 0; k < count_; ++k) rates_.push_back(timeline.rate(k));
  parts_.resize(count_);
  for (const Advance& advance : advances_) principal_ = checked_units(wide{principal_} + advance.net());
}

std::optional<ErrorCode> ExactEngine::run() {
  if (terms_.interest.method == InterestMethod::flat) spread_flat_interest();
  std::visit([this](const auto& form) { amortize(form); }, terms_.amortization);
  if (refused_) return refused_;
  move_interest_out_of_grace();
  return refused_;
}

// What bears interest in row k: the balance, and each advance of the row from its day on.
void ExactEngine::gather_flows(std::size_t k, std::int64_t balance) {
  flows_.clear();
  flows_.push_back({balance, rates_[k]});
  for (const Advance& advance : advances_in(k)) flows_.push_back({advance.net(), timeline_.rate_from(k, advance.on)});
}

// Advances after the first that fall in [start, end) of row k.
std::span<const Advance> ExactEngine::advances_in(std::size_t k) const {
  const auto& rows = timeline_.rows();
  const Date from = k == 0 ? advances_.front().on : rows[k - 1].end;
  const auto begin = std::ranges::lower_bound(advances_.begin() + 1, advances_.end(), from, {}, &Advance::on);
  const auto end = std::ranges::lower_bound(begin, advances_.end(), rows[k].end, {}, &Advance::on);
  return {begin, end};
}

std::int64_t ExactEngine::advanced_in(std::size_t k) const {
  std::int64_t sum = 0;
  for (const Advance& advance : advances_in(k)) sum += advance.net();
  return sum;
}

// Forms that fix the principal.

void ExactEngine::check_equal_principal(std::int64_t part, std::int64_t residual) {
  if (part <= 0) return refuse_with(ErrorCode::installment_too_small);
  if (residual <= 0 || wide{residual} > 2 * wide{part}) refuse_with(ErrorCode::residual_too_large);
}

// The same principal in each amortizing row, the rest in the residual row; after an advance the rest is divided again.
void ExactEngine::amortize(const EqualPrincipal&) {
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

void ExactEngine::amortize(const Bullet& form) {
  run_rows([&](std::size_t k, Parts& row) { return k == last() ? row.opening : std::int64_t{0}; });
  if (form.interest_too) bill_all_interest_at_the_end();
}

void ExactEngine::bill_all_interest_at_the_end() {
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

void ExactEngine::amortize(const PrincipalPercentEach& form) {
  const std::int64_t part = PeriodRate::of(form.percent.ticks(), Rate::one).of_amount(principal_, grid_);
  if (part <= 0 && count_ - first() > 1) return refuse_with(ErrorCode::installment_too_small);
  run_rows([&](std::size_t k, Parts& row) {
    if (k == last()) return row.opening;
    if (part >= row.opening) refuse_with(ErrorCode::residual_too_large);
    return part;
  });
}

void ExactEngine::amortize(const ListedPrincipal& form) {
  run_rows([&](std::size_t k, Parts& row) {
    if (form.principal[k].units() > row.opening) refuse_with(ErrorCode::residual_too_large);
    return form.principal[k].units();
  });
}

void ExactEngine::amortize(const WeightedPrincipal& form) {
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
void ExactEngine::allocate_on_grid(std::int64_t total, std::span<const std::int64_t> weights,
                                   std::span<std::int64_t> parts) const {
  allocate_into(total / grid_.unit, weights, parts);
  for (std::int64_t& part : parts) part *= grid_.unit;
  parts.back() += total % grid_.unit;
}

void ExactEngine::amortize(const SumOfDigits&) {
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

// Flat interest.

// I = R(sum of advance x its rates), in equal parts over the rows that are not interest-free.
void ExactEngine::spread_flat_interest() {
  flows_.clear();
  for (const Advance& advance : advances_)
    for (std::size_t k = 0; k < count_; ++k)
      if (advance.on < timeline_.rows()[k].end)
        flows_.push_back(
            {advance.net(), advance.on <= timeline_.rows()[k].start ? rates_[k] : timeline_.rate_from(k, advance.on)});
  flat_interest_ = rounded_interest(flows_, grid_);
  const auto free = static_cast<std::size_t>(terms_.grace.interest_free);
  const auto bearing = static_cast<std::int64_t>(count_ - free);
  const std::int64_t part = grid_.divide(flat_interest_, bearing);
  if (wide{part} * (bearing - 1) > flat_interest_) return allocate_flat_interest(free);
  for (std::size_t k = free; k < count_; ++k) parts_[k].interest = part;
  const std::size_t residual = std::max(residual_row(), free);
  parts_[residual].interest = flat_interest_ - part * (bearing - 1);
}

void ExactEngine::allocate_flat_interest(std::size_t free) {
  Scratch<std::int64_t> parts(count_ - free, 0, rates_.get_allocator());
  const Scratch<std::int64_t> weights(count_ - free, 1, rates_.get_allocator());
  allocate_on_grid(flat_interest_, weights, parts);
  for (std::size_t k = free; k < count_; ++k) parts_[k].interest = parts[k - free];
}

// Grace.

// Interest of the first h rows is billed with row h + 1, or has joined the balance.
void ExactEngine::move_interest_out_of_grace() {
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

namespace {

Outcome price_over(const LoanTerms& terms, const Timeline& timeline, std::span<Installment> rows,
                   std::pmr::memory_resource& memory) {
  const auto& policy = std::get<ExactRounding>(terms.rounding);
  const Grid grid{policy.currency_multiple ? policy.currency_multiple->units() : 1, policy.mode};
  Outcome outcome{.disbursement = taken_at_disbursement(terms, grid)};
  const Scratch<Advance> advances = merged_advances(terms, timeline, outcome.disbursement, grid, memory);
  ExactEngine engine(terms, timeline, advances, memory);
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

}  // namespace

Outcome price_exactly(const LoanTerms& terms, std::span<Installment> rows) {
  alignas(std::max_align_t) std::array<std::byte, 160 * 1024> buffer;
  std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
  const Timeline timeline(terms, memory);
  return price_over(terms, timeline, rows, memory);
}

Outcome price_on(const LoanTerms& terms, const Continuation& after, std::span<Installment> rows) {
  std::pmr::monotonic_buffer_resource memory;
  const Timeline timeline(terms, after, memory);
  return price_over(terms, timeline, rows, memory);
}

}  // namespace solidarity::detail
