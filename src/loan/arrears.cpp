// SPDX-License-Identifier: MIT
#include <solidarity/loan/arrears.hpp>

#include <algorithm>

namespace solidarity {
namespace {

void add(Components& sum, const Components& units) noexcept {
  sum.principal += units.principal;
  sum.interest += units.interest;
  sum.fees += units.fees;
  sum.penalties += units.penalties;
  sum.insurance += units.insurance;
}

std::int64_t total_of(const Components& units) noexcept {
  return units.principal + units.interest + units.fees + units.penalties + units.insurance;
}

bool is_open(const Due& due) noexcept { return due.open != Components{}; }

}  // namespace

Arrears arrears(std::span<const Due> dues, Date as_of, const ArrearsTerms& terms) noexcept {
  Arrears late;
  for (const Due& due : dues) {
    if (due.on >= as_of) break;
    if (!is_open(due)) continue;
    if (!late.since) late.since = due.on;
    add(late.overdue, due.open);
  }
  if (late.since) late.days_past_due = days_past_due(total_of(late.overdue), *late.since, as_of, terms);
  return late;
}

std::int32_t days_past_due(std::int64_t overdue, Date since, Date as_of, const ArrearsTerms& terms) noexcept {
  const std::int32_t days = as_of - since;
  const bool tolerated = terms.tolerance && overdue <= terms.tolerance->units();
  return days <= terms.grace_days || tolerated ? 0 : days;
}

Components overdue(std::span<const Due> dues, Date day) noexcept { return arrears(dues, day).overdue; }

std::int32_t days_late(std::span<const Due> dues, Date as_of, bool due_date_is_day_one) noexcept {
  const auto oldest = std::ranges::find_if(dues, is_open);
  if (oldest == dues.end()) return 0;
  return std::max(0, as_of - oldest->on + (due_date_is_day_one ? 1 : 0));
}

std::optional<std::size_t> aging_bucket(std::int32_t days, std::span<const std::int32_t> thresholds) noexcept {
  if (days <= 0 || thresholds.empty()) return {};
  return static_cast<std::size_t>(std::ranges::lower_bound(thresholds, days) - thresholds.begin());
}

void age(std::span<const Due> dues, Date as_of, std::span<const std::int32_t> thresholds,
         std::span<Components> amounts) noexcept {
  for (const Due& due : dues) {
    const auto bucket = aging_bucket(as_of - due.on, thresholds);
    if (bucket && *bucket < amounts.size()) add(amounts[*bucket], due.open);
  }
}

std::string_view class_of(std::int32_t days, std::span<const DaysClass> classes) noexcept {
  const auto above = std::ranges::upper_bound(classes, days, {}, &DaysClass::from);
  return above == classes.begin() ? std::string_view{} : (above - 1)->name;
}

std::string_view class_of(std::span<const Due> dues, Date as_of, const Classification& classification) noexcept {
  return class_of(days_late(dues, as_of, classification.due_date_is_day_one), classification.classes);
}

}  // namespace solidarity
