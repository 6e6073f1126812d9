// SPDX-License-Identifier: MIT
#include "loan/note.hpp"

#include <fmt/format.h>

namespace solidarity::detail {

LoanTransaction& note(Account& account, const LoanEvent& event, std::int64_t amount, const Components& parts,
                      std::int64_t unapplied) {
  account.transactions.push_back({.id = event.id,
                                  .type = to_text(event.what),
                                  .on = event.on,
                                  .amount = amount,
                                  .parts = parts,
                                  .unapplied = unapplied,
                                  .balance = account.outstanding.principal});
  return account.transactions.back();
}

std::int64_t positive_units(const Account& account, Money amount, std::string_view field) {
  if (amount.currency() != account.currency())
    refuse(ErrorCode::currency_mismatch, field, fmt::format("{} on a loan in {}", amount, account.currency().code()));
  if (amount.units() <= 0) refuse(ErrorCode::out_of_range, field, fmt::format("{}; an amount is above zero", amount));
  return amount.units();
}

std::int64_t units_up_to(const Account& account, Money amount, std::int64_t most, std::string_view what,
                         std::string_view field) {
  const std::int64_t units = positive_units(account, amount, field);
  if (units > most)
    refuse(ErrorCode::out_of_range, field,
           fmt::format("{} {}; at most {}", amount, what, Money::of_units(most, account.currency())));
  return units;
}

}  // namespace solidarity::detail
