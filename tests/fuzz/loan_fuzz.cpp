// SPDX-License-Identifier: MIT
// LOAN documents: the answer in every format, and the laws of the loan that the events make: what is charged is paid, waived,
// lost or open; the events told again make the same loan.
#include "fuzz.hpp"
#include "json_mutator.hpp"

#include "io/loan_document.hpp"

#include <solidarity/io/answer.hpp>
#include <solidarity/loan/loan.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace {

using namespace solidarity;
using fuzz::require;
using fuzz::result_of;

constexpr std::int64_t Components::*members[] = {&Components::principal, &Components::interest, &Components::fees,
                                                 &Components::penalties, &Components::insurance};

bool begins(const LoanEvent& event) {
  return std::holds_alternative<Disburse>(event.what) || std::holds_alternative<Apply>(event.what) ||
         std::holds_alternative<Approve>(event.what) || std::holds_alternative<Reject>(event.what) ||
         std::holds_alternative<Withdraw>(event.what);
}

std::vector<LoanEvent> events_of(const detail::LoanDocument& document) {
  std::vector<LoanEvent> events;
  for (const detail::WrittenEvent& written : document.events)
    if (const auto* event = std::get_if<LoanEvent>(&written.event)) events.push_back(*event);
  return events;
}

Loan begun(const detail::LoanDocument& document, std::span<const LoanEvent> events) {
  if (!document.rows.empty()) return Loan::taken_over(document.terms, document.rows);
  return std::ranges::any_of(events, begins) ? Loan(document.terms) : Loan::disbursed(document.terms);
}

void check_rows(const Loan& loan, Date day) {
  const auto position = result_of([&] { return loan.position(day); });
  const auto rows = result_of([&] { return loan.rows(day); });
  if (!position || !rows) return;
  Components sum;
  for (const LoanRow& row : *rows)
    for (const auto member : members) {
      require(row.paid.*member >= 0 && row.waived.*member >= 0 && row.written_off.*member >= 0, "no part is negative");
      require(row.outstanding().*member >= 0, "nothing is settled beyond what was charged");
      sum.*member += row.outstanding().*member;
    }
  if (position->disbursed == 0) return;  // the rows are a plan
  for (const auto member : members)
    require(position->outstanding.*member == sum.*member, "what is outstanding is open in the rows");
  require(position->credit >= 0, "nobody owes credit");
}

// An event that is refused changes nothing; those that are not can be told again.
void check_replay(const Loan& first, const Loan& loan, std::size_t already, Date day) {
  Loan again = first;
  for (const LoanEvent& recorded : loan.events().subspan(already)) {
    LoanEvent event = recorded;
    event.sequence = 0;
    const bool taken = result_of([&] {
                         again.record(event);
                         return true;
                       }).has_value();
    require(taken, "an accepted event is accepted again");
  }
  const auto one = result_of([&] { return loan.position(day); });
  const auto other = result_of([&] { return again.position(day); });
  require(one == other, "events told again make the same loan");
}

void check_life(const detail::LoanDocument& document) {
  const std::vector<LoanEvent> events = events_of(document);
  const auto first = result_of([&] { return begun(document, events); });
  if (!first) return;
  Loan loan = *first;
  for (const LoanEvent& event : events) {
    const std::size_t before = loan.events().size();
    const bool taken = result_of([&] {
                         loan.record(event);
                         return true;
                       }).has_value();
    require(taken || loan.events().size() == before, "a refused event is not among the events");
  }
  const Date day = document.as_of.value_or(document.terms.disbursed_on);
  check_rows(loan, day);
  check_replay(*first, loan, first->events().size(), day);
  static_cast<void>(result_of([&] { return loan.payoff(day).total(); }));
  static_cast<void>(result_of([&] { return loan.accrued_interest(day); }));
  static_cast<void>(result_of([&] { return loan.transactions(day, 1); }));
}

constexpr std::string_view vocabulary[] = {"0.00",
                                           "0.01",
                                           "1.00",
                                           "5",
                                           "24",
                                           "100",
                                           "12000.00",
                                           "92233720368547758.07",
                                           "-1",
                                           "2024-02-29",
                                           "2026-01-05",
                                           "2026-01-31",
                                           "2026-02-10",
                                           "2026-12-31",
                                           "1900-01-01",
                                           "2400-12-31",
                                           "INR",
                                           "USD",
                                           "JPY",
                                           "flat",
                                           "declining",
                                           "equal_principal",
                                           "bullet",
                                           "1 day",
                                           "1 week",
                                           "1 month",
                                           "10000 month",
                                           "apply",
                                           "approve",
                                           "reject",
                                           "withdraw",
                                           "disburse",
                                           "undo_disbursement",
                                           "top_up",
                                           "repay",
                                           "down_payment",
                                           "goodwill_credit",
                                           "cover_by_peer",
                                           "prepay",
                                           "pay_off",
                                           "charge_fee",
                                           "assess_penalty",
                                           "adjust_charge",
                                           "waive_principal",
                                           "waive_interest",
                                           "waive_fees",
                                           "waive_penalties",
                                           "waive_charge",
                                           "refund",
                                           "credit_balance_refund",
                                           "charge_back",
                                           "charge_off",
                                           "write_off",
                                           "recover",
                                           "reschedule",
                                           "re_age",
                                           "re_amortize",
                                           "moratorium",
                                           "suspend_interest",
                                           "transfer",
                                           "reverse",
                                           "e1",
                                           "e2",
                                           "e3",
                                           "none",
                                           "installment",
                                           "daily",
                                           "next",
                                           "reduce_installment",
                                           "reduce_term",
                                           "last_unpaid",
                                           "to_date",
                                           "to_rest",
                                           "actuarial",
                                           "rule_of_78",
                                           "overdue_principal",
                                           "overdue_total",
                                           "outstanding_principal",
                                           "remaining_principal",
                                           "prepaid",
                                           "both",
                                           "reamortization",
                                           "last_installment",
                                           "credit",
                                           "reduce_principal",
                                           "vertical",
                                           "mifos-standard",
                                           "heavensfamily",
                                           "rbi-india",
                                           "opencbs",
                                           "fineract-cumulative",
                                           "fineract-progressive",
                                           "mifos",
                                           "frappe"};

}  // namespace

namespace fuzz {
const std::span<const std::string_view> words{vocabulary};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto document = result_of([&] { return detail::decode_loan(detail::Document(text).root()); });
  if (!document || document->events.size() > 100) return 0;
  check_life(*document);
  for (const AnswerFormat format : {AnswerFormat::json_line, AnswerFormat::csv, AnswerFormat::text, AnswerFormat::html})
    static_cast<void>(result_of([&] { return answer_loan(text, format); }));
  return 0;
}
