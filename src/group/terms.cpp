// SPDX-License-Identifier: MIT
#include <solidarity/group/group.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace solidarity {
namespace {

void add_below(Problems& problems, std::string_view place, Problems found) {
  for (Problem& problem : found) {
    problem.field.insert(0, place);
    problems.push_back(std::move(problem));
  }
}

// The liability with numbers for names, as its own checks want it.
Problems liability_problems(const GroupTerms& terms) {
  JointLiability numbered = terms.liability;
  std::vector<std::string> names;
  const auto number = [&](const std::string& name) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) names.push_back(name);
    return static_cast<std::uint32_t>(std::ranges::find(names, name) - names.begin());
  };
  if (std::holds_alternative<NamedPairs>(numbered.regime)) {
    NamedPairs pairs;
    for (const NamedGuarantee& pair : terms.guarantees)
      pairs.pairs.push_back({number(pair.guarantor), number(pair.debtor)});
    numbered.regime = std::move(pairs);
  } else if (std::holds_alternative<SubGroups>(numbered.regime)) {
    numbered.regime = JointAndSeveral{};
  }
  return validate(numbered, names.size());
}

void check_people(Problems& problems, const GroupTerms& terms) {
  const auto& regime = terms.liability.regime;
  const auto contradicts = [&](std::string_view field, bool is_named, bool is_wanted, std::string_view kind) {
    if (is_named == is_wanted) return;
    problems.push_back({ErrorCode::contradictory_terms, std::string(field),
                        is_wanted ? fmt::format("/liability/regime is by {}, and nobody is named", kind)
                                  : fmt::format("people are named, and /liability/regime is not by {}", kind)});
  };
  contradicts("/guarantees", !terms.guarantees.empty(), std::holds_alternative<NamedPairs>(regime), "pairs");
  contradicts("/sub_groups", !terms.sub_groups.empty(), std::holds_alternative<SubGroups>(regime), "sub-groups");
  contradicts("/weights", !terms.weights.empty(), terms.liability.split == CoverSplit::by_weights, "weights");
  std::set<std::string> seen;
  for (std::size_t k = 0; k < terms.sub_groups.size(); ++k)
    for (const std::string& name : terms.sub_groups[k])
      if (!seen.insert(name).second)
        problems.push_back({ErrorCode::duplicate, fmt::format("/sub_groups/{}", k),
                            fmt::format("{} is in two sub-groups", quoted(name))});
  for (std::size_t k = 0; k < terms.weights.size(); ++k) {
    const auto& [member, weight] = terms.weights[k];
    if (weight < 0)
      problems.push_back({ErrorCode::out_of_range, fmt::format("/weights/{}", k),
                          fmt::format("{} for {}; a weight is zero or more", weight, quoted(member))});
    if (std::ranges::count(terms.weights, member, &MemberWeight::member) > 1)
      problems.push_back(
          {ErrorCode::duplicate, fmt::format("/weights/{}", k), fmt::format("{} has two weights", quoted(member))});
  }
}

void check_savings(Problems& problems, const GroupTerms& terms) {
  if (!terms.savings) return;
  if (terms.savings->currency != terms.rules.currency)
    problems.push_back(
        {ErrorCode::currency_mismatch, "/savings/currency",
         fmt::format("{} in a group of {}", terms.savings->currency.code(), terms.rules.currency.code())});
  else add_below(problems, "/savings", validate(*terms.savings));
  add_below(problems, "/savings", check_savings(terms.rules, *terms.savings));
}

}  // namespace

Problems validate(const GroupTerms& terms) {
  Problems problems;
  if (terms.id.empty() || terms.id.size() > 128 || terms.id.front() == '@')
    problems.push_back({ErrorCode::out_of_range, "/id",
                        fmt::format("{}; an id is 1 to 128 bytes and does not begin with @", quoted(terms.id))});
  add_below(problems, "/rules", validate(terms.rules));
  add_below(problems, "/liability", liability_problems(terms));
  check_people(problems, terms);
  check_savings(problems, terms);
  add_below(problems, "/liability", check_liability(terms.rules, terms.liability));
  std::ranges::stable_sort(problems, {}, &Problem::code);
  return problems;
}

}  // namespace solidarity
