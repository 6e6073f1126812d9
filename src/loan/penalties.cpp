// SPDX-License-Identifier: MIT
#include "loan/penalties.hpp"

#include <solidarity/core/overloaded.hpp>

namespace solidarity {
namespace {

// Nominal days: what a percentage `per` period is divided by, and what `every` multiplies it with.
int nominal_days(const PenaltyPeriod& period) noexcept {
  switch (period.unit) {
    case PenaltyPeriod::Unit::day: return period.count;
    case PenaltyPeriod::Unit::week: return 7 * period.count;
    case PenaltyPeriod::Unit::month: return 30 * period.count;
    case PenaltyPeriod::Unit::year: return 365 * period.count;
  }
  return period.count;
}

// Whole periods from `due` to `day`, months and years by the calendar from the due date.
std::int64_t periods_between(const PenaltyPeriod& every, Date due, Date day) noexcept {
  switch (every.unit) {
    case PenaltyPeriod::Unit::day: return (day - due) / every.count;
    case PenaltyPeriod::Unit::week: return (day - due) / (7 * every.count);
    case PenaltyPeriod::Unit::month: break;
    case PenaltyPeriod::Unit::year: break;
  }
  const int months = every.unit == PenaltyPeriod::Unit::year ? 12 * every.count : every.count;
  const auto periods = (month_number(day) - month_number(due)) / months;
  return add_months(due, static_cast<int>(periods) * months) > day ? periods - 1 : periods;
}

std::int64_t scaled_on(const AmountGrid& grid, std::int64_t value, wide numerator, wide denominator) {
  if (grid.unit == 1) return multiply_divide(value, numerator, denominator, grid.mode);
  return detail::checked_units(wide{multiply_divide(value, numerator, denominator * grid.unit, grid.mode)} * grid.unit);
}

std::int64_t units_or_one(const std::optional<Money>& multiple) noexcept { return multiple ? multiple->units() : 1; }

}  // namespace

std::int64_t times_fallen(const Penalty& penalty, Date due, Date day) noexcept {
  const int late = day - due;
  if (late < 1 || late <= penalty.grace_days) return 0;
  if (!penalty.every) return 1;
  const std::int64_t all = periods_between(*penalty.every, due, day);
  if (!penalty.grace_forgives || penalty.grace_days == 0) return all;
  return all - periods_between(*penalty.every, due, day - (late - penalty.grace_days));
}

std::int64_t penalty_base(const Penalty& penalty, const Components& open) noexcept {
  const std::int64_t compounded = penalty.compound ? open.penalties : 0;
  switch (penalty.of) {
    case PenaltyBase::overdue_principal: return open.principal + compounded;
    case PenaltyBase::overdue_interest: return open.interest + compounded;
    case PenaltyBase::overdue_total: return open.principal + open.interest + compounded;
    case PenaltyBase::overdue_with_charges:
      return open.principal + open.interest + open.fees + open.insurance + compounded;
    case PenaltyBase::outstanding_principal: break;
    case PenaltyBase::original_principal: break;
  }
  return 0;
}

AmountGrid amount_grid(const RoundingPolicy& policy) noexcept {
  const auto with_multiple = [](const auto& rules) {
    return AmountGrid{units_or_one(rules.currency_multiple), rules.mode};
  };
  return std::visit(overloaded{[&](const ExactRounding& exact) { return with_multiple(exact); },
                               [&](const FineractCumulative& peer) { return with_multiple(peer); },
                               [&](const FineractProgressive& peer) { return with_multiple(peer); },
                               [](const MifosRounding& peer) {
                                 return AmountGrid{1, peer.currency_mode};
                               },
                               [](const OpenCbsRounding&) {
                                 return AmountGrid{1, Rounding::half_up};
                               },
                               [](const FrappeRounding&) {
                                 return AmountGrid{1, Rounding::half_even};
                               }},
                    policy);
}

std::int64_t penalty_units(const Penalty& penalty, std::int64_t base, const AmountGrid& grid) {
  if (base <= 0) return 0;
  if (const Money* flat = std::get_if<Money>(&penalty.amount)) return flat->units();
  const wide percent = std::get<Rate>(penalty.amount).ticks();
  if (!penalty.per) return scaled_on(grid, base, percent, Rate::one);
  const int days = penalty.every ? nominal_days(*penalty.every) : penalty.grace_days + 1;
  return scaled_on(grid, base, percent * days, wide{Rate::one} * nominal_days(*penalty.per));
}

std::int64_t penalty_cap(const Penalty& penalty, const Components& charged, const AmountGrid& grid) {
  std::int64_t cap = std::numeric_limits<std::int64_t>::max();
  if (penalty.cap) cap = penalty.cap->units();
  if (penalty.cap_percent) {
    const std::int64_t owed = detail::checked_units(wide{charged.principal} + charged.interest);
    cap = std::min(cap, scaled_on(grid, owed, penalty.cap_percent->ticks(), Rate::one));
  }
  return cap;
}

namespace detail {
namespace {

bool is_capped(const Penalty& penalty) { return penalty.cap || penalty.cap_percent; }

class AccountBook {
 public:
  explicit AccountBook(Account& account) : account_(account), grid_(amount_grid(account.terms.rounding)) {}

  [[nodiscard]] std::span<const Due> dues() const noexcept {
    return std::span<const Due>(account_.dues).subspan(account_.first_open);
  }
  [[nodiscard]] const Components& outstanding() const noexcept { return account_.outstanding; }
  [[nodiscard]] std::int64_t disbursed() const noexcept { return account_.disbursed(); }

  [[nodiscard]] std::int64_t room(std::size_t p, std::size_t row) {
    const Penalty& penalty = account_.terms.penalties[p];
    if (!is_capped(penalty)) return std::numeric_limits<std::int64_t>::max();
    const std::size_t k = account_.first_open + row;
    return penalty_cap(penalty, account_.facts[k].charged, grid_) - assessed(p, k);
  }

  void assess(std::size_t p, std::size_t row, std::int64_t units) {
    const std::size_t k = account_.first_open + row;
    (void)checked_units(wide{account_.outstanding.total()} + units);
    (void)checked_units(wide{account_.charged.total()} + units);
    if (is_capped(account_.terms.penalties[p])) assessed(p, k) += units;
    account_.charge(k, Component::penalty, units);
  }

 private:
  std::int64_t& assessed(std::size_t p, std::size_t k) {
    const auto is_of_row = [&](const PenaltyTotal& total) {
      return total.penalty == p && total.due == account_.dues[k].on && total.kind == account_.facts[k].kind;
    };
    const auto found = std::ranges::find_if(account_.penalty_totals, is_of_row);
    if (found != account_.penalty_totals.end()) return found->units;
    account_.penalty_totals.push_back({static_cast<std::uint16_t>(p), account_.facts[k].kind, account_.dues[k].on, 0});
    return account_.penalty_totals.back().units;
  }

  Account& account_;
  AmountGrid grid_;
};

}  // namespace

bool may_be_penalized(const Account& account, Date up_to) noexcept {
  return !account.terms.penalties.empty() && account.is_disbursed() && !account.charged_off &&
         !account.is_written_off && up_to > account.penalized_to && account.first_open < account.dues.size() &&
         account.dues[account.first_open].on < up_to;
}

void assess_penalties(Account& account, Date up_to) {
  if (may_be_penalized(account, up_to)) {
    AccountBook book(account);
    std::vector<FallenPenalty> scratch;
    Assessor(book, account.terms.penalties, amount_grid(account.terms.rounding), scratch)
        .run(account.penalized_to, up_to);
  }
  account.penalized_to = std::max(account.penalized_to, up_to);
}

}  // namespace detail
}  // namespace solidarity
