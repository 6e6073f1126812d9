// SPDX-License-Identifier: MIT
// Section C of the hostile inputs, as far as it is about one loan: the code, the state and what it allows, and a loan that is
// as it was before.
#include <solidarity/loan/loan.hpp>

#include <limits>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "failing_memory.hpp"
#include "refusal.hpp"
#include "schedule/terms.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

Date day(int month, int day_of_month) { return Date::of(2026, month, day_of_month); }

// Four rows of INR 300.00, due on the 10th, February to May.
Loan good() { return Loan::disbursed(test::four_months(Rate::zero())); }
Loan applied() { return Loan(test::four_months(Rate::zero())); }

void record(Loan& loan, Date on, LoanAction what, std::string id = {}) {
  loan.record({.on = on, .what = std::move(what), .id = std::move(id)});
}

struct Seen {
  std::vector<LoanEvent> events;
  Position position;
  std::vector<LoanRow> rows;
  std::vector<LoanTransaction> transactions;
  friend bool operator==(const Seen&, const Seen&) = default;
};
Seen seen(const Loan& loan) {
  const Date on = day(12, 31);
  return {{loan.events().begin(), loan.events().end()}, loan.position(on), loan.rows(on), loan.transactions(on)};
}

// The refusal in words; the loan must be as before.
std::string refused(Loan& loan, Date on, LoanAction what, std::string id = {}) {
  const Seen before = seen(loan);
  std::string said = test::refusal([&] {
    record(loan, on, std::move(what), std::move(id));
    return 0;
  });
  CHECK(seen(loan) == before);
  return said;
}

// The code and what is allowed of an invalid_state; the words between are the state.
bool says(const std::string& refusal, const std::string& start, const std::string& end) {
  return refusal.starts_with(start) && refusal.ends_with(end);
}

}  // namespace

TEST_CASE("C31: the same id and content twice is one event") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  const Seen before = seen(loan);
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  CHECK(seen(loan) == before);
}

TEST_CASE("C32: the same id with another content is named by what differs") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  CHECK(refused(loan, day(2, 10), Repay{Money::of_units(30'001, INR)}, "a") ==
        "idempotency_conflict: /id: \"a\" was recorded with another content");
  CHECK(refused(loan, day(2, 11), Repay{300 * INR}, "a") ==
        "idempotency_conflict: /id: \"a\" was recorded with another on");
  CHECK(refused(loan, day(2, 10), Refund{300 * INR}, "a") ==
        "idempotency_conflict: /id: \"a\" was recorded with another type");
  CHECK(refused(loan, day(2, 10), Repay{300 * INR, PaymentKind::goodwill_credit}, "a") ==
        "idempotency_conflict: /id: \"a\" was recorded with another type");
  const LoanEvent by_another{.on = day(2, 10), .what = Repay{300 * INR}, .id = "a", .actor = "x"};
  CHECK(test::refusal([&] {
          loan.record(by_another);
          return 0;
        }) == "idempotency_conflict: /id: \"a\" was recorded with another actor");
}

TEST_CASE("C33: two loans have ids of their own") {
  Loan one = good();
  Loan other = good();
  record(one, day(2, 10), Repay{300 * INR}, "a");
  record(other, day(2, 10), Repay{200 * INR}, "a");
  CHECK(one.position(day(2, 10)).paid.principal == 30'000);
  CHECK(other.position(day(2, 10)).paid.principal == 20'000);
}

TEST_CASE("C34: an id is 1 to 128 of a few letters") {
  Loan loan = good();
  const std::string rule = "; an id is 1 to 128 of A-Z a-z 0-9 . _ : -";
  for (const std::string& id :
       {std::string("two words"), std::string("a\n"), std::string("a\0b", 3), std::string("é"), std::string(129, 'x'),
        std::string(10'240, 'x'), std::string("a/b"), std::string(" ")}) {
    const std::string said = refused(loan, day(2, 10), Repay{1 * INR}, id);
    CHECK(says(said, "out_of_range: /id: ", rule));
    CHECK(said.find('\n') == std::string::npos);
    CHECK(said.find('\0') == std::string::npos);
    CHECK(said.size() < 400);
  }
  record(loan, day(2, 10), Repay{1 * INR}, std::string(128, 'x'));
  record(loan, day(2, 10), Repay{1 * INR}, "AZaz09._:-");
  record(loan, day(2, 10), Repay{1 * INR});  // takes its number
  CHECK(loan.events().back().id == "e4");
}

TEST_CASE("C34: an id that the loan would give itself is taken by whoever comes first") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{1 * INR}, "e3");
  const std::string said = refused(loan, day(2, 10), Repay{1 * INR});
  CHECK((said == "idempotency_conflict: /id: \"e3\" is taken"));
}

TEST_CASE("C35: what a state does not allow names the state and what it allows") {
  Loan loan = good();
  CHECK(says(
      refused(loan, day(1, 11), Disburse{1'200 * INR}),
      "invalid_state: /type: disburse on 2026-01-11: the loan is active and fully disbursed; allowed: ", "reverse"));
  CHECK(says(refused(loan, day(1, 11), Approve{1 * INR}),
             "invalid_state: /type: approve on 2026-01-11: the loan is active; allowed: ", "reverse"));
  CHECK(says(refused(loan, day(1, 11), Recover{1 * INR}),
             "invalid_state: /type: recover on 2026-01-11: the loan is active; allowed: ", "reverse"));

  Loan waiting = applied();
  CHECK(refused(waiting, day(1, 11), Repay{1 * INR}) ==
        "invalid_state: /type: repay on 2026-01-11: the loan is applied; allowed: approve, reject, withdraw, disburse, "
        "transfer, reverse");
  record(waiting, day(1, 11), Reject{});
  CHECK(refused(waiting, day(1, 12), Disburse{1'200 * INR}) ==
        "invalid_state: /type: disburse on 2026-01-12: the loan is rejected; allowed: reverse");

  record(loan, day(2, 10), Repay{1'200 * INR});
  const std::string closed = refused(loan, day(2, 11), Repay{1 * INR});
  CHECK(says(closed, "invalid_state: /type: repay on 2026-02-11: the loan is closed; allowed: ", "reverse"));
  CHECK(closed.find("charge_back") != std::string::npos);
}

TEST_CASE("C36: a reversal is not reversed, nothing twice, nothing that is not here") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  record(loan, day(2, 11), Reverse{"a"}, "r");
  CHECK(refused(loan, day(2, 12), Reverse{"r"}).starts_with("invalid_state: /of: \"r\" is a reversal"));
  CHECK(refused(loan, day(2, 12), Reverse{"a"}) == "duplicate: /of: \"a\" is reversed already");
  CHECK(refused(loan, day(2, 12), Reverse{"z"}) == "not_found: /of: no event \"z\" on this loan");
  CHECK(refused(loan, day(2, 12), Reverse{""}) == "not_found: /of: no event \"\" on this loan");
  CHECK(refused(loan, day(2, 12), Reverse{"self"}, "self") == "not_found: /of: no event \"self\" on this loan");
  record(loan, day(2, 20), Repay{300 * INR}, "b");
  CHECK(refused(loan, day(2, 19), Reverse{"b"}) == "out_of_range: /on: 2026-02-19 is before \"b\" on 2026-02-20");
}

TEST_CASE("C37: a disbursement under payments is not taken back") {
  Loan loan = applied();
  record(loan, day(1, 10), Disburse{1'200 * INR}, "money");
  record(loan, day(2, 10), Repay{300 * INR}, "payment");
  const std::string said = refused(loan, day(2, 11), Reverse{"money"});
  CHECK(said.starts_with("invalid_state: "));
  CHECK(said.find("\"payment\"") != std::string::npos);
  const std::string undo = refused(loan, day(2, 11), UndoDisbursement{});
  CHECK(undo.starts_with("invalid_state: "));
  CHECK(undo.find("\"payment\"") != std::string::npos);
}

TEST_CASE("C38: one unit too much is held, and so is 10^12") {
  Loan one = good();
  record(one, day(2, 10), Repay{Money::of_units(120'001, INR)});
  CHECK(one.position(day(2, 10)).credit == 1);
  CHECK(to_text(one.position(day(2, 10)).status) == "overpaid");
  Loan much = good();
  record(much, day(2, 10), Repay{Money::of_units(1'000'000'120'000, INR)});
  CHECK(much.position(day(2, 10)).credit == 1'000'000'000'000);
}

TEST_CASE("C38: what cannot be held is refused") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  LoanTerms terms = test::four_months(Rate::zero());
  terms.waterfall.in_advance = InAdvance::credit;
  Loan loan = Loan::disbursed(terms);
  record(loan, day(1, 20), Repay{Money::of_units(most, INR)});
  CHECK(refused(loan, day(1, 21), Repay{Money::of_units(1, INR)}).starts_with("overflow: "));
  CHECK(refused(loan, day(1, 21), ChargeFee{"x", Money::of_units(most, INR), day(1, 21)}).starts_with("overflow: "));
}

TEST_CASE("C39: no more is given back than is there") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{Money::of_units(120'050, INR)});
  CHECK(refused(loan, day(2, 11), RefundCredit{Money::of_units(51, INR)}) ==
        "out_of_range: /amount: INR 0.51 is more than the credit; at most INR 0.50");
  record(loan, day(2, 11), RefundCredit{Money::of_units(50, INR)});
  CHECK(refused(loan, day(2, 11), RefundCredit{Money::of_units(50, INR)}) ==
        "out_of_range: /amount: INR 0.50 is more than the credit; at most INR 0.00");
  CHECK(refused(loan, day(2, 11), Refund{Money::of_units(120'001, INR)}) ==
        "out_of_range: /amount: INR 1200.01 is more than was paid; at most INR 1200.00");
}

TEST_CASE("C40: no more is waived than is outstanding of the component") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{100 * INR});
  CHECK(refused(loan, day(2, 10), Waive{Component::principal, Money::of_units(110'001, INR)}) ==
        "out_of_range: /amount: INR 1100.01 is more than is outstanding of it; at most INR 1100.00");
  CHECK(refused(loan, day(2, 10), Waive{Component::fee, 1 * INR}) ==
        "out_of_range: /amount: INR 1.00 is more than is outstanding of it; at most INR 0.00");
  CHECK(refused(loan, day(2, 10), WaiveCharge{"none"}).starts_with("not_found: /charge: "));
  record(loan, day(2, 11), WriteOff{});
  CHECK(says(refused(loan, day(2, 12), Waive{Component::principal, 1 * INR}),
             "invalid_state: /type: waive_principal on 2026-02-12: the loan is written_off; allowed: ",
             "recover, transfer, reverse"));
}

TEST_CASE("C41: a write-off of nothing, of too much, twice; a recovery of too much") {
  Loan loan = good();
  CHECK(refused(loan, day(2, 11), WriteOff{0 * INR}) == "out_of_range: /amount: INR 0.00; an amount is above zero");
  CHECK(refused(loan, day(2, 11), WriteOff{Money::of_units(120'001, INR)}) ==
        "out_of_range: /amount: INR 1200.01 is more than is outstanding; at most INR 1200.00");
  record(loan, day(2, 11), WriteOff{});
  CHECK(refused(loan, day(2, 12), WriteOff{}).starts_with("invalid_state: /type: write_off on 2026-02-12"));
  record(loan, day(3, 1), Recover{700 * INR});
  CHECK(refused(loan, day(3, 2), Recover{Money::of_units(50'001, INR)}) ==
        "out_of_range: /amount: INR 500.01 is more than was written off and not recovered; at most INR 500.00");
}

TEST_CASE("C41: one of two write-offs taken back leaves the other") {
  Loan loan = good();
  record(loan, day(2, 11), WriteOff{100 * INR}, "a");
  record(loan, day(2, 12), WriteOff{50 * INR}, "b");
  record(loan, day(2, 13), Reverse{"a"});
  CHECK(loan.position(day(2, 13)).written_off.total() == 5'000);
  CHECK(loan.position(day(2, 13)).outstanding.total() == 115'000);
}

TEST_CASE("C42: charge-off and suspension are done once") {
  Loan loan = good();
  record(loan, day(2, 11), ChargeOff{});
  CHECK(refused(loan, day(2, 12), ChargeOff{}) == "duplicate: /type: charged off on 2026-02-11 already");
  record(loan, day(2, 12), SuspendInterest{});
  CHECK(refused(loan, day(2, 13), SuspendInterest{}) == "duplicate: /type: interest is suspended since 2026-02-12");
}

TEST_CASE("C43: a reschedule keeps every row, or is refused") {
  Loan loan = good();
  CHECK(refused(loan, day(1, 20), Reschedule{.from = day(6, 1)}).starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.extra_installments = -4}).starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.extra_installments = std::numeric_limits<int>::min()})
            .starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.extra_installments = std::numeric_limits<int>::max()})
            .starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.grace_principal = 4}).starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.grace_principal = -1}).starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), Reschedule{.to = day(1, 1)}).starts_with("out_of_range: "));
  CHECK(refused(loan, day(1, 20), ReAge{0, day(2, 1), monthly}).starts_with("out_of_range: /installments: "));
  CHECK(refused(loan, day(1, 20), ReAge{1201, day(2, 1), monthly}).starts_with("out_of_range: /installments: "));
  CHECK(refused(loan, day(1, 20), ReAge{1, day(1, 20), monthly}).starts_with("out_of_range: /first_due_on: "));
  CHECK(refused(loan, day(1, 20), ReAmortize{}) == "out_of_range: /type: no principal is past due");
  CHECK(refused(loan, day(1, 20), GrantMoratorium{day(3, 1), day(2, 1)}).starts_with("invalid_date: /to: "));
  record(loan, day(1, 20), Reschedule{.from = day(2, 10), .to = day(3, 10)});
  CHECK(loan.rows(day(1, 20)).size() == 4);
}

TEST_CASE("C44: a bad line in a batch is named and nothing of the batch happens") {
  for (std::size_t bad = 0; bad < 5; ++bad) {
    Loan loan = good();
    const Seen before = seen(loan);
    std::vector<LoanEvent> events;
    for (std::size_t k = 0; k < 5; ++k)
      events.push_back({.on = day(2, 10), .what = Repay{k == bad ? 0 * INR : 10 * INR}, .id = "b" + std::to_string(k)});
    CHECK(test::refusal([&] {
            loan.record(events);
            return 0;
          }) == "out_of_range: /events/" + std::to_string(bad) + "/amount: INR 0.00; an amount is above zero");
    CHECK(seen(loan) == before);
  }
}

TEST_CASE("C14: a closed period takes nothing; the correction is dated after it") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  loan.close_through(day(2, 28));
  CHECK(refused(loan, day(2, 28), Repay{1 * INR}) ==
        "closed_period: /on: 2026-02-28; the books are closed through 2026-02-28; date the correction after it");
  CHECK(refused(loan, day(2, 10), Reverse{"a"}).starts_with("closed_period: /on: "));
  const Position closed = loan.position(day(2, 28));
  record(loan, day(3, 1), Reverse{"a"});
  CHECK(loan.position(day(2, 28)) == closed);
  CHECK(test::refusal([&] {
          loan.close_through(day(2, 27));
          return 0;
        }).starts_with("closed_period: /on: "));
  CHECK(loan.closed_through() == day(2, 28));
}

TEST_CASE("amounts of nothing, below nothing, and in another currency are refused everywhere") {
  Loan loan = good();
  record(loan, day(1, 15), ChargeFee{"visit", 5 * INR, day(2, 10)}, "fee");
  record(loan, day(2, 10), Repay{400 * INR}, "payment");
  const auto actions_of = [](Money amount) {
    return std::vector<LoanAction>{Disburse{amount},
                                   TopUp{amount},
                                   Repay{amount},
                                   Prepay{amount, EarlyPrincipal::next},
                                   ChargeFee{"x", amount, day(2, 11)},
                                   AdjustCharge{"fee", amount},
                                   Waive{Component::principal, amount},
                                   Refund{amount},
                                   ChargeBack{amount, "payment"},
                                   WriteOff{amount}};
  };
  for (const std::int64_t units : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()})
    for (const LoanAction& action : actions_of(Money::of_units(units, INR))) {
      INFO(to_text(action));
      CHECK(refused(loan, day(2, 11), action).starts_with("out_of_range: /amount: "));
    }
  for (const LoanAction& action : actions_of(1 * USD)) {
    INFO(to_text(action));
    CHECK(refused(loan, day(2, 11), action).starts_with("currency_mismatch: /amount: "));
  }
}

TEST_CASE("a charge-back names a payment that is here and stands") {
  Loan loan = good();
  record(loan, day(2, 10), Repay{300 * INR}, "a");
  record(loan, day(2, 10), Repay{100 * INR}, "b");
  record(loan, day(2, 11), Reverse{"b"});
  CHECK(refused(loan, day(2, 12), ChargeBack{1 * INR, "z"}).starts_with("not_found: /of: "));
  CHECK(refused(loan, day(2, 12), ChargeBack{1 * INR, "b"}).starts_with("not_found: /of: "));
}

TEST_CASE("C48: a loan moved from says so, and can be given another") {
  Loan loan = good();
  const Loan taken = std::move(loan);
  CHECK(taken.events().size() == 1);
  // NOLINTBEGIN(bugprone-use-after-move): that is the case
  const std::string said = "invalid_state: this loan was moved from; assign another to it";
  CHECK(test::refusal([&] { return loan.position(day(2, 1)); }) == said);
  CHECK(test::refusal([&] { return loan.rows(day(2, 1)); }) == said);
  CHECK(test::refusal([&] { return loan.transactions(day(2, 1)); }) == said);
  CHECK(test::refusal([&] { return loan.payoff(day(2, 1)); }) == said);
  CHECK(test::refusal([&] { return loan.accrued_interest(day(2, 1)); }) == said);
  CHECK(test::refusal([&] {
          record(loan, day(2, 1), Repay{1 * INR});
          return 0;
        }) == said);
  CHECK(test::refusal([&] {
          loan.record(std::vector<LoanEvent>{});
          return 0;
        }) == said);
  CHECK(test::refusal([&] {
          loan.close_through(day(2, 1));
          return 0;
        }) == said);
  CHECK(test::refusal([&] { return Loan(loan); }) == said);
  CHECK(loan.events().empty());
  CHECK(!loan.closed_through());
  loan = taken;
  CHECK(loan.position(day(2, 1)) == taken.position(day(2, 1)));
  // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("C49: answers outlive their loan") {
  std::vector<LoanRow> rows;
  std::vector<LoanTransaction> transactions;
  {
    Loan loan = good();
    record(loan, day(2, 10), Repay{300 * INR}, "payment");
    rows = loan.rows(day(2, 10));
    transactions = loan.transactions(day(2, 10));
  }
  CHECK(rows[0].paid.principal == 30'000);
  CHECK(transactions.back().type == "repay");
  CHECK(transactions.back().id == "payment");
}

// --- memory that runs out at each allocation ------------------------------------------------------------------------

namespace {

// Lets the k-th allocation of `call` fail for k = 0, 1, ... until none is left; returns how often it failed.
template <class Call>
int fails_at_each(const Loan& before, Call call) {
  const Seen was = seen(before);
  for (int k = 0; k < 10'000; ++k) {
    Loan loan = before;
    bool failed = false;
    try {
      test::fail_after(k);
      call(loan);
      test::never_fail();
    } catch (const std::bad_alloc&) {
      test::never_fail();
      failed = true;
    }
    if (!failed) {
      REQUIRE(loan.events().size() > before.events().size());
      return k;
    }
    REQUIRE(seen(loan) == was);
    call(loan);  // and then it succeeds
    Loan untried = before;
    call(untried);
    REQUIRE(seen(loan) == seen(untried));
  }
  FAIL("it never succeeds");
  return 0;
}

int fails_at_each(const Loan& before, const LoanEvent& event) {
  return fails_at_each(before, [&](Loan& loan) { loan.record(event); });
}

}  // namespace

TEST_CASE("L13: memory that runs out while an event is recorded leaves the loan as it was") {
  LoanTerms terms = test::four_months();
  terms.penalties.push_back({.name = "late", .amount = 10 * INR, .every = PenaltyPeriod{1, PenaltyPeriod::Unit::week}});
  terms.multiple_disbursements = true;
  for (const bool recalculates : {false, true}) {
    if (recalculates) terms.recalculation = Recalculation{.rest = Rest::day, .early = EarlyPrincipal::reduce_term};
    Loan loan = Loan::disbursed(terms);
    const std::string long_id = "an-id-that-is-longer-than-a-short-string";
    record(loan, day(2, 10), Repay{100 * INR}, "payment");
    record(loan, day(2, 11), ChargeFee{"visit", 5 * INR, day(3, 10)}, "fee");
    const std::vector<LoanAction> actions{Repay{500 * INR},
                                          Repay{5'000 * INR},
                                          Prepay{500 * INR, EarlyPrincipal::reduce_installment},
                                          PayOff{},
                                          ChargeFee{"visit", 5 * INR, day(7, 1)},
                                          AdjustCharge{"fee", 5 * INR},
                                          Waive{Component::interest, 1 * INR},
                                          WaiveCharge{"fee"},
                                          Refund{50 * INR},
                                          ChargeBack{50 * INR, "payment"},
                                          ChargeOff{},
                                          WriteOff{},
                                          TopUp{300 * INR},
                                          Disburse{300 * INR},
                                          Reschedule{.extra_installments = 2},
                                          ReAge{3, day(4, 1), monthly},
                                          ReAmortize{},
                                          GrantMoratorium{day(3, 1), day(4, 1), true},
                                          SuspendInterest{},
                                          Transfer{"north"},
                                          Reverse{"payment"}};
    for (const LoanAction& action : actions) {
      INFO(to_text(action) << (recalculates ? " with interest on what is owed" : ""));
      CHECK(fails_at_each(loan, {.on = day(2, 20), .what = action, .id = long_id}) > 0);
      if (std::holds_alternative<Repay>(action))
        CHECK(fails_at_each(loan, {.on = day(1, 20), .what = action, .id = long_id}) > 0);  // sorted in
    }
  }
}

TEST_CASE("L13: memory that runs out while several events are recorded leaves the loan as it was") {
  Loan loan = good();
  const std::vector<LoanEvent> events{{.on = day(2, 10), .what = Repay{300 * INR}},
                                      {.on = day(1, 20), .what = Repay{10 * INR}},
                                      {.on = day(2, 12), .what = Reverse{"e2"}}};
  CHECK(fails_at_each(loan, [&](Loan& told) { told.record(events); }) > 0);
}
