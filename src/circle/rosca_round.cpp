// SPDX-License-Identifier: MIT
// A round: who takes the pot, what stands in for who missed, what is divided, what the taker owes.
#include "circle/rosca_round.hpp"

#include "circle/names.hpp"

#include <solidarity/money/allocate.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

Party person(int place) { return Party::person(static_cast<std::uint32_t>(place - 1)); }

class Round {
 public:
  Round(RoscaPosition& position, const RoscaTerms& terms, Date on, const RoscaRound& round)
      : position_(position), terms_(terms), on_(on), round_(round), full_(terms.contribution.units() * count()) {
    for (auto& [id, member] : position_.members) places_.push_back(&member);
    std::ranges::sort(places_, {}, &RoscaMember::place);
    missing_.assign(places_.size(), 0);
  }

  void hold() {
    check_turn();
    note_missed();
    const std::string taker = choose();
    RoscaMember& member = position_.members.at(taker);
    require_collateral(taker, member);
    RoscaRoundReport report{round_.round, on_, taker, none(), none(), none(), none(), none(), none()};
    report.missed = money(total(missing_));
    collect();
    cover(member.place);
    report.short_of = money(total(missing_));
    report.covered = report.missed - report.short_of;
    leave_short(member);
    pay(report, member);
    position_.rounds.push_back(std::move(report));
  }

 private:
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(terms_.members.size()); }
  [[nodiscard]] Money money(std::int64_t units) const { return Money::of_units(units, terms_.contribution.currency()); }
  [[nodiscard]] Money none() const { return money(0); }
  [[nodiscard]] std::size_t turn() const { return position_.rounds.size(); }
  [[nodiscard]] static std::int64_t total(const std::vector<std::int64_t>& units) {
    std::int64_t sum = 0;
    for (const std::int64_t k : units) sum += k;
    return sum;
  }

  void check_turn() const {
    const auto held = static_cast<std::int64_t>(position_.rounds.size());
    if (held == count())
      refuse(ErrorCode::invalid_state, "/round", fmt::format("all {} rounds are held; each had the pot once", held));
    if (round_.round != held + 1)
      refuse(ErrorCode::out_of_range, "/round", fmt::format("{}; the next round is {}", round_.round, held + 1));
    if (!round_.bids.empty() && !std::holds_alternative<RotationAuction>(terms_.rotation))
      refuse(ErrorCode::invalid_state, "/bids", "bids are for a rotation by auction");
    if (!round_.taker.empty() && !std::holds_alternative<RotationNeed>(terms_.rotation))
      refuse(ErrorCode::invalid_state, "/taker", "the taker is named in a rotation by need only; leave it out");
  }

  void note_missed() {
    std::vector<bool> seen(places_.size());
    for (std::size_t k = 0; k < round_.missed.size(); ++k) {
      const auto field = [k](std::string_view name) { return fmt::format("/missed/{}/{}", k, name); };
      const auto& [id, given] = round_.missed[k];
      const auto at = static_cast<std::size_t>(member_of(position_.members, field("member"), id).place - 1);
      if (seen[at]) refuse(ErrorCode::duplicate, field("member"), fmt::format("a second line for {}", quoted(id)));
      seen[at] = true;
      const Money paid = given.value_or(none());
      if (paid.currency() != none().currency())
        refuse(ErrorCode::currency_mismatch, field("paid"),
               fmt::format("{} in a circle of {}", paid, none().currency().code()));
      if (paid.is_negative() || paid >= terms_.contribution)
        refuse(ErrorCode::out_of_range, field("paid"),
               fmt::format("{}; who missed paid zero or more, and less than {}", paid, terms_.contribution));
      missing_[at] = (terms_.contribution - paid).units();
    }
  }

  void require_no_pot_yet(std::string_view field, const std::string& id, const RoscaMember& member) const {
    if (member.took_in != 0)
      refuse(ErrorCode::invalid_state, field, fmt::format("{} had the pot in round {}", quoted(id), member.took_in));
  }

  // Sets what the pot is in full, and returns who takes it.
  std::string choose() {
    asked_ = full_;
    if (std::holds_alternative<RotationAuction>(terms_.rotation)) return lowest_bidder();
    if (std::holds_alternative<RotationNeed>(terms_.rotation)) {
      require_no_pot_yet("/taker", round_.taker, member_of(position_.members, "/taker", round_.taker));
      return round_.taker;
    }
    return id_at(turn());
  }

  [[nodiscard]] std::string id_at(std::size_t place) const {
    for (const auto& [id, member] : position_.members)
      if (static_cast<std::size_t>(member.place - 1) == place) return id;
    return {};
  }

  // How long after the turn a place comes.
  [[nodiscard]] std::size_t wait(const RoscaMember& member) const {
    return (static_cast<std::size_t>(member.place - 1) + places_.size() - turn()) % places_.size();
  }

  std::string lowest_bidder() {
    const RoscaBid* best = nullptr;
    std::vector<bool> seen(places_.size());
    for (std::size_t k = 0; k < round_.bids.size(); ++k) {
      const RoscaBid& bid = round_.bids[k];
      const auto field = [k](std::string_view name) { return fmt::format("/bids/{}/{}", k, name); };
      const RoscaMember& member = member_of(position_.members, field("member"), bid.member);
      const auto at = static_cast<std::size_t>(member.place - 1);
      if (seen[at])
        refuse(ErrorCode::duplicate, field("member"), fmt::format("a second bid of {}", quoted(bid.member)));
      seen[at] = true;
      require_no_pot_yet(field("member"), bid.member, member);
      require_above_zero(field("pot"), bid.pot, none().currency());
      if (bid.pot.units() > full_)
        refuse(ErrorCode::out_of_range, field("pot"), fmt::format("{}; the whole pot is {}", bid.pot, money(full_)));
      if (!best || bid.pot < best->pot ||
          (bid.pot == best->pot && wait(member) < wait(position_.members.at(best->member))))
        best = &bid;
    }
    if (!best) return next_without_pot();
    asked_ = best->pot.units();
    return best->member;
  }

  // Nobody bids: the first from the turn on who had no pot has all of it.
  [[nodiscard]] std::string next_without_pot() const {
    for (std::size_t k = 0; k < places_.size(); ++k) {
      const std::size_t place = (turn() + k) % places_.size();
      if (places_[place]->took_in == 0) return id_at(place);
    }
    return {};
  }

  void require_collateral(const std::string& taker, const RoscaMember& member) const {
    if (!terms_.collateral_factor) return;
    const Money wanted =
        rosca_collateral(static_cast<int>(count()), round_.round, terms_.contribution, *terms_.collateral_factor);
    if (member.collateral < wanted)
      refuse(ErrorCode::invalid_state, "/round",
             fmt::format("{} has {} of collateral; who takes the pot of round {} has {}; she deposits {} first",
                         quoted(taker), member.collateral, round_.round, wanted, wanted - member.collateral));
  }

  void collect() {
    for (std::size_t k = 0; k < places_.size(); ++k) places_[k]->paid += terms_.contribution - money(missing_[k]);
  }

  // Cover after cover, all who missed at once; the taker's own contribution is missing from her own pot.
  void cover(int taker) {
    std::vector<std::int64_t> open = missing_;
    open[static_cast<std::size_t>(taker - 1)] = 0;
    for (const RoscaCover cover : terms_.covers) {
      if (total(open) == 0) return;
      const std::vector<std::int64_t> gives = given_by(cover, open);
      for (std::size_t k = 0; k < open.size(); ++k) {
        open[k] -= gives[k];
        missing_[k] -= gives[k];
        if (gives[k] > 0) take(cover, k, money(gives[k]));
      }
    }
  }

  [[nodiscard]] RoscaMember& guarantor_of(std::size_t debtor) const {
    const int place = rosca_guarantor(static_cast<int>(count()), places_[debtor]->place);
    return *places_[static_cast<std::size_t>(place - 1)];
  }

  [[nodiscard]] std::vector<std::int64_t> given_by(RoscaCover cover, const std::vector<std::int64_t>& open) const {
    if (cover == RoscaCover::fund) {
      std::vector<std::int64_t> parts(open.size());
      allocate_into(std::min(position_.fund.units(), total(open)), open, parts, turn());
      return parts;
    }
    std::vector<std::int64_t> gives(open.size());
    for (std::size_t k = 0; k < open.size(); ++k)
      gives[k] =
          std::min(open[k], (cover == RoscaCover::own_collateral ? *places_[k] : guarantor_of(k)).collateral.units());
    return gives;
  }

  void take(RoscaCover cover, std::size_t debtor, Money amount) {
    if (cover == RoscaCover::own_collateral) {
      places_[debtor]->collateral -= amount;
      places_[debtor]->seized += amount;
    } else if (cover == RoscaCover::guarantor) {
      guarantor_of(debtor).collateral -= amount;
      claim(person(guarantor_of(debtor).place), debtor, amount);
    } else {
      position_.fund -= amount;
      claim(Party::group_fund(), debtor, amount);
    }
  }

  void claim(Party by, std::size_t debtor, Money amount) {
    position_.claims.push_back({on_, by, person(places_[debtor]->place), amount.units(), amount.units()});
  }

  // What nobody covered: the taker has less, and claims it, but for her own.
  void leave_short(RoscaMember& taker) {
    for (std::size_t k = 0; k < missing_.size(); ++k) {
      if (missing_[k] == 0) continue;
      if (places_[k] == &taker) taker.missed_own_pot += money(missing_[k]);
      else claim(person(taker.place), k, money(missing_[k]));
    }
  }

  void pay(RoscaRoundReport& report, RoscaMember& taker) {
    report.dividends = money(full_ - asked_);
    report.pot = money(full_) - report.short_of - report.dividends;
    if (report.pot.is_negative())
      refuse(ErrorCode::out_of_range, "/missed",
             fmt::format("{} is missing and the discount is {} of {}; cover what is missing, or ask for a larger pot",
                         report.short_of, report.dividends, money(full_)));
    const std::vector<std::int64_t> equal(places_.size(), 1);
    const auto dividends = allocate(report.dividends, equal, turn());
    for (std::size_t k = 0; k < places_.size(); ++k) places_[k]->dividends += dividends[k];
    taker.took_in = round_.round;
    taker.pot += report.pot;
    report.set_off = std::min(report.pot, money(payable(position_.claims, person(taker.place))));
    repay(position_, taker.place, report.set_off.units());
  }

  RoscaPosition& position_;
  const RoscaTerms& terms_;
  Date on_;
  const RoscaRound& round_;
  std::int64_t full_;     // the pot when all pay
  std::int64_t asked_{};  // by the taker
  std::vector<RoscaMember*> places_;
  std::vector<std::int64_t> missing_;  // by place
};

}  // namespace

void hold(RoscaPosition& position, const RoscaTerms& terms, Date on, const RoscaRound& round) {
  Round(position, terms, on, round).hold();
}

void repay(RoscaPosition& position, int place, std::int64_t units) {
  const ClaimRecovery recovered = recovery(position.claims, person(place), units, RecoveryRule::first_in);
  settle(position.claims, recovered);
  const Currency currency = position.fund.currency();
  for (const AppliedToClaim& applied : recovered.applied) {
    const Party by = position.claims[applied.claim].by;
    const Money amount = Money::of_units(applied.units, currency);
    if (!by.is_person()) position.fund += amount;
    for (auto& [id, member] : position.members)
      if (by == person(member.place)) member.recovered += amount;
  }
}

}  // namespace solidarity::detail
