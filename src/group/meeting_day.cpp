// SPDX-License-Identifier: MIT
#include "group/meeting_day.hpp"

#include <solidarity/money/allocate.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace solidarity::detail {

std::int64_t compulsory_savings_due(const GroupState& state, const Person& person, Date on) {
  return compulsory_savings(state.terms().rules, state.owed(person, on).outstanding_principal);
}

namespace {

// Others paid for her: on the record of her joint loans.
void note_cover(GroupState& state, const std::string& debtor, Date on) {
  std::vector<std::string> uncovered;
  for (const GroupLoan* loan : state.loans_of(debtor))
    if (loan->joint && !loan->covered_on && is_open(loan->loan.position(on).status)) uncovered.push_back(loan->id);
  for (const std::string& id : uncovered) state.edit_loan(id).covered_on = on;
}

bool is_own(CoverLayerKind kind) {
  return kind == CoverLayerKind::own_savings || kind == CoverLayerKind::own_collateral;
}

}  // namespace

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

// ---- The form of the lines

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

void MeetingDay::check_form() {
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

// ---- 5. The call

void MeetingDay::call() {
  if (!meeting_.covers) {
    Called called;
    if (meeting_.calls && !state_.terms().liability.layers.empty()) called = call_peers(state_, meeting_, on_);
    meeting_.covers = std::move(called.covers);
    meeting_.outside_share = std::move(called.outside_share);
  } else if (is_new_) {
    check_covers();
  }
  cover();
  if (meeting_.calls) keep_apart();
}

// Given by another system: they cannot be more than is owed.
void MeetingDay::check_covers() {
  std::map<std::string, std::int64_t> owed;
  for (std::size_t k = 0; k < meeting_.covers->size(); ++k)
    problems_.line("covers", k, [&] {
      const MeetingCover& line = (*meeting_.covers)[k];
      check_layer(line);
      const Person& debtor = state_.person(line.debtor, "/debtor");
      auto& left = owed.try_emplace(line.debtor, state_.owed(debtor, on_).joint).first->second;
      if (state_.units(line.amount, "/amount") > left)
        refuse(ErrorCode::out_of_range, "/amount",
               fmt::format("{}; {} has {} overdue and due", line.amount, quoted(line.debtor), state_.money(left)));
      left -= line.amount.units();
    });
  problems_.refuse_any();
}

void MeetingDay::check_layer(const MeetingCover& line) const {
  const auto& layers = state_.terms().liability.layers;
  const bool is_of_terms = line.layer < layers.size() && layers[line.layer].kind() == line.kind &&
                           (!line.source || layers[line.layer].draws_on(*line.source));
  if (!is_of_terms)
    refuse(ErrorCode::invalid_state, "/layer",
           fmt::format("{} in layer {}; the group's terms have no such layer", to_text(line.kind), line.layer));
}

void MeetingDay::cover() {
  for (std::size_t k = 0; k < meeting_.covers->size(); ++k)
    problems_.line("covers", k, [&] { cover((*meeting_.covers)[k]); });
  problems_.refuse_any();
  claim();
}

// One claim for what somebody gave for a debtor in a layer; in order of layer, holder and debtor.
void MeetingDay::claim() {
  std::map<std::tuple<std::uint32_t, std::string, std::string>, std::int64_t> given;
  for (const MeetingCover& line : *meeting_.covers) {
    if (is_own(line.kind)) continue;
    const std::string_view by = line.kind == CoverLayerKind::peers        ? std::string_view(line.by)
                                : line.kind == CoverLayerKind::group_fund ? fund_name
                                                                          : insurer_name;
    std::int64_t& sum = given[{line.layer, std::string(by), line.debtor}];
    sum = checked_units(wide{sum} + line.amount.units());
  }
  if (given.empty()) return;
  ClaimsBook& book = state_.edit_claims();
  std::vector<NewClaim> claims;
  for (const auto& [key, units] : given)
    claims.push_back({book.party(std::get<1>(key)), book.party(std::get<2>(key)), units});
  book.record(on_, ClaimsMade{std::move(claims)});
}

void MeetingDay::cover(const MeetingCover& line) {
  const std::int64_t units = state_.above_zero(line.amount, "/amount");
  const Person& debtor = state_.person(line.debtor, "/debtor");
  if (debtor.state() == MemberState::dead)
    refuse(ErrorCode::invalid_state, "/debtor",
           fmt::format("{} is dead, and her loans are paid off", quoted(line.debtor)));
  PaymentKind kind = PaymentKind::cover_by_savings;
  if (line.source.has_value() != (line.kind == CoverLayerKind::peers))
    refuse(ErrorCode::out_of_range, "/source", "peers give from their savings or in cash; nobody else has a source");
  if (line.kind == CoverLayerKind::peers) {
    if (line.by == line.debtor)
      refuse(ErrorCode::invalid_state, "/by", fmt::format("{} does not cover herself", quoted(line.by)));
    (void)state_.member_on(line.by, on_, "/by");
    kind = PaymentKind::cover_by_peer;
  } else if (line.kind == CoverLayerKind::group_fund) {
    if (!line.by.empty()) refuse(ErrorCode::out_of_range, "/by", "the fund gives, and nobody else");
    state_.change_fund(Fund::group, -units, "/amount");
    kind = PaymentKind::cover_by_fund;
  } else if (line.kind == CoverLayerKind::insurer) {
    if (!line.by.empty()) refuse(ErrorCode::out_of_range, "/by", "the insurer gives, and nobody else");
    kind = PaymentKind::cover_by_insurance;
  } else if (line.by != line.debtor) {
    refuse(ErrorCode::invalid_state, "/by", "own money is the debtor's");
  }
  const bool is_saved = line.kind == CoverLayerKind::own_savings || line.source == CoverSource::savings;
  if (is_saved) draw_savings(state_, line.by, units, on_, event_);
  if (line.source == CoverSource::cash) cash_ += units;
  if (line.kind == CoverLayerKind::peers) {
    note_cover(state_, line.debtor, on_);
    Person& peer = state_.edit(line.by);
    peer.given_in_cycle = checked_units(wide{peer.given_in_cycle} + units);
    peer.given_ever = checked_units(wide{peer.given_ever} + units);
  }
  pay_loans(state_, debtor, units, kind, true, at());
}

// What stays open after the call: kept apart where it lies outside the share, and noted when nobody covered it.
void MeetingDay::keep_apart() {
  bool is_open = false;
  bool is_uncovered = false;
  for (const auto& shared : state_.people()) {
    const Person& person = *shared;
    const Owed left = state_.owed(person, on_);
    is_open |= left.joint > 0;
    is_uncovered |= left.joint > std::min(person.kept_apart, left.joint) + state_.terms().liability.tolerance;
    const auto line = std::ranges::find(meeting_.outside_share, person.facts.id, &MemberLine::member);
    const std::int64_t outside = line == meeting_.outside_share.end() ? 0 : line->amount.units();
    const std::int64_t kept = std::min(left.joint, checked_units(wide{person.kept_apart} + outside));
    if (kept != person.kept_apart) state_.edit(person.facts.id).kept_apart = kept;
  }
  if (is_uncovered && !state_.uncovered_since) state_.uncovered_since = on_;
  if (!is_open) state_.uncovered_since.reset();
}

// What the peers were told stands until nothing of hers is past due.
void MeetingDay::end_notices() {
  for (const auto& person : state_.people())
    if (person->noticed_on && state_.owed(*person, on_).overdue == 0) state_.edit(person->facts.id).noticed_on.reset();
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
  if (!meeting_.cash_counted) return;
  if (wide{state_.units(*meeting_.cash_counted, "/cash_counted")} + missing != cash)
    refuse(ErrorCode::out_of_range, "/cash_counted",
           fmt::format("{} counted and {} declared missing; the lines add up to {}", *meeting_.cash_counted,
                       state_.money(missing), state_.money(cash)));
}

}  // namespace solidarity::detail
