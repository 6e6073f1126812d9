// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/insurance/refund.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>
#include <solidarity/money/rounding.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace solidarity {

enum class CoverKind : std::uint8_t {
  credit_life = 1,  // pays what is still owed when a borrower dies; one death ends it
  emergency,        // pays a loss, as often as one happens
  savings_linked,   // pays a multiple of what was saved
};
[[nodiscard]] std::string_view to_text(CoverKind kind) noexcept;

// ---- What it costs

struct PremiumPerPeriod {  // of the balance at the start of each period
  Rate rate;
  friend bool operator==(const PremiumPerPeriod&, const PremiumPerPeriod&) = default;
};
struct PremiumPerYear {  // single: of the amount, x months / 12
  Rate rate;
  friend bool operator==(const PremiumPerYear&, const PremiumPerYear&) = default;
};
struct PremiumPercent {  // single: of the amount, whatever the term
  Rate rate;
  friend bool operator==(const PremiumPercent&, const PremiumPercent&) = default;
};
struct PremiumFixed {
  Money amount;
  friend bool operator==(const PremiumFixed&, const PremiumFixed&) = default;
};
using PremiumBasis = std::variant<PremiumPerPeriod, PremiumPerYear, PremiumPercent, PremiumFixed>;

// ---- What it pays

struct InsuredFixed {
  Money amount;
  friend bool operator==(const InsuredFixed&, const InsuredFixed&) = default;
};
struct InsuredOutstanding {  // what is owed on the day of the event
  std::optional<Money> max = {};
  friend bool operator==(const InsuredOutstanding&, const InsuredOutstanding&) = default;
};
struct InsuredSavings {  // a multiple of what was saved on the day of the event: 200_pct is twice
  Rate multiple;
  std::optional<Money> max = {};
  friend bool operator==(const InsuredSavings&, const InsuredSavings&) = default;
};
using SumInsured = std::variant<InsuredFixed, InsuredOutstanding, InsuredSavings>;

// What to do with a claim that the pool cannot pay whole.
enum class ClaimPolicy : std::uint8_t {
  queue = 1,  // it waits until all of it can be paid
  in_part,    // what is there is paid, the rest waits
};
[[nodiscard]] std::string_view to_text(ClaimPolicy policy) noexcept;

struct CoverTerms {
  CoverKind kind;            // required
  PremiumBasis premium;      // required
  SumInsured sum_insured;    // required
  std::string insurer = {};  // pass-through: the licensed insurer whose money the premium is; in-house when empty
  int waiting_days = 0;      // from the start, without cover
  std::optional<Rate> joint_life = {};  // the factor on the premium for two lives
  std::optional<Money> cap_per_claim = {};
  std::optional<Money> cap_per_cover = {};    // all claims of a cover together
  std::optional<int> claim_within_days = {};  // of the event
  ClaimPolicy claim_policy = ClaimPolicy::queue;
  RefundRule refund = RefundRule::by_days;
  Rounding rounding = Rounding::half_up;
  friend bool operator==(const CoverTerms&, const CoverTerms&) = default;
};

// Every reason why `terms` cannot be sold in `currency`, most basic first; empty when they can: rates, amounts and days
// out of range; another currency; credit life that does not insure what is owed, or savings-linked cover that does not
// insure savings (contradictory_terms); the rule of 78 for a premium by period; an insurer's name over 128 bytes.
[[nodiscard]] Problems validate(const CoverTerms& terms, Currency currency);

// The premium of these terms, with the factor for two lives: of one period on the balance, or the single one for
// `months` (1 to 1200, read by PremiumPerYear alone) on the amount insured.
// Errors: out_of_range, currency_mismatch, overflow.
//   premium(terms, 12'000 * INR, 12)
[[nodiscard]] Money premium(const CoverTerms& terms, Money amount, int months);

// What was true on the day of an event.
struct DayOfEvent {
  Money outstanding;  // owed by the insured
  Money savings;
  friend bool operator==(const DayOfEvent&, const DayOfEvent&) = default;
};

// The sum insured on the day; a multiple of savings is rounded down. What is negative counts as zero.
[[nodiscard]] Money sum_insured(const CoverTerms& terms, const DayOfEvent& day);

enum class ClaimLimit : std::uint8_t { loss = 1, sum_insured, outstanding, cap_per_claim, cap_per_cover };
[[nodiscard]] std::string_view to_text(ClaimLimit limit) noexcept;

struct ClaimAmount {
  Money amount;
  ClaimLimit limited_by;  // of equals the first named
  friend bool operator==(const ClaimAmount&, const ClaimAmount&) = default;
};

// What of a `loss` is paid, when claims of `approved_before` were approved on the cover: the least of the loss, the sum
// insured, for credit life what is outstanding, and what the caps leave; never below zero.
//   a loss of 9000 under 8000 insured, 6500 outstanding -> {6500, outstanding}
// Errors: out_of_range (a loss below zero), currency_mismatch.
[[nodiscard]] ClaimAmount claim_amount(const CoverTerms& terms, Money loss, const DayOfEvent& day,
                                       Money approved_before);

// ---- A policy

// Cover of one person from the start of `start` to the start of `end`.
struct Cover {
  std::string id;      // 1 to 128 of [A-Za-z0-9._:-], unique in the pool
  std::string holder;  // 1 to 128 bytes: a member, or a loan
  CoverTerms terms;
  Date start;
  Date end;  // exclusive
  friend bool operator==(const Cover&, const Cover&) = default;
};

// start <= day < end, and the waiting period has passed.
[[nodiscard]] bool is_covered(Date start, Date end, int waiting_days, Date day) noexcept;
[[nodiscard]] bool is_covered(const Cover& cover, Date day) noexcept;

// Problems of the terms below "/terms"; an id or holder of the wrong form; end not after start; a waiting period that
// is as long as the cover (contradictory_terms: it would cover nothing).
[[nodiscard]] Problems validate(const Cover& cover, Currency currency);

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::CoverKind> : solidarity::text_formatter<solidarity::CoverKind> {};
template <>
struct fmt::formatter<solidarity::ClaimPolicy> : solidarity::text_formatter<solidarity::ClaimPolicy> {};
template <>
struct fmt::formatter<solidarity::ClaimLimit> : solidarity::text_formatter<solidarity::ClaimLimit> {};
