// SPDX-License-Identifier: MIT
#include "io/schedule_codec.hpp"

namespace solidarity::detail {
namespace {

void encode_row(JsonWriter& out, const Installment& row) {
  out.open('{');
  out.member("number", row.number);
  out.member("due", to_text(row.due));
  out.member("days", row.days);
  out.member("principal", decimal_text(row.principal()));
  out.member("interest", decimal_text(row.interest()));
  out.member("fees", decimal_text(row.fees()));
  out.member("penalties", decimal_text(row.penalties()));
  out.member("insurance", decimal_text(row.insurance()));
  out.member("total", decimal_text(row.total()));
  out.member("balance", decimal_text(row.balance()));
  out.close('}');
}

void encode_rows(JsonWriter& out, const Schedule& schedule, JsonLayout layout) {
  start_member(out, layout, "installments");
  out.open('[');
  for (const Installment& row : schedule) {
    if (layout == JsonLayout::lines) out.newline(4);
    encode_row(out, row);
  }
  if (layout == JsonLayout::lines) out.break_line(2);
  out.close(']');
}

void encode_totals(JsonWriter& out, const Totals& totals) {
  out.open('{');
  out.member("principal", decimal_text(totals.principal));
  out.member("interest", decimal_text(totals.interest));
  out.member("fees", decimal_text(totals.fees));
  out.member("penalties", decimal_text(totals.penalties));
  out.member("insurance", decimal_text(totals.insurance));
  out.member("total", decimal_text(totals.total()));
  out.close('}');
}

void encode_disbursement(JsonWriter& out, const Disbursement& disbursement) {
  out.open('{');
  out.member("principal", decimal_text(disbursement.principal));
  out.member("fees", decimal_text(disbursement.fees));
  out.member("penalties", decimal_text(disbursement.penalties));
  out.member("insurance", decimal_text(disbursement.insurance));
  out.member("net", decimal_text(disbursement.net()));
  out.close('}');
}

}  // namespace

Totals totals_of(const Schedule& schedule) {
  const Disbursement& taken = schedule.disbursement();
  return {.principal = total(schedule, &Installment::principal),
          .interest = total(schedule, &Installment::interest),
          .fees = total(schedule, &Installment::fees) + taken.fees,
          .penalties = total(schedule, &Installment::penalties) + taken.penalties,
          .insurance = total(schedule, &Installment::insurance) + taken.insurance};
}

void start_member(JsonWriter& out, JsonLayout layout, std::string_view key) {
  if (layout == JsonLayout::lines) out.newline(2);
  out.key(key);
}

void end_answer(JsonWriter& out, JsonLayout layout) {
  if (layout == JsonLayout::lines) out.break_line(0);
  out.close('}');
}

void encode_schedule(JsonWriter& out, const Schedule& schedule, JsonLayout layout) {
  encode_rows(out, schedule, layout);
  start_member(out, layout, "totals");
  encode_totals(out, totals_of(schedule));
  start_member(out, layout, "disbursement");
  encode_disbursement(out, schedule.disbursement());
}

}  // namespace solidarity::detail
