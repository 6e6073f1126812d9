// SPDX-License-Identifier: MIT
#include <solidarity/core/overloaded.hpp>
#include <solidarity/liability/claims_ledger.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace solidarity {
namespace {

using What = decltype(ClaimFact::what);

const ClaimFactReversed* reversal(const ClaimFact& fact) { return std::get_if<ClaimFactReversed>(&fact.what); }

void require_above_zero(std::int64_t units) {
  if (units <= 0)
    refuse(ErrorCode::out_of_range, fmt::format("{} minor units; an amount of claims is above zero", units));
}

void require_two(Party a, Party b) {
  if (a == b) refuse(ErrorCode::invalid_state, "one party on both sides; a claim is on somebody else");
}

// The facts that count at the end of `day`, in order of day and number.
std::vector<std::size_t> facts_at(std::span<const ClaimFact> facts, Date day) {
  std::vector<bool> is_reversed(facts.size());
  for (const ClaimFact& fact : facts)
    if (const auto* r = reversal(fact); r != nullptr && fact.on <= day) is_reversed[r->fact] = true;
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < facts.size(); ++k)
    if (facts[k].on <= day && !is_reversed[k] && reversal(facts[k]) == nullptr) order.push_back(k);
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return facts[k].on; });
  return order;
}

// Applies facts one after the other.
class Fold {
 public:
  explicit Fold(Date first) : position_{first, {}, {}, {}} {}
  explicit Fold(ClaimsPosition position) : position_(std::move(position)) {}

  void advance_to(Date day) {
    const int days = day - position_.as_of;
    for (std::size_t k = 0; k < position_.claims.size(); ++k)
      position_.histories[k].unit_days += wide{position_.claims[k].open} * days;
    position_.as_of = day;
  }

  void apply(std::size_t number, const What& what) {
    number_ = number;
    std::visit(overloaded{[&](const ClaimsMade& f) { make(f); }, [&](const ClaimsRecovered& f) { recover(f); },
                          [&](const ClaimWaived& f) { waive(f); }, [&](const ClaimsSetOff& f) { set_off(f); },
                          [&](const ClaimsTransferred& f) { transfer(f); }, [&](const DebtAssumed& f) { assume(f); },
                          [](const ClaimFactReversed&) {}},
               what);
  }

  [[nodiscard]] ClaimsPosition take() { return std::move(position_); }

 private:
  void make(const ClaimsMade& fact) {
    for (const NewClaim& claim : fact.claims)
      add({position_.as_of, claim.by, claim.debtor, claim.amount, claim.amount});
  }

  void recover(const ClaimsRecovered& fact) {
    const std::int64_t interest = fact.interest_per_year ? pay_interest(fact, *fact.interest_per_year) : 0;
    const ClaimRecovery found = recovery(position_.claims, fact.debtor, fact.amount - interest, fact.rule);
    take_off(found, &ClaimHistory::recovered);
    if (found.unapplied > 0) position_.unapplied.push_back({number_, fact.debtor, found.unapplied});
  }

  // Returns what of the amount is interest.
  std::int64_t pay_interest(const ClaimsRecovered& fact, Rate per_year) {
    std::vector<std::int64_t> due(position_.claims.size());
    wide sum = 0;
    for (std::size_t k = 0; k < due.size(); ++k) {
      if (position_.claims[k].debtor == fact.debtor) due[k] = claim_interest_due(position_.histories[k], per_year);
      sum += due[k];
    }
    const std::int64_t paid = sum < fact.amount ? static_cast<std::int64_t>(sum) : fact.amount;
    if (paid == 0) return 0;
    std::vector<std::int64_t> parts(due.size());
    allocate_into(paid, due, parts);
    for (std::size_t k = 0; k < parts.size(); ++k) position_.histories[k].interest_paid += parts[k];
    return paid;
  }

  void waive(const ClaimWaived& fact) {
    const ClaimRecovery found = recovery_between(position_.claims, fact.by, fact.debtor, fact.amount);
    if (found.unapplied > 0)
      refuse(ErrorCode::out_of_range,
             fmt::format("a waiver of {} minor units where {} are open; waive at most what is open", fact.amount,
                         fact.amount - found.unapplied));
    take_off(found, &ClaimHistory::waived);
  }

  void set_off(const ClaimsSetOff& fact) {
    const std::int64_t units = mutual(position_.claims, fact.a, fact.b);
    if (units == 0) refuse(ErrorCode::invalid_state, "the two do not owe each other; there is nothing to set off");
    take_off(recovery_between(position_.claims, fact.a, fact.b, units), &ClaimHistory::set_off);
    take_off(recovery_between(position_.claims, fact.b, fact.a, units), &ClaimHistory::set_off);
  }

  void transfer(const ClaimsTransferred& fact) { pass_on(&Claim::by, fact.from, fact.to, fact.interest_per_year); }
  void assume(const DebtAssumed& fact) { pass_on(&Claim::debtor, fact.from, fact.to, fact.interest_per_year); }

  // Every open claim with `from` on that side ends, and goes on with `to`.
  void pass_on(Party Claim::*side, Party from, Party to, const std::optional<Rate>& interest_per_year) {
    const std::size_t size = position_.claims.size();
    for (std::size_t k = 0; k < size; ++k) {
      Claim next = position_.claims[k];
      const bool is_owed =
          next.open > 0 || (interest_per_year && claim_interest_due(position_.histories[k], *interest_per_year) > 0);
      if (next.*side != from || !is_owed) continue;
      next.*side = to;
      require_two(next.by, next.debtor);
      next.amount = next.open;
      position_.histories[k].transferred += next.open;
      position_.claims[k].open = 0;
      add(next);
      // What interest has grown, and what was paid of it, goes along: it is rounded once for the claim.
      std::swap(position_.histories.back().unit_days, position_.histories[k].unit_days);
      std::swap(position_.histories.back().interest_paid, position_.histories[k].interest_paid);
    }
  }

  void add(const Claim& claim) {
    position_.claims.push_back(claim);
    position_.histories.push_back({.fact = number_});
  }

  void take_off(const ClaimRecovery& found, std::int64_t ClaimHistory::*where) {
    settle(position_.claims, found);
    for (const AppliedToClaim& applied : found.applied) position_.histories[applied.claim].*where += applied.units;
  }

  ClaimsPosition position_;
  std::size_t number_ = 0;
};

ClaimsPosition fold(std::span<const ClaimFact> facts, Date day) {
  const auto order = facts_at(facts, day);
  Fold fold(order.empty() ? day : facts[order.front()].on);
  for (const std::size_t k : order) {
    fold.advance_to(facts[k].on);
    fold.apply(k, facts[k].what);
  }
  fold.advance_to(day);
  return fold.take();
}

void check_form(const What& what) {
  std::visit(overloaded{[](const ClaimsMade& f) {
                          for (const NewClaim& claim : f.claims) {
                            require_above_zero(claim.amount);
                            require_two(claim.by, claim.debtor);
                          }
                        },
                        [](const ClaimsRecovered& f) {
                          require_above_zero(f.amount);
                          if (f.interest_per_year && *f.interest_per_year < Rate::zero())
                            refuse(ErrorCode::out_of_range, "an interest on claims is zero or more");
                        },
                        [](const ClaimWaived& f) { require_above_zero(f.amount); },
                        [](const ClaimsSetOff& f) { require_two(f.a, f.b); },
                        [](const ClaimsTransferred& f) { require_two(f.from, f.to); },
                        [](const DebtAssumed& f) { require_two(f.from, f.to); }, [](const ClaimFactReversed&) {}},
             what);
}

}  // namespace

void ClaimsLedger::check(const ClaimFact& fact) const {
  check_form(fact.what);
  const auto* of = reversal(fact);
  if (of == nullptr) return;
  if (of->fact >= facts_.size())
    refuse(ErrorCode::not_found, fmt::format("no fact {}; there are {}", of->fact, facts_.size()));
  const ClaimFact& reversed = facts_[of->fact];
  if (reversal(reversed) != nullptr)
    refuse(ErrorCode::invalid_state, "a reversal is not reversed; record the fact again");
  if (fact.on < reversed.on)
    refuse(ErrorCode::out_of_range, fmt::format("a reversal on {} of a fact of {}; it is not before its fact",
                                                to_text(fact.on), to_text(reversed.on)));
  for (const ClaimFact& other : facts_)
    if (const auto* before = reversal(other); before != nullptr && before->fact == of->fact)
      refuse(ErrorCode::duplicate, fmt::format("fact {} is reversed already", of->fact));
}

// What was possible on a later day before must be so still.
void ClaimsLedger::check_from(Date on) const {
  static_cast<void>(as_of(on));
  std::set<Date> later;
  for (const ClaimFact& fact : facts_)
    if (fact.on > on) later.insert(fact.on);
  for (const Date day : later) {
    try {
      static_cast<void>(as_of(day));
    } catch (const Error& error) {
      refuse(ErrorCode::invalid_state,
             fmt::format("with it a fact of {} could not be: {}", to_text(day), error.message()));
    }
  }
}

// Nothing that is there follows it: the latest position takes it in.
void ClaimsLedger::append_in_order(ClaimFact fact) {
  Fold fold = latest_ ? Fold(*latest_) : Fold(fact.on);
  fold.advance_to(fact.on);
  fold.apply(facts_.size(), fact.what);
  facts_.push_back(std::move(fact));
  latest_ = fold.take();
}

// What follows it, or followed what it reverses, is replayed.
void ClaimsLedger::insert_or_reverse(ClaimFact fact) {
  const Date on = fact.on;
  const Date last = std::max(on, latest_->as_of);
  std::optional<ClaimsPosition> before = std::exchange(latest_, std::nullopt);
  facts_.push_back(std::move(fact));
  try {
    check_from(on);
    latest_ = as_of(last);
  } catch (...) {
    facts_.pop_back();
    latest_ = std::move(before);
    throw;
  }
}

std::size_t ClaimsLedger::record(ClaimFact fact) {
  check(fact);
  const bool is_in_order = reversal(fact) == nullptr && (!latest_ || fact.on >= latest_->as_of);
  if (is_in_order) append_in_order(std::move(fact));
  else insert_or_reverse(std::move(fact));
  return facts_.size() - 1;
}

ClaimsPosition ClaimsLedger::as_of(Date day, std::size_t known) const {
  if (latest_ && known >= facts_.size() && day >= latest_->as_of) {
    Fold fold(*latest_);
    fold.advance_to(day);
    return fold.take();
  }
  return fold(std::span(facts_).first(std::min(known, facts_.size())), day);
}

std::int64_t claim_interest(const ClaimHistory& history, Rate per_year, Rounding rounding) {
  wide product = 0;
  if (__builtin_mul_overflow(history.unit_days, wide{per_year.ticks()}, &product))
    refuse(ErrorCode::overflow, "the interest on a claim exceeds what can be computed");
  return divide(product, wide{Rate::one} * 365, rounding);
}

std::int64_t claim_interest_due(const ClaimHistory& history, Rate per_year) {
  return std::max<std::int64_t>(0, claim_interest(history, per_year) - history.interest_paid);
}

}  // namespace solidarity
