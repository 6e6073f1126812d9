// SPDX-License-Identifier: MIT
#include "group/same.hpp"

namespace solidarity::detail {
namespace {

void fill(Meeting& again, const Meeting& recorded) {
  if (recorded.lump_sum && again.fines.empty() && again.deposits.empty() && again.repayments.empty()) {
    again.fines = recorded.fines;
    again.deposits = recorded.deposits;
    again.repayments = recorded.repayments;
  }
  if (again.repayments.size() == recorded.repayments.size())
    for (std::size_t k = 0; k < again.repayments.size(); ++k)
      if (!again.repayments[k].to_claimants) again.repayments[k].to_claimants = recorded.repayments[k].to_claimants;
  if (again.covers) return;
  again.covers = recorded.covers;
  again.outside_share = recorded.outside_share;
}

void fill(EstatePays& again, const EstatePays& recorded) {
  if (!again.to_claimants) again.to_claimants = recorded.to_claimants;
}

void fill(MemberLeaves& again, const MemberLeaves& recorded) {
  if (!again.paid) again.paid = recorded.paid;
  if (!again.paid_out) again.paid_out = recorded.paid_out;
}

void fill(LoanChanged& again, const LoanChanged& recorded) {
  auto* pay_off = std::get_if<PayOff>(&again.what);
  const auto* paid = std::get_if<PayOff>(&recorded.what);
  if (pay_off && paid && !pay_off->amount) pay_off->amount = paid->amount;
}

void fill(ShareOut& again, const ShareOut& recorded) {
  if (again.parts.empty()) again.parts = recorded.parts;
}

template <class Action>
void fill(GroupAction& again, const GroupAction& recorded) {
  if (auto* action = std::get_if<Action>(&again)) fill(*action, std::get<Action>(recorded));
}

}  // namespace

bool is_same(const GroupAction& recorded, GroupAction again) {
  if (recorded.index() != again.index()) return false;
  fill<Meeting>(again, recorded);
  fill<EstatePays>(again, recorded);
  fill<ShareOut>(again, recorded);
  fill<MemberLeaves>(again, recorded);
  fill<LoanChanged>(again, recorded);
  return recorded == again;
}

}  // namespace solidarity::detail
