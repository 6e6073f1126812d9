// SPDX-License-Identifier: MIT
// solidarity_vectors [--all] [--family NAME] [--id ID]: prices the published schedules and worked examples, lives the
// published loans, and prints matched/total per family, every miss with its reason, and what is left out. Exits 1 when a case that must match misses.
#include "vectors/cover.hpp"
#include "vectors/loan_cases.hpp"
#include "vectors/opencbs_loans.hpp"
#include "vectors/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

namespace {

using vectors::LeftOut;
using vectors::Outcome;
using vectors::Verdict;

struct Options {
  std::string_view family = {};
  std::string_view id = {};
  bool list_all = false;  // every case that is left out, not only their number
};

struct Tally {
  int matched = 0;
  int total = 0;
  int fields = 0;
};

bool is_wanted(const Outcome& outcome, const Options& options) {
  return outcome.family.starts_with(options.family) && (options.id.empty() || outcome.id == options.id);
}

void print_families(const std::map<std::string, Tally>& families) {
  Tally sum;
  for (const auto& [family, tally] : families) {
    fmt::print("{:<46} {:>4}/{:<4} {:>6} figures\n", family, tally.matched, tally.total, tally.fields);
    sum.matched += tally.matched;
    sum.total += tally.total;
    sum.fields += tally.fields;
  }
  fmt::print("{:<46} {:>4}/{:<4} {:>6} figures\n\n", "all", sum.matched, sum.total, sum.fields);
}

void print_left_out(const std::vector<LeftOut>& left_out, const Options& options) {
  std::map<std::string, int> reasons;
  for (const LeftOut& one : left_out) {
    if (options.list_all) fmt::print("left out  {} ({}): {}\n", one.id, one.family, one.reason);
    ++reasons[fmt::format("{}: {}", one.family, one.reason)];
  }
  fmt::print("left out, {} cases ({}):\n", left_out.size(), options.list_all ? "by reason" : "--all lists each");
  for (const auto& [reason, count] : reasons) fmt::print("{:>5}  {}\n", count, reason);
}

std::vector<Outcome> all_cases() {
  std::vector<Outcome> all = vectors::priced_cases();
  const auto append = [&all](std::vector<Outcome> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  append(vectors::living_cases("loans_fineract.json"));
  append(vectors::peer_loan_cases("loans_opencbs.json"));
  append(vectors::peer_loan_cases("loans_mifos.json"));
  append(vectors::cover_cases());
  append(vectors::refused_cover_cases());
  return all;
}

// Returns how many cases that must match do not.
int report(const Options& options) {
  std::map<std::string, Tally> families;
  int broken = 0;
  for (const Outcome& outcome : all_cases()) {
    if (!is_wanted(outcome, options)) continue;
    Tally& tally = families[outcome.family];
    ++tally.total;
    tally.fields += outcome.compared;
    if (outcome.verdict == Verdict::matched) {
      ++tally.matched;
      continue;
    }
    if (outcome.reproduced) ++broken;
    fmt::print("{}  {} ({}): {}\n", outcome.reproduced ? "MISS" : "miss, not asked for", outcome.id, outcome.family,
               outcome.reason);
  }
  print_families(families);
  if (options.family.empty() && options.id.empty()) print_left_out(vectors::left_out_cases(), options);
  return broken;
}

Options options_of(int argc, char** argv) {
  Options options;
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    if (word == "--all") options.list_all = true;
    if (word == "--family" && k + 1 < argc) options.family = argv[++k];
    if (word == "--id" && k + 1 < argc) options.id = argv[++k];
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return report(options_of(argc, argv)) == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 2;
  }
}
