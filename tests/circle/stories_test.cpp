// SPDX-License-Identifier: MIT
// The lives told by tests/oracle/circle_stories.py, a model of its own: every fact accepted or refused as there, and
// every figure the same at the end of its day.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

#include "catch.hpp"
#include "circle/circles.hpp"

using namespace test;

namespace {

using Words = std::vector<std::string>;

Words split(const std::string& text, char by) {
  Words words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, by);) words.push_back(word);
  return words;
}
std::int64_t number(const std::string& text) { return std::stoll(text); }
int small(const std::string& text) { return std::stoi(text); }
Money money(const std::string& text) { return kes(number(text)); }
std::optional<Money> some(const std::string& text) { return text == "0" ? std::nullopt : std::optional(money(text)); }
Rate tenths(const std::string& text) { return Rate::of_ticks(number(text) * (Rate::one_percent / 10)); }

VslaTerms vsla_terms_of(const Words& w) {
  VslaTerms terms{.opened_on = day(1, 1), .share_price = money(w[1]), .charge = tenths(w[2])};
  terms.charged = static_cast<ServiceCharge>(small(w[3]));
  terms.fines = static_cast<VslaFund>(small(w[4]));
  terms.social_contribution = some(w[5]);
  terms.social_fund = static_cast<SocialFundRule>(small(w[6]));
  terms.joining = static_cast<JoiningPrice>(small(w[7]));
  terms.leaving = static_cast<LeavingValue>(small(w[8]));
  if (w[9] != "0") terms.inactive_after = small(w[9]);
  return terms;
}

VslaMeeting meeting_of(const Words& w) {
  VslaMeeting meeting;
  for (std::size_t k = 2; k < w.size(); ++k) {
    const Words f = split(w[k], ',');
    VslaLine line{.member = f[0], .shares = small(f[1]), .social = f[2] == "1"};
    line.fined = some(f[3]);
    line.fine_paid = some(f[4]);
    line.repaid = some(f[5]);
    if (f[6] != "0") line.loan = VslaLending{money(f[6]), small(f[7])};
    line.grant = some(f[8]);
    meeting.lines.push_back(line);
  }
  return meeting;
}

VslaAction vsla_action(const Words& w) {
  if (w[1] == "joined") return VslaJoined{w[2], number(w[3])};
  if (w[1] == "left") return VslaLeft{w[2]};
  if (w[1] == "forgiven") return VslaForgiven{w[2], money(w[3])};
  if (w[1] == "income") return VslaIncome{money(w[2]), static_cast<VslaFund>(small(w[3]))};
  if (w[1] == "expense") return VslaExpense{money(w[2]), static_cast<VslaFund>(small(w[3]))};
  if (w[1] == "meeting") return meeting_of(w);
  VslaShareOut how{.keep = some(w[2])};
  for (std::size_t k = 3; k < w.size(); ++k) {
    const Words f = split(w[k], ',');
    how.claims.push_back({Date::of_day_number(number(f[0])), f[1], f[2], money(f[3])});
  }
  return how;
}

std::string state_of(const VslaPosition& at, bool is_share_out) {
  std::string text =
      fmt::format("{} {} {} {}", at.loan_fund.units(), at.social_fund.units(), at.cycle, at.value_of_a_share().units());
  for (const auto& [id, m] : at.members)
    text += fmt::format(" {}:{}:{}:{}:{}:{}", id, m.shares, m.missed, m.fines.units(),
                        m.loan ? m.loan->principal.units() : 0, m.loan ? m.loan->charge.units() : 0);
  if (!is_share_out) return text;
  text += " |";
  for (const VslaShareOutLine& line : at.share_outs.back().lines)
    text += fmt::format(" {}:{}:{}:{}", line.member, line.part.units(), line.paid().units(), line.claims_open.units());
  return text;
}

RoscaTerms rosca_terms_of(const Words& w) {
  RoscaTerms terms{.opened_on = day(1, 1), .contribution = money(w[1]), .members = {w.begin() + 6, w.end()}};
  const std::array<Rotation, 4> rotations{RotationFixed{}, RotationLottery{std::stoull(w[3])}, RotationAuction{},
                                          RotationNeed{}};
  terms.rotation = rotations.at(static_cast<std::size_t>(small(w[2])));
  if (w[4].front() != '-') terms.collateral_factor = tenths(w[4]);
  terms.covers.clear();
  for (const char c : w[5].substr(1)) terms.covers.push_back(static_cast<RoscaCover>(c - '0'));
  return terms;
}

std::vector<std::pair<std::string, Money>> amounts_of(const std::string& text) {
  std::vector<std::pair<std::string, Money>> amounts;
  if (text == "-") return amounts;
  for (const std::string& one : split(text, ',')) amounts.emplace_back(split(one, ':')[0], money(split(one, ':')[1]));
  return amounts;
}

RoscaAction rosca_action(const Words& w) {
  if (w[1] == "deposited") return RoscaDeposited{w[2], money(w[3])};
  if (w[1] == "returned") return RoscaReturned{w[2], money(w[3])};
  if (w[1] == "funded") return RoscaFunded{money(w[2])};
  if (w[1] == "repaid") return RoscaRepaid{w[2], money(w[3])};
  RoscaRound round{.round = small(w[2])};
  for (const auto& [id, paid] : amounts_of(w[3])) round.missed.push_back({id, paid});
  for (const auto& [id, pot] : amounts_of(w[4])) round.bids.push_back({id, pot});
  if (w[5] != "-") round.taker = w[5];
  return round;
}

std::string state_of(const RoscaPosition& at) {
  std::string text = std::to_string(at.fund.units());
  for (const auto& [id, m] : at.members)
    text += fmt::format(" {}:{}:{}:{}:{}:{}:{}:{}:{}:{}", id, m.took_in, m.paid.units(), m.seized.units(),
                        m.missed_own_pot.units(), m.pot.units(), m.dividends.units(), m.collateral.units(),
                        m.recovered.units(), at.owed_by(id).units());
  if (at.rounds.empty()) return text;
  const RoscaRoundReport& r = at.rounds.back();
  return text + fmt::format(" | {}:{}:{}:{}:{}:{}", r.taker, r.missed.units(), r.short_of.units(), r.pot.units(),
                            r.set_off.units(), r.dividends.units());
}

// Tells every story of a file to a circle made by `begin`; returns how many facts there were.
template <class Begin, class Action, class State>
int tell(const std::string& file, Begin begin, Action action, State state) {
  std::ifstream stories(SOLIDARITY_TEST_DATA "/" + file);
  auto circle = begin(Words{});
  int facts = 0;
  for (std::string line; std::getline(stories, line);) {
    if (line.front() == 'T') {
      circle = begin(split(line, ' '));
      continue;
    }
    INFO(file << ", fact " << facts++ << ": " << line);
    const std::size_t arrow = line.find(" => ");
    const Words words = split(line.substr(0, arrow), ' ');
    const Date on = Date::parse(words[0]);
    const bool is_refused = !refused([&] { return record(circle, on, action(words)), 0; }).empty();
    CHECK((is_refused ? "- " : "") + state(circle.position(on), words[1], is_refused) == line.substr(arrow + 4));
  }
  return facts;
}

}  // namespace

TEST_CASE("savings circles live as the model tells") {
  const int facts = tell(
      "circle_vsla.txt", [](const Words& w) { return Vsla(w.empty() ? vsla_terms() : vsla_terms_of(w)); }, vsla_action,
      [](const VslaPosition& at, const std::string& kind, bool is_refused) {
        return state_of(at, kind == "share_out" && !is_refused);
      });
  CHECK(facts == 768);
}

TEST_CASE("rotating circles live as the model tells") {
  const RoscaTerms two{.opened_on = day(1, 1), .contribution = 1 * KES, .members = {"a", "b"}};
  const int facts = tell(
      "circle_rosca.txt", [&](const Words& w) { return Rosca(w.empty() ? two : rosca_terms_of(w)); }, rosca_action,
      [](const RoscaPosition& at, const std::string&, bool) { return state_of(at); });
  CHECK(facts == 384);
}
