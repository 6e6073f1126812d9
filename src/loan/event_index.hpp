// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/event.hpp>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace solidarity::detail {

// Finds an event by its id: open addressing over the sequences, at most half full.
class EventIndex {
 public:
  // The event called `id`, or null.
  [[nodiscard]] const LoanEvent* find(const std::vector<LoanEvent>& events, std::string_view id) const noexcept {
    if (slots_.empty()) return nullptr;
    for (std::size_t at = place(id);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0) return nullptr;
      if (const LoanEvent& event = events[slots_[at] - 1]; event.id == id) return &event;
    }
  }

  // Makes room for one more, so that add cannot fail.
  void make_room(const std::vector<LoanEvent>& events) {
    if (2 * (events.size() + 1) <= slots_.size()) return;
    std::vector<std::uint32_t> larger(slots_.empty() ? 16 : 2 * slots_.size(), 0);
    slots_.swap(larger);
    for (const LoanEvent& event : events) put(event);
  }
  void add(const LoanEvent& event) noexcept { put(event); }

 private:
  [[nodiscard]] std::size_t place(std::string_view id) const noexcept {
    return std::hash<std::string_view>{}(id) & (slots_.size() - 1);
  }
  void put(const LoanEvent& event) noexcept {
    std::size_t at = place(event.id);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = event.sequence;
  }

  std::vector<std::uint32_t> slots_;  // sequences from 1; 0 is free
};

}  // namespace solidarity::detail
