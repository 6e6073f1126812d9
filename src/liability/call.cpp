// SPDX-License-Identifier: MIT
// docs/liability.md, step by step. Everything is written into the workspace; the lines go to the visitor as they arise.
#include <solidarity/core/wide.hpp>
#include <solidarity/liability/call.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

std::int64_t saturating_sum(std::int64_t a, std::int64_t b) noexcept { return a > unlimited - b ? unlimited : a + b; }

class Covering {
 public:
  Covering(const CoverCall& call, CallWorkspace& workspace, detail::CoverVisitor visitor)
      : call_(call), work_(workspace), visitor_(visitor), size_(call.members.size()) {}

  CallResult run() {
    check();
    take_shortfalls();
    draw_own_layers();
    call_defaulters();
    for (std::size_t k = 0; k < call_.terms.layers.size(); ++k) draw_shared(static_cast<std::uint32_t>(k));
    result_.members = standings();
    return result_;
  }

  std::span<const std::uint32_t> peers() {
    check();
    take_shortfalls();
    draw_own_layers();
    call_defaulters();
    return called_peers();
  }

 private:
  void check() const {
    if (size_ > work_.capacity())
      refuse(ErrorCode::out_of_range,
             fmt::format("{} members; the workspace has room for {}", size_, work_.capacity()));
    if (const Problems problems = validate(call_.terms); !problems.empty()) throw Error(problems.front());
    if ((call_.group_fund | call_.insurer_limit) < 0)
      refuse(ErrorCode::out_of_range, "the group fund and the insurer's limit are zero or more");
  }

  void check_member(std::size_t k) const {
    const CallMember& m = call_.members[k];
    const std::int64_t all =
        m.due | m.paid | m.savings | m.collateral | m.cash_limit | m.cap_left | m.principal | m.outstanding | m.weight;
    if (all < 0)
      refuse(ErrorCode::out_of_range, fmt::format("member {} has a negative amount; all are zero or more", k));
  }

  // ---- 1. Shortfalls
  void take_shortfalls() {
    unsigned_wide together = 0;
    for (std::size_t k = 0; k < size_; ++k) {
      check_member(k);
      const CallMember& m = call_.members[k];
      const std::int64_t shortfall = std::max<std::int64_t>(0, m.due - m.paid);
      work_.standings[k] = {shortfall, shortfall, m.savings, m.cash_limit, 0};
      together += static_cast<unsigned_wide>(shortfall);
    }
    if (together > static_cast<unsigned_wide>(unlimited))
      refuse(ErrorCode::overflow, "the shortfalls together exceed 2^63-1 minor units");
  }

  // ---- 2. Own layers
  void draw_own_layers() {
    for (std::size_t k = 0; k < call_.terms.layers.size(); ++k)
      if (call_.terms.layers[k].is_own()) draw_own(static_cast<std::uint32_t>(k));
  }

  void draw_own(std::uint32_t layer) {
    const bool from_savings = call_.terms.layers[layer].kind() == CoverLayerKind::own_savings;
    for (std::uint32_t x = 0; x < size_; ++x) {
      CallStanding& standing = work_.standings[x];
      const std::int64_t units =
          std::min(standing.uncovered, from_savings ? standing.savings : call_.members[x].collateral);
      if (units == 0) continue;
      if (from_savings) standing.savings -= units;
      give({layer, call_.terms.layers[layer].kind(), x, x, std::nullopt, units});
    }
  }

  // ---- 3. Defaulters and peers
  void call_defaulters() {
    for (std::uint32_t k = 0; k < size_; ++k) {
      if (work_.standings[k].uncovered > call_.terms.tolerance) work_.defaulters[defaulters_++] = k;
      else if (!call_.members[k].excused) work_.peers[peers_++] = k;
    }
  }

  [[nodiscard]] std::span<const std::uint32_t> called_peers() const { return std::span(work_.peers).first(peers_); }

  // ---- 4. Share: what peers answer for, fixed when their first layer is reached
  void fix_share() {
    if (share_is_fixed_) return;
    share_is_fixed_ = true;
    for (std::size_t k = 0; k < defaulters_; ++k) {
      const std::uint32_t x = work_.defaulters[k];
      work_.answered[x] =
          static_cast<std::int64_t>(wide{work_.standings[x].uncovered} * call_.terms.share.ticks() / Rate::one);
    }
  }

  // ---- 5. Shared layers
  void draw_shared(std::uint32_t layer) {
    switch (call_.terms.layers[layer].kind()) {
      case CoverLayerKind::group_fund: result_.fund_used = draw_common(layer, call_.group_fund); break;
      case CoverLayerKind::insurer: result_.insurer_used = draw_common(layer, call_.insurer_limit); break;
      case CoverLayerKind::peers: call_peers(layer); break;
      case CoverLayerKind::own_savings:
      case CoverLayerKind::own_collateral: break;
    }
  }

  // The group fund or the insurer: sees all defaulters, gives up to its balance.
  std::int64_t draw_common(std::uint32_t layer, std::int64_t balance) {
    const std::int64_t demanded =
        see([](std::uint32_t) { return true; }, [&](std::uint32_t x) { return work_.standings[x].uncovered; });
    const std::int64_t given = std::min(demanded, balance);
    if (given == 0) return 0;
    divide_among_seen(given);
    for (std::size_t d = 0; d < seen_; ++d)
      if (work_.covered[d] > 0)
        give({layer, call_.terms.layers[layer].kind(), work_.seen[d], std::nullopt, std::nullopt, work_.covered[d]});
    return given;
  }

  void call_peers(std::uint32_t layer) {
    fix_share();
    if (call_.circles.empty()) {
      asked_ = called_peers();
      return ask_peers(layer, [](std::uint32_t) { return true; });
    }
    for (const LiabilityCircle& circle : call_.circles) {
      const auto end = std::ranges::set_intersection(called_peers(), circle.peers, work_.asked.begin()).out;
      asked_ = {work_.asked.begin(), end};
      ask_peers(layer, [&](std::uint32_t x) { return std::ranges::binary_search(circle.debtors, x); });
    }
  }

  template <class Sees>
  void ask_peers(std::uint32_t layer, Sees sees) {
    const std::int64_t demanded =
        see([&](std::uint32_t x) { return !call_.members[x].not_called && sees(x); },
            [&](std::uint32_t x) { return std::min(work_.answered[x], work_.standings[x].uncovered); });
    if (demanded == 0 || asked_.empty()) return;
    weigh_peers();
    cap_peers(layer);
    if (call_.terms.several) cap_at_own_parts(demanded);
    const std::int64_t given = split_under_caps(demanded, asked(work_.weights), asked(work_.caps), asked(work_.budgets),
                                                place_of_turn(asked_), work_.split);
    if (given == 0) return;
    divide_among_seen(given);
    spend_budgets(layer, given);
  }

  // The first of some numbers, one for each peer who is asked.
  [[nodiscard]] std::span<std::int64_t> asked(std::vector<std::int64_t>& numbers) const {
    return std::span(numbers).first(asked_.size());
  }

  // Lists the defaulters that a layer sees and what each demands of it; returns the sum.
  template <class Sees, class Demand>
  std::int64_t see(Sees sees, Demand demand) {
    std::int64_t sum = 0;
    seen_ = 0;
    for (std::size_t k = 0; k < defaulters_; ++k) {
      const std::uint32_t x = work_.defaulters[k];
      const std::int64_t units = sees(x) ? demand(x) : 0;
      if (units == 0) continue;  // weight 0 gets 0
      work_.seen[seen_] = x;
      work_.demand[seen_++] = units;
      sum += units;
    }
    return sum;
  }

  // covered = allocate(given, demand)
  void divide_among_seen(std::int64_t given) {
    if (seen_ == 1) {
      work_.covered[0] = given;
      return;
    }
    allocate_into(given, std::span(work_.demand).first(seen_), std::span(work_.covered).first(seen_),
                  place_of_turn(std::span(work_.seen).first(seen_)), work_.split.remainders);
  }

  // Where the turn stands among some members: the first at or after it, or around at the beginning.
  [[nodiscard]] std::size_t place_of_turn(std::span<const std::uint32_t> some) const {
    const auto at = std::ranges::lower_bound(some, call_.turn % size_);
    return at == some.end() ? 0 : static_cast<std::size_t>(at - some.begin());
  }

  // ---- Who pays: weights, caps
  [[nodiscard]] std::int64_t weight_of(const CallMember& member) const {
    switch (call_.terms.split) {
      case CoverSplit::equal: return 1;
      case CoverSplit::by_principal: return member.principal;
      case CoverSplit::by_outstanding: return member.outstanding;
      case CoverSplit::by_savings: return member.savings;
      case CoverSplit::by_weights: return member.weight;
    }
    return 0;
  }

  // Under a named field zeros for all mean one for each; given weights mean what they say.
  void weigh_peers() {
    bool all_zero = true;
    for (std::size_t k = 0; k < asked_.size(); ++k) {
      work_.weights[k] = weight_of(call_.members[asked_[k]]);
      all_zero = all_zero && work_.weights[k] == 0;
    }
    if (!all_zero) return;
    result_.all_weights_zero = true;
    if (call_.terms.split != CoverSplit::by_weights) std::ranges::fill(asked(work_.weights), 1);
  }

  void cap_peers(std::uint32_t layer) {
    for (std::size_t k = 0; k < asked_.size(); ++k) work_.caps[k] = cap_of(asked_[k], call_.terms.layers[layer]);
  }

  // Several liability: nobody gives more than her part of what is demanded of all.
  void cap_at_own_parts(std::int64_t demanded) {
    const auto weights = asked(work_.weights);
    if (std::ranges::all_of(weights, [](std::int64_t weight) { return weight == 0; })) return;
    const auto parts = asked(work_.parts);
    allocate_into(demanded, weights, parts, place_of_turn(asked_), work_.split.remainders);
    for (std::size_t k = 0; k < parts.size(); ++k) work_.caps[k] = std::min(work_.caps[k], parts[k]);
  }

  [[nodiscard]] std::int64_t cap_of(std::uint32_t peer, const CoverLayer& layer) const {
    const CallStanding& standing = work_.standings[peer];
    std::int64_t in_sources = 0;
    for (const CoverSource source : layer.sources())
      in_sources = saturating_sum(in_sources, source == CoverSource::savings ? standing.savings : standing.cash);
    const std::int64_t most = std::min(call_.terms.cap_per_call, call_.members[peer].cap_left);
    return std::min(in_sources, most - standing.contributed);
  }

  // ---- For whom: each defaulter in order takes her part of the remaining budgets
  void spend_budgets(std::uint32_t layer, std::int64_t left) {
    drop_peers_who_give_nothing();
    for (std::size_t d = 0; d < seen_; ++d) {
      if (work_.covered[d] == 0) continue;
      take_parts(work_.covered[d], left);
      left -= work_.covered[d];
      for (std::size_t k = 0; k < givers_; ++k)
        if (work_.parts[k] > 0) contribute(layer, work_.seen[d], giver(k), work_.parts[k]);
    }
  }

  // Keeps the numbers of those who give in `weights`, which this layer needs no more, beside their budgets.
  void drop_peers_who_give_nothing() {
    givers_ = 0;
    const std::size_t turn = call_.turn % size_;
    turn_of_givers_ = 0;
    for (std::size_t k = 0; k < asked_.size(); ++k) {
      if (work_.budgets[k] == 0) continue;
      if (asked_[k] < turn) turn_of_givers_ = givers_ + 1;
      work_.weights[givers_] = asked_[k];
      work_.budgets[givers_++] = work_.budgets[k];
    }
    if (turn_of_givers_ == givers_) turn_of_givers_ = 0;
  }
  [[nodiscard]] std::uint32_t giver(std::size_t k) const { return static_cast<std::uint32_t>(work_.weights[k]); }

  // parts = allocate(units, budgets), subtracted from the budgets, whose sum is `left`; the last defaulter takes them
  // whole.
  void take_parts(std::int64_t units, std::int64_t left) {
    const auto budgets = std::span(work_.budgets).first(givers_);
    const auto parts = std::span(work_.parts).first(givers_);
    if (units == left) std::ranges::copy(budgets, parts.begin());
    else allocate_into(units, budgets, parts, turn_of_givers_, work_.split.remainders);
    for (std::size_t k = 0; k < givers_; ++k) budgets[k] -= parts[k];
  }

  // From the peer's sources in the order of the layer.
  void contribute(std::uint32_t layer, std::uint32_t debtor, std::uint32_t peer, std::int64_t units) {
    CallStanding& standing = work_.standings[peer];
    standing.contributed += units;
    work_.answered[debtor] -= units;
    for (const CoverSource source : call_.terms.layers[layer].sources()) {
      std::int64_t& pocket = source == CoverSource::savings ? standing.savings : standing.cash;
      const std::int64_t taken = std::min(units, pocket);
      if (taken == 0) continue;
      pocket -= taken;
      units -= taken;
      give({layer, CoverLayerKind::peers, debtor, peer, source, taken});
    }
  }

  // ---- 6. Uncovered: what every line leaves
  void give(const CoverLine& line) {
    work_.standings[line.debtor].uncovered -= line.units;
    visitor_.visit(visitor_.context, line);
  }

  [[nodiscard]] std::span<const CallStanding> standings() const { return std::span(work_.standings).first(size_); }

  const CoverCall& call_;
  CallWorkspace& work_;
  detail::CoverVisitor visitor_;
  std::size_t size_;
  std::size_t defaulters_ = 0;
  std::size_t peers_ = 0;
  std::span<const std::uint32_t> asked_ = {};  // the peers whom a layer asks at a time
  std::size_t seen_ = 0;
  std::size_t givers_ = 0;
  std::size_t turn_of_givers_ = 0;
  bool share_is_fixed_ = false;
  CallResult result_;
};

}  // namespace

CallWorkspace::CallWorkspace(std::size_t members)
    : standings(members),
      answered(members),
      defaulters(members),
      peers(members),
      asked(members),
      seen(members),
      demand(members),
      covered(members),
      weights(members),
      caps(members),
      budgets(members),
      parts(members),
      split(members) {}

std::span<const std::uint32_t> peers_of(const CoverCall& call, CallWorkspace& workspace) {
  return Covering(call, workspace, {nullptr, [](void*, const CoverLine&) {}}).peers();
}

CallResult detail::cover_shortfalls(const CoverCall& call, CallWorkspace& workspace, CoverVisitor visitor) {
  return Covering(call, workspace, visitor).run();
}

}  // namespace solidarity
