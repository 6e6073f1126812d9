// SPDX-License-Identifier: MIT
#include "io/terms_codec.hpp"
#include "io/terms_words.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity::detail {
namespace {

// ---------------------------------------------------------------- money handed out

Currency decode_currency(const Value& value) {
  if (value.is(JsonKind::string)) return value.parsed(Currency::of);
  if (!value.is(JsonKind::object)) value.refuse_kind("a currency code or {\"code\", \"exponent\"}");
  Members members = value.members();
  const Value code = members.required("code");
  const Value exponent = members.required("exponent");
  const int digits = exponent.integer(0, 4);
  members.finish();
  return code.parsed([&](std::string_view text) { return Currency::custom(text, digits); });
}

Tranche decode_tranche(const Value& value, Currency currency) {
  Members members = value.members();
  const Tranche tranche{.on = members.required("on").date(), .amount = members.required("amount").amount(currency)};
  members.finish();
  return tranche;
}

// All advances, the earliest first, the others in the order given.
std::vector<Tranche> decode_advances(Members& members, Currency currency) {
  const auto list = members.optional("tranches");
  if (!list)
    return {{.on = members.required("disbursed_on").date(), .amount = members.required("principal").amount(currency)}};
  members.refuse_both("tranches", "principal");
  members.refuse_both("tranches", "disbursed_on");
  auto tranches = list->each([&](const Value& item) { return decode_tranche(item, currency); });
  if (tranches.empty()) list->refuse(ErrorCode::out_of_range, "no tranche; a loan has at least one");
  const auto first = std::ranges::min_element(tranches, {}, &Tranche::on);
  std::rotate(tranches.begin(), first, first + 1);
  return tranches;
}

// ---------------------------------------------------------------- interest

Accrual decode_accrual(Members& members) {
  const auto accrual = members.optional("accrual");
  const auto day_count = members.optional("day_count");
  const auto year_days = members.optional("year_days");
  if (accrual && meaning_of(*accrual, accrual_words)) {
    if (year_days)
      year_days->refuse(ErrorCode::contradictory_terms,
                        fmt::format("{} \"by_day\" counts real days by {}; year_days belongs to \"by_period\"",
                                    accrual->pointer(), members.pointer("day_count")));
    return ByDay{members.required("day_count").parsed(parse_day_count)};
  }
  if (day_count)
    day_count->refuse(
        ErrorCode::contradictory_terms,
        fmt::format("a day count belongs to {} \"by_day\", not to \"by_period\"", members.pointer("accrual")));
  if (!year_days) return ByPeriod{};
  const int days = year_days->integer(360, 365);
  if (days != 360 && days != 364 && days != 365)
    year_days->refuse(ErrorCode::out_of_range, fmt::format("{}; a year has 360, 364 or 365 days", days));
  return ByPeriod{days};
}

std::vector<RateChange> decode_rate_changes(const Value& list) {
  return list.each([](const Value& item) {
    Members members = item.members();
    const RateChange change{.on = members.required("on").date(), .rate = members.required("rate_percent").rate()};
    members.finish();
    return change;
  });
}

// "14/365": a length that the parties counted themselves.
YearFraction parse_year_fraction(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos)
    refuse(ErrorCode::invalid_amount,
           quoted(text) + " is not a fraction of years; write days over the days of the year, such as \"14/365\"");
  const auto whole = [](std::string_view digits) {
    return parse_decimal(digits, {.noun = "a whole number", .max_decimals = 0}).mantissa;
  };
  return {whole(text.substr(0, slash)), whole(text.substr(slash + 1))};
}

void decode_first_period(const Value& value, InterestTerms& interest) {
  if (!value.is(JsonKind::object)) {
    interest.first_period = meaning_of(value, first_period_words);
    return;
  }
  Members members = value.members();
  interest.first_period_years = members.required("years").parsed(parse_year_fraction);
  members.finish();
}

InterestTerms decode_interest(const Value& value) {
  Members members = value.members();
  InterestTerms interest{.method = meaning_of(members.required("method"), method_words),
                         .rate = members.required("rate_percent").rate()};
  if (const auto v = members.optional("per")) interest.per = meaning_of(*v, per_words);
  interest.accrual = decode_accrual(members);
  if (const auto v = members.optional("rate_kind")) interest.kind = meaning_of(*v, rate_kind_words);
  if (const auto v = members.optional("from")) interest.from = v->date();
  if (const auto v = members.optional("first_period")) decode_first_period(*v, interest);
  if (const auto v = members.optional("rate_changes")) interest.changes = decode_rate_changes(*v);
  if (const auto v = members.optional("capitalise")) interest.capitalise_in_grace = meaning_of(*v, capitalise_words);
  members.finish();
  return interest;
}

// ---------------------------------------------------------------- repayments

Frequency decode_every(const Value& value) {
  if (value.is(JsonKind::string)) return value.parsed(parse_frequency);
  if (!value.is(JsonKind::object)) value.refuse_kind("a frequency such as \"1 week\" or {\"due\": [dates]}");
  Members members = value.members();
  OnDates on{members.required("due").each([](const Value& item) { return item.date(); })};
  members.finish();
  return on;
}

// A missing count is the number of the dates listed, or as many rows as a fixed installment needs.
int decode_count(Members& members, const Frequency& every, bool fixed_installment) {
  if (const auto count = members.optional("count")) return count->integer(1, max_installments);
  if (const auto* on = std::get_if<OnDates>(&every))
    return static_cast<int>(std::min(on->dates.size(), std::size_t{max_installments} + 1));
  if (fixed_installment) return max_installments;
  return members.required("count").integer(1, max_installments);
}

Repayments decode_repayments(const Value& value, bool fixed_installment) {
  Members members = value.members();
  Frequency every = decode_every(members.required("every"));
  Repayments repayments{.count = decode_count(members, every, fixed_installment), .every = std::move(every)};
  if (const auto v = members.optional("first_due_on")) repayments.first_due_on = v->date();
  members.finish();
  return repayments;
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

// ---------------------------------------------------------------- amortization

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

// ---------------------------------------------------------------- charges

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

// ---------------------------------------------------------------- days

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

// ---------------------------------------------------------------- rounding

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
  return policy;
}

OpenCbsRounding decode_opencbs(Members& members) {
  OpenCbsRounding policy;
  if (const auto v = members.optional("currency_digits")) policy.currency_digits = v->integer(0, 4);
  if (const auto v = members.optional("residual")) policy.residual = meaning_of(*v, residual_words);
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

// ---------------------------------------------------------------- the document

void check_version(Members& members) {
  const auto version = members.optional("version");
  if (!version) return;
  if (version->is(JsonKind::integer) && version->written() == "1") return;
  const std::string given = version->is(JsonKind::integer)  ? std::string(version->written())
                            : version->is(JsonKind::string) ? quoted(version->written())
                                                            : std::string(to_text(version->kind()));
  version->refuse(ErrorCode::unsupported,
                  fmt::format("{}; this program reads version 1 (the integer 1, or no version)", given));
}

// Terms of the life of a loan: they do not shape its schedule, and nothing is accepted that would be ignored.
void refuse_later_terms(Members& members) {
  constexpr std::string_view later[] = {"penalties", "recalculation", "early_fee", "arrears",    "waterfall",
                                        "events",    "liability",     "as_of",     "eligibility"};
  for (const std::string_view key : later)
    members.refuse_if_present(
        key, ErrorCode::unsupported,
        "a term of the life of the loan; it does not shape the schedule, and this version prices schedules only");
}

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

}  // namespace

LoanTerms decode_terms(const Value& value) {
  Members members = value.members();
  check_version(members);
  refuse_later_terms(members);
  const Currency currency = decode_currency(members.required("currency"));
  auto advances = decode_advances(members, currency);
  LoanTerms terms{.principal = advances.front().amount,
                  .disbursed_on = advances.front().on,
                  .interest = decode_interest(members.required("interest")),
                  .repayments = decode_repayments(members.required("repayments"), members.has("installment_amount")),
                  .amortization = decode_repayment_form(members, currency)};
  terms.further_tranches.assign(advances.begin() + 1, advances.end());
  decode_calendar_terms(members, terms);
  decode_charges(members, terms);
  if (const auto v = members.optional("rounding")) terms.rounding = decode_rounding(*v, currency);
  members.finish();
  return terms;
}

}  // namespace solidarity::detail
