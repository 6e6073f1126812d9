// SPDX-License-Identifier: MIT
#include <solidarity/core/wide.hpp>
#include <solidarity/liability/claims.hpp>
#include <solidarity/money/allocate.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace solidarity {
namespace {

Party holder(const CoverLine& line) {
  if (line.kind == CoverLayerKind::group_fund) return Party::group_fund();
  if (line.kind == CoverLayerKind::insurer) return Party::insurer();
  return Party::person(*line.by);
}

// What a peer gives for one debtor in one layer is one claim, whatever its sources.
bool continues(const CoverLine& line, const CoverLine& before) {
  return std::tie(line.layer, line.debtor, line.by) == std::tie(before.layer, before.debtor, before.by);
}

// Lines of one layer come by debtor, then by; its claims are listed by holder, then debtor, both in the order of the
// call.
void sort_layer(std::span<Claim> claims) {
  std::ranges::stable_sort(claims, {}, [](const Claim& claim) { return std::pair(claim.by, claim.debtor); });
}

// Members of the call become the persons that they are.
void rename(std::span<Claim> claims, std::span<const std::uint32_t> persons) {
  for (Claim& claim : claims)
    for (Party* party : {&claim.by, &claim.debtor})
      if (party->is_person()) *party = Party::person(persons[party->number()]);
}

// Persons before the fund before the insurer; all persons alike.
int holder_rank(Party by) noexcept { return by.is_person() ? 0 : by == Party::group_fund() ? 1 : 2; }

auto rank_of(const Claim& claim) { return std::tuple(claim.on, holder_rank(claim.by)); }

// The open claims among those that are meant, earlier claims first.
template <class Meant>
std::vector<std::size_t> open_claims(std::span<const Claim> claims, Meant meant) {
  std::vector<std::size_t> open;
  for (std::size_t k = 0; k < claims.size(); ++k)
    if (claims[k].open > 0 && meant(claims[k])) open.push_back(k);
  return open;
}

class Recovery {
 public:
  Recovery(std::span<const Claim> claims, std::int64_t units) : claims_(claims) {
    if (units < 0) refuse(ErrorCode::out_of_range, fmt::format("{} minor units for claims; it is zero or more", units));
    result_.unapplied = units;
  }

  void pay_rank_after_rank(std::vector<std::size_t> open) {
    std::ranges::stable_sort(open, {}, [&](std::size_t k) { return rank_of(claims_[k]); });
    for (std::size_t begin = 0, end = 0; begin < open.size(); begin = end) {
      while (end < open.size() && rank_of(claims_[open[end]]) == rank_of(claims_[open[begin]])) ++end;
      pay(std::span(open).subspan(begin, end - begin));
    }
  }

  void pay_all_at_once(const std::vector<std::size_t>& open) {
    pay(open);
    std::ranges::stable_sort(result_.applied, {}, [&](const AppliedToClaim& a) { return rank_of(claims_[a.claim]); });
  }

  [[nodiscard]] ClaimRecovery take() { return std::move(result_); }

 private:
  // As much as is there, in proportion to the open amounts.
  void pay(std::span<const std::size_t> claims) {
    std::vector<std::int64_t> open;
    wide sum = 0;
    for (const std::size_t k : claims) {
      open.push_back(claims_[k].open);
      sum += claims_[k].open;
    }
    const std::int64_t paid = sum < result_.unapplied ? static_cast<std::int64_t>(sum) : result_.unapplied;
    if (paid == 0) return;
    std::vector<std::int64_t> parts(open.size());
    allocate_into(paid, open, parts);
    for (std::size_t k = 0; k < parts.size(); ++k)
      if (parts[k] > 0) result_.applied.push_back({claims[k], parts[k]});
    result_.unapplied -= paid;
  }

  std::span<const Claim> claims_;
  ClaimRecovery result_;
};

// The open amounts of the claims for which `counts` holds.
template <class Counts>
std::int64_t sum_open(std::span<const Claim> claims, Counts counts) {
  wide sum = 0;
  for (const Claim& claim : claims)
    if (counts(claim)) sum += claim.open;
  return detail::checked_units(sum);
}

}  // namespace

std::string_view to_text(RecoveryRule rule) noexcept {
  return rule == RecoveryRule::first_in ? "first_in" : "pro_rata";
}

void append_claims(std::vector<Claim>& claims, std::span<const CoverLine> lines, Date on,
                   std::span<const std::uint32_t> persons) {
  const std::size_t first = claims.size();
  std::size_t begin = first;  // of the layer at hand
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const CoverLine& line = lines[k];
    if (k > 0 && line.layer != lines[k - 1].layer) {
      sort_layer(std::span(claims).subspan(begin));
      begin = claims.size();
    }
    if (line.by == line.debtor) continue;
    if (k > 0 && continues(line, lines[k - 1])) {
      claims.back().amount += line.units;
      claims.back().open += line.units;
    } else {
      claims.push_back({on, holder(line), Party::person(line.debtor), line.units, line.units});
    }
  }
  sort_layer(std::span(claims).subspan(begin));
  if (!persons.empty()) rename(std::span(claims).subspan(first), persons);
}

ClaimRecovery recovery(std::span<const Claim> claims, Party debtor, std::int64_t units, RecoveryRule rule) {
  Recovery recovery(claims, units);
  auto open = open_claims(claims, [&](const Claim& claim) { return claim.debtor == debtor; });
  if (rule == RecoveryRule::first_in) recovery.pay_rank_after_rank(std::move(open));
  else recovery.pay_all_at_once(open);
  return recovery.take();
}

ClaimRecovery recovery_between(std::span<const Claim> claims, Party by, Party debtor, std::int64_t units) {
  Recovery recovery(claims, units);
  recovery.pay_rank_after_rank(
      open_claims(claims, [&](const Claim& claim) { return claim.by == by && claim.debtor == debtor; }));
  return recovery.take();
}

void settle(std::span<Claim> claims, const ClaimRecovery& recovery) {
  for (const AppliedToClaim& applied : recovery.applied) claims[applied.claim].open -= applied.units;
}

std::int64_t mutual(std::span<const Claim> claims, Party a, Party b) {
  const auto between = [&](Party by, Party debtor) {
    return sum_open(claims, [&](const Claim& claim) { return claim.by == by && claim.debtor == debtor; });
  };
  return std::min(between(a, b), between(b, a));
}

std::int64_t receivable(std::span<const Claim> claims, Party party) {
  return sum_open(claims, [&](const Claim& claim) { return claim.by == party; });
}

std::int64_t payable(std::span<const Claim> claims, Party party) {
  return sum_open(claims, [&](const Claim& claim) { return claim.debtor == party; });
}

std::int64_t net_position(std::span<const Claim> claims, Party party) {
  return detail::checked_units(wide{receivable(claims, party)} - payable(claims, party));
}

}  // namespace solidarity
