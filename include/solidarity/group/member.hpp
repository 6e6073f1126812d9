// SPDX-License-Identifier: MIT
// group: people who borrow together. Law: a group is derived from its members; what rules ask is answered by pure
// functions of plain facts, each for a day.  docs/groups.md, section 2.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/core/secret.hpp>
#include <solidarity/money/money.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity {

using PersonalText = Secret<std::string>;

// Who a member is, for people. Never formatted, never in an error, and never asked by a rule: a host may erase all of it
// and every answer stays the same.
//   Person{.name = PersonalText("Asha Devi"), .phone = PersonalText("+91 98 7654 3210")}
struct Person {
  std::optional<PersonalText> name = {};
  std::optional<PersonalText> national_id = {};
  std::optional<PersonalText> phone = {};
  std::optional<PersonalText> address = {};
  std::optional<PersonalText> place = {};
  friend bool operator==(const Person&, const Person&) = default;
};

// A member as the rules see her. What is left out is not known: a rule that needs it says so.
//   Member{.id = "asha", .born_on = 1990y / May / 17, .household = "h-12", .relatives = {"meena"}}
struct Member {
  std::string id;  // required: 1 to 128 bytes, not beginning with "@"
  std::optional<Person> person = {};
  std::optional<Date> born_on = {};
  std::string household = {};               // code of the household (family) she lives in
  std::vector<std::string> relatives = {};  // ids; either of two naming the other is enough
  std::string village = {};                 // code
  std::string activity = {};                // code of what she lives on
  std::optional<Money> household_income_a_year = {};
  std::optional<Money> obligations_a_month = {};  // of the household, to lenders elsewhere
  std::optional<Date> trained_on = {};            // when her training was completed
  friend bool operator==(const Member&, const Member&) = default;
};

// 1 to 128 bytes, not beginning with "@" (those names are the house's own: "@group_fund").
[[nodiscard]] bool is_member_id(std::string_view id) noexcept;

// Completed years on `day`; negative before the birth. Born on 29 February: a year older on 28 February of other years.
//   age_on(2008-02-29, 2026-02-27) -> 17       age_on(2008-02-29, 2026-02-28) -> 18
[[nodiscard]] int age_on(Date born_on, Date day);

// Every reason why `member` is no member of any group, most basic first: more than 1000 relatives; two currencies; an id
// that is none; a household, village or activity of more than 128 bytes; an amount below zero; a relative twice, or
// herself. No message holds personal data.
//   {invalid_state, "/relatives/0", "\"asha\" is herself; relatives are others"}
[[nodiscard]] Problems validate(const Member& member);

}  // namespace solidarity
