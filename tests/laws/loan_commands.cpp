// SPDX-License-Identifier: MIT
#include "loan_commands.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "loans.hpp"
#include "refusal.hpp"

namespace test {

using namespace solidarity;
using namespace solidarity::iso4217;

namespace {

constexpr std::array components{Component::penalty, Component::fee, Component::insurance, Component::interest,
                                Component::principal};

Rate percent(std::int64_t hundredths) { return Rate::of_ticks(Rate::one / 10'000 * hundredths); }

Money units_in(const LoanTerms& terms, std::int64_t units) {
  return Money::of_units(units, terms.principal.currency());
}

// --- terms --------------------------------------------------------------------------------------------------------

Frequency short_frequency(Random& random) {
  switch (random.number(0, 4)) {
    case 0: return EveryDays{random.number(5, 20)};
    case 1: return EveryWeeks{random.number(1, 4)};
    case 2: return Semimonthly{};
    default: return EveryMonths{1};
  }
}

void draw_amortization(Random& random, LoanTerms& terms) {
  switch (random.number(0, 5)) {
    case 0: terms.amortization = EqualPrincipal{}; break;
    case 1: terms.amortization = Bullet{random.one_in(2)}; break;
    case 2: terms.grace.principal = random.number(0, terms.repayments.count - 1); break;
    case 3: terms.grace.interest_payment = random.number(0, terms.repayments.count - 1); break;
    default: break;
  }
}

void draw_charges(Random& random, LoanTerms& terms) {
  if (random.one_in(3))
    terms.fees.push_back({.name = "service", .at = AtInstallment{}, .amount = units_in(terms, random.between(1, 500))});
  if (random.one_in(6))
    terms.fees.push_back({.name = "visit",
                          .at = AtInstallment{},
                          .amount = PercentOf{percent(random.between(1, 300)), ChargeBase::installment}});
  if (random.one_in(4)) terms.insurance = InsuranceTerms{.premium = percent(random.between(1, 100))};
  if (random.one_in(6)) terms.down_payment = percent(random.between(1, 5'000));
}

Penalty some_penalty(Random& random, const LoanTerms& terms) {
  Penalty penalty{.name = "late", .amount = units_in(terms, random.between(1, 300))};
  if (random.one_in(2)) penalty.amount = percent(random.between(1, 1'000));
  penalty.of = static_cast<PenaltyBase>(random.number(1, 6));
  if (!random.one_in(3)) {
    const auto unit = static_cast<PenaltyPeriod::Unit>(random.number(1, 3));
    penalty.every = PenaltyPeriod{random.number(1, unit == PenaltyPeriod::Unit::day ? 30 : 2), unit};
    if (std::holds_alternative<Rate>(penalty.amount) && random.one_in(2))
      penalty.per = PenaltyPeriod{1, static_cast<PenaltyPeriod::Unit>(random.number(1, 4))};
  }
  if (random.one_in(2)) penalty.grace_days = random.number(0, 20);
  penalty.grace_forgives = random.one_in(2);
  if (random.one_in(4)) penalty.cap = units_in(terms, random.between(1, 1'000));
  if (random.one_in(4)) penalty.cap_percent = percent(random.between(1, 2'000));
  penalty.compound = random.one_in(4);
  return penalty;
}

EarlyFee some_early_fee(Random& random, const LoanTerms& terms) {
  EarlyFee fee{.amount = units_in(terms, random.between(1, 300))};
  if (random.one_in(2)) fee.amount = percent(random.between(1, 500));
  fee.of = static_cast<EarlyFeeBase>(random.number(1, 3));
  fee.when = static_cast<EarlyFee::When>(random.number(1, 3));
  return fee;
}

void draw_servicing(Random& random, LoanTerms& terms, const Living& living) {
  const bool declining = terms.interest.method == InterestMethod::declining;
  if (living.recalculation && declining && random.one_in(2)) {
    Recalculation rules{.rest = static_cast<Rest>(random.number(1, 3)),
                        .early = static_cast<EarlyPrincipal>(random.number(1, 4)),
                        .payoff_interest = static_cast<PayoffInterest>(random.number(1, 2))};
    rules.overdue_bears_interest = rules.rest != Rest::none && random.one_in(2);
    terms.recalculation = rules;
  }
  const bool planned = !terms.recalculation || terms.recalculation->rest == Rest::none;
  if (planned && random.one_in(2)) terms.rebate = static_cast<Rebate>(random.number(1, 3));
  if (living.early_fees && random.one_in(5)) terms.early_fees.push_back(some_early_fee(random, terms));
  if (living.penalties)
    for (int k = random.number(0, 5) - 3; k > 0; --k) terms.penalties.push_back(some_penalty(random, terms));
  if (random.one_in(4)) terms.arrears.grace_days = random.number(0, 10);
  if (random.one_in(4)) terms.arrears.tolerance = units_in(terms, random.between(0, 500));
  terms.multiple_disbursements = random.one_in(4);
  terms.automatic_down_payment = !terms.down_payment.is_zero() && random.one_in(2);
  if (!random.one_in(3)) terms.waterfall = some_waterfall(random, living);
  if (random.one_in(4)) terms.waterfalls.push_back({PaymentKind::goodwill_credit, some_waterfall(random, living)});
}

RoundingPolicy some_policy(Random& random, const LoanTerms& terms, const Living& living) {
  switch (living.peers ? random.number(0, 9) : 9) {
    case 0: return FineractCumulative{};
    case 1: return FineractProgressive{};
    case 2: return MifosRounding{};
    case 3: return OpenCbsRounding{};
    case 4: return FrappeRounding{};
    default: {
      ExactRounding exact{.mode = random.rounding()};
      if (random.one_in(5)) exact.installment_multiple = units_in(terms, random.between(1, 100));
      return exact;
    }
  }
}

LoanTerms drawn_terms(Random& random, const Living& living) {
  constexpr std::array currencies{INR, USD, JPY, TND};
  const Currency currency = currencies[random.index(currencies.size())];
  const std::int64_t most = random.one_in(4) ? 2'000 : 5'000'000;
  LoanTerms terms{.principal = Money::of_units(random.between(most / 20, most), currency),
                  .disbursed_on = random.date(Date::of(2020, 1, 1), Date::of(2030, 12, 31)),
                  .interest = {.method = random.one_in(4) ? InterestMethod::flat : InterestMethod::declining,
                               .rate = percent(random.one_in(8) ? 0 : random.between(1, 6'000))},
                  .repayments = {.count = random.number(1, 8), .every = short_frequency(random)}};
  if (random.one_in(2)) terms.interest.accrual = ByDay{DayCount::actual_365};
  draw_amortization(random, terms);
  draw_charges(random, terms);
  if (living.tranches && random.one_in(4))
    for (int k = random.number(1, 2); k > 0; --k)
      terms.further_tranches.push_back(
          {terms.disbursed_on + random.number(1, 40), units_in(terms, random.between(1, most))});
  draw_servicing(random, terms, living);
  terms.rounding = some_policy(random, terms, living);
  return terms;
}

// --- words ----------------------------------------------------------------------------------------------------------

template <class Action>
std::string details(const Action& action) {
  std::string text;
  if constexpr (requires { action.amount.units(); }) text += fmt::format(" {}", action.amount);
  if constexpr (requires { action.amount->units(); })
    if (action.amount) text += fmt::format(" {}", *action.amount);
  if constexpr (requires { action.of; }) text += fmt::format(" of {}", action.of);
  if constexpr (requires { action.charge; }) text += fmt::format(" of {}", action.charge);
  if constexpr (requires { action.effect; }) text += fmt::format(" effect {}", static_cast<int>(action.effect));
  return text;
}
std::string details(const ChargeFee& action) {
  return std::visit([&](const auto& amount) { return fmt::format(" {} due {}", amount, action.due); }, action.amount);
}
std::string details(const Reschedule& action) {
  const auto day = [](const std::optional<Date>& date) { return date ? fmt::format("{}", *date) : std::string("-"); };
  return fmt::format(" from {} to {} extra {} rate {} grace {} {} capitalise {}", day(action.from), day(action.to),
                     action.extra_installments, action.rate ? fmt::format("{}", *action.rate) : "-",
                     action.grace_principal, action.grace_interest_payment, action.capitalise_arrears);
}
std::string details(const ReAge& action) {
  return fmt::format(" {} from {} every {}", action.installments, action.first_due_on, to_text(action.every));
}
std::string details(const GrantMoratorium& action) {
  return fmt::format(" {} to {}{}", action.from, action.to, action.interest_stops ? ", interest stops" : "");
}

std::string columns(const Components& units) {
  return fmt::format("{}/{}/{}/{}/{}", units.principal, units.interest, units.fees, units.penalties, units.insurance);
}

std::string described(const LoanRow& row) {
  const std::string settled = row.settled_on ? fmt::format("{}", *row.settled_on) : "-";
  return fmt::format(
      "#{} {}-{} kind {} charged {} paid {} waived {} lost {} early {} late {} balance {} settled {} {} days late\n",
      row.number, row.from, row.due, static_cast<int>(row.kind), columns(row.charged), columns(row.paid),
      columns(row.waived), columns(row.written_off), row.paid_in_advance, row.paid_late, row.balance, settled,
      row.late_days);
}

bool stands(const LoanTransaction& transaction) {
  return !transaction.reversed && transaction.type != "reverse" && transaction.type != "undo_disbursement";
}

}  // namespace

Waterfall some_waterfall(Random& random, const Living& living) {
  Waterfall waterfall = oldest_first;
  if (random.one_in(3)) {
    const std::string_view name = waterfall_names()[random.index(waterfall_names().size())];
    waterfall = waterfall_named(name).value_or(oldest_first);
  } else if (random.one_in(2)) {
    for (std::size_t k = bucket_count; k > 1; --k) std::swap(waterfall.order[k - 1], waterfall.order[random.index(k)]);
  }
  waterfall.direction = random.one_in(2) ? Direction::horizontal : Direction::vertical;
  if (random.one_in(2)) waterfall.in_advance = static_cast<InAdvance>(random.number(1, 5));
  if (!living.reamortization && waterfall.in_advance == InAdvance::reamortization)
    waterfall.in_advance = InAdvance::next_installment;
  if (!living.quirks) waterfall.quirk = WaterfallQuirk::none;
  return waterfall;
}

LoanTerms living_terms(Random& random, const Living& living) {
  for (;;) {
    LoanTerms terms = drawn_terms(random, living);
    try {
      if (can_be_priced(terms)) return Loan::disbursed(terms).terms();
    } catch (const Error&) {  // such terms do not live
    }
  }
}

std::string told(const LoanEvent& event) {
  const std::string what = std::visit([](const auto& action) { return details(action); }, event.what);
  return fmt::format("{} {} {}{}", event.id, event.on, to_text(event.what), what);
}

std::string story(const Loan& loan) {
  std::string text = described(loan.terms()) + "\n";
  for (const LoanEvent& event : loan.events()) text += told(event) + "\n";
  return text;
}

std::string described(const Figures& figures) {
  const Position& position = figures.position;
  std::string text = fmt::format(
      "{} {} charged {} paid {} waived {} lost {} open {} overdue {} credit {} recovered {} dpd {} next {} accrued {}"
      " payoff {}\n",
      position.as_of, to_text(position.status), columns(position.charged), columns(position.paid),
      columns(position.waived), columns(position.written_off), columns(position.outstanding), columns(position.overdue),
      position.credit, position.recovered, position.days_past_due,
      position.next_due ? fmt::format("{}", *position.next_due) : "-", figures.accrued, figures.payoff);
  for (const LoanRow& row : figures.rows) text += described(row);
  for (const LoanTransaction& done : figures.transactions)
    text += fmt::format("{} {} {} {}: {} unapplied {} balance {}\n", done.on, done.id, done.type, done.amount,
                        columns(done.parts), done.unapplied, done.balance);
  return text;
}

Figures figures(const Loan& loan, Date as_of) {
  Figures all{.position = loan.position(as_of),
              .rows = loan.rows(as_of),
              .transactions = loan.transactions(as_of),
              .payoff = {},
              .accrued = loan.accrued_interest(as_of)};
  std::erase_if(all.transactions, [](const LoanTransaction& transaction) { return !stands(transaction); });
  try {
    const Payoff quote = loan.payoff(as_of);
    all.payoff = fmt::format("{} + {} - {} - {}", columns(quote.parts), quote.early_fee, quote.rebate, quote.credit);
  } catch (const Error& error) {
    all.payoff = error.what();
  }
  return all;
}

void require_same(const Figures& are, const Figures& should_be, const std::string& what) {
  if (are == should_be) return;
  FAIL(what << "\nare\n" << described(are) << "should be\n" << described(should_be));
}

// --- events -------------------------------------------------------------------------------------------------------

LoanCommands::LoanCommands(Random& random, LoanTerms terms)
    : random_(random),
      loan_(random.one_in(4) ? Loan(terms) : Loan::disbursed(terms)),
      start_(terms.disbursed_on),
      today_(terms.disbursed_on),
      end_(amortize(terms).back().due) {
  if (!loan_.events().empty()) today_ = std::ranges::max(loan_.events(), {}, &LoanEvent::on).on;
  if (random.one_in(2)) today_ = start_;
}

Money LoanCommands::money(std::int64_t units) const { return Money::of_units(units, loan_.currency()); }
Money LoanCommands::up_to(std::int64_t most) {
  return money(random_.one_in(3) ? most : random_.between(1, std::max<std::int64_t>(most, 1)));
}

Date LoanCommands::any_day() {
  const Date last = std::max(today_, end_) + 40;
  return start_ - 2 + random_.number(0, last - (start_ - 2));
}

LoanEvent LoanCommands::made(Date on, LoanAction what) {
  LoanEvent event{.on = on, .what = std::move(what), .id = fmt::format("x{}", ++drawn_)};
  if (random_.one_in(4)) event.actor = "clerk";
  if (random_.one_in(4)) event.reason = "as told at the meeting";
  return event;
}

std::optional<std::string> refusal_of(Loan& loan, const LoanEvent& event) {
  try {
    loan.record(event);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

LoanEvent LoanCommands::next() {
  if (!random_.one_in(3)) today_ = today_ + random_.number(0, random_.one_in(4) ? 60 : 15);
  Date on = today_;
  if (random_.one_in(4)) on = start_ + random_.number(0, today_ - start_);
  return random_.one_in(5) ? illegal(on) : legal(on);
}

Money LoanCommands::amount_for(const Position& position) {
  const std::int64_t all = position.outstanding.total();
  if (random_.one_in(10)) return money(1);
  if (random_.one_in(12)) return money(std::clamp<std::int64_t>(all, 1, 1'000'000'000'000) + random_.number(0, 1));
  if (random_.one_in(20)) return money(10 * std::clamp<std::int64_t>(all, 1, 1'000'000'000'000));
  const std::vector<LoanRow> rows = loan_.rows(position.as_of);
  for (const LoanRow& row : rows)
    if (const std::int64_t open = row.outstanding().total(); open > 0 && !random_.one_in(3))
      return money(std::max<std::int64_t>(open + random_.number(-1, 1), 1));
  return up_to(all);
}

LoanEvent LoanCommands::payment(Date on) {
  const auto kind = random_.one_in(4) ? static_cast<PaymentKind>(random_.number(1, 10)) : PaymentKind::repayment;
  return made(on, Repay{amount_for(loan_.position(on)), kind});
}

// The id of an event: of a charge, or of any; of no event now and then.
std::string LoanCommands::some_id(bool charge) {
  std::vector<std::string> ids;
  for (const LoanEvent& event : loan_.events())
    if (!charge || std::holds_alternative<ChargeFee>(event.what)) ids.push_back(event.id);
  return ids.empty() ? "nothing" : random_.any_of(ids);
}

LoanEvent LoanCommands::legal(Date on) {
  const Position position = loan_.position(on);
  if (!loan_.events().empty() && random_.one_in(9)) {
    const LoanEvent& of =
        loan_.events()[random_.one_in(3) ? loan_.events().size() - 1 : random_.index(loan_.events().size())];
    return made(std::max(on, of.on), Reverse{of.id});
  }
  switch (position.status) {
    case LoanStatus::applied:
    case LoanStatus::approved:
      if (random_.one_in(3)) return made(on, Approve{loan_.terms().principal});
      if (random_.one_in(15)) return made(on, Reject{});
      if (random_.one_in(15)) return made(on, Withdraw{});
      return made(on, Disburse{random_.one_in(3) ? up_to(loan_.terms().principal.units()) : loan_.terms().principal});
    case LoanStatus::written_off: return made(on, Recover{up_to(position.written_off.total() - position.recovered)});
    case LoanStatus::overpaid:
      if (random_.one_in(2)) return made(on, RefundCredit{up_to(position.credit)});
      [[fallthrough]];
    case LoanStatus::closed:
      if (random_.one_in(2)) return made(on, Refund{up_to(position.paid.total())});
      if (random_.one_in(2)) return made(on, ChargeBack{up_to(position.paid.total())});
      return made(on, ChargeFee{"late visit", money(random_.between(1, 500)), on + random_.number(0, 30)});
    case LoanStatus::active: return in_life(on, position);
    case LoanStatus::rejected:
    case LoanStatus::withdrawn: break;
  }
  return made(std::max(on, loan_.events().back().on), Reverse{loan_.events().back().id});
}

LoanEvent LoanCommands::in_life(Date on, const Position& position) {
  const std::int64_t paid = position.paid.total();
  const Component component = components[random_.index(components.size())];
  switch (random_.number(0, 29)) {
    case 0: return made(on, Prepay{amount_for(position), static_cast<EarlyPrincipal>(random_.number(1, 4))});
    case 1: return made(on, PayOff{});
    case 2:
    case 3:
      return made(on, ChargeFee{"visit", money(random_.between(1, 500)), on + random_.number(0, 60),
                                static_cast<ChargeKind>(random_.number(1, 3))});
    case 4: return made(on, ChargeFee{"share", percent(random_.between(1, 500)), on, ChargeKind::fee});
    case 5: return made(on, AdjustCharge{some_id(true), money(random_.between(1, 300))});
    case 6: return made(on, WaiveCharge{some_id(true)});
    case 7:
    case 8: return made(on, Waive{component, up_to(part(position.outstanding, component))});
    case 9: return made(on, Waive{component});
    case 10: return made(on, Refund{up_to(paid + position.credit)});
    case 11: return made(on, RefundCredit{up_to(position.credit)});
    case 12: return made(on, ChargeBack{up_to(paid)});
    case 13: return made(on, ChargeOff{});
    case 14: return made(on, WriteOff{up_to(position.outstanding.total())});
    case 15: return random_.one_in(2) ? made(on, WriteOff{}) : made(on, UndoDisbursement{});
    case 16:
    case 17:
    case 18: return change(on);
    case 19: return made(on, Disburse{up_to(loan_.terms().principal.units())});
    case 20: return made(on, TopUp{up_to(loan_.terms().principal.units())});
    case 21: return made(on, Transfer{"north"});
    default: return payment(on);
  }
}

LoanEvent LoanCommands::change(Date on) {
  switch (random_.number(0, 5)) {
    case 0: return made(on, ReAge{random_.number(1, 6), on + random_.number(1, 40), EveryMonths{1}});
    case 1: return made(on, ReAmortize{});
    case 2: {
      const Date from = on + random_.number(0, 20);
      return made(on, GrantMoratorium{from, from + random_.number(0, 40), random_.one_in(2)});
    }
    case 3: return made(on, SuspendInterest{});
    default: {
      Reschedule change{.extra_installments = random_.number(0, 3), .capitalise_arrears = random_.one_in(3)};
      const std::vector<LoanRow> rows = loan_.rows(on);
      if (!rows.empty() && random_.one_in(2)) change.from = random_.any_of(rows).due;
      if (random_.one_in(2)) change.to = std::max(on, change.from.value_or(on)) + random_.number(1, 45);
      if (random_.one_in(3)) change.rate = percent(random_.between(0, 4'000));
      if (random_.one_in(4)) change.grace_principal = random_.number(0, 2);
      if (random_.one_in(4)) change.grace_interest_payment = random_.number(0, 2);
      return made(on, std::move(change));
    }
  }
}

LoanAction LoanCommands::any_action(Money amount) {
  switch (random_.number(0, 26)) {
    case 0: return Apply{amount};
    case 1: return Approve{amount};
    case 2: return Reject{};
    case 3: return Withdraw{};
    case 4: return Disburse{amount};
    case 5: return UndoDisbursement{};
    case 6: return TopUp{amount};
    case 7: return Repay{amount};
    case 8: return Prepay{amount, EarlyPrincipal::next};
    case 9: return PayOff{amount};
    case 10: return ChargeFee{"", amount, any_day()};
    case 11: return AdjustCharge{some_id(false), amount};
    case 12: return Waive{components[random_.index(components.size())], amount};
    case 13: return WaiveCharge{some_id(false)};
    case 14: return Refund{amount};
    case 15: return RefundCredit{amount};
    case 16: return ChargeBack{amount, some_id(false)};
    case 17: return ChargeOff{};
    case 18: return WriteOff{amount};
    case 19: return Recover{amount};
    case 20: return Reschedule{.from = any_day(), .to = any_day(), .extra_installments = random_.number(-3, 3)};
    case 21: return ReAge{random_.number(-1, 2), any_day(), EveryDays{1}};
    case 22: return ReAmortize{};
    case 23: return GrantMoratorium{any_day(), any_day(), random_.one_in(2)};
    case 24: return SuspendInterest{};
    case 25: return Transfer{""};
    default: return Reverse{random_.one_in(4) ? "no such event" : some_id(false)};
  }
}

// Anything on any day, of any amount, in any currency, under any id; some of it is accepted all the same.
LoanEvent LoanCommands::illegal(Date on) {
  if (random_.one_in(3)) on = any_day();
  Money amount = money(random_.one_in(3) ? random_.units() : random_.between(-1, 1));
  if (random_.one_in(10)) amount = Money::of_units(100, EUR);
  LoanEvent event = made(on, any_action(amount));
  if (random_.one_in(12)) event.id = some_id(false);
  if (random_.one_in(24)) event.id = "not an id";
  if (random_.one_in(24)) event.id = std::string(129, 'x');
  return event;
}

}  // namespace test
