// SPDX-License-Identifier: MIT
#include <solidarity/schedule/amortize.hpp>

#include "schedule/engine.hpp"
#include "schedule/minimum.hpp"
#include "schedule/plain_engine.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/product/validate.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace {

void check_terms(const LoanTerms& terms) {
  const Problems problems = validate(terms);
  if (!problems.empty()) throw Error(*std::ranges::min_element(problems, {}, &Problem::code));
}

void check_room(const LoanTerms& terms, std::size_t rows) {
  if (rows >= rows_needed(terms)) return;
  refuse(ErrorCode::out_of_range, "rows", fmt::format("{} rows given; these terms need {}", rows, rows_needed(terms)));
}

// Plain loans take the short way; the two give the same rows (tests/laws/engines_test.cpp).
detail::Outcome price(const LoanTerms& terms, std::span<Installment> rows) {
  if (const auto plan = detail::PlainPlan::of(terms)) {
    check_room(terms, rows.size());
    return plan->price({terms.principal, terms.disbursed_on}, rows);
  }
  check_terms(terms);
  check_room(terms, rows.size());
  return detail::price_in_full(terms, rows);
}

}  // namespace

namespace detail {

Outcome price_in_full(const LoanTerms& terms, std::span<Installment> rows) {
  return std::visit(
      overloaded{[&](const ExactRounding&) { return price_exactly(terms, rows); },
                 [&](const FineractCumulative& policy) { return price_as_fineract_cumulative(terms, policy, rows); },
                 [&](const FineractProgressive& policy) { return price_as_fineract_progressive(terms, policy, rows); },
                 [&](const MifosRounding& policy) { return price_as_mifos(terms, policy, rows); },
                 [&](const OpenCbsRounding& policy) { return price_as_opencbs(terms, policy, rows); },
                 [&](const FrappeRounding& policy) { return price_as_frappe(terms, policy, rows); }},
      terms.rounding);
}

// Fineract does not stop at the number of installments before a fixed one has repaid the loan.
bool is_open_ended(const LoanTerms& terms) noexcept {
  const auto* level = std::get_if<EqualInstallments>(&terms.amortization);
  return std::holds_alternative<FineractCumulative>(terms.rounding) && level != nullptr && level->amount.has_value();
}

}  // namespace detail

std::size_t rows_needed(const LoanTerms& terms) noexcept {
  const int most = detail::is_open_ended(terms) ? max_installments : terms.repayments.count;
  const auto installments = static_cast<std::size_t>(std::clamp(most, 0, max_installments));
  const std::size_t advances = terms.further_tranches.size() + 1;
  const bool may_add_rows = !std::holds_alternative<ExactRounding>(terms.rounding);
  return installments + (terms.down_payment.is_zero() ? 0 : advances) + (may_add_rows ? 1 : 0);
}

Schedule amortize(const LoanTerms& terms) {
  const Installment blank{terms.disbursed_on, 0, 0, terms.principal.currency(), {}, 0};
  std::vector<Installment> rows(rows_needed(terms), blank);
  const detail::Outcome outcome = price(terms, rows);
  if (outcome.refused) detail::refuse_to_price(terms, *outcome.refused);
  rows.resize(outcome.rows, blank);
  return Schedule(outcome.disbursement, std::move(rows));
}

std::size_t amortize_into(const LoanTerms& terms, std::span<Installment> rows) {
  const detail::Outcome outcome = price(terms, rows);
  if (outcome.refused) detail::refuse_to_price(terms, *outcome.refused);
  return outcome.rows;
}

std::size_t amortize_batch(const LoanTerms& terms, std::span<const LoanStart> loans, std::span<Installment> rows,
                           std::span<std::uint16_t> counts) {
  const std::size_t stride = rows_needed(terms);
  if (rows.size() / std::max<std::size_t>(stride, 1) < loans.size() || counts.size() < loans.size())
    refuse(ErrorCode::out_of_range, "rows",
           fmt::format("{} rows and {} counts given; {} loans need {} rows each", rows.size(), counts.size(),
                       loans.size(), stride));
  const auto plan = detail::PlainPlan::of(terms);
  std::size_t written = 0;
  for (std::size_t j = 0; j < loans.size(); ++j) {
    const auto place = rows.subspan(j * stride, stride);
    std::size_t count = 0;
    if (plan && plan->accepts(loans[j])) {
      const detail::Outcome outcome = plan->price(loans[j], place);
      if (!outcome.refused) count = outcome.rows;
    }
    if (count == 0) count = detail::price_one_of_many(terms, loans[j], j, place);
    counts[j] = static_cast<std::uint16_t>(count);
    written += count;
  }
  return written;
}

namespace detail {

std::size_t price_one_of_many(LoanTerms terms, const LoanStart& loan, std::size_t index, std::span<Installment> rows) {
  terms.principal = loan.principal;
  terms.disbursed_on = loan.disbursed_on;
  try {
    return amortize_into(terms, rows);
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("/loans/{}{}", index, error.field()), error.message());
  }
}

}  // namespace detail
}  // namespace solidarity
