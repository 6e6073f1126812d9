// SPDX-License-Identifier: MIT
#include "io/cover_answer.hpp"

#include <fmt/format.h>

namespace solidarity::detail {
namespace {

void cover(CoverAnswer& answer) {
  CallWorkspace workspace(answer.document.members.size());
  const CallResult result = cover_shortfalls(answer.document.call(), workspace, [&](const CoverLine& line) {
    if (answer.covers.size() == CoverAnswer::most_lines)
      refuse(ErrorCode::limit_exceeded,
             fmt::format("more than {} lines of cover; call smaller groups", CoverAnswer::most_lines));
    answer.covers.push_back(line);
  });
  answer.members.assign(result.members.begin(), result.members.end());
  answer.all_weights_zero = result.all_weights_zero;
}

void recover(CoverAnswer& answer) {
  for (const WrittenRecovery& received : answer.document.recoveries) {
    answer.recoveries.push_back(recovery(answer.claims, received.from, received.units, received.rule));
    settle(answer.claims, answer.recoveries.back());
  }
}

}  // namespace

std::string CoverAnswer::layer_name(const CoverLine& line) const {
  std::string name(to_text(line.kind));
  if (line.kind != CoverLayerKind::peers) return name;
  int number = 1;
  for (std::size_t k = 0; k < line.layer; ++k)
    if (document.layers[k].is_peers()) ++number;
  return number == 1 ? name : name + std::to_string(number);
}

std::string CoverAnswer::giver(const CoverLine& line) const {
  if (line.by) return document.name(*line.by);
  return document.name(line.kind == CoverLayerKind::group_fund ? Party::group_fund() : Party::insurer());
}

CoverAnswer answer_call(CoverDocument document) {
  CoverAnswer answer{.document = std::move(document), .members = {}, .covers = {}, .claims = {}, .recoveries = {}};
  located("/members", [&] { cover(answer); });
  answer.claims = answer.document.claims;
  append_claims(answer.claims, answer.covers, answer.document.on, answer.document.persons);
  recover(answer);
  return answer;
}

}  // namespace solidarity::detail
