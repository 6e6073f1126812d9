// SPDX-License-Identifier: MIT
// docs/servicing.md, section 5. One pass over the order: each run of buckets meets the rows of its lateness.
#include <solidarity/loan/waterfall.hpp>

#include <solidarity/money/rounding.hpp>

#include <algorithm>
#include <array>

namespace solidarity {
namespace {

constexpr std::array<std::int64_t Components::*, component_count> members{
    &Components::penalties, &Components::fees, &Components::insurance, &Components::interest, &Components::principal};

constexpr std::int64_t Components::*member(Component component) noexcept {
  return members[static_cast<std::size_t>(component)];
}

struct Nobody {
  void operator()(const Share&) const noexcept {}
};

// Consecutive buckets of one lateness.
using Run = std::span<const Bucket>;

template <class Each>
class Payment {
 public:
  Payment(std::span<Due> dues, std::int64_t units, const Waterfall& waterfall, const Components& charged_by_day,
          Each each) noexcept
      : dues_(dues), left_(units), waterfall_(waterfall), charged_by_day_(charged_by_day), each_(each) {}

  Applied apply(Date on) noexcept {
    if (left_ > 0) {
      split_rows(on);
      if (waterfall_.quirk == WaterfallQuirk::principal_last_when_late && is_late()) pay_principal_last();
      pay_runs();
    }
    return {applied_, left_, waived_};
  }

 private:
  // Rows before past_end_ are past due, from there to due_end_ due, the others in advance; those before begin_ are settled.
  void split_rows(Date on) noexcept {
    while (begin_ < dues_.size() && is_settled(dues_[begin_])) ++begin_;
    past_end_ = begin_;
    while (past_end_ < dues_.size() && dues_[past_end_].on < on) ++past_end_;
    due_end_ = past_end_;
    while (due_end_ < dues_.size() && dues_[due_end_].on == on) ++due_end_;
  }

  static bool is_settled(const Due& due) noexcept {
    return (due.open.principal | due.open.interest | due.open.fees | due.open.penalties | due.open.insurance) == 0;
  }

  void pay_runs() noexcept {
    for (std::size_t k = 0; k < bucket_count && left_ > 0;) {
      std::size_t end = k + 1;
      while (end < bucket_count && waterfall_.order[end].when == waterfall_.order[k].when) ++end;
      pay_run(Run(waterfall_.order).subspan(k, end - k));
      k = end;
    }
  }

  void pay_run(Run run) noexcept {
    switch (run.front().when) {
      case Lateness::past_due: return pay_forward(run, begin_, past_end_);
      case Lateness::due: return pay_forward(run, past_end_, due_end_);
      case Lateness::in_advance: return pay_in_advance(run);
    }
  }

  void pay_forward(Run run, std::size_t begin, std::size_t end) noexcept {
    if (waterfall_.direction == Direction::horizontal) {
      for (std::size_t k = begin; k < end && left_ > 0; ++k) pay_row(run, k);
    } else {
      for (const Bucket bucket : run)
        for (std::size_t k = begin; k < end && left_ > 0; ++k) take(k, bucket.component, left_);
    }
  }

  void pay_in_advance(Run run) noexcept {
    if (waterfall_.quirk == WaterfallQuirk::charges_due_first) pay_charges_of_today();
    switch (waterfall_.in_advance) {
      case InAdvance::next_installment: return pay_next(run);
      case InAdvance::last_installment: return pay_backward(run);
      case InAdvance::reamortization: return divide(run);
      case InAdvance::credit: return;
      case InAdvance::reduce_principal: return pay_principal(run);
    }
  }

  void pay_next(Run run) noexcept {
    if (waterfall_.quirk == WaterfallQuirk::interest_of_prepaid_waived)
      for (std::size_t k = due_end_; k < dues_.size() && left_ > 0; ++k) pay_and_waive(run, k);
    else pay_forward(run, due_end_, dues_.size());
  }

  void pay_backward(Run run) noexcept {
    if (waterfall_.direction == Direction::horizontal) {
      for (std::size_t k = dues_.size(); k > due_end_ && left_ > 0; --k) pay_row(run, k - 1);
    } else {
      for (const Bucket bucket : run)
        for (std::size_t k = dues_.size(); k > due_end_ && left_ > 0; --k) take(k - 1, bucket.component, left_);
    }
  }

  void pay_principal(Run run) noexcept {
    for (const Bucket bucket : run)
      if (bucket.component == Component::principal) pay_column(Component::principal, due_end_, dues_.size());
  }

  void pay_row(Run run, std::size_t k) noexcept {
    for (const Bucket bucket : run) take(k, bucket.component, left_);
  }

  void pay_column(Component component, std::size_t begin, std::size_t end) noexcept {
    for (std::size_t k = begin; k < end && left_ > 0; ++k) take(k, component, left_);
  }

  // Vertical: one bucket after the other is divided until it is empty. Horizontal: all buckets of the run in turn, and again.
  void divide(Run run) noexcept {
    if (waterfall_.direction == Direction::vertical) {
      for (std::size_t k = 0; k < run.size(); ++k) divide_again(run.subspan(k, 1));
    } else {
      divide_again(run);
    }
  }

  void divide_again(Run run) noexcept {
    while (left_ > 0) {
      std::int64_t rows = 0;
      std::size_t last = 0;
      for (std::size_t k = due_end_; k < dues_.size(); ++k) {
        if (!has_open(run, dues_[k])) continue;
        ++rows;
        last = k;
      }
      if (rows == 0) return;
      divide_once(run, rows, last);
    }
  }

  // A pass pays at least one unit: the last row takes what the others' equal parts leave, and each of the rows has something open.
  // Rows that the pass itself settles take no part of the buckets to come.
  void divide_once(Run run, std::int64_t rows, std::size_t last) noexcept {
    for (const Bucket bucket : run) {
      const std::int64_t money = left_;
      const std::int64_t part = divide_half_even(money, rows);
      for (std::size_t k = due_end_; k < last; ++k) take(k, bucket.component, std::min(part, left_));
      take(last, bucket.component, std::clamp<std::int64_t>(money - part * (rows - 1), 0, left_));
    }
  }

  static std::int64_t divide_half_even(std::int64_t money, std::int64_t rows) noexcept {
    return static_cast<std::int64_t>(detail::divide_wide(money, rows, Rounding::half_even));
  }

  static bool has_open(Run run, const Due& due) noexcept {
    return std::ranges::any_of(run, [&](Bucket bucket) { return due.open.*member(bucket.component) > 0; });
  }

  // WaterfallQuirk::charges_due_first.
  void pay_charges_of_today() noexcept {
    if (due_end_ == dues_.size()) return;
    for (const Component component : {Component::penalty, Component::fee, Component::insurance}) {
      std::int64_t& charged = charged_by_day_.*member(component);
      const std::int64_t before = left_;
      take(due_end_, component, std::min(charged, left_));
      charged -= before - left_;
    }
  }

  // WaterfallQuirk::interest_of_prepaid_waived.
  void pay_and_waive(Run run, std::size_t k) noexcept {
    const bool had_principal = dues_[k].open.principal > 0;
    for (const Bucket bucket : run) {
      take(k, bucket.component, left_);
      if (bucket.component == Component::principal && had_principal && dues_[k].open.principal == 0) waive_interest(k);
    }
  }

  void waive_interest(std::size_t k) noexcept {
    std::int64_t& open = dues_[k].open.interest;
    if (open <= 0) return;
    each_(Share{k, Component::interest, open, true});
    waived_ += open;
    open = 0;
  }

  // WaterfallQuirk::principal_last_when_late.
  [[nodiscard]] bool is_late() const noexcept {
    return past_end_ > begin_;  // the first row left is not settled
  }

  void pay_principal_last() noexcept {
    for (std::size_t k = begin_; k < due_end_ && left_ > 0; ++k)
      for (const Bucket bucket : Run(waterfall_.order))
        if (bucket.when == Lateness::past_due && bucket.component != Component::principal)
          take(k, bucket.component, left_);
    pay_column(Component::principal, begin_, dues_.size());
  }

  void take(std::size_t k, Component component, std::int64_t most) noexcept {
    std::int64_t& open = dues_[k].open.*member(component);
    const std::int64_t units = std::min(open, most);
    if (units <= 0) return;
    open -= units;
    left_ -= units;
    applied_.*member(component) += units;
    each_(Share{k, component, units});
  }

  std::span<Due> dues_;
  std::int64_t left_;
  const Waterfall& waterfall_;
  Components charged_by_day_;
  Each each_;
  Components applied_;
  std::int64_t waived_ = 0;
  std::size_t begin_ = 0;
  std::size_t past_end_ = 0;
  std::size_t due_end_ = 0;
};

}  // namespace

Applied apply_payment(std::span<Due> dues, Date on, std::int64_t units, const Waterfall& waterfall,
                      const Components& charged_by_day) noexcept {
  return Payment(dues, units, waterfall, charged_by_day, Nobody{}).apply(on);
}

Applied detail::apply_payment(std::span<Due> dues, Date on, std::int64_t units, const Waterfall& waterfall,
                              const Components& charged_by_day, ShareVisitor visitor) noexcept {
  const auto each = [visitor](const Share& share) noexcept { visitor.visit(visitor.context, share); };
  return Payment(dues, units, waterfall, charged_by_day, each).apply(on);
}

}  // namespace solidarity
