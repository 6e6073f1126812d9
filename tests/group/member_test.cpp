// SPDX-License-Identifier: MIT
#include <solidarity/group/eligibility.hpp>
#include <solidarity/group/formation.hpp>
#include <solidarity/group/member.hpp>

#include <string>

#include "catch.hpp"
#include "generators.hpp"
#include "group/words.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using iso4217::INR;
using iso4217::USD;
using test::Found;
using test::found;

TEST_CASE("an id of a member has 1 to 128 bytes and does not begin with @") {
  CHECK_FALSE(is_member_id(""));
  CHECK(is_member_id("a"));
  CHECK(is_member_id(std::string(127, 'x')));
  CHECK(is_member_id(std::string(128, 'x')));
  CHECK_FALSE(is_member_id(std::string(129, 'x')));
  CHECK_FALSE(is_member_id("@group_fund"));
  CHECK(is_member_id("asha@example.org"));
  CHECK(is_member_id("\xe0\xa4\x86\xe0\xa4\xb6\xe0\xa4\xbe"));
}

TEST_CASE("a good member has no problem; each wrong fact is named") {
  const Member good{.id = "asha",
                    .born_on = 1990y / May / 17,
                    .household = "h-12",
                    .relatives = {"meena", "rani"},
                    .village = "v-3",
                    .activity = "goats",
                    .household_income_a_year = 120'000 * INR,
                    .obligations_a_month = 0 * INR};
  CHECK(validate(good).empty());
  CHECK(validate(Member{.id = "asha"}).empty());
  const auto with = [&](auto change) {
    Member member = good;
    change(member);
    return found(validate(member));
  };
  CHECK(with([](Member& m) { m.id = ""; }) == Found{"out_of_range /id"});
  CHECK(with([](Member& m) { m.id = "@insurer"; }) == Found{"out_of_range /id"});
  CHECK(with([](Member& m) { m.relatives[1] = "asha"; }) == Found{"invalid_state /relatives/1"});
  CHECK(with([](Member& m) { m.relatives[1] = "meena"; }) == Found{"duplicate /relatives/1"});
  CHECK(with([](Member& m) { m.relatives[0] = ""; }) == Found{"out_of_range /relatives/0"});
  CHECK(with([](Member& m) { m.relatives.assign(1001, "meena"); }) == Found{"limit_exceeded /relatives"});
  CHECK(with([](Member& m) { m.household = std::string(128, 'h'); }).empty());
  CHECK(with([](Member& m) { m.household = std::string(129, 'h'); }) == Found{"out_of_range /household"});
  CHECK(with([](Member& m) { m.village = std::string(129, 'v'); }) == Found{"out_of_range /village"});
  CHECK(with([](Member& m) { m.activity = std::string(129, 'a'); }) == Found{"out_of_range /activity"});
  CHECK(with([](Member& m) { m.household_income_a_year = -1 * INR; }) ==
        Found{"out_of_range /household_income_a_year"});
  CHECK(with([](Member& m) { m.obligations_a_month = -1 * INR; }) == Found{"out_of_range /obligations_a_month"});
  CHECK(with([](Member& m) { m.obligations_a_month = 1 * USD; }) == Found{"currency_mismatch /obligations_a_month"});
  CHECK(with([](Member& m) {
          m.id = "";
          m.obligations_a_month = -1 * USD;
          m.relatives = {"", "rani", "rani"};
        }) == Found{"currency_mismatch /obligations_a_month", "out_of_range /id", "out_of_range /relatives/0",
                    "out_of_range /obligations_a_month", "duplicate /relatives/2"});
}

TEST_CASE("an age is the completed years; born on 29 February means a year more on 28 February of other years") {
  const Date born = 2008y / February / 29;
  CHECK(age_on(born, born) == 0);
  CHECK(age_on(born, 2009y / February / 27) == 0);
  CHECK(age_on(born, 2009y / February / 28) == 1);
  CHECK(age_on(born, 2012y / February / 28) == 3);
  CHECK(age_on(born, 2012y / February / 29) == 4);
  CHECK(age_on(born, 2026y / February / 27) == 17);
  CHECK(age_on(born, 2026y / February / 28) == 18);
  CHECK(age_on(born, 2008y / February / 28) == -1);
  CHECK(age_on(2000y / December / 31, 2001y / January / 1) == 0);
  CHECK(age_on(Date::of(1900, 1, 1), Date::of(2400, 12, 31)) == 500);
}

TEST_CASE("law: an age never falls, grows by one a year, and turns on the anniversary") {
  test::for_all([](test::Random& random) {
    const Date born = random.present();
    const Date day = random.date(born, born + 40'000);
    REQUIRE(age_on(born, day + 1) >= age_on(born, day));
    const int years = random.number(0, 100);
    REQUIRE(age_on(born, add_months(born, 12 * years)) == years);
    if (years > 0) REQUIRE(age_on(born, add_months(born, 12 * years) - 1) == years - 1);
  });
}

// Personal data in every field; whatever is refused about her says nothing of it.
TEST_CASE("no error and no reason about a member holds her personal data") {
  const std::string canary = "CANARY-7f3a";
  const PersonalText secret(canary);
  const Person person{.name = secret, .national_id = secret, .phone = secret, .address = secret, .place = secret};
  Member member{.id = "@" + std::string(200, 'x'), .person = person, .born_on = 2030y / January / 1};
  member.relatives = {member.id, "b", "b"};
  member.household = std::string(200, 'h');
  member.household_income_a_year = -5 * INR;
  member.obligations_a_month = -5 * USD;
  GroupRules rules = rules::nabard_jlg();
  rules.max_size = 1;
  rules.min_age = 18;
  const std::vector<Member> others{{.id = "b", .person = person, .household = member.household, .village = "v"}};
  std::string words;
  for (const Problem& problem : joining_problems(rules, member, others, {}, 2026y / January / 5))
    words += problem.field + problem.message + Error(problem).what();
  for (const Reason& reason :
       eligibility(rules, {}, {.born_on = member.born_on}, {.amount = -1 * USD}, 2026y / May / 1))
    words += to_text(reason) + problem_of(reason).message;
  REQUIRE(words.size() > 500);
  CHECK(words.find("CANARY") == std::string::npos);
}

TEST_CASE("PB-291: personal data is redacted by its type, however it is written") {
  STATIC_REQUIRE_FALSE(fmt::is_formattable<Person>::value);
  STATIC_REQUIRE_FALSE(fmt::is_formattable<PersonalText>::value);
  STATIC_REQUIRE_FALSE(fmt::is_formattable<Member>::value);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<PersonalText, std::string>);
  for (const std::string number : {"123456 7890", "1234567890", "123456-7890"}) {
    const Member member{.id = "", .person = Person{.national_id = PersonalText(number)}};
    const Problems problems = validate(member);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message.find("7890") == std::string::npos);
    CHECK(member.person->national_id->reveal() == number);
  }
}
