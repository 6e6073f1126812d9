// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/india.hpp>

#include <solidarity/disclosure/apr.hpp>

#include <fmt/format.h>

#include <array>

namespace solidarity {

KeyFactsResult kfs_apr(const KeyFacts& facts) {
  if (facts.count < 1)
    refuse(ErrorCode::out_of_range, "/count", fmt::format("{} installments; a loan needs at least one", facts.count));
  const double net = facts.sanctioned - facts.charges;
  if (!(net > 0)) refuse(ErrorCode::out_of_range, "/charges", "the charges must be below the amount sanctioned");
  const std::array<RegularFlow, 2> flows{{{0, net}, {1, -facts.installment, facts.count}}};
  const double i = irr(flows).rate;
  const double paid = facts.installment * facts.count;
  return {nominal_apr_percent(i, facts.periods_per_year),
          eir_percent(i, facts.periods_per_year),
          i,
          net,
          paid - facts.sanctioned,
          paid};
}

double kfs_apr_percent(std::span<const RegularFlow> flows, double periods_per_year) {
  return nominal_apr_percent(irr(flows).rate, periods_per_year);
}

double kfs_apr_percent(std::span<const DatedFlow> flows) { return 100 * nominal_rate(xirr(flows).rate, 12); }

}  // namespace solidarity
