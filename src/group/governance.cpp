// SPDX-License-Identifier: MIT
#include <solidarity/group/governance.hpp>
#include <solidarity/money/rounding.hpp>

#include "group/problems.hpp"

namespace solidarity {
namespace {

using Ids = std::span<const std::string>;

std::vector<std::string> distinct(Ids ids) {
  std::vector<std::string> sorted(ids.begin(), ids.end());
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

// Those who may vote, and whether each has.
class Electorate {
 public:
  explicit Electorate(Ids members) : members_(distinct(members)), voted_(members_.size(), false) {}

  [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }
  [[nodiscard]] bool has(const std::string& id) const { return std::ranges::binary_search(members_, id); }

  void vote(detail::ProblemList& problems, std::string field, const std::string& voter) {
    const auto place = static_cast<std::size_t>(std::ranges::lower_bound(members_, voter) - members_.begin());
    if (!has(voter)) return refuse_stranger(problems, std::move(field), voter);
    if (voted_[place])
      problems.add(ErrorCode::duplicate, std::move(field), "{} voted already; one member has one vote", quoted(voter));
    voted_[place] = true;
  }
  static void refuse_stranger(detail::ProblemList& problems, std::string field, const std::string& id) {
    problems.add(ErrorCode::not_found, std::move(field), "{} is no member on this day; members vote, for members",
                 quoted(id));
  }

 private:
  std::vector<std::string> members_;
  std::vector<bool> voted_;
};

// Throws the first problem, or that nobody may vote.
void check(std::size_t members, const Problems& problems) {
  if (members == 0)
    refuse(ErrorCode::invalid_state, "the group has no active members; a vote needs at least one: members join first");
  if (!problems.empty()) throw Error(problems.front());
}

std::vector<VoteCount> counted(std::span<const Ballot> ballots) {
  std::vector<std::string> choices;
  for (const Ballot& ballot : ballots) choices.push_back(ballot.choice);
  std::ranges::sort(choices);
  std::vector<VoteCount> counts;
  for (const std::string& choice : choices) {
    if (counts.empty() || counts.back().choice != choice) counts.push_back({choice, 0});
    ++counts.back().votes;
  }
  std::ranges::stable_sort(counts, std::ranges::greater{}, &VoteCount::votes);
  return counts;
}

// Of the most votes, the next most, and all that were cast.
VoteOutcome outcome_of(std::size_t most, std::size_t second, std::size_t cast, std::size_t quorum) {
  if (cast < quorum) return VoteOutcome::no_quorum;
  if (2 * most > cast) return VoteOutcome::carried;
  return most == second ? VoteOutcome::tie : VoteOutcome::no_majority;
}

}  // namespace

std::string_view to_text(VoteOutcome outcome) noexcept {
  switch (outcome) {
    case VoteOutcome::carried: return "carried";
    case VoteOutcome::no_quorum: return "no_quorum";
    case VoteOutcome::tie: return "tie";
    case VoteOutcome::no_majority: return "no_majority";
  }
  return "?";
}

std::size_t quorum_of(std::size_t members, std::optional<Rate> quorum) {
  const std::int64_t part = quorum ? std::max<std::int64_t>(0, quorum->ticks()) : 0;
  const auto least = multiply_divide(static_cast<std::int64_t>(members), part, Rate::one, Rounding::up);
  return std::max<std::size_t>(1, static_cast<std::size_t>(least));
}

Problems ballot_problems(Ids members, std::span<const Ballot> ballots) {
  detail::ProblemList problems;
  Electorate electorate(members);
  for (std::size_t k = 0; k < ballots.size(); ++k) {
    electorate.vote(problems, fmt::format("/{}/voter", k), ballots[k].voter);
    if (!electorate.has(ballots[k].choice))
      Electorate::refuse_stranger(problems, fmt::format("/{}/choice", k), ballots[k].choice);
  }
  return std::move(problems).as_found();
}

Problems vote_problems(Ids members, Ids yes, Ids no) {
  detail::ProblemList problems;
  Electorate electorate(members);
  for (std::size_t k = 0; k < yes.size(); ++k) electorate.vote(problems, fmt::format("/yes/{}", k), yes[k]);
  for (std::size_t k = 0; k < no.size(); ++k) electorate.vote(problems, fmt::format("/no/{}", k), no[k]);
  return std::move(problems).as_found();
}

ElectionResult elect(Ids members, std::optional<Rate> quorum, std::span<const Ballot> ballots) {
  const std::size_t size = Electorate(members).size();
  check(size, ballot_problems(members, ballots));
  const auto counts = counted(ballots);
  const std::size_t most = counts.empty() ? 0 : counts[0].votes;
  const std::size_t second = counts.size() < 2 ? 0 : counts[1].votes;
  ElectionResult result{.outcome = outcome_of(most, second, ballots.size(), quorum_of(size, quorum)),
                        .winner = {},
                        .members = size,
                        .voted = ballots.size(),
                        .quorum = quorum_of(size, quorum),
                        .counts = counts};
  if (result.outcome == VoteOutcome::carried) result.winner = counts[0].choice;
  return result;
}

ResolutionResult resolve(Ids members, std::optional<Rate> quorum, Ids yes, Ids no) {
  const std::size_t size = Electorate(members).size();
  check(size, vote_problems(members, yes, no));
  ResolutionResult result{.outcome = outcome_of(yes.size(), no.size(), yes.size() + no.size(), quorum_of(size, quorum)),
                          .members = size,
                          .quorum = quorum_of(size, quorum),
                          .yes = yes.size(),
                          .no = no.size()};
  return result;
}

std::optional<std::string> officer_on(std::span<const OfficerTerm> terms, std::string_view office, Date day) {
  const OfficerTerm* latest = nullptr;
  for (const OfficerTerm& term : terms)
    if (term.office == office && term.from <= day && (latest == nullptr || latest->from <= term.from)) latest = &term;
  if (latest == nullptr || (latest->until && *latest->until <= day)) return {};
  return latest->member;
}

}  // namespace solidarity
