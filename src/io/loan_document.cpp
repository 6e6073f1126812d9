// SPDX-License-Identifier: MIT
#include "io/loan_document.hpp"

#include "io/terms_codec.hpp"
#include "io/terms_parts.hpp"

#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <limits>

namespace solidarity::detail {
namespace {

constexpr std::size_t max_events = 10'000;

// ---------------------------------------------------------------- rows of a running loan

// "12.00", or {"due", "paid", "waived", "written_off", "outstanding"}: what is still open.
std::int64_t decode_open(const Value& value, Currency currency) {
  if (value.is(JsonKind::string)) return value.amount(currency).units();
  if (!value.is(JsonKind::object)) value.refuse_kind("an amount or an object with due and paid");
  Members members = value.members();
  const auto amount = [&](std::string_view key) {
    const auto v = members.optional(key);
    return v ? v->amount(currency) : Money::zero(currency);
  };
  const auto given = members.optional("outstanding");
  const Money due = given && !members.has("due") ? given->amount(currency) : members.required("due").amount(currency);
  const Money open = due - amount("paid") - amount("waived") - amount("written_off");
  members.finish();
  if (given && given->amount(currency) != open)
    given->refuse(ErrorCode::contradictory_terms,
                  fmt::format("{} is outstanding, and due less paid, waived and written off is {}",
                              given->amount(currency), open));
  return open.units();
}

Components decode_components(Members& members, Currency currency) {
  const auto part = [&](std::string_view key) {
    const auto v = members.optional(key);
    const std::int64_t units = v ? decode_open(*v, currency) : 0;
    if (units < 0)
      v->refuse(ErrorCode::out_of_range,
                fmt::format("{}; what is open is not negative", Money::of_units(units, currency)));
    return units;
  };
  return {.principal = part("principal"),
          .interest = part("interest"),
          .fees = part("fees"),
          .penalties = part("penalties"),
          .insurance = part("insurance")};
}

void check_total(Members& members, const Components& units, Currency currency) {
  const auto total = members.optional("total");
  if (!total || decode_open(*total, currency) == units.total()) return;
  total->refuse(ErrorCode::contradictory_terms,
                fmt::format("the components sum to {}", Money::of_units(units.total(), currency)));
}

// A row; its balance is that of the document, or -1.
Installment decode_row(const Value& value, Currency currency, const std::vector<Installment>& before) {
  Members members = value.members();
  const Value due = members.required("due");
  Installment row{.due = due.date(),
                  .days = before.empty() ? 0 : due.date() - before.back().due,
                  .number = static_cast<std::uint16_t>(before.size() + 1),
                  .currency = currency,
                  .units = {},
                  .balance_units = -1};
  if (!before.empty() && row.days < 0)
    due.refuse(ErrorCode::out_of_range, fmt::format("{} is before the row above it", row.due));
  if (const auto v = members.optional("number"))
    row.number = static_cast<std::uint16_t>(v->integer(1, std::numeric_limits<std::uint16_t>::max()));
  if (const auto v = members.optional("days")) row.days = v->integer(0, 36'600);
  row.units = decode_components(members, currency);
  check_total(members, row.units, currency);
  if (const auto v = members.optional("balance")) row.balance_units = v->amount(currency).units();
  members.finish();
  return row;
}

// Where a row does not say what is owed after it: the principal of the rows below.
void fill_balances(std::vector<Installment>& rows) {
  wide below = 0;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->balance_units < 0) row->balance_units = checked_units(below);
    below += row->units.principal;
  }
  (void)checked_units(below);
}

// ---------------------------------------------------------------- the parts of the document

StatementHeading decode_heading(const Value& value) {
  Members members = value.members();
  const auto text = [&](std::string_view key) {
    const auto v = members.optional(key);
    return v ? std::string(v->text()) : std::string();
  };
  StatementHeading heading{
      .lender = text("lender"), .borrower = text("borrower"), .loan = text("loan"), .note = text("note")};
  members.finish();
  return heading;
}

struct TermsAndRows {
  LoanTerms terms;
  std::vector<Installment> rows;
  std::string pointer;
};

TermsAndRows decode_with(Members& members, Members& of_terms, std::string pointer) {
  std::vector<Installment> rows;
  if (const auto list = members.optional("installments"))
    rows = decode_open_rows(*list, decode_currency(of_terms.required("currency")));
  LoanTerms terms = decode_terms(of_terms, rows);
  return {std::move(terms), std::move(rows), std::move(pointer)};
}

// The terms, in their own object or, beside rows, in the document itself.
TermsAndRows decode_terms_of(Members& members) {
  if (members.has("installments") && !members.has("terms")) return decode_with(members, members, {});
  const Value value = members.required("terms");
  Members of_terms = value.members();
  refuse_what_is_no_term(of_terms);
  TermsAndRows all = decode_with(members, of_terms, value.pointer());
  of_terms.finish();
  return all;
}

std::vector<WrittenEvent> decode_events(const Value& value, const LoanTerms& terms) {
  const std::vector<Value> items = value.items();
  if (items.size() > max_events)
    value.refuse(ErrorCode::limit_exceeded, fmt::format("{} events; a loan has at most {}", items.size(), max_events));
  std::vector<WrittenEvent> events;
  for (const Value& item : items) events.push_back(decode_event(item, terms));
  return events;
}

void decode_waterfall_beside(Members& members, LoanDocument& document, const Value& root) {
  const auto waterfall = members.optional("waterfall");
  if (!waterfall || document.terms_pointer.empty()) return;  // read with the terms
  Members of_terms = root.members().required("terms").members();
  if (of_terms.has("waterfall"))
    waterfall->refuse(ErrorCode::contradictory_terms,
                      "/terms/waterfall and /waterfall exclude each other; give one of them");
  decode_waterfall(*waterfall, document.terms);
  document.waterfall_beside = true;
}

}  // namespace

std::vector<Installment> decode_open_rows(const Value& value, Currency currency) {
  std::vector<Installment> rows;
  for (const Value& item : value.items()) {
    if (rows.size() == static_cast<std::size_t>(max_installments))
      value.refuse(ErrorCode::limit_exceeded, fmt::format("more than {} rows", max_installments));
    rows.push_back(decode_row(item, currency, rows));
  }
  if (rows.empty()) value.refuse(ErrorCode::out_of_range, "no row; a running loan has at least one");
  located(value.pointer(), [&] { fill_balances(rows); });
  return rows;
}

LoanDocument decode_loan(const Value& value) {
  Members members = value.members();
  check_version(members);
  TermsAndRows given = decode_terms_of(members);
  LoanDocument document{
      .terms = std::move(given.terms), .terms_pointer = std::move(given.pointer), .rows = std::move(given.rows)};
  decode_waterfall_beside(members, document, value);
  if (const auto v = members.optional("events")) document.events = decode_events(*v, document.terms);
  if (const auto v = members.optional("as_of")) document.as_of = v->date();
  if (const auto v = members.optional("known_at"))
    document.known_at = static_cast<std::size_t>(v->integer(0, static_cast<int>(document.events.size())));
  if (const auto v = members.optional("heading")) document.heading = decode_heading(*v);
  members.finish();
  return document;
}

}  // namespace solidarity::detail
