// SPDX-License-Identifier: MIT
#include "io/terms_parts.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>

#include <algorithm>

namespace solidarity::detail {
namespace {

// "2.50" as {25, 1}.
WrittenDecimal decode_weight(const Value& item) {
  WrittenDecimal weight = item.parsed([](std::string_view text) { return parse_decimal(text, {"a weight", 9}); });
  for (; weight.decimals > 0 && weight.mantissa % 10 == 0; --weight.decimals) weight.mantissa /= 10;
  return weight;
}

// Weights as integers in the coarsest common power of ten: "0.5", "1" -> 5, 10.
std::vector<std::int64_t> decode_weights(const Value& list) {
  const auto weights = list.each(decode_weight);
  int decimals = 0;
  for (const WrittenDecimal& weight : weights) decimals = std::max(decimals, weight.decimals);
  std::vector<std::int64_t> scaled;
  for (const WrittenDecimal& weight : weights) {
    wide value = weight.mantissa;
    for (int k = weight.decimals; k < decimals; ++k) value *= 10;
    scaled.push_back(located(list.pointer(), [&] { return checked_units(value); }));
  }
  return scaled;
}

Amortization decode_amortization_word(const Value& value) {
  static const Word<Amortization> words[] = {{"equal_installments", EqualInstallments{}},
                                             {"equal_principal", EqualPrincipal{}},
                                             {"bullet", Bullet{}},
                                             {"interest_only", Bullet{}},
                                             {"sum_of_digits", SumOfDigits{}}};
  return meaning_of(value, words);
}

Amortization decode_bullet(const Value& value) {
  constexpr Word<bool> words[] = {{"all", true}};
  return Bullet{.interest_too = meaning_of(value, words)};
}

Amortization decode_steps(Members& members, const Value& step) {
  return StepInstallments{.step = step.rate(), .every = members.required("every").integer(1, max_installments)};
}

Amortization decode_weighted(Members& members, const Value& weights) {
  WeightedPrincipal weighted{.weights = decode_weights(weights)};
  if (const auto v = members.optional("interest_weights")) weighted.interest_weights = decode_weights(*v);
  return weighted;
}

Amortization decode_amortization_form(const Value& value, Members& members, Currency currency) {
  if (const auto v = members.optional("bullet")) return decode_bullet(*v);
  if (const auto v = members.optional("balloon")) return Balloon{v->amount(currency)};
  if (const auto v = members.optional("step_percent")) return decode_steps(members, *v);
  if (const auto v = members.optional("principal_percent_each")) return PrincipalPercentEach{v->rate()};
  if (const auto v = members.optional("weights")) return decode_weighted(members, *v);
  if (const auto v = members.optional("principal"))
    return ListedPrincipal{v->each([&](const Value& item) { return item.amount(currency); })};
  members.finish();  // names an unknown key
  value.refuse(ErrorCode::malformed_document,
               "an empty object; give bullet, balloon, step_percent, principal_percent_each, weights or principal");
}

void refuse_two_forms(const Members& members) {
  constexpr std::string_view forms[] = {"bullet",  "balloon",  "step_percent", "principal_percent_each",
                                        "weights", "principal"};
  for (const auto& a : forms)
    for (const auto& b : forms)
      if (&a < &b) members.refuse_both(a, b);
}

Amortization decode_amortization(const Value& value, Currency currency) {
  if (value.is(JsonKind::string)) return decode_amortization_word(value);
  if (!value.is(JsonKind::object))
    value.refuse_kind("a word such as \"equal_installments\" or an object such as {\"balloon\": \"500.00\"}");
  Members members = value.members();
  refuse_two_forms(members);
  Amortization amortization = decode_amortization_form(value, members, currency);
  members.finish();
  return amortization;
}

}  // namespace

// `installment_amount` belongs to equal installments, and fixes them.
Amortization decode_repayment_form(Members& members, Currency currency) {
  const auto form = members.optional("amortization");
  const auto fixed = members.optional("installment_amount");
  Amortization amortization = form ? decode_amortization(*form, currency) : EqualInstallments{};
  if (!fixed) return amortization;
  auto* equal = std::get_if<EqualInstallments>(&amortization);
  if (equal == nullptr)
    fixed->refuse(ErrorCode::contradictory_terms,
                  "/installment_amount fixes equal installments; /amortization is another form");
  equal->amount = fixed->amount(currency);
  return amortization;
}

}  // namespace solidarity::detail
