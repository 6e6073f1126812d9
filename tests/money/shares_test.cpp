// SPDX-License-Identifier: MIT
#include <solidarity/money/shares.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {
using Pie = Shares<std::string>;
const Pie pie{INR, {{"rani", 100 * INR}, {"meena", 200 * INR}}};
}  // namespace

TEST_CASE("a pie keeps its shares in the order of keys, each key once") {
  CHECK(pie.total() == 300 * INR);
  CHECK(pie.size() == 2);
  CHECK(pie.begin()->first == "meena");
  CHECK(pie.of("rani") == 100 * INR);
  CHECK(pie.of("sita") == 0 * INR);
  CHECK(Pie(INR, {{"meena", 1 * INR}, {"meena", 2 * INR}}).of("meena") == 3 * INR);
  CHECK((pie == Pie(INR, {{"meena", 200 * INR}, {"rani", 100 * INR}})));
}

TEST_CASE("a pie is divided again in its own proportions") {
  const Pie rupee = pie.prorated(1 * INR);
  CHECK(rupee.of("meena") == Money::of_units(67, INR));
  CHECK(rupee.of("rani") == Money::of_units(33, INR));
  CHECK(rupee.total() == 1 * INR);
  CHECK(pie.prorated(1 * KES).total() == 1 * KES);
}

TEST_CASE("odd units go to the smaller key on a tie") {
  const Pie equal{INR, {{"rani", 1 * INR}, {"sita", 1 * INR}, {"meena", 1 * INR}}};
  CHECK(equal.prorated(Money::of_units(2, INR)).of("meena") == Money::of_units(1, INR));
  CHECK(equal.prorated(Money::of_units(2, INR)).of("rani") == Money::of_units(1, INR));
  CHECK(equal.prorated(Money::of_units(2, INR)).of("sita") == 0 * INR);
}

TEST_CASE("pies add and subtract share by share") {
  const Pie paid{INR, {{"sita", 50 * INR}, {"meena", 20 * INR}}};
  CHECK((pie + paid).of("meena") == 220 * INR);
  CHECK((pie - paid).of("sita") == -50 * INR);
  CHECK((pie - pie).total() == 0 * INR);
}

TEST_CASE("a pie without a share, or with a share below zero, cannot be prorated") {
  CHECK(test::refused([] { return Pie(INR).prorated(1 * INR); }) == "invalid_weights");
  CHECK(test::refused([] {
          return Pie(INR, {{"meena", -1 * INR}, {"rani", 2 * INR}}).prorated(1 * INR);
        }) == "invalid_weights");
  CHECK(test::refused([] { return Pie(INR, {{"meena", 1 * KES}}); }) == "currency_mismatch");
}
