// SPDX-License-Identifier: MIT
#include <solidarity/loan/loan.hpp>
#include <solidarity/money/payment_split.hpp>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace test;

namespace {

const Currency tenths = Currency::custom("XTS", 1);
const Currency whole = Currency::custom("XTA", 0);

Money of(std::int64_t units, Currency currency = whole) { return Money::of_units(units, currency); }
Money parsed(const char* text) { return Money::parse(text, tenths); }
std::vector<Money> all(std::initializer_list<const char*> texts) {
  std::vector<Money> amounts;
  for (const char* text : texts) amounts.push_back(parsed(text));
  return amounts;
}
std::vector<Money> whole_of(std::initializer_list<std::int64_t> units) {
  std::vector<Money> amounts;
  for (const std::int64_t k : units) amounts.push_back(of(k));
  return amounts;
}

std::vector<std::int64_t> some_debts(Random& random) {
  std::vector<std::int64_t> debts;
  for (int count = random.number(1, 8); count > 0; --count)
    debts.push_back(random.one_in(5) ? 0 : random.between(1, random.one_in(3) ? 1'000'000'000'000 : 99));
  debts.push_back(random.between(1, 50));
  return debts;
}

std::int64_t total(const std::vector<std::int64_t>& units) {
  std::int64_t sum = 0;
  for (const std::int64_t k : units) sum += k;
  return sum;
}

}  // namespace

// group_payment_split of the vectors: Mifos Head, ApplyPaymentOnGLIMLoanAccountTest, one decimal, no interest.
TEST_CASE("the published group payments: 2 of 2") {
  const std::vector<std::int64_t> principals{2'500, 5'000, 10'000};
  CHECK(split_as_mifos(parsed("140"), principals) == all({"20.0", "40.0", "80.0"}));
  CHECK(split_by_open(parsed("140"), principals).parts == all({"20.0", "40.0", "80.0"}));

  // The officer wrote 20, 50, 120 himself; then 1500 pro rata to the principals.
  const auto by_hand = all({"20", "50", "120"});
  CHECK(sum(by_hand, tenths) == parsed("190"));
  const auto then = split_as_mifos(parsed("1500"), principals);
  std::vector<Money> left;
  for (std::size_t k = 0; k < 3; ++k) left.push_back(Money::of_units(principals[k], tenths) - by_hand[k] - then[k]);
  CHECK(left == all({"15.7", "21.4", "22.9"}));
  CHECK(sum(left, tenths) == parsed("60.0"));
}

// What the first payment, as the officer divided it, did in each loan: 10 installments without interest.
TEST_CASE("the published installments of a group's members after a payment divided by hand") {
  const auto paid_in = [](std::int64_t principal, Money payment) {
    Loan loan = Loan::disbursed({.principal = Money::of_units(principal, tenths),
                                 .disbursed_on = Date::of(2011, 2, 18),
                                 .interest = {.method = InterestMethod::flat, .rate = Rate::zero()},
                                 .repayments = {.count = 10, .every = weekly}});
    loan.record({.on = Date::of(2011, 3, 4), .what = Repay{payment}});
    std::vector<Money> paid;
    for (const LoanRow& row : loan.rows(Date::of(2011, 3, 4)))
      if (row.paid.total() != 0) paid.push_back(Money::of_units(row.paid.total(), tenths));
    return paid;
  };
  CHECK(paid_in(2'500, parsed("20")) == all({"20"}));
  CHECK(paid_in(5'000, parsed("50")) == all({"50"}));
  CHECK(paid_in(10'000, parsed("120")) == all({"100", "20"}));
}

TEST_CASE("M1: who is not active is given nothing, and the others by what they have open") {
  const std::vector<std::int64_t> open{250, 500, 0};
  CHECK(split_by_open(of(150), open).parts == whole_of({50, 100, 0}));
  CHECK(split_as_mifos(of(150), open) == whole_of({50, 100, 0}));
}

// proportional_allocation of the vectors: RULES.md of aiuyap/sinking-friends.
TEST_CASE("the published payments in proportion: 1 of 1") {
  const std::vector<std::int64_t> owed{50'000, 5'000};
  CHECK(split_in_proportion(of(20'000), of(0), owed) == whole_of({18'182, 1'818}));
  CHECK(split_in_proportion(of(35'000), of(20'000), owed) == whole_of({31'818, 3'182}));
}

TEST_CASE("what exceeds all that is open stays unapplied") {
  const std::vector<std::int64_t> open{30, 70};
  CHECK(split_by_open(of(130), open) == PaymentSplit{whole_of({30, 70}), of(30)});
  const std::vector<std::int64_t> nothing{0, 0};
  CHECK(split_by_open(of(5), nothing) == PaymentSplit{whole_of({0, 0}), of(5)});
}

TEST_CASE("payments that cannot be divided are refused") {
  const std::vector<std::int64_t> debts{30, 70};
  const std::vector<std::int64_t> none{0, 0};
  const std::vector<std::int64_t> negative{5, -1};
  const std::vector<std::int64_t> halves(7, 1);
  CHECK(refusal([&] { return split_by_open(of(-1), debts); }) ==
        "out_of_range: /payment: XTA -1; a payment is zero or more");
  CHECK(refusal([&] { return split_by_open(of(1), negative); }) ==
        "invalid_weights: weight 1 is -1; a weight is zero or more");
  CHECK(refused([&] { return split_as_mifos(of(1), none); }) == "invalid_weights");
  CHECK(refused([&] { return split_in_proportion(of(1), of(0), none); }) == "invalid_weights");
  CHECK(refusal([&] { return split_in_proportion(of(60), of(50), debts); }) ==
        "out_of_range: /payment: XTA 60 after XTA 50; what is left of the debts is XTA 50");
  CHECK(refused([&] { return split_in_proportion(of(1), of(-1), debts); }) == "out_of_range");
  CHECK(refusal([&] { return split_as_mifos(of(4), halves); }) ==
        "residual_too_large: /payment: XTA 4 rounded for each leaves XTA -2 for the last; divide it with allocate");
  const std::vector<std::int64_t> large{std::int64_t{1} << 62, std::int64_t{1} << 62};
  CHECK(refused([&] { return split_by_open(of(1), large); }) == "overflow");
}

TEST_CASE("a group's payment: parts and the rest add up, and nobody is given more than is open") {
  for_all([](Random& random) {
    const auto open = some_debts(random);
    const Money payment = of(random.between(0, 2 * total(open)));
    const PaymentSplit split = split_by_open(payment, open, random.index(9));
    CHECK(sum(split.parts, whole) + split.unapplied == payment);
    for (std::size_t k = 0; k < open.size(); ++k) CHECK((split.parts[k] >= of(0) && split.parts[k] <= of(open[k])));
    if (payment <= of(total(open))) CHECK(split.unapplied.is_zero());
  });
}

TEST_CASE("the preset of Mifos adds up too, and refuses to give the last less than nothing") {
  int divided = 0;
  for_all([&](Random& random) {
    const auto weights = some_debts(random);
    const Money payment = of(random.between(0, 1'000'000));
    std::vector<Money> parts;
    const std::string code = refused([&] { return parts = split_as_mifos(payment, weights); });
    if (!code.empty()) {
      CHECK(code == "residual_too_large");
      return;
    }
    ++divided;
    CHECK(sum(parts, whole) == payment);
    for (const Money part : parts) CHECK_FALSE(part.is_negative());
  });
  CHECK(divided > law_cases() * 9 / 10);
}

TEST_CASE("payments in proportion add back, are never negative, and repay everything however they are cut") {
  for_all([](Random& random) {
    const auto owed = some_debts(random);
    std::vector<Money> paid(owed.size(), of(0));
    Money sum_paid = of(0);
    while (sum_paid < of(total(owed))) {
      const std::int64_t left = total(owed) - sum_paid.units();
      const Money payment = of(random.one_in(3) ? left : random.between(0, left));
      const auto parts = split_in_proportion(payment, sum_paid, owed);
      CHECK(sum(parts, whole) == payment);
      for (std::size_t k = 0; k < owed.size(); ++k) {
        CHECK_FALSE(parts[k].is_negative());
        paid[k] += parts[k];
      }
      sum_paid += payment;
      CHECK(split_in_proportion(sum_paid, of(0), owed) == paid);  // as one payment
    }
    for (std::size_t k = 0; k < owed.size(); ++k) CHECK(paid[k] == of(owed[k]));
  });
}
