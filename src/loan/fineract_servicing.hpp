// SPDX-License-Identifier: MIT
// The steps of Apache Fineract behind the interface of our own: docs/presets.md, "Fineract: the life of a loan".
#pragma once

#include "loan/servicing.hpp"

namespace solidarity::detail {

class FineractServicing : public Servicing {
 public:
  [[nodiscard]] bool take(Account& account, const LoanEvent& event, bool is_new) const override;
  [[nodiscard]] bool has_work(const Account& account, Date day) const override;
  void advance(Account& account, Date day) const override;
  [[nodiscard]] Payoff payoff(const Account& account, Date on) const override;
  [[nodiscard]] bool pays_in_place(const Account&) const override { return false; }
  [[nodiscard]] bool undo_takes_payments() const override { return true; }
  [[nodiscard]] bool takes_payments_when_closed() const override { return true; }
  [[nodiscard]] std::optional<Money> automatic_down_payment(const Account& account, Money amount) const override;
};

[[nodiscard]] const Servicing& fineract_servicing() noexcept;

}  // namespace solidarity::detail
