// SPDX-License-Identifier: MIT
#include "transcripts/events_reader.hpp"

#include <array>
#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

// A reader of one story's events.
class ActionReader {
 public:
  ActionReader(Words& words, Date on, Money planned) : words_(words), on_(on), planned_(planned) {}

  LoanAction read() {
    using Reader = std::optional<LoanAction> (ActionReader::*)();
    for (const Reader reader : {&ActionReader::before_the_money, &ActionReader::money_in, &ActionReader::charges,
                                &ActionReader::money_back, &ActionReader::the_end, &ActionReader::changes})
      if (auto action = (this->*reader)()) return *action;
    throw words_.not_understood();
  }

 private:
  Money money() { return words_.money(planned_.currency()); }
  std::optional<Money> money_if_any() { return words_.next_is_amount() ? std::optional(money()) : std::nullopt; }

  std::optional<LoanAction> before_the_money() {
    if (words_.take("applies for")) return Apply{money()};
    if (words_.take("is approved")) return Approve{money()};
    if (words_.take("is rejected")) return Reject{};
    if (words_.take("withdraws")) return Withdraw{};
    if (words_.take("receives")) return Disburse{money_if_any().value_or(planned_)};
    if (words_.take("the last disbursement is undone")) return UndoDisbursement{};
    if (words_.take("tops up")) return TopUp{money()};
    return std::nullopt;
  }

  PaymentKind payer() {
    if (words_.take("from a peer")) return PaymentKind::cover_by_peer;
    if (words_.take("from savings")) return PaymentKind::cover_by_savings;
    if (words_.take("from the fund")) return PaymentKind::cover_by_fund;
    if (words_.take("from insurance")) return PaymentKind::cover_by_insurance;
    if (words_.take("as goodwill credit")) return PaymentKind::goodwill_credit;
    return PaymentKind::repayment;
  }

  EarlyPrincipal effect() {
    if (words_.take("for smaller installments")) return EarlyPrincipal::reduce_installment;
    if (words_.take("for fewer installments")) return EarlyPrincipal::reduce_term;
    if (words_.take("off the last installment")) return EarlyPrincipal::last_unpaid;
    words_.must("keeping the schedule");
    return EarlyPrincipal::next;
  }

  std::optional<LoanAction> money_in() {
    if (words_.take("pays off")) return PayOff{money_if_any()};
    if (words_.take("prepays")) {
      const Money amount = money();
      return Prepay{amount, effect()};
    }
    if (words_.take("pays")) {
      const Money amount = money();
      return Repay{amount, payer()};
    }
    return std::nullopt;
  }

  ChargeKind kind() {
    if (words_.take("penalty")) return ChargeKind::penalty;
    if (words_.take("insurance")) return ChargeKind::insurance;
    words_.must("fee");
    return ChargeKind::fee;
  }

  // "is charged 50 fee due 2026-02-01", "is charged 2% penalty"
  ChargeFee charge() {
    ChargeFee charge{.name = "charge", .amount = Rate::zero(), .due = on_};
    if (words_.next_is_percent()) charge.amount = words_.percent();
    else charge.amount = money();
    charge.kind = kind();
    if (words_.take("due")) charge.due = words_.date();
    return charge;
  }

  Component component() {
    using Named = std::pair<std::string_view, Component>;
    static constexpr std::array<Named, 5> names{{{"penalties", Component::penalty},
                                                 {"fees", Component::fee},
                                                 {"insurance", Component::insurance},
                                                 {"interest", Component::interest},
                                                 {"principal", Component::principal}}};
    for (const auto& [name, part] : names)
      if (words_.take(name)) return part;
    throw words_.not_understood();
  }

  // "is forgiven 50 penalties", "is forgiven all penalties"
  Waive waiver() {
    Waive waiver{.component = Component::penalty};
    if (!words_.take("all")) waiver.amount = money();
    waiver.component = component();
    return waiver;
  }

  std::optional<LoanAction> charges() {
    if (words_.take("is charged off")) return ChargeOff{};
    if (words_.take("is charged")) return charge();
    if (words_.take("is forgiven charge")) return WaiveCharge{words_.word()};
    if (words_.take("is forgiven")) return waiver();
    if (words_.take("is credited")) {
      const Money amount = money();
      words_.must("against");
      return AdjustCharge{words_.word(), amount};
    }
    return std::nullopt;
  }

  std::optional<LoanAction> money_back() {
    if (words_.take("is refunded credit")) return RefundCredit{money()};
    if (words_.take("is refunded")) return Refund{money()};
    if (words_.take("the bank takes back")) {
      ChargeBack back{money()};
      if (words_.take("of")) back.of = words_.word();
      return back;
    }
    return std::nullopt;
  }

  std::optional<LoanAction> the_end() {
    if (words_.take("is written off")) return WriteOff{money_if_any()};
    if (words_.take("recovers")) return Recover{money()};
    if (words_.take("interest is suspended")) return SuspendInterest{};
    if (words_.take("is transferred to")) return Transfer{words_.word()};
    if (words_.take("reverses")) return Reverse{words_.word()};
    return std::nullopt;
  }

  Reschedule reschedule() {
    Reschedule change;
    for (;;) {
      if (words_.take("from")) change.from = words_.date();
      else if (words_.take("to")) change.to = words_.date();
      else if (words_.take("with extra installments")) change.extra_installments = words_.number();
      else if (words_.take("at")) change.rate = words_.percent();
      else if (words_.take("without principal for")) change.grace_principal = words_.number();
      else if (words_.take("arrears joining the principal")) change.capitalise_arrears = true;
      else return change;
    }
  }

  // "into 3 monthly installments from 2026-05-01"
  ReAge re_age() {
    words_.must("into");
    Frequency every = monthly;
    const int installments = words_.number();
    words_.frequency(every);
    words_.must("installments from");
    return {installments, words_.date(), every};
  }

  // "2026-02-01 to 2026-02-28, interest stops"
  GrantMoratorium moratorium() {
    const Date from = words_.date();
    words_.must("to");
    const Date to = words_.date();
    return {from, to, words_.take("interest stops")};
  }

  std::optional<LoanAction> changes() {
    if (words_.take("is rescheduled")) return reschedule();
    if (words_.take("is re-aged")) return re_age();
    if (words_.take("is re-amortized")) return ReAmortize{};
    if (words_.take("has a moratorium from")) return moratorium();
    return std::nullopt;
  }

  Words& words_;
  Date on_;
  Money planned_;
};

}  // namespace

LoanAction read_action(Words& words, Date on, Money planned) { return ActionReader(words, on, planned).read(); }

}  // namespace transcripts
