// SPDX-License-Identifier: MIT
// The events of a LOAN document: a word, a day and what else the event says.
#include "io/loan_document.hpp"
#include "io/terms_parts.hpp"
#include "io/terms_words.hpp"

#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

// What an event needs to know of its loan to read itself.
struct Context {
  const LoanTerms& terms;
  Date on;
  [[nodiscard]] Currency currency() const { return terms.principal.currency(); }
};

using Decode = LoanAction (*)(Members&, const Context&);

struct EventWord {
  std::string_view text;
  Decode decode;
};

Money amount_of(Members& members, const Context& context) {
  return members.required("amount").amount(context.currency());
}

std::optional<Money> amount_if_given(Members& members, const Context& context) {
  const auto amount = members.optional("amount");
  return amount ? std::optional(amount->amount(context.currency())) : std::nullopt;
}

std::string text_of(Members& members, std::string_view key) { return std::string(members.required(key).text()); }

// All that the terms plan to hand out.
Money planned(const LoanTerms& terms) {
  Money sum = terms.principal;
  for (const Tranche& tranche : terms.further_tranches) sum += tranche.amount;
  return sum;
}

// One key by either of two names.
std::optional<Value> either(Members& members, std::string_view name, std::string_view other) {
  members.refuse_both(name, other);
  auto value = members.optional(name);
  auto by_other = members.optional(other);
  return value ? value : by_other;
}

template <class Action>
LoanAction bare(Members&, const Context&) {
  return Action{};
}
template <class Action>
LoanAction with_amount(Members& members, const Context& context) {
  return Action{amount_of(members, context)};
}
template <class Action>
LoanAction with_planned_amount(Members& members, const Context& context) {
  return Action{amount_if_given(members, context).value_or(planned(context.terms))};
}

LoanAction disburse(Members& members, const Context& context) {
  return Disburse{amount_if_given(members, context).value_or(context.terms.principal)};
}

template <PaymentKind kind>
LoanAction pay(Members& members, const Context& context) {
  return Repay{.amount = amount_of(members, context), .kind = kind};
}

LoanAction cover(Members& members, const Context& context) {
  constexpr Word<PaymentKind> by[] = {{"peer", PaymentKind::cover_by_peer},
                                      {"savings", PaymentKind::cover_by_savings},
                                      {"fund", PaymentKind::cover_by_fund},
                                      {"insurance", PaymentKind::cover_by_insurance}};
  const PaymentKind kind = meaning_of(members.required("by"), by);
  return Repay{.amount = amount_of(members, context), .kind = kind};
}

LoanAction prepay(Members& members, const Context& context) {
  constexpr Word<EarlyPrincipal> effects[] = {{"keep_schedule", EarlyPrincipal::next},
                                              {"next", EarlyPrincipal::next},
                                              {"reduce_installment", EarlyPrincipal::reduce_installment},
                                              {"reduce_term", EarlyPrincipal::reduce_term},
                                              {"last_unpaid", EarlyPrincipal::last_unpaid}};
  const auto effect = either(members, "effect", "early");
  const auto& recalculation = context.terms.recalculation;
  return Prepay{.amount = amount_of(members, context),
                .effect = effect          ? meaning_of(*effect, effects)
                          : recalculation ? recalculation->early
                                          : EarlyPrincipal::next};
}

LoanAction pay_off(Members& members, const Context& context) { return PayOff{amount_if_given(members, context)}; }

LoanAction charge(Members& members, const Context& context, ChargeKind kind) {
  members.refuse_both("amount", "percent");
  const auto name = members.optional("name");
  const auto due = either(members, "due", "at");
  const auto percent = members.optional("percent");
  std::variant<Money, Rate> amount = percent ? std::variant<Money, Rate>(percent->rate()) : amount_of(members, context);
  return ChargeFee{.name = name ? std::string(name->text()) : std::string(word_for(kind, charge_kind_words)),
                   .amount = amount,
                   .due = due ? due->date() : context.on,
                   .kind = kind};
}

LoanAction charge_fee(Members& members, const Context& context) {
  const auto kind = members.optional("kind");
  return charge(members, context, kind ? meaning_of(*kind, charge_kind_words) : ChargeKind::fee);
}

LoanAction assess_penalty(Members& members, const Context& context) {
  return charge(members, context, ChargeKind::penalty);
}

LoanAction adjust_charge(Members& members, const Context& context) {
  return AdjustCharge{.charge = text_of(members, "charge"), .amount = amount_of(members, context)};
}

LoanAction waive_charge(Members& members, const Context&) { return WaiveCharge{text_of(members, "charge")}; }

template <Component component>
LoanAction waive_one(Members& members, const Context& context) {
  return Waive{.component = component, .amount = amount_if_given(members, context)};
}

LoanAction waive(Members& members, const Context& context) {
  constexpr Word<Component> components[] = {{"principal", Component::principal},
                                            {"interest", Component::interest},
                                            {"fees", Component::fee},
                                            {"fee", Component::fee},
                                            {"penalties", Component::penalty},
                                            {"penalty", Component::penalty},
                                            {"insurance", Component::insurance}};
  const Component component = meaning_of(members.required("component"), components);
  return Waive{.component = component, .amount = amount_if_given(members, context)};
}

LoanAction charge_back(Members& members, const Context& context) {
  const auto of = members.optional("of");
  return ChargeBack{.amount = amount_of(members, context), .of = of ? std::string(of->text()) : std::string()};
}

LoanAction write_off(Members& members, const Context& context) { return WriteOff{amount_if_given(members, context)}; }

LoanAction reschedule(Members& members, const Context&) {
  const auto rows = [&](std::string_view key) {
    const auto v = members.optional(key);
    return v ? v->integer(0, max_installments) : 0;
  };
  Reschedule change;
  if (const auto v = members.optional("from")) change.from = v->date();
  if (const auto v = members.optional("to")) change.to = v->date();
  change.extra_installments = rows("extra_installments");
  if (const auto v = members.optional("rate_percent")) change.rate = v->rate();
  change.grace_principal = rows("grace_principal");
  change.grace_interest_payment = rows("grace_interest_payment");
  if (const auto v = members.optional("capitalise_arrears")) change.capitalise_arrears = v->boolean();
  if (const auto v = members.optional("interest_in_shift")) change.interest_in_shift = v->boolean();
  return change;
}

LoanAction re_age(Members& members, const Context& context) {
  const auto every = members.optional("every");
  const auto count = either(members, "count", "installments");
  return ReAge{.installments = (count ? *count : members.required("installments")).integer(1, max_installments),
               .first_due_on = members.required("first_due_on").date(),
               .every = every ? decode_every(*every) : context.terms.repayments.every};
}

LoanAction moratorium(Members& members, const Context&) {
  const auto interest = members.optional("interest");
  return GrantMoratorium{.from = members.required("from").date(),
                         .to = members.required("to").date(),
                         .interest_stops = interest && meaning_of(*interest, moratorium_words)};
}

LoanAction transfer(Members& members, const Context&) { return Transfer{text_of(members, "to")}; }

LoanAction reverse(Members& members, const Context&) { return Reverse{text_of(members, "of")}; }

constexpr EventWord event_words[] = {{"apply", with_planned_amount<Apply>},
                                     {"approve", with_planned_amount<Approve>},
                                     {"reject", bare<Reject>},
                                     {"withdraw", bare<Withdraw>},
                                     {"disburse", disburse},
                                     {"undo_disbursement", bare<UndoDisbursement>},
                                     {"undo_disbursal", bare<UndoDisbursement>},
                                     {"top_up", with_amount<TopUp>},
                                     {"repay", pay<PaymentKind::repayment>},
                                     {"repayment", pay<PaymentKind::repayment>},
                                     {"down_payment", pay<PaymentKind::down_payment>},
                                     {"goodwill_credit", pay<PaymentKind::goodwill_credit>},
                                     {"merchant_issued_refund", pay<PaymentKind::merchant_issued_refund>},
                                     {"payout_refund", pay<PaymentKind::payout_refund>},
                                     {"cover_by_peer", pay<PaymentKind::cover_by_peer>},
                                     {"cover_by_savings", pay<PaymentKind::cover_by_savings>},
                                     {"cover_by_fund", pay<PaymentKind::cover_by_fund>},
                                     {"cover_by_insurance", pay<PaymentKind::cover_by_insurance>},
                                     {"cover", cover},
                                     {"prepay", prepay},
                                     {"pay_off", pay_off},
                                     {"charge_fee", charge_fee},
                                     {"add_charge", charge_fee},
                                     {"assess_penalty", assess_penalty},
                                     {"adjust_charge", adjust_charge},
                                     {"charge_adjustment", adjust_charge},
                                     {"waive", waive},
                                     {"waive_principal", waive_one<Component::principal>},
                                     {"waive_interest", waive_one<Component::interest>},
                                     {"waive_fees", waive_one<Component::fee>},
                                     {"waive_fee", waive_one<Component::fee>},
                                     {"waive_penalties", waive_one<Component::penalty>},
                                     {"waive_penalty", waive_one<Component::penalty>},
                                     {"waive_insurance", waive_one<Component::insurance>},
                                     {"waive_charge", waive_charge},
                                     {"refund", with_amount<Refund>},
                                     {"credit_balance_refund", with_amount<RefundCredit>},
                                     {"charge_back", charge_back},
                                     {"charge_off", bare<ChargeOff>},
                                     {"write_off", write_off},
                                     {"recover", with_amount<Recover>},
                                     {"reschedule", reschedule},
                                     {"re_age", re_age},
                                     {"re_amortize", bare<ReAmortize>},
                                     {"moratorium", moratorium},
                                     {"grant_moratorium", moratorium},
                                     {"suspend_interest", bare<SuspendInterest>},
                                     {"transfer", transfer},
                                     {"reverse", reverse},
                                     {"undo", reverse}};

// Equal but for underscores: "chargeback" and "charge_back".
bool is_same_word(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view& text) {
    while (text.starts_with('_')) text.remove_prefix(1);
    if (text.empty()) return '\0';
    const char c = text.front();
    text.remove_prefix(1);
    return c;
  };
  for (;;) {
    const char c = next(a);
    if (c != next(b)) return false;
    if (c == '\0') return true;
  }
}

Decode decode_of(const Value& type) {
  const std::string_view text = type.text();
  std::vector<std::string_view> known;
  for (const EventWord& word : event_words) {
    if (is_same_word(word.text, text)) return word.decode;
    known.push_back(word.text);
  }
  refuse_word(type, known);
}

std::string id_of(const std::optional<Value>& id) {
  if (!id) return {};
  if (id->text().empty())
    id->refuse(ErrorCode::out_of_range, "an empty id; leave it out, or give 1 to 128 of A-Z a-z 0-9 . _ : -");
  return std::string(id->text());
}

LoanEvent decode_fields(Members& members, const std::optional<Value>& id, const LoanTerms& terms) {
  const Decode decode = decode_of(members.required("type"));
  const Date on = members.required("on").date();
  const auto actor = members.optional("actor");
  const auto reason = members.optional("reason");
  LoanEvent event{.on = on, .what = decode(members, {terms, on}), .id = id_of(id)};
  if (actor) event.actor = actor->text();
  if (reason) event.reason = reason->text();
  members.finish();
  return event;
}

// Values outside their range are told beside what the loan refuses; anything else is a fault of the document.
bool is_business(ErrorCode code) { return code == ErrorCode::out_of_range || code == ErrorCode::overflow; }

}  // namespace

WrittenEvent decode_event(const Value& value, const LoanTerms& terms) {
  Members members = value.members();
  const auto id = members.optional("id");
  std::string name = id ? std::string(id->text()) : std::string();
  try {
    return {.event = decode_fields(members, id, terms), .id = std::move(name), .pointer = value.pointer()};
  } catch (const Error& error) {
    if (!is_business(error.code())) throw;
    return {.event = error.problem(), .id = std::move(name), .pointer = value.pointer()};
  }
}

}  // namespace solidarity::detail
