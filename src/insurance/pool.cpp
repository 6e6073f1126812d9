// SPDX-License-Identifier: MIT
#include <solidarity/insurance/pool.hpp>

#include "insurance/names.hpp"
#include "insurance/pool_actions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace solidarity {
namespace {

const PoolReversal* reversal(const PoolEvent& event) { return std::get_if<PoolReversal>(&event.what); }

bool comes_before(const PoolEvent& a, const PoolEvent& b) {
  return a.on != b.on ? a.on < b.on : a.sequence < b.sequence;
}

// Takes over the amount that `again` leaves open and `recorded` has.
template <class Action>
void fill_amount(PoolAction& again, const PoolAction& recorded) {
  auto* action = std::get_if<Action>(&again);
  if (action && !action->amount) action->amount = std::get<Action>(recorded).amount;
}

// What was recorded has its amount, whether it was said or not.
bool is_same_action(const PoolAction& recorded, PoolAction again) {
  if (recorded.index() != again.index()) return false;
  fill_amount<PremiumRefunded>(again, recorded);
  fill_amount<ClaimApproved>(again, recorded);
  fill_amount<ClaimPaid>(again, recorded);
  return recorded == again;
}

std::string_view difference(const PoolEvent& recorded, const PoolEvent& again) {
  if (recorded.what.index() != again.what.index()) return "type";
  if (recorded.on != again.on) return "on";
  return is_same_action(recorded.what, again.what) ? "" : "content";
}

std::string place_of(std::size_t index, const std::string& field) { return fmt::format("/events/{}{}", index, field); }

// What one account can pay of its queue, in turn.
std::vector<PoolEvent> payments(const PoolPosition& position, const PoolAccount& account, std::int64_t money, Date on) {
  std::vector<PoolEvent> paid;
  for (const auto& [since, name] : account.queue) {
    const ClaimPosition& claim = position.claims.at(name);
    const std::int64_t all = claim.unpaid().units();
    const bool in_part = position.covers.at(claim.filed.cover).cover.terms.claim_policy == ClaimPolicy::in_part;
    const std::int64_t units = all <= money ? all : in_part ? money : 0;
    if (units > 0) paid.push_back({on, ClaimPaid{name, Money::of_units(units, claim.approved.currency())}});
    money -= units;
    if (units < all) break;
  }
  return paid;
}

wide total(const std::vector<PoolEvent>& payments) {
  wide sum = 0;
  for (const PoolEvent& payment : payments) sum += std::get<ClaimPaid>(payment.what).amount->units();
  return sum;
}

// How much more the backstop lends.
std::int64_t credit_left(const PoolTerms& terms, const PoolMoney& money) {
  if (!terms.backstop) return 0;
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() - money.backstop_called.units();
  const std::int64_t limit = terms.backstop->limit ? (*terms.backstop->limit - money.owed_to_backstop()).units() : most;
  return std::min({limit, most, std::numeric_limits<std::int64_t>::max() - money.cash().units()});
}

}  // namespace

Problems validate(const PoolTerms& terms) {
  Problems problems;
  if (terms.opening.is_negative())
    problems.push_back(
        {ErrorCode::out_of_range, "/opening", fmt::format("{}; a pool opens with zero or more", terms.opening)});
  if (!terms.backstop) return problems;
  const auto& [name, limit] = *terms.backstop;
  if (!detail::is_name(name))
    problems.push_back({ErrorCode::out_of_range, "/backstop/name",
                        fmt::format("{} bytes; a backstop has a name of 1 to {}", name.size(), detail::longest_name)});
  if (limit && limit->currency() != terms.opening.currency())
    problems.push_back({ErrorCode::currency_mismatch, "/backstop/limit",
                        fmt::format("{} in a pool of {}", *limit, terms.opening.currency().code())});
  else if (limit && limit->units() <= 0)
    problems.push_back({ErrorCode::out_of_range, "/backstop/limit",
                        fmt::format("{}; above zero, or absent for a backstop without limit", *limit)});
  std::ranges::stable_sort(problems, {}, &Problem::code);
  return problems;
}

Pool::Pool(PoolTerms terms) : terms_(std::move(terms)), live_{.as_of = terms_.opened_on} {
  if (const Problems problems = validate(terms_); !problems.empty()) throw Error(problems.front());
  live_ = fold({}, {});
}

const PoolEvent* Pool::named(const std::string& id) const {
  const auto found = sequences_.find(id);
  return found == sequences_.end() ? nullptr : &events_[found->second - 1];
}

bool Pool::is_repeated(const PoolEvent& event) const {
  const PoolEvent* before = event.id.empty() ? nullptr : named(event.id);
  if (!before) return false;
  const std::string_view differs = difference(*before, event);
  if (!differs.empty())
    refuse(ErrorCode::idempotency_conflict, "/id",
           fmt::format("{} was recorded with another {}", quoted(event.id), differs));
  return true;
}

void Pool::check_reversal(const PoolEvent& event) const {
  const PoolReversal* reversed = reversal(event);
  if (!reversed) return;
  const PoolEvent* of = named(reversed->of);
  if (!of) refuse(ErrorCode::not_found, "/of", fmt::format("no event {} in this pool", quoted(reversed->of)));
  if (reversal(*of))
    refuse(ErrorCode::invalid_state, "/of",
           fmt::format("{} is a reversal; record what it took away again instead", quoted(of->id)));
  if (event.on < of->on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{} is before {} on {}", event.on, quoted(of->id), of->on));
  for (const PoolEvent& other : events_)
    if (const auto* earlier = reversal(other); earlier && earlier->of == of->id)
      refuse(ErrorCode::duplicate, "/of", fmt::format("{} is reversed already", quoted(of->id)));
}

void Pool::check(const PoolEvent& event) const {
  if (!detail::is_id(event.id))
    refuse(ErrorCode::out_of_range, "/id", fmt::format("{}; {}", quoted(event.id), detail::id_rule));
  if (named(event.id)) refuse(ErrorCode::idempotency_conflict, "/id", fmt::format("{} is taken", quoted(event.id)));
  if (event.on < terms_.opened_on)
    refuse(ErrorCode::out_of_range, "/on", fmt::format("{}; the pool opened on {}", event.on, terms_.opened_on));
  if (closed_ && event.on <= *closed_)
    refuse(ErrorCode::closed_period, "/on",
           fmt::format("{}; the books are closed through {}; date the correction after it", event.on, *closed_));
  check_reversal(event);
  if (const auto* opened = std::get_if<CoverOpened>(&event.what)) detail::check_new(live_, *opened);
  if (const auto* filed = std::get_if<ClaimFiled>(&event.what)) detail::check_new(live_, *filed);
}

PoolPosition Pool::fold(std::optional<Date> until, std::optional<std::uint32_t> known_at, PoolEvent* fresh) const {
  std::vector<const PoolEvent*> standing;
  std::vector<bool> is_reversed(events_.size() + 1);
  const auto see = [&](const PoolEvent& event) {
    if ((until && event.on > *until) || (known_at && event.sequence > *known_at)) return;
    if (const PoolReversal* reversed = reversal(event)) is_reversed[named(reversed->of)->sequence - 1] = true;
    else standing.push_back(&event);
  };
  for (const PoolEvent& event : events_) see(event);
  if (fresh) see(*fresh);
  std::erase_if(standing, [&](const PoolEvent* event) { return is_reversed[event->sequence - 1]; });
  std::ranges::sort(standing, [](const PoolEvent* a, const PoolEvent* b) { return comes_before(*a, *b); });

  PoolPosition position{.as_of = terms_.opened_on};
  position.accounts.emplace("", PoolAccount{PoolMoney::none(currency())}).first->second.money.opening = terms_.opening;
  for (const PoolEvent* event : standing) {
    if (event == fresh) {
      detail::apply(position, terms_, *fresh, true);
      continue;
    }
    PoolEvent again = *event;
    try {
      detail::apply(position, terms_, again, false);
    } catch (const Error& error) {
      refuse(ErrorCode::invalid_state, "/on",
             fmt::format("{} on {} could not be any more: {}", quoted(event->id), event->on, error.what()));
    }
  }
  return position;
}

// The days on which a reversal makes the past different: before each of them the facts must make sense too.
void Pool::check_history(Date from) const {
  for (const PoolEvent& event : events_)
    if (reversal(event) && event.on > from) (void)fold(event.on - 1, {});
}

// Nothing that is there follows it.
void Pool::append(PoolEvent& event) { detail::apply(live_, terms_, event, true); }

// What follows it, or followed what it reverses, happens again.
void Pool::insert(PoolEvent& event) {
  const Date last = std::max(live_.as_of, event.on);
  PoolPosition next = fold({}, {}, &event);
  next.as_of = last;
  events_.push_back(event);
  try {
    check_history(event.on);
  } catch (...) {
    events_.pop_back();
    throw;
  }
  events_.pop_back();
  live_ = std::move(next);
}

void Pool::record(PoolEvent event) {
  if (is_repeated(event)) return;
  event.sequence = static_cast<std::uint32_t>(events_.size() + 1);
  if (event.id.empty()) event.id = fmt::format("e{}", event.sequence);
  check(event);
  if (events_.size() == events_.capacity()) events_.reserve(events_.empty() ? 16 : 2 * events_.size());
  const auto place = sequences_.emplace(event.id, event.sequence).first;
  try {
    if (!reversal(event) && event.on >= live_.as_of) append(event);
    else insert(event);
  } catch (...) {
    sequences_.erase(place);
    throw;
  }
  events_.push_back(std::move(event));
}

void Pool::record(std::vector<PoolEvent> events) {
  Pool next = *this;
  for (std::size_t k = 0; k < events.size(); ++k) {
    try {
      next.record(std::move(events[k]));
    } catch (const Error& error) {
      throw Error(error.code(), place_of(k, error.field()), error.message());
    }
  }
  *this = std::move(next);
}

void Pool::close_through(Date day) {
  if (closed_ && day < *closed_)
    refuse(ErrorCode::closed_period, "/on", fmt::format("{}; closed through {} already", day, *closed_));
  closed_ = day;
}

PoolPosition Pool::position(Date as_of, std::optional<std::uint32_t> known_at) const {
  if (as_of < terms_.opened_on)
    refuse(ErrorCode::out_of_range, "/as_of", fmt::format("{}; the pool opened on {}", as_of, terms_.opened_on));
  const bool is_current = as_of >= live_.as_of && (!known_at || *known_at >= events_.size());
  PoolPosition position = is_current ? live_ : fold(as_of, known_at);
  position.as_of = as_of;
  return position;
}

std::vector<PoolEvent> Pool::settlement(Date on) const {
  if (on < live_.as_of)
    refuse(ErrorCode::out_of_range, "/on",
           fmt::format("{}; the last fact is of {}; claims are paid on that day or later", on, live_.as_of));
  std::vector<PoolEvent> all;
  for (const auto& [name, account] : live_.accounts) {
    const std::int64_t cash = account.money.cash().units();
    const std::int64_t credit = name.empty() ? credit_left(terms_, account.money) : 0;
    std::vector<PoolEvent> paid = payments(live_, account, cash + credit, on);
    const wide missing = total(paid) - cash;
    if (missing > 0)
      all.push_back({on, BackstopCalled{Money::of_units(static_cast<std::int64_t>(missing), currency())}});
    std::ranges::move(paid, std::back_inserter(all));
  }
  return all;
}

}  // namespace solidarity
