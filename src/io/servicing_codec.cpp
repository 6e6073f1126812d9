// SPDX-License-Identifier: MIT
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <charconv>

namespace solidarity::detail {
namespace {

// ---------------------------------------------------------------- reading

Recalculation decode_recalculation(const Value& value) {
  Members members = value.members();
  Recalculation recalculation;
  if (const auto v = members.optional("rest")) recalculation.rest = meaning_of(*v, rest_words);
  if (const auto v = members.optional("early")) recalculation.early = meaning_of(*v, early_words);
  if (const auto v = members.optional("payoff_interest"))
    recalculation.payoff_interest = meaning_of(*v, payoff_interest_words);
  if (const auto v = members.optional("overdue_bears_interest")) recalculation.overdue_bears_interest = v->boolean();
  members.finish();
  return recalculation;
}

std::variant<Money, Rate> decode_amount_or_percent(Members& members, Currency currency) {
  members.refuse_both("amount", "percent");
  if (const auto v = members.optional("amount")) return v->amount(currency);
  const auto percent = members.optional("percent");
  if (!percent)
    refuse(ErrorCode::malformed_document, members.pointer("amount"), "the key is missing; give amount or percent");
  return percent->rate();
}

EarlyFee decode_early_fee(const Value& value, Currency currency) {
  Members members = value.members();
  EarlyFee fee{.amount = decode_amount_or_percent(members, currency)};
  members.refuse_both("amount", "of");
  if (const auto v = members.optional("of")) fee.of = meaning_of(*v, early_fee_base_words);
  if (const auto v = members.optional("at")) fee.when = meaning_of(*v, early_fee_time_words);
  members.finish();
  return fee;
}

// One fee, or a list of them.
std::vector<EarlyFee> decode_early_fees(const Value& value, Currency currency) {
  if (value.is(JsonKind::object)) return {decode_early_fee(value, currency)};
  if (!value.is(JsonKind::array)) value.refuse_kind("a fee such as {\"percent\": \"1\"} or a list of them");
  return value.each([&](const Value& item) { return decode_early_fee(item, currency); });
}

[[noreturn]] void refuse_period(std::string_view text) {
  refuse(ErrorCode::malformed_document,
         quoted(text) + " is no period; write a count and day, week, month or year, such as \"1 day\"");
}

// "day", "2 week".
PenaltyPeriod parse_period(std::string_view text) {
  const auto space = text.find(' ');
  PenaltyPeriod period{.count = 1, .unit = PenaltyPeriod::Unit::day};
  if (space != std::string_view::npos) {
    const char* end = text.data() + space;
    const auto [stop, error] = std::from_chars(text.data(), end, period.count);
    const bool is_plain = space > 0 && text.front() >= '1' && text.front() <= '9';
    if (error != std::errc() || stop != end || !is_plain) refuse_period(text);
  }
  const std::string_view unit = space == std::string_view::npos ? text : text.substr(space + 1);
  for (const auto& word : period_unit_words)
    if (word.text == unit) return {period.count, word.meaning};
  refuse_period(text);
}

Penalty decode_penalty(const Value& value, Currency currency) {
  Members members = value.members();
  Penalty penalty{.name = "penalty", .amount = decode_amount_or_percent(members, currency)};
  if (const auto v = members.optional("name")) penalty.name = v->text();
  if (const auto v = members.optional("of")) penalty.of = meaning_of(*v, penalty_base_words);
  if (const auto v = members.optional("every")) penalty.every = v->parsed(parse_period);
  if (const auto v = members.optional("per")) penalty.per = v->parsed(parse_period);
  if (const auto v = members.optional("grace_days")) penalty.grace_days = v->integer(0, max_grace_days);
  if (const auto v = members.optional("grace_forgives")) penalty.grace_forgives = v->boolean();
  if (const auto v = members.optional("cap")) penalty.cap = v->amount(currency);
  if (const auto v = members.optional("cap_percent")) penalty.cap_percent = v->rate();
  if (const auto v = members.optional("compound")) penalty.compound = v->boolean();
  members.finish();
  return penalty;
}

ArrearsTerms decode_arrears(const Value& value, Currency currency) {
  Members members = value.members();
  ArrearsTerms arrears;
  if (const auto v = members.optional("grace_days")) arrears.grace_days = v->integer(0, max_grace_days);
  if (const auto v = members.optional("tolerance")) arrears.tolerance = v->amount(currency);
  members.finish();
  return arrears;
}

// ---------------------------------------------------------------- writing

void encode_amount_or_percent(JsonWriter& out, const std::variant<Money, Rate>& amount) {
  std::visit(overloaded{[&](Money fixed) { out.member("amount", decimal_text(fixed)); },
                        [&](Rate percent) { out.member("percent", decimal_text(percent)); }},
             amount);
}

void encode_recalculation(JsonWriter& out, const Recalculation& recalculation) {
  out.key("recalculation");
  out.open('{');
  out.member("rest", word_for(recalculation.rest, rest_words));
  out.member("early", word_for(recalculation.early, early_words));
  out.member("payoff_interest", word_for(recalculation.payoff_interest, payoff_interest_words));
  out.member("overdue_bears_interest", recalculation.overdue_bears_interest);
  out.close('}');
}

void encode_early_fee(JsonWriter& out, const EarlyFee& fee) {
  out.open('{');
  encode_amount_or_percent(out, fee.amount);
  if (std::holds_alternative<Rate>(fee.amount)) out.member("of", word_for(fee.of, early_fee_base_words));
  out.member("at", word_for(fee.when, early_fee_time_words));
  out.close('}');
}

std::string period_text(const PenaltyPeriod& period) {
  return fmt::format("{} {}", period.count, word_for(period.unit, period_unit_words));
}

void encode_penalty(JsonWriter& out, const Penalty& penalty) {
  out.open('{');
  out.member("name", penalty.name);
  encode_amount_or_percent(out, penalty.amount);
  out.member("of", word_for(penalty.of, penalty_base_words));
  if (penalty.every) out.member("every", period_text(*penalty.every));
  if (penalty.per) out.member("per", period_text(*penalty.per));
  if (penalty.grace_days != 0) out.member("grace_days", penalty.grace_days);
  if (penalty.grace_forgives) out.member("grace_forgives", true);
  if (penalty.cap) out.member("cap", decimal_text(*penalty.cap));
  if (penalty.cap_percent) out.member("cap_percent", decimal_text(*penalty.cap_percent));
  if (penalty.compound) out.member("compound", true);
  out.close('}');
}

void encode_arrears(JsonWriter& out, const ArrearsTerms& arrears) {
  out.key("arrears");
  out.open('{');
  out.member("grace_days", arrears.grace_days);
  if (arrears.tolerance) out.member("tolerance", decimal_text(*arrears.tolerance));
  out.close('}');
}

template <class Item>
void encode_list(JsonWriter& out, std::string_view key, const std::vector<Item>& items,
                 void (*encode)(JsonWriter&, const Item&)) {
  if (items.empty()) return;
  out.key(key);
  out.open('[');
  for (const Item& item : items) encode(out, item);
  out.close(']');
}

}  // namespace

void decode_servicing(Members& members, LoanTerms& terms) {
  const Currency currency = terms.principal.currency();
  if (const auto v = members.optional("multiple_disbursements")) terms.multiple_disbursements = v->boolean();
  if (const auto v = members.optional("automatic_down_payment")) terms.automatic_down_payment = v->boolean();
  if (const auto v = members.optional("recalculation")) terms.recalculation = decode_recalculation(*v);
  if (const auto v = members.optional("rebate")) terms.rebate = meaning_of(*v, rebate_words);
  if (const auto v = members.optional("early_fee")) terms.early_fees = decode_early_fees(*v, currency);
  if (const auto v = members.optional("penalties"))
    terms.penalties = v->each([&](const Value& item) { return decode_penalty(item, currency); });
  if (const auto v = members.optional("arrears")) terms.arrears = decode_arrears(*v, currency);
  if (const auto v = members.optional("waterfall")) decode_waterfall(*v, terms);
}

void encode_servicing(JsonWriter& out, const LoanTerms& terms) {
  if (terms.multiple_disbursements) out.member("multiple_disbursements", true);
  if (terms.automatic_down_payment) out.member("automatic_down_payment", true);
  if (terms.recalculation) encode_recalculation(out, *terms.recalculation);
  if (terms.rebate) out.member("rebate", word_for(*terms.rebate, rebate_words));
  encode_list(out, "early_fee", terms.early_fees, encode_early_fee);
  encode_list(out, "penalties", terms.penalties, encode_penalty);
  if (terms.arrears != ArrearsTerms{}) encode_arrears(out, terms.arrears);
  encode_waterfall(out, terms);
}

}  // namespace solidarity::detail
