// SPDX-License-Identifier: MIT
// Each action checks all there is to check, then does first what may fail for want of memory, then what cannot fail.
#include "insurance/pool_actions.hpp"

#include "insurance/names.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

template <class Map>
auto& found_in(Map& map, const std::string& id, std::string_view field, std::string_view what) {
  const auto at = map.find(id);
  if (at == map.end()) refuse(ErrorCode::not_found, field, fmt::format("no {} {} in this pool", what, quoted(id)));
  return at->second;
}

template <class T>
void make_room(std::vector<T>& values) {
  if (values.size() == values.capacity()) values.reserve(values.empty() ? 4 : 2 * values.size());
}

std::string_view owner(const std::string& account) { return account.empty() ? "the pool" : "the insurer's account"; }

class Actions {
 public:
  Actions(PoolPosition& position, const PoolTerms& terms, const PoolEvent& event, bool is_fresh)
      : position_(position), terms_(terms), on_(event.on), id_(event.id), is_fresh_(is_fresh) {}

  void act(CoverOpened& opened);
  void act(PremiumReceived& received);
  void act(CoverEnded& ended);
  void act(PremiumRefunded& refunded);
  void act(ClaimFiled& filed);
  void act(ClaimApproved& approved);
  void act(ClaimRejected& rejected);
  void act(ClaimPaid& paid);
  void act(PoolFee& fee) { move(fee.account, &PoolMoney::fees, fee.amount); }
  void act(PremiumCeded& ceded) { move(ceded.account, &PoolMoney::ceded, ceded.amount); }
  void act(PoolRecovery& recovery) { move(recovery.account, &PoolMoney::recoveries, recovery.amount); }
  void act(BackstopCalled& called);
  void act(BackstopRepaid& repaid);
  void act(PoolReversal&) {}  // not in a fold

 private:
  [[nodiscard]] CoverPosition& cover(const std::string& id) {
    return found_in(position_.covers, id, "/cover", "cover");
  }
  [[nodiscard]] ClaimPosition& claim(const std::string& id) {
    return found_in(position_.claims, id, "/claim", "claim");
  }
  [[nodiscard]] PoolAccount& account(const std::string& name) {
    return found_in(position_.accounts, name, "/account", "insurer");
  }

  void require_ours(std::string_view field, Money amount) const {
    if (amount.currency() != currency())
      refuse(ErrorCode::currency_mismatch, field, fmt::format("{} in a pool of {}", amount, currency().code()));
  }
  void require_above_zero(std::string_view field, Money amount) const {
    require_ours(field, amount);
    if (amount.units() <= 0)
      refuse(ErrorCode::out_of_range, field, fmt::format("{}; the amount is above zero", amount));
  }
  void require_at_most(Money amount, Money most, std::string_view of_what) const {
    require_above_zero("/amount", amount);
    if (amount > most) refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; {} is {}", amount, of_what, most));
  }
  void require_status(const ClaimPosition& of, const std::string& name, ClaimStatus status) const {
    if (of.status != status)
      refuse(ErrorCode::invalid_state, "/claim",
             fmt::format("claim {} is {}; it must be {}", quoted(name), to_text(of.status), to_text(status)));
  }
  void require_covered(const CoverPosition& of, Date day) const;
  void require_turn(const PoolAccount& from, const std::string& claim_id) const;

  [[nodiscard]] PoolMoney with(const std::string& name, Money PoolMoney::*field, Money amount);
  void move(const std::string& name, Money PoolMoney::*field, Money amount) {
    const PoolMoney next = with(name, field, amount);
    account(name).money = next;
  }
  [[nodiscard]] Currency currency() const { return terms_.opening.currency(); }

  PoolPosition& position_;
  const PoolTerms& terms_;
  Date on_;
  const std::string& id_;
  bool is_fresh_;
};

// The money of an account after `amount` more in `field`.  Errors: out_of_range (more than there is).
PoolMoney Actions::with(const std::string& name, Money PoolMoney::*field, Money amount) {
  require_above_zero("/amount", amount);
  const Money before = account(name).money.cash();
  PoolMoney next = account(name).money;
  next.*field += amount;
  if (next.cash().is_negative())
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}; {} holds {} and never goes below zero{}", amount, owner(name), before,
                       name.empty() && terms_.backstop ? "; call the backstop first" : ""));
  return next;
}

void Actions::act(CoverOpened& opened) {
  const Cover& cover = opened.cover;
  if (const Problems problems = validate(cover, currency()); !problems.empty())
    throw Error(problems.front().code, "/cover" + problems.front().field, problems.front().message);
  check_new(position_, opened);
  if (cover.start < on_)
    refuse(ErrorCode::out_of_range, "/cover/start",
           fmt::format("{} is before {}; nothing is covered before it was agreed", cover.start, on_));
  const Money zero = Money::zero(currency());
  const auto [account, is_new] =
      position_.accounts.try_emplace(cover.terms.insurer, PoolAccount{PoolMoney::none(currency())});
  try {
    position_.covers.emplace(cover.id,
                             CoverPosition{.cover = cover, .premiums_refunded = zero, .claims_approved = zero});
  } catch (...) {
    if (is_new) position_.accounts.erase(account);
    throw;
  }
}

void Actions::act(PremiumReceived& received) {
  CoverPosition& of = cover(received.cover);
  const Date from = received.from.value_or(of.cover.start);
  const Date to = received.to.value_or(of.cover.end);
  if (of.ended_on)
    refuse(ErrorCode::invalid_state, "/cover",
           fmt::format("cover {} ended on {} ({}); no premium is due any more", quoted(received.cover), *of.ended_on,
                       to_text(*of.ended_by)));
  if (from < of.cover.start || to > of.cover.end || to <= from)
    refuse(ErrorCode::out_of_range, "/from",
           fmt::format("{} to {}; a premium is for a part of {} to {}", from, to, of.cover.start, of.cover.end));
  const PoolMoney next = with(of.cover.terms.insurer, &PoolMoney::premiums, received.amount);
  make_room(of.premiums);
  of.premiums.push_back({received.amount, from, to});
  account(of.cover.terms.insurer).money = next;
}

void Actions::act(CoverEnded& ended) {
  CoverPosition& of = cover(ended.cover);
  if (ended.how != CoverEnd::cancelled && ended.how != CoverEnd::lapsed)
    refuse(ErrorCode::out_of_range, "/how", "cover is cancelled or lapses; that it was claimed follows from the claim");
  if (of.ended_on || on_ >= of.cover.end)
    refuse(ErrorCode::invalid_state, "/cover",
           fmt::format("cover {} ended on {} already", quoted(ended.cover), of.ended_on.value_or(of.cover.end)));
  for (const std::string& name : of.claims) {
    const ClaimPosition& made = claim(name);
    if (made.status != ClaimStatus::rejected && made.filed.event_on >= on_)
      refuse(ErrorCode::invalid_state, "/on",
             fmt::format("{}; claim {} is about {}; end the cover later, or reject the claim first", on_, quoted(name),
                         made.filed.event_on));
  }
  of.ended_on = on_;
  of.ended_by = ended.how;
}

void Actions::act(PremiumRefunded& refunded) {
  CoverPosition& of = cover(refunded.cover);
  const Money due = of.refund_due();
  if (due.is_zero())
    refuse(ErrorCode::invalid_state, "/cover",
           fmt::format("nothing of cover {} is to be refunded; a cover that was cancelled refunds what has not expired",
                       quoted(refunded.cover)));
  const Money amount = refunded.amount.value_or(due);
  require_at_most(amount, due, "what is still to be refunded");
  move(of.cover.terms.insurer, &PoolMoney::refunds, amount);
  of.premiums_refunded += amount;
  refunded.amount = amount;
}

void Actions::require_covered(const CoverPosition& of, Date day) const {
  if (of.covers(day)) return;
  const Cover& cover = of.cover;
  const auto ended = of.ended_on && day >= *of.ended_on
                         ? fmt::format("; it ended on {} ({})", *of.ended_on, to_text(*of.ended_by))
                         : std::string();
  refuse(ErrorCode::invalid_state, "/event_on",
         fmt::format("{} is not covered: cover {} is from {} to before {}, after {} days of waiting{}", day,
                     quoted(cover.id), cover.start, cover.end, cover.terms.waiting_days, ended));
}

void Actions::act(ClaimFiled& filed) {
  CoverPosition& of = cover(filed.cover);
  const CoverTerms& terms = of.cover.terms;
  if (!is_id(filed.event))
    refuse(ErrorCode::out_of_range, "/event", fmt::format("{}; {}", quoted(filed.event), id_rule));
  require_above_zero("/loss", filed.loss);
  require_ours("/day/outstanding", filed.day.outstanding);
  require_ours("/day/savings", filed.day.savings);
  if (filed.event_on > on_)
    refuse(ErrorCode::out_of_range, "/event_on",
           fmt::format("{} is after {}; it has not happened", filed.event_on, on_));
  check_new(position_, filed);
  if (of.ended_by == CoverEnd::claimed)
    refuse(ErrorCode::invalid_state, "/cover",
           fmt::format("cover {} was paid out for a death; it covers nothing more", quoted(filed.cover)));
  require_covered(of, filed.event_on);
  if (terms.claim_within_days && on_ - filed.event_on > *terms.claim_within_days)
    refuse(ErrorCode::invalid_state, "/on",
           fmt::format("{} is {} days after {}; a claim is filed within {}", on_, on_ - filed.event_on, filed.event_on,
                       *terms.claim_within_days));
  const Money zero = Money::zero(currency());
  std::string name = id_;
  make_room(of.claims);
  position_.claims.emplace(name, ClaimPosition{filed, on_, ClaimStatus::filed, zero, zero});
  of.claims.push_back(std::move(name));
}

void Actions::act(ClaimApproved& approved) {
  ClaimPosition& made = claim(approved.claim);
  require_status(made, approved.claim, ClaimStatus::filed);
  CoverPosition& of = cover(made.filed.cover);
  const CoverTerms& terms = of.cover.terms;
  if (of.ended_by == CoverEnd::claimed)
    refuse(ErrorCode::invalid_state, "/claim", fmt::format("cover {} was paid out for a death", quoted(of.cover.id)));
  const ClaimAmount most = claim_amount(terms, made.filed.loss, made.filed.day, of.claims_approved);
  const Money amount = approved.amount.value_or(most.amount);
  require_at_most(amount, most.amount, fmt::format("the most that can be claimed ({})", to_text(most.limited_by)));
  const Money approved_on_cover = of.claims_approved + amount;
  account(terms.insurer).queue.emplace(on_, approved.claim);
  approved.amount = amount;
  made.status = ClaimStatus::approved;
  made.approved = amount;
  made.approved_on = on_;
  of.claims_approved = approved_on_cover;
  if (terms.kind != CoverKind::credit_life) return;
  of.ended_on = made.filed.event_on + 1;  // not past the end: the event is before it
  of.ended_by = CoverEnd::claimed;
}

void Actions::act(ClaimRejected& rejected) {
  ClaimPosition& made = claim(rejected.claim);
  require_status(made, rejected.claim, ClaimStatus::filed);
  made.status = ClaimStatus::rejected;
}

void Actions::require_turn(const PoolAccount& from, const std::string& claim_id) const {
  const auto& [since, first] = *from.queue.begin();
  if (is_fresh_ && first != claim_id)
    refuse(ErrorCode::invalid_state, "/claim",
           fmt::format("claim {} waits since {} and comes before {}; pay it first", quoted(first), since,
                       quoted(claim_id)));
}

void Actions::act(ClaimPaid& paid) {
  ClaimPosition& made = claim(paid.claim);
  require_status(made, paid.claim, ClaimStatus::approved);
  const CoverTerms& terms = cover(made.filed.cover).cover.terms;
  PoolAccount& from = account(terms.insurer);
  require_turn(from, paid.claim);
  const bool in_part = terms.claim_policy == ClaimPolicy::in_part;
  const Money all = made.unpaid();
  const Money possible = in_part && !from.money.cash().is_zero() ? std::min(all, from.money.cash()) : all;
  const Money amount = paid.amount.value_or(possible);
  require_at_most(amount, all, "what is unpaid of the claim");
  if (!in_part && amount != all)
    refuse(ErrorCode::out_of_range, "/amount", fmt::format("{}; the terms pay all of {} or wait", amount, all));
  const auto place = from.queue.find({*made.approved_on, paid.claim});
  from.money = with(terms.insurer, &PoolMoney::claims, amount);
  paid.amount = amount;
  made.paid += amount;
  if (amount != all) return;
  made.status = ClaimStatus::paid;
  from.queue.erase(place);
}

void Actions::act(BackstopCalled& called) {
  if (!terms_.backstop)
    refuse(ErrorCode::invalid_state, "/type", "this pool has no backstop; its terms name one or it pays from its own");
  const PoolMoney next = with("", &PoolMoney::backstop_called, called.amount);
  const auto& [name, limit] = *terms_.backstop;
  if (limit && next.owed_to_backstop() > *limit)
    refuse(ErrorCode::out_of_range, "/amount",
           fmt::format("{}; {} lends {} more at most", called.amount, quoted(name),
                       *limit - account("").money.owed_to_backstop()));
  account("").money = next;
}

void Actions::act(BackstopRepaid& repaid) {
  require_at_most(repaid.amount, account("").money.owed_to_backstop(), "what is owed to the backstop");
  move("", &PoolMoney::backstop_repaid, repaid.amount);
}

}  // namespace

void check_new(const PoolPosition& position, const CoverOpened& opened) {
  if (position.covers.contains(opened.cover.id))
    refuse(ErrorCode::duplicate, "/cover/id", fmt::format("cover {} is in this pool already", quoted(opened.cover.id)));
}

void check_new(const PoolPosition& position, const ClaimFiled& filed) {
  const auto of = position.covers.find(filed.cover);
  if (of == position.covers.end()) return;
  for (const std::string& name : of->second.claims)
    if (position.claims.at(name).filed.event == filed.event)
      refuse(ErrorCode::duplicate, "/event",
             fmt::format("event {} of cover {} is claimed by {}; an event is claimed once", quoted(filed.event),
                         quoted(filed.cover), quoted(name)));
}

void apply(PoolPosition& position, const PoolTerms& terms, PoolEvent& event, bool is_fresh) {
  Actions actions(position, terms, event, is_fresh);
  std::visit([&](auto& action) { actions.act(action); }, event.what);
  position.as_of = event.on;
}

}  // namespace solidarity::detail
