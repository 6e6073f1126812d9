// SPDX-License-Identifier: MIT
// CALL documents: the answer in every format, and the laws of the call: cover + uncovered = shortfall, nobody pays for
// herself or more than her caps, claims are what peers, fund and insurer gave, recoveries add up.
#include "fuzz.hpp"
#include "json_mutator.hpp"

#include "io/cover_document.hpp"

#include <solidarity/io/answer.hpp>
#include <solidarity/liability/call.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace {

using namespace solidarity;
using fuzz::require;
using fuzz::result_of;

struct Sums {
  std::vector<wide> covered;
  std::vector<wide> given;
  wide claimable = 0;
};

Sums sums_of(const std::vector<CoverLine>& lines, std::size_t members) {
  Sums sums{.covered = std::vector<wide>(members), .given = std::vector<wide>(members)};
  for (const CoverLine& line : lines) {
    require(line.units > 0, "a line of cover is above zero");
    sums.covered[line.debtor] += line.units;
    if (line.by != line.debtor) sums.claimable += line.units;
    if (line.kind != CoverLayerKind::peers) continue;
    require(line.by && *line.by != line.debtor, "nobody covers herself");
    sums.given[*line.by] += line.units;
  }
  return sums;
}

void check_call(const detail::CoverDocument& document) {
  const CoverCall call = document.call();
  CallWorkspace workspace(document.members.size());
  std::vector<CoverLine> lines;
  const auto result = result_of(
      [&] { return cover_shortfalls(call, workspace, [&](const CoverLine& line) { lines.push_back(line); }); });
  require(result || lines.empty(), "nothing is visited when a call is refused");
  if (!result) return;
  const Sums sums = sums_of(lines, document.members.size());
  for (std::size_t k = 0; k < document.members.size(); ++k) {
    const CallStanding& standing = result->members[k];
    const CallMember& member = document.members[k];
    require(sums.covered[k] + standing.uncovered == standing.shortfall, "cover + uncovered = shortfall");
    require(standing.uncovered >= 0 && standing.savings >= 0, "nothing is negative");
    require(sums.given[k] == standing.contributed, "what was contributed is in the lines");
    require(sums.given[k] <= std::min(member.cap_left, call.terms.cap_per_call), "nobody gives more than her caps");
    require(!member.excused || sums.given[k] == 0, "the excused give nothing");
  }
  require(result->fund_used <= document.group_fund && result->insurer_used <= document.insurer_limit,
          "the fund and the insurer give what they have");
  std::vector<Claim> claims;
  append_claims(claims, lines, document.on);
  wide claimed = 0;
  for (const Claim& claim : claims) claimed += claim.amount;
  require(claimed == sums.claimable, "claims are what others gave");
}

constexpr std::string_view vocabulary[] = {"0.00",
                                           "0.01",
                                           "1.00",
                                           "1532.00",
                                           "92233720368547758.07",
                                           "-1",
                                           "0.5",
                                           "0.333",
                                           "1",
                                           "unlimited",
                                           "2026-01-12",
                                           "2024-02-29",
                                           "INR",
                                           "TND",
                                           "UGX",
                                           "own_savings",
                                           "group_fund",
                                           "own_collateral",
                                           "insurer",
                                           "peers",
                                           "savings",
                                           "cash",
                                           "equal",
                                           "by_principal",
                                           "by_outstanding",
                                           "by_savings",
                                           "weights",
                                           "first_in",
                                           "pro_rata",
                                           "@group_fund",
                                           "@insurer",
                                           "sita",
                                           "meena",
                                           "rani",
                                           "excused",
                                           "not_called",
                                           "cap_left",
                                           "tolerance",
                                           "cap_per_call",
                                           "turn"};

}  // namespace

namespace fuzz {
const std::span<const std::string_view> words{vocabulary};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto document = result_of([&] { return detail::decode_cover(detail::Document(text).root()); });
  if (!document || document->members.size() > 100) return 0;
  check_call(*document);
  for (const AnswerFormat format : {AnswerFormat::json_line, AnswerFormat::csv, AnswerFormat::text})
    static_cast<void>(result_of([&] { return answer(Question::cover, text, format); }));
  return 0;
}
