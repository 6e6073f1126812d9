// SPDX-License-Identifier: MIT
#include "io/terms_codec.hpp"
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/money/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

// "key": [item, item, ...]
template <class Range, class F>
void list(JsonWriter& out, std::string_view key, const Range& range, F write) {
  out.key(key);
  out.open('[');
  for (const auto& item : range) write(item);
  out.close(']');
}

// "key": {members written by f}
template <class F>
void object(JsonWriter& out, std::string_view key, F f) {
  out.key(key);
  out.open('{');
  f();
  out.close('}');
}

void optional(JsonWriter& out, std::string_view key, const std::optional<Money>& amount) {
  if (amount) out.member(key, decimal_text(*amount));
}

bool is_iso(Currency currency) {
  return std::ranges::any_of(iso4217::all, [&](Currency known) { return known == currency; });
}

void encode_currency(JsonWriter& out, Currency currency) {
  if (is_iso(currency)) return out.member("currency", currency.code());
  object(out, "currency", [&] {
    out.member("code", currency.code());
    out.member("exponent", currency.digits());
  });
}

void encode_tranche(JsonWriter& out, Date on, Money amount) {
  out.open('{');
  out.member("on", to_text(on));
  out.member("amount", decimal_text(amount));
  out.close('}');
}

void encode_advances(JsonWriter& out, const LoanTerms& terms) {
  if (terms.further_tranches.empty()) {
    out.member("principal", decimal_text(terms.principal));
    out.member("disbursed_on", to_text(terms.disbursed_on));
    return;
  }
  out.key("tranches");
  out.open('[');
  encode_tranche(out, terms.disbursed_on, terms.principal);
  for (const Tranche& tranche : terms.further_tranches) encode_tranche(out, tranche.on, tranche.amount);
  out.close(']');
}

void encode_accrual(JsonWriter& out, const Accrual& accrual) {
  std::visit(overloaded{[&](const ByPeriod& by) {
                          out.member("accrual", "by_period");
                          if (by.year_days != 0) out.member("year_days", by.year_days);
                        },
                        [&](const ByDay& by) {
                          out.member("accrual", "by_day");
                          out.member("day_count", to_text(by.day_count));
                        }},
             accrual);
}

void encode_rate_changes(JsonWriter& out, const std::vector<RateChange>& changes) {
  list(out, "rate_changes", changes, [&](const RateChange& change) {
    out.open('{');
    out.member("on", to_text(change.on));
    out.member("rate_percent", decimal_text(change.rate));
    out.close('}');
  });
}

void encode_interest(JsonWriter& out, const InterestTerms& interest) {
  out.member("method", word_for(interest.method, method_words));
  out.member("rate_percent", decimal_text(interest.rate));
  out.member("per", word_for(interest.per, per_words));
  encode_accrual(out, interest.accrual);
  if (interest.kind != RateKind::nominal) out.member("rate_kind", word_for(interest.kind, rate_kind_words));
  if (interest.from) out.member("from", to_text(*interest.from));
  if (interest.first_period != FirstPeriod::nominal)
    out.member("first_period", word_for(interest.first_period, first_period_words));
  if (const auto& years = interest.first_period_years)
    object(out, "first_period",
           [&] { out.member("years", fmt::format("{}/{}", years->numerator, years->denominator)); });
  if (!interest.changes.empty()) encode_rate_changes(out, interest.changes);
  if (interest.capitalise_in_grace) out.member("capitalise", "in_grace");
}

void encode_repayments(JsonWriter& out, const Repayments& repayments) {
  out.member("count", repayments.count);
  if (const auto* on = std::get_if<OnDates>(&repayments.every))
    object(out, "every", [&] { list(out, "due", on->dates, [&](Date day) { out.text(to_text(day)); }); });
  else out.member("every", to_text(repayments.every));
  if (repayments.first_due_on) out.member("first_due_on", to_text(*repayments.first_due_on));
}

void encode_grace(JsonWriter& out, const Grace& grace) {
  const auto rows = [&](std::string_view key, int count) {
    if (count != 0) out.member(key, count);
  };
  rows("principal", grace.principal);
  rows("interest_payment", grace.interest_payment);
  rows("interest_free", grace.interest_free);
  rows("all", grace.all);
}

void encode_weights(JsonWriter& out, std::string_view key, const std::vector<std::int64_t>& weights) {
  list(out, key, weights, [&](std::int64_t weight) { out.text(decimal_text(weight, 0)); });
}

struct AmortizationEncoder {
  JsonWriter& out;

  void word(std::string_view text) const { out.member("amortization", text); }
  template <class F>
  void form(F f) const {
    object(out, "amortization", f);
  }

  void operator()(const EqualInstallments& equal) const {
    word("equal_installments");
    optional(out, "installment_amount", equal.amount);
  }
  void operator()(const EqualPrincipal&) const { word("equal_principal"); }
  void operator()(const SumOfDigits&) const { word("sum_of_digits"); }
  void operator()(const Bullet& bullet) const {
    if (!bullet.interest_too) return word("bullet");
    form([&] { out.member("bullet", "all"); });
  }
  void operator()(const Balloon& balloon) const {
    form([&] { out.member("balloon", decimal_text(balloon.amount)); });
  }
  void operator()(const StepInstallments& steps) const {
    form([&] {
      out.member("step_percent", decimal_text(steps.step));
      out.member("every", steps.every);
    });
  }
  void operator()(const PrincipalPercentEach& each) const {
    form([&] { out.member("principal_percent_each", decimal_text(each.percent)); });
  }
  void operator()(const WeightedPrincipal& weighted) const {
    form([&] {
      encode_weights(out, "weights", weighted.weights);
      if (!weighted.interest_weights.empty()) encode_weights(out, "interest_weights", weighted.interest_weights);
    });
  }
  void operator()(const ListedPrincipal& listed) const {
    form([&] { list(out, "principal", listed.principal, [&](Money amount) { out.text(decimal_text(amount)); }); });
  }
};

void encode_charge_time(JsonWriter& out, const ChargeTime& at) {
  std::visit(overloaded{[&](AtDisbursement) { out.member("at", "disbursement"); },
                        [&](AtInstallment) { out.member("at", "installment"); },
                        [&](Date day) { out.member("at", to_text(day)); }},
             at);
}

void encode_fee(JsonWriter& out, const Fee& fee) {
  out.open('{');
  out.member("name", fee.name);
  encode_charge_time(out, fee.at);
  if (const auto* amount = std::get_if<Money>(&fee.amount)) out.member("amount", decimal_text(*amount));
  if (const auto* percent = std::get_if<PercentOf>(&fee.amount)) {
    out.member("percent", decimal_text(percent->percent));
    out.member("of", word_for(percent->of, charge_base_words));
  }
  if (fee.kind != ChargeKind::fee) out.member("kind", word_for(fee.kind, charge_kind_words));
  if (fee.financed) out.member("financed", true);
  optional(out, "min", fee.min);
  optional(out, "max", fee.max);
  out.close('}');
}

void encode_insurance(JsonWriter& out, const InsuranceTerms& insurance) {
  out.member("percent", decimal_text(insurance.premium));
  out.member("of", word_for(insurance.of, insurance_base_words));
  out.member("at", word_for(!insurance.single, at_installment_words));
}

void encode_savings(JsonWriter& out, const CompulsorySavings& savings) {
  out.member("percent", decimal_text(savings.percent));
  out.member("of", word_for(savings.of, savings_base_words));
  out.member("at", word_for(savings.at_installment, at_installment_words));
  if (!savings.interest_per_year.is_zero()) out.member("interest_percent", decimal_text(savings.interest_per_year));
}

void encode_charges(JsonWriter& out, const LoanTerms& terms) {
  if (!terms.down_payment.is_zero()) out.member("down_payment_percent", decimal_text(terms.down_payment));
  if (!terms.fees.empty()) list(out, "fees", terms.fees, [&](const Fee& fee) { encode_fee(out, fee); });
  if (terms.insurance) object(out, "insurance", [&] { encode_insurance(out, *terms.insurance); });
  if (terms.compulsory_savings)
    object(out, "compulsory_savings", [&] { encode_savings(out, *terms.compulsory_savings); });
}

void encode_days(JsonWriter& out, const Period& days) {
  if (days.start == days.end) return out.text(to_text(days.start));
  out.open('{');
  out.member("from", to_text(days.start));
  out.member("to", to_text(days.end));
  out.close('}');
}

void encode_calendar(JsonWriter& out, const DueDateRule& rule) {
  out.key("weekend");
  out.open('[');
  for (const auto& word : weekday_words)
    if (rule.business_days.is_weekend(word.meaning)) out.text(word.text);
  out.close(']');
  list(out, "holidays", rule.business_days.holidays(), [&](const Period& days) { encode_days(out, days); });
  out.member("roll", to_text(rule.roll));
  if (rule.interest_follows) out.member("interest_follows", true);
}

void encode_moratorium(JsonWriter& out, const Moratorium& moratorium) {
  out.open('{');
  out.member("from", to_text(moratorium.period.start));
  out.member("to", to_text(moratorium.period.end));
  out.member("interest", word_for(moratorium.interest_stops, moratorium_words));
  out.close('}');
}

struct RoundingEncoder {
  JsonWriter& out;

  template <class Policy>
  void common(const Policy& policy) const {
    out.member("mode", to_text(policy.mode));
    optional(out, "installment_multiple", policy.installment_multiple);
    optional(out, "currency_multiple", policy.currency_multiple);
  }
  void residual(Residual residual) const { out.member("residual", word_for(residual, residual_words)); }

  void operator()(const ExactRounding& policy) const {
    common(policy);
    residual(policy.residual);
  }
  void operator()(const FineractCumulative& policy) const {
    out.member("preset", "fineract-cumulative");
    common(policy);
  }
  void operator()(const FineractProgressive& policy) const {
    out.member("preset", "fineract-progressive");
    common(policy);
  }
  void operator()(const MifosRounding& policy) const {
    out.member("preset", "mifos");
    if (policy.currency_digits) out.member("currency_digits", *policy.currency_digits);
    out.member("currency_mode", to_text(policy.currency_mode));
    out.member("installment_multiple", decimal_text(policy.installment_multiple_micros, 6));
    out.member("installment_mode", to_text(policy.installment_mode));
    out.member("final_multiple", decimal_text(policy.final_multiple_micros, 6));
    out.member("final_mode", to_text(policy.final_mode));
    residual(policy.residual);
    if (policy.allow_negative_last) out.member("allow_negative_last", true);
    if (policy.overdue_interest_first) out.member("overdue_interest_first", true);
  }
  void operator()(const OpenCbsRounding& policy) const {
    out.member("preset", "opencbs");
    if (policy.currency_digits) out.member("currency_digits", *policy.currency_digits);
    residual(policy.residual);
    if (policy.accrual) out.member("accounting", word_for(policy.accrual, accounting_words));
    if (!policy.penalties_on_days_off) out.member("penalties_on_days_off", false);
    if (policy.penalties_after_charge_off) out.member("penalties_after_charge_off", true);
  }
  void operator()(const FrappeRounding& policy) const { frappe(policy); }
  template <class Policy>
  void frappe(const Policy& policy) const {
    out.member("preset", "frappe");
    if constexpr (requires { policy.currency_multiple; }) optional(out, "currency_multiple", policy.currency_multiple);
  }
};

}  // namespace

void encode_terms(JsonWriter& out, const LoanTerms& terms) {
  out.open('{');
  out.member("version", 1);
  encode_currency(out, terms.principal.currency());
  encode_advances(out, terms);
  object(out, "interest", [&] { encode_interest(out, terms.interest); });
  std::visit(AmortizationEncoder{out}, terms.amortization);
  object(out, "repayments", [&] { encode_repayments(out, terms.repayments); });
  if (terms.negative_amortization) out.member("negative_amortization", true);
  if (terms.grace != Grace{}) object(out, "grace", [&] { encode_grace(out, terms.grace); });
  encode_charges(out, terms);
  if (terms.calendar != DueDateRule{}) object(out, "calendar", [&] { encode_calendar(out, terms.calendar); });
  if (!terms.moratoria.empty())
    list(out, "moratoria", terms.moratoria, [&](const Moratorium& moratorium) { encode_moratorium(out, moratorium); });
  encode_servicing(out, terms);
  object(out, "rounding", [&] { std::visit(RoundingEncoder{out}, terms.rounding); });
  out.close('}');
}

}  // namespace solidarity::detail
