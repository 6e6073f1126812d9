// SPDX-License-Identifier: MIT
// A meeting: each line does what its member does, money first in and then out.
#include "circle/names.hpp"
#include "circle/vsla_actions.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace solidarity::detail {
namespace {

class Meeting {
 public:
  Meeting(VslaPosition& position, const VslaTerms& terms, Date on)
      : position_(position), terms_(terms), on_(on), currency_(terms.share_price.currency()) {}

  Problems hold(const VslaMeeting& meeting) {
    if (meeting.lines.empty()) return {{ErrorCode::out_of_range, "/lines", "0 lines; a meeting has one or more"}};
    for (auto& [id, member] : position_.members) ++member.missed;
    ++position_.meetings;
    each_line(meeting, [this](const VslaLine& line) { bring(line); });
    each_line(meeting, [this](const VslaLine& line) { take(line); });
    if (problems_.empty()) pay_out();
    std::ranges::sort(problems_, {}, [](const auto& bad) { return bad.first; });
    Problems all;
    for (auto& [line, problem] : problems_) all.push_back(std::move(problem));
    return all;
  }

 private:
  // A line with a problem is left out of what follows.
  template <class Step>
  void each_line(const VslaMeeting& meeting, Step step) {
    for (std::size_t k = 0; k < meeting.lines.size(); ++k) {
      if (bad_.contains(k)) continue;
      try {
        step(meeting.lines[k]);
      } catch (const Error& error) {
        bad_.insert(k);
        problems_.push_back({k, {error.code(), fmt::format("/lines/{}{}", k, error.field()), error.message()}});
      }
    }
  }

  void amount(std::string_view field, const std::optional<Money>& value, Money most, std::string_view what) const {
    require_above_zero(field, *value, currency_);
    if (*value > most) refuse(ErrorCode::out_of_range, field, fmt::format("{}; {} is {}", *value, what, most));
  }

  // What she brings.
  void bring(const VslaLine& line) {
    VslaMember& member = member_of(position_.members, "/member", line.member);
    if (!seen_.insert(line.member).second)
      refuse(ErrorCode::duplicate, "/member",
             fmt::format("a second line for {}; put both into one", quoted(line.member)));
    buy(member, line.shares);
    if (line.social) contribute();
    if (line.fined) {
      require_above_zero("/fined", *line.fined, currency_);
      member.fines += *line.fined;
    }
    if (line.fine_paid) {
      amount("/fine_paid", line.fine_paid, member.fines, "what she owes in fines");
      member.fines -= *line.fine_paid;
      (terms_.fines == VslaFund::social_fund ? position_.social_fund : position_.loan_fund) += *line.fine_paid;
    }
    if (line.repaid) repay(member, line.repaid);
  }

  void buy(VslaMember& member, int shares) {
    if (shares < 0) refuse(ErrorCode::out_of_range, "/shares", fmt::format("{}; zero or more are bought", shares));
    if (shares > terms_.most_shares)
      refuse(ErrorCode::limit_exceeded, "/shares",
             fmt::format("{} shares; {} at most at one meeting", shares, terms_.most_shares));
    if (shares == 0) return;
    position_.loan_fund += terms_.share_price * shares;
    member.shares += shares;
    member.missed = 0;
  }

  void contribute() {
    if (!terms_.social_contribution)
      refuse(ErrorCode::invalid_state, "/social", "the terms have no contribution to the social fund");
    position_.social_fund += *terms_.social_contribution;
  }

  void repay(VslaMember& member, const std::optional<Money>& repaid) {
    if (!member.loan) refuse(ErrorCode::invalid_state, "/repaid", "she has no loan");
    amount("/repaid", repaid, member.loan->owed(), "what she owes of her loan");
    take_off(member, terms_, *repaid);
    position_.loan_fund += *repaid;
  }

  // What she takes with her.
  void take(const VslaLine& line) {
    VslaMember& member = member_of(position_.members, "/member", line.member);
    if (line.loan) lend(member, *line.loan);
    if (line.grant) {
      require_above_zero("/grant", *line.grant, currency_);
      granted_ += *line.grant;
    }
  }

  void lend(VslaMember& member, const VslaLending& loan) {
    require_above_zero("/loan/amount", loan.amount, currency_);
    if (loan.months < 1 || loan.months > terms_.most_months)
      refuse(ErrorCode::limit_exceeded, "/loan/months",
             fmt::format("{} months; a loan is for 1 to {}", loan.months, terms_.most_months));
    if (member.loan)
      refuse(ErrorCode::invalid_state, "/loan",
             fmt::format("she owes {} of a loan; it is repaid first", member.loan->owed()));
    const Money most = terms_.share_price * member.shares * terms_.loan_multiple;
    if (loan.amount > most)
      refuse(ErrorCode::limit_exceeded, "/loan/amount",
             fmt::format("{}; {} times her savings is {}", loan.amount, terms_.loan_multiple, most));
    const Money charge = terms_.charged == ServiceCharge::once
                             ? scaled(loan.amount, terms_.charge.ticks(), Rate::one, Rounding::half_up)
                             : Money::zero(currency_);
    member.loan = VslaLoan{on_, add_months(on_, loan.months), loan.amount, loan.amount, charge, 0};
    lent_ += loan.amount;
  }

  void pay_out() {
    const auto take_from = [this](Money& cash, std::string_view field, std::string_view fund, Money wanted) {
      if (wanted > cash)
        problems_.push_back({0,
                             {ErrorCode::out_of_range, std::string(field),
                              fmt::format("{} is given; there is {} in the {}", wanted, cash, fund)}});
      else cash -= wanted;
    };
    take_from(position_.loan_fund, "/lines", "loan fund", lent_);
    take_from(position_.social_fund, "/lines", "social fund", granted_);
  }

  VslaPosition& position_;
  const VslaTerms& terms_;
  Date on_;
  Currency currency_;
  Money lent_ = Money::zero(currency_);
  Money granted_ = Money::zero(currency_);
  std::set<std::string> seen_;
  std::set<std::size_t> bad_;
  std::vector<std::pair<std::size_t, Problem>> problems_;
};

}  // namespace

Problems hold(VslaPosition& position, const VslaTerms& terms, Date on, const VslaMeeting& meeting) {
  return Meeting(position, terms, on).hold(meeting);
}

}  // namespace solidarity::detail
