// SPDX-License-Identifier: MIT
// OpenCBS desktop in the life of a loan. docs/presets.md, "OpenCBS: the life of a loan".
#pragma once

#include "loan/servicing.hpp"

namespace solidarity::detail {

class OpenCbsServicing final : public Servicing {
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
  void reschedule(Account& account, const Reschedule& change, Date on) const override;

 private:
  // A whole repayment gathers all that is owed in the next row; a part of it takes new installments.
  Applied repay_early(Account& account, Date on, std::int64_t units, const Waterfall& waterfall) const;
};

[[nodiscard]] const Servicing& opencbs_servicing() noexcept;

}  // namespace solidarity::detail
