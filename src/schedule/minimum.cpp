// SPDX-License-Identifier: MIT
#include "schedule/minimum.hpp"

#include <fmt/format.h>

namespace solidarity::detail {
namespace {

bool works(LoanTerms& terms, std::int64_t units, std::span<Installment> rows) {
  terms.principal = Money::of_units(units, terms.principal.currency());
  try {
    return !price_in_full(terms, rows).refused;
  } catch (const Error&) {
    return false;  // overflow, or deductions above so small a principal
  }
}

// Amounts other than the principal are fixed, so a principal below may not be the remedy for every form.
bool principal_is_the_remedy(const LoanTerms& terms) { return !std::holds_alternative<ListedPrincipal>(terms.amortization); }

std::string_view reason(ErrorCode code) {
  return code == ErrorCode::installment_too_small ? "the rounded installment does not repay the loan (it must exceed the interest and be at least one multiple)"
                                                  : "rounding leaves too much or too little for the last installment";
}

}  // namespace

std::optional<Money> smallest_principal(LoanTerms terms) {
  if (!principal_is_the_remedy(terms)) return std::nullopt;
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  std::vector<Installment> rows(rows_needed(terms), blank);
  const auto* exact = std::get_if<ExactRounding>(&terms.rounding);
  const std::int64_t step = exact && exact->currency_multiple ? exact->currency_multiple->units() : 1;
  // Many small principals may work here and there: the smallest is sought one by one, then by doubling and halving.
  for (std::int64_t units = 1; units <= 256; ++units)
    if (works(terms, units * step, rows)) return terms.principal;
  std::int64_t low = 256;
  std::int64_t high = 512;
  while (!works(terms, high * step, rows)) {
    if (high > (std::int64_t{1} << 61) / step) return std::nullopt;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (works(terms, middle * step, rows) ? high : low) = middle;
  }
  return Money::of_units(high * step, terms.principal.currency());
}

void refuse_to_price(const LoanTerms& terms, ErrorCode code) {
  const auto minimum = smallest_principal(terms);
  const auto remedy = minimum ? fmt::format("; the smallest principal that works is {}", decimal_text(*minimum))
                              : std::string("; no principal works: shorten the term, lower the rate or the rounding multiple");
  refuse(code, "/principal",
         fmt::format("{} over {} installments: {}{}", terms.principal, terms.repayments.count, reason(code), remedy));
}

}  // namespace solidarity::detail
