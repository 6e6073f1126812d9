// SPDX-License-Identifier: MIT
#include "io/cover_document.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>

#include <fmt/format.h>

namespace solidarity::detail {
namespace {

Rate decode_share(const Value& value) {
  if (!value.is(JsonKind::string)) value.refuse_kind("a share in quotation marks such as \"0.5\"");
  return value.parsed([](std::string_view text) {
    return Rate::of_ticks(parse_scaled(text, {"a share from 0 to 1", 14, ErrorCode::out_of_range}));
  });
}

CoverLayer decode_peers(const Value& list) {
  constexpr Word<CoverSource> words[] = {{"savings", CoverSource::savings}, {"cash", CoverSource::cash}};
  const auto sources = list.each([&](const Value& item) { return meaning_of(item, words); });
  if (sources.empty())
    list.refuse(ErrorCode::malformed_document, "an empty list; peers give from savings, cash, or both");
  if (sources.size() > 2 || (sources.size() == 2 && sources[0] == sources[1]))
    list.refuse(ErrorCode::contradictory_terms, "a source is named twice; each is named once");
  return sources.size() == 1 ? CoverLayer::peers(sources[0]) : CoverLayer::peers(sources[0], sources[1]);
}

CoverLayer decode_layer(const Value& value) {
  static const Word<CoverLayer> words[] = {{"own_savings", CoverLayer::own_savings()},
                                           {"own_collateral", CoverLayer::own_collateral()},
                                           {"group_fund", CoverLayer::group_fund()},
                                           {"insurer", CoverLayer::insurer()}};
  if (value.is(JsonKind::string)) return meaning_of(value, words);
  if (!value.is(JsonKind::object)) value.refuse_kind("the name of a layer or {\"peers\": [sources]}");
  Members members = value.members();
  const CoverLayer layer = decode_peers(members.required("peers"));
  members.finish();
  return layer;
}

void decode_split(const Value& value, WrittenCallTerms& written) {
  constexpr Word<CoverSplit> words[] = {{"equal", CoverSplit::equal},
                                        {"by_principal", CoverSplit::by_principal},
                                        {"by_outstanding", CoverSplit::by_outstanding},
                                        {"by_savings", CoverSplit::by_savings}};
  if (value.is(JsonKind::string)) {
    written.terms.split = meaning_of(value, words);
    return;
  }
  if (!value.is(JsonKind::object)) value.refuse_kind("the name of a split or {\"weights\": {id: weight}}");
  Members members = value.members();
  const Value weights = members.required("weights");
  members.finish();
  written.terms.split = CoverSplit::by_weights;
  written.weights = weights.entries();
  written.weights_pointer = weights.pointer();
}

void check(const WrittenCallTerms& written, const Value& value) {
  CallTerms terms = written.terms;
  terms.layers = written.layers;
  for (const Problem& problem : validate(terms)) refuse(problem.code, value.pointer() + problem.field, problem.message);
}

}  // namespace

std::int64_t decode_units(const Value& value, Currency currency) {
  const Money amount = value.amount(currency);
  if (amount.is_negative())
    value.refuse(ErrorCode::out_of_range, fmt::format("{}; an amount of a call is zero or more", to_text(amount)));
  return amount.units();
}

std::int64_t decode_limit(const Value& value, Currency currency) {
  if (value.is(JsonKind::string) && value.text() == "unlimited") return unlimited;
  return decode_units(value, currency);
}

std::int64_t decode_units_or(Members& members, std::string_view key, Currency currency, std::int64_t absent) {
  const auto value = members.optional(key);
  return value ? decode_units(*value, currency) : absent;
}

WrittenCallTerms decode_call_terms(const Value& value, Currency currency) {
  Members members = value.members();
  WrittenCallTerms written;
  if (const auto v = members.optional("share")) written.terms.share = decode_share(*v);
  if (const auto v = members.optional("split")) decode_split(*v, written);
  written.terms.tolerance = decode_units_or(members, "tolerance", currency, 0);
  written.terms.cap_per_call = decode_units_or(members, "cap_per_call", currency, unlimited);
  if (const auto v = members.optional("cash_limit")) written.cash_limit = decode_limit(*v, currency);
  written.layers = members.required("layers").each(decode_layer);
  members.finish();
  check(written, value);
  return written;
}

}  // namespace solidarity::detail
