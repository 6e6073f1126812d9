// SPDX-License-Identifier: MIT
#pragma once

#include "io/json_writer.hpp"

#include <solidarity/io/json.hpp>
#include <solidarity/schedule/schedule.hpp>

namespace solidarity::detail {

// The sums of the columns, with what was taken at disbursement.
struct Totals {
  Money principal, interest, fees, penalties, insurance;
  [[nodiscard]] Money total() const { return principal + interest + fees + penalties + insurance; }
};
[[nodiscard]] Totals totals_of(const Schedule& schedule);

// The members "installments", "totals" and "disbursement" of an answer; each on a new line in JsonLayout::lines.
void encode_schedule(JsonWriter& out, const Schedule& schedule, JsonLayout layout);

// A member on a new line, and the end of the answer on its own, where the layout has lines.
void start_member(JsonWriter& out, JsonLayout layout, std::string_view key);
void end_answer(JsonWriter& out, JsonLayout layout);

}  // namespace solidarity::detail
