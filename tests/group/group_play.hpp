// SPDX-License-Identifier: MIT
// Lives of groups, generated: who joins, borrows, pays or does not, gives for others, leaves, is expelled or dies, what is
// entered late, taken back, or refused (one event in five is not legal).
#pragma once

#include <solidarity/group/group.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "generators.hpp"

namespace test {

// Everything that a group answers about a day.
struct GroupFigures {
  solidarity::GroupPosition position;
  std::vector<solidarity::NamedClaim> claims;
  solidarity::CollectionSheet sheet;
  std::map<std::string, solidarity::Position> loans;
  friend bool operator==(const GroupFigures&, const GroupFigures&) = default;
};
GroupFigures group_figures(const solidarity::Group& group, Date day);
std::string described(const GroupFigures& figures);
void require_same(const GroupFigures& are, const GroupFigures& should_be, const std::string& what);

// One line for an event, all lines for a group.
std::string told(const solidarity::GroupEvent& event);
std::string story(const solidarity::Group& group);

std::optional<std::string> refusal_of(solidarity::Group& group, const solidarity::GroupEvent& event);

// The same facts recorded again one after the other, in the order recorded.
solidarity::Group replayed(const solidarity::Group& group);

// What may be drawn.
struct Lives {
  bool reversals = true;
  bool late = true;     // events before today
  bool illegal = true;  // one in five
  bool deaths = true;
  std::string prefix = {};  // of names of members and ids of loans and events
};

// 2 to 7 members, one group in twenty up to 50.
std::vector<std::string> some_names(Random& random, const Lives& lives = {});
solidarity::GroupTerms some_group_terms(Random& random, const std::vector<std::string>& names);

class GroupPlay {
 public:
  // The founders join on the first day, and most of them borrow.
  GroupPlay(Random& random, const Lives& lives = {});

  [[nodiscard]] solidarity::Group& group() { return group_; }
  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] Date start() const { return start_; }
  [[nodiscard]] Date today() const { return today_; }
  [[nodiscard]] Date any_day();
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  // Something to record next; the days go on.
  solidarity::GroupEvent next();
  solidarity::GroupEvent made(Date on, solidarity::GroupAction what);
  solidarity::Meeting meeting(Date on);
  solidarity::LoanGrant grant(const std::string& member, Date on);
  void next_week() { today_ = today_ + 7; }

 private:
  void found();
  solidarity::Money money(std::int64_t units) const;
  solidarity::Money up_to(std::int64_t most);
  std::string some_member(Date on);
  std::string anybody();
  solidarity::GroupEvent legal(Date on);
  solidarity::GroupEvent about_a_member(Date on);
  solidarity::GroupEvent about_money(Date on);
  solidarity::GroupEvent about_claims(Date on);
  solidarity::GroupEvent death(Date on);
  solidarity::GroupEvent reversal();
  solidarity::GroupEvent illegal(Date on);
  solidarity::Meeting bad_meeting(Date on);
  void add_payments(solidarity::Meeting& meeting, Date on);
  void add_limits(solidarity::Meeting& meeting, const solidarity::CollectionSheet& sheet);

  Random& random_;
  Lives lives_;
  std::vector<std::string> names_;
  solidarity::Group group_;
  Date start_;
  Date today_;
  int drawn_ = 0;
};

// Plays `count` events; `each` sees the group as it was before, the event as it was drawn, and why it was refused.
template <class Each>
void play(GroupPlay& life, int count, Each each) {
  for (int k = 0; k < count; ++k) {
    const solidarity::Group before = life.group();
    const solidarity::GroupEvent event = life.next();
    const std::optional<std::string> refusal = refusal_of(life.group(), event);
    INFO(story(before) << "-> " << told(event) << " " << refusal.value_or("accepted"));
    each(before, event, refusal);
  }
}

inline void play(GroupPlay& life, int count) {
  for (int k = 0; k < count; ++k) (void)refusal_of(life.group(), life.next());
}

}  // namespace test
