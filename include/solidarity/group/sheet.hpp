// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/money/money.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace solidarity {

// What one member is asked for at a meeting; minor units.
struct CollectionLine {
  std::string member;
  std::int64_t overdue = 0;
  std::int64_t due = 0;
  std::int64_t fines = 0;
  std::int64_t savings = 0;     // compulsory
  std::int64_t owes_peers = 0;  // open claims on her; not part of the total
  [[nodiscard]] std::int64_t total() const;
  friend bool operator==(const CollectionLine&, const CollectionLine&) = default;
};

// A meeting before the fact. Law: a lump sum of total() pays each member's own total exactly.
struct CollectionSheet {
  std::string group;
  Date on;
  Currency currency;
  std::vector<CollectionLine> lines = {};  // members of the day, in order of id
  [[nodiscard]] Money total() const;
  friend bool operator==(const CollectionSheet&, const CollectionSheet&) = default;
};

// For people, with columns to be filled in: 80 columns of text; CSV; a page that prints on A4, complete in itself.
[[nodiscard]] std::string to_table(const CollectionSheet& sheet);
[[nodiscard]] std::string to_csv(const CollectionSheet& sheet);
[[nodiscard]] std::string to_html(const CollectionSheet& sheet);
[[nodiscard]] std::string to_html(std::span<const CollectionSheet> sheets);  // of a center: a page for each group

}  // namespace solidarity
