// SPDX-License-Identifier: MIT
#pragma once

#include "group/state.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace solidarity {

// Terms, events, and what follows from all of them.
struct Group::Book {
  explicit Book(GroupTerms agreed);
  Book(const Book& other);
  Book& operator=(const Book&) = delete;

  GroupTerms terms;
  std::vector<GroupEvent> events = {};  // in the order recorded
  std::unordered_map<std::string, std::uint32_t> sequences = {};
  detail::GroupState live;
  std::optional<Date> last = {};  // the latest effective day
  std::optional<Date> closed = {};

  void record(GroupEvent event);
  void take_over(GroupEvent event);  // what was recorded, as it is
  [[nodiscard]] const GroupEvent* named(const std::string& id) const;
  [[nodiscard]] detail::GroupState at(Date day, std::optional<std::uint32_t> known_at) const;

 private:
  [[nodiscard]] bool is_repeated(const GroupEvent& event) const;
  void check(const GroupEvent& event) const;
  void check_death(Date on, const std::string& member) const;
  void check_reversal(const GroupEvent& event, const GroupReversal& reversal) const;
  [[nodiscard]] std::vector<const GroupEvent*> standing(std::optional<Date> until,
                                                        std::optional<std::uint32_t> known_at,
                                                        const GroupEvent* fresh) const;
  [[nodiscard]] detail::GroupState fold(std::optional<Date> until, std::optional<std::uint32_t> known_at,
                                        GroupEvent* fresh = nullptr, bool is_new = false) const;
  void check_history(const GroupEvent& fresh) const;
};

}  // namespace solidarity
