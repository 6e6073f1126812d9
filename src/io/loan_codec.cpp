// SPDX-License-Identifier: MIT
#include "io/loan_codec.hpp"

#include "io/schedule_codec.hpp"

namespace solidarity::detail {
namespace {

// What became of a debt, or of a part of it.
struct Balance {
  std::int64_t due, paid, waived, written_off, outstanding;
};

class LoanEncoder {
 public:
  LoanEncoder(JsonWriter& out, const Loan& loan, Date as_of, JsonLayout layout)
      : out_(out),
        loan_(loan),
        as_of_(as_of),
        layout_(layout),
        position_(loan.position(as_of)),
        rows_(loan.rows(as_of)) {}

  void encode() {
    encode_state();
    encode_rows();
    start("totals");
    encode_totals();
    encode_amounts();
    encode_payoff();
    encode_lateness();
    encode_transactions();
  }

 private:
  void start(std::string_view key) { start_member(out_, layout_, key); }
  [[nodiscard]] std::string text(std::int64_t units) const {
    return decimal_text(Money::of_units(units, position_.currency));
  }
  void amount(std::string_view key, std::int64_t units) { out_.member(key, text(units)); }
  void line(std::string_view key, std::int64_t units) {
    start(key);
    out_.text(text(units));
  }
  void flag(std::string_view key, bool value) {
    start(key);
    out_.boolean(value);
  }
  void optional(std::string_view key, const std::optional<Date>& day) {
    if (!day) return;
    start(key);
    out_.text(to_text(*day));
  }

  void encode_state() {
    start("status");
    out_.text(to_text(position_.status));
    start("as_of");
    out_.text(to_text(as_of_));
    flag("charged_off", position_.charged_off);
    flag("rescheduled", position_.rescheduled);
    flag("interest_suspended", position_.interest_suspended);
  }

  void encode_balance(std::string_view key, const Balance& balance) {
    out_.key(key);
    out_.open('{');
    amount("due", balance.due);
    amount("paid", balance.paid);
    amount("waived", balance.waived);
    amount("written_off", balance.written_off);
    amount("outstanding", balance.outstanding);
    out_.close('}');
  }

  // Each component, then all of them.  Of: Position or LoanRow.
  template <class Of>
  void encode_balances(const Of& of, const Components& outstanding) {
    constexpr std::pair<std::string_view, std::int64_t Components::*> components[] = {
        {"principal", &Components::principal},
        {"interest", &Components::interest},
        {"fees", &Components::fees},
        {"penalties", &Components::penalties},
        {"insurance", &Components::insurance}};
    for (const auto& [key, part] : components)
      encode_balance(key, {of.charged.*part, of.paid.*part, of.waived.*part, of.written_off.*part, outstanding.*part});
    encode_balance(
        "total", {of.charged.total(), of.paid.total(), of.waived.total(), of.written_off.total(), outstanding.total()});
  }

  static std::string_view word_of(RowKind kind) {
    switch (kind) {
      case RowKind::down_payment: return "down_payment";
      case RowKind::additional: return "additional";
      case RowKind::re_aged: return "re_aged";
      case RowKind::installment: break;
    }
    return "installment";
  }

  // A part of the interest that some keep apart.
  void encode_late_interest(const LoanRow& row) {
    out_.key("late_interest");
    out_.open('{');
    amount("due", row.late_interest);
    amount("paid", row.late_interest_paid);
    out_.close('}');
  }

  void encode_row(const LoanRow& row) {
    out_.open('{');
    out_.member("number", row.number);
    out_.member("due", to_text(row.due));
    out_.member("days", row.due - row.from);
    if (row.kind != RowKind::installment) out_.member("kind", word_of(row.kind));
    encode_balances(row, row.outstanding());
    if (row.late_interest != 0) encode_late_interest(row);
    amount("balance", row.balance);
    amount("paid_in_advance", row.paid_in_advance);
    amount("paid_late", row.paid_late);
    out_.member("late_days", row.late_days);
    if (row.settled_on) out_.member("settled_on", to_text(*row.settled_on));
    out_.close('}');
  }

  template <class Items, class Encode>
  void encode_list(std::string_view key, const Items& items, Encode encode) {
    start(key);
    out_.open('[');
    for (const auto& item : items) {
      if (layout_ == JsonLayout::lines) out_.newline(4);
      encode(item);
    }
    if (layout_ == JsonLayout::lines && !items.empty()) out_.break_line(2);
    out_.close(']');
  }

  void encode_rows() {
    encode_list("installments", rows_, [this](const LoanRow& row) { encode_row(row); });
  }

  void encode_totals() {
    out_.open('{');
    encode_balances(position_, position_.outstanding);
    out_.close('}');
  }

  void encode_amounts() {
    line("disbursed", position_.disbursed);
    line("unapplied", position_.credit);
    line("recovered", position_.recovered);
  }

  // Nothing closes a loan that was not handed out.
  void encode_payoff() {
    if (position_.disbursed == 0) return line("payoff", 0);
    const Payoff payoff = loan_.payoff(as_of_);
    start("payoff");
    out_.text(decimal_text(payoff.total()));
    start("payoff_parts");
    out_.open('{');
    encode_components(payoff.parts);
    amount("early_fee", payoff.early_fee);
    amount("rebate", payoff.rebate);
    amount("credit", payoff.credit);
    out_.close('}');
  }

  void encode_components(const Components& parts) {
    amount("principal", parts.principal);
    amount("interest", parts.interest);
    amount("fees", parts.fees);
    amount("penalties", parts.penalties);
    amount("insurance", parts.insurance);
  }

  // Outstanding of the rows that fell due by the end of the day.
  [[nodiscard]] std::int64_t due() const {
    std::int64_t units = 0;
    for (const LoanRow& row : rows_)
      if (row.due <= as_of_) units += row.outstanding().total();
    return units;
  }

  void encode_lateness() {
    line("due", due());
    line("overdue", position_.overdue.total());
    start("days_past_due");
    out_.number(position_.days_past_due);
    optional("overdue_since", position_.overdue_since);
    optional("next_due", position_.next_due);
    if (position_.disbursed != 0) line("accrued_interest", loan_.accrued_interest(as_of_).units());
  }

  void encode_transactions() {
    encode_list("transactions", loan_.transactions(as_of_), [this](const LoanTransaction& done) {
      out_.open('{');
      out_.member("id", done.id);
      out_.member("type", done.type);
      out_.member("on", to_text(done.on));
      amount("amount", done.amount);
      encode_components(done.parts);
      amount("unapplied", done.unapplied);
      amount("balance", done.balance);
      if (done.reversed) out_.member("reversed", true);
      out_.close('}');
    });
  }

  JsonWriter& out_;
  const Loan& loan_;
  Date as_of_;
  JsonLayout layout_;
  Position position_;
  std::vector<LoanRow> rows_;
};

}  // namespace

void encode_loan(JsonWriter& out, const Loan& loan, Date as_of, JsonLayout layout) {
  LoanEncoder(out, loan, as_of, layout).encode();
}

void encode_refused(JsonWriter& out, const std::vector<RefusedEvent>& refused, JsonLayout layout) {
  start_member(out, layout, "refused");
  out.open('[');
  for (const RefusedEvent& event : refused) {
    if (layout == JsonLayout::lines) out.newline(4);
    out.open('{');
    out.member("index", event.index);
    if (!event.id.empty()) out.member("id", event.id);
    out.member("code", to_text(event.problem.code));
    out.member("pointer", event.problem.field);
    out.member("message", event.problem.message);
    out.close('}');
  }
  if (layout == JsonLayout::lines && !refused.empty()) out.break_line(2);
  out.close(']');
}

}  // namespace solidarity::detail
