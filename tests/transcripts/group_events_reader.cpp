// SPDX-License-Identifier: MIT
#include "transcripts/group_events_reader.hpp"

#include "transcripts/events_reader.hpp"
#include "transcripts/group_meeting_reader.hpp"

#include <array>
#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

using Action = std::optional<GroupAction>;

class GroupActionReader {
 public:
  GroupActionReader(Words& words, Date on, const GroupTerms& terms, const Group* group)
      : words_(words), on_(on), currency_(terms.rules.currency), group_(group) {}

  // The actions of a line: several when several join.
  std::vector<GroupAction> read() {
    using Reader = Action (GroupActionReader::*)();
    for (const Reader reader :
         {&GroupActionReader::of_a_loan, &GroupActionReader::of_savings, &GroupActionReader::of_a_fund,
          &GroupActionReader::of_the_group, &GroupActionReader::decided, &GroupActionReader::about_a_member})
      if (Action action = (this->*reader)()) return one(std::move(*action));
    return of_members();
  }

 private:
  static std::vector<GroupAction> one(GroupAction action) {
    std::vector<GroupAction> actions;
    actions.push_back(std::move(action));
    return actions;
  }

  Money money() { return words_.money(currency_); }

  // What was planned to be handed out of a loan.
  [[nodiscard]] Money planned(const std::string& loan) const {
    try {
      if (group_) return group_->loan(loan).terms().principal;
    } catch (const Error&) {  // no such loan: the group refuses the event
    }
    return Money::zero(currency_);
  }

  Action of_a_loan() {
    if (!words_.take("loan")) return std::nullopt;
    std::string loan = words_.word();
    const Money amount = planned(loan);
    return LoanChanged{std::move(loan), read_action(words_, on_, amount)};
  }

  Action of_savings() {
    if (!words_.take("savings of")) return std::nullopt;
    std::string member = words_.word();
    if (words_.take("hold")) return SavingsChanged{std::move(member), PlaceHold{money()}};
    words_.must("release");
    return SavingsChanged{std::move(member), ReleaseHold{words_.word()}};
  }

  Action moves(Fund fund) {
    if (words_.take("receives")) return FundReceives{fund, money()};
    words_.must("pays");
    return FundPays{fund, money()};
  }

  Action of_a_fund() {
    if (words_.take("the fund")) return moves(Fund::group);
    if (words_.take("the social fund")) return moves(Fund::social);
    if (words_.take("shares out equally")) return ShareOut{ShareOutBy::equal};
    if (words_.take("shares out by savings")) return ShareOut{ShareOutBy::savings};
    return std::nullopt;
  }

  Action of_the_group() {
    if (words_.take("the group borrows")) return LoanGranted{read_grant(words_, "", on_)};
    if (words_.take("the group is dissolved")) return GroupDissolved{};
    if (!words_.take("the group repays")) return std::nullopt;
    std::string loan = words_.word();
    return GroupRepays{std::move(loan), money()};
  }

  Action decided() {
    if (words_.take("votes")) return read_election(words_);
    if (words_.take("reverses")) return GroupReversal{words_.word()};
    if (!words_.take("resolves")) return std::nullopt;
    const std::string name = words_.word();
    return read_votes(words_, name);
  }

  Action about_a_member() {
    if (words_.take("notice about")) return NoticeGiven{words_.word()};
    if (!words_.take("the estate of")) return std::nullopt;
    std::string member = words_.word();
    words_.must("pays");
    return EstatePays{std::move(member), money()};
  }

  // Lines that begin with a name, or names.
  std::vector<GroupAction> of_members() {
    const std::string name = words_.word();
    using Reader = Action (GroupActionReader::*)(const std::string&);
    for (const Reader reader : {&GroupActionReader::money_of, &GroupActionReader::end_of, &GroupActionReader::other_of})
      if (Action action = (this->*reader)(name)) return one(std::move(*action));
    return joins(name);
  }

  // "Asha, Meena join"
  std::vector<GroupAction> joins(const std::string& first) {
    const StoryError unknown = words_.not_understood();
    std::vector<std::string> names{first};
    if (!words_.next_is("join") && !words_.next_is("joins"))
      for (std::string& name : words_.names({"join"})) names.push_back(std::move(name));
    if (!words_.take("joins") && !words_.take("join")) throw unknown;
    std::vector<GroupAction> actions;
    for (std::string& name : names) actions.push_back(MemberJoins{{.id = std::move(name)}});
    return actions;
  }

  Action money_of(const std::string& name) {
    Meeting counter{.is_sheet = false, .calls = false};
    if (read_money_line(words_, name, currency_, counter)) return counter;
    if (words_.take("borrows")) return LoanGranted{read_grant(words_, name, on_)};
    return std::nullopt;
  }

  MemberLeaves leaves(const std::string& name) {
    MemberLeaves leaves{.member = name};
    if (words_.take("buying out")) leaves.buy_out = true;
    if (words_.take("duty to")) leaves.duty_to = words_.word();
    return leaves;
  }

  MemberDies dies(const std::string& name) {
    MemberDies death{.member = name};
    using Part = std::pair<std::string_view, std::optional<Money> MemberDies::*>;
    for (const auto& [phrase, part] : std::array<Part, 4>{{{"savings", &MemberDies::savings},
                                                           {"insurance", &MemberDies::insurance},
                                                           {"fund", &MemberDies::fund},
                                                           {"written off", &MemberDies::written_off}}})
      if (words_.take(phrase)) death.*part = money();
    return death;
  }

  MemberExpelled expelled(const std::string& name) {
    MemberExpelled expelled{.member = name};
    if (words_.next_is("yes") || words_.next_is("no")) expelled.by = read_votes(words_, "expel_" + name);
    return expelled;
  }

  Action end_of(const std::string& name) {
    if (words_.take("leaves")) return leaves(name);
    if (words_.take("is expelled")) return expelled(name);
    if (words_.take("dies")) return dies(name);
    return std::nullopt;
  }

  Action other_of(const std::string& name) {
    if (words_.take("gets back")) return CreditReturned{name, money()};
    if (words_.take("is excused")) {
      MemberExcused excused{.member = name};
      if (words_.take("until")) excused.until = words_.date();
      return excused;
    }
    if (words_.take("forgives")) {
      std::string debtor = words_.word();
      return ClaimForgiven{name, std::move(debtor), money()};
    }
    if (!words_.take("and")) return std::nullopt;
    ClaimsOffset offset{name, words_.word()};
    words_.must("set off");
    return offset;
  }

  Words& words_;
  Date on_;
  Currency currency_;
  const Group* group_;
};

std::string id_of(const GroupAction& action) {
  const auto* granted = std::get_if<LoanGranted>(&action);
  return granted ? granted->grant.id : "";
}

}  // namespace

std::vector<GroupEvent> read_group_events(Words& words, Date on, const GroupTerms& terms, const Group* group) {
  std::vector<GroupAction> actions = GroupActionReader(words, on, terms, group).read();
  std::string id = id_of(actions.front());
  if (words.take("as")) id = words.word();
  if (!words.done()) throw words.not_understood();
  if (actions.size() > 1 && !id.empty()) throw StoryError("several events and one name, " + id);
  std::vector<GroupEvent> events;
  for (GroupAction& action : actions) events.push_back({.on = on, .what = std::move(action), .id = id});
  return events;
}

}  // namespace transcripts
