// SPDX-License-Identifier: MIT
#include "transcripts/terms_reader.hpp"

#include "transcripts/named.hpp"

#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

constexpr Named<RatePeriod, 6> rate_periods{{{"a year", RatePeriod::year},
                                             {"a month", RatePeriod::month},
                                             {"a week", RatePeriod::week},
                                             {"a day", RatePeriod::day},
                                             {"an installment", RatePeriod::installment},
                                             {"for the term", RatePeriod::term}}};
constexpr Named<InterestMethod, 2> methods{{{"declining", InterestMethod::declining}, {"flat", InterestMethod::flat}}};
constexpr Named<EarlyPrincipal, 4> effects{{{"pays the next installments", EarlyPrincipal::next},
                                            {"makes installments smaller", EarlyPrincipal::reduce_installment},
                                            {"makes the loan shorter", EarlyPrincipal::reduce_term},
                                            {"makes the last installment smaller", EarlyPrincipal::last_unpaid}}};
constexpr Named<PenaltyBase, 6> penalty_bases{{{"overdue principal", PenaltyBase::overdue_principal},
                                               {"overdue interest", PenaltyBase::overdue_interest},
                                               {"overdue total with charges", PenaltyBase::overdue_with_charges},
                                               {"overdue total", PenaltyBase::overdue_total},
                                               {"outstanding principal", PenaltyBase::outstanding_principal},
                                               {"original principal", PenaltyBase::original_principal}}};
constexpr Named<EarlyFeeBase, 3> fee_bases{{{"remaining principal", EarlyFeeBase::remaining_principal},
                                            {"remaining interest", EarlyFeeBase::remaining_interest},
                                            {"what is prepaid", EarlyFeeBase::prepaid}}};
constexpr Named<InAdvance, 5> in_advance{{{"pays the next installment", InAdvance::next_installment},
                                          {"pays the last installment", InAdvance::last_installment},
                                          {"is spread equally", InAdvance::reamortization},
                                          {"is held as credit", InAdvance::credit},
                                          {"pays principal only", InAdvance::reduce_principal}}};
constexpr Named<Component, 5> parts{{{"penalty", Component::penalty},
                                     {"fee", Component::fee},
                                     {"insurance", Component::insurance},
                                     {"interest", Component::interest},
                                     {"principal", Component::principal}}};
constexpr Named<ChargeKind, 3> kinds{
    {{"fee", ChargeKind::fee}, {"penalty", ChargeKind::penalty}, {"insurance", ChargeKind::insurance}}};

Accrual read_accrual(Words& words) {
  return words.take("by") ? Accrual{ByDay{parse_day_count(words.word())}} : Accrual{ByPeriod{}};
}

Amortization read_form(Words& words) {
  if (words.take("equal principal")) return EqualPrincipal{};
  if (words.take("interest only")) return Bullet{};
  return EqualInstallments{};
}

PenaltyPeriod read_period(Words& words) {
  using Unit = PenaltyPeriod::Unit;
  const int count = words.next_is_amount() ? words.number() : 1;
  return {count, one_of(words, Named<Unit, 8>{{{"day", Unit::day},
                                               {"week", Unit::week},
                                               {"month", Unit::month},
                                               {"year", Unit::year},
                                               {"days", Unit::day},
                                               {"weeks", Unit::week},
                                               {"months", Unit::month},
                                               {"years", Unit::year}}})};
}

// "2% of overdue total every week, after 3 days, forgiven, at most 100"
Penalty read_penalty(Words& words, Currency currency) {
  Penalty penalty{.name = "late", .amount = Rate::zero()};
  if (words.next_is_percent()) penalty.amount = words.percent();
  else penalty.amount = words.money(currency);
  if (words.take("a year")) penalty.per = PenaltyPeriod{1, PenaltyPeriod::Unit::year};
  if (words.take("a month")) penalty.per = PenaltyPeriod{1, PenaltyPeriod::Unit::month};
  if (words.take("of") || words.take("on")) penalty.of = one_of(words, penalty_bases);
  while (!words.done()) {
    if (words.take("every")) {
      penalty.every = read_period(words);
    } else if (words.take("after")) {
      penalty.grace_days = words.number();
      words.must("days of grace");
    } else if (words.take("which are forgiven")) {
      penalty.grace_forgives = true;
    } else if (words.take("at most")) {
      if (words.next_is_percent()) penalty.cap_percent = words.percent();
      else penalty.cap = words.money(currency);
    } else {
      words.must("also on penalties");
      penalty.compound = true;
    }
  }
  return penalty;
}

EarlyFee read_early_fee(Words& words, Currency currency) {
  using When = EarlyFee::When;
  EarlyFee fee{.amount = Rate::zero()};
  if (words.next_is_percent()) {
    fee.amount = words.percent();
    words.must("of");
    fee.of = one_of(words, fee_bases);
  } else {
    fee.amount = words.money(currency);
  }
  words.must("at");
  fee.when = one_of(
      words, Named<When, 3>{
                 {{"payoff and prepayment", When::both}, {"payoff", When::payoff}, {"prepayment", When::prepayment}}});
  return fee;
}

// "10 each installment as insurance", "50 on 2026-02-01"
Fee read_fee(Words& words, Currency currency) {
  Fee fee{.name = "fee", .at = AtInstallment{}, .amount = words.money(currency)};
  if (words.take("on")) fee.at = words.date();
  else words.must("each installment");
  if (words.take("as")) fee.kind = one_of(words, kinds);
  return fee;
}

ArrearsTerms read_arrears(Words& words, Currency currency) {
  ArrearsTerms arrears;
  if (words.take("after")) {
    arrears.grace_days = words.number();
    words.must("days");
  }
  if (words.take("above")) arrears.tolerance = words.money(currency);
  return arrears;
}

// "penalty fee insurance interest principal": in each lateness.  "first past due: ..." is written with a preset name.
std::array<Bucket, bucket_count> read_order(Words& words) {
  std::array<Component, component_count> order{};
  for (Component& part : order) part = one_of(words, parts);
  return solidarity::detail::in_each_lateness(order);
}

void read_waterfall(Words& words, Waterfall& waterfall) {
  if (words.take("in the order")) waterfall.order = read_order(words);
  else if (words.take("component by component")) waterfall.direction = Direction::vertical;
  else if (const auto named = waterfall_named(words.word())) waterfall = *named;
  else throw StoryError("no waterfall has this name");
}

Recalculation& recalculation_of(LoanTerms& terms) {
  if (!terms.recalculation) terms.recalculation.emplace();
  return *terms.recalculation;
}

bool read_recalculation(Words& words, LoanTerms& terms) {
  if (words.take("interest follows payments")) {
    recalculation_of(terms).rest =
        one_of(words, Named<Rest, 2>{{{"daily", Rest::day}, {"at installments", Rest::installment}}});
  } else if (words.take("overdue principal bears interest")) {
    recalculation_of(terms).overdue_bears_interest = true;
  } else if (words.take("principal before its time")) {
    recalculation_of(terms).early = one_of(words, effects);
  } else if (words.take("payoff takes interest to the")) {
    recalculation_of(terms).payoff_interest = one_of(
        words, Named<PayoffInterest, 2>{{{"day", PayoffInterest::to_date}, {"due date", PayoffInterest::to_rest}}});
  } else {
    return false;
  }
  return true;
}

bool read_rounding(Words& words, LoanTerms& terms) {
  auto& rounding = std::get<ExactRounding>(terms.rounding);
  if (words.take("installments are multiples of")) {
    rounding.installment_multiple = words.money(terms.principal.currency());
  } else if (words.take("rounding")) {
    rounding.mode = one_of(words, Named<Rounding, 5>{{{"half up", Rounding::half_up},
                                                      {"half even", Rounding::half_even},
                                                      {"half down", Rounding::half_down},
                                                      {"up", Rounding::up},
                                                      {"down", Rounding::down}}});
  } else {
    return false;
  }
  return true;
}

bool read_charge_term(Words& words, LoanTerms& terms) {
  const Currency currency = terms.principal.currency();
  if (words.take("penalty")) terms.penalties.push_back(read_penalty(words, currency));
  else if (words.take("early fee")) terms.early_fees.push_back(read_early_fee(words, currency));
  else if (words.take("fee")) terms.fees.push_back(read_fee(words, currency));
  else if (words.take("arrears")) terms.arrears = read_arrears(words, currency);
  else return false;
  return true;
}

}  // namespace

LoanTerms read_borrowed(Words& words, Date on) {
  const std::string amount = words.word();
  const Currency currency = Currency::of(words.word());
  words.must("at");
  const Rate rate = words.percent();
  const RatePeriod per = one_of(words, rate_periods);
  const InterestMethod method = one_of(words, methods);
  const Accrual accrual = read_accrual(words);
  const int count = words.number();
  Frequency every = monthly;
  words.frequency(every);
  const Amortization form = read_form(words);
  if (!words.take("installments")) words.must("installment");
  if (words.take("every")) every = words.every();
  std::optional<Date> first;
  if (words.take("from")) first = words.date();
  return {.principal = Money::parse(amount, currency),
          .disbursed_on = on,
          .interest = {.method = method, .rate = rate, .per = per, .accrual = accrual},
          .repayments = {.count = count, .every = every, .first_due_on = first},
          .amortization = form};
}

Agreed read_loan(Words& words) {
  LoanTerms terms = read_borrowed(words, Date::parse("1970-01-01"));
  const bool disbursed = words.take("disbursed");
  if (!disbursed) words.must("planned");
  terms.disbursed_on = words.date();
  return {std::move(terms), disbursed};
}

bool read_term(Words& words, LoanTerms& terms) {
  if (read_recalculation(words, terms) || read_rounding(words, terms) || read_charge_term(words, terms)) return true;
  const Currency currency = terms.principal.currency();
  if (words.take("tranche")) {
    const Money amount = words.money(currency);
    words.must("on");
    terms.further_tranches.push_back({words.date(), amount});
  } else if (words.take("rebate")) {
    terms.rebate = one_of(
        words, Named<Rebate, 3>{
                   {{"none", Rebate::none}, {"actuarial", Rebate::actuarial}, {"rule of 78", Rebate::rule_of_78}}});
  } else if (words.take("waterfall")) {
    read_waterfall(words, terms.waterfall);
  } else if (words.take("money in advance")) {
    terms.waterfall.in_advance = one_of(words, in_advance);
  } else if (words.take("several disbursements are allowed")) {
    terms.multiple_disbursements = true;
  } else if (words.take("down payment")) {
    terms.down_payment = words.percent();
  } else {
    return false;
  }
  return true;
}

}  // namespace transcripts
