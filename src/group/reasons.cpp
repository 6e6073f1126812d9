// SPDX-License-Identifier: MIT
#include "group/reasons.hpp"

#include <solidarity/core/wide.hpp>
#include <solidarity/group/member.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

std::string member_count(std::int64_t count) { return fmt::format("{} member{}", count, count == 1 ? "" : "s"); }
std::string day_count(std::int64_t count) { return fmt::format("{} day{}", count, count == 1 ? "" : "s"); }

std::string pattern_text(const Staggering& staggering) {
  std::string text;
  for (const int part : staggering.pattern) text += fmt::format("{}{}", text.empty() ? "" : ", ", part);
  return text;
}

}  // namespace

std::vector<Reason> EligibilityQuestion::answer() && {
  check_request();
  check_size();
  check_group_age();
  check_membership();
  check_probation();
  check_training();
  check_age();
  check_income();
  check_obligations();
  check_attendance();
  check_arrears();
  check_defaults();
  check_open_loans();
  check_turn();
  check_product();
  check_product_mix();
  check_limit();
  check_exposure(ReasonKind::member_exposure, rules_.exposure_max_member, facts_.exposure, "one member owes");
  check_exposure(ReasonKind::group_exposure, rules_.exposure_max_group, facts_.group_exposure, "all members owe");
  return std::move(reasons_);
}

// ---- The request and the group

void EligibilityQuestion::check_request() {
  const Money& amount = request_.amount;
  if (amount.currency() != rules_.currency)
    add(ReasonKind::currency, fmt::format("{} is asked for", amount),
        fmt::format("the group lends {}", rules_.currency), fmt::format("ask for an amount of {}", rules_.currency));
  if (amount.units() <= 0)
    add(ReasonKind::amount, fmt::format("{} is asked for", amount), "a loan is above zero",
        "ask for more than nothing");
}

void EligibilityQuestion::check_size() {
  const int size = facts_.group_size;
  if (size == 0) add(ReasonKind::no_members, "the group has no active members", "members borrow", "members join first");
  const int least = rules_.min_size.value_or(0);
  if (size < least)
    add(ReasonKind::group_size, fmt::format("the group has {}", member_count(size)),
        fmt::format("it lends from {} on", least),
        fmt::format("{} more join{}", least - size, least - size == 1 ? "s" : ""));
  if (rules_.max_size && size > *rules_.max_size)
    add(ReasonKind::group_size, fmt::format("the group has {}", member_count(size)),
        fmt::format("it has at most {}", *rules_.max_size), "the group divides");
}

void EligibilityQuestion::check_group_age() {
  if (rules_.group_min_days == 0) return;
  const std::string rule = fmt::format("it lends when it is {} old", day_count(rules_.group_min_days));
  if (!facts_.group_since)
    return add(ReasonKind::group_age, "the day on which the group was founded is not known", rule, "record it");
  const int days = day_ - *facts_.group_since;
  if (days < rules_.group_min_days)
    add(ReasonKind::group_age, fmt::format("the group was founded on {}", *facts_.group_since), rule,
        fmt::format("wait {}", day_count(std::int64_t{rules_.group_min_days} - days)));
}

// ---- The person

void EligibilityQuestion::check_membership() {
  if (!facts_.member_since || *facts_.member_since > day_)
    add(ReasonKind::membership, fmt::format("no member on {}", day_), "members borrow", "she joins first");
  if (facts_.is_excluded)
    add(ReasonKind::excluded, "she is excluded", "who was excluded or expelled borrows no more",
        "the group resolves to let her borrow again");
}

void EligibilityQuestion::check_probation() {
  if (!facts_.member_since || *facts_.member_since > day_) return;
  const int days = day_ - *facts_.member_since;
  if (days < rules_.probation_days)
    add(ReasonKind::probation, fmt::format("a member since {}", *facts_.member_since),
        fmt::format("she may borrow after {}", day_count(rules_.probation_days)),
        fmt::format("wait {}", day_count(std::int64_t{rules_.probation_days} - days)));
}

void EligibilityQuestion::check_training() {
  if (!rules_.training_required || (facts_.trained_on && *facts_.trained_on <= day_)) return;
  const std::string fact =
      facts_.trained_on ? fmt::format("her training ends on {}", *facts_.trained_on) : "her training is not completed";
  add(ReasonKind::training, fact, "training comes before a loan", "she completes it");
}

void EligibilityQuestion::check_age() {
  if (!rules_.min_age && !rules_.max_age) return;
  const int least = rules_.min_age.value_or(0);
  const std::string rule = rules_.max_age ? fmt::format("borrowers are {} to {}", least, *rules_.max_age)
                                          : fmt::format("borrowers are at least {}", least);
  if (!facts_.born_on) return add(ReasonKind::age, "her day of birth is not known", rule, "record it");
  const int age = age_on(*facts_.born_on, day_);
  const std::string fact = fmt::format("{} years old", age);
  if (age < least) add(ReasonKind::age, fact, rule, "wait until she is old enough");
  else if (rules_.max_age && age > *rules_.max_age) add(ReasonKind::age, fact, rule, "another product");
}

void EligibilityQuestion::check_income() {
  const auto cap = units(rules_.household_income_cap_a_year);
  if (!cap) return;
  const std::string rule = fmt::format("at most {}", money(*cap));
  const auto income = units(facts_.household_income_a_year);
  if (!income)
    return add(ReasonKind::income, fmt::format("the household's yearly income is not known in {}", rules_.currency),
               rule, "assess it");
  if (*income > *cap)
    add(ReasonKind::income, fmt::format("the household's income is {} a year", money(*income)), rule,
        "another product");
}

void EligibilityQuestion::check_obligations() {
  if (!rules_.obligations_cap) return;
  const auto income = units(facts_.household_income_a_year);
  const auto running = units(facts_.obligations_a_month);
  const auto installment = units(request_.installment_a_month);
  const std::string rule = fmt::format("at most {} of the household's income", *rules_.obligations_cap);
  if (!income || !running || !installment)
    return add(ReasonKind::obligations,
               fmt::format("the household's {} not known in {}",
                           !income    ? "income is"
                           : !running ? "monthly obligations are"
                                      : "new installment a month is",
                           rules_.currency),
               rule, "assess it");
  // In exact twelfths: what may be paid a month is income / 12 x cap, rounded down.
  const wide most = wide{*income} * rules_.obligations_cap->ticks() / Rate::one / 12;
  const wide all = wide{*running} + *installment;
  if (all <= most) return;
  const wide left = most - *running;
  add(ReasonKind::obligations,
      fmt::format("loans take {} + {} a month of {} a year", money(*running), money(*installment), money(*income)),
      rule,
      left > 0 ? fmt::format("an installment of at most {} a month", money(static_cast<std::int64_t>(left)))
               : "other loans are repaid first");
}

void EligibilityQuestion::check_attendance() {
  const Tally attended = facts_.record.attendance;
  if (rules_.min_attendance && !reaches(attended, *rules_.min_attendance))
    add(ReasonKind::attendance, fmt::format("{} of {} meetings attended", attended.good, attended.all),
        fmt::format("at least {}", *rules_.min_attendance), "she attends");
}

// ---- The record

void EligibilityQuestion::check_arrears() {
  if (facts_.days_past_due > 0)
    add(ReasonKind::own_arrears, fmt::format("she is {} past due", day_count(facts_.days_past_due)),
        "who is past due borrows no more", "she pays what is overdue");
  if (blocks_new_loans(consequences_, facts_.group_worst_days))
    add(ReasonKind::group_arrears, fmt::format("a member is {} past due", day_count(facts_.group_worst_days)),
        fmt::format("the group borrows while nobody is more than {} past due",
                    day_count(*consequences_.blocks_new_loans_after_days)),
        "what is overdue is paid, by her or for her");
}

void EligibilityQuestion::check_defaults() {
  const bool excludes_group = consequences_.excludes == Exclusion::group;
  if (facts_.has_defaulted && (excludes_group || consequences_.excludes == Exclusion::defaulter))
    add(ReasonKind::own_default, "she defaulted", "who defaulted is excluded from further loans",
        "the group resolves to let her borrow again");
  if (facts_.group_has_defaulted && excludes_group)
    add(ReasonKind::group_default, "a member defaulted", "a default excludes the group from further loans",
        "the lender decides to lend to it again");
}

void EligibilityQuestion::check_open_loans() {
  if (rules_.max_loans_at_once && facts_.open_loans >= *rules_.max_loans_at_once)
    add(ReasonKind::loans_at_once, fmt::format("loans open: {}", facts_.open_loans),
        fmt::format("at most {} at a time", *rules_.max_loans_at_once), "one is repaid first");
}

void EligibilityQuestion::check_turn() {
  if (rules_.staggering && !facts_.is_released)
    add(ReasonKind::turn, "her part of the round is not released",
        fmt::format("loans are handed out in parts of {}", pattern_text(*rules_.staggering)),
        "those before her borrow and pay on time");
}

// ---- The loan

void EligibilityQuestion::check_product() {
  if (rules_.products.empty()) return;
  if (std::ranges::find(rules_.products, request_.product, &ProductRule::name) != rules_.products.end()) return;
  std::string rule = "the group's products:";
  for (const ProductRule& product : rules_.products) rule += " " + quoted(product.name);
  add(ReasonKind::product,
      request_.product.empty() ? "no product is named" : fmt::format("{} is asked for", quoted(request_.product)), rule,
      "choose one of them");
}

void EligibilityQuestion::check_product_mix() {
  const auto product = std::ranges::find(rules_.products, request_.product, &ProductRule::name);
  if (product == rules_.products.end() || !product->max_members) return;
  const std::int64_t holders = std::int64_t{facts_.others_with_product} + 1;
  if (wide{holders} * Rate::one <= wide{facts_.group_size} * product->max_members->ticks()) return;
  add(ReasonKind::product_mix,
      fmt::format("{} of {} would have {}", holders, member_count(facts_.group_size), quoted(product->name)),
      fmt::format("at most {} of them", *product->max_members), "choose another product, or one of these is repaid");
}

void EligibilityQuestion::check_limit() {
  const NextLimit limit = next_limit(rules_, facts_.record);
  const auto asked = units(request_.amount);
  const auto most = units(limit.amount);
  if (!asked || !most || *asked <= *most) return;
  add(ReasonKind::cycle_limit, fmt::format("{} is asked for", request_.amount),
      fmt::format("her limit: {}", to_text(limit)),
      *most > 0 ? fmt::format("ask for at most {}", money(*most)) : "a better record, or more savings");
}

void EligibilityQuestion::check_exposure(ReasonKind kind, const std::optional<Money>& max, std::int64_t owed,
                                         std::string_view who) {
  const auto asked = units(request_.amount);
  const auto most = units(max);
  if (!asked || !most || wide{owed} + *asked <= *most) return;
  const wide left = wide{*most} - owed;
  add(kind, fmt::format("{} owed and {} asked for", money(owed), request_.amount),
      fmt::format("{} at most {}", who, money(*most)),
      left > 0 ? fmt::format("ask for at most {}", money(static_cast<std::int64_t>(left)))
               : "what is owed is repaid first");
}

}  // namespace solidarity::detail
