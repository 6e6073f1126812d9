// SPDX-License-Identifier: MIT
#include "group/meeting_day.hpp"

#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <map>

namespace solidarity::detail {

std::int64_t compulsory_savings_due(const GroupState& state, const Person& person, Date on) {
  return compulsory_savings(state.terms().rules, state.owed(person, on).outstanding_principal);
}

MeetingDay::MeetingDay(GroupState& state, Date on, Meeting& meeting, const std::string& event, bool is_new)
    : state_(state), on_(on), meeting_(meeting), event_(event), is_new_(is_new) {}

void MeetingDay::hold() {
  check_form();
  fine();
  if (meeting_.lump_sum) split_lump_sum();
  if (meeting_.is_sheet) check_sheet();  // with the lines of a lump sum
  pay_fines();
  deposit();
  withdraw();
  repay();
  call();
  end_notices();
  lend();
  vote();
  count_cash();
}

// ---- 1. Attendance

void MeetingDay::fine() {
  if (meeting_.is_sheet) count_attendance();
  const auto levy = [&](const std::vector<std::string>& names, const std::optional<Money>& amount) {
    if (!amount) return;
    for (const std::string& name : names) {
      Person& person = state_.edit(name);
      person.fines = checked_units(wide{person.fines} + amount->units());
    }
  };
  levy(meeting_.absent, state_.terms().rules.absence_fine);
  levy(meeting_.late, state_.terms().rules.lateness_fine);
}

// Those who were late were there.
void MeetingDay::count_attendance() {
  ++state_.sheets;
  for (const std::string& id : state_.members(on_)) {
    Tally& attendance = state_.edit(id).attendance;
    ++attendance.all;
    if (std::ranges::find(meeting_.absent, id) == meeting_.absent.end()) ++attendance.good;
  }
}

// ---- A lump sum

wide MeetingDay::lines_total() const {
  wide sum = 0;
  for (const MemberLine& line : meeting_.fines) sum += line.amount.units();
  for (const MemberLine& line : meeting_.deposits) sum += line.amount.units();
  for (const RepaymentLine& line : meeting_.repayments) sum += line.amount.units();
  return sum;
}

void MeetingDay::split_lump_sum() {
  const std::int64_t sum = state_.above_zero(*meeting_.lump_sum, "/lump_sum");
  if (meeting_.fines.empty() && meeting_.deposits.empty() && meeting_.repayments.empty()) return split(sum);
  if (const wide lines = lines_total(); lines != sum)
    refuse(ErrorCode::out_of_range, "/lump_sum",
           fmt::format("{}, and the lines add up to {}", *meeting_.lump_sum, state_.money(checked_units(lines))));
}

void MeetingDay::split(std::int64_t sum) {
  const std::vector<std::string> members = state_.members(on_);
  if (members.empty()) refuse(ErrorCode::invalid_state, "/lump_sum", "a group without members");
  struct Asked {
    std::int64_t loans, fines, savings;
  };
  std::vector<Asked> asked;
  std::vector<std::int64_t> weights;
  wide all = 0;
  for (const std::string& id : members) {
    const Person& person = *state_.find(id);
    asked.push_back({state_.owed(person, on_).all, person.fines, compulsory_savings_due(state_, person, on_)});
    weights.push_back(checked_units(wide{asked.back().loans} + asked.back().fines + asked.back().savings));
    all += weights.back();
  }
  const std::int64_t total = checked_units(all);
  std::vector<std::int64_t> parts(members.size());
  if (total > 0) allocate_into(std::min(sum, total), weights, parts);
  for (std::size_t k = 0; k < members.size(); ++k) {
    std::int64_t left = parts[k];
    const auto take = [&](std::int64_t most) {
      const std::int64_t taken = std::min(left, most);
      left -= taken;
      return state_.money(taken);
    };
    if (const Money loans = take(asked[k].loans); !loans.is_zero())
      meeting_.repayments.push_back({members[k], loans, "", state_.money(0)});
    if (const Money fines = take(asked[k].fines); !fines.is_zero()) meeting_.fines.push_back({members[k], fines});
    if (left > 0) meeting_.deposits.push_back({members[k], state_.money(left)});
  }
  if (sum > total) save_excess(sum - total, members);
}

void MeetingDay::save_excess(std::int64_t excess, const std::vector<std::string>& members) {
  if (!state_.terms().rules.excess_becomes_savings)
    refuse(ErrorCode::out_of_range, "/lump_sum",
           fmt::format("{}; the members owe {} today, and the rules save nothing else", *meeting_.lump_sum,
                       *meeting_.lump_sum - state_.money(excess)));
  const std::vector<std::int64_t> equal(members.size(), 1);
  std::vector<std::int64_t> parts(members.size());
  allocate_into(excess, equal, parts);
  for (std::size_t k = 0; k < members.size(); ++k) {
    if (parts[k] == 0) continue;
    const auto line = std::ranges::find(meeting_.deposits, members[k], &MemberLine::member);
    if (line == meeting_.deposits.end()) meeting_.deposits.push_back({members[k], state_.money(parts[k])});
    else line->amount += state_.money(parts[k]);
  }
}

// ---- 2. and 3. Fines and savings

void MeetingDay::pay_fines() {
  for (std::size_t k = 0; k < meeting_.fines.size(); ++k)
    problems_.line("fines", k, [&] {
      const MemberLine& line = meeting_.fines[k];
      Person& person = state_.edit(line.member);
      if (line.amount.units() > person.fines)
        refuse(ErrorCode::out_of_range, "/amount",
               fmt::format("{}; {} owes {} of fines", line.amount, quoted(line.member), state_.money(person.fines)));
      person.fines -= line.amount.units();
      state_.change_fund(Fund::social, line.amount.units(), "/amount");
      cash_ += line.amount.units();
    });
  problems_.refuse_any();
}

void MeetingDay::deposit() {
  for (std::size_t k = 0; k < meeting_.deposits.size(); ++k)
    problems_.line("deposits", k, [&] {
      record_savings(state_.edit(meeting_.deposits[k].member), on_, Deposit{meeting_.deposits[k].amount}, event_);
      cash_ += meeting_.deposits[k].amount.units();
    });
  problems_.refuse_any();
}

void MeetingDay::withdraw() {
  for (std::size_t k = 0; k < meeting_.withdrawals.size(); ++k)
    problems_.line("withdrawals", k, [&] {
      record_savings(state_.edit(meeting_.withdrawals[k].member), on_, Withdrawal{meeting_.withdrawals[k].amount},
                     event_);
      cash_ -= meeting_.withdrawals[k].amount.units();
    });
  problems_.refuse_any();
}

// ---- 4. Repayments

void MeetingDay::repay() {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> open;  // what is owed to the lender and to claimants
  for (const RepaymentLine& line : meeting_.repayments)
    if (!open.contains(line.member))
      open[line.member] = {state_.owed(*state_.find(line.member), on_).all, state_.payable(line.member, on_)};
  for (std::size_t k = 0; k < meeting_.repayments.size(); ++k)
    problems_.line("repayments", k, [&] {
      auto& [owed, payable] = open.at(meeting_.repayments[k].member);
      repay(meeting_.repayments[k], owed, payable);
    });
  problems_.refuse_any();
}

// What a second line of the same member finds open is what the first left.
void MeetingDay::repay(RepaymentLine& line, std::int64_t& owed, std::int64_t& payable) {
  const std::int64_t units = line.amount.units();
  if (!line.to_claimants)
    line.to_claimants =
        state_.money(divide_recovery(units, owed, payable, state_.terms().liability.recovery_order).to_claimants);
  const std::int64_t to_claimants = state_.units_or_zero(line.to_claimants, "/to_claimants");
  if (to_claimants > std::min(units, payable))
    refuse(ErrorCode::out_of_range, "/to_claimants",
           fmt::format("{} to claimants; at most {}", *line.to_claimants, state_.money(std::min(units, payable))));
  const std::int64_t to_lender = units - to_claimants;
  cash_ += units - state_.recover(line.member, to_claimants, on_);
  if (line.loan.empty()) {
    pay_loans(state_, *state_.find(line.member), to_lender, PaymentKind::repayment, false, at());
  } else {
    const GroupLoan& loan = state_.loan(line.loan, "/loan");
    if (loan.member != line.member)
      refuse(ErrorCode::not_found, "/loan", fmt::format("{} has no loan {}", quoted(line.member), quoted(line.loan)));
    if (!is_new_ && loan.loan.position(on_).status != LoanStatus::active) add_credit(state_, line.member, to_lender);
    else if (to_lender > 0) state_.edit_loan(line.loan).record(on_, Repay{state_.money(to_lender)}, event_);
  }
  payable -= to_claimants;
  owed -= std::min(owed, to_lender);
}

// ---- 6. and 7. Loans and votes

void MeetingDay::lend() {
  for (std::size_t k = 0; k < meeting_.loans.size(); ++k)
    problems_.line("loans", k, [&] {
      grant_loan(state_, meeting_.loans[k], at());
      cash_ -= meeting_.loans[k].terms.principal.units();
    });
  problems_.refuse_any();
}

void MeetingDay::vote() {
  for (std::size_t k = 0; k < meeting_.elections.size(); ++k)
    problems_.line("elections", k, [&] { elect(state_, meeting_.elections[k], on_); });
  for (std::size_t k = 0; k < meeting_.resolutions.size(); ++k)
    problems_.line("resolutions", k, [&] { (void)is_adopted(state_, meeting_.resolutions[k], on_); });
  problems_.refuse_any();
}

// ---- Cash

void MeetingDay::count_cash() {
  const std::int64_t cash = checked_units(cash_);
  const std::int64_t missing = meeting_.difference ? state_.units(*meeting_.difference, "/difference") : 0;
  state_.difference = checked_units(wide{state_.difference} + missing);
  if (!meeting_.cash_counted || !is_new_) return;  // what was counted is a fact, whatever is corrected later
  if (wide{state_.units(*meeting_.cash_counted, "/cash_counted")} + missing != cash)
    refuse(ErrorCode::out_of_range, "/cash_counted",
           fmt::format("{} counted and {} declared missing; the lines add up to {}", *meeting_.cash_counted,
                       state_.money(missing), state_.money(cash)));
}

}  // namespace solidarity::detail
