// SPDX-License-Identifier: MIT
#include "loan/opencbs_servicing.hpp"

#include "loan/actions.hpp"
#include "loan/opencbs_early.hpp"
#include "loan/opencbs_penalties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace solidarity::detail {
namespace {

// Money before its time is handed back by it.
Waterfall without_advance(Waterfall waterfall) {
  waterfall.in_advance = InAdvance::credit;
  return waterfall;
}

void add(Applied& sum, const Applied& more) {
  sum.parts += more.parts;
  sum.unapplied = more.unapplied;
}

void refuse_if(bool given, std::string_view field, std::string_view why) {
  if (given)
    refuse(ErrorCode::contradictory_terms, field,
           fmt::format("{} contradicts /rounding/preset: opencbs {}", field, why));
}

void refuse_beyond(const LoanTerms& terms) {
  refuse_if(terms.rebate.has_value(), "/rebate", "asks for interest by /rounding/accounting");
  if (!terms.recalculation) return;
  refuse_if(terms.recalculation->rest != Rest::none, "/recalculation/rest", "keeps the interest of the plan");
  const EarlyPrincipal early = terms.recalculation->early;
  refuse_if(early != EarlyPrincipal::next && early != EarlyPrincipal::reduce_installment, "/recalculation/early",
            "keeps the installments (next) or their number (reduce_installment)");
}

}  // namespace

void OpenCbsServicing::plan_again(Account& account, Date on) const {
  refuse_beyond(account.terms);
  Servicing::plan_again(account, on);
}

bool OpenCbsServicing::has_work(const Account& account, Date day) const {
  if (account.credit > 0) return true;
  return !account.terms.penalties.empty() && account.first_open < account.dues.size() &&
         account.dues[account.first_open].on < day;
}

// Held money is used on the day on which something falls due, after the penalties of the days before.
void OpenCbsServicing::advance(Account& account, Date day) const {
  while (account.credit > 0 && account.outstanding != Components{}) {
    const std::size_t next = account.rows_by(account.advanced_to);
    if (next == account.dues.size() || account.dues[next].on > day) break;
    const Date due = account.dues[next].on;
    assess_opencbs_penalties(account, due);
    account.advanced_to = due;
    use_credit(account, due, *this);
  }
  assess_opencbs_penalties(account, day);
}

bool OpenCbsServicing::pays_in_place(const Account& account) const { return keeps_installments(account); }

Applied OpenCbsServicing::pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const {
  const bool keeps = keeps_installments(account) || waterfall.in_advance == InAdvance::credit;
  return prepay(account, on, units, waterfall, keeps ? EarlyPrincipal::next : account.terms.recalculation->early);
}

Applied OpenCbsServicing::prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                                 EarlyPrincipal effect) const {
  const bool keeps = effect == EarlyPrincipal::next;
  Applied applied = Servicing::pay(account, on, units, keeps ? waterfall : without_advance(waterfall));
  if (!keeps && applied.unapplied > 0) add(applied, repay_early(account, on, applied.unapplied, waterfall));
  fix_opencbs_penalties(account, on);
  return applied;
}

Applied OpenCbsServicing::repay_early(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const {
  const Leaving leaving = leaving_on(account, on);
  if (leaving.principal == 0) return {.parts = {}, .unapplied = units};
  const bool whole = units >= leaving.principal + leaving.interest + leaving.fee;
  if (!whole && units - fee_of_part(account, units, on) < leaving.principal) return reduce_balance(account, on, units);
  gather(account, leaving, on);
  return Servicing::pay(account, on, units, waterfall);
}

Payoff OpenCbsServicing::payoff(const Account& account, Date on) const {
  Payoff quote{.on = on, .currency = account.currency(), .parts = account.outstanding};
  if (!keeps_installments(account)) {
    const Leaving leaving = leaving_on(account, on);
    std::int64_t ahead = 0;
    for (std::size_t k = leaving.first; k < account.dues.size(); ++k) ahead += account.dues[k].open.interest;
    quote.rebate = ahead - leaving.interest;
    quote.parts.interest -= quote.rebate;
    quote.early_fee = leaving.fee;
  }
  quote.credit = std::min(account.credit, quote.parts.total() + quote.early_fee);
  return quote;
}

// What is left then is an installment like any other.
void OpenCbsServicing::settle_for_payoff(Account& account, const Payoff& payoff) const {
  if (keeps_installments(account)) return;
  gather(account, leaving_on(account, payoff.on), payoff.on);
  account.terms.recalculation->early = EarlyPrincipal::next;
}

const Servicing& opencbs_servicing() noexcept {
  static const OpenCbsServicing peer;
  return peer;
}

}  // namespace solidarity::detail
