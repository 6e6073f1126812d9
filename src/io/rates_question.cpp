// SPDX-License-Identifier: MIT
#include "io/document.hpp"
#include "io/facts.hpp"
#include "io/questions.hpp"
#include "io/terms_codec.hpp"

#include <solidarity/disclosure/apr.hpp>
#include <solidarity/disclosure/cost.hpp>
#include <solidarity/disclosure/decimal.hpp>
#include <solidarity/disclosure/eu_apr.hpp>
#include <solidarity/disclosure/irr.hpp>
#include <solidarity/disclosure/reg_z.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <cstddef>

namespace solidarity::detail {
namespace {

constexpr int most_flows = 100'000;

double decimal(const Value& value) {
  return value.parsed([](std::string_view text) { return solidarity::Decimal::parse(text).to_double(); });
}

// A number of periods: a decimal text, or a JSON integer.
double number(const Value& value) {
  if (value.is(JsonKind::integer)) return value.integer(-1'000'000, 1'000'000);
  if (!value.is(JsonKind::string)) value.refuse_kind("a number in quotation marks such as \"1.5\"");
  return decimal(value);
}

// The same, also written as a fraction: "19/30".
double fraction(const Value& value) {
  if (!value.is(JsonKind::string)) return number(value);
  const std::string_view text = value.text();
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return decimal(value);
  return located(value.pointer(), [&] {
    const double below = solidarity::Decimal::parse(text.substr(slash + 1)).to_double();
    if (below <= 0) refuse(ErrorCode::out_of_range, "a fraction has a denominator above zero");
    return solidarity::Decimal::parse(text.substr(0, slash)).to_double() / below;
  });
}

// Amounts are read together: all in one unit that makes them whole, so that doubles hold them exactly.
class Amounts {
 public:
  void read(const Value& value) {
    if (!value.is(JsonKind::string)) value.refuse_kind("an amount in quotation marks such as \"-86.50\"");
    static_cast<void>(decimal(value));  // refuses what is no number
    texts_.emplace_back(value.text());
  }
  [[nodiscard]] std::vector<double> all() const { return whole_amounts(texts_); }

 private:
  std::vector<std::string> texts_;
};

int decode_count(Members& members) {
  const auto count = members.optional("count");
  return count ? count->integer(1, most_flows) : 1;
}

std::vector<DatedFlow> decode_dated(const Value& list) {
  Amounts amounts;
  std::vector<DatedFlow> flows;
  for (const Value& item : list.items()) {
    Members members = item.members();
    flows.push_back({members.required("on").date(), 0});
    amounts.read(members.required("amount"));
    members.finish();
  }
  const auto values = amounts.all();
  for (std::size_t k = 0; k < flows.size(); ++k) flows[k].amount = values[k];
  return flows;
}

std::vector<RegularFlow> decode_regular(const Value& list) {
  Amounts amounts;
  std::vector<RegularFlow> flows;
  for (const Value& item : list.items()) {
    Members members = item.members();
    RegularFlow flow{.at = number(members.required("t")), .amount = 0, .count = decode_count(members)};
    amounts.read(members.required("amount"));
    members.finish();
    flows.push_back(flow);
  }
  const auto values = amounts.all();
  for (std::size_t k = 0; k < flows.size(); ++k) flows[k].amount = values[k];
  return flows;
}

std::string percent(double rate) { return solidarity::number_text(100 * rate); }

std::vector<std::string> texts(const std::vector<double>& values) {
  std::vector<std::string> all;
  for (const double value : values) all.push_back(solidarity::number_text(value));
  return all;
}

void add_roots(Facts& facts, const RateResult& result) {
  if (!result.ambiguous()) return;
  std::vector<std::string> all;
  for (const RateRoot& root : result.roots) all.push_back(solidarity::number_text(root.rate));
  facts.add("roots", std::move(all));
}

// ---------------------------------------------------------------- the forms of the document

Facts answer_dated(const Value& list, Members& members) {
  const auto flows = decode_dated(list);
  const auto convention = members.optional("day_count");
  const DayCount day_count = convention ? convention->parsed(parse_day_count) : DayCount::actual_365;
  members.finish();
  const RateResult result = located(list.pointer(), [&] { return xirr(flows, day_count); });
  Facts facts;
  facts.add("xirr_percent", percent(result.rate));
  facts.add("eir_percent", percent(result.rate));
  facts.add("apr_percent", percent(12 * rate_per_period(result.rate, 12)));
  add_roots(facts, result);
  return facts;
}

Facts answer_regular(const Value& list, Members& members) {
  const auto flows = decode_regular(list);
  const double per_year = number(members.required("periods_per_year"));
  members.finish();
  const RateResult result = located(list.pointer(), [&] { return irr(flows); });
  Facts facts;
  facts.add("irr_per_period", solidarity::number_text(result.rate));
  facts.add("apr_percent", solidarity::number_text(nominal_apr_percent(result.rate, per_year)));
  facts.add("eir_percent", solidarity::number_text(eir_percent(result.rate, per_year)));
  facts.add("aprc_percent", solidarity::number_text(eu_aprc(flows, per_year).aprc_percent));
  add_roots(facts, result);
  return facts;
}

bool is_dated(const Value& list) {
  const auto items = list.items();
  return !items.empty() && items.front().is(JsonKind::object) && items.front().members().has("on");
}

Facts answer_flows(Members& members) {
  const Value list = members.required("flows");
  return is_dated(list) ? answer_dated(list, members) : answer_regular(list, members);
}

std::vector<RegZFlow> decode_reg_z_flows(const Value& list, Amounts& amounts) {
  return list.each([&](const Value& item) {
    Members members = item.members();
    amounts.read(members.required("amount"));
    RegZFlow flow{.amount = 0, .t = members.required("t").integer(0, most_flows)};
    if (const auto v = members.optional("f")) flow.f = fraction(*v);
    flow.count = decode_count(members);
    members.finish();
    return flow;
  });
}

RegZTransaction decode_transaction(Members& members) {
  Amounts amounts;
  RegZTransaction transaction{.advances = decode_reg_z_flows(members.required("advances"), amounts),
                              .payments = decode_reg_z_flows(members.required("payments"), amounts),
                              .unit_periods_per_year = number(members.required("unit_periods_per_year"))};
  const auto values = amounts.all();
  std::size_t k = 0;
  for (auto* side : {&transaction.advances, &transaction.payments})
    for (RegZFlow& flow : *side) flow.amount = values[k++];
  return transaction;
}

Facts facts_of(const RegZResult& result) {
  Facts facts;
  facts.add("reg_z_apr_percent", solidarity::number_text(result.apr_percent));
  facts.add("unit_periods_per_year", solidarity::number_text(result.unit_periods_per_year));
  if (result.roots.size() > 1) facts.add("roots", texts(result.roots));
  return facts;
}

Facts answer_reg_z(const Value& value) {
  Members members = value.members();
  members.refuse_both("flows", "advances");
  members.refuse_both("flows", "payments");
  if (const auto v = members.optional("flows")) {
    const auto flows = decode_dated(*v);
    members.finish();
    Facts facts = located(v->pointer(), [&] { return facts_of(reg_z_apr(flows)); });
    facts.add("unit_period", to_text(reg_z_unit_period(flows)));
    return facts;
  }
  const RegZTransaction transaction = decode_transaction(members);
  members.finish();
  return located(value.pointer(), [&] { return facts_of(reg_z_apr(transaction)); });
}

Facts facts_of(const UnitPeriodInterval& interval) {
  Facts facts;
  facts.add("whole_periods", std::int64_t{interval.whole});
  facts.add(interval.odd_months ? "odd_months" : "odd_days", std::int64_t{interval.odd});
  facts.add("divisor", std::int64_t{interval.divisor});
  return facts;
}

Facts facts_of(const EuInterval& interval) {
  Facts facts;
  facts.add("whole_periods", std::int64_t{interval.whole});
  facts.add("odd_days", std::int64_t{interval.days});
  facts.add("divisor", std::int64_t{interval.days_in_year});
  return facts;
}

Facts answer_interval(const Value& value) {
  constexpr Word<bool> rules[] = {{"reg_z", true}, {"eu", false}};
  Members members = value.members();
  const Date from = members.required("from").date();
  const Date to = members.required("to").date();
  const Value unit = members.required("unit");
  const bool reg_z = meaning_of(members.required("rule"), rules);
  members.finish();
  return located(value.pointer(), [&] {
    return reg_z ? facts_of(reg_z_interval(from, to, unit.parsed(parse_unit_period)))
                 : facts_of(eu_interval(from, to, unit.parsed(parse_eu_period)));
  });
}

enum class Regime : std::uint8_t { none, us, eu, india };

Regime decode_regime(Members& members) {
  constexpr Word<Regime> words[] = {{"us", Regime::us}, {"eu", Regime::eu}, {"india", Regime::india}};
  const auto regime = members.optional("regime");
  return regime ? meaning_of(*regime, words) : Regime::none;
}

// India's key facts statement asks for the nominal rate: `apr_percent`, which every answer has.
void add_legal_rate(Facts& facts, Regime regime, const BorrowerFlows& flows) {
  if (regime == Regime::us) facts.add("reg_z_apr_percent", solidarity::number_text(reg_z_apr(flows.dated).apr_percent));
  if (regime == Regime::eu) facts.add("aprc_percent", solidarity::number_text(eu_aprc(flows.dated).aprc_percent));
}

// The terms' own refusals point into the terms: "/terms/repayments/count".
template <class F>
auto within_terms(const Value& value, F f) {
  try {
    return f();
  } catch (const Error& error) {
    if (error.field().starts_with(value.pointer())) throw;
    refuse(error.code(), value.pointer() + error.field(), error.message());
  }
}

Facts answer_terms(const Value& value, Members& members) {
  const LoanTerms terms = decode_terms(value);
  const Regime regime = decode_regime(members);
  members.finish();
  return within_terms(value, [&] {
    const Schedule schedule = amortize(terms);
    const LoanCost cost = cost_of(terms, schedule);
    Facts facts;
    if (cost.irr_per_period) facts.add("irr_per_period", solidarity::number_text(*cost.irr_per_period));
    if (cost.apr_percent) facts.add("apr_percent", solidarity::number_text(*cost.apr_percent));
    if (cost.eir_percent) facts.add("eir_percent", solidarity::number_text(*cost.eir_percent));
    add_legal_rate(facts, regime, borrower_flows(terms, schedule));
    return facts;
  });
}

Facts answer_document(const Value& root) {
  Members members = root.members();
  constexpr std::string_view forms[] = {"flows", "reg_z", "interval", "terms"};
  for (const auto& a : forms)
    for (const auto& b : forms)
      if (&a < &b) members.refuse_both(a, b);
  if (members.has("flows")) return answer_flows(members);
  if (const auto v = members.optional("terms")) return answer_terms(*v, members);
  Facts facts;
  if (const auto v = members.optional("reg_z")) facts = answer_reg_z(*v);
  else if (const auto v = members.optional("interval")) facts = answer_interval(*v);
  else refuse(ErrorCode::malformed_document, "none of flows, reg_z, interval, terms; one of them is the question");
  members.finish();
  return facts;
}

}  // namespace

std::string answer_rates(std::string_view document, AnswerFormat format) {
  const Document json(document);
  return answer_document(json.root()).print(format);
}

}  // namespace solidarity::detail
