// SPDX-License-Identifier: MIT
#include "transcripts/expectations.hpp"

#include "transcripts/figures.hpp"

#include <algorithm>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

class Expectation : private Figures {
 public:
  Expectation(Words& words, const Loan& loan, const View& view)
      : Figures(words, loan.currency()), words_(words), loan_(loan), view_(view) {}

  void check() {
    if (words_.next_is("row")) return check_rows();
    if (words_.take("payoff")) return payoff();
    if (words_.take("payment")) return transaction();
    if (words_.take("accrued interest")) return money("accrued interest", loan_.accrued_interest(view_.day).units());
    do position();
    while (!words_.done());
  }

 private:
  // The part that the next word names, else the total.
  std::int64_t part_of(const Components& parts) {
    if (words_.take("principal")) return parts.principal;
    if (words_.take("interest")) return parts.interest;
    if (words_.take("fees")) return parts.fees;
    if (words_.take("penalties")) return parts.penalties;
    if (words_.take("insurance")) return parts.insurance;
    return parts.total();
  }

  // --- the whole loan ---

  void position() {
    const Position p = loan_.position(view_.day, view_.known_at);
    if (words_.take("rows")) return whole("rows", static_cast<int>(rows().size()));
    if (words_.take("status")) return same("status", words_.word(), std::string(to_text(p.status)));
    if (words_.take("owed")) return money("owed", part_of(p.outstanding));
    if (words_.take("charged off")) return yes_or_no("charged off", p.charged_off);
    if (words_.take("rescheduled")) return yes_or_no("rescheduled", p.rescheduled);
    if (words_.take("interest suspended")) return yes_or_no("interest suspended", p.interest_suspended);
    if (words_.take("charged")) return money("charged", part_of(p.charged));
    if (words_.take("paid")) return money("paid", part_of(p.paid));
    if (words_.take("forgiven")) return money("forgiven", part_of(p.waived));
    if (words_.take("written off")) return money("written off", part_of(p.written_off));
    if (words_.take("overdue since")) return date("overdue since", p.overdue_since);
    if (words_.take("overdue")) return money("overdue", part_of(p.overdue));
    if (words_.take("credit")) return money("credit", p.credit);
    if (words_.take("disbursed")) return money("disbursed", p.disbursed);
    if (words_.take("recovered")) return money("recovered", p.recovered);
    if (words_.take("next due")) return date("next due", p.next_due);
    words_.must("days late");
    whole("days late", p.days_past_due);
  }

  // --- one row ---

  std::vector<LoanRow> rows() const { return loan_.rows(view_.day, view_.known_at); }

  void check_rows() {
    while (!words_.done()) {
      words_.must("row");
      row();
    }
  }

  void row() {
    const int number = words_.number();
    const auto all = rows();
    const auto found = std::find_if(all.begin(), all.end(), [&](const LoanRow& r) { return r.number == number; });
    if (found == all.end()) throw StoryError("there is no row " + std::to_string(number));
    do figure_of(*found);
    while (!words_.done() && !words_.next_is("row"));
  }

  void figure_of(const LoanRow& r) {
    if (words_.take("date")) return date("date", r.due);
    if (words_.take("paid in advance")) return money("paid in advance", r.paid_in_advance);
    if (words_.take("paid late")) return money("paid late", r.paid_late);
    if (words_.take("paid")) return money("paid", part_of(r.paid));
    if (words_.take("forgiven")) return money("forgiven", part_of(r.waived));
    if (words_.take("written off")) return money("written off", part_of(r.written_off));
    if (words_.take("open")) return money("open", part_of(r.outstanding()));
    if (words_.take("days late")) return whole("days late", r.late_days);
    if (words_.take("settled on")) return date("settled on", r.settled_on);
    if (words_.take("balance")) return money("balance", r.balance);
    words_.must("charged");
    money("charged", part_of(r.charged));
  }

  // --- what closes it, and what an event did ---

  void payoff() {
    const Payoff p = loan_.payoff(view_.day);
    do {
      if (words_.take("fee")) money("early fee", p.early_fee);
      else if (words_.take("rebate")) money("rebate", p.rebate);
      else if (words_.take("interest")) money("interest of the payoff", p.parts.interest);
      else if (words_.take("principal")) money("principal of the payoff", p.parts.principal);
      else money("payoff", p.total().units());
    } while (!words_.done());
  }

  // What an event of a group did to a loan has its name and a number: "m1.1".
  static bool is_of(std::string_view transaction, std::string_view event) {
    return transaction == event ||
           (transaction.size() > event.size() && transaction.starts_with(event) && transaction[event.size()] == '.');
  }

  void transaction() {
    const std::string id = words_.take("of") ? words_.word() : view_.last;
    const auto all = loan_.transactions(view_.day, view_.known_at);
    const auto found = std::find_if(all.begin(), all.end(), [&](const LoanTransaction& t) { return is_of(t.id, id); });
    if (found == all.end()) throw StoryError("no transaction " + id);
    do {
      if (words_.take("unapplied")) money("unapplied", found->unapplied);
      else if (words_.take("amount")) money("amount", found->amount);
      else if (words_.take("balance")) money("balance after", found->balance);
      else money("of the payment", part_of(found->parts));
    } while (!words_.done());
  }

  Words& words_;
  const Loan& loan_;
  const View& view_;
};

}  // namespace

void check_expectation(Words& words, const Loan& loan, const View& view) { Expectation(words, loan, view).check(); }

}  // namespace transcripts
