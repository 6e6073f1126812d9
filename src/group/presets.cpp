// SPDX-License-Identifier: MIT
// Rules of the field. "Recalled" means: from memory of the source, to be verified against it before money depends on it.
#include <solidarity/group/rules.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace solidarity::rules {

using namespace literals;
using iso4217::INR;

// Grameen Bank, the classic system (Grameencredit, 1983 to 2001): groups of five who are no close relatives; a week of
// training; two borrow first, two after six weeks of repayment, the chair last. Recalled: verify.
GroupRules grameen(Currency currency) {
  return {.kind = GroupKind::solidarity_group,
          .currency = currency,
          .min_size = 5,
          .max_size = 5,
          .no_relatives = true,
          .one_membership = true,
          .officers = {"chair", "secretary"},
          .term_days = 365,
          .training_required = true,
          .staggering = Staggering{.pattern = {2, 2, 1}, .gap_meetings = 6}};
}

// The same: up to eight groups, later up to ten, meet at one center and elect its chief for a year. Recalled: verify.
GroupRules grameen_center(Currency currency) {
  return {.kind = GroupKind::center,
          .currency = currency,
          .min_size = {},
          .max_size = 10,
          .officers = {"chief", "deputy chief"},
          .term_days = 365};
}

// NABARD, guidelines for joint liability groups (2006, revised since): 4 to 10 of one village and a similar activity, one
// of a family, no close relatives, in no other group; on their mutual guarantee alone. Recalled: verify.
GroupRules nabard_jlg() {
  return {.kind = GroupKind::joint_liability_group,
          .currency = INR,
          .min_size = 4,
          .max_size = 10,
          .one_per_household = true,
          .no_relatives = true,
          .one_membership = true,
          .one_village = true,
          .one_activity = true,
          .officers = {"leader"}};
}

// NABARD and Reserve Bank of India, SHG-Bank Linkage Programme: 10 to 20 members (from 5 in difficult areas: change
// min_size), one of a family, linked when the group has lived for six months; no lien on its savings. Recalled: verify.
GroupRules nabard_shg() {
  return {.kind = GroupKind::self_help_group,
          .currency = INR,
          .min_size = 10,
          .max_size = 20,
          .one_per_household = true,
          .one_membership = true,
          .officers = {"president", "secretary", "treasurer"},
          .group_min_days = 182,
          .liens_allowed = false};
}

// VSL Associates, programme guide for village savings and loan associations: 10 to 25 members (30 in some editions), a
// committee elected each cycle of about a year, loans of up to three times what the member has saved. Recalled: verify.
GroupRules vsla(Currency currency) {
  return {.kind = GroupKind::vsla,
          .currency = currency,
          .min_size = 10,
          .max_size = 25,
          .officers = {"chair", "record keeper", "box keeper", "money counter 1", "money counter 2"},
          .term_days = 365,
          .limit = {.of_savings = 300_pct},
          .max_loans_at_once = 1};
}

// Reserve Bank of India, (Regulatory Framework for Microfinance Loans) Directions, 2022, of 14 March, from 1 April 2022:
// a household with up to INR 300,000 a year; all its monthly loan obligations up to half of its monthly income; without
// collateral, so that a lien on deposits makes it another loan. They say nothing about groups. Lower caps of ours stay.
GroupRules india_2022(GroupRules ours) {
  if (ours.currency != INR)
    refuse(ErrorCode::currency_mismatch, "/currency",
           fmt::format("{}; the directions of 2022 count INR", ours.currency));
  const Money income = 300'000 * INR;
  ours.household_income_cap_a_year = std::min(income, ours.household_income_cap_a_year.value_or(income));
  ours.obligations_cap = std::min(50_pct, ours.obligations_cap.value_or(50_pct));
  ours.liens_allowed = false;
  return ours;
}
GroupRules india_2022() { return india_2022({.kind = GroupKind::joint_liability_group, .currency = INR}); }

// Apache Fineract (Mifos X): min-clients-in-group and max-clients-in-group exist and are off until an installation turns
// them on; so nothing binds (peer bug PB-204: what is not set does not bind). Recalled: verify.
GroupRules mifos_group(Currency currency) { return {.kind = GroupKind::solidarity_group, .currency = currency}; }

}  // namespace solidarity::rules
