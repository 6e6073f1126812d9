// SPDX-License-Identifier: MIT
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <solidarity/money/decimal.hpp>

namespace solidarity::detail {
namespace {

// A multiple in millionths of one unit of the currency, finer than its minor unit where Mifos is.
std::int64_t decode_micros(const Value& value) {
  return value.parsed([](std::string_view text) { return parse_scaled(text, {"a multiple", 6}); });
}

template <class Policy>
void decode_common_rounding(Members& members, Currency currency, Policy& policy) {
  if (const auto v = members.optional("mode")) policy.mode = meaning_of(*v, rounding_words);
  if (const auto v = members.optional("installment_multiple")) policy.installment_multiple = v->amount(currency);
  if (const auto v = members.optional("currency_multiple")) policy.currency_multiple = v->amount(currency);
}

ExactRounding decode_exact_rounding(Members& members, Currency currency) {
  ExactRounding policy;
  decode_common_rounding(members, currency, policy);
  if (const auto v = members.optional("residual")) policy.residual = meaning_of(*v, residual_words);
  return policy;
}

template <class Policy>
Policy decode_fineract(Members& members, Currency currency) {
  Policy policy;
  decode_common_rounding(members, currency, policy);
  return policy;
}

MifosRounding decode_mifos(Members& members) {
  MifosRounding policy;
  if (const auto v = members.optional("currency_digits")) policy.currency_digits = v->integer(0, 4);
  if (const auto v = members.optional("currency_mode")) policy.currency_mode = meaning_of(*v, rounding_words);
  if (const auto v = members.optional("installment_multiple")) policy.installment_multiple_micros = decode_micros(*v);
  if (const auto v = members.optional("installment_mode")) policy.installment_mode = meaning_of(*v, rounding_words);
  if (const auto v = members.optional("final_multiple")) policy.final_multiple_micros = decode_micros(*v);
  if (const auto v = members.optional("final_mode")) policy.final_mode = meaning_of(*v, rounding_words);
  if (const auto v = members.optional("residual")) policy.residual = meaning_of(*v, residual_words);
  if (const auto v = members.optional("allow_negative_last")) policy.allow_negative_last = v->boolean();
  if (const auto v = members.optional("overdue_interest_first")) policy.overdue_interest_first = v->boolean();
  return policy;
}

OpenCbsRounding decode_opencbs(Members& members) {
  OpenCbsRounding policy;
  if (const auto v = members.optional("currency_digits")) policy.currency_digits = v->integer(0, 4);
  if (const auto v = members.optional("residual")) policy.residual = meaning_of(*v, residual_words);
  if (const auto v = members.optional("accounting")) policy.accrual = meaning_of(*v, accounting_words);
  if (const auto v = members.optional("penalties_on_days_off")) policy.penalties_on_days_off = v->boolean();
  if (const auto v = members.optional("penalties_after_charge_off")) policy.penalties_after_charge_off = v->boolean();
  return policy;
}

template <class Policy>
Policy decode_frappe(Members& members, Currency currency) {
  Policy policy;
  if constexpr (requires { policy.currency_multiple; })
    if (const auto v = members.optional("currency_multiple")) policy.currency_multiple = v->amount(currency);
  return policy;
}

enum class Preset : std::uint8_t { fineract_cumulative, fineract_progressive, mifos, opencbs, frappe };

RoundingPolicy decode_preset(const Value& name, Members& members, Currency currency) {
  constexpr Word<Preset> words[] = {{"fineract-cumulative", Preset::fineract_cumulative},
                                    {"fineract-progressive", Preset::fineract_progressive},
                                    {"mifos", Preset::mifos},
                                    {"opencbs", Preset::opencbs},
                                    {"frappe", Preset::frappe}};
  switch (meaning_of(name, words)) {
    case Preset::fineract_cumulative: return decode_fineract<FineractCumulative>(members, currency);
    case Preset::fineract_progressive: return decode_fineract<FineractProgressive>(members, currency);
    case Preset::mifos: return decode_mifos(members);
    case Preset::opencbs: return decode_opencbs(members);
    case Preset::frappe: return decode_frappe<FrappeRounding>(members, currency);
  }
  return ExactRounding{};
}

}  // namespace

RoundingPolicy decode_rounding(const Value& value, Currency currency) {
  if (!value.is(JsonKind::string) && !value.is(JsonKind::object))
    value.refuse_kind("the name of a preset or an object");
  Members members(value);  // of a string: no members, hence no overrides
  if (value.is(JsonKind::string)) return decode_preset(value, members, currency);
  const auto preset = members.optional("preset");
  if (!preset)
    members.refuse_if_present("allow_negative_last", ErrorCode::unsupported,
                              "only the preset \"mifos\" may end in a negative row; our own rules refuse one");
  RoundingPolicy policy =
      preset ? decode_preset(*preset, members, currency) : RoundingPolicy(decode_exact_rounding(members, currency));
  members.finish();
  return policy;
}

}  // namespace solidarity::detail
