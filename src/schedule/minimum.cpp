// SPDX-License-Identifier: MIT
#include "schedule/minimum.hpp"

#include "schedule/plain_engine.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

constexpr std::int64_t longest_principal = std::int64_t{1} << 60;

// Asks whether a principal works, by the short way where the terms are plain.
class Trial {
 public:
  explicit Trial(const LoanTerms& terms)
      : terms_(terms),
        plan_(PlainPlan::of(terms)),
        rows_(rows_needed(terms), Installment{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0}) {}

  [[nodiscard]] bool works(std::int64_t units) {
    terms_.principal = Money::of_units(units, terms_.principal.currency());
    try {
      return !(plan_ ? plan_->price({terms_.principal, terms_.disbursed_on}, rows_) : price_in_full(terms_, rows_))
                  .refused;
    } catch (const Error&) {
      return false;  // overflow, or deductions above so small a principal
    }
  }

  [[nodiscard]] Money money(std::int64_t units) const { return Money::of_units(units, terms_.principal.currency()); }

 private:
  LoanTerms terms_;
  std::optional<PlainPlan> plan_;
  std::vector<Installment> rows_;
};

struct Steps {
  std::int64_t grid;  // of amounts
  std::int64_t step;  // an eighth of an installment multiple: finer than the window in which one multiple repays a loan
};

Steps steps_of(const LoanTerms& terms) {
  const auto* exact = std::get_if<ExactRounding>(&terms.rounding);
  const std::int64_t grid = exact && exact->currency_multiple ? exact->currency_multiple->units() : 1;
  const std::int64_t multiple = exact && exact->installment_multiple ? exact->installment_multiple->units() : grid;
  return {grid, std::max<std::int64_t>(1, multiple / grid / 8) * grid};
}

// The smallest principal in (low, high] that works, when those that work are one stretch up to `high`.
std::int64_t halve(Trial& trial, std::int64_t low, std::int64_t high, std::int64_t grid) {
  while (high - low > grid) {
    const std::int64_t middle = low + (high - low) / 2 / grid * grid;
    (trial.works(middle) ? high : low) = middle;
  }
  return high;
}

// At high rates what works lies between steps too: where they are few, every principal below `found` is tried.
Remedy first_below(Trial& trial, std::int64_t found, std::int64_t grid, std::int64_t step, std::int64_t walks) {
  const bool few = step == grid || found / grid <= walks;
  for (std::int64_t units = grid; few && step != grid && units < found; units += grid)
    if (trial.works(units)) return {trial.money(units), true};
  return {trial.money(found), few};
}

// Amounts other than the principal are fixed, so a principal below may not be the remedy for every form. With many advances
// the first is hardly one, and the search, which prices some hundred loans, would take long.
bool principal_is_the_remedy(const LoanTerms& terms) {
  constexpr std::size_t most_tranches = 32;
  return !std::holds_alternative<ListedPrincipal>(terms.amortization) && terms.further_tranches.size() <= most_tranches;
}

std::string_view reason(ErrorCode code) {
  return code == ErrorCode::installment_too_small ? "the rounded installment does not repay the loan (it must exceed "
                                                    "the interest and be at least one multiple)"
                                                  : "rounding leaves too much or too little for the last installment";
}

}  // namespace

std::optional<Remedy> smallest_principal(const LoanTerms& terms) {
  if (!principal_is_the_remedy(terms)) return std::nullopt;
  Trial trial(terms);
  const auto [grid, step] = steps_of(terms);
  constexpr std::int64_t most_rows = 100'000;  // walked through before the search leaps
  const std::int64_t walks = std::max<std::int64_t>(16, most_rows / std::max(1, terms.repayments.count));
  std::int64_t units = 0;
  for (std::int64_t k = 0; k < walks && units < longest_principal - step; ++k) {
    units += step;
    if (trial.works(units)) return first_below(trial, halve(trial, units - step, units, grid), grid, step, walks);
  }
  std::int64_t low = units;
  for (units *= 2; !trial.works(units); units *= 2) {
    if (units > longest_principal) return std::nullopt;
    low = units;
  }
  return Remedy{trial.money(halve(trial, low, units, grid)), false};
}

namespace {

std::string advice(const LoanTerms& terms) {
  constexpr std::string_view others = "shorten the term, lower the rate or the rounding multiple";
  const auto* level = std::get_if<EqualInstallments>(&terms.amortization);
  if (level && level->amount) return fmt::format("raise the installment of {}, {}", *level->amount, others);
  if (!principal_is_the_remedy(terms)) return std::string(others);
  const auto remedy = smallest_principal(terms);
  if (!remedy) return fmt::format("no principal works: {}", others);
  const std::string_view which = remedy->is_smallest ? "the smallest principal that works" : "a principal that works";
  return fmt::format("{} is {}", which, decimal_text(remedy->principal));
}

}  // namespace

void refuse_to_price(const LoanTerms& terms, ErrorCode code) {
  refuse(code, "/principal",
         fmt::format("{} over {} installments: {}; {}", terms.principal, terms.repayments.count, reason(code),
                     advice(terms)));
}

}  // namespace solidarity::detail
