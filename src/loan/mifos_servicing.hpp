// SPDX-License-Identifier: MIT
// Mifos Head in the life of a loan: our own rules, unless interest is recalculated by the day.
#pragma once

#include "loan/servicing.hpp"

namespace solidarity::detail {

class MifosServicing final : public Servicing {
 public:
  [[nodiscard]] bool has_work(const Account& account, Date day) const override;
  void advance(Account& account, Date day) const override;
  [[nodiscard]] bool pays_in_place(const Account& account) const override;
  // Errors: contradictory_terms, naming a term of the life of a loan that the peer does not have.
  void plan_again(Account& account, Date on) const override;
  Applied pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const override;
  Applied prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                 EarlyPrincipal effect) const override;
  [[nodiscard]] Payoff payoff(const Account& account, Date on) const override;
  void settle_for_payoff(Account& account, const Payoff& payoff) const override;
  [[nodiscard]] std::int64_t accrued_interest(const Account& account, Date as_of) const override;
};

[[nodiscard]] const Servicing& mifos_servicing() noexcept;

}  // namespace solidarity::detail
