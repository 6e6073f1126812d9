// SPDX-License-Identifier: MIT
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

constexpr std::string_view preset_names[] = {
    "mifos-standard",
    "interest-principal-penalties-fees",
    "principal-interest-penalties-fees",
    "early-repayment",
    "heavensfamily",
    "creocore",
    "rbi-india",
    "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest",
    "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee",
    "opencbs"};

Waterfall decode_preset(const Value& value) {
  if (const auto waterfall = waterfall_named(value.text())) return *waterfall;
  refuse_word(value, {std::begin(preset_names), std::end(preset_names)});
}

// "past_due_penalty"
std::string bucket_text(Bucket bucket) {
  return fmt::format("{}_{}", word_for(bucket.when, lateness_words), word_for(bucket.component, component_words));
}

Bucket decode_bucket(const Value& value) {
  std::vector<std::string> names;
  for (const Bucket bucket : oldest_first.order) {
    names.push_back(bucket_text(bucket));
    if (names.back() == value.text()) return bucket;
  }
  refuse_word(value, {names.begin(), names.end()});
}

std::string missing_from(const std::vector<Bucket>& order) {
  std::vector<std::string> missing;
  for (const Bucket bucket : oldest_first.order)
    if (std::ranges::find(order, bucket) == order.end()) missing.push_back(bucket_text(bucket));
  return fmt::format("{}", fmt::join(missing, ", "));
}

// An order of twelve knows no insurance (Fineract's): it is paid with the fees, after them.
std::vector<Bucket> with_insurance(const std::vector<Bucket>& order) {
  std::vector<Bucket> all;
  for (const Bucket bucket : order) {
    if (bucket.component == Component::insurance) return order;
    all.push_back(bucket);
    if (bucket.component == Component::fee) all.push_back({bucket.when, Component::insurance});
  }
  return all;
}

std::array<Bucket, bucket_count> decode_order(const Value& value) {
  const std::vector<Bucket> order = with_insurance(value.each(decode_bucket));
  if (order.size() != bucket_count)
    value.refuse(ErrorCode::out_of_range, fmt::format("{} buckets; an order has {}, each once{}{}", order.size(),
                                                      bucket_count, order.size() < bucket_count ? "; missing: " : "",
                                                      order.size() < bucket_count ? missing_from(order) : ""));
  std::array<Bucket, bucket_count> all{};
  std::ranges::copy(order, all.begin());
  return all;
}

Waterfall decode_base(Members& members) {
  members.refuse_both("preset", "order");
  if (const auto v = members.optional("preset")) return decode_preset(*v);
  return {.order = decode_order(members.required("order"))};
}

Waterfall decode_one(const Value& value) {
  if (value.is(JsonKind::string)) return decode_preset(value);
  if (!value.is(JsonKind::object)) value.refuse_kind("the name of a waterfall or an object with an order");
  Members members = value.members();
  Waterfall waterfall = decode_base(members);
  if (const auto v = members.optional("in_advance")) waterfall.in_advance = meaning_of(*v, in_advance_words);
  if (const auto v = members.optional("direction")) waterfall.direction = meaning_of(*v, direction_words);
  if (const auto v = members.optional("quirk")) waterfall.quirk = meaning_of(*v, quirk_words);
  members.finish();
  return waterfall;
}

void decode_kinds(Members& members, LoanTerms& terms) {
  members.refuse_both("repay", "repayment");
  members.refuse_both("adjust_charge", "charge_adjustment");
  if (const auto v = members.optional("default")) terms.waterfall = decode_one(*v);
  for (const auto& word : payment_kind_words)
    if (const auto v = members.optional(word.text)) terms.waterfalls.push_back({word.meaning, decode_one(*v)});
}

// The preset that is this waterfall; empty when there is none.
std::string_view name_of(const Waterfall& waterfall) {
  for (const std::string_view name : preset_names)
    if (waterfall_named(name) == waterfall) return name;
  return {};
}

void encode_one(JsonWriter& out, const Waterfall& waterfall) {
  if (const auto name = name_of(waterfall); !name.empty()) return out.text(name);
  out.open('{');
  out.key("order");
  out.open('[');
  for (const Bucket bucket : waterfall.order) out.text(bucket_text(bucket));
  out.close(']');
  out.member("in_advance", word_for(waterfall.in_advance, in_advance_words));
  out.member("direction", word_for(waterfall.direction, direction_words));
  if (waterfall.quirk != WaterfallQuirk::none) out.member("quirk", word_for(waterfall.quirk, quirk_words));
  out.close('}');
}

}  // namespace

void decode_waterfall(const Value& value, LoanTerms& terms) {
  if (!value.is(JsonKind::object)) {
    terms.waterfall = decode_one(value);
    return;
  }
  Members members = value.members();
  const bool by_kind = !members.has("order") && !members.has("preset");
  if (!by_kind) {
    terms.waterfall = decode_one(value);
    return;
  }
  decode_kinds(members, terms);
  members.finish();
}

void encode_waterfall(JsonWriter& out, const LoanTerms& terms) {
  if (terms.waterfall == oldest_first && terms.waterfalls.empty()) return;
  out.key("waterfall");
  if (terms.waterfalls.empty()) return encode_one(out, terms.waterfall);
  out.open('{');
  if (terms.waterfall != oldest_first) {
    out.key("default");
    encode_one(out, terms.waterfall);
  }
  for (const WaterfallFor& kind : terms.waterfalls) {
    out.key(word_for(kind.kind, payment_kind_words));
    encode_one(out, kind.waterfall);
  }
  out.close('}');
}

}  // namespace solidarity::detail
