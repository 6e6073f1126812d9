// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/loan/dues.hpp>
#include <solidarity/product/servicing.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace solidarity {

// How late a loan is at the end of a day. docs/servicing.md, section 7.
struct Arrears {
  Components overdue;              // outstanding of the rows due before the day
  std::optional<Date> since = {};  // the oldest due date among them
  std::int32_t days_past_due = 0;  // 0 within the grace days or the tolerance of the terms
  friend bool operator==(const Arrears&, const Arrears&) = default;
};

// What of `dues` (in order of due date) is late on `as_of`.
// Laws: without payments nothing of it shrinks from one day to the next.
[[nodiscard]] Arrears arrears(std::span<const Due> dues, Date as_of, const ArrearsTerms& terms = {}) noexcept;

// Days from the oldest late due date; 0 when the terms forgive them.
[[nodiscard]] std::int32_t days_past_due(std::int64_t overdue, Date since, Date as_of,
                                         const ArrearsTerms& terms) noexcept;

// Open parts of the rows due before `day`.
[[nodiscard]] Components overdue(std::span<const Due> dues, Date day) noexcept;

// Days past due by the count of a regulator: `due_date_is_day_one` counts the due date itself as the first day.
[[nodiscard]] std::int32_t days_late(std::span<const Due> dues, Date as_of, bool due_date_is_day_one) noexcept;

// Ageing: the last day of each bucket but the last, ascending. {30, 60, 90}: 1-30, 31-60, 61-90, above. None: no ageing.
inline constexpr std::int32_t usual_thresholds[] = {30, 60, 90, 180, 365};

// The bucket of a loan that is `days` late: 0 for 1 to the first threshold; nothing when it is not late or nothing is aged.
//   aging_bucket(31, usual_thresholds) -> 1
[[nodiscard]] std::optional<std::size_t> aging_bucket(std::int32_t days,
                                                      std::span<const std::int32_t> thresholds) noexcept;

// Splits what is overdue by the age of each row: adds to amounts[bucket], one more than thresholds.  Rows not late add nothing.
// Law: with thresholds, the amounts grow by overdue(dues, as_of) in all.
void age(std::span<const Due> dues, Date as_of, std::span<const std::int32_t> thresholds,
         std::span<Components> amounts) noexcept;

// A class of loans by days: from this many days on.
struct DaysClass {
  std::string_view name;
  std::int32_t from;
  friend bool operator==(const DaysClass&, const DaysClass&) = default;
};
struct Classification {
  std::span<const DaysClass> classes;  // ascending
  bool due_date_is_day_one = false;
};

// The class that `days` reach; empty below the first.
//   class_of(61, rbi_classes) -> "SMA-2"
[[nodiscard]] std::string_view class_of(std::int32_t days, std::span<const DaysClass> classes) noexcept;
// The class of a loan at the end of `as_of`, by the classification's own count of days.
[[nodiscard]] std::string_view class_of(std::span<const Due> dues, Date as_of,
                                        const Classification& classification) noexcept;

// Reserve Bank of India, Prudential norms on Income Recognition, Asset Classification and Provisioning (clarification of
// 12 November 2021): due 31 March and unpaid -> SMA-0 that day, SMA-1 on 30 April, SMA-2 on 30 May, NPA on 29 June.
inline constexpr DaysClass rbi_classes[] = {{"SMA-0", 1}, {"SMA-1", 31}, {"SMA-2", 61}, {"NPA", 91}};
inline constexpr Classification rbi_classification{rbi_classes, true};
// Frappe Lending's default ranges; it counts from the day after the due date.
inline constexpr DaysClass frappe_classes[] = {{"SMA-0", 0}, {"SMA-1", 31}, {"SMA-2", 61},
                                               {"D1", 91},   {"D2", 366},   {"D3", 1099}};
inline constexpr Classification frappe_classification{frappe_classes, false};

}  // namespace solidarity
