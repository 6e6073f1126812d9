// SPDX-License-Identifier: MIT
// TERMS documents: read, written and read again, validated, priced. A schedule pays back what was lent, to the last unit.
#include "fuzz.hpp"
#include "json_mutator.hpp"

#include <solidarity/io/json.hpp>
#include <solidarity/product/validate.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace {

using namespace solidarity;
using fuzz::require;
using fuzz::result_of;

void check_sums(const LoanTerms& terms, const Schedule& schedule) {
  // Mifos rounds the last principal by its amount rule too, and may miss the sum: corpus/terms/mifos-last-principal.json.
  if (std::holds_alternative<MifosRounding>(terms.rounding)) return;
  wide principal = 0;
  for (const Installment& row : schedule) principal += row.units.principal;
  const wide lent = schedule.disbursement().principal.units();
  // Interest that joins the balance comes back as principal.
  require(terms.interest.capitalise_in_grace ? principal >= lent : principal == lent,
          "principal sums to what was lent");
  require(schedule.back().balance_units == 0, "the last balance is zero");
}

void check_other_ways(const LoanTerms& terms, const Schedule& schedule) {
  std::vector<Installment> rows(rows_needed(terms), schedule.front());
  require(amortize_into(terms, rows) == schedule.size(), "amortize_into writes as many rows");
  require(std::ranges::equal(std::span(rows).first(schedule.size()), schedule.rows()),
          "amortize_into writes the same rows");
  const LoanStart loan{terms.principal, terms.disbursed_on};
  std::uint16_t count = 0;
  amortize_batch(terms, {&loan, 1}, rows, {&count, 1});
  require(std::ranges::equal(std::span(rows).first(count), schedule.rows()), "a batch of one writes the same rows");
}

constexpr std::string_view vocabulary[] = {"0",
                                           "0.00",
                                           "0.01",
                                           "1",
                                           "1.00",
                                           "5",
                                           "10",
                                           "24",
                                           "100",
                                           "0.000000000001",
                                           "9000000",
                                           "-1",
                                           "12000.00",
                                           "1000000.00",
                                           "92233720368547758.07",
                                           "99999999999.99",
                                           "2024-02-29",
                                           "2026-01-05",
                                           "2026-01-31",
                                           "2026-12-31",
                                           "1900-01-01",
                                           "2400-12-31",
                                           "INR",
                                           "USD",
                                           "JPY",
                                           "KWD",
                                           "XTS",
                                           "currency",
                                           "code",
                                           "exponent",
                                           "principal",
                                           "disbursed_on",
                                           "tranches",
                                           "on",
                                           "amount",
                                           "interest",
                                           "method",
                                           "declining",
                                           "flat",
                                           "rate_percent",
                                           "per",
                                           "year",
                                           "month",
                                           "week",
                                           "day",
                                           "installment",
                                           "term",
                                           "accrual",
                                           "by_period",
                                           "by_day",
                                           "day_count",
                                           "year_days",
                                           "from",
                                           "first_period",
                                           "nominal",
                                           "actual_ratio",
                                           "rate_kind",
                                           "effective",
                                           "rate_changes",
                                           "capitalise",
                                           "in_grace",
                                           "amortization",
                                           "equal_installments",
                                           "equal_principal",
                                           "bullet",
                                           "interest_only",
                                           "all",
                                           "sum_of_digits",
                                           "principal_percent_each",
                                           "weights",
                                           "interest_weights",
                                           "balloon",
                                           "step_percent",
                                           "every",
                                           "installment_amount",
                                           "repayments",
                                           "count",
                                           "first_due_on",
                                           "due",
                                           "1 week",
                                           "2 week",
                                           "1 month",
                                           "3 month",
                                           "10000 month",
                                           "7 day",
                                           "semimonth",
                                           "2nd tuesday",
                                           "last friday",
                                           "1 calendar month",
                                           "grace",
                                           "interest_payment",
                                           "interest_free",
                                           "down_payment_percent",
                                           "fees",
                                           "name",
                                           "at",
                                           "disbursement",
                                           "percent",
                                           "of",
                                           "principal_and_interest",
                                           "financed",
                                           "kind",
                                           "fee",
                                           "penalty",
                                           "insurance",
                                           "min",
                                           "max",
                                           "per_mille",
                                           "balance",
                                           "compulsory_savings",
                                           "interest_percent",
                                           "calendar",
                                           "weekend",
                                           "saturday",
                                           "sunday",
                                           "holidays",
                                           "roll",
                                           "none",
                                           "following",
                                           "preceding",
                                           "modified_following",
                                           "interest_follows",
                                           "moratoria",
                                           "to",
                                           "accrues",
                                           "stops",
                                           "rounding",
                                           "mode",
                                           "half_even",
                                           "half_up",
                                           "half_down",
                                           "up",
                                           "down",
                                           "ceiling",
                                           "floor",
                                           "installment_multiple",
                                           "currency_multiple",
                                           "residual",
                                           "last",
                                           "first",
                                           "spread",
                                           "preset",
                                           "fineract-cumulative",
                                           "fineract-progressive",
                                           "mifos",
                                           "opencbs",
                                           "frappe",
                                           "currency_digits",
                                           "currency_mode",
                                           "installment_mode",
                                           "final_multiple",
                                           "final_mode",
                                           "allow_negative_last",
                                           "actual/365",
                                           "actual/360",
                                           "actual/actual",
                                           "actual/actual ICMA",
                                           "actual/actual AFB",
                                           "30/360",
                                           "30E/360",
                                           "30E/360 ISDA",
                                           "NL/365",
                                           "excel 1",
                                           "version"};

}  // namespace

namespace fuzz {
const std::span<const std::string_view> words{vocabulary};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto terms = result_of([&] { return parse_terms(fuzz::text_of(data, size)); });
  if (!terms) return 0;
  require(parse_terms(to_json(*terms)) == *terms, "parse_terms(to_json(terms)) == terms");
  const Problems problems = validate(*terms);
  const auto schedule = result_of([&] { return amortize(*terms); });
  if (!schedule) return 0;
  require(problems.empty(), "terms with problems are not priced");
  check_sums(*terms, *schedule);
  check_other_ways(*terms, *schedule);
  // Sums of columns may exceed what an amount holds where no single row does.
  static_cast<void>(result_of([&] { return to_text(*schedule); }));
  static_cast<void>(result_of([&] { return to_csv(*schedule); }));
  static_cast<void>(result_of([&] { return to_json(*schedule); }));
  return 0;
}
