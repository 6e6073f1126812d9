// SPDX-License-Identifier: MIT
#include <solidarity/core/overloaded.hpp>
#include <solidarity/insurance/cover.hpp>
#include <solidarity/insurance/premium.hpp>

#include "insurance/names.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace solidarity {
namespace {

constexpr int most_days = 36'500;

Money at_least_zero(Money amount) { return amount.is_negative() ? Money::zero(amount.currency()) : amount; }

Rate rate_of(const PremiumBasis& basis) {
  return std::visit(
      overloaded{[](const PremiumFixed&) { return Rate::zero(); }, [](const auto& by) { return by.rate; }}, basis);
}

std::optional<Money> max_of(const SumInsured& sum) {
  return std::visit(overloaded{[](const InsuredFixed& fixed) { return std::optional(fixed.amount); },
                               [](const auto& varying) { return varying.max; }},
                    sum);
}

// Collects what is wrong, and sorts it by precedence at the end.
class Check {
 public:
  explicit Check(Currency currency) : currency_(currency) {}

  void add(ErrorCode code, std::string field, std::string message) {
    problems_.push_back({code, std::move(field), std::move(message)});
  }

  void above_zero(std::string field, std::optional<Money> amount) {
    if (!amount) return;
    if (amount->currency() != currency_)
      add(ErrorCode::currency_mismatch, field,
          fmt::format("{} in a pool of {}; one pool has one currency", *amount, currency_.code()));
    else if (amount->units() <= 0)
      add(ErrorCode::out_of_range, field, fmt::format("{}; the amount is above zero", *amount));
  }

  void within(std::string field, Rate value, Rate least, Rate most) {
    if (value < least || value > most)
      add(ErrorCode::out_of_range, std::move(field), fmt::format("{}; from {} to {}", value, least, most));
  }

  void days(std::string field, int value) {
    if (value < 0 || value > most_days)
      add(ErrorCode::out_of_range, std::move(field), fmt::format("{} days; from 0 to {}", value, most_days));
  }

  [[nodiscard]] Problems sorted() {
    std::ranges::stable_sort(problems_, {}, &Problem::code);
    return std::move(problems_);
  }

 private:
  Currency currency_;
  Problems problems_;
};

void check_premium(Check& check, const CoverTerms& terms) {
  check.within("/premium/rate", rate_of(terms.premium), Rate::zero(), Rate::of_ticks(Rate::one));
  if (const auto* fixed = std::get_if<PremiumFixed>(&terms.premium)) check.above_zero("/premium/amount", fixed->amount);
  if (terms.joint_life)
    check.within("/joint_life", *terms.joint_life, Rate::of_ticks(Rate::one), Rate::of_ticks(2 * Rate::one));
  if (terms.refund == RefundRule::rule_of_78 && std::holds_alternative<PremiumPerPeriod>(terms.premium))
    check.add(ErrorCode::contradictory_terms, "/refund",
              "rule_of_78 with /premium by period; that rule divides a single premium over falling cover");
}

void check_sum(Check& check, const CoverTerms& terms) {
  check.above_zero(std::holds_alternative<InsuredFixed>(terms.sum_insured) ? "/sum_insured/amount" : "/sum_insured/max",
                   max_of(terms.sum_insured));
  const auto* savings = std::get_if<InsuredSavings>(&terms.sum_insured);
  if (savings)
    check.within("/sum_insured/multiple", savings->multiple, Rate::of_ticks(1), Rate::of_ticks(100 * Rate::one));
  if (savings && terms.kind == CoverKind::credit_life)
    check.add(ErrorCode::contradictory_terms, "/sum_insured",
              "savings with /kind credit_life, which pays what is owed");
  if (!savings && terms.kind == CoverKind::savings_linked)
    check.add(ErrorCode::contradictory_terms, "/sum_insured", "no savings with /kind savings_linked");
}

void check_limits(Check& check, const CoverTerms& terms) {
  check.above_zero("/cap_per_claim", terms.cap_per_claim);
  check.above_zero("/cap_per_cover", terms.cap_per_cover);
  check.days("/waiting_days", terms.waiting_days);
  if (terms.claim_within_days) check.days("/claim_within_days", *terms.claim_within_days);
  if (!terms.insurer.empty() && !detail::is_name(terms.insurer))
    check.add(ErrorCode::out_of_range, "/insurer",
              fmt::format("{} bytes; a name has at most {}", terms.insurer.size(), detail::longest_name));
}

}  // namespace

std::string_view to_text(CoverKind kind) noexcept {
  switch (kind) {
    case CoverKind::credit_life: return "credit_life";
    case CoverKind::emergency: return "emergency";
    case CoverKind::savings_linked: return "savings_linked";
  }
  return "unknown_cover_kind";
}

std::string_view to_text(ClaimPolicy policy) noexcept {
  switch (policy) {
    case ClaimPolicy::queue: return "queue";
    case ClaimPolicy::in_part: return "in_part";
  }
  return "unknown_claim_policy";
}

std::string_view to_text(ClaimLimit limit) noexcept {
  switch (limit) {
    case ClaimLimit::loss: return "loss";
    case ClaimLimit::sum_insured: return "sum_insured";
    case ClaimLimit::outstanding: return "outstanding";
    case ClaimLimit::cap_per_claim: return "cap_per_claim";
    case ClaimLimit::cap_per_cover: return "cap_per_cover";
  }
  return "unknown_claim_limit";
}

Problems validate(const CoverTerms& terms, Currency currency) {
  Check check(currency);
  check_premium(check, terms);
  check_sum(check, terms);
  check_limits(check, terms);
  return check.sorted();
}

Money premium(const CoverTerms& terms, Money amount, int months) {
  const Rate factor = terms.joint_life.value_or(Rate::of_ticks(Rate::one));
  const auto joint = [&](Rate rate) { return terms.joint_life ? joint_life_rate(rate, factor) : rate; };
  return std::visit(
      overloaded{
          [&](const PremiumPerYear& by) { return level_premium(amount, joint(by.rate), months, terms.rounding); },
          [&](const PremiumFixed& by) { return scaled(by.amount, factor.ticks(), Rate::one, terms.rounding); },
          [&](const auto& by) { return premium_on(amount, joint(by.rate), terms.rounding); },
      },
      terms.premium);
}

Money sum_insured(const CoverTerms& terms, const DayOfEvent& day) {
  const Money sum =
      std::visit(overloaded{
                     [](const InsuredFixed& fixed) { return fixed.amount; },
                     [&](const InsuredOutstanding&) { return at_least_zero(day.outstanding); },
                     [&](const InsuredSavings& by) {
                       return scaled(at_least_zero(day.savings), by.multiple.ticks(), Rate::one, Rounding::down);
                     },
                 },
                 terms.sum_insured);
  const auto max = max_of(terms.sum_insured);
  return max ? std::min(sum, *max) : sum;
}

ClaimAmount claim_amount(const CoverTerms& terms, Money loss, const DayOfEvent& day, Money approved_before) {
  if (loss.is_negative()) refuse(ErrorCode::out_of_range, "/loss", fmt::format("{}; a loss is zero or more", loss));
  ClaimAmount claim{loss, ClaimLimit::loss};
  const auto limit = [&](Money most, ClaimLimit by) {
    if (most < claim.amount) claim = {at_least_zero(most), by};
  };
  limit(sum_insured(terms, day), ClaimLimit::sum_insured);
  if (terms.kind == CoverKind::credit_life) limit(day.outstanding, ClaimLimit::outstanding);
  if (terms.cap_per_claim) limit(*terms.cap_per_claim, ClaimLimit::cap_per_claim);
  if (terms.cap_per_cover) limit(*terms.cap_per_cover - approved_before, ClaimLimit::cap_per_cover);
  return claim;
}

bool is_covered(Date start, Date end, int waiting_days, Date day) noexcept {
  return start <= day && day < end && day - start >= waiting_days;
}

bool is_covered(const Cover& cover, Date day) noexcept {
  return is_covered(cover.start, cover.end, cover.terms.waiting_days, day);
}

Problems validate(const Cover& cover, Currency currency) {
  Check check(currency);
  for (Problem& problem : validate(cover.terms, currency))
    check.add(problem.code, "/terms" + problem.field, std::move(problem.message));
  if (!detail::is_id(cover.id))
    check.add(ErrorCode::out_of_range, "/id", fmt::format("{}; {}", quoted(cover.id), detail::id_rule));
  if (!detail::is_name(cover.holder))
    check.add(ErrorCode::out_of_range, "/holder",
              fmt::format("{} bytes; a holder has 1 to {}", cover.holder.size(), detail::longest_name));
  if (cover.end <= cover.start)
    check.add(ErrorCode::out_of_range, "/end",
              fmt::format("{} to {}; cover ends after it starts", cover.start, cover.end));
  else if (cover.terms.waiting_days >= cover.end - cover.start)
    check.add(ErrorCode::contradictory_terms, "/terms/waiting_days",
              fmt::format("{} days of waiting from /start {} to /end {}; nothing would be covered",
                          cover.terms.waiting_days, cover.start, cover.end));
  return check.sorted();
}

}  // namespace solidarity
