// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/insurance/pool_event.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace solidarity {

// The money of the own pool, or of one insurer in our hands (then opening and backstop are zero, ceded is what was
// handed on, recoveries what came back).
struct PoolMoney {
  Money opening;
  Money premiums;
  Money refunds;
  Money claims;
  Money fees;
  Money ceded;
  Money recoveries;
  Money backstop_called;
  Money backstop_repaid;

  [[nodiscard]] static PoolMoney none(Currency currency);

  // opening + premiums - refunds - claims - fees - ceded + recoveries. Below zero by at most what the backstop lent.
  [[nodiscard]] Money balance() const;
  [[nodiscard]] Money owed_to_backstop() const { return backstop_called - backstop_repaid; }
  // balance + owed_to_backstop: what can be paid out. Never below zero.
  [[nodiscard]] Money cash() const { return balance() + owed_to_backstop(); }
  friend bool operator==(const PoolMoney&, const PoolMoney&) = default;
};

struct PoolAccount {
  PoolMoney money;
  // Claims approved and not paid whole, by the day of the approval and the id of the claim: the order of payment.
  std::set<std::pair<Date, std::string>> queue = {};
  friend bool operator==(const PoolAccount&, const PoolAccount&) = default;
};

struct PaidPremium {
  Money amount;
  Date from;
  Date to;
  friend bool operator==(const PaidPremium&, const PaidPremium&) = default;
};

struct CoverPosition {
  Cover cover;
  std::vector<PaidPremium> premiums = {};
  Money premiums_refunded;
  Money claims_approved;
  std::vector<std::string> claims = {};  // ids, in the order of filing
  std::optional<Date> ended_on = {};     // before cover.end
  std::optional<CoverEnd> ended_by = {};

  [[nodiscard]] bool covers(Date day) const noexcept;  // is_covered, and not ended on or before the day
  // What is still to be refunded: zero unless cancelled, and when a claim was approved (the premium is earned then).
  [[nodiscard]] Money refund_due() const;
  friend bool operator==(const CoverPosition&, const CoverPosition&) = default;
};

enum class ClaimStatus : std::uint8_t { filed = 1, approved /* waits for money */, rejected, paid };
[[nodiscard]] std::string_view to_text(ClaimStatus status) noexcept;

struct ClaimPosition {
  ClaimFiled filed;
  Date filed_on;
  ClaimStatus status;
  Money approved;  // zero until then
  Money paid;
  std::optional<Date> approved_on = {};
  [[nodiscard]] Money unpaid() const { return approved - paid; }
  friend bool operator==(const ClaimPosition&, const ClaimPosition&) = default;
};

// How a pool stands at the end of a day: computed from its events, never stored as the truth.
struct PoolPosition {
  Date as_of;
  std::map<std::string, PoolAccount, std::less<>> accounts = {};  // the own pool under "", insurers by name
  std::map<std::string, CoverPosition, std::less<>> covers = {};  // by id
  std::map<std::string, ClaimPosition, std::less<>> claims = {};  // by id

  [[nodiscard]] const PoolMoney& pool() const { return accounts.at("").money; }
  // What we hold of an insurer's money: payable to it, never our income.  Errors: not_found.
  [[nodiscard]] Money payable_to(std::string_view insurer) const;
  friend bool operator==(const PoolPosition&, const PoolPosition&) = default;
};

}  // namespace solidarity

template <>
struct fmt::formatter<solidarity::ClaimStatus> : solidarity::text_formatter<solidarity::ClaimStatus> {};
