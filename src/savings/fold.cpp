// SPDX-License-Identifier: MIT
#include "savings/fold.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace solidarity::detail {
namespace {

std::int64_t units_of(const std::optional<Money>& amount) { return amount ? amount->units() : 0; }
std::int64_t plus(std::int64_t a, std::int64_t b) { return checked_units(wide{a} + b); }

bool in_view(const SavingsEvent& event, const SavingsView& view) {
  return (!view.until || event.on <= *view.until) && (!view.known_at || event.sequence <= *view.known_at);
}
bool is_reversal(const SavingsEvent& event) { return std::holds_alternative<ReverseSavings>(event.what); }

// What the event takes out of what is available, a fee apart.
std::optional<Money> taken_by(const SavingsEvent& event) {
  return std::visit(overloaded{
                        [](const Withdrawal& w) { return std::optional(w.amount); },
                        [](const TransferOut& t) { return std::optional(t.amount); },
                        [](const SavingsCharge& c) { return std::optional(c.amount); },
                        [](const PlaceHold& h) { return std::optional(h.amount); },
                        [](const auto&) { return std::optional<Money>(); },
                    },
                    event.what);
}

}  // namespace

// ---- one day after another ------------------------------------------------------------------------------------------

std::int64_t SavingsFold::minimum() const { return has_money_ && !closed_ ? units_of(terms_->minimum_balance) : 0; }

std::int64_t SavingsFold::spendable() const {
  return checked_units(wide{balance_} - held_ - minimum() + units_of(terms_->overdraft_limit));
}

void SavingsFold::check_law() const {
  if (const std::int64_t left = spendable(); left < 0) throw LawBroken{Date::of_day_number(today_), left};
}

void SavingsFold::end_days_before(std::int32_t day) {
  if (day <= today_) return;
  check_law();
  while (today_ < day) end_night(next_night(day));
}

// The last day on which nothing happens at night, or the next on which something does.
std::int32_t SavingsFold::next_night(std::int32_t before) const {
  std::int32_t last = before - 1;
  if (earns()) last = std::min(last, last_day_of(terms_->interest->posted, Date::of_day_number(today_)).day_number());
  for (const SavingsHold& hold : holds_)
    if (hold.until && hold.open() > 0) last = std::min(last, hold.until->day_number());
  return last;
}

void SavingsFold::end_night(std::int32_t last) {
  const Date on = Date::of_day_number(last);
  add_run(last);
  expire_holds(on);
  if (earns() && last_day_of(terms_->interest->posted, on) == on) post_interest(on);
  today_ = last + 1;
  lowest_today_ = balance_;
}

void SavingsFold::add_run(std::int32_t last) {
  if (!earns()) return;
  const BalanceRun run{Date::of_day_number(today_), last - today_ + 1, balance_, lowest_today_};
  if (!runs_.empty() && runs_.back().balance == balance_ && lowest_today_ == balance_) runs_.back().days += run.days;
  else runs_.push_back(run);
}

void SavingsFold::expire_holds(Date on) {
  for (SavingsHold& hold : holds_) {
    const std::int64_t left = hold.open();
    if (left == 0 || hold.until != on) continue;
    hold.released += left;
    hold.expired = true;
    SavingsLine written = line(on, hold.id, "expire_hold");
    change_held(-left);
    written.hold = -left;
    written.held = held_;
    note(std::move(written));
  }
}

std::int64_t SavingsFold::accrued() const { return earns() ? savings_interest(runs_, *terms_->interest) : 0; }

void SavingsFold::post_interest(Date on) {
  const std::int64_t interest = accrued();
  keep_unfinished_period(on);
  if (interest == 0) return;
  balance_ = plus(balance_, interest);
  interest_posted_ = plus(interest_posted_, interest);
  SavingsLine written = line(on, {}, "interest");
  written.amount = interest;
  note(std::move(written));
}

// A week may begin before the end of a month and bear interest in the next one.
void SavingsFold::keep_unfinished_period(Date posted_on) {
  const auto* periodic = std::get_if<PeriodicRate>(&terms_->interest->rate);
  if (!periodic || last_day_of(periodic->period, posted_on) == posted_on) return runs_.clear();
  const Date from = first_day_of(periodic->period, posted_on);
  std::erase_if(runs_, [&](const BalanceRun& run) { return run.from + (run.days - 1) < from; });
  if (runs_.empty() || runs_.front().from >= from) return;
  BalanceRun& first = runs_.front();
  first.days -= from - first.from;
  first.from = from;
  first.lowest = first.balance;
}

// ---- events ---------------------------------------------------------------------------------------------------------

void SavingsFold::apply(const SavingsEvent& event, bool fresh) {
  if (event.on < terms_->opened_on)
    refuse(ErrorCode::out_of_range, "/on",
           fmt::format("{}; the account was opened on {}", event.on, terms_->opened_on));
  end_days_before(event.on.day_number());
  if (closed_)
    refuse(ErrorCode::invalid_state, "/type",
           fmt::format("{}: the account is closed; allowed: reverse", to_text(event.what)));
  const std::int64_t balance = balance_;
  const std::int64_t held = held_;
  const std::int64_t fees = fees_;
  const std::int64_t interest = interest_posted_;  // a closing posts: a line of its own
  std::visit([&](const auto& action) { act(event, action, fresh); }, event.what);
  if (!lines_) return;
  SavingsLine written = line(event.on, event.id, to_text(event.what));
  written.fee = std::holds_alternative<Withdrawal>(event.what) ? fees_ - fees : 0;
  written.amount = balance_ - balance + written.fee - (interest_posted_ - interest);
  written.hold = held_ - held;
  note(std::move(written));
}

void SavingsFold::check_amount(const Money& amount) const {
  if (amount.currency() != terms_->currency)
    refuse(ErrorCode::currency_mismatch, "/amount",
           fmt::format("{} in an account of {}; one account has one currency", amount, terms_->currency));
  if (amount.units() < 1)
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; an amount is at least one minor unit", amount));
}

void SavingsFold::move(std::int64_t amount, std::int64_t fee) {
  balance_ = plus(plus(balance_, amount), -fee);
  fees_ = plus(fees_, fee);
  lowest_today_ = has_money_ ? std::min(lowest_today_, balance_) : balance_;
  has_money_ = true;
}

void SavingsFold::change_held(std::int64_t amount) { held_ = plus(held_, amount); }

void SavingsFold::act(const SavingsEvent&, const Deposit& deposit, bool) {
  check_amount(deposit.amount);
  move(deposit.amount.units());
}

void SavingsFold::act(const SavingsEvent&, const Withdrawal& withdrawal, bool) {
  check_amount(withdrawal.amount);
  move(-withdrawal.amount.units(), units_of(terms_->withdrawals.fee));
}

void SavingsFold::act(const SavingsEvent&, const TransferIn& transfer, bool) {
  check_amount(transfer.amount);
  move(transfer.amount.units());
}

void SavingsFold::act(const SavingsEvent&, const TransferOut& transfer, bool) {
  check_amount(transfer.amount);
  move(-transfer.amount.units());
}

void SavingsFold::act(const SavingsEvent&, const SavingsCharge& charge, bool) {
  check_amount(charge.amount);
  move(0, charge.amount.units());
}

void SavingsFold::act(const SavingsEvent& event, const PlaceHold& place, bool fresh) {
  check_amount(place.amount);
  if (place.until && *place.until < event.on)
    refuse(ErrorCode::out_of_range, "/until", fmt::format("{} is before the hold of {}", *place.until, event.on));
  const std::int64_t free = checked_units(wide{balance_} - held_);
  if (fresh && place.amount.units() > free)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}; at most {} is in the account and not held", place.amount,
                       Money::of_units(std::max<std::int64_t>(free, 0), terms_->currency)));
  holds_.push_back({event.id, event.on, place.until, place.for_loan, place.amount.units()});
  change_held(place.amount.units());
}

SavingsHold& SavingsFold::hold_named(const std::string& id) {
  const auto found = std::ranges::find(holds_, id, &SavingsHold::id);
  if (found == holds_.end())
    refuse(ErrorCode::not_found, "/hold", fmt::format("no hold {} on this account", quoted(id)));
  return *found;
}

std::int64_t SavingsFold::part_of(const SavingsHold& hold, const std::optional<Money>& amount) const {
  if (amount) check_amount(*amount);
  const auto money = [&](std::int64_t units) { return Money::of_units(units, terms_->currency); };
  if (hold.open() == 0)
    refuse(ErrorCode::invalid_state, "/hold",
           fmt::format("nothing is left of {}: {} captured, {} {}", quoted(hold.id), money(hold.captured),
                       money(hold.released), hold.expired ? "expired" : "released"));
  if (amount && amount->units() > hold.open())
    refuse(ErrorCode::invalid_state, "/amount",
           fmt::format("{}; {} is left of {}", *amount, money(hold.open()), quoted(hold.id)));
  return amount ? amount->units() : hold.open();
}

void SavingsFold::act(const SavingsEvent&, const CaptureHold& capture, bool) {
  SavingsHold& hold = hold_named(capture.hold);
  const std::int64_t amount = part_of(hold, capture.amount);
  hold.captured += amount;
  change_held(-amount);
  move(-amount);
}

void SavingsFold::act(const SavingsEvent&, const ReleaseHold& release, bool) {
  SavingsHold& hold = hold_named(release.hold);
  const std::int64_t amount = part_of(hold, release.amount);
  hold.released += amount;
  change_held(-amount);
}

std::int64_t SavingsFold::closing_amount() const { return plus(balance_, accrued()); }

void SavingsFold::act(const SavingsEvent& event, const CloseSavings& close, bool) {
  const Money amount = Money::of_units(closing_amount(), terms_->currency);
  if (held_ > 0)
    refuse(ErrorCode::invalid_state, "/type",
           fmt::format("close: {} is held; capture or release it first", Money::of_units(held_, terms_->currency)));
  if (amount.is_negative())
    refuse(ErrorCode::invalid_state, "/type",
           fmt::format("close: the balance is {}; deposit what is missing first", amount));
  if (close.paid && *close.paid != amount)
    refuse(ErrorCode::out_of_range, "/paid",
           fmt::format("{}; the account holds {} on {}", *close.paid, amount, event.on));
  if (earns()) post_interest(event.on);
  move(-amount.units());
  runs_.clear();
  closed_ = true;
}

void SavingsFold::act(const SavingsEvent&, const ReverseSavings&, bool) {}

// ---- answers --------------------------------------------------------------------------------------------------------

SavingsLine SavingsFold::line(Date on, std::string id, std::string_view type) const {
  return {.on = on, .id = std::move(id), .type = type, .balance = balance_, .held = held_};
}

SavingsPosition SavingsFold::position(Date as_of) const {
  return {.as_of = as_of,
          .currency = terms_->currency,
          .closed = closed_,
          .balance = balance_,
          .held = held_,
          .available = checked_units(wide{balance_} - held_ - minimum()),
          .interest_posted = interest_posted_,
          .interest_accrued = accrued(),
          .fees = fees_};
}

// ---- the fold -------------------------------------------------------------------------------------------------------

std::vector<std::uint32_t> reversed_savings(std::span<const SavingsEvent> events, const SavingsView& view) {
  std::vector<std::uint32_t> reversed;
  const auto add = [&](const SavingsEvent& event) {
    const auto* reversal = std::get_if<ReverseSavings>(&event.what);
    if (!reversal || !in_view(event, view)) return;
    const auto of = std::ranges::find(events, reversal->of, &SavingsEvent::id);
    if (of != events.end()) reversed.push_back(of->sequence);
  };
  for (const SavingsEvent& event : events) add(event);
  if (view.fresh) add(*view.fresh);
  return reversed;
}

std::vector<const SavingsEvent*> standing_savings(std::span<const SavingsEvent> events, const SavingsView& view) {
  const std::vector<std::uint32_t> reversed = reversed_savings(events, view);
  std::vector<const SavingsEvent*> standing;
  standing.reserve(events.size() + 1);
  const auto add = [&](const SavingsEvent& event) {
    if (in_view(event, view) && !is_reversal(event) && std::ranges::find(reversed, event.sequence) == reversed.end())
      standing.push_back(&event);
  };
  for (const SavingsEvent& event : events) add(event);
  if (view.fresh) add(*view.fresh);
  const auto order = [](const SavingsEvent* event) { return std::pair(event->on, event->sequence); };
  if (!std::ranges::is_sorted(standing, {}, order)) std::ranges::sort(standing, {}, order);
  return standing;
}

SavingsFold fold_savings(const SavingsTerms& terms, std::span<const SavingsEvent> events, const SavingsView& view,
                         std::vector<SavingsLine>* lines) {
  SavingsFold fold(terms);
  fold.write_to(lines);
  try {
    for (const SavingsEvent* event : standing_savings(events, view)) {
      const bool is_fresh = event == view.fresh;
      try {
        fold.apply(*event, is_fresh);
      } catch (const Error& error) {
        if (is_fresh) throw;
        throw Error(ErrorCode::invalid_state, "/on",
                    fmt::format("{} on {} could not be any more: {}", quoted(event->id), event->on, error.what()));
      }
    }
    fold.check_law();
    if (view.until) fold.end_days_before(view.until->day_number() + 1);
  } catch (const LawBroken& broken) {
    if (!view.fresh) refuse(ErrorCode::invalid_state, fmt::format("the account was overdrawn on {}", broken.on));
    refuse_broken_law(broken, terms, *view.fresh);
  }
  return fold;
}

void refuse_broken_law(const LawBroken& broken, const SavingsTerms& terms, const SavingsEvent& fresh) {
  const auto money = [&](wide units) { return Money::of_units(checked_units(units), terms.currency); };
  const std::optional<Money> taken = taken_by(fresh);
  const bool has_fee = std::holds_alternative<Withdrawal>(fresh.what) && units_of(terms.withdrawals.fee) > 0;
  const std::string fee = has_fee ? fmt::format(" and a fee of {}", *terms.withdrawals.fee) : std::string();
  if (taken && broken.on == fresh.on)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}{}; at most {} is available on {}", *taken, fee,
                       money(std::max<wide>(wide{taken->units()} + broken.spendable, 0)), broken.on));
  const wide available = wide{broken.spendable} - units_of(terms.overdraft_limit);
  const std::string what =
      taken ? fmt::format("{}{} on {}", *taken, fee, fresh.on) : fmt::format("{} on {}", to_text(fresh.what), fresh.on);
  refuse(ErrorCode::out_of_range, taken ? "/amount" : "/on",
         fmt::format("{}; {} is the first day that would break: {} available, at least {} is needed", what, broken.on,
                     money(available), money(-wide{units_of(terms.overdraft_limit)})));
}

}  // namespace solidarity::detail
