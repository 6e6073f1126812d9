// SPDX-License-Identifier: MIT
// Events to figures.  docs/groups.md, section 8.
#pragma once

#include <solidarity/savings/event.hpp>
#include <solidarity/savings/interest.hpp>
#include <solidarity/savings/position.hpp>
#include <solidarity/savings/terms.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace solidarity::detail {

// A day would end with less than the overdraft limit allows.
struct LawBroken {
  Date on;
  std::int64_t spendable;  // below zero
};

// Everything that an account knows during a day: what happened before it, and its events so far.
class SavingsFold {
 public:
  explicit SavingsFold(const SavingsTerms& terms) : terms_(&terms), today_(terms.opened_on.day_number()) {}

  // Ends the days before `on`, then applies the event.  May throw half-way only on a copy that the caller drops.
  // `fresh`: the event is not accepted yet, so that the rule for new holds judges it.
  void apply(const SavingsEvent& event, bool fresh);
  // Checks the law of the day that stands, and ends all days before the day number `day`.  Throws LawBroken.
  void end_days_before(std::int32_t day);
  // Throws LawBroken when too little is available now.
  void check_law() const;
  // What may still leave the account today; negative when the law of the day is broken.
  [[nodiscard]] std::int64_t spendable() const;
  // The balance with the interest that a closing today posts: what it pays out.
  [[nodiscard]] std::int64_t closing_amount() const;

  [[nodiscard]] SavingsPosition position(Date as_of) const;
  [[nodiscard]] const std::vector<SavingsHold>& holds() const noexcept { return holds_; }

  void write_to(std::vector<SavingsLine>* lines) noexcept { lines_ = lines; }

 private:
  [[nodiscard]] SavingsLine line(Date on, std::string id, std::string_view type) const;
  void act(const SavingsEvent& event, const Deposit& deposit, bool fresh);
  void act(const SavingsEvent& event, const Withdrawal& withdrawal, bool fresh);
  void act(const SavingsEvent& event, const TransferIn& transfer, bool fresh);
  void act(const SavingsEvent& event, const TransferOut& transfer, bool fresh);
  void act(const SavingsEvent& event, const SavingsCharge& charge, bool fresh);
  void act(const SavingsEvent& event, const PlaceHold& place, bool fresh);
  void act(const SavingsEvent& event, const CaptureHold& capture, bool fresh);
  void act(const SavingsEvent& event, const ReleaseHold& release, bool fresh);
  void act(const SavingsEvent& event, const CloseSavings& close, bool fresh);
  void act(const SavingsEvent& event, const ReverseSavings& reversal, bool fresh);

  [[nodiscard]] std::int64_t minimum() const;  // what must stay, from the first money on
  void check_amount(const Money& amount) const;
  [[nodiscard]] std::int64_t part_of(const SavingsHold& hold, const std::optional<Money>& amount) const;
  [[nodiscard]] SavingsHold& hold_named(const std::string& id);
  void move(std::int64_t amount, std::int64_t fee = 0);
  void change_held(std::int64_t amount);
  void post_interest(Date on);
  void end_night(std::int32_t last);
  void add_run(std::int32_t last);
  void expire_holds(Date on);
  void keep_unfinished_period(Date posted_on);
  [[nodiscard]] std::int32_t next_night(std::int32_t before) const;
  [[nodiscard]] bool earns() const noexcept { return terms_->interest && has_money_ && !closed_; }
  [[nodiscard]] std::int64_t accrued() const;
  void note(SavingsLine line) const {
    if (lines_) lines_->push_back(std::move(line));
  }

  const SavingsTerms* terms_;
  std::int32_t today_;  // day number; all days before it have ended
  std::int64_t balance_ = 0;
  std::int64_t held_ = 0;
  std::int64_t lowest_today_ = 0;
  std::int64_t interest_posted_ = 0;
  std::int64_t fees_ = 0;
  bool has_money_ = false;  // there was a first one
  bool closed_ = false;
  std::vector<SavingsHold> holds_;
  std::vector<BalanceRun> runs_;  // days whose interest is not posted
  std::vector<SavingsLine>* lines_ = nullptr;
};

// A part of the facts, as Loan's: those with `on` <= until and sequence <= known_at, without what they reverse.
struct SavingsView {
  std::optional<Date> until = {};
  std::optional<std::uint32_t> known_at = {};
  const SavingsEvent* fresh = nullptr;  // one more, not accepted yet
};
[[nodiscard]] std::vector<std::uint32_t> reversed_savings(std::span<const SavingsEvent> events,
                                                          const SavingsView& view);
[[nodiscard]] std::vector<const SavingsEvent*> standing_savings(std::span<const SavingsEvent> events,
                                                                const SavingsView& view);

// The account at the end of the last day of the view; without one, during the day of the last event.
// Errors: those of the fresh event; out_of_range, naming the first day on which too little would be available;
// invalid_state, naming an accepted event that could not be any more.
[[nodiscard]] SavingsFold fold_savings(const SavingsTerms& terms, std::span<const SavingsEvent> events,
                                       const SavingsView& view, std::vector<SavingsLine>* lines = nullptr);

// What is wrong when the law breaks on a day because of `fresh`.
[[noreturn]] void refuse_broken_law(const LawBroken& broken, const SavingsTerms& terms, const SavingsEvent& fresh);

}  // namespace solidarity::detail
