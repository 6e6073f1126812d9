// SPDX-License-Identifier: MIT
// The document of `solidarity cover`: ids become dense numbers, in the order of their bytes.
#pragma once

#include "io/document.hpp"

#include <solidarity/liability/claims.hpp>

#include <optional>
#include <string>
#include <vector>

namespace solidarity::detail {

struct WrittenRecovery {
  Party from;
  std::int64_t units;
  RecoveryRule rule;
};

struct CoverDocument {
  static constexpr std::size_t most_members = 10'000;
  static constexpr std::size_t most_claims = 10'000;
  static constexpr std::size_t most_recoveries = 1'000;

  Currency currency;
  Date on;
  CallTerms terms = {};  // without its layers
  std::vector<CoverLayer> layers = {};
  std::int64_t group_fund = 0;
  std::int64_t insurer_limit = 0;
  std::size_t turn = 0;
  std::vector<std::string> names = {};      // of every person, members and former ones, in order
  std::vector<std::uint32_t> persons = {};  // which person each member is, in order
  std::vector<CallMember> members = {};     // in order of id
  std::vector<Claim> claims = {};
  std::vector<std::optional<std::string>> claim_ids = {};
  std::vector<WrittenRecovery> recoveries = {};

  // The call; its spans point into this document.
  [[nodiscard]] CoverCall call() const {
    CoverCall call{
        .terms = terms, .members = members, .group_fund = group_fund, .insurer_limit = insurer_limit, .turn = turn};
    call.terms.layers = layers;
    return call;
  }
  [[nodiscard]] const std::string& name(std::uint32_t member) const { return names[persons[member]]; }
  // "sita", "@group_fund", "@insurer"
  [[nodiscard]] std::string name(Party party) const {
    if (party.is_person()) return names[party.number()];
    return party == Party::group_fund() ? "@group_fund" : "@insurer";
  }
};

// Refusals carry the JSON pointer of the field at fault.
[[nodiscard]] CoverDocument decode_cover(const Value& root);

// What `terms` says, before the members are known.
struct WrittenCallTerms {
  CallTerms terms = {};
  std::vector<CoverLayer> layers = {};
  std::optional<std::int64_t> cash_limit = {};                   // of members without their own
  std::vector<std::pair<std::string_view, Value>> weights = {};  // of ids, as written
  std::string weights_pointer = {};
};
[[nodiscard]] WrittenCallTerms decode_call_terms(const Value& value, Currency currency);

// An amount of zero or more, in minor units; the same or "unlimited".
[[nodiscard]] std::int64_t decode_units(const Value& value, Currency currency);
[[nodiscard]] std::int64_t decode_limit(const Value& value, Currency currency);
// The amount at `key`, or `absent`.
[[nodiscard]] std::int64_t decode_units_or(Members& members, std::string_view key, Currency currency,
                                           std::int64_t absent);

}  // namespace solidarity::detail
