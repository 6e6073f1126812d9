// SPDX-License-Identifier: MIT
#include <solidarity/liability/call_terms.hpp>

#include <solidarity/money/decimal.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace solidarity {
namespace {

// Whether two layers take from the same pocket.
bool overlap(const CoverLayer& a, const CoverLayer& b) {
  if (a.kind() != b.kind()) return false;
  return !a.is_peers() ||
         std::ranges::any_of(a.sources(), [&](const CoverSource source) { return b.draws_on(source); });
}

void check_amount(Problems& problems, std::string_view field, std::int64_t units) {
  if (units < 0)
    problems.push_back({ErrorCode::out_of_range, std::string(field),
                        fmt::format("{} minor units; an amount of a call is zero or more", units)});
}

void check_layer(Problems& problems, std::span<const CoverLayer> layers, std::size_t k) {
  const auto before = layers.first(k);
  const auto refuse_layer = [&](std::string_view rule) {
    problems.push_back({ErrorCode::contradictory_terms, fmt::format("/layers/{}", k),
                        fmt::format("{} stands here; {}", to_text(layers[k].kind()), rule)});
  };
  if (layers[k].is_own() && std::ranges::any_of(before, [](const CoverLayer& l) { return !l.is_own(); }))
    refuse_layer("a debtor's own money goes before any shared layer");
  if (std::ranges::any_of(before, [&](const CoverLayer& l) { return overlap(l, layers[k]); }))
    refuse_layer("each layer stands once, and layers of peers share no source");
}

}  // namespace

std::string_view to_text(CoverSource source) noexcept { return source == CoverSource::savings ? "savings" : "cash"; }

std::string_view to_text(CoverLayerKind kind) noexcept {
  switch (kind) {
    case CoverLayerKind::own_savings: return "own_savings";
    case CoverLayerKind::own_collateral: return "own_collateral";
    case CoverLayerKind::group_fund: return "group_fund";
    case CoverLayerKind::peers: return "peers";
    case CoverLayerKind::insurer: return "insurer";
  }
  return "?";
}

std::string_view to_text(CoverSplit split) noexcept {
  switch (split) {
    case CoverSplit::equal: return "equal";
    case CoverSplit::by_principal: return "by_principal";
    case CoverSplit::by_outstanding: return "by_outstanding";
    case CoverSplit::by_savings: return "by_savings";
    case CoverSplit::by_weights: return "weights";
  }
  return "?";
}

Problems validate(const CallTerms& terms) {
  Problems problems;
  if (terms.share < Rate::zero() || terms.share > Rate::of_ticks(Rate::one))
    problems.push_back(
        {ErrorCode::out_of_range, "/share",
         fmt::format("{}; peers answer for a share from 0 to 1", decimal_text(terms.share.ticks(), 14))});
  check_amount(problems, "/tolerance", terms.tolerance);
  check_amount(problems, "/cap_per_call", terms.cap_per_call);
  for (std::size_t k = 0; k < terms.layers.size(); ++k) check_layer(problems, terms.layers, k);
  return problems;
}

}  // namespace solidarity
