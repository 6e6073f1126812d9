// SPDX-License-Identifier: MIT
#include "group/reasons.hpp"

#include <solidarity/schedule/schedule.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace solidarity {
namespace {

// The name and the code of each kind, in its order.
struct Kind {
  std::string_view name;
  ErrorCode code;
};
constexpr std::array kinds{
    Kind{"currency", ErrorCode::currency_mismatch},
    Kind{"amount", ErrorCode::out_of_range},
    Kind{"no_members", ErrorCode::invalid_state},
    Kind{"group_size", ErrorCode::limit_exceeded},
    Kind{"group_age", ErrorCode::invalid_state},
    Kind{"membership", ErrorCode::invalid_state},
    Kind{"excluded", ErrorCode::invalid_state},
    Kind{"probation", ErrorCode::invalid_state},
    Kind{"training", ErrorCode::invalid_state},
    Kind{"age", ErrorCode::out_of_range},
    Kind{"income", ErrorCode::out_of_range},
    Kind{"obligations", ErrorCode::out_of_range},
    Kind{"attendance", ErrorCode::invalid_state},
    Kind{"own_arrears", ErrorCode::invalid_state},
    Kind{"group_arrears", ErrorCode::invalid_state},
    Kind{"own_default", ErrorCode::invalid_state},
    Kind{"group_default", ErrorCode::invalid_state},
    Kind{"loans_at_once", ErrorCode::limit_exceeded},
    Kind{"turn", ErrorCode::invalid_state},
    Kind{"product", ErrorCode::not_found},
    Kind{"product_mix", ErrorCode::limit_exceeded},
    Kind{"cycle_limit", ErrorCode::limit_exceeded},
    Kind{"member_exposure", ErrorCode::limit_exceeded},
    Kind{"group_exposure", ErrorCode::limit_exceeded},
};
static_assert(kinds.size() == static_cast<std::size_t>(ReasonKind::group_exposure));

Kind kind_of(ReasonKind kind) noexcept {
  const auto place = static_cast<std::size_t>(kind);
  return place >= 1 && place <= kinds.size() ? kinds[place - 1] : Kind{"?", ErrorCode::invalid_state};
}

// Amounts by calendar month, given in order of their days.
class LargestMonth {
 public:
  explicit LargestMonth(Currency currency) : month_(Money::zero(currency)), largest_(month_) {}

  void add(Date due, Money amount) {
    if (month_number(due) != number_) month_ = Money::zero(month_.currency());
    number_ = month_number(due);
    month_ += amount;
    largest_ = std::max(largest_, month_);
  }
  [[nodiscard]] Money largest() const { return largest_; }

 private:
  Money month_;
  Money largest_;
  std::int64_t number_ = 0;
};

void check_not_negative(std::string_view field, std::int64_t value) {
  if (value < 0)
    refuse(ErrorCode::out_of_range, fmt::format("/{}", field), fmt::format("{}; it is zero or more", value));
}

void check(const BorrowerFacts& facts) {
  check_not_negative("days_past_due", facts.days_past_due);
  check_not_negative("exposure", facts.exposure);
  check_not_negative("open_loans", facts.open_loans);
  check_not_negative("group_size", facts.group_size);
  check_not_negative("group_worst_days", facts.group_worst_days);
  check_not_negative("group_exposure", facts.group_exposure);
  check_not_negative("others_with_product", facts.others_with_product);
  if (facts.household_income_a_year)
    check_not_negative("household_income_a_year", facts.household_income_a_year->units());
  if (facts.obligations_a_month) check_not_negative("obligations_a_month", facts.obligations_a_month->units());
}

}  // namespace

std::string_view to_text(ReasonKind kind) noexcept { return kind_of(kind).name; }
ErrorCode code_of(ReasonKind kind) noexcept { return kind_of(kind).code; }

std::string to_text(const Reason& reason) { return fmt::format("{}; {}: {}", reason.fact, reason.rule, reason.remedy); }

Problem problem_of(const Reason& reason) {
  return {code_of(reason.kind), fmt::format("/{}", reason.kind), to_text(reason)};
}

std::vector<Reason> eligibility(const GroupRules& rules, const Consequences& consequences, const BorrowerFacts& facts,
                                const LoanRequest& request, Date day) {
  check(facts);
  if (request.installment_a_month) check_not_negative("installment_a_month", request.installment_a_month->units());
  return detail::EligibilityQuestion(rules, consequences, facts, request, day).answer();
}

int open_loans(std::span<const LoanStatus> loans) noexcept {
  return static_cast<int>(std::ranges::count_if(
      loans, [](LoanStatus status) { return status == LoanStatus::approved || status == LoanStatus::active; }));
}

Money largest_month(const Schedule& schedule) {
  LargestMonth months(schedule.currency());
  for (const Installment& row : schedule) months.add(row.due, row.total());
  return months.largest();
}

Money largest_month(std::span<const LoanRow> rows, Currency currency, Date from) {
  LargestMonth months(currency);
  for (const LoanRow& row : rows)
    if (row.due >= from) months.add(row.due, Money::of_units(row.outstanding().total(), currency));
  return months.largest();
}

}  // namespace solidarity
