// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/business_calendar.hpp>
#include <solidarity/calendar/frequency.hpp>

#include <optional>
#include <vector>

namespace solidarity {

// How many installments, and when.
struct Repayments {
  int count;        // required: 1 to 1200
  Frequency every;  // required
  std::optional<Date> first_due_on = {};
  friend bool operator==(const Repayments&, const Repayments&) = default;
};

// Which days are working days and what happens to a due date that is not one.
struct DueDateRule {
  BusinessCalendar business_days = {};
  Roll roll = Roll::none;
  bool interest_follows = false;  // interest is counted between moved dates, else between unmoved ones
  friend bool operator==(const DueDateRule&, const DueDateRule&) = default;
};

// No installment falls due within `period`, both days included.
struct Moratorium {
  Period period;
  bool interest_stops = false;
  friend bool operator==(const Moratorium&, const Moratorium&) = default;
};

}  // namespace solidarity
