// SPDX-License-Identifier: MIT
// What a group answers about a day, as values to compare and as text for a failure.
#include <fmt/format.h>

#include <type_traits>

#include "group_play.hpp"

namespace test {

using namespace solidarity;

namespace {

std::string listed(std::string_view name, const std::vector<MemberLine>& lines) {
  std::string text;
  for (const MemberLine& line : lines) text += fmt::format(" {} {}", line.member, line.amount.units());
  return text.empty() ? text : fmt::format(" {}:{};", name, text);
}
std::string listed(std::string_view name, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& line : names) text += " " + line;
  return text.empty() ? text : fmt::format(" {}:{};", name, text);
}
std::string listed(std::string_view name, const std::optional<Money>& amount) {
  return amount ? fmt::format(" {} {};", name, amount->units()) : std::string();
}

std::string details(const LoanGrant& grant) {
  return fmt::format(" {} to {} {} {} rows at {}{};", grant.id, grant.member, grant.terms.principal,
                     grant.terms.repayments.count, grant.terms.interest.rate, grant.joint ? "" : " not joint");
}

std::string details(const Meeting& m) {
  std::string text = fmt::format("{}{}", m.is_sheet ? "" : " at the counter", m.calls ? "" : " without a call");
  text += listed("absent", m.absent) + listed("late", m.late) + listed("fines", m.fines) +
          listed("deposits", m.deposits) + listed("withdrawals", m.withdrawals);
  for (const RepaymentLine& line : m.repayments)
    text +=
        fmt::format(" {} pays {}{}{};", line.member, line.amount.units(), line.loan.empty() ? "" : " of " + line.loan,
                    line.to_claimants ? fmt::format(" ({} to claimants)", line.to_claimants->units()) : "");
  text += listed("lump sum", m.lump_sum) + listed("cash limit", m.cash_limit) + listed("limits", m.cash_limits) +
          listed("collateral", m.collateral) + listed("insurer", m.insurer_limit);
  if (m.covers)
    for (const MeetingCover& line : *m.covers)
      text += fmt::format(" [{} by {} {} {} layer {}]", line.debtor, to_text(line.kind), line.by, line.amount.units(),
                          line.layer);
  text += listed("outside", m.outside_share);
  for (const LoanGrant& grant : m.loans) text += details(grant);
  return text + listed("counted", m.cash_counted) + listed("difference", m.difference);
}

template <class Action>
std::string details(const Action& action) {
  std::string text;
  if constexpr (requires { action.member.id; }) text += " " + action.member.id;
  else if constexpr (requires { std::string(action.member); }) text += " " + action.member;
  if constexpr (requires { action.grant; }) text += details(action.grant);
  if constexpr (requires { action.loan; }) text += " " + action.loan;
  if constexpr (requires { action.debtor; }) text += fmt::format(" {} for {}", action.by, action.debtor);
  if constexpr (requires { action.a; }) text += fmt::format(" {} and {}", action.a, action.b);
  if constexpr (requires { action.of; }) text += " of " + action.of;
  if constexpr (requires { to_text(action.fund); }) text += fmt::format(" {}", to_text(action.fund));
  if constexpr (requires { action.amount.units(); }) text += fmt::format(" {}", action.amount.units());
  if constexpr (requires { action.buy_out; })
    text += fmt::format("{} duty to {}", action.buy_out ? " buying out" : "", action.duty_to);
  if constexpr (requires { action.written_off; })
    text += listed("savings", action.savings) + listed("insurance", action.insurance) + listed("fund", action.fund) +
            listed("written off", action.written_off);
  return text;
}

std::string described(const MemberPosition& m) {
  return fmt::format(
      "{} {} outstanding {} overdue {} due {} credit {} savings {} held {} fines {} receivable {} payable {} apart {}"
      " estate {} dpd {} cycle {}\n",
      m.id, to_text(m.state), m.outstanding, m.overdue, m.due, m.credit, m.savings, m.held, m.fines, m.receivable,
      m.payable, m.kept_apart, m.estate_owes, m.days_past_due, m.cycle);
}

}  // namespace

std::string told(const GroupEvent& event) {
  return fmt::format("{} {} {}{}", event.id, event.on, to_text(event.what),
                     std::visit([](const auto& action) { return details(action); }, event.what));
}

std::string story(const Group& group) {
  std::string text;
  for (const GroupEvent& event : group.events()) text += told(event) + "\n";
  return text;
}

std::optional<std::string> refusal_of(Group& group, const GroupEvent& event) {
  try {
    group.record(event);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

Group replayed(const Group& group) {
  Group again(group.terms());
  for (GroupEvent event : group.events()) {
    event.sequence = 0;
    again.record(std::move(event));
  }
  return again;
}

GroupFigures group_figures(const Group& group, Date day) {
  const Group then = group.as_of(day);
  GroupFigures all{group.position(day), group.claims(day), group.collection_sheet(day), {}};
  for (const MemberPosition& member : all.position.members)
    for (const std::string& loan : then.loans_of(member.id)) all.loans.emplace(loan, then.loan(loan).position(day));
  return all;
}

std::string described(const GroupFigures& all) {
  const GroupPosition& p = all.position;
  std::string text =
      fmt::format("{} fund {} social {} difference {} insurer {} own {} uncovered since {}{}\n", p.as_of, p.group_fund,
                  p.social_fund, p.difference, p.due_to_insurer, p.own_outstanding,
                  p.uncovered_since ? fmt::format("{}", *p.uncovered_since) : "-", p.dissolved ? " dissolved" : "");
  for (const MemberPosition& member : p.members) text += described(member);
  for (const NamedClaim& claim : all.claims)
    text += fmt::format("claim {} {} on {} {} open {}\n", claim.on, claim.by, claim.debtor, claim.amount, claim.open);
  for (const auto& [id, loan] : all.loans)
    text +=
        fmt::format("loan {} {} paid {} outstanding {} overdue {} due {} credit {}\n", id, to_text(loan.status),
                    loan.paid.total(), loan.outstanding.total(), loan.overdue.total(), loan.due.total(), loan.credit);
  return text;
}

void require_same(const GroupFigures& are, const GroupFigures& should_be, const std::string& what) {
  if (are == should_be) SUCCEED();
  else FAIL(what << "\nare\n" << described(are) << "should be\n" << described(should_be));
}

}  // namespace test
