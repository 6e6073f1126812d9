// SPDX-License-Identifier: MIT
#include <solidarity/io/json.hpp>

#include "io/schedule_codec.hpp"
#include "io/terms_codec.hpp"

#include <fmt/format.h>

#include <iterator>

namespace solidarity {

LoanTerms parse_terms(std::string_view json) { return detail::decode_terms(detail::Document(json).root()); }

std::string to_json(const LoanTerms& terms) {
  detail::JsonWriter out;
  detail::encode_terms(out, terms);
  return out.take();
}

std::string to_json(const Schedule& schedule, JsonLayout layout) {
  detail::JsonWriter out;
  out.open('{');
  detail::encode_schedule(out, schedule, layout);
  detail::end_answer(out, layout);
  return out.take();
}

std::string to_json(const Error& error) {
  detail::JsonWriter out;
  out.open('{');
  out.key("error");
  out.open('{');
  out.member("code", to_text(error.code()));
  out.member("pointer", error.field());
  out.member("message", error.message());
  out.close('}');
  out.close('}');
  return out.take();
}

std::string to_csv(const Schedule& schedule) {
  std::string out = "number,due,days,principal,interest,fees,penalties,insurance,total,balance\r\n";
  for (const Installment& row : schedule)
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{}\r\n", row.number, to_text(row.due), row.days,
                   decimal_text(row.principal()), decimal_text(row.interest()), decimal_text(row.fees()),
                   decimal_text(row.penalties()), decimal_text(row.insurance()), decimal_text(row.total()),
                   decimal_text(row.balance()));
  return out;
}

}  // namespace solidarity
