// SPDX-License-Identifier: MIT
#include "transcripts/group_meeting_reader.hpp"

#include "transcripts/named.hpp"
#include "transcripts/terms_reader.hpp"

#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

class MeetingReader {
 public:
  MeetingReader(Words& words, const GroupTerms& terms, Date on, Meeting& meeting)
      : words_(words), terms_(terms), on_(on), meeting_(meeting), currency_(terms.rules.currency) {}

  void read() {
    if (attendance() || sheet() || call() || votes()) return;
    if (words_.take("the group borrows")) return meeting_.loans.push_back(read_grant(words_, "", on_));
    member();
  }

 private:
  Money money() { return words_.money(currency_); }

  static void append(std::vector<std::string>& all, std::vector<std::string> more) {
    all.insert(all.end(), more.begin(), more.end());
  }

  bool attendance() {
    if (words_.take("absent")) append(meeting_.absent, words_.names());
    else if (words_.take("late")) append(meeting_.late, words_.names());
    else return false;
    return true;
  }

  bool sheet() {
    if (words_.take("lump sum")) meeting_.lump_sum = money();
    else if (words_.take("counted")) meeting_.cash_counted = money();
    else if (words_.take("difference")) meeting_.difference = money();
    else return false;
    return true;
  }

  bool call() {
    if (words_.take("no call")) {
      meeting_.calls = false;
    } else if (words_.take("everybody can give")) {
      meeting_.cash_limit = words_.take("anything") ? Money::of_units(unlimited, currency_) : money();
    } else if (words_.take("collateral of")) {
      std::string name = words_.word();
      meeting_.collateral.push_back({std::move(name), money()});
    } else if (words_.take("insurer gives at most")) {
      meeting_.insurer_limit = money();
    } else if (words_.take("the fund covers")) {
      cover(CoverLayerKind::group_fund, "");
    } else if (words_.take("the insurer covers")) {
      cover(CoverLayerKind::insurer, "");
    } else {
      return false;
    }
    return true;
  }

  bool votes() {
    if (words_.take("votes")) {
      meeting_.elections.push_back(read_election(words_));
    } else if (words_.take("resolves")) {
      const std::string name = words_.word();
      meeting_.resolutions.push_back(read_votes(words_, name));
    } else {
      return false;
    }
    return true;
  }

  // A line that begins with a name.
  void member() {
    const std::string name = words_.word();
    if (name.ends_with("'s")) return own_money(name.substr(0, name.size() - 2));
    if (words_.take("pays fine")) return meeting_.fines.push_back({name, money()});
    if (words_.take("can give anything"))
      return meeting_.cash_limits.push_back({name, Money::of_units(unlimited, currency_)});
    if (words_.take("can give")) return meeting_.cash_limits.push_back({name, money()});
    if (words_.take("covers")) return cover(CoverLayerKind::peers, name);
    if (words_.take("borrows")) return meeting_.loans.push_back(read_grant(words_, name, on_));
    if (!read_money_line(words_, name, currency_, meeting_)) throw words_.not_understood();
  }

  // "own savings cover 100"
  void own_money(const std::string& name) {
    const CoverLayerKind kind =
        one_of(words_, Named<CoverLayerKind, 2>{{{"own savings", CoverLayerKind::own_savings},
                                                 {"own collateral", CoverLayerKind::own_collateral}}});
    if (!words_.take("cover")) words_.must("covers");
    const Money amount = money();
    add_cover({.debtor = words_.take("of") ? words_.word() : name, .kind = kind, .by = name, .amount = amount});
  }

  // "100 of Sita in cash"
  void cover(CoverLayerKind kind, const std::string& by) {
    const Money amount = money();
    words_.must("of");
    MeetingCover line{.debtor = words_.word(), .kind = kind, .by = by, .amount = amount};
    if (kind == CoverLayerKind::peers)
      line.source = one_of(words_, Named<CoverSource, 3>{{{"in cash", CoverSource::cash},
                                                          {"from savings", CoverSource::savings},
                                                          {"in savings", CoverSource::savings}}});
    add_cover(std::move(line));
  }

  void add_cover(MeetingCover line) {
    line.layer = layer_of(line);
    if (!meeting_.covers) meeting_.covers.emplace();
    meeting_.covers->push_back(std::move(line));
  }

  // The first layer of its kind that draws on its source; 0 when there is none.
  [[nodiscard]] std::uint32_t layer_of(const MeetingCover& line) const {
    const auto& layers = terms_.liability.layers;
    for (std::uint32_t k = 0; k < layers.size(); ++k)
      if (layers[k].kind() == line.kind && (!line.source || layers[k].draws_on(*line.source))) return k;
    return 0;
  }

  Words& words_;
  const GroupTerms& terms_;
  Date on_;
  Meeting& meeting_;
  Currency currency_;
};

// "100 on L2", "50, 20 to claimants"
RepaymentLine read_repayment(Words& words, const std::string& member, Currency currency) {
  RepaymentLine line{.member = member, .amount = words.money(currency)};
  while (!words.done() && !words.next_is("as")) {
    if (words.take("on")) {
      line.loan = words.word();
    } else {
      line.to_claimants = words.money(currency);
      words.must("to claimants");
    }
  }
  return line;
}

}  // namespace

void read_meeting_line(Words& words, const GroupTerms& terms, Date on, Meeting& meeting) {
  MeetingReader(words, terms, on, meeting).read();
}

bool read_money_line(Words& words, const std::string& member, Currency currency, Meeting& meeting) {
  if (words.take("pays")) meeting.repayments.push_back(read_repayment(words, member, currency));
  else if (words.take("saves")) meeting.deposits.push_back({member, words.money(currency)});
  else if (words.take("withdraws")) meeting.withdrawals.push_back({member, words.money(currency)});
  else return false;
  return true;
}

LoanGrant read_grant(Words& words, const std::string& member, Date on) {
  const bool alone = words.take("alone");
  LoanTerms terms = read_borrowed(words, on);
  words.must("as");
  return {.id = words.word(), .member = member, .terms = std::move(terms), .joint = !alone};
}

Election read_election(Words& words) {
  Election election;
  do {
    const std::vector<std::string> voters = words.names({"for"});
    words.must("for");
    const std::string choice = words.word();
    for (const std::string& voter : voters) election.ballots.push_back({voter, choice});
    if (!election.office.empty()) continue;
    words.must("as");
    election.office = words.word();
  } while (!words.done() && !words.next_is("as"));
  return election;
}

Resolution read_votes(Words& words, const std::string& name) {
  Resolution resolution{.name = name, .yes = {}};
  if (words.take("yes")) resolution.yes = words.names({"no", "as"});
  if (words.take("no")) resolution.no = words.names({"as"});
  return resolution;
}

}  // namespace transcripts
