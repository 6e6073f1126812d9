// SPDX-License-Identifier: MIT
#include "transcripts/group_expectations.hpp"

#include "transcripts/expectations.hpp"
#include "transcripts/figures.hpp"
#include "transcripts/meeting_figures.hpp"

#include <solidarity/group/arrears.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

// Whom a claim or a cover names: "Meena", "the fund", "the insurer", "the estate of Sita".
std::string read_party(Words& words) {
  if (words.take("the fund")) return "@group_fund";
  if (words.take("the insurer")) return "@insurer";
  if (words.take("the estate of")) return "@estate:" + words.word();
  return words.word();
}

class GroupExpectation : private Figures {
 public:
  GroupExpectation(Words& words, const GroupView& view)
      : Figures(words, view.group.currency()),
        words_(words),
        view_(view),
        position_(view.group.position(view.day, view.known_at)) {}

  void check() {
    do subject();
    while (!words_.done());
  }

 private:
  // The group as it was on the day of the view, for what has no argument of its own.
  [[nodiscard]] Group then() const { return view_.group.as_of(view_.day, view_.known_at); }

  void subject() {
    if (words_.take("loan")) return loan();
    if (words_.take("sheet")) return sheet();
    if (of_claims() || of_the_meeting() || of_the_group() || of_funds() || of_officers()) return;
    member(words_.word());
  }

  void loan() {
    const Group group = then();
    const std::string id = words_.word();
    check_expectation(words_, group.loan(id), {.day = view_.day, .last = view_.last});
  }

  // ---- Claims

  bool of_claims() {
    if (words_.take("claim")) {
      claim();
    } else if (words_.take("interest on")) {
      const std::string debtor = read_party(words_);
      money("interest on " + debtor, then().claim_interest_due(debtor, view_.day).units());
    } else {
      return false;
    }
    return true;
  }

  // "Meena on Sita 766.00 open 700.00"
  void claim() {
    const std::string by = read_party(words_);
    words_.must("on");
    const std::string debtor = read_party(words_);
    std::int64_t amount = 0;
    std::int64_t open = 0;
    for (const NamedClaim& claim : then().claims(view_.day)) {
      if (claim.by != by || claim.debtor != debtor) continue;
      amount += claim.amount;
      open += claim.open;
    }
    const std::string what = "claim of " + by + " on " + debtor;
    if (!words_.next_is("open")) money(what, amount);
    if (words_.take("open")) money(what + ", open", open);
  }

  // ---- The meeting last held

  [[nodiscard]] bool is_seen(const GroupEvent& event) const {
    return event.on <= view_.day && (!view_.known_at || event.sequence <= *view_.known_at);
  }

  [[nodiscard]] bool stands(const GroupEvent& event) const {
    const auto events = view_.group.events();
    return is_seen(event) && std::none_of(events.begin(), events.end(), [&](const GroupEvent& other) {
             const auto* reversal = std::get_if<GroupReversal>(&other.what);
             return reversal && reversal->of == event.id && is_seen(other);
           });
  }

  [[nodiscard]] MeetingFigures meeting() const {
    const GroupEvent* last = nullptr;
    for (const GroupEvent& event : view_.group.events())
      if (std::holds_alternative<Meeting>(event.what) && stands(event) && (!last || event.on >= last->on))
        last = &event;
    if (!last) throw StoryError("no meeting was held");
    return {view_.group, *last};
  }

  bool of_the_meeting() {
    if (words_.take("cover of")) {
      const std::string debtor = words_.word();
      words_.must("by");
      const std::string by = read_party(words_);
      money("cover of " + debtor + " by " + by, meeting().cover(debtor, by));
    } else if (words_.take("uncovered")) {
      const std::string debtor = words_.word();
      money("uncovered of " + debtor, meeting().uncovered(debtor));
    } else if (words_.take("cash")) {
      money("cash", meeting().cash());
    } else {
      return false;
    }
    return true;
  }

  // ---- The group

  [[nodiscard]] std::int64_t claims_open() const {
    std::int64_t sum = 0;
    for (const NamedClaim& claim : then().claims(view_.day)) sum += claim.open;
    return sum;
  }

  bool figure_of_the_group() {
    if (words_.take("owes")) money("the group owes", position_.total(&MemberPosition::outstanding));
    else if (words_.take("overdue")) money("overdue of the group", position_.total(&MemberPosition::overdue));
    else if (words_.take("savings")) money("savings of the group", position_.total(&MemberPosition::savings));
    else if (words_.take("claims open")) money("claims open", claims_open());
    else return false;
    return true;
  }

  [[nodiscard]] std::int64_t days_late(GroupArrearsRule rule) const {
    std::vector<std::int32_t> days;
    for (const MemberPosition& member : position_.members) days.push_back(member.days_past_due);
    return group_days_past_due(rule, days, position_.uncovered_since, view_.day);
  }

  [[nodiscard]] bool is_days_of_the_group() const {
    return words_.next_is("days late all") || words_.next_is("days late worst") ||
           words_.next_is("days late after guarantee");
  }

  bool of_the_group() {
    if (words_.take("group")) {
      if (!figure_of_the_group()) throw words_.not_understood();
      while (figure_of_the_group()) continue;
    } else if (words_.take("members")) {
      whole("members", position_.size());
    } else if (words_.take("days late all")) {
      whole("days late of all", days_late(GroupArrearsRule::member_days));
    } else if (words_.take("days late worst")) {
      whole("days late of the worst", days_late(GroupArrearsRule::worst_member));
    } else if (words_.take("days late after guarantee")) {
      whole("days late after guarantee", days_late(GroupArrearsRule::after_guarantee));
    } else {
      return false;
    }
    return true;
  }

  bool of_funds() {
    if (words_.take("fund")) money("group fund", position_.group_fund);
    else if (words_.take("social fund")) money("social fund", position_.social_fund);
    else if (words_.take("difference")) money("difference", position_.difference);
    else return false;
    return true;
  }

  bool of_officers() {
    for (const std::string_view office : {"chair", "secretary", "treasurer"}) {
      if (!words_.take(office)) continue;
      same(office, words_.word(), then().officer(office, view_.day).value_or("none"));
      return true;
    }
    return false;
  }

  // "Sita overdue 0.00, due 153.20"
  void sheet() {
    const std::string name = words_.word();
    const CollectionSheet sheet = then().collection_sheet(view_.day);
    const auto line = std::find_if(sheet.lines.begin(), sheet.lines.end(),
                                   [&](const CollectionLine& each) { return each.member == name; });
    if (line == sheet.lines.end()) throw StoryError(name + " is not on the sheet of " + to_text(view_.day));
    do figure_of_the_sheet(*line);
    while (!words_.done());
  }

  void figure_of_the_sheet(const CollectionLine& line) {
    if (words_.take("overdue")) return money("overdue on the sheet", line.overdue);
    if (words_.take("due")) return money("due on the sheet", line.due);
    if (words_.take("fines")) return money("fines on the sheet", line.fines);
    if (words_.take("savings")) return money("savings on the sheet", line.savings);
    if (words_.take("owes peers")) return money("owes peers on the sheet", line.owes_peers);
    words_.must("all");
    money("all on the sheet", line.total());
  }

  // ---- A member

  void member(const std::string& name) {
    const auto found = std::find_if(position_.members.begin(), position_.members.end(),
                                    [&](const MemberPosition& each) { return each.id == name; });
    const bool is_known = found != position_.members.end();
    if (words_.take("is")) return same(name, words_.word(), is_known ? std::string(to_text(found->state)) : "stranger");
    if (!is_known) throw StoryError("'" + name + "' was never a member and has no figures");
    if (!figure_of(*found)) throw words_.not_understood();
    while (figure_of(*found)) continue;
  }

  bool figure_of(const MemberPosition& at) {
    using Amount = std::pair<std::string_view, std::int64_t MemberPosition::*>;
    static constexpr std::array<Amount, 10> amounts{{{"owes peers", &MemberPosition::payable},
                                                     {"owes", &MemberPosition::outstanding},
                                                     {"overdue", &MemberPosition::overdue},
                                                     {"due", &MemberPosition::due},
                                                     {"savings", &MemberPosition::savings},
                                                     {"fines", &MemberPosition::fines},
                                                     {"claims", &MemberPosition::receivable},
                                                     {"kept apart", &MemberPosition::kept_apart},
                                                     {"estate owes", &MemberPosition::estate_owes},
                                                     {"credit", &MemberPosition::credit}}};
    for (const auto& [phrase, figure] : amounts) {
      if (!words_.take(phrase)) continue;
      money(at.id + " " + std::string(phrase), at.*figure);
      return true;
    }
    if (is_days_of_the_group()) return false;
    if (words_.take("days late")) whole(at.id + " days late", at.days_past_due);
    else if (words_.take("cycle")) whole(at.id + " cycle", at.cycle);
    else return false;
    return true;
  }

  Words& words_;
  const GroupView& view_;
  GroupPosition position_;
};

}  // namespace

void check_group_expectation(Words& words, const GroupView& view) { GroupExpectation(words, view).check(); }

}  // namespace transcripts
