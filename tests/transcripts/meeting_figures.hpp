// SPDX-License-Identifier: MIT
// What a meeting did that no position says: from its event, and from the group before and after it.
#pragma once

#include <solidarity/group/group.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace transcripts {

class MeetingFigures {
 public:
  // `event`: a meeting of the group.  It is asked as of what was known when the meeting was recorded.
  MeetingFigures(const solidarity::Group& group, const solidarity::GroupEvent& event);

  // What `by` (a member, "@group_fund", "@insurer") gave for `debtor`; her own money is given by herself.
  [[nodiscard]] std::int64_t cover(std::string_view debtor, std::string_view by) const;
  // Of what her joint loans had overdue and due, less what was kept apart before: what nobody gave.
  [[nodiscard]] std::int64_t uncovered(const std::string& debtor) const;
  // In less out.
  [[nodiscard]] std::int64_t cash() const;

 private:
  [[nodiscard]] bool is_joint(std::string_view loan) const;
  [[nodiscard]] std::int64_t cover_of(std::string_view debtor) const;
  [[nodiscard]] std::int64_t joint_owed(const solidarity::Group& group, const std::string& member) const;
  [[nodiscard]] std::int64_t handed_to_claimants() const;

  const solidarity::GroupEvent& event_;
  const solidarity::Meeting& meeting_;
  solidarity::Group before_;
  solidarity::Group after_;
};

}  // namespace transcripts
