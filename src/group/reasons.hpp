// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/eligibility.hpp>

#include <string>
#include <utility>
#include <vector>

namespace solidarity::detail {

// One question of eligibility, held against each rule in turn: every check adds a reason, or nothing.
class EligibilityQuestion {
 public:
  EligibilityQuestion(const GroupRules& rules, const Consequences& consequences, const BorrowerFacts& facts,
                      const LoanRequest& request, Date day)
      : rules_(rules), consequences_(consequences), facts_(facts), request_(request), day_(day) {}

  [[nodiscard]] std::vector<Reason> answer() &&;

 private:
  void add(ReasonKind kind, std::string fact, std::string rule, std::string remedy) {
    reasons_.push_back({kind, std::move(fact), std::move(rule), std::move(remedy)});
  }

  // the request and the group
  void check_request();
  void check_size();
  void check_group_age();
  // the person
  void check_membership();
  void check_probation();
  void check_training();
  void check_age();
  void check_income();
  void check_obligations();
  void check_attendance();
  // the record
  void check_arrears();
  void check_defaults();
  void check_open_loans();
  void check_turn();
  // the loan
  void check_product();
  void check_product_mix();
  void check_limit();
  void check_exposure(ReasonKind kind, const std::optional<Money>& max, std::int64_t owed, std::string_view who);

  [[nodiscard]] Money money(std::int64_t units) const { return Money::of_units(units, rules_.currency); }
  // An amount that counts here: nothing when it is in another currency.
  [[nodiscard]] std::optional<std::int64_t> units(const std::optional<Money>& amount) const {
    if (!amount || amount->currency() != rules_.currency) return {};
    return amount->units();
  }

  const GroupRules& rules_;
  const Consequences& consequences_;
  const BorrowerFacts& facts_;
  const LoanRequest& request_;
  Date day_;
  std::vector<Reason> reasons_;
};

}  // namespace solidarity::detail
