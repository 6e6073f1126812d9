// SPDX-License-Identifier: MIT
#include "loan/active_loan.hpp"

#include <solidarity/loan/arrears.hpp>

#include <algorithm>
#include <iterator>

namespace solidarity::detail {
namespace {

std::uint64_t row_key(std::uint32_t loan, const Due& due) noexcept { return std::uint64_t{loan} << 16 | due.number; }

bool is_open(const Due& due) noexcept { return due.open != Components{}; }

bool is_capped(const Penalty& penalty) noexcept { return penalty.cap || penalty.cap_percent; }

// The row that accrues has its own start; every later one with interest must start where the row before it ends.
bool rows_follow_each_other(const Account& account) noexcept {
  for (std::size_t k = 1; k < account.dues.size(); ++k)
    if (account.facts[k].charged.interest != 0 && account.facts[k].from != account.dues[k - 1].on) return false;
  return true;
}

// The day after which `penalty` falls next on a row due on `due` that is late on `day`.
std::int32_t falls_next(const Penalty& penalty, std::int32_t due, std::int32_t day) noexcept {
  const std::int32_t exceeded = due + penalty.grace_days + 1;
  if (day < exceeded) return exceeded;
  if (!penalty.every) return never;
  const bool by_days =
      penalty.every->unit == PenaltyPeriod::Unit::day || penalty.every->unit == PenaltyPeriod::Unit::week;
  if (!by_days) return day + 1;
  const std::int32_t step = penalty.every->count * (penalty.every->unit == PenaltyPeriod::Unit::week ? 7 : 1);
  return due + ((day - due) / step + 1) * step;
}

// Interest that is earned over more than the row that bills it, or at once.
bool earns_otherwise(const Account& account) noexcept {
  const LoanTerms& terms = account.terms;
  const auto* bullet = std::get_if<Bullet>(&terms.amortization);
  return terms.grace.interest_payment > 0 || terms.interest.capitalise_in_grace || (bullet && bullet->interest_too) ||
         !account.tails.empty() || std::ranges::any_of(account.facts, &RowFacts::interest_fixed);
}

// What caps have cost a row is known by its due date here.
bool has_capped_twins(const Account& account) noexcept {
  const auto same_day = [](const Due& a, const Due& b) { return a.on == b.on; };
  return std::ranges::any_of(account.terms.penalties, is_capped) &&
         std::ranges::adjacent_find(account.dues, same_day) != account.dues.end();
}

}  // namespace

bool is_priced_by_time(const Account& account) noexcept {
  const auto& recalculation = account.terms.recalculation;
  const bool is_stopped = account.charged_off || account.suspended_on || account.is_written_off;
  const bool credit_waits = account.credit != 0 && account.outstanding != Components{};
  return !account.is_disbursed() || is_stopped || credit_waits || !rows_follow_each_other(account) ||
         earns_otherwise(account) || has_capped_twins(account) ||
         !std::holds_alternative<ExactRounding>(account.terms.rounding) ||
         (recalculation && recalculation->overdue_bears_interest);
}

// What penalties need of a loan here: see Assessor.
class ActiveLoanPenalties {
 public:
  ActiveLoanPenalties(ActiveLoanBook& book, ActiveLoan& loan, std::uint32_t index)
      : book_(book), product_(book.products_[loan.product]), loan_(loan), index_(index), rows_(book.own_rows(loan)) {
    const auto first = std::ranges::find_if(rows_, is_open);
    rows_ = rows_.subspan(static_cast<std::size_t>(first - rows_.begin()));
    outstanding_ = {.principal = loan.principal, .penalties = loan.penalties};
  }

  [[nodiscard]] std::span<const Due> dues() const noexcept { return rows_; }
  [[nodiscard]] const Components& outstanding() const noexcept { return outstanding_; }
  [[nodiscard]] std::int64_t disbursed() const noexcept { return loan_.disbursed; }

  [[nodiscard]] std::int64_t room(std::size_t p, std::size_t row) {
    const Penalty& penalty = product_.penalties[p];
    if (!is_capped(penalty)) return std::numeric_limits<std::int64_t>::max();
    const auto [principal, interest] = book_.charged(index_, rows_[row]);
    const Components charged{.principal = principal, .interest = interest};
    return penalty_cap(penalty, charged, product_.grid) - assessed(p, rows_[row]);
  }

  void assess(std::size_t p, std::size_t row, std::int64_t units) {
    loan_.penalties = checked_units(wide{loan_.penalties} + units);
    outstanding_.penalties = loan_.penalties;
    if (is_capped(product_.penalties[p])) assessed(p, rows_[row]) += units;
    rows_[row].open.penalties += units;
  }

 private:
  std::int64_t& assessed(std::size_t p, const Due& due) {
    std::vector<PenaltyTotal>& totals = book_.penalty_totals_[index_];
    const auto is_of_row = [&](const PenaltyTotal& total) { return total.penalty == p && total.due == due.on; };
    const auto found = std::ranges::find_if(totals, is_of_row);
    if (found != totals.end()) return found->units;
    totals.push_back({static_cast<std::uint16_t>(p), RowKind::installment, due.on, 0});
    return totals.back().units;
  }

  ActiveLoanBook& book_;
  const ActiveLoanBook::Product& product_;
  ActiveLoan& loan_;
  std::uint32_t index_;
  std::span<Due> rows_;
  Components outstanding_;
};

// --- a loan comes, a loan goes ------------------------------------------------------------------------------------------

std::uint16_t ActiveLoanBook::product_of(const Account& account) {
  const AmountGrid grid = amount_grid(account.terms.rounding);
  for (std::size_t k = products_.size(); k > 0; --k) {  // loans of one product mostly come together
    const Product& product = products_[k - 1];
    if (product.arrears == account.terms.arrears && product.penalties == account.terms.penalties &&
        product.grid.unit == grid.unit && product.grid.mode == grid.mode)
      return static_cast<std::uint16_t>(k - 1);
  }
  if (products_.size() > std::numeric_limits<std::uint16_t>::max())
    refuse(ErrorCode::limit_exceeded, "more than 65536 products");
  products_.push_back({account.terms.arrears, account.terms.penalties, grid});
  return static_cast<std::uint16_t>(products_.size() - 1);
}

void ActiveLoanBook::open(ActiveLoan& loan, std::uint32_t index, const Account& account, Date day) {
  loan.product = product_of(account);
  loan.principal = account.outstanding.principal;
  loan.penalties = account.outstanding.penalties;
  loan.disbursed = account.disbursed();
  const std::size_t running = account.rows_by(day);
  for (std::size_t k = 0; k < running; ++k) loan.accrued_past += account.facts[k].charged.interest;
  const std::size_t first = std::min(account.first_open, running);
  place_rows(loan, index, account, first);
  loan.running = static_cast<std::uint16_t>(running - first);
  if (running < account.dues.size()) {
    loan.running_interest = account.facts[running].charged.interest;
    loan.running_from = account.facts[running].from.day_number();
    loan.running_due = account.dues[running].on.day_number();
  }
  penalty_totals_.erase(index);
  if (!account.penalty_totals.empty()) penalty_totals_[index] = account.penalty_totals;
  busy_night(loan, index, day, day);
}

void ActiveLoanBook::release(ActiveLoan& loan) {
  if (loan.capacity > 0) pool_.release(loan.block, loan.capacity);
  loan.capacity = loan.own = 0;
}

void ActiveLoanBook::place_rows(ActiveLoan& loan, std::uint32_t index, const Account& account, std::size_t first) {
  const std::size_t shared = shared_from(loan, account, first);
  loan.own = loan.capacity = static_cast<std::uint16_t>(shared - first);
  if (shared < account.dues.size())
    loan.shared_next = static_cast<std::uint16_t>(schedules[loan.schedule].size() - (account.dues.size() - shared));
  else if (loan.schedule != no_schedule) loan.shared_next = static_cast<std::uint16_t>(schedules[loan.schedule].size());
  if (loan.own == 0) return;
  loan.block = pool_.allocate(loan.capacity);
  const std::span<Due> rows = own_rows(loan);
  for (std::size_t k = first; k < shared; ++k) {
    rows[k - first] = account.dues[k];
    note_charged(index, account.dues[k], account.facts[k].charged);
  }
}

void ActiveLoanBook::note_charged(std::uint32_t index, const Due& due, const Components& charged) {
  if (charged.interest == due.open.interest && charged.principal == due.open.principal)
    charged_.erase(row_key(index, due));
  else charged_[row_key(index, due)] = {charged.principal, charged.interest};
}

// The first row from which on the loan stands as its shared schedule says.
std::size_t ActiveLoanBook::shared_from(const ActiveLoan& loan, const Account& account, std::size_t first) const {
  if (loan.schedule == no_schedule) return account.dues.size();
  const std::vector<Due>& plan = schedules[loan.schedule];
  std::size_t k = account.dues.size();
  for (std::size_t j = plan.size(); j > 0 && k > first; --j, --k)
    if (plan[j - 1] != account.dues[k - 1] || plan[j - 1].open != account.facts[k - 1].charged) break;
  return k;
}

const Due* ActiveLoanBook::row(const ActiveLoan& loan, std::size_t k) const noexcept {
  if (k < loan.own) return &own_rows(loan)[k];
  if (loan.schedule == no_schedule) return nullptr;
  const std::vector<Due>& plan = schedules[loan.schedule];
  const std::size_t shared = loan.shared_next + (k - loan.own);
  return shared < plan.size() ? &plan[shared] : nullptr;
}

ActiveLoanBook::RowCharged ActiveLoanBook::charged(std::uint32_t index, const Due& due) const noexcept {
  if (const auto found = charged_.find(row_key(index, due)); found != charged_.end()) return found->second;
  return {due.open.principal, due.open.interest};
}

// --- the nights -----------------------------------------------------------------------------------------------------------

void ActiveLoanBook::quiet_night(ActiveLoan& loan, Date day) const {
  const Product& product = products_[loan.product];
  loan.accrued = loan.accrued_past;
  if (loan.running_due != never)
    loan.accrued += accrued_interest(loan.running_interest, Date::of_day_number(loan.running_from),
                                     Date::of_day_number(loan.running_due), day, product.grid);
  loan.days_past_due =
      loan.since == never ? 0 : days_past_due(loan.overdue, Date::of_day_number(loan.since), day, product.arrears);
}

void ActiveLoanBook::busy_night(ActiveLoan& loan, std::uint32_t index, Date after, Date day) {
  run_on(loan, index, day);
  own_late_rows(loan, day);
  if (!products_[loan.product].penalties.empty()) penalize(loan, index, after, day);
  find_late(loan, day);
  loan.next = next_busy_day(loan, day);
  quiet_night(loan, day);
}

// Rows whose period is over by `day` have earned all their interest.
void ActiveLoanBook::run_on(ActiveLoan& loan, std::uint32_t index, Date day) const {
  while (loan.running_due <= day.day_number()) {
    loan.accrued_past += loan.running_interest;
    loan.running_from = loan.running_due;
    const Due* next = row(loan, ++loan.running);
    loan.running_due = next ? next->on.day_number() : never;
    loan.running_interest = next ? charged(index, *next).interest : 0;
  }
}

// Late rows may be charged penalties, so they become the loan's own.
void ActiveLoanBook::own_late_rows(ActiveLoan& loan, Date day) {
  if (loan.schedule == no_schedule) return;
  const std::vector<Due>& plan = schedules[loan.schedule];
  while (loan.shared_next < plan.size() && plan[loan.shared_next].on < day) append(loan, plan[loan.shared_next++]);
}

void ActiveLoanBook::append(ActiveLoan& loan, const Due& due) {
  if (loan.own == loan.capacity) {
    const auto capacity = static_cast<std::uint16_t>(std::max(2, 2 * loan.capacity));
    const std::uint32_t block = pool_.allocate(capacity);
    std::ranges::copy(own_rows(loan), pool_.rows(block, capacity).begin());
    if (loan.capacity > 0) pool_.release(loan.block, loan.capacity);
    loan.block = block;
    loan.capacity = capacity;
  }
  ++loan.own;
  own_rows(loan).back() = due;
}

void ActiveLoanBook::penalize(ActiveLoan& loan, std::uint32_t index, Date after, Date day) {
  const Product& product = products_[loan.product];
  ActiveLoanPenalties book(*this, loan, index);
  Assessor(book, product.penalties, product.grid, scratch_).run(after, day);
}

void ActiveLoanBook::find_late(ActiveLoan& loan, Date day) const {
  const Arrears late = arrears(own_rows(loan), day);
  loan.overdue = late.overdue.total();
  loan.since = late.since ? late.since->day_number() : never;
}

std::int32_t ActiveLoanBook::next_busy_day(const ActiveLoan& loan, Date day) const {
  std::int32_t next = std::min(loan.running_due, next_penalty(loan, day));
  const std::span<const Due> rows = own_rows(loan);
  for (std::size_t k = 0;; ++k) {
    const Due* to_come = k < rows.size() ? &rows[k] : row(loan, k);
    if (!to_come) return next;
    if (to_come->on >= day && is_open(*to_come)) return std::min(next, to_come->on.day_number() + 1);
  }
}

std::int32_t ActiveLoanBook::next_penalty(const ActiveLoan& loan, Date day) const {
  std::int32_t next = never;
  for (const Penalty& penalty : products_[loan.product].penalties)
    for (const Due& due : own_rows(loan)) {
      if (due.on >= day) break;
      if (is_open(due)) next = std::min(next, falls_next(penalty, due.on.day_number(), day.day_number()));
    }
  return next;
}

std::size_t ActiveLoanBook::bytes() const noexcept {
  std::size_t bytes = pool_.bytes() + products_.size() * sizeof(Product);
  for (const auto& plan : schedules) bytes += plan.size() * sizeof(Due);
  bytes += charged_.size() * (sizeof(std::uint64_t) + sizeof(RowCharged) + 2 * sizeof(void*));
  for (const auto& [loan, totals] : penalty_totals_) bytes += sizeof(totals) + totals.size() * sizeof(PenaltyTotal);
  return bytes;
}

}  // namespace solidarity::detail
