// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/group/position.hpp>
#include <solidarity/liability/claims_ledger.hpp>
#include <solidarity/liability/terms.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace solidarity::detail {

inline constexpr std::string_view fund_name = "@group_fund";
inline constexpr std::string_view insurer_name = "@insurer";
[[nodiscard]] std::string estate_name(std::string_view member);  // "@estate:sita"

// What a holder of claims received.
struct Received {
  Party by;
  std::int64_t units;
};

// The claims ledger with names.
class ClaimsBook {
 public:
  [[nodiscard]] Party party(std::string_view name);  // a new number when the name is new
  [[nodiscard]] std::optional<Party> find(std::string_view name) const;
  [[nodiscard]] std::string name(Party party) const;

  void record(Date on, decltype(ClaimFact::what) what);
  // The debtor pays her claimants; interest first.  Nothing is left over: at most payable() is given.
  [[nodiscard]] std::vector<Received> recover(Date on, Party debtor, std::int64_t units, const JointLiability& terms);

  [[nodiscard]] bool is_empty() const noexcept { return ledger_.facts().empty(); }
  [[nodiscard]] ClaimsPosition position(Date on) const { return ledger_.as_of(on); }
  [[nodiscard]] std::int64_t open_on(Party debtor, Date on) const;
  [[nodiscard]] std::int64_t interest_due(Party debtor, Date on, const std::optional<Rate>& per_year) const;
  [[nodiscard]] std::int64_t payable(Party debtor, Date on, const JointLiability& terms) const;
  [[nodiscard]] std::vector<NamedClaim> named(Date on) const;

 private:
  ClaimsLedger ledger_;
  std::vector<std::string> names_;
};

}  // namespace solidarity::detail
