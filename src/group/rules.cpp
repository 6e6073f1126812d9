// SPDX-License-Identifier: MIT
#include <solidarity/group/rules.hpp>
#include <solidarity/liability/terms.hpp>
#include <solidarity/product/loan_terms.hpp>
#include <solidarity/savings/terms.hpp>

#include "group/problems.hpp"

#include <numeric>

namespace solidarity {
namespace {

using namespace literals;

constexpr Rate whole = 100_pct;
constexpr Rate ten_times = 1000_pct;
constexpr Rate hundred_times = 10'000_pct;

class Checks {
 public:
  explicit Checks(const GroupRules& rules) : rules_(rules) {}

  Problems run() {
    check_joining();
    check_deciding();
    check_borrowing();
    check_meetings();
    return std::move(problems_).sorted();
  }

 private:
  template <class Number>
  void range(std::string field, const std::optional<Number>& value, Number least, Number most) {
    if (value && (*value < least || *value > most))
      problems_.add(ErrorCode::out_of_range, std::move(field), "{}; the range is {} to {}", *value, least, most);
  }
  void amount(std::string field, const std::optional<Money>& value) {
    if (!value) return;
    if (value->currency() != rules_.currency)
      problems_.add(ErrorCode::currency_mismatch, std::move(field), "{} in a group of {}; a group has one currency",
                    *value, rules_.currency);
    else if (value->units() <= 0)
      problems_.add(ErrorCode::out_of_range, std::move(field), "{}; it is above zero, or left out", *value);
  }
  void at_least_one(std::string field, const std::optional<int>& value) {
    if (value && *value < 1)
      problems_.add(ErrorCode::out_of_range, std::move(field), "{}; it is at least 1, or left out", *value);
  }
  void days(std::string field, int value, int least = 0) {
    range(std::move(field), std::optional(value), least, detail::most_rule_days);
  }
  void ascending(std::string low_field, const std::optional<int>& low, std::string_view high_field,
                 const std::optional<int>& high) {
    if (low && high && *low > *high)
      problems_.contradiction(std::move(low_field), high_field, fmt::format("nothing is {} to {}", *low, *high));
  }

  void check_joining() {
    if (rules_.kind < GroupKind::solidarity_group || rules_.kind > GroupKind::rosca)
      problems_.add(ErrorCode::out_of_range, "/kind", "{} names no kind of group", static_cast<int>(rules_.kind));
    at_least_one("/min_size", rules_.min_size);
    at_least_one("/max_size", rules_.max_size);
    ascending("/min_size", rules_.min_size, "/max_size", rules_.max_size);
    range("/min_age", rules_.min_age, 0, 150);
    range("/max_age", rules_.max_age, 0, 150);
    ascending("/min_age", rules_.min_age, "/max_age", rules_.max_age);
  }

  void check_deciding() {
    check_names("/officers", rules_.officers);
    if (rules_.term_days) days("/term_days", *rules_.term_days, 1);
    range("/quorum", rules_.quorum, Rate::zero(), whole);
  }
  void check_names(std::string_view list, const std::vector<std::string>& names) {
    if (problems_.is_too_long(std::string(list), names.size())) return;
    for (auto here = names.begin(); here != names.end(); ++here) {
      const std::string field = fmt::format("{}/{}", list, here - names.begin());
      if (here->empty() || here->size() > 128)
        problems_.add(ErrorCode::out_of_range, field, "a name of {} bytes; it has 1 to 128", here->size());
      else if (std::find(names.begin(), here, *here) != here)
        problems_.add(ErrorCode::duplicate, field, "{} is named before; once is enough", quoted(*here));
    }
  }

  void check_borrowing() {
    days("/probation_days", rules_.probation_days);
    days("/group_min_days", rules_.group_min_days);
    range("/min_attendance", rules_.min_attendance, Rate::zero(), whole);
    amount("/household_income_cap_a_year", rules_.household_income_cap_a_year);
    range("/obligations_cap", rules_.obligations_cap, Rate::zero(), ten_times);
    check_limit();
    amount("/exposure_max_member", rules_.exposure_max_member);
    amount("/exposure_max_group", rules_.exposure_max_group);
    at_least_one("/max_loans_at_once", rules_.max_loans_at_once);
    check_products();
    if (rules_.staggering) check_pattern(*rules_.staggering);
  }
  void check_limit() {
    const LimitRules& limit = rules_.limit;
    amount("/limit/first", limit.first);
    amount("/limit/max", limit.max);
    range("/limit/growth", std::optional(limit.growth), Rate::zero(), ten_times);
    range("/limit/of_savings", limit.of_savings, Rate::zero(), hundred_times);
    const bool comparable = limit.first && limit.max && limit.first->currency() == limit.max->currency();
    if (comparable && *limit.first > *limit.max)
      problems_.contradiction("/limit/first", "/limit/max", "the first loan may be more than any");
  }
  void check_products() {
    std::vector<std::string> names;
    for (const ProductRule& product : rules_.products) names.push_back(product.name);
    check_names("/products", names);
    for (std::size_t k = 0; k < names.size(); ++k)
      range(fmt::format("/products/{}/max_members", k), rules_.products[k].max_members, Rate::zero(), whole);
  }
  void check_pattern(const Staggering& staggering) {
    range("/staggering/gap_meetings", std::optional(staggering.gap_meetings), 0, 1000);
    if (problems_.is_too_long("/staggering/pattern", staggering.pattern.size())) return;
    wide members = 0;
    for (std::size_t k = 0; k < staggering.pattern.size(); ++k) {
      at_least_one(fmt::format("/staggering/pattern/{}", k), staggering.pattern[k]);
      members += staggering.pattern[k];
    }
    if (staggering.pattern.empty())
      problems_.add(ErrorCode::out_of_range, "/staggering/pattern", "no parts; at least one, or no staggering");
    else if (rules_.max_size && members < *rules_.max_size)
      problems_.contradiction(
          "/staggering/pattern", "/max_size",
          fmt::format("it covers {} of {} members", static_cast<std::int64_t>(members), *rules_.max_size));
  }

  void check_meetings() {
    amount("/absence_fine", rules_.absence_fine);
    amount("/lateness_fine", rules_.lateness_fine);
    amount("/savings_per_meeting", rules_.savings_per_meeting);
    range("/savings_of_principal", rules_.savings_of_principal, Rate::zero(), whole);
    if (!rules_.liens_allowed && rules_.savings_of_principal && !rules_.savings_of_principal->is_zero())
      problems_.contradiction("/savings_of_principal", "/liens_allowed", "savings in proportion to a loan secure it");
    range("/punctuality_rebate", rules_.punctuality_rebate, Rate::zero(), whole);
    if (!rules_.graduation) return;
    range("/graduation/cycles", std::optional(rules_.graduation->cycles), 0, 1000);
    range("/graduation/on_time", std::optional(rules_.graduation->on_time), Rate::zero(), whole);
  }

  const GroupRules& rules_;
  detail::ProblemList problems_;
};

constexpr std::string_view nothing_held = "nothing may be held for a loan; leave it out";

}  // namespace

std::string_view to_text(GroupKind kind) noexcept {
  switch (kind) {
    case GroupKind::solidarity_group: return "solidarity_group";
    case GroupKind::joint_liability_group: return "joint_liability_group";
    case GroupKind::center: return "center";
    case GroupKind::village_bank: return "village_bank";
    case GroupKind::self_help_group: return "self_help_group";
    case GroupKind::vsla: return "vsla";
    case GroupKind::rosca: return "rosca";
  }
  return "?";
}

Problems validate(const GroupRules& rules) { return Checks(rules).run(); }

Problems check_liability(const GroupRules& rules, const JointLiability& liability) {
  detail::ProblemList problems;
  if (rules.liens_allowed) return {};
  for (std::size_t k = 0; k < liability.layers.size(); ++k)
    if (const CoverLayer& layer = liability.layers[k]; layer.is_own() || layer.draws_on(CoverSource::savings))
      problems.contradiction(fmt::format("/layers/{}", k), "liens_allowed of the rules",
                             fmt::format("{}{}: {}", layer.kind(), layer.is_own() ? "" : " of savings", nothing_held));
  return std::move(problems).as_found();
}

Problems check_savings(const GroupRules& rules, const SavingsTerms& terms) {
  detail::ProblemList problems;
  if (terms.currency != rules.currency)
    problems.add(ErrorCode::currency_mismatch, "/currency", "savings of {} in a group of {}; a group has one currency",
                 terms.currency, rules.currency);
  if (terms.compulsory && !rules.liens_allowed)
    problems.contradiction("/compulsory", "liens_allowed of the rules", nothing_held);
  return std::move(problems).as_found();
}

Problems check_loan(const GroupRules& rules, const LoanTerms& terms) {
  detail::ProblemList problems;
  if (terms.principal.currency() != rules.currency)
    problems.add(ErrorCode::currency_mismatch, "/principal", "{} in a group of {}; a group has one currency",
                 terms.principal, rules.currency);
  if (terms.compulsory_savings && !rules.liens_allowed)
    problems.contradiction("/compulsory_savings", "liens_allowed of the rules", nothing_held);
  return std::move(problems).as_found();
}

std::int64_t compulsory_savings(const GroupRules& rules, std::int64_t outstanding_principal) {
  if (outstanding_principal < 0)
    refuse(ErrorCode::out_of_range,
           fmt::format("a principal of {} minor units; it is zero or more", outstanding_principal));
  const wide fixed = rules.savings_per_meeting ? rules.savings_per_meeting->units() : 0;
  const Rate part = rules.savings_of_principal.value_or(Rate::zero());
  return detail::checked_units(fixed +
                               multiply_divide(outstanding_principal, part.ticks(), Rate::one, Rounding::half_up));
}

}  // namespace solidarity
