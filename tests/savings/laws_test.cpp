// SPDX-License-Identifier: MIT
// V1 to V7 of savings, against a second reading of docs/groups.md 8 that walks every day and keeps nothing.
#include <solidarity/savings/account.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catch.hpp"
#include "generators.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using test::Random;

namespace {

const Date opened = Date::of(2027, 12, 20);
constexpr int life = 110;  // days of a generated history: over a year's end and a 29th of February

Money inr(std::int64_t units) { return Money::of_units(units, INR); }
std::int64_t units_of(const std::optional<Money>& amount) { return amount ? amount->units() : 0; }

// ---- the second reading -----------------------------------------------------------------------------------------------

struct Hold {
  std::int64_t open;
  std::optional<Date> until;
};

// One day after another: what the account shows at the end of each, or where it breaks a rule.
class Walk {
 public:
  Walk(const SavingsTerms& terms, const std::vector<SavingsEvent>& events, Date until) : terms_(terms) {
    std::vector<SavingsEvent> standing = standing_until(events, until);
    for (Date day = terms.opened_on; day <= until; day = day + 1) {
      for (const SavingsEvent& event : standing)
        if (event.on == day) take(event);
      if (available() < -units_of(terms.overdraft_limit)) broken_ = true;
      night(day);
      positions_.push_back({balance_, held()});
    }
  }

  struct Evening {
    std::int64_t balance;
    std::int64_t held;
  };
  [[nodiscard]] const Evening& at(Date day) const {
    return positions_[static_cast<std::size_t>(day - terms_.opened_on)];
  }
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] std::int64_t interest() const { return interest_; }

 private:
  static std::vector<SavingsEvent> standing_until(const std::vector<SavingsEvent>& events, Date until) {
    std::vector<SavingsEvent> standing;
    for (const SavingsEvent& event : events) {
      const bool reversed = std::ranges::any_of(events, [&](const SavingsEvent& other) {
        const auto* reversal = std::get_if<ReverseSavings>(&other.what);
        return reversal && reversal->of == event.id && other.on <= until;
      });
      if (!reversed && event.on <= until) standing.push_back(event);
    }
    std::ranges::sort(standing, {}, &SavingsEvent::sequence);
    return standing;
  }

  [[nodiscard]] std::int64_t held() const {
    std::int64_t sum = 0;
    for (const auto& [id, hold] : holds_) sum += hold.open;
    return sum;
  }
  [[nodiscard]] std::int64_t available() const {
    return balance_ - held() - (has_money_ ? units_of(terms_.minimum_balance) : 0);
  }

  void move(std::int64_t amount) {
    balance_ += amount;
    has_money_ = true;
  }
  void use(const std::string& id, const std::optional<Money>& amount, bool captured) {
    Hold& hold = holds_[id];
    const std::int64_t part = units_of(amount);
    if (part > hold.open || part < 1) broken_ = true;
    hold.open -= part;
    if (captured) move(-part);
  }
  void take(const SavingsEvent& event) {
    if (const auto* deposit = std::get_if<Deposit>(&event.what)) move(deposit->amount.units());
    if (const auto* out = std::get_if<Withdrawal>(&event.what))
      move(-out->amount.units() - units_of(terms_.withdrawals.fee));
    if (const auto* charge = std::get_if<SavingsCharge>(&event.what)) move(-charge->amount.units());
    if (const auto* place = std::get_if<PlaceHold>(&event.what))
      holds_[event.id] = {place->amount.units(), place->until};
    if (const auto* capture = std::get_if<CaptureHold>(&event.what)) use(capture->hold, capture->amount, true);
    if (const auto* release = std::get_if<ReleaseHold>(&event.what)) use(release->hold, release->amount, false);
  }

  void night(Date day) {
    if (has_money_ && terms_.interest) {
      days_.push_back(std::max<std::int64_t>(balance_, 0));
      if (day + 1 == first_day_of(terms_.interest->posted, day + 1)) post();
    }
    for (auto& [id, hold] : holds_)
      if (hold.until == day) hold.open = 0;
  }
  void post() {
    const auto& yearly = std::get<YearlyRate>(terms_.interest->rate);
    const std::int64_t from = units_of(terms_.interest->earns_from);
    wide sum = 0;
    wide all = 0;
    for (const std::int64_t balance : days_) {
      sum += balance >= from ? balance : 0;
      all += balance;
    }
    const auto count = static_cast<std::int64_t>(days_.size());
    if (terms_.interest->method == BalanceMethod::average_balance) sum = all >= wide{from} * count ? all : 0;
    if (terms_.interest->method == BalanceMethod::minimum_balance) {
      const std::int64_t least = *std::ranges::min_element(days_);
      sum = least >= from ? wide{least} * count : 0;
    }
    const std::int64_t posted =
        divide(sum * yearly.rate.ticks(), wide{yearly.year_days} * Rate::one, terms_.interest->rounding);
    balance_ += posted;
    interest_ += posted;
    days_.clear();
  }

  const SavingsTerms& terms_;
  std::int64_t balance_ = 0;
  std::int64_t interest_ = 0;
  bool has_money_ = false;
  bool broken_ = false;
  std::map<std::string, Hold> holds_;
  std::vector<std::int64_t> days_;
  std::vector<Evening> positions_;
};

// Whether the facts make sense on every day, as seen on every day.
bool makes_sense(const SavingsTerms& terms, const std::vector<SavingsEvent>& events) {
  if (Walk(terms, events, opened + life).broken()) return false;
  for (const SavingsEvent& event : events)
    if (std::holds_alternative<ReverseSavings>(event.what) && event.on > opened &&
        Walk(terms, events, event.on - 1).broken())
      return false;
  return true;
}

// ---- generated lives --------------------------------------------------------------------------------------------------

SavingsTerms some_terms(Random& random) {
  SavingsTerms terms{.currency = INR, .opened_on = opened};
  if (!random.one_in(4)) {
    SavingsInterest interest{
        .rate = YearlyRate{Rate::of_ticks(random.between(0, 30 * Rate::one_percent)), random.one_in(2) ? 365 : 360}};
    interest.method = static_cast<BalanceMethod>(random.number(1, 3));
    interest.posted = static_cast<SavingsPeriod>(random.number(1, 5));
    interest.rounding = random.rounding();
    if (random.one_in(3)) interest.earns_from = inr(random.between(0, 40'000));
    terms.interest = interest;
  }
  if (random.one_in(4)) terms.minimum_balance = inr(random.between(0, 3'000));
  else if (random.one_in(3)) terms.overdraft_limit = inr(random.between(0, 20'000));
  if (random.one_in(3)) terms.withdrawals.fee = inr(random.between(0, 200));
  return terms;
}

std::string some_hold(Random& random, const SavingsAccount& account) {
  std::vector<std::string> ids{"no-such-hold"};
  for (const SavingsEvent& event : account.events())
    if (std::holds_alternative<PlaceHold>(event.what)) ids.push_back(event.id);
  return ids.size() == 1 ? ids[0] : ids[1 + random.index(ids.size() - 1)];
}

SavingsEvent some_event(Random& random, const SavingsAccount& account) {
  const Date on = opened + random.number(0, life - 1);
  const Money amount = inr(random.between(1, random.one_in(3) ? 60'000 : 9'000));
  switch (random.number(0, 9)) {
    case 0:
    case 1:
    case 2: return {.on = on, .what = Deposit{amount}};
    case 3:
    case 4: return {.on = on, .what = Withdrawal{amount}};
    case 5: return {.on = on, .what = SavingsCharge{"passbook", amount}};
    case 6: {
      const int days = random.number(0, 30);
      return {.on = on, .what = PlaceHold{amount, random.one_in(2) ? std::optional(on + days) : std::nullopt}};
    }
    case 7: return {.on = on, .what = CaptureHold{some_hold(random, account), amount}};
    case 8: return {.on = on, .what = ReleaseHold{some_hold(random, account), amount}};
    default: break;
  }
  if (account.events().empty()) return {.on = on, .what = Deposit{amount}};
  return {.on = on, .what = ReverseSavings{account.events()[random.index(account.events().size())].id}};
}

SavingsAccount some_life(Random& random, int commands) {
  SavingsAccount account(some_terms(random));
  for (int k = 0; k < commands; ++k)
    (void)test::refused([&] { return account.record(some_event(random, account)), 0; });
  return account;
}

std::vector<SavingsEvent> facts(const SavingsAccount& account) {
  return {account.events().begin(), account.events().end()};
}

void check_same(const SavingsAccount& a, const SavingsAccount& b) {
  for (int day = 0; day <= life; day += 7) CHECK(a.position(opened + day) == b.position(opened + day));
  CHECK(a.position(opened + life) == b.position(opened + life));
}

}  // namespace

TEST_CASE("every day of every life is what a walk through the days gives (V1, V5)") {
  test::for_all([](Random& random) {
    const SavingsAccount account = some_life(random, 12);
    const std::vector<SavingsEvent> events = facts(account);
    REQUIRE(makes_sense(account.terms(), events));
    for (int day = 0; day <= life; day += random.number(1, 5)) {
      const Date on = opened + day;
      const Walk walk(account.terms(), events, on);
      const SavingsPosition position = account.position(on);
      INFO("on " << fmt::format("{}", on));
      REQUIRE(position.balance == walk.at(on).balance);
      REQUIRE(position.held == walk.at(on).held);
      REQUIRE(position.interest_posted == walk.interest());
      REQUIRE(position.available >= -units_of(account.terms().overdraft_limit));
    }
  });
}

TEST_CASE("what would break a day is refused, and nothing else that takes money (V1, V5)") {
  int refused = 0;
  int accepted = 0;
  test::for_all([&](Random& random) {
    SavingsAccount account = some_life(random, 10);
    const Date on = opened + random.number(0, life - 1);
    const Money amount = inr(random.between(1, 20'000));
    SavingsEvent event{.on = on, .what = Withdrawal{amount}, .id = "next"};
    if (random.one_in(3)) event.what = SavingsCharge{"passbook", amount};
    std::vector<SavingsEvent> events = facts(account);
    events.push_back(event);
    events.back().sequence = static_cast<std::uint32_t>(events.size());
    const SavingsAccount before = account;
    const bool possible = makes_sense(account.terms(), events);
    const std::string code = test::refused([&] { return account.record(event), 0; });
    INFO(code);
    REQUIRE(code == (possible ? "" : "out_of_range"));
    if (possible) return void(++accepted);
    ++refused;
    REQUIRE(account.events().size() == before.events().size());
    check_same(account, before);
  });
  CHECK(refused > test::law_cases() / 20);  // both sides are seen
  CHECK(accepted > test::law_cases() / 20);
}

TEST_CASE("what is withdrawable can be withdrawn, and not one unit more (V1)") {
  test::for_all([](Random& random) {
    SavingsAccount account = some_life(random, 8);
    const Date on = opened + random.number(0, life - 1);
    const Money most = account.withdrawable(on);
    SavingsAccount copy = account;
    CHECK(test::refused([&] { return copy.record({.on = on, .what = Withdrawal{most + inr(1)}}), 0; }) ==
          "out_of_range");
    if (most.is_zero()) return;
    account.record({.on = on, .what = Withdrawal{most}});
    CHECK(account.withdrawable(on) == inr(0));
  });
}

TEST_CASE("holds: captured + released + open = placed, and the sum of the open ones is what is held (V2, V3)") {
  test::for_all([](Random& random) {
    const SavingsAccount account = some_life(random, 20);
    const Date on = opened + random.number(0, life);
    std::int64_t open = 0;
    for (const SavingsHold& hold : account.holds(on)) {
      CHECK(hold.captured + hold.released + hold.open() == hold.placed);
      CHECK(hold.open() >= 0);
      if (hold.until && *hold.until <= on) CHECK(hold.open() == 0);
      open += hold.open();
    }
    CHECK(account.position(on).held == open);
    CHECK((account.terms().overdraft_limit || account.position(on).balance >= open));
  });
}

TEST_CASE("the order of what happens on one day changes no figure (V4)") {
  test::for_all([](Random& random) {
    const SavingsTerms terms = some_terms(random);
    std::vector<SavingsEvent> events;
    for (int k = 0; k < 12; ++k) {
      const Date on = opened + 6 * random.number(0, 15);
      const Money amount = inr(random.between(4'000, 9'000));
      if (random.one_in(4)) events.push_back({.on = on, .what = SavingsCharge{"fee", inr(random.between(1, 300))}});
      else events.push_back({.on = on, .what = Deposit{amount}});
    }
    const auto life_of = [&](const std::vector<SavingsEvent>& order) {
      SavingsAccount account(terms);
      account.record({.on = opened, .what = Deposit{10'000 * INR}});
      for (const SavingsEvent& event : order) account.record(event);
      return account;
    };
    const SavingsAccount account = life_of(events);
    random.shuffle(events);
    check_same(account, life_of(events));
  });
}

TEST_CASE("an event and its reversal leave the figures as if neither had been (V4)") {
  test::for_all([](Random& random) {
    SavingsAccount account = some_life(random, 8);
    const SavingsAccount before = account;
    const Date on = opened + random.number(0, life - 1);
    SavingsEvent mistake{.on = on, .what = Deposit{inr(random.between(1, 50'000))}, .id = "mistake"};
    if (random.one_in(2)) mistake.what = Withdrawal{inr(1)};
    if (!test::refused([&] { return account.record(mistake), 0; }).empty()) return;
    const Date corrected = on + random.number(0, 9);
    account.record({.on = corrected, .what = ReverseSavings{"mistake"}});
    for (Date day = corrected; day <= opened + life; day = day + 11)
      CHECK(account.position(day) == before.position(day));
    if (on < corrected) CHECK(account.position(on) != before.position(on));  // seen then, it had happened
    CHECK(test::refused([&] { return account.record({.on = corrected, .what = ReverseSavings{"mistake"}}), 0; }) ==
          "duplicate");
  });
}

TEST_CASE("entered late or in time, asked every day or once: the same figures (V5, V6)") {
  test::for_all([](Random& random) {
    const SavingsAccount account = some_life(random, 12);
    for (int day = 0; day <= life; ++day) (void)account.position(opened + day);
    std::vector<SavingsEvent> events = facts(account);
    const bool changes_past = std::ranges::any_of(
        events, [](const SavingsEvent& event) { return std::holds_alternative<ReverseSavings>(event.what); });
    if (changes_past || account.terms().overdraft_limit)
      return;  // a hold needs the money when it is placed, not ever after
    std::ranges::stable_sort(events, {}, &SavingsEvent::on);
    SavingsAccount in_time(account.terms());
    for (SavingsEvent& event : events) in_time.record(event);
    check_same(account, in_time);
    const auto lines = account.statement(opened + life);
    for (const SavingsLine& line : lines)  // one posting a period
      if (line.type == "interest")
        CHECK(std::ranges::count_if(lines, [&](const SavingsLine& other) {
                return other.type == "interest" && other.on == line.on;
              }) == 1);
  });
}

TEST_CASE("a statement adds up to the position") {
  test::for_all([](Random& random) {
    SavingsAccount account = some_life(random, 14);
    if (random.one_in(3))
      (void)test::refused([&] { return account.record({.on = opened + life, .what = CloseSavings{}}), 0; });
    std::int64_t balance = 0;
    std::int64_t held = 0;
    for (const SavingsLine& line : account.statement(opened + life)) {
      if (!line.reversed) balance += line.amount - line.fee;
      if (!line.reversed) held += line.hold;
      CHECK(line.balance == balance);
      CHECK(line.held == held);
    }
    CHECK(account.position(opened + life).balance == balance);
    CHECK(account.position(opened + life).held == held);
    if (account.position(opened + life).closed) CHECK(balance == 0);
  });
}

TEST_CASE("a question about what was known then has one answer for ever") {
  test::for_all([](Random& random) {
    SavingsAccount account = some_life(random, 8);
    const auto known = static_cast<std::uint32_t>(account.events().size());
    const Date on = opened + random.number(0, life);
    const SavingsPosition then = account.position(on);
    for (int k = 0; k < 6; ++k) (void)test::refused([&] { return account.record(some_event(random, account)), 0; });
    CHECK(account.position(on, known) == then);
  });
}

TEST_CASE("a transfer moves money and makes none; both sides or neither (V7)") {
  test::for_all([](Random& random) {
    SavingsAccount a = some_life(random, 6);
    SavingsAccount b = some_life(random, 6);
    const SavingsAccount a_before = a;
    const SavingsAccount b_before = b;
    const Date on = opened + random.number(0, life - 1);
    const SavingsTransfer what{.on = on, .amount = inr(random.between(1, 12'000)), .id = "t-1"};
    const auto both = [&](Date day) { return a.position(day).balance + b.position(day).balance; };
    const std::int64_t sum = both(on);
    const std::int64_t interest = a.position(on).interest_posted + b.position(on).interest_posted;
    if (!test::refused([&] { return transfer(a, b, what), 0; }).empty()) {
      check_same(a, a_before);
      check_same(b, b_before);
      return;
    }
    const std::int64_t interest_now = a.position(on).interest_posted + b.position(on).interest_posted;
    CHECK(both(on) - interest_now == sum - interest);
    transfer(a, b, what);  // again: nothing
    CHECK(a.events().size() == a_before.events().size() + 1);
    if (test::refused([&] { return reverse_transfer(a, b, "t-1", on), 0; }).empty()) {
      CHECK(a.position(opened + life) == a_before.position(opened + life));
      CHECK(b.position(opened + life) == b_before.position(opened + life));
    }
  });
}
