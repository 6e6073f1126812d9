// SPDX-License-Identifier: MIT
// What the lines of a sheet must be before anything is done with them.
#include "group/meeting_day.hpp"

#include <algorithm>

namespace solidarity::detail {

void MeetingDay::check_names(std::string_view list, const std::vector<std::string>& names) {
  for (std::size_t k = 0; k < names.size(); ++k)
    problems_.line(list, k, [&] {
      (void)state_.member_on(names[k], on_, "/member");
      if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(k), names[k]) !=
          names.begin() + static_cast<std::ptrdiff_t>(k))
        refuse(ErrorCode::duplicate, "/member", fmt::format("{} is named twice", quoted(names[k])));
    });
}

void MeetingDay::check_lines(std::string_view list, const std::vector<MemberLine>& lines) {
  for (std::size_t k = 0; k < lines.size(); ++k)
    problems_.line(list, k, [&] {
      (void)state_.member_on(lines[k].member, on_, "/member");
      for (std::size_t j = 0; j < k; ++j)
        if (lines[j].member == lines[k].member)
          refuse(ErrorCode::duplicate, "/member",
                 fmt::format("a second line of {}; the first is line {}", quoted(lines[k].member), j));
      (void)state_.above_zero(lines[k].amount, "/amount");
    });
}

// What there is for the call: zero is a limit too, and a former member may owe.
void MeetingDay::check_limits(std::string_view list, const std::vector<MemberLine>& lines) {
  for (std::size_t k = 0; k < lines.size(); ++k)
    problems_.line(list, k, [&] {
      if (state_.person(lines[k].member, "/member").state() == MemberState::dead)
        (void)state_.member_on(lines[k].member, on_, "/member");
      for (std::size_t j = 0; j < k; ++j)
        if (lines[j].member == lines[k].member)
          refuse(ErrorCode::duplicate, "/member",
                 fmt::format("a second line of {}; the first is line {}", quoted(lines[k].member), j));
      (void)state_.units_or_zero(lines[k].amount, "/amount");
    });
}

void MeetingDay::check_repayments() {
  const auto& lines = meeting_.repayments;
  for (std::size_t k = 0; k < lines.size(); ++k)
    problems_.line("repayments", k, [&] {
      const Person& person = state_.person(lines[k].member, "/member");
      if (person.state() != MemberState::expelled) (void)state_.member_on(lines[k].member, on_, "/member");
      for (std::size_t j = 0; j < k; ++j)
        if (lines[j].member == lines[k].member && lines[j].loan == lines[k].loan)
          refuse(ErrorCode::duplicate, "/member",
                 fmt::format("a second line of {}; the first is line {}", quoted(lines[k].member), j));
      (void)state_.above_zero(lines[k].amount, "/amount");
    });
}

// A death that becomes known late: who was marked absent after it was dead.
void MeetingDay::strike_off_the_dead() {
  std::erase_if(meeting_.absent, [&](const std::string& name) {
    const Person* person = state_.find(name);
    return person && person->state() == MemberState::dead && !person->is_member(on_);
  });
}

void MeetingDay::check_form() {
  if (!is_new_) strike_off_the_dead();
  check_names("absent", meeting_.absent);
  check_names("late", meeting_.late);
  for (std::size_t k = 0; k < meeting_.late.size(); ++k)
    problems_.line("late", k, [&] {
      if (std::ranges::find(meeting_.absent, meeting_.late[k]) != meeting_.absent.end())
        refuse(ErrorCode::contradictory_terms, "/member",
               fmt::format("{} was absent, so she was not late", quoted(meeting_.late[k])));
    });
  check_lines("fines", meeting_.fines);
  check_lines("deposits", meeting_.deposits);
  check_lines("withdrawals", meeting_.withdrawals);
  check_repayments();
  check_limits("cash_limits", meeting_.cash_limits);
  check_limits("collateral", meeting_.collateral);
  check_limits("outside_share", meeting_.outside_share);
  problems_.refuse_any();
}

// A member stands on one sheet of a day only.
void MeetingDay::check_sheet() {
  std::vector<std::string>& seen = state_.names_on_sheets(on_);
  const auto see = [&](std::string_view list, std::size_t k, const std::string& member) {
    const std::string entry = fmt::format("{}/{}", list, member);
    problems_.line(list, k, [&] {
      if (std::ranges::find(seen, entry) != seen.end())
        refuse(ErrorCode::duplicate, "/member",
               fmt::format("{} stands on another sheet of {}; reverse that one first", quoted(member), on_));
    });
    fresh_.push_back(entry);
  };
  const auto see_all = [&](std::string_view list, const std::vector<MemberLine>& lines) {
    for (std::size_t k = 0; k < lines.size(); ++k) see(list, k, lines[k].member);
  };
  for (std::size_t k = 0; k < meeting_.absent.size(); ++k) see("absent", k, meeting_.absent[k]);
  for (std::size_t k = 0; k < meeting_.late.size(); ++k) see("late", k, meeting_.late[k]);
  see_all("fines", meeting_.fines);
  see_all("deposits", meeting_.deposits);
  see_all("withdrawals", meeting_.withdrawals);
  for (std::size_t k = 0; k < meeting_.repayments.size(); ++k) see("repayments", k, meeting_.repayments[k].member);
  problems_.refuse_any();
  seen.insert(seen.end(), fresh_.begin(), fresh_.end());
}

}  // namespace solidarity::detail
