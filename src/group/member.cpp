// SPDX-License-Identifier: MIT
#include <solidarity/group/member.hpp>

#include "group/problems.hpp"

namespace solidarity {
namespace {

constexpr std::size_t longest = 128;

void check_code(detail::ProblemList& problems, std::string_view field, const std::string& code) {
  if (code.size() > longest)
    problems.add(ErrorCode::out_of_range, std::string(field), "{} bytes; at most {}", code.size(), longest);
}

void check_relatives(detail::ProblemList& problems, const Member& member) {
  const auto& relatives = member.relatives;
  if (problems.is_too_long("/relatives", relatives.size())) return;
  for (std::size_t k = 0; k < relatives.size(); ++k) {
    const auto here = relatives.begin() + static_cast<std::ptrdiff_t>(k);
    const std::string field = fmt::format("/relatives/{}", k);
    if (!is_member_id(*here)) problems.add(ErrorCode::out_of_range, field, "{} is no id of a member", quoted(*here));
    else if (*here == member.id)
      problems.add(ErrorCode::invalid_state, field, "{} is herself; relatives are others", quoted(*here));
    else if (std::find(relatives.begin(), here, *here) != here)
      problems.add(ErrorCode::duplicate, field, "{} is named twice; once is enough", quoted(*here));
  }
}

void check_amount(detail::ProblemList& problems, std::string_view field, const std::optional<Money>& amount) {
  if (amount && amount->is_negative())
    problems.add(ErrorCode::out_of_range, std::string(field), "{}; it is zero or more", *amount);
}

}  // namespace

bool is_member_id(std::string_view id) noexcept { return !id.empty() && id.size() <= longest && id.front() != '@'; }

int age_on(Date born_on, Date day) {
  const int years = day.year() - born_on.year();
  return day < add_months(born_on, 12 * years) ? years - 1 : years;
}

Problems validate(const Member& member) {
  detail::ProblemList problems;
  if (!is_member_id(member.id))
    problems.add(ErrorCode::out_of_range, "/id", "{} is no id; an id has 1 to {} bytes and does not begin with @",
                 quoted(member.id), longest);
  check_relatives(problems, member);
  check_code(problems, "/household", member.household);
  check_code(problems, "/village", member.village);
  check_code(problems, "/activity", member.activity);
  const auto& income = member.household_income_a_year;
  const auto& obligations = member.obligations_a_month;
  check_amount(problems, "/household_income_a_year", income);
  check_amount(problems, "/obligations_a_month", obligations);
  if (income && obligations && income->currency() != obligations->currency())
    problems.add(ErrorCode::currency_mismatch, "/obligations_a_month", "{}, and the household's income is in {}",
                 *obligations, income->currency());
  return std::move(problems).sorted();
}

}  // namespace solidarity
