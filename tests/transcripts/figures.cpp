// SPDX-License-Identifier: MIT
#include "transcripts/figures.hpp"

#include <solidarity/money/decimal.hpp>

namespace transcripts {

using namespace solidarity;

void Figures::same(std::string_view what, const std::string& expected, const std::string& found) const {
  if (expected != found) throw StoryError(std::string(what) + ": expected " + expected + ", found " + found);
}

void Figures::money(std::string_view what, std::int64_t units) {
  same(what, decimal_text(figures_.money(currency_).units(), currency_.digits()),
       decimal_text(units, currency_.digits()));
}

void Figures::whole(std::string_view what, std::int64_t found) {
  same(what, std::to_string(figures_.number()), std::to_string(found));
}

void Figures::yes_or_no(std::string_view what, bool found) { same(what, figures_.word(), found ? "yes" : "no"); }

void Figures::date(std::string_view what, const std::optional<Date>& found) {
  if (figures_.take("none")) return same(what, "none", found ? to_text(*found) : "none");
  same(what, to_text(figures_.date()), found ? to_text(*found) : "none");
}

}  // namespace transcripts
