// SPDX-License-Identifier: MIT
#include "loan/fineract_servicing.hpp"

#include "loan/fineract_life.hpp"
#include "loan/states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace solidarity::detail {
namespace {

bool is_before_disbursement(const LoanAction& action) {
  return std::holds_alternative<Apply>(action) || std::holds_alternative<Approve>(action) ||
         std::holds_alternative<Reject>(action) || std::holds_alternative<Withdraw>(action);
}

void check_disbursement(const Account& account, const LoanEvent& event) {
  const auto* disbursement = std::get_if<Disburse>(&event.what);
  if (!disbursement || account.terms.multiple_disbursements) return;
  const std::int64_t left = account.approved - account.disbursed();
  if (left <= 0) refuse_in_state(account, event, " and fully disbursed");
  if (disbursement->amount.units() > left)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{} is more than may still be disbursed; at most {}", disbursement->amount,
                       Money::of_units(left, account.currency())));
}

// Marks that stand beside the rows.
void mark(Account& account, const LoanEvent& event) {
  if (std::holds_alternative<ChargeOff>(event.what)) account.charged_off = event.on;
  if (std::holds_alternative<SuspendInterest>(event.what)) account.suspended_on = event.on;
  if (const auto* recovery = std::get_if<Recover>(&event.what)) account.recovered += recovery->amount.units();
  if (std::holds_alternative<Reschedule>(event.what) || std::holds_alternative<ReAge>(event.what) ||
      std::holds_alternative<ReAmortize>(event.what))
    account.is_rescheduled = true;
  if (std::holds_alternative<WriteOff>(event.what)) account.is_written_off = account.outstanding == Components{};
}

}  // namespace

bool FineractServicing::take(Account& account, const LoanEvent& event, bool is_new) const {
  if (is_before_disbursement(event.what)) return false;
  if (std::holds_alternative<GrantMoratorium>(event.what))
    refuse(ErrorCode::unsupported, "/type", "a loan of this preset has no moratorium; reschedule moves its due dates");
  if (!account.fineract && account.is_disbursed()) return false;  // taken over: no plan to live by
  check_disbursement(account, event);                             // of each: what was dated back before it counts
  if (!account.fineract && std::holds_alternative<Transfer>(event.what)) return false;
  const auto life = account.fineract ? std::make_shared<FineractLife>(*account.fineract)
                                     : std::make_shared<FineractLife>(account.terms, account.transactions);
  life->take(event, is_new);
  life->write(account);
  account.fineract = life;
  mark(account, event);
  return true;
}

std::optional<Money> FineractServicing::automatic_down_payment(const Account& account, Money amount) const {
  const FineractLife fresh(account.terms, {});
  const std::int64_t units = (account.fineract ? *account.fineract : fresh).down_payment_now(amount.units());
  return Money::of_units(units, account.currency());
}

bool FineractServicing::has_work(const Account& account, Date day) const {
  return account.fineract ? account.fineract->bears_overdue_interest() : Servicing::has_work(account, day);
}

void FineractServicing::advance(Account& account, Date day) const {
  if (!account.fineract) return Servicing::advance(account, day);
  const auto life = std::make_shared<FineractLife>(*account.fineract);
  life->advance(day);
  life->write(account);
  account.fineract = life;
}

Payoff FineractServicing::payoff(const Account& account, Date on) const {
  return account.fineract ? account.fineract->payoff(on) : Servicing::payoff(account, on);
}

const Servicing& fineract_servicing() noexcept {
  static const FineractServicing servicing;
  return servicing;
}

// ---------------------------------------------------------------- the account

void FineractLife::write(Account& account) const {
  account.dues.clear();
  account.facts.clear();
  std::vector<const FineractLine*> lines;
  for (const FineractLine& row : rows_) lines.push_back(&row);
  std::ranges::stable_sort(lines, {}, &FineractLine::due);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const FineractLine& row = *lines[k];
    account.dues.push_back({row.due, static_cast<std::uint16_t>(k + 1), 0, row.open()});
    account.facts.push_back({.from = row.from,
                             .kind = row.kind,
                             .planned = row.charged,
                             .charged = row.charged,
                             .waived = row.waived,
                             .written_off = row.written_off,
                             .open_total = row.open().total(),
                             .paid_in_advance = row.paid_in_advance,
                             .paid_late = row.paid_late,
                             .settled_on = row.settled_on});
  }
  set_balances(account);
  account.outstanding = account.charged = account.waived = account.written_off = Components{};
  for (const FineractLine& row : rows_) {
    account.outstanding += row.open();
    account.charged += row.charged;
    account.waived += row.waived;
    account.written_off += row.written_off;
  }
  const auto open = std::ranges::find_if(account.facts, [](const RowFacts& facts) { return facts.open_total > 0; });
  account.first_open = static_cast<std::size_t>(open - account.facts.begin());
  account.advances.clear();
  for (const Lent& lent : lent_) account.advances.push_back({lent.on, lent.amount});
  account.credit = credit_;
  account.transactions = before_;
  account.transactions.insert(account.transactions.end(), transactions_.begin(), transactions_.end());
}

// Principal still owed after a row: what was lent by then and what is owed again, less the principal of the rows.
void FineractLife::set_balances(Account& account) const {
  wide balance = 0;
  std::size_t next = 0;
  std::vector<const FineractLine*> lines;
  for (const FineractLine& row : rows_) lines.push_back(&row);
  std::ranges::stable_sort(lines, {}, &FineractLine::due);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const FineractLine& row = *lines[k];
    const bool also_today = !progressive_ || row.kind == RowKind::down_payment;
    while (next < lent_.size() && (lent_[next].on < row.due || (also_today && lent_[next].on == row.due)))
      balance += lent_[next++].amount;
    balance += row.credited;
    balance -= row.charged.principal;
    account.facts[k].balance = checked_units(balance);
  }
}

}  // namespace solidarity::detail
