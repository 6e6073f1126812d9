// SPDX-License-Identifier: MIT
// A group that most tests begin with: members with one weekly loan each, everybody for everybody, in cash.
#pragma once

#include <solidarity/group/group.hpp>
#include <solidarity/money/iso4217.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace test {

inline solidarity::LoanTerms weekly_loan(solidarity::Money principal, solidarity::Date on, int weeks = 10) {
  return {.principal = principal,
          .disbursed_on = on,
          .interest = {.method = solidarity::InterestMethod::flat, .rate = solidarity::Rate::zero()},
          .repayments = {.count = weeks, .every = solidarity::weekly}};
}

inline solidarity::GroupTerms group_terms(std::string id = "lotus") {
  using namespace solidarity;
  using namespace solidarity::literals;
  return {.id = std::move(id),
          .rules = {.kind = GroupKind::solidarity_group, .currency = INR, .excess_becomes_savings = true},
          .liability = {.regime = JointAndSeveral{}, .layers = {CoverLayer::peers(CoverSource::cash)}}};
}

// `principals` in whole units; loans "L-asha", handed out on the day of joining.
inline solidarity::Group group_of(const std::vector<std::pair<std::string, int>>& principals, solidarity::Date on,
                                  solidarity::GroupTerms terms = group_terms()) {
  using namespace solidarity;
  using namespace solidarity::literals;
  Group group(std::move(terms));
  for (const auto& [id, principal] : principals) {
    group.record({.on = on, .what = MemberJoins{{.id = id}}});
    if (principal > 0)
      group.record(
          {.on = on, .what = LoanGranted{{.id = "L-" + id, .member = id, .terms = weekly_loan(principal * INR, on)}}});
  }
  return group;
}

}  // namespace test
