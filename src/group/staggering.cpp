// SPDX-License-Identifier: MIT
#include <solidarity/group/staggering.hpp>

#include "group/problems.hpp"

namespace solidarity {
namespace {

constexpr int most_meetings = 1'000'000;
constexpr int most_gap = 1000;

using Order = std::span<const StaggeredMember>;

void check_pattern(const Staggering& staggering, std::size_t members) {
  std::size_t covered = 0;
  for (std::size_t k = 0; k < staggering.pattern.size(); ++k) {
    if (staggering.pattern[k] < 1)
      refuse(ErrorCode::out_of_range, fmt::format("/pattern/{}", k),
             fmt::format("{} members; a part has at least one", staggering.pattern[k]));
    covered += static_cast<std::size_t>(staggering.pattern[k]);
  }
  if (covered < members)
    refuse(ErrorCode::out_of_range, "/pattern",
           fmt::format("it covers {} of {} members; its parts add up to all of them at least", covered, members));
  if (staggering.gap_meetings < 0 || staggering.gap_meetings > most_gap)
    refuse(ErrorCode::out_of_range, "/gap_meetings",
           fmt::format("{}; the range is 0 to {}", staggering.gap_meetings, most_gap));
}

void check_order(Order order, int meeting) {
  if (order.size() > detail::most_listed)
    refuse(ErrorCode::limit_exceeded,
           fmt::format("{} members in one round; at most {}", order.size(), detail::most_listed));
  if (meeting < 0 || meeting > most_meetings)
    refuse(ErrorCode::out_of_range, "/meeting", fmt::format("{}; the range is 0 to {}", meeting, most_meetings));
  std::vector<std::string_view> ids;
  for (std::size_t k = 0; k < order.size(); ++k) {
    ids.push_back(order[k].id);
    if (const auto at = order[k].borrowed_at; at && (*at < 0 || *at > meeting))
      refuse(ErrorCode::out_of_range, fmt::format("/{}/borrowed_at", k),
             fmt::format("a loan at meeting {}; this is meeting {}, and the first is 0 or later", *at, meeting));
  }
  std::ranges::sort(ids);
  if (const auto twice = std::ranges::adjacent_find(ids); twice != ids.end())
    refuse(ErrorCode::duplicate, fmt::format("{} is named twice; each has one turn in a round", quoted(*twice)));
}

// What those of earlier parts leave to be waited for.
class Earlier {
 public:
  explicit Earlier(const Consequences& consequences) : only_on_time_(consequences.releases_only_on_time) {}

  void add(const StaggeredMember& member) {
    if (member.borrowed_at) last_loan_ = std::max(last_loan_.value_or(*member.borrowed_at), *member.borrowed_at);
    else all_borrowed_ = false;
    if (!member.borrowed_at || member.past_due || (only_on_time_ && member.was_late)) keeping_.push_back(member.id);
  }
  [[nodiscard]] StaggeredTurn turn_of(const StaggeredMember& member, std::size_t part, int gap, int meeting) const {
    StaggeredTurn turn{
        .id = member.id, .part = part, .state = TurnState::borrowed, .from_meeting = {}, .because_of = {}};
    if (member.borrowed_at) return turn;
    const int from = last_loan_ ? *last_loan_ + gap : 0;
    turn.state = keeping_.empty() && from <= meeting ? TurnState::may_borrow : TurnState::waits;
    if (turn.state == TurnState::may_borrow) return turn;
    if (all_borrowed_) turn.from_meeting = from;
    turn.because_of = keeping_;
    return turn;
  }

 private:
  bool only_on_time_;
  bool all_borrowed_ = true;
  std::optional<int> last_loan_;
  std::vector<std::string> keeping_;
};

}  // namespace

std::string_view to_text(TurnState state) noexcept {
  switch (state) {
    case TurnState::borrowed: return "borrowed";
    case TurnState::may_borrow: return "may_borrow";
    case TurnState::waits: return "waits";
  }
  return "?";
}

std::vector<StaggeredTurn> staggered_turns(const Staggering& staggering, Order order, int meeting,
                                           const Consequences& consequences) {
  check_pattern(staggering, order.size());
  check_order(order, meeting);
  std::vector<StaggeredTurn> turns;
  Earlier earlier(consequences);
  std::size_t first = 0;
  for (std::size_t part = 1; first < order.size(); ++part) {
    const auto size = std::min(static_cast<std::size_t>(staggering.pattern[part - 1]), order.size() - first);
    const Order members = order.subspan(first, size);
    for (const StaggeredMember& member : members)
      turns.push_back(earlier.turn_of(member, part, staggering.gap_meetings, meeting));
    for (const StaggeredMember& member : members) earlier.add(member);
    first += size;
  }
  return turns;
}

}  // namespace solidarity
