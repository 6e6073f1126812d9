// SPDX-License-Identifier: MIT
#include "group_play.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace test {

using namespace solidarity;

// ---- the life

GroupPlay::GroupPlay(Random& random, const Lives& lives)
    : random_(random),
      lives_(lives),
      names_(some_names(random, lives)),
      group_(some_group_terms(random, names_)),
      start_(Date::of(2026, 1, 5)),
      today_(start_) {
  found();
}

Money GroupPlay::money(std::int64_t units) const { return Money::of_units(units, group_.currency()); }
Money GroupPlay::up_to(std::int64_t most) {
  return money(random_.one_in(3) ? std::max<std::int64_t>(most, 1)
                                 : random_.between(1, std::max<std::int64_t>(most, 1)));
}

GroupEvent GroupPlay::made(Date on, GroupAction what) {
  return {.on = on, .what = std::move(what), .id = fmt::format("{}x{}", lives_.prefix, ++drawn_)};
}

Date GroupPlay::any_day() { return start_ - 1 + random_.number(0, today_ + 30 - start_); }

LoanGrant GroupPlay::grant(const std::string& member, Date on) {
  LoanTerms terms{.principal = money(random_.between(500, 40'000)),
                  .disbursed_on = on,
                  .interest = {.method = random_.one_in(2) ? InterestMethod::flat : InterestMethod::declining,
                               .rate = Rate::of_ticks(Rate::one / 100 * random_.number(0, 36))},
                  .repayments = {.count = random_.number(1, 8), .every = weekly}};
  return {.id = fmt::format("{}L{}", lives_.prefix, ++drawn_),
          .member = member,
          .terms = std::move(terms),
          .joint = !random_.one_in(8)};
}

// One founder in ten comes later, one in six does not borrow.
void GroupPlay::found() {
  std::vector<GroupEvent> events;
  for (const std::string& name : names_)
    if (name == names_.front() || !random_.one_in(10)) events.push_back(made(start_, MemberJoins{{.id = name}}));
  std::vector<std::string> founders;
  for (const GroupEvent& event : events) founders.push_back(std::get<MemberJoins>(event.what).member.id);
  for (const std::string& name : founders)
    if (!random_.one_in(6)) events.push_back(made(start_, LoanGranted{grant(name, start_)}));
  if (random_.one_in(3)) events.push_back(made(start_, FundReceives{Fund::group, up_to(20'000)}));
  if (random_.one_in(2)) {
    Meeting first{.is_sheet = false, .calls = false};
    for (const std::string& name : founders) first.deposits.push_back({name, up_to(2'000)});
    events.push_back(made(start_, std::move(first)));
  }
  group_.record(std::move(events));
}

GroupEvent GroupPlay::next() {
  if (!random_.one_in(4)) today_ = today_ + (random_.one_in(3) ? random_.number(0, 10) : 7 - (today_ - start_) % 7);
  Date on = today_;
  if (lives_.late && random_.one_in(4)) on = start_ + random_.number(0, today_ - start_);
  if (lives_.illegal && random_.one_in(5)) return illegal(on);
  if (lives_.reversals && random_.one_in(8)) return reversal();
  return legal(on);
}

std::string GroupPlay::some_member(Date on) {
  const std::vector<std::string> members = group_.members(on);
  return members.empty() ? names_.front() : random_.any_of(members);
}
std::string GroupPlay::anybody() { return random_.one_in(6) ? "nobody" : random_.any_of(names_); }

GroupEvent GroupPlay::reversal() {
  const GroupEvent& of =
      group_.events()[random_.one_in(2) ? group_.events().size() - 1 : random_.index(group_.events().size())];
  const Date least = std::max(of.on, start_);
  return made(random_.one_in(3) && least < today_ ? least + random_.number(0, today_ - least) : std::max(least, today_),
              GroupReversal{of.id});
}

GroupEvent GroupPlay::legal(Date on) {
  switch (random_.number(0, 9)) {
    case 0:
    case 1: return about_a_member(on);
    case 2: return about_money(on);
    case 3: return about_claims(on);
    default: return made(on, meeting(on));
  }
}

// ---- meetings

Meeting GroupPlay::meeting(Date on) {
  const CollectionSheet sheet = group_.collection_sheet(on);
  Meeting meeting;
  if (random_.one_in(8)) meeting.is_sheet = false;
  if (random_.one_in(10)) meeting.calls = false;
  if (sheet.total().units() > 0 && random_.one_in(6)) meeting.lump_sum = up_to(sheet.total().units());
  else add_payments(meeting, on);
  add_limits(meeting, sheet);
  if (random_.one_in(8)) meeting.loans.push_back(grant(some_member(on), on));
  if (random_.one_in(8)) meeting.difference = money(random_.between(-50, 50));
  if (random_.one_in(8) && !sheet.lines.empty())
    meeting.resolutions.push_back({"well", {sheet.lines.front().member}, {sheet.lines.back().member}});
  if (!meeting.resolutions.empty() && meeting.resolutions.front().yes == meeting.resolutions.front().no)
    meeting.resolutions.front().no.clear();
  return meeting;
}

// Nobody to everybody defaults; one who pays may bring anything from a unit to twice what is asked.
void GroupPlay::add_payments(Meeting& meeting, Date on) {
  const GroupPosition position = group_.position(on);
  const int mood = random_.number(0, 5);
  for (const CollectionLine& line : group_.collection_sheet(on).lines) {
    const MemberPosition& at = position.member(line.member);
    const std::int64_t asked = line.overdue + line.due;
    const bool defaults = mood == 0 || (mood < 5 && random_.one_in(static_cast<std::uint64_t>(mood + 1)));
    if (random_.one_in(12)) meeting.absent.push_back(line.member);
    else if (random_.one_in(12)) meeting.late.push_back(line.member);
    if (at.fines > 0 && !random_.one_in(3)) meeting.fines.push_back({line.member, up_to(at.fines)});
    if (random_.one_in(3)) meeting.deposits.push_back({line.member, up_to(800)});
    else if (at.savings - at.held > 0 && random_.one_in(6))
      meeting.withdrawals.push_back({line.member, up_to(at.savings - at.held)});
    if (defaults && random_.one_in(4) && asked > 1) meeting.repayments.push_back({line.member, up_to(asked - 1)});
    if (defaults) continue;
    const std::int64_t all = asked + (random_.one_in(2) ? line.owes_peers : 0);
    if (all > 0) meeting.repayments.push_back({line.member, money(random_.one_in(6) ? 2 * all : all)});
    else if (at.outstanding > 0 && random_.one_in(4)) meeting.repayments.push_back({line.member, up_to(300)});
  }
  for (const MemberPosition& at : position.members)
    if (at.state == MemberState::expelled && at.outstanding > 0 && random_.one_in(2))
      meeting.repayments.push_back({at.id, up_to(at.outstanding)});
}

void GroupPlay::add_limits(Meeting& meeting, const CollectionSheet& sheet) {
  const auto limit = [&] {
    return money(random_.one_in(3) ? 0 : random_.one_in(2) ? random_.number(1, 300) : 1'000'000);
  };
  if (!random_.one_in(4)) meeting.cash_limit = limit();
  for (const CollectionLine& line : sheet.lines) {
    if (random_.one_in(5)) meeting.cash_limits.push_back({line.member, limit()});
    if (random_.one_in(10)) meeting.collateral.push_back({line.member, limit()});
  }
  if (random_.one_in(3)) meeting.insurer_limit = limit();
}

// ---- other events

GroupEvent GroupPlay::about_a_member(Date on) {
  const std::string member = some_member(on);
  switch (random_.number(0, lives_.deaths ? 8 : 7)) {
    case 0:
    case 1: return made(on, MemberJoins{{.id = random_.any_of(names_)}});
    case 2: return made(on, MemberLeaves{member, random_.one_in(2), random_.one_in(2) ? some_member(on) : ""});
    case 3: return made(on, MemberExpelled{member, Resolution{"out", group_.members(on)}});
    case 4: return made(on, MemberExcused{member, random_.one_in(2) ? std::optional<Date>(on + 10) : std::nullopt});
    case 5: return made(on, NoticeGiven{member});
    case 6:
    case 7: return made(on, LoanGranted{grant(random_.one_in(8) ? "" : member, on)});
    default: return death(on);
  }
}

GroupEvent GroupPlay::death(Date on) {
  const std::string member = some_member(on);
  const GroupPosition position = group_.position(on);
  const auto at = std::ranges::find(position.members, member, &MemberPosition::id);
  MemberDies dies{.member = member};
  if (at == position.members.end() || at->outstanding == 0) return made(on, dies);
  std::int64_t left = at->outstanding;
  const auto part = [&](std::int64_t most) -> std::optional<Money> {
    const std::int64_t units = std::min(left, most) / random_.number(1, 3);
    if (units <= 0 || random_.one_in(3)) return {};
    left -= units;
    return money(units);
  };
  dies.savings = part(at->savings - at->held);
  dies.fund = part(position.group_fund);
  dies.insurance = part(left);
  dies.written_off = part(left);
  return made(on, std::move(dies));
}

GroupEvent GroupPlay::about_money(Date on) {
  const GroupPosition position = group_.position(on);
  const std::string member = some_member(on);
  switch (random_.number(0, 7)) {
    case 0: return made(on, FundReceives{random_.one_in(3) ? Fund::social : Fund::group, up_to(5'000)});
    case 1: return made(on, FundPays{Fund::group, up_to(position.group_fund)});
    case 2: return made(on, FundPays{Fund::social, up_to(position.social_fund)});
    case 3: return made(on, ShareOut{random_.one_in(2) ? ShareOutBy::equal : ShareOutBy::savings});
    case 4: return made(on, SavingsChanged{member, PlaceHold{up_to(500)}});
    case 5: return made(on, SavingsChanged{member, SavingsCharge{"book", up_to(20)}});
    default: {
      const std::vector<std::string> loans = group_.loans_of(member);
      if (loans.empty()) return made(on, FundReceives{Fund::group, up_to(5'000)});
      return made(on, LoanChanged{random_.any_of(loans), ChargeFee{"visit", up_to(300), on + random_.number(0, 14)}});
    }
  }
}

GroupEvent GroupPlay::about_claims(Date on) {
  std::vector<NamedClaim> open = group_.claims(on);
  std::erase_if(open, [](const NamedClaim& claim) { return claim.open == 0; });
  if (open.empty()) return made(on, meeting(on));
  const NamedClaim claim = random_.any_of(open);
  switch (random_.number(0, 3)) {
    case 0: return made(on, ClaimForgiven{claim.by, claim.debtor, up_to(claim.open)});
    case 1: return made(on, ClaimsOffset{claim.by, claim.debtor});
    case 2: {
      const std::string estate = "@estate:";
      if (claim.debtor.starts_with(estate))
        return made(on, EstatePays{claim.debtor.substr(estate.size()), up_to(claim.open)});
      [[fallthrough]];
    }
    default: {
      Meeting counter{.is_sheet = false, .calls = false};
      counter.repayments.push_back({claim.debtor, up_to(claim.open)});
      return made(on, std::move(counter));
    }
  }
}

// ---- what is not legal: some of it is accepted all the same

Meeting GroupPlay::bad_meeting(Date on) {
  Meeting bad = meeting(on);
  const auto amount = [&] {
    return random_.one_in(4) ? Money::of_units(5, iso4217::EUR) : money(random_.one_in(2) ? random_.units() : 0);
  };
  switch (random_.number(0, 8)) {
    case 0: bad.repayments.push_back({anybody(), amount()}); break;
    case 1: bad.deposits.push_back({anybody(), amount()}); break;
    case 2: bad.withdrawals.push_back({anybody(), amount()}); break;
    case 3: bad.fines.push_back({anybody(), amount()}); break;
    case 4: bad.absent.push_back(anybody()); break;
    case 5: bad.lump_sum = amount(); break;
    case 6: bad.cash_limits.push_back({anybody(), amount()}); break;
    case 7:
      bad.covers = {{.debtor = anybody(), .kind = CoverLayerKind::peers, .by = anybody(), .amount = amount()}};
      break;
    default: bad.cash_counted = money(random_.between(-100, 100'000)); break;
  }
  return bad;
}

GroupEvent GroupPlay::illegal(Date on) {
  if (random_.one_in(3)) on = any_day();
  const Money amount = money(random_.one_in(2) ? random_.units() : random_.between(-1, 1));
  GroupEvent event = made(on, FundPays{Fund::group, amount});
  switch (random_.number(0, 9)) {
    case 0: event.what = MemberJoins{{.id = anybody()}}; break;
    case 1: event.what = MemberLeaves{anybody()}; break;
    case 2: event.what = MemberDies{.member = anybody(), .written_off = amount}; break;
    case 3: event.what = GroupReversal{random_.one_in(2) ? "nothing" : random_.any_of(group_.events()).id}; break;
    case 4: event.what = EstatePays{anybody(), amount}; break;
    case 5: event.what = ClaimForgiven{anybody(), anybody(), amount}; break;
    case 6: event.what = LoanGranted{grant(anybody(), on + random_.number(0, 1))}; break;
    case 7: break;
    default: event.what = bad_meeting(on); break;
  }
  if (random_.one_in(12)) event.id = random_.any_of(group_.events()).id;
  if (random_.one_in(20)) event.id = random_.one_in(2) ? "two words" : std::string(65, 'x');
  return event;
}

}  // namespace test
