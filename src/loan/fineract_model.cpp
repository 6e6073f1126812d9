// SPDX-License-Identifier: MIT
#include "loan/fineract_model.hpp"

#include <algorithm>
#include <cstdlib>

namespace solidarity::detail {

FineractInterest::FineractInterest(const LoanTerms& terms, const FineractRounding& rounding,
                                   std::span<const Period> periods)
    : rounding_(rounding),
      factor_(terms, rounding),
      free_of_interest_(terms.interest.rate.is_zero()),
      scale_(terms.principal.currency().scale()) {
  for (const Period& period : periods)
    repayments_.push_back({.period = period, .spans = {{.period = period, .factor = factor_.of(period, period)}}});
}

// The period in which a movement on `day` counts from the day on: on a due date the next one.
std::size_t FineractInterest::first_after(Date day) const {
  const auto ends = [](const Repayment& repayment) { return repayment.period.end; };
  return static_cast<std::size_t>(std::ranges::upper_bound(repayments_, day, {}, ends) - repayments_.begin());
}

std::size_t FineractInterest::period_of(Date day) const { return std::min(first_after(day), repayments_.size() - 1); }

// The span of period k that begins on the day, cut off if need be.
FineractInterest::Span& FineractInterest::span_from(std::size_t k, Date on) {
  Repayment& repayment = repayments_[k];
  auto span = std::ranges::upper_bound(repayment.spans, on, {}, [](const Span& s) { return s.period.start; });
  if (span != repayment.spans.begin()) --span;
  if (span->period.start < on && on < span->period.end) {
    const Span later{.period = {on, span->period.end}, .factor = factor_.of({on, span->period.end}, repayment.period)};
    span->period.end = on;
    span->factor = factor_.of(span->period, repayment.period);
    span = repayment.spans.insert(span + 1, later);
  }
  return *span;
}

// What moves on the last due date or later bears no interest.
void FineractInterest::move(Date on, std::int64_t amount) {
  const std::size_t k = first_after(on);
  if (k == repayments_.size()) return;
  Span& span = span_from(k, on);
  span.moved = checked_units(wide{span.moved} + amount);
}

// Interest of the period until `until`: every span is rounded.
std::int64_t FineractInterest::interest_of(const Repayment& repayment, Date until) const {
  std::int64_t balance = repayment.opening;
  std::int64_t interest = 0;
  for (const Span& span : repayment.spans) {
    if (span.period.start >= until) break;
    balance = checked_units(wide{balance} + span.advanced + span.moved);
    const bool whole = span.period.end <= until;
    const Exact factor = whole ? span.factor : factor_.of({span.period.start, until}, repayment.period);
    interest = checked_units(wide{interest} + rounding_.money(std::max<std::int64_t>(balance, 0) * factor));
  }
  return interest;
}

void FineractInterest::run() {
  std::int64_t balance = 0;
  std::int64_t carried = 0;  // interest that a prepaid installment had no room for
  for (Repayment& repayment : repayments_) {
    repayment.opening = balance;
    repayment.own_interest = checked_units(wide{interest_of(repayment, repayment.period.end)} + carried);
    const bool prepaid = repayment.paid_principal > repayment.emi - repayment.own_interest;
    const std::int64_t room = prepaid ? repayment.paid_interest : std::min(repayment.own_interest, repayment.emi);
    repayment.interest = std::max(room, repayment.paid_interest);
    repayment.principal = std::max(repayment.emi - repayment.interest, repayment.paid_principal);
    carried = repayment.own_interest - repayment.interest;
    for (const Span& span : repayment.spans) balance = checked_units(wide{balance} + span.advanced + span.moved);
    balance = checked_units(wide{balance} - repayment.principal + repayment.paid_principal);
  }
}

// ---------------------------------------------------------------- money handed out

void FineractInterest::advance(Date on, std::int64_t amount) {
  const std::size_t first = period_of(on);
  Span& span = span_from(first, on);
  span.advanced = checked_units(wide{span.advanced} + amount);
  advanced_ = checked_units(wide{advanced_} + amount);
  run();
  const Repayment& open = repayments_[first];
  wide owed = open.opening;
  for (const Span& each : open.spans) owed += each.advanced + (each.period.start == open.period.start ? each.moved : 0);
  repay(first, level(first, checked_units(owed)));
  if (!free_of_interest_) smooth(first);
}

std::int64_t FineractInterest::level(std::size_t first, std::int64_t balance) const {
  const std::size_t count = repayments_.size() - first;
  if (free_of_interest_) return rounding_.installment(rounding_.money(balance, static_cast<int>(count)));
  FineractAnnuity annuity(rounding_);
  for (std::size_t k = first; k < repayments_.size(); ++k) {
    Exact factor = 0;
    for (const Span& span : repayments_[k].spans) factor = rounding_.plus(factor, span.factor);
    annuity.add_period(factor);
  }
  return rounding_.installment(annuity.level(balance));
}

void FineractInterest::repay(std::size_t first, std::int64_t emi) {
  for (std::size_t k = first; k < repayments_.size(); ++k) repayments_[k].emi = emi;
  adjust_last_unpaid();
}

std::int64_t FineractInterest::gap() const { return repayments_.back().emi - repayments_[repayments_.size() - 2].emi; }

void FineractInterest::smooth(std::size_t first) {
  const auto count = static_cast<std::int64_t>(repayments_.size() - first);
  if (count < 2 || wide{std::abs(gap())} * 100 <= wide{scale_} * (count / 2)) return;
  const std::int64_t emi = repayments_[first].emi;
  const std::int64_t before = gap();
  repay(first, rounding_.installment(emi + rounding_.money(before, static_cast<int>(count))));
  if (std::abs(gap()) >= std::abs(before)) repay(first, emi);
}

// ---------------------------------------------------------------- payments

const FineractInterest::Repayment* FineractInterest::last_unpaid() const {
  const auto unpaid = std::find_if(repayments_.rbegin(), repayments_.rend(),
                                   [](const Repayment& repayment) { return !repayment.is_paid(); });
  return unpaid == repayments_.rend() ? nullptr : &*unpaid;
}

// Last unpaid EMI += advanced + interest - EMIs; the interest of that period itself is taken in full.
void FineractInterest::adjust_last_unpaid() {
  run();
  const Repayment* last = last_unpaid();
  if (!last) return;
  wide rest = advanced_;
  for (const Repayment& repayment : repayments_)
    rest += &repayment == last ? std::max(repayment.own_interest, repayment.paid_interest)
                               : repayment.interest - repayment.emi;
  const wide paid = wide{last->paid_principal} + last->paid_interest;
  repayments_[static_cast<std::size_t>(last - repayments_.data())].emi = checked_units(std::max(rest, paid));
  run();
}

void FineractInterest::correct(Date on, std::int64_t amount) {
  move(on, amount);
  adjust_last_unpaid();
}

void FineractInterest::pay_principal(std::size_t k, Date on, std::int64_t amount) {
  if (amount == 0) return;
  Repayment& repayment = repayments_[k];
  repayment.paid_principal = checked_units(wide{repayment.paid_principal} + amount);
  move(std::min(on, repayment.period.end), -amount);
  adjust_last_unpaid();
}

void FineractInterest::pay_interest(std::size_t k, std::int64_t amount) {
  if (amount == 0) return;
  repayments_[k].paid_interest = checked_units(wide{repayments_[k].paid_interest} + amount);
  adjust_last_unpaid();
}

// The last unpaid installment asks for all principal that is left, the others for their EMI less the interest until
// then.
FineractInterest::Payable FineractInterest::payable(std::size_t k, Date on) const {
  const Repayment& repayment = repayments_[k];
  if (repayment.is_paid()) return {repayment.paid_interest, repayment.paid_principal};
  std::int64_t interest = 0;
  if (on > repayment.period.start) {
    const std::int64_t carried = repayment.own_interest - interest_of(repayment, repayment.period.end);
    interest = std::min(checked_units(wide{interest_of(repayment, on)} + carried), repayment.emi);
  }
  interest = std::max(interest, repayment.paid_interest);
  if (&repayment == last_unpaid())
    return {interest, repayment.emi - std::min(std::max(repayment.own_interest, interest), repayment.emi)};
  return {interest, repayment.emi - interest};
}

}  // namespace solidarity::detail
