// SPDX-License-Identifier: MIT
// Money in and out: approval, disbursement, payments, refunds, recoveries.
#include "loan/actions.hpp"
#include "loan/note.hpp"
#include "loan/states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace solidarity::detail {
namespace {

// What terms and approval let be handed out in all; nothing when there is no limit.
std::optional<std::int64_t> most_disbursed(const Account& account) {
  if (account.is_approved) return account.approved;
  if (account.terms.multiple_disbursements) return {};
  return account.approved;
}

void check_disbursement(const Account& account, const LoanEvent& event, std::int64_t units) {
  if (account.is_disbursed() && !account.terms.multiple_disbursements &&
      account.disbursed() >= most_disbursed(account).value_or(0))
    refuse_in_state(account, event, " and fully disbursed");
  if (const auto most = most_disbursed(account); most && !account.terms.multiple_disbursements)
    (void)units_up_to(account, Money::of_units(units, account.currency()), *most - account.disbursed(),
                      "is more than may still be disbursed");
  if (account.is_disbursed() && event.on < account.advances.front().on)
    refuse(ErrorCode::out_of_range, "/on",
           fmt::format("{} is before the first disbursement on {}", event.on, account.advances.front().on));
}

void add_advance(Account& account, const LoanEvent& event, std::int64_t units, const Servicing& servicing) {
  const bool first = !account.is_disbursed();
  (void)checked_units(wide{account.disbursed()} + account.charged.total() + units);
  account.advances.push_back({event.on, units});
  if (first) account.advanced_to = event.on;
  servicing.plan_again(account, event.on);
}

// Checked: a sum of held money never overflows.
void hold(Account& account, std::int64_t units) { account.credit = checked_units(wide{account.credit} + units); }

// Pays by `pay(units)` and writes it down. What may fail for want of memory comes first: then nothing is half applied.
template <class Pay>
void book(Account& account, const LoanEvent& event, std::int64_t units, Pay pay) {
  (void)checked_units(wide{account.credit} + units);
  const std::size_t at = account.transactions.size();
  note(account, event, units);
  const Applied applied = pay(units);
  hold(account, applied.unapplied);
  LoanTransaction& transaction = account.transactions[at];
  transaction.parts = applied.parts;
  transaction.unapplied = applied.unapplied;
  transaction.balance = account.outstanding.principal;
}

// The components in the order in which the waterfall pays what is past due, backwards.
std::array<Component, component_count> backwards(const Waterfall& waterfall) {
  std::array<Component, component_count> order{};
  std::size_t at = component_count;
  for (const Bucket& bucket : waterfall.order)
    if (bucket.when == Lateness::past_due && at > 0) order[--at] = bucket.component;
  return order;
}

// Takes back what was paid last: the last row first. Returns the parts.
Components unpay_last(Account& account, std::int64_t units) {
  const auto order = backwards(account.terms.waterfall);
  Components taken;
  for (std::size_t k = account.dues.size(); k-- > 0 && units > 0;) {
    for (const Component component : order) {
      const std::int64_t part_units = std::min(units, part(account.paid(k), component));
      if (part_units == 0) continue;
      account.unpay(k, component, part_units);
      part(taken, component) += part_units;
      units -= part_units;
    }
  }
  return taken;
}

std::int64_t money_received(const Account& account) {
  const Components paid = account.charged - account.outstanding - account.waived - account.written_off;
  return checked_units(wide{paid.total()} + account.credit);
}

bool is_payment_word(std::string_view type) {
  constexpr std::string_view words[] = {"repay",           "prepay",
                                        "pay_off",         "down_payment",
                                        "goodwill_credit", "merchant_issued_refund",
                                        "payout_refund",   "adjust_charge",
                                        "cover_by_peer",   "cover_by_savings",
                                        "cover_by_fund",   "cover_by_insurance"};
  return std::ranges::find(words, type) != std::end(words);
}

// No limit when no payment is named.
std::int64_t payment_amount(const Account& account, const std::string& id) {
  if (id.empty()) return std::numeric_limits<std::int64_t>::max();
  const auto is_named = [&](const LoanTransaction& past) { return past.id == id && is_payment_word(past.type); };
  const auto found = std::ranges::find_if(account.transactions, is_named);
  if (found == account.transactions.end())
    refuse(ErrorCode::not_found, "/of", fmt::format("no payment {} on this loan", quoted(id)));
  return found->amount;
}

struct DownPayment {
  std::int64_t charged = 0;
  std::int64_t open = 0;
};
DownPayment down_payment_on(const Account& account, Date on) {
  DownPayment found;
  for (std::size_t k = 0; k < account.dues.size(); ++k) {
    if (account.facts[k].kind != RowKind::down_payment || account.dues[k].on != on) continue;
    found.charged += account.facts[k].charged.principal;
    found.open += account.dues[k].open.principal;
  }
  return found;
}

// Pays what the disbursement of `event` added to the down payment of its day; `charged` was there before.
void pay_down_payment(Account& account, const LoanEvent& event, std::int64_t charged, const Servicing& servicing) {
  const DownPayment due = down_payment_on(account, event.on);
  const std::int64_t units = std::min(due.charged - charged, due.open);
  if (units <= 0) return;
  const Applied applied = servicing.pay(account, event.on, units, account.waterfall_of(PaymentKind::down_payment));
  hold(account, applied.unapplied);
  LoanTransaction& transaction = note(account, event, units, applied.parts, applied.unapplied);
  transaction.type = "down_payment";
}

}  // namespace

void use_credit(Account& account, Date on, const Servicing& servicing) {
  use_credit(account, on, servicing, Waterfall(account.waterfall_of(PaymentKind::repayment)));
}

void use_credit(Account& account, Date on, const Servicing& servicing, const Waterfall& waterfall) {
  if (account.credit == 0 || account.outstanding == Components{}) return;
  const std::int64_t held = account.credit;
  const Applied applied = servicing.pay(account, on, held, waterfall);
  if (applied.unapplied == held) return;
  account.credit = applied.unapplied;
  account.transactions.push_back({.id = {},
                                  .type = "apply_credit",
                                  .on = on,
                                  .amount = held - applied.unapplied,
                                  .parts = applied.parts,
                                  .unapplied = 0,
                                  .balance = account.outstanding.principal});
}

void act(Account& account, const LoanEvent& event, const Apply& action, const Servicing&) {
  account.approved = positive_units(account, action.amount);
  note(account, event, account.approved);
}

void act(Account& account, const LoanEvent& event, const Approve& action, const Servicing&) {
  account.approved = positive_units(account, action.amount);
  account.is_approved = true;
  note(account, event, account.approved);
}

void act(Account& account, const LoanEvent& event, const Reject&, const Servicing&) {
  account.is_rejected = true;
  note(account, event, 0);
}

void act(Account& account, const LoanEvent& event, const Withdraw&, const Servicing&) {
  account.is_withdrawn = true;
  note(account, event, 0);
}

void act(Account& account, const LoanEvent& event, const Disburse& action, const Servicing& servicing) {
  const std::int64_t units = positive_units(account, action.amount);
  check_disbursement(account, event, units);
  const std::int64_t down_paid = down_payment_on(account, event.on).charged;
  add_advance(account, event, units, servicing);
  note(account, event, units);
  use_credit(account, event.on, servicing);
  if (account.terms.automatic_down_payment) pay_down_payment(account, event, down_paid, servicing);
}

void act(Account& account, const LoanEvent& event, const TopUp& action, const Servicing& servicing) {
  const std::int64_t units = positive_units(account, action.amount);
  add_advance(account, event, units, servicing);
  note(account, event, units);
}

void act(Account& account, const LoanEvent& event, const Repay& action, const Servicing& servicing) {
  book(account, event, positive_units(account, action.amount),
       [&](std::int64_t units) { return servicing.pay(account, event.on, units, account.waterfall_of(action.kind)); });
}

void act(Account& account, const LoanEvent& event, const Prepay& action, const Servicing& servicing) {
  const Waterfall waterfall = account.waterfall_of(PaymentKind::repayment);
  book(account, event, positive_units(account, action.amount),
       [&](std::int64_t units) { return servicing.prepay(account, event.on, units, waterfall, action.effect); });
}

// `amount` is what was received when the event was recorded: the quote of that day. When the facts before it are known
// better now, more than the quote leaves a credit and less is a payment like any other.
void act(Account& account, const LoanEvent& event, const PayOff& action, const Servicing& servicing) {
  const Payoff quote = servicing.payoff(account, event.on);
  const std::int64_t units = action.amount.value_or(quote.total()).units();
  if (units >= quote.total().units()) {
    servicing.settle_for_payoff(account, quote);
    use_credit(account, event.on, servicing, oldest_first);
    book(account, event, units,
         [&](std::int64_t money) { return servicing.pay(account, event.on, money, oldest_first); });
  } else {
    book(account, event, units, [&](std::int64_t money) {
      return servicing.pay(account, event.on, money, account.waterfall_of(PaymentKind::repayment));
    });
  }
}

// Held money goes back first: it is what was paid last.
void act(Account& account, const LoanEvent& event, const Refund& action, const Servicing&) {
  const std::int64_t most = money_received(account);
  const std::int64_t units = units_up_to(account, action.amount, most, "is more than was paid");
  const std::int64_t held = std::min(units, account.credit);
  account.credit -= held;
  note(account, event, units, unpay_last(account, units - held), held);
}

void act(Account& account, const LoanEvent& event, const RefundCredit& action, const Servicing&) {
  const std::int64_t units = units_up_to(account, action.amount, account.credit, "is more than the credit");
  account.credit -= units;
  note(account, event, units, {}, units);
}

void act(Account& account, const LoanEvent& event, const ChargeBack& action, const Servicing& servicing) {
  const std::int64_t most = std::min(money_received(account), payment_amount(account, action.of));
  const std::int64_t units = units_up_to(account, action.amount, most, "is more than was paid");
  const std::int64_t held = std::min(units, account.credit);
  account.credit -= held;
  if (units > held) servicing.charge_back(account, units - held, event.on);
  note(account, event, units, Components{.principal = units - held}, held);
}

void act(Account& account, const LoanEvent& event, const Recover& action, const Servicing&) {
  const std::int64_t most = account.written_off.total() - account.recovered;
  const std::int64_t units =
      units_up_to(account, action.amount, most, "is more than was written off and not recovered");
  account.recovered += units;
  note(account, event, units);
}

}  // namespace solidarity::detail
