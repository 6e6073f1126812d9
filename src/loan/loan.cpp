// SPDX-License-Identifier: MIT
#include <solidarity/loan/loan.hpp>

#include "loan/audit_trail.hpp"
#include "loan/event_index.hpp"
#include "loan/fold.hpp"
#include "loan/states.hpp"
#include "loan/take_over.hpp"
#include "loan/view.hpp"

#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace solidarity {
namespace detail {

class LoanState {
 public:
  LoanState(const LoanTerms& agreed, Account first)
      : terms(agreed), servicing(&servicing_of(terms.rounding)), start(std::move(first)), live(start) {}

  LoanTerms terms;
  const Servicing* servicing;
  Account start;                  // before any event
  std::vector<LoanEvent> events;  // in the order recorded
  EventIndex index;
  Account live;              // all of them folded
  std::optional<Date> last;  // the latest effective day
  std::optional<Date> closed;

  [[nodiscard]] bool is_current(Date as_of, std::optional<std::uint32_t> known_at) const {
    return (!last || as_of >= *last) && (!known_at || *known_at >= events.size());
  }
  [[nodiscard]] bool needs_advance(Date as_of) const {
    return as_of > live.advanced_to && live.is_disbursed() && servicing->has_work(live, as_of);
  }
  [[nodiscard]] View view(std::optional<Date> until = {}, std::optional<std::uint32_t> known_at = {}) const {
    return {until, known_at, servicing->undo_takes_payments()};
  }
  [[nodiscard]] Account at(Date as_of, std::optional<std::uint32_t> known_at) const {
    return fold(start, events, view(as_of, known_at), *servicing);
  }
  // Calls `answer` with the account at the end of `as_of`, the live one where it is the same.
  template <class Answer>
  auto ask(Date as_of, std::optional<std::uint32_t> known_at, Answer answer) const {
    if (!is_current(as_of, known_at)) return answer(at(as_of, known_at));
    if (!needs_advance(as_of)) return answer(live);
    Account account = live;
    servicing->advance(account, as_of);
    return answer(account);
  }
};

namespace {

constexpr std::size_t longest_id = 128;

bool is_id_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == ':' || c == '-';
}

void check_id(const std::string& id) {
  if (id.empty() || id.size() > longest_id || !std::ranges::all_of(id, is_id_letter))
    refuse(ErrorCode::out_of_range, "/id",
           fmt::format("{}; an id is 1 to {} of A-Z a-z 0-9 . _ : -", quoted(id), longest_id));
}

const LoanEvent* event_named(const LoanState& state, std::string_view id) { return state.index.find(state.events, id); }

// A payoff is recorded with its amount, whether that was said or not.
bool is_same_action(const LoanAction& recorded, const LoanAction& again) {
  const auto* disbursement = std::get_if<Disburse>(&again);
  if (disbursement && !disbursement->down_payment) return std::get<Disburse>(recorded).amount == disbursement->amount;
  const auto* payoff = std::get_if<PayOff>(&again);
  return (payoff && !payoff->amount) || recorded == again;
}

std::string_view difference(const LoanEvent& a, const LoanEvent& b) {
  if (a.what.index() != b.what.index() || to_text(a.what) != to_text(b.what)) return "type";
  if (a.on != b.on) return "on";
  if (!is_same_action(a.what, b.what)) return "content";
  if (a.actor != b.actor) return "actor";
  return a.reason != b.reason ? "reason" : "";
}

// True when the event is recorded already.  Errors: idempotency_conflict.
bool is_repeated(const LoanState& state, const LoanEvent& event) {
  const LoanEvent* before = event.id.empty() ? nullptr : event_named(state, event.id);
  if (!before) return false;
  const std::string_view differs = difference(*before, event);
  if (!differs.empty())
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} was recorded with another {}", quoted(event.id), differs));
  return true;
}

// "e7": the sequence.
std::string id_of(std::uint32_t sequence) {
  char digits[12] = {'e'};
  const auto end = std::to_chars(digits + 1, std::end(digits), sequence).ptr;
  return {digits, end};
}

template <class T>
void make_room(std::vector<T>& values) {
  if (values.size() == values.capacity()) values.reserve(values.empty() ? 16 : 2 * values.size());
}

void check_open(const LoanState& state, const LoanEvent& event) {
  if (state.closed && event.on <= *state.closed)
    refuse(ErrorCode::closed_period, "/on",
           fmt::format("{}; the books are closed through {}; date the correction after it", event.on, *state.closed));
}

void check_reversal(const LoanState& state, const LoanEvent& event) {
  const auto* reversal = std::get_if<Reverse>(&event.what);
  if (!reversal) return;
  const LoanEvent* of = event_named(state, reversal->of);
  if (!of) refuse(ErrorCode::not_found, "/of", fmt::format("no event {} on this loan", quoted(reversal->of)));
  if (takes_away(*of))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is a reversal; record what it took away again instead", quoted(of->id)));
  if (event.on < of->on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{} is before {} on {}", event.on, quoted(of->id), of->on));
  const auto gone = reversed_events(state.events, state.view());
  if (std::ranges::find(gone, of->sequence) != gone.end())
    refuse(ErrorCode::duplicate, "/of", fmt::format("{} is reversed already", quoted(of->id)));
}

void check_undo(const LoanState& state, const LoanEvent& event) {
  if (!std::holds_alternative<UndoDisbursement>(event.what)) return;
  const LoanEvent* gone = undone_by(event, state.events, state.view());
  if (!gone) refuse(ErrorCode::invalid_state, "/type", "undo_disbursement: nothing is disbursed; allowed: disburse");
  if (state.servicing->undo_takes_payments()) return;
  for (const LoanEvent* later : standing_events(state.events, state.view()))
    if (is_payment(*later) && (later->on > gone->on || (later->on == gone->on && later->sequence > gone->sequence)))
      refuse(ErrorCode::invalid_state, "/type",
             fmt::format("undo_disbursement: {} on {} was paid after it; reverse that first", quoted(later->id),
                         later->on));
}

bool rewrites_history(const LoanState& state, const LoanEvent& event) {
  return takes_away(event) || (state.last && event.on < *state.last);
}

// The days on which a reversal makes the past different: before each of them the facts must make sense too.
void check_history(const LoanState& state, std::span<const LoanEvent> events, Date from) {
  for (const LoanEvent& event : events)
    if (takes_away(event) && event.on > from)
      (void)fold(state.start, events, state.view(event.on - 1), *state.servicing);
}

// All events and `event`, folded anew.
Account history_with(LoanState& state, const LoanEvent& event) {
  state.events.push_back(event);
  try {
    Account account = fold(state.start, state.events, state.view(), *state.servicing, event.sequence);
    check_history(state, state.events, event.on);
    state.events.pop_back();
    return account;
  } catch (...) {
    state.events.pop_back();
    throw;
  }
}

}  // namespace
}  // namespace detail

namespace {

detail::Account blank_account(const LoanTerms& terms) {
  detail::Account account{terms};
  account.approved = terms.principal.units();
  for (const Tranche& tranche : terms.further_tranches)
    account.approved = (Money::of_units(account.approved, terms.principal.currency()) + tranche.amount).units();
  return account;
}

}  // namespace

// amortize asks nothing of the terms of life; they are judged here.
Loan::Loan(LoanTerms terms) {
  if (const Problems problems = validate(terms); !problems.empty())
    throw Error(*std::ranges::min_element(problems, {}, &Problem::code));
  (void)amortize(terms);
  state_ = std::make_unique<detail::LoanState>(terms, blank_account(terms));
}

Loan Loan::disbursed(LoanTerms terms) {
  const auto tranches = terms.further_tranches;
  const Money first = terms.principal;
  const Date on = terms.disbursed_on;
  Loan loan(std::move(terms));
  loan.record({.on = on, .what = Disburse{first}});
  for (const Tranche& tranche : tranches) loan.record({.on = tranche.on, .what = Disburse{tranche.amount}});
  return loan;
}

Loan Loan::taken_over(LoanTerms terms, std::span<const Installment> rows) {
  detail::Account account = detail::take_over(std::move(terms), rows);
  return Loan(std::make_unique<detail::LoanState>(LoanTerms(account.terms), std::move(account)));
}

Loan::Loan(std::unique_ptr<detail::LoanState> state) noexcept : state_(std::move(state)) {}
detail::LoanState& Loan::state() const {
  if (!state_) refuse(ErrorCode::invalid_state, "this loan was moved from; assign another to it");
  return *state_;
}

Loan::Loan(const Loan& other) : state_(std::make_unique<detail::LoanState>(other.state())) {}
Loan::Loan(Loan&&) noexcept = default;
Loan& Loan::operator=(const Loan& other) {
  if (this != &other) state_ = std::make_unique<detail::LoanState>(other.state());
  return *this;
}
Loan& Loan::operator=(Loan&&) noexcept = default;
Loan::~Loan() = default;

namespace detail {
namespace {

// A payoff is stored with the money that was received: the quote of its day, as known now.
void fix_payoff(const LoanState& state, LoanEvent& event) {
  auto* payoff = std::get_if<PayOff>(&event.what);
  if (!payoff) return;
  const Payoff quote = state.ask(event.on, {}, [&](const Account& account) {
    check_allowed(account, event, false);
    return state.servicing->payoff(account, event.on);
  });
  if (payoff->amount && *payoff->amount != quote.total())
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}; the payoff on {} is {}", *payoff->amount, event.on, quote.total()));
  payoff->amount = quote.total();
}

// What comes back by itself on the day of a disbursement is a fact of that day, whatever becomes known later.
void fix_down_payment(const LoanState& state, LoanEvent& event) {
  auto* disbursement = std::get_if<Disburse>(&event.what);
  if (!disbursement || disbursement->down_payment || !state.terms.automatic_down_payment) return;
  disbursement->down_payment = state.ask(event.on, {}, [&](const Account& account) {
    return state.servicing->automatic_down_payment(account, disbursement->amount);
  });
}

// Errors: see Loan::record.  Gives the event its sequence, and an id when it has none.
void check(const LoanState& state, LoanEvent& event) {
  event.sequence = static_cast<std::uint32_t>(state.events.size() + 1);
  if (event.id.empty()) event.id = id_of(event.sequence);
  check_id(event.id);
  if (event_named(state, event.id))
    refuse(ErrorCode::idempotency_conflict, "/id", fmt::format("{} is taken", quoted(event.id)));
  check_open(state, event);
  check_reversal(state, event);
  check_undo(state, event);
  fix_payoff(state, event);
  fix_down_payment(state, event);
}

// A payment on the plan needs no copy to fall back on: once checked it cannot fail.
bool fits_in_place(const LoanState& state, const LoanEvent& event) {
  return std::holds_alternative<Repay>(event.what) && state.servicing->pays_in_place(state.live) &&
         !(event.on > state.live.advanced_to && state.servicing->has_work(state.live, event.on));
}

// A copy of `live` after `event`. What was written down before is moved, not copied: a life may be long.
Account live_with(Account& live, const LoanEvent& event, const Servicing& servicing) {
  std::vector<LoanTransaction> past = std::move(live.transactions);
  const std::size_t known = past.size();
  live.transactions.clear();
  try {
    Account next = live;
    next.transactions.swap(past);
    try {
      apply(next, event, servicing);
    } catch (...) {
      past.swap(next.transactions);
      throw;
    }
    return next;
  } catch (...) {
    past.erase(past.begin() + static_cast<std::ptrdiff_t>(known), past.end());
    live.transactions = std::move(past);
    throw;
  }
}

void extend(LoanState& state, const LoanEvent& event) {
  if (rewrites_history(state, event)) {
    state.live = history_with(state, event);
  } else if (fits_in_place(state, event)) {
    make_room(state.live.transactions);
    const Date before = state.live.advanced_to;
    try {
      apply(state.live, event, *state.servicing);
    } catch (...) {
      state.live.advanced_to = before;
      throw;
    }
  } else {
    state.live = live_with(state.live, event, *state.servicing);
  }
}

}  // namespace
}  // namespace detail

void Loan::record(LoanEvent event) {
  detail::LoanState& state = this->state();
  if (detail::is_repeated(state, event)) return;
  detail::check(state, event);
  detail::make_room(state.events);
  state.index.make_room(state.events);
  detail::extend(state, event);
  state.last = state.last ? std::max(*state.last, event.on) : event.on;
  state.events.push_back(std::move(event));
  state.index.add(state.events.back());
}

void Loan::record(std::vector<LoanEvent> events) {
  Loan next = *this;
  for (std::size_t k = 0; k < events.size(); ++k) {
    try {
      next.record(std::move(events[k]));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("/events/{}{}", k, error.field()), error.message());
    }
  }
  *this = std::move(next);
}

void Loan::close_through(Date day) {
  detail::LoanState& state = this->state();
  if (state.closed && day < *state.closed)
    refuse(ErrorCode::closed_period, "/on", fmt::format("{}; closed through {} already", day, *state.closed));
  state.closed = day;
}
std::optional<Date> Loan::closed_through() const noexcept { return state_ ? state_->closed : std::nullopt; }

Position Loan::position(Date as_of, std::optional<std::uint32_t> known_at) const {
  return state().ask(as_of, known_at,
                     [&](const detail::Account& account) { return detail::position_of(account, as_of); });
}

std::vector<LoanRow> Loan::rows(Date as_of, std::optional<std::uint32_t> known_at) const {
  return state().ask(as_of, known_at, [&](const detail::Account& account) {
    return account.is_disbursed() ? detail::rows_of(account, as_of) : detail::planned_rows(account.terms);
  });
}

std::vector<LoanTransaction> Loan::transactions(Date as_of, std::optional<std::uint32_t> known_at) const {
  return state().ask(as_of, known_at, [&](const detail::Account& account) {
    return detail::audit_trail(account, state_->events, state_->view(as_of, known_at));
  });
}

Payoff Loan::payoff(Date on) const {
  return state().ask(on, {}, [&](const detail::Account& account) { return state_->servicing->payoff(account, on); });
}

Money Loan::accrued_interest(Date as_of) const {
  return state().ask(as_of, {}, [&](const detail::Account& account) {
    return Money::of_units(state_->servicing->accrued_interest(account, as_of), account.currency());
  });
}

detail::Account detail::account_at(const Loan& loan, Date as_of) {
  return loan.state().ask(as_of, {}, [](const Account& account) { return account; });
}

const LoanTerms& Loan::terms() const { return state().terms; }
std::span<const LoanEvent> Loan::events() const noexcept {
  return state_ ? std::span<const LoanEvent>(state_->events) : std::span<const LoanEvent>();
}
Currency Loan::currency() const { return state().terms.principal.currency(); }

}  // namespace solidarity
