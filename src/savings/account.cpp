// SPDX-License-Identifier: MIT
#include <solidarity/savings/account.hpp>

#include "savings/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace solidarity {
namespace detail {

class SavingsState {
 public:
  explicit SavingsState(SavingsTerms agreed)
      : terms(std::make_shared<const SavingsTerms>(std::move(agreed))), live(*terms) {}

  std::shared_ptr<const SavingsTerms> terms;  // shared by copies; `live` points to it
  std::vector<SavingsEvent> events;           // in the order recorded
  std::unordered_map<std::string, std::uint32_t> sequences;
  SavingsFold live;          // all of them folded
  std::optional<Date> last;  // the latest effective day
  std::optional<Date> closed;

  [[nodiscard]] const SavingsEvent* find(const std::string& id) const {
    const auto found = sequences.find(id);
    return found == sequences.end() ? nullptr : &events[found->second - 1];
  }
  [[nodiscard]] bool is_current(Date as_of, std::optional<std::uint32_t> known_at = {}) const {
    return (!last || as_of >= *last) && (!known_at || *known_at >= events.size());
  }
  // At the end of `as_of`.
  [[nodiscard]] SavingsFold at(Date as_of, std::optional<std::uint32_t> known_at) const {
    if (!is_current(as_of, known_at)) return fold_savings(*terms, events, {.until = as_of, .known_at = known_at});
    SavingsFold fold = live;
    fold.end_days_before(as_of.day_number() + 1);
    return fold;
  }
  // During `on`, after its events.
  [[nodiscard]] SavingsFold during(Date on) const {
    SavingsFold fold = live;
    if (!is_current(on)) {
      fold = SavingsFold(*terms);
      for (const SavingsEvent* event : standing_savings(events, {.until = on})) fold.apply(*event, false);
    }
    fold.end_days_before(on.day_number());
    return fold;
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

// What was left out is written down by record.
SavingsAction with_amounts_of(SavingsAction again, const SavingsAction& recorded) {
  if (again.index() != recorded.index()) return again;
  if (auto* close = std::get_if<CloseSavings>(&again); close && !close->paid) return recorded;
  if (auto* capture = std::get_if<CaptureHold>(&again); capture && !capture->amount)
    capture->amount = std::get<CaptureHold>(recorded).amount;
  if (auto* release = std::get_if<ReleaseHold>(&again); release && !release->amount)
    release->amount = std::get<ReleaseHold>(recorded).amount;
  return again;
}

// Currencies may differ, so that amounts are compared part by part only after their currencies.
bool same_money(const Money& a, const Money& b) { return a.currency() == b.currency() && a.units() == b.units(); }

std::optional<Money> amount_of(const SavingsAction& action) {
  return std::visit(
      [](const auto& what) -> std::optional<Money> {
        if constexpr (requires { what.amount; }) return what.amount;
        else if constexpr (requires { what.paid; }) return what.paid;
        else return {};
      },
      action);
}

bool is_same_action(const SavingsAction& recorded, const SavingsAction& again) {
  const SavingsAction full = with_amounts_of(again, recorded);
  const std::optional<Money> a = amount_of(recorded);
  const std::optional<Money> b = amount_of(full);
  if (a.has_value() != b.has_value() || (a && !same_money(*a, *b))) return false;
  return recorded == full;
}

std::string_view difference(const SavingsEvent& a, const SavingsEvent& b) {
  if (a.what.index() != b.what.index()) return "type";
  if (a.on != b.on) return "on";
  if (!is_same_action(a.what, b.what)) return "content";
  return a.reason != b.reason ? "reason" : "";
}

// True when the event is recorded already.  Errors: idempotency_conflict.
bool is_repeated(const SavingsState& state, const SavingsEvent& event) {
  const SavingsEvent* before = event.id.empty() ? nullptr : state.find(event.id);
  if (!before) return false;
  if (const std::string_view differs = difference(*before, event); !differs.empty())
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} was recorded with another {}", quoted(event.id), differs));
  return true;
}

void check_open(const SavingsState& state, const SavingsEvent& event) {
  if (state.closed && event.on <= *state.closed)
    refuse(ErrorCode::closed_period, "/on",
           fmt::format("{}; the books are closed through {}; date the correction after it", event.on, *state.closed));
}

void check_reversal(const SavingsState& state, const SavingsEvent& event) {
  const auto* reversal = std::get_if<ReverseSavings>(&event.what);
  if (!reversal) return;
  const SavingsEvent* of = state.find(reversal->of);
  if (!of) refuse(ErrorCode::not_found, "/of", fmt::format("no event {} on this account", quoted(reversal->of)));
  if (std::holds_alternative<ReverseSavings>(of->what))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is a reversal; record what it took away again instead", quoted(of->id)));
  if (event.on < of->on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{} is before {} on {}", event.on, quoted(of->id), of->on));
  const auto gone = reversed_savings(state.events, {});
  if (std::ranges::find(gone, of->sequence) != gone.end())
    refuse(ErrorCode::duplicate, "/of", fmt::format("{} is reversed already", quoted(of->id)));
}

// ---- the rules for withdrawals

bool is_withdrawal(const SavingsEvent& event) {
  return std::holds_alternative<Withdrawal>(event.what) || std::holds_alternative<TransferOut>(event.what);
}

std::ptrdiff_t withdrawals_around(const SavingsState& state, Date on) {
  const SavingsPeriod period = state.terms->withdrawals.period;
  const auto standing = standing_savings(state.events, {});
  return std::ranges::count_if(standing, [&](const SavingsEvent* event) {
    return is_withdrawal(*event) && last_day_of(period, event->on) == last_day_of(period, on);
  });
}

bool has_withdrawals_left(const SavingsState& state, Date on) {
  const auto& times = state.terms->withdrawals.times;
  return !times || withdrawals_around(state, on) < *times;
}

void check_withdrawal(const SavingsState& state, const SavingsEvent& event) {
  if (!is_withdrawal(event)) return;
  const SavingsTerms& terms = *state.terms;
  if (terms.compulsory)
    refuse(ErrorCode::invalid_state, "/type",
           fmt::format("{}: compulsory savings come out by capture_hold or close only", to_text(event.what)));
  const Money amount = *amount_of(event.what);
  const auto& most = terms.withdrawals.most;
  if (most && amount.currency() == terms.currency && amount > *most)
    refuse(ErrorCode::limit_exceeded, "/amount", fmt::format("{}; at most {} at once", amount, *most));
  if (!has_withdrawals_left(state, event.on))
    refuse(
        ErrorCode::limit_exceeded, "/on",
        fmt::format("{}; at most {} withdrawals a {}", event.on, *terms.withdrawals.times, terms.withdrawals.period));
}

// ---- a new fact

// What a closing pays and what is left of a hold are facts of that moment, whatever becomes known later.
void fix_amounts(const SavingsState& state, SavingsEvent& event) {
  const auto left_of = [&](const std::string& id) -> std::optional<Money> {
    const SavingsFold fold = state.during(event.on);
    const auto hold = std::ranges::find(fold.holds(), id, &SavingsHold::id);
    if (hold == fold.holds().end() || hold->open() == 0) return {};  // apply says why not
    return Money::of_units(hold->open(), state.terms->currency);
  };
  if (auto* capture = std::get_if<CaptureHold>(&event.what); capture && !capture->amount)
    capture->amount = left_of(capture->hold);
  if (auto* release = std::get_if<ReleaseHold>(&event.what); release && !release->amount)
    release->amount = left_of(release->hold);
  if (auto* close = std::get_if<CloseSavings>(&event.what); close && !close->paid)
    close->paid = Money::of_units(state.during(event.on).closing_amount(), state.terms->currency);
}

void check(const SavingsState& state, SavingsEvent& event) {
  event.sequence = static_cast<std::uint32_t>(state.events.size() + 1);
  if (event.id.empty()) event.id = fmt::format("e{}", event.sequence);
  check_id(event.id);
  if (state.find(event.id))
    refuse(ErrorCode::idempotency_conflict, "/id", fmt::format("{} is taken", quoted(event.id)));
  check_open(state, event);
  check_reversal(state, event);
  check_withdrawal(state, event);
  fix_amounts(state, event);
}

// All events and `event`, folded anew.  A reversal makes the past different from its day on: before each of these days the
// facts must make sense too.
SavingsFold history_with(const SavingsState& state, const SavingsEvent& event) {
  SavingsFold fold = fold_savings(*state.terms, state.events, {.fresh = &event});
  for (const SavingsEvent& reversal : state.events)
    if (std::holds_alternative<ReverseSavings>(reversal.what) && reversal.on > event.on)
      (void)fold_savings(*state.terms, state.events, {.until = reversal.on - 1, .fresh = &event});
  fold.end_days_before(std::max(event.on, state.last.value_or(event.on)).day_number());
  return fold;
}

SavingsFold live_with(const SavingsState& state, const SavingsEvent& event) {
  SavingsFold fold = state.live;
  fold.apply(event, true);
  try {
    fold.check_law();
  } catch (const LawBroken& broken) {
    refuse_broken_law(broken, *state.terms, event);
  }
  return fold;
}

SavingsFold extended(const SavingsState& state, const SavingsEvent& event) {
  const bool rewrites = std::holds_alternative<ReverseSavings>(event.what) || !state.is_current(event.on);
  return rewrites ? history_with(state, event) : live_with(state, event);
}

// Mistakes stand in the statement at the end of their day, without effect.
void insert_reversed(std::vector<SavingsLine>& lines, const SavingsEvent& event, bool reversed) {
  const auto after = std::ranges::upper_bound(lines, event.on, {}, &SavingsLine::on);
  SavingsLine line{.on = event.on, .id = event.id, .type = to_text(event.what), .reversed = reversed};
  const std::optional<Money> amount = reversed ? amount_of(event.what) : std::nullopt;
  if (amount) line.amount = amount->units();
  if (after != lines.begin()) {
    line.balance = std::prev(after)->balance;
    line.held = std::prev(after)->held;
  }
  lines.insert(after, std::move(line));
}

bool can_withdraw(const SavingsState& state, Date on, std::int64_t units) {
  SavingsEvent trial{.on = on, .what = Withdrawal{Money::of_units(units, state.terms->currency)}, .id = "trial"};
  trial.sequence = static_cast<std::uint32_t>(state.events.size() + 1);
  try {
    (void)extended(state, trial);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Less is possible whenever more is: the greatest by halves.
std::int64_t most_that_can_go(const SavingsState& state, Date on, std::int64_t most) {
  std::int64_t least = 0;
  while (least < most) {
    const std::int64_t middle = least + (most - least) / 2 + (most - least) % 2;
    if (can_withdraw(state, on, middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

}  // namespace
}  // namespace detail

SavingsAccount::SavingsAccount(SavingsTerms terms) {
  if (const Problems problems = validate(terms); !problems.empty())
    throw Error(*std::ranges::min_element(problems, {}, &Problem::code));
  state_ = std::make_unique<detail::SavingsState>(std::move(terms));
}

detail::SavingsState& SavingsAccount::state() const {
  if (!state_) refuse(ErrorCode::invalid_state, "this account was moved from; assign another to it");
  return *state_;
}

SavingsAccount::SavingsAccount(const SavingsAccount& other)
    : state_(std::make_unique<detail::SavingsState>(other.state())) {}
SavingsAccount::SavingsAccount(SavingsAccount&&) noexcept = default;
SavingsAccount& SavingsAccount::operator=(const SavingsAccount& other) {
  if (this != &other) state_ = std::make_unique<detail::SavingsState>(other.state());
  return *this;
}
SavingsAccount& SavingsAccount::operator=(SavingsAccount&&) noexcept = default;
SavingsAccount::~SavingsAccount() = default;

void SavingsAccount::record(SavingsEvent event) {
  detail::SavingsState& state = this->state();
  if (detail::is_repeated(state, event)) return;
  detail::check(state, event);
  detail::SavingsFold next = detail::extended(state, event);
  if (state.events.size() == state.events.capacity())
    state.events.reserve(state.events.empty() ? 16 : 2 * state.events.size());
  state.sequences.emplace(event.id, event.sequence);  // the last step that can fail
  state.live = std::move(next);
  state.last = state.last ? std::max(*state.last, event.on) : event.on;
  state.events.push_back(std::move(event));
}

void SavingsAccount::record(std::vector<SavingsEvent> events) {
  SavingsAccount next = *this;
  for (std::size_t k = 0; k < events.size(); ++k) {
    try {
      next.record(std::move(events[k]));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("/events/{}{}", k, error.field()), error.message());
    }
  }
  *this = std::move(next);
}

void SavingsAccount::close_through(Date day) {
  detail::SavingsState& state = this->state();
  if (state.closed && day < *state.closed)
    refuse(ErrorCode::closed_period, "/on", fmt::format("{}; closed through {} already", day, *state.closed));
  state.closed = day;
}
std::optional<Date> SavingsAccount::closed_through() const noexcept { return state_ ? state_->closed : std::nullopt; }

SavingsPosition SavingsAccount::position(Date as_of, std::optional<std::uint32_t> known_at) const {
  return state().at(as_of, known_at).position(as_of);
}

std::vector<SavingsHold> SavingsAccount::holds(Date as_of, std::optional<std::uint32_t> known_at) const {
  return state().at(as_of, known_at).holds();
}

std::vector<SavingsLine> SavingsAccount::statement(Date as_of, std::optional<std::uint32_t> known_at) const {
  const detail::SavingsState& state = this->state();
  const detail::SavingsView view{.until = as_of, .known_at = known_at};
  std::vector<SavingsLine> lines;
  (void)detail::fold_savings(*state.terms, state.events, view, &lines);
  const auto gone = detail::reversed_savings(state.events, view);
  for (const SavingsEvent& event : state.events) {
    if (event.on > as_of || (known_at && event.sequence > *known_at)) continue;
    const bool reversed = std::ranges::find(gone, event.sequence) != gone.end();
    if (reversed || std::holds_alternative<ReverseSavings>(event.what)) detail::insert_reversed(lines, event, reversed);
  }
  return lines;
}

Money SavingsAccount::withdrawable(Date on) const {
  const detail::SavingsState& state = this->state();
  const SavingsTerms& terms = *state.terms;
  const bool open = on >= terms.opened_on && !(state.closed && on <= *state.closed) && !terms.compulsory;
  if (!open || !detail::has_withdrawals_left(state, on)) return Money::zero(terms.currency);
  const Money fee = terms.withdrawals.fee.value_or(Money::zero(terms.currency));
  std::int64_t most =
      std::max<std::int64_t>((Money::of_units(state.during(on).spendable(), terms.currency) - fee).units(), 0);
  if (terms.withdrawals.most) most = std::min(most, terms.withdrawals.most->units());
  if (!state.is_current(on)) most = detail::most_that_can_go(state, on, most);
  return Money::of_units(most, terms.currency);
}

const SavingsTerms& SavingsAccount::terms() const { return *state().terms; }
std::span<const SavingsEvent> SavingsAccount::events() const noexcept {
  return state_ ? std::span<const SavingsEvent>(state_->events) : std::span<const SavingsEvent>();
}
Currency SavingsAccount::currency() const { return state().terms->currency; }

// ---- transfers ------------------------------------------------------------------------------------------------------

namespace {

const SavingsEvent* event_named(const SavingsAccount& account, std::string_view id) {
  const auto found = std::ranges::find(account.events(), id, &SavingsEvent::id);
  return found == account.events().end() ? nullptr : &*found;
}

void check_two(const SavingsAccount& from, const SavingsAccount& to) {
  if (&from == &to) refuse(ErrorCode::invalid_state, "/to", "a transfer from an account to itself; name two accounts");
}

// Both or neither.
void record_both(SavingsAccount& from, SavingsAccount& to, SavingsEvent out, SavingsEvent in) {
  SavingsAccount next_from = from;
  SavingsAccount next_to = to;
  next_from.record(std::move(out));
  next_to.record(std::move(in));
  from = std::move(next_from);
  to = std::move(next_to);
}

}  // namespace

void transfer(SavingsAccount& from, SavingsAccount& to, const SavingsTransfer& what) {
  check_two(from, to);
  detail::check_id(what.id);
  if ((event_named(from, what.id) == nullptr) != (event_named(to, what.id) == nullptr))
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} is taken on one side of the transfer", quoted(what.id)));
  record_both(from, to,
              {.on = what.on, .what = TransferOut{what.amount, what.to}, .id = what.id, .reason = what.reason},
              {.on = what.on, .what = TransferIn{what.amount, what.from}, .id = what.id, .reason = what.reason});
}

void reverse_transfer(SavingsAccount& from, SavingsAccount& to, std::string_view id, Date on) {
  check_two(from, to);
  const SavingsEvent* out = event_named(from, id);
  const SavingsEvent* in = event_named(to, id);
  if (!out || !in || !std::holds_alternative<TransferOut>(out->what) || !std::holds_alternative<TransferIn>(in->what))
    refuse(ErrorCode::not_found, "/of", fmt::format("no transfer {} between the two accounts", quoted(id)));
  record_both(from, to, {.on = on, .what = ReverseSavings{std::string(id)}},
              {.on = on, .what = ReverseSavings{std::string(id)}});
}

}  // namespace solidarity
