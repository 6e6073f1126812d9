// SPDX-License-Identifier: MIT
#include "io/terms_codec.hpp"
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>
#include <solidarity/product/validate.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

// ---------------------------------------------------------------- money handed out

Tranche decode_tranche(const Value& value, Currency currency) {
  Members members = value.members();
  const Tranche tranche{.on = members.required("on").date(), .amount = members.required("amount").amount(currency)};
  members.finish();
  return tranche;
}

// All advances, the earliest first, the others in the order given.
std::vector<Tranche> decode_advances(Members& members, Currency currency) {
  const auto list = members.optional("tranches");
  if (!list)
    return {{.on = members.required("disbursed_on").date(), .amount = members.required("principal").amount(currency)}};
  members.refuse_both("tranches", "principal");
  members.refuse_both("tranches", "disbursed_on");
  auto tranches = list->each([&](const Value& item) { return decode_tranche(item, currency); });
  if (tranches.empty()) list->refuse(ErrorCode::out_of_range, "no tranche; a loan has at least one");
  const auto first = std::ranges::min_element(tranches, {}, &Tranche::on);
  std::rotate(tranches.begin(), first, first + 1);
  return tranches;
}

// ---------------------------------------------------------------- interest

Accrual decode_accrual(Members& members) {
  const auto accrual = members.optional("accrual");
  const auto day_count = members.optional("day_count");
  const auto year_days = members.optional("year_days");
  if (accrual && meaning_of(*accrual, accrual_words)) {
    if (year_days)
      year_days->refuse(ErrorCode::contradictory_terms,
                        fmt::format("{} \"by_day\" counts real days by {}; year_days belongs to \"by_period\"",
                                    accrual->pointer(), members.pointer("day_count")));
    return ByDay{members.required("day_count").parsed(parse_day_count)};
  }
  if (day_count)
    day_count->refuse(
        ErrorCode::contradictory_terms,
        fmt::format("a day count belongs to {} \"by_day\", not to \"by_period\"", members.pointer("accrual")));
  if (!year_days) return ByPeriod{};
  const int days = year_days->integer(360, 365);
  if (days != 360 && days != 364 && days != 365)
    year_days->refuse(ErrorCode::out_of_range, fmt::format("{}; a year has 360, 364 or 365 days", days));
  return ByPeriod{days};
}

std::vector<RateChange> decode_rate_changes(const Value& list) {
  return list.each([](const Value& item) {
    Members members = item.members();
    const RateChange change{.on = members.required("on").date(), .rate = members.required("rate_percent").rate()};
    members.finish();
    return change;
  });
}

// "14/365": a length that the parties counted themselves.
YearFraction parse_year_fraction(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos)
    refuse(ErrorCode::invalid_amount,
           quoted(text) + " is not a fraction of years; write days over the days of the year, such as \"14/365\"");
  const auto whole = [](std::string_view digits) {
    return parse_decimal(digits, {.noun = "a whole number", .max_decimals = 0}).mantissa;
  };
  return {whole(text.substr(0, slash)), whole(text.substr(slash + 1))};
}

void decode_first_period(const Value& value, InterestTerms& interest) {
  if (!value.is(JsonKind::object)) {
    interest.first_period = meaning_of(value, first_period_words);
    return;
  }
  Members members = value.members();
  interest.first_period_years = members.required("years").parsed(parse_year_fraction);
  members.finish();
}

InterestTerms decode_interest(const Value& value) {
  Members members = value.members();
  InterestTerms interest{.method = meaning_of(members.required("method"), method_words),
                         .rate = members.required("rate_percent").rate()};
  if (const auto v = members.optional("per")) interest.per = meaning_of(*v, per_words);
  interest.accrual = decode_accrual(members);
  if (const auto v = members.optional("rate_kind")) interest.kind = meaning_of(*v, rate_kind_words);
  if (const auto v = members.optional("from")) interest.from = v->date();
  if (const auto v = members.optional("first_period")) decode_first_period(*v, interest);
  if (const auto v = members.optional("rate_changes")) interest.changes = decode_rate_changes(*v);
  if (const auto v = members.optional("capitalise")) interest.capitalise_in_grace = meaning_of(*v, capitalise_words);
  members.finish();
  return interest;
}

// ---------------------------------------------------------------- repayments

// A missing count is the number of the dates listed, or as many rows as a fixed installment needs.
int decode_count(Members& members, const Frequency& every, bool fixed_installment) {
  if (const auto count = members.optional("count")) return count->integer(1, max_installments);
  if (const auto* on = std::get_if<OnDates>(&every))
    return static_cast<int>(std::min(on->dates.size(), std::size_t{max_installments} + 1));
  if (fixed_installment) return max_installments;
  return members.required("count").integer(1, max_installments);
}

Repayments decode_repayments(const Value& value, bool fixed_installment) {
  Members members = value.members();
  Frequency every = decode_every(members.required("every"));
  Repayments repayments{.count = decode_count(members, every, fixed_installment), .every = std::move(every)};
  if (const auto v = members.optional("first_due_on")) repayments.first_due_on = v->date();
  members.finish();
  return repayments;
}

// ---------------------------------------------------------------- a running loan taken over

Money principal_of(std::span<const Installment> rows) {
  Money sum = Money::zero(rows.front().currency);
  for (const Installment& row : rows) sum += row.principal();
  return sum;
}

// The start of the first period: as many days before its end as it has, or as the next one has.
Date start_of(std::span<const Installment> rows) {
  const Installment& first = rows.front();
  if (first.days > 0) return first.due + -first.days;
  return first.due + (rows.size() > 1 ? std::min(first.due - rows[1].due, -1) : -30);
}

// One advance of what is still owed, where the document does not say what was lent.
std::vector<Tranche> advances_of(Members& members, Currency currency, std::span<const Installment> rows) {
  if (rows.empty() || members.has("tranches")) return decode_advances(members, currency);
  const auto on = members.optional("disbursed_on");
  const auto amount = members.optional("principal");
  return {{.on = on ? on->date() : start_of(rows), .amount = amount ? amount->amount(currency) : principal_of(rows)}};
}

InterestTerms interest_of(Members& members, std::span<const Installment> rows) {
  if (rows.empty() || members.has("interest")) return decode_interest(members.required("interest"));
  return {.method = InterestMethod::declining, .rate = Rate::zero(), .accrual = ByDay{DayCount::actual_365}};
}

Repayments repayments_of(Members& members, std::span<const Installment> rows) {
  const bool fixed_installment = members.has("installment_amount");
  if (rows.empty() || members.has("repayments"))
    return decode_repayments(members.required("repayments"), fixed_installment);
  OnDates on;
  for (const Installment& row : rows) on.dates.push_back(row.due);
  return {.count = static_cast<int>(rows.size()), .every = std::move(on)};
}

}  // namespace

Currency decode_currency(const Value& value) {
  if (value.is(JsonKind::string)) return value.parsed(Currency::of);
  if (!value.is(JsonKind::object)) value.refuse_kind("a currency code or {\"code\", \"exponent\"}");
  Members members = value.members();
  const Value code = members.required("code");
  const Value exponent = members.required("exponent");
  const int digits = exponent.integer(0, 4);
  members.finish();
  return code.parsed([&](std::string_view text) { return Currency::custom(text, digits); });
}

Frequency decode_every(const Value& value) {
  if (value.is(JsonKind::string)) return value.parsed(parse_frequency);
  if (!value.is(JsonKind::object)) value.refuse_kind("a frequency such as \"1 week\" or {\"due\": [dates]}");
  Members members = value.members();
  OnDates on{members.required("due").each([](const Value& item) { return item.date(); })};
  members.finish();
  return on;
}

void refuse_what_is_no_term(const Members& members) {
  constexpr std::string_view of_loan[] = {"events", "as_of", "known_at", "installments"};
  for (const std::string_view key : of_loan)
    members.refuse_if_present(key, ErrorCode::unsupported,
                              "no term: it stands beside the terms in a document of `solidarity loan`");
  constexpr std::string_view later[] = {"liability", "eligibility"};
  for (const std::string_view key : later)
    members.refuse_if_present(key, ErrorCode::unsupported, "this version has no terms of groups");
}

void check_version(Members& members) {
  const auto version = members.optional("version");
  if (!version) return;
  if (version->is(JsonKind::integer) && version->written() == "1") return;
  const std::string given = version->is(JsonKind::integer)  ? std::string(version->written())
                            : version->is(JsonKind::string) ? quoted(version->written())
                                                            : std::string(to_text(version->kind()));
  version->refuse(ErrorCode::unsupported,
                  fmt::format("{}; this program reads version 1 (the integer 1, or no version)", given));
}

void check_terms(const LoanTerms& terms) {
  const Problems problems = validate(terms);
  if (!problems.empty()) throw Error(*std::ranges::min_element(problems, {}, &Problem::code));
}

Problem named_as_written(Problem problem, const LoanTerms& terms) {
  if (terms.further_tranches.empty()) return problem;
  if (problem.field == "/principal") problem.field = "/tranches/0/amount";
  if (problem.field == "/disbursed_on") problem.field = "/tranches/0/on";
  return problem;
}

LoanTerms decode_terms(const Value& value) {
  Members members = value.members();
  refuse_what_is_no_term(members);
  LoanTerms terms = decode_terms(members);
  members.finish();
  return terms;
}

LoanTerms decode_terms(Members& members, std::span<const Installment> rows) {
  check_version(members);
  const Currency currency = decode_currency(members.required("currency"));
  auto advances = advances_of(members, currency, rows);
  LoanTerms terms{.principal = advances.front().amount,
                  .disbursed_on = advances.front().on,
                  .interest = interest_of(members, rows),
                  .repayments = repayments_of(members, rows),
                  .amortization = decode_repayment_form(members, currency)};
  terms.further_tranches.assign(advances.begin() + 1, advances.end());
  decode_calendar_terms(members, terms);
  decode_charges(members, terms);
  decode_servicing(members, terms);
  if (const auto v = members.optional("rounding")) terms.rounding = decode_rounding(*v, currency);
  return terms;
}

}  // namespace solidarity::detail
