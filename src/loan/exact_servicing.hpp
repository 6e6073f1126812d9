// SPDX-License-Identifier: MIT
// Our own rules: docs/servicing.md.
#pragma once

#include "loan/servicing.hpp"

namespace solidarity::detail {

class ExactServicing final : public Servicing {
 public:
  [[nodiscard]] bool has_work(const Account& account, Date day) const override;
  void advance(Account& account, Date day) const override;
  [[nodiscard]] bool pays_in_place(const Account& account) const override;
  void after_event(Account& account, Date on) const override;
  void plan_again(Account& account, Date on) const override;
  Applied pay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const override;
  Applied prepay(Account& account, Date on, std::int64_t units, const Waterfall& waterfall,
                 EarlyPrincipal effect) const override;
  [[nodiscard]] Payoff payoff(const Account& account, Date on) const override;
  void settle_for_payoff(Account& account, const Payoff& payoff) const override;
  void reschedule(Account& account, const Reschedule& change, Date on) const override;
  void re_age(Account& account, const ReAge& change, Date on) const override;
  void re_amortize(Account& account, Date on) const override;
  void grant_moratorium(Account& account, const GrantMoratorium& change, Date on) const override;
  void charge_back(Account& account, std::int64_t units, Date on) const override;
  [[nodiscard]] std::int64_t accrued_interest(const Account& account, Date as_of) const override;
};

[[nodiscard]] const Servicing& exact_servicing() noexcept;

}  // namespace solidarity::detail
