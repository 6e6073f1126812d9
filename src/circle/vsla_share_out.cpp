// SPDX-License-Identifier: MIT
// The end of a cycle: the loan fund by shares, then fines of the social fund, claims between members, the social fund.
#include <solidarity/circle/share_out.hpp>
#include <solidarity/liability/claims.hpp>
#include <solidarity/money/allocate.hpp>

#include "circle/names.hpp"
#include "circle/vsla_actions.hpp"

#include <algorithm>
#include <tuple>

namespace solidarity::detail {
namespace {

class Sharing {
 public:
  Sharing(VslaPosition& position, const VslaTerms& terms)
      : position_(position), terms_(terms), currency_(terms.share_price.currency()) {}

  VslaShareOutReport share(Date on, const VslaShareOut& how) {
    check(how);
    VslaShareOutReport report{on, position_.cycle, lines(), none()};
    divide_loan_fund(report, how.keep.value_or(none()));
    take_fines_of_the_social_fund(report);
    settle_claims(report, how.claims);
    if (terms_.social_fund == SocialFundRule::divided_equally) divide_social_fund(report);
    for (VslaShareOutLine& line : report.lines) line.still_owed = member(line).owed();
    return report;
  }

 private:
  [[nodiscard]] Money none() const { return Money::zero(currency_); }
  [[nodiscard]] Money money(std::int64_t units) const { return Money::of_units(units, currency_); }
  [[nodiscard]] VslaMember& member(const VslaShareOutLine& line) { return position_.members.at(line.member); }
  [[nodiscard]] std::size_t turn() const { return static_cast<std::size_t>(position_.cycle - 1); }

  void check(const VslaShareOut& how) const {
    if (position_.shares() == 0)
      refuse(ErrorCode::invalid_state, "/on",
             fmt::format("no shares in cycle {}; there is nobody to share out to", position_.cycle));
    if (how.keep) {
      require_above_zero("/keep", *how.keep, currency_);
      require_cash("/keep", "loan fund", position_.loan_fund, *how.keep);
    }
    for (std::size_t k = 0; k < how.claims.size(); ++k) {
      const auto field = [k](std::string_view name) { return fmt::format("/claims/{}/{}", k, name); };
      (void)member_of(position_.members, field("by"), how.claims[k].by);
      (void)member_of(position_.members, field("debtor"), how.claims[k].debtor);
      require_above_zero(field("open"), how.claims[k].open, currency_);
      if (how.claims[k].by == how.claims[k].debtor)
        refuse(ErrorCode::invalid_state, field("by"),
               fmt::format("{} has no claim on herself", quoted(how.claims[k].by)));
    }
  }

  [[nodiscard]] std::vector<VslaShareOutLine> lines() const {
    std::vector<VslaShareOutLine> all;
    for (const auto& [id, of] : position_.members)
      all.push_back({id, of.shares, none(), none(), none(), none(), none(), none(), none(), none(), none()});
    return all;
  }

  void divide_loan_fund(VslaShareOutReport& report, Money keep) {
    std::vector<ShareOutMember> all;
    for (const auto& [id, of] : position_.members)
      all.push_back({of.shares, owed_to_loan_fund(of, terms_).units(),
                     terms_.inactive_after && of.missed >= *terms_.inactive_after});
    const ShareOutDivision divided =
        divide_share_out((position_.loan_fund - keep).units(), position_.share_price.units(), all, turn());
    for (std::size_t k = 0; k < report.lines.size(); ++k) {
      VslaShareOutLine& line = report.lines[k];
      line.part = money(divided.parts[k].part);
      line.set_off = money(divided.parts[k].set_off);
      take_off(member(line), terms_, line.set_off);
      member(line).shares = 0;
      member(line).missed = 0;
    }
    report.retained = keep + money(divided.retained);
    position_.loan_fund = report.retained;
  }

  void take_fines_of_the_social_fund(VslaShareOutReport& report) {
    for (VslaShareOutLine& line : report.lines) {
      line.fines_to_social = std::min(line.part - line.set_off, owed_to_social_fund(member(line), terms_));
      member(line).fines -= line.fines_to_social;
      position_.social_fund += line.fines_to_social;
    }
  }

  // From what each debtor would be paid before anybody receives anything.
  void settle_claims(VslaShareOutReport& report, const std::vector<VslaClaim>& open) {
    const auto number = [&](const std::string& id) {
      return static_cast<std::uint32_t>(std::distance(position_.members.begin(), position_.members.find(id)));
    };
    std::vector<Claim> claims;
    for (const VslaClaim& claim : open)
      claims.push_back({claim.on, Party::person(number(claim.by)), Party::person(number(claim.debtor)),
                        claim.open.units(), claim.open.units()});
    std::ranges::sort(claims, [](const Claim& a, const Claim& b) {
      return std::tuple(a.on, a.by, a.debtor, a.open) < std::tuple(b.on, b.by, b.debtor, b.open);
    });
    for (std::size_t k = 0; k < report.lines.size(); ++k) {
      VslaShareOutLine& line = report.lines[k];
      const Party debtor = Party::person(static_cast<std::uint32_t>(k));
      const std::int64_t owed = payable(claims, debtor);
      const Money paid = std::min(line.part - line.set_off - line.fines_to_social, money(owed));
      for (const AppliedToClaim& applied : recovery(claims, debtor, paid.units(), RecoveryRule::first_in).applied)
        report.lines[claims[applied.claim].by.number()].claims_received += money(applied.units);
      line.claims_paid = paid;
      line.claims_open = money(owed) - paid;
    }
  }

  void divide_social_fund(VslaShareOutReport& report) {
    const std::vector<std::int64_t> equal(report.lines.size(), 1);
    const auto parts = allocate(position_.social_fund, equal, turn());
    position_.social_fund = none();
    for (std::size_t k = 0; k < report.lines.size(); ++k) {
      VslaShareOutLine& line = report.lines[k];
      line.social = parts[k];
      const Money to_loans = std::min(parts[k], owed_to_loan_fund(member(line), terms_));
      const Money to_fines = std::min(parts[k] - to_loans, owed_to_social_fund(member(line), terms_));
      take_off(member(line), terms_, to_loans);
      member(line).fines -= to_fines;
      position_.loan_fund += to_loans;
      position_.social_fund += to_fines;
      line.social_set_off = to_loans + to_fines;
    }
  }

  VslaPosition& position_;
  const VslaTerms& terms_;
  Currency currency_;
};

}  // namespace

void share_out(VslaPosition& position, const VslaTerms& terms, Date on, const VslaShareOut& how) {
  VslaShareOutReport report = Sharing(position, terms).share(on, how);
  position.share_outs.push_back(std::move(report));
  ++position.cycle;
  position.meetings = 0;
}

}  // namespace solidarity::detail
