// SPDX-License-Identifier: MIT
#include "loan/mifos_servicing.hpp"

#include "loan/actions.hpp"
#include "loan/mifos_interest.hpp"
#include "loan/penalties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace solidarity::detail {
namespace {

bool is_daily(const Account& account) noexcept {
  return account.terms.recalculation && account.terms.recalculation->rest == Rest::day;
}

bool pays_overdue_interest_first(const Account& account) {
  return std::get<MifosRounding>(account.terms.rounding).overdue_interest_first;
}

// One payment on its way through the rows.
class DailyPayment {
 public:
  DailyPayment(Account& account, Date on, std::int64_t units) : account_(account), on_(on), left_(units) {}

  Applied run(const Waterfall& waterfall) {
    if (pays_overdue_interest_first(account_)) pay_overdue_interest();
    pay_what_is_due(waterfall);
    pay_ahead();
    applied_.unapplied = left_;
    account_.book_payment(on_, applied_);
    for (const std::size_t row : reduced_) bear_on_balance(account_, row, on_);
    account_.settle(on_);
    return applied_;
  }

 private:
  void pay(std::size_t row, Component component, std::int64_t units) {
    const std::int64_t paid = account_.pay(row, component, std::min(units, left_));
    part(applied_.parts, component) += paid;
    left_ -= paid;
  }

  // Of the interest of a row, that on overdue principal comes first.
  void note_interest(std::size_t row, std::int64_t late_before, std::int64_t paid) {
    account_.facts[row].peer.late_interest_paid += std::min(late_before, paid);
  }

  void pay_late_interest(std::size_t row) {
    const std::int64_t late = late_interest_open(account_, row);
    const std::int64_t before = left_;
    pay(row, Component::interest, late);
    note_interest(row, late, before - left_);
  }

  void pay_overdue_interest() {
    for (std::size_t row = 0; row < account_.dues.size(); ++row) pay_late_interest(row);
  }

  void pay_what_is_due(Waterfall waterfall) {
    waterfall.in_advance = InAdvance::credit;
    const auto share_of = [this](const Share& share) {
      if (share.component != Component::interest) return;
      const PeerFacts& peer = account_.facts[share.row].peer;
      note_interest(share.row, peer.late_interest - peer.late_interest_paid, share.units);
    };
    const Applied due = apply_payment(account_.dues, on_, left_, waterfall, {}, share_of);
    applied_.parts += due.parts;
    left_ = due.unapplied;
  }

  // The running row: interest on overdue principal, interest to the day, principal; then the principal of the next rows.
  void pay_ahead() {
    const std::size_t running = account_.rows_by(on_);
    for (std::size_t row = running; row < account_.dues.size() && left_ > 0; ++row) {
      pay_late_interest(row);
      const std::int64_t earned = interest_to_date(account_, row, on_);
      const std::int64_t accrued = earned + settled_interest(row);
      pay(row, Component::interest, earned);
      if (left_ == 0 || account_.dues[row].open.principal == 0) continue;
      pay(row, Component::principal, left_);
      account_.facts[row].peer.accrued = accrued;
      reduced_.push_back(row);
    }
  }

  [[nodiscard]] std::int64_t settled_interest(std::size_t row) const {
    const std::int64_t own = account_.facts[row].charged.interest - account_.facts[row].peer.late_interest;
    return own - (account_.dues[row].open.interest - late_interest_open(account_, row));
  }

  Account& account_;
  Date on_;
  std::int64_t left_;
  Applied applied_;
  std::vector<std::size_t> reduced_;
};

// What row k, not due yet, asks of a borrower who leaves on `on`. Charges of the running row are owed, of later ones not.
Components owed_by(const Account& account, std::size_t k, Date on) {
  const Components& open = account.dues[k].open;
  Components owed{.principal = open.principal};
  if (account.facts[k].from >= on && account.dues[k].on > on) return owed;
  owed = open;
  owed.interest = std::min(open.interest, late_interest_open(account, k) + interest_to_date(account, k, on));
  return owed;
}

void refuse_if(bool given, std::string_view field, std::string_view why) {
  if (given)
    refuse(ErrorCode::contradictory_terms, field, fmt::format("{} contradicts /rounding/preset: mifos {}", field, why));
}

void refuse_beyond(const LoanTerms& terms) {
  if (!terms.recalculation || terms.recalculation->rest == Rest::none) return;
  refuse_if(terms.recalculation->rest == Rest::installment, "/recalculation/rest", "counts interest again by the day");
  refuse_if(terms.recalculation->early != EarlyPrincipal::next, "/recalculation/early", "keeps the installments");
  refuse_if(terms.recalculation->payoff_interest == PayoffInterest::to_rest, "/recalculation/payoff_interest",
            "asks for interest to the day");
  refuse_if(!terms.early_fees.empty(), "/early_fee", "takes no fee for early money");
}

}  // namespace

void MifosServicing::plan_again(Account& account, Date on) const {
  refuse_beyond(account.terms);
  Servicing::plan_again(account, on);
}

bool MifosServicing::has_work(const Account& account, Date day) const {
  if (!is_daily(account)) return Servicing::has_work(account, day);
  return account.credit > 0 || (account.first_open < account.dues.size() && account.dues[account.first_open].on < day);
}

void MifosServicing::advance(Account& account, Date day) const {
  if (!is_daily(account)) return Servicing::advance(account, day);
  while (account.credit > 0 && account.outstanding != Components{}) {
    const std::size_t next = account.rows_by(account.advanced_to);
    if (next == account.dues.size() || account.dues[next].on > day) break;
    const Date due = account.dues[next].on;
    grow_late_interest(account, due);
    account.advanced_to = due;
    use_credit(account, due, *this);
  }
  grow_late_interest(account, day);
  assess_penalties(account, day);
}

bool MifosServicing::pays_in_place(const Account& account) const {
  return !is_daily(account) && Servicing::pays_in_place(account);
}

Applied MifosServicing::pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const {
  if (!is_daily(account)) return Servicing::pay(account, on, units, waterfall);
  return DailyPayment(account, on, units).run(waterfall);
}

Applied MifosServicing::prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                               EarlyPrincipal effect) const {
  if (!is_daily(account)) return Servicing::prepay(account, on, units, waterfall, effect);
  return pay(account, on, units, waterfall);
}

Payoff MifosServicing::payoff(const Account& account, Date on) const {
  if (!is_daily(account)) return Servicing::payoff(account, on);
  Payoff quote{.on = on, .currency = account.currency(), .parts = account.outstanding};
  for (std::size_t k = account.rows_by(on); k < account.dues.size(); ++k) {
    const Components owed = owed_by(account, k, on);
    quote.rebate += account.dues[k].open.interest - owed.interest;
    quote.parts -= account.dues[k].open;
    quote.parts += owed;
  }
  quote.credit = std::min(account.credit, quote.parts.total());
  return quote;
}

// What is not owed leaves its row, and the row that runs falls due.
void MifosServicing::settle_for_payoff(Account& account, const Payoff& payoff) const {
  if (!is_daily(account)) return Servicing::settle_for_payoff(account, payoff);
  for (std::size_t k = account.rows_by(payoff.on); k < account.dues.size(); ++k) {
    const Components surplus = account.dues[k].open - owed_by(account, k, payoff.on);
    for (const Component component : {Component::penalty, Component::fee, Component::insurance, Component::interest})
      account.charge(k, component, -part(surplus, component));
  }
  account.terms.recalculation->rest = Rest::none;
  account.settle(payoff.on);
}

std::int64_t MifosServicing::accrued_interest(const Account& account, Date as_of) const {
  if (!is_daily(account)) return Servicing::accrued_interest(account, as_of);
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    const Components& open = account.dues[k].open;
    if (account.dues[k].on <= as_of) sum += account.facts[k].charged.interest;
    else sum += account.facts[k].charged.interest - open.interest + owed_by(account, k, as_of).interest;
  }
  return sum;
}

const Servicing& mifos_servicing() noexcept {
  static const MifosServicing peer;
  return peer;
}

}  // namespace solidarity::detail
