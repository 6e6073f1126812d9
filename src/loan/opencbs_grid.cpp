// SPDX-License-Identifier: MIT
#include "loan/opencbs_grid.hpp"

namespace solidarity::detail {

OpenCbsGrid::OpenCbsGrid(const LoanTerms& terms) {
  const auto* policy = std::get_if<OpenCbsRounding>(&terms.rounding);
  const int digits = terms.principal.currency().digits();
  const int kept = policy && policy->currency_digits ? *policy->currency_digits : digits;
  for (int cut = digits; cut > kept; --cut) unit_ *= 10;
  whole_ = kept == 0;
}

const OpenCbsRounding& opencbs_policy(const Account& account) {
  return std::get<OpenCbsRounding>(account.terms.rounding);
}

Rounding opencbs_mode(const LoanTerms& terms) {
  const bool to_even = std::holds_alternative<WeightedPrincipal>(terms.amortization) ||
                       (terms.interest.method == InterestMethod::declining &&
                        std::holds_alternative<EqualPrincipal>(terms.amortization));
  return to_even ? Rounding::half_even : Rounding::half_up;
}

}  // namespace solidarity::detail
