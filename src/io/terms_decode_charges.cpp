// SPDX-License-Identifier: MIT
// Charges, savings and the calendar of a loan.
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <string>
#include <utility>

namespace solidarity::detail {
namespace {

ChargeTime decode_charge_time(const Value& value) {
  if (value.text() == "disbursement") return AtDisbursement{};
  if (value.text() == "installment") return AtInstallment{};
  const bool is_word = value.text().empty() || value.text().front() < '0' || value.text().front() > '9';
  if (is_word) refuse_word(value, {"disbursement", "installment", "a date"});
  return value.date();
}

ChargeAmount decode_charge_amount(Members& members, Currency currency) {
  members.refuse_both("amount", "percent");
  members.refuse_both("amount", "of");
  if (const auto v = members.optional("amount")) return v->amount(currency);
  const auto percent = members.optional("percent");
  if (!percent)
    refuse(ErrorCode::malformed_document, members.pointer("amount"),
           "the key is missing; a fee has an amount, or percent with of");
  return PercentOf{.percent = percent->rate(), .of = meaning_of(members.required("of"), charge_base_words)};
}

Fee decode_fee(const Value& value, Currency currency) {
  Members members = value.members();
  Fee fee{.name = std::string(members.required("name").text()),
          .at = decode_charge_time(members.required("at")),
          .amount = decode_charge_amount(members, currency)};
  if (const auto v = members.optional("kind")) fee.kind = meaning_of(*v, charge_kind_words);
  if (const auto v = members.optional("financed")) fee.financed = v->boolean();
  if (const auto v = members.optional("min")) fee.min = v->amount(currency);
  if (const auto v = members.optional("max")) fee.max = v->amount(currency);
  members.finish();
  return fee;
}

Rate decode_per_mille(const Value& value) {
  const Rate percent = value.rate();
  if (percent.ticks() % 10 != 0) value.refuse(ErrorCode::out_of_range, "more than 11 decimals of one per mille");
  return Rate::of_ticks(percent.ticks() / 10);
}

Rate decode_premium(Members& members) {
  members.refuse_both("percent", "per_mille");
  if (const auto v = members.optional("per_mille")) return decode_per_mille(*v);
  return members.required("percent").rate();
}

InsuranceTerms decode_insurance(const Value& value) {
  Members members = value.members();
  InsuranceTerms insurance{.premium = decode_premium(members)};
  if (const auto v = members.optional("of")) insurance.of = meaning_of(*v, insurance_base_words);
  if (const auto v = members.optional("at")) insurance.single = !meaning_of(*v, at_installment_words);
  members.finish();
  return insurance;
}

CompulsorySavings decode_savings(const Value& value) {
  Members members = value.members();
  CompulsorySavings savings{.percent = members.required("percent").rate()};
  if (const auto v = members.optional("of")) savings.of = meaning_of(*v, savings_base_words);
  if (const auto v = members.optional("at")) savings.at_installment = meaning_of(*v, at_installment_words);
  if (const auto v = members.optional("interest_percent")) savings.interest_per_year = v->rate();
  members.finish();
  return savings;
}

Period decode_days(const Value& value) {
  if (value.is(JsonKind::string)) return {value.date(), value.date()};
  if (!value.is(JsonKind::object)) value.refuse_kind("a date or {\"from\", \"to\"}");
  Members members = value.members();
  const Period days{members.required("from").date(), members.required("to").date()};
  members.finish();
  return days;
}

BusinessCalendar decode_business_days(Members& members) {
  std::vector<Weekday> weekend;
  if (const auto v = members.optional("weekend"))
    weekend = v->each([](const Value& item) { return meaning_of(item, weekday_words); });
  std::vector<Date> single;
  std::vector<std::pair<Period, std::string>> ranges;  // with their pointers
  if (const auto v = members.optional("holidays"))
    for (const Value& item : v->items()) {
      const Period days = decode_days(item);
      if (days.start == days.end) single.push_back(days.start);
      else ranges.push_back({days, item.pointer()});
    }
  auto calendar =
      located(members.pointer("holidays"), [&] { return BusinessCalendar(std::move(weekend), std::move(single)); });
  for (const auto& range : ranges) located(range.second, [&] { calendar.add_holidays(range.first); });
  return calendar;
}

DueDateRule decode_calendar(const Value& value) {
  Members members = value.members();
  DueDateRule rule{.business_days = decode_business_days(members)};
  if (const auto v = members.optional("roll")) rule.roll = meaning_of(*v, roll_words);
  if (const auto v = members.optional("interest_follows")) rule.interest_follows = v->boolean();
  members.finish();
  return rule;
}

Moratorium decode_moratorium(const Value& value) {
  Members members = value.members();
  Moratorium moratorium{.period = {members.required("from").date(), members.required("to").date()}};
  if (const auto v = members.optional("interest")) moratorium.interest_stops = meaning_of(*v, moratorium_words);
  members.finish();
  return moratorium;
}

Grace decode_grace(const Value& value) {
  Members members = value.members();
  const auto rows = [&](std::string_view key) {
    const auto v = members.optional(key);
    return v ? v->integer(0, max_installments) : 0;
  };
  const Grace grace{.principal = rows("principal"),
                    .interest_payment = rows("interest_payment"),
                    .interest_free = rows("interest_free"),
                    .all = rows("all")};
  members.finish();
  return grace;
}

}  // namespace

void decode_charges(Members& members, LoanTerms& terms) {
  const Currency currency = terms.principal.currency();
  if (const auto v = members.optional("down_payment_percent")) terms.down_payment = v->rate();
  if (const auto v = members.optional("fees"))
    terms.fees = v->each([&](const Value& item) { return decode_fee(item, currency); });
  if (const auto v = members.optional("insurance")) terms.insurance = decode_insurance(*v);
  if (const auto v = members.optional("compulsory_savings")) terms.compulsory_savings = decode_savings(*v);
}

void decode_calendar_terms(Members& members, LoanTerms& terms) {
  if (const auto v = members.optional("grace")) terms.grace = decode_grace(*v);
  if (const auto v = members.optional("negative_amortization")) terms.negative_amortization = v->boolean();
  if (const auto v = members.optional("calendar")) terms.calendar = decode_calendar(*v);
  if (const auto v = members.optional("moratoria")) terms.moratoria = v->each(decode_moratorium);
}

}  // namespace solidarity::detail
