// SPDX-License-Identifier: MIT
#include "vectors/cover.hpp"

#include <solidarity/core/error.hpp>
#include <solidarity/io/answer.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "generators.hpp"

using namespace solidarity;
using nlohmann::json;
using test::Random;

namespace {

void check_all(const std::vector<vectors::Outcome>& outcomes, std::size_t total) {
  std::size_t matched = 0;
  for (const auto& outcome : outcomes) {
    INFO(outcome.id << ": " << outcome.reason);
    CHECK(outcome.verdict == vectors::Verdict::matched);
    if (outcome.verdict == vectors::Verdict::matched) ++matched;
  }
  UNSCOPED_INFO(matched << "/" << outcomes.size());
  CHECK(matched == total);
}

json read(const std::string& name) {
  std::ifstream in(SOLIDARITY_TEST_DATA "/" + name);
  return json::parse(in);
}

std::string ask(const json& call) { return answer(Question::cover, call.dump(), AnswerFormat::json_line); }

// The JSON pointer of what is refused, or "".
std::string refused_at(const json& call) {
  try {
    ask(call);
  } catch (const Error& error) {
    return error.field().empty() ? "?" : error.field();
  }
  return "";
}

// INR; a and b have paid, c has not.
json usual() {
  return json::parse(R"({"currency":"INR","on":"2026-07-06",
    "terms":{"share":"1","split":"equal","cash_limit":"unlimited","layers":["own_savings","group_fund",{"peers":["savings","cash"]},"insurer"]},
    "group_fund":"10.00",
    "members":[{"id":"a","due":"100.00","paid":"100.00","savings":"5.00"},{"id":"b","due":"100.00","paid":"100.00"},
               {"id":"c","due":"100.00","paid":"0.00","savings":"7.00"}],
    "claims":[{"id":"x","on":"2026-06-01","by":"a","for":"b","amount":"3.00"}],
    "recoveries":[{"from":"b","amount":"1.00","rule":"first_in"}]})");
}

std::string refused_with(const std::string& pointer, const json& value) {
  json call = usual();
  call[json::json_pointer(pointer)] = value;
  return refused_at(call);
}

std::string refused_without(const std::string& parent, const std::string& key) {
  json call = usual();
  call.at(json::json_pointer(parent)).erase(key);
  return refused_at(call);
}

}  // namespace

TEST_CASE("every published call is answered to the last unit") { check_all(vectors::cover_cases(), 203); }

TEST_CASE("every malformed call is refused where it is at fault") { check_all(vectors::refused_cover_cases(), 15); }

TEST_CASE("G5: the order in which members are written changes nothing") {
  const json cases = read("cover.json");
  Random random(test::seed_of("order of members"));
  for (const json& one : cases) {
    json call = one.at("input");
    std::vector<json> members = call["members"];
    random.shuffle(members);
    call["members"] = members;
    INFO(one.at("id"));
    REQUIRE(json::parse(ask(call)) == one.at("expected"));
  }
}

TEST_CASE("the claims of an answer are the claims of the next call") {
  for (const json& one : read("cover.json")) {
    json next = one.at("input");
    next["claims"] = one.at("expected").at("claims");
    next.erase("recoveries");
    for (json& member : next["members"]) member["paid"] = member["due"];
    INFO(one.at("id"));
    REQUIRE(json::parse(ask(next)).at("claims") == next["claims"]);
  }
}

TEST_CASE("a call is refused with the pointer of the field at fault") {
  REQUIRE(refused_at(usual()).empty());
  CHECK(refused_with("/terms/share", "-0.01") == "/terms/share");
  CHECK(refused_with("/terms/share", 1) == "/terms/share");
  CHECK(refused_with("/terms/split", "by_age") == "/terms/split");
  CHECK(refused_with("/terms/split", json{{"weights", {{"a", "-1"}}}}) == "/terms/split/weights/a");
  CHECK(refused_with("/terms/split", json{{"weights", {{"a", 1}}}}) == "/terms/split/weights/a");
  CHECK(refused_with("/terms/split", json{{"weights", {{"a/b", "1"}}}}) == "/terms/split/weights/a~1b");
  CHECK(refused_with("/terms/split", json{{"weighs", json::object()}}) == "/terms/split/weights");
  CHECK(refused_with("/terms/split", "by_outstanding") == "/members/0/outstanding");
  CHECK(refused_with("/terms/tolerance", "-1.00") == "/terms/tolerance");
  CHECK(refused_with("/terms/cap_per_call", "unlimited") == "/terms/cap_per_call");
  CHECK(refused_with("/terms/layers/0", "savings") == "/terms/layers/0");
  CHECK(refused_with("/terms/layers/3", "group_fund") == "/terms/layers/3");
  CHECK(refused_with("/terms/layers/3", "own_collateral") == "/terms/layers/3");
  CHECK(refused_with("/terms/layers/3", json{{"peers", {"cash"}}}) == "/terms/layers/3");
  CHECK(refused_with("/terms/layers/2/peers", json::array()) == "/terms/layers/2/peers");
  CHECK(refused_with("/terms/layers/2/peers", json{"cash", "cash"}) == "/terms/layers/2/peers");
  CHECK(refused_with("/terms/layers/2/peers/0", "gold") == "/terms/layers/2/peers/0");
  CHECK(refused_with("/terms/layers/2/from", "cash") == "/terms/layers/2/from");
  CHECK(refused_with("/terms/shares", "1") == "/terms/shares");
  CHECK(refused_without("/terms", "layers") == "/terms/layers");
  CHECK(refused_without("/terms", "cash_limit") == "/members/0/cash_limit");
  CHECK(refused_with("/members", json::array()) == "/members");
  CHECK(refused_without("/members/1", "id") == "/members/1/id");
  CHECK(refused_without("/members/1", "due") == "/members/1/due");
  CHECK(refused_with("/members/1/id", "@group_fund") == "/members/1/id");
  CHECK(refused_with("/members/1/id", 7) == "/members/1/id");
  CHECK(refused_with("/members/1/id", std::string(129, 'x')) == "/members/1/id");
  CHECK(refused_with("/members/1/paid", "-1.00") == "/members/1/paid");
  CHECK(refused_with("/members/1/paid", 1) == "/members/1/paid");
  CHECK(refused_with("/members/1/savings", "+1") == "/members/1/savings");
  CHECK(refused_with("/members/1/excused", "yes") == "/members/1/excused");
  CHECK(refused_with("/members/1/cap_left", "unlimited") == "/members/1/cap_left");
  CHECK(refused_with("/claims/0/by", "@bank") == "/claims/0/by");
  CHECK(refused_with("/claims/0/by", "") == "/claims/0/by");
  CHECK(refused_with("/claims/0/for", "@insurer") == "/claims/0/for");
  CHECK(refused_with("/claims/0/open", "3.01") == "/claims/0/open");
  CHECK(refused_with("/claims/0/on", "2026-02-30") == "/claims/0/on");
  CHECK(refused_with("/claims/1", usual()["claims"][0]) == "/claims/1/id");
  CHECK(refused_with("/recoveries/0/from", "@group_fund") == "/recoveries/0/from");
  CHECK(refused_with("/recoveries/0/amount", "-1.00") == "/recoveries/0/amount");
  CHECK(refused_without("/recoveries/0", "rule") == "/recoveries/0/rule");
  CHECK(refused_with("/turn", "1") == "/turn");
  CHECK(refused_with("/turn", 1.5) == "/turn");
  CHECK(refused_with("/on", "06/07/2026") == "/on");
  CHECK(refused_with("/insurer_limit", "-0.01") == "/insurer_limit");
  CHECK(refused_with("/fund", "1.00") == "/fund");
  CHECK(refused_without("", "members") == "/members");
}

TEST_CASE("what is allowed is not refused") {
  CHECK(refused_with("/turn", 9'000'000'000'000'000'000) == "");
  CHECK(refused_with("/terms/layers", json::array()) == "");
  CHECK(refused_with("/terms/split", json{{"weights", json::object()}}) == "");
  CHECK(refused_with("/terms/split", "by_savings") == "");  // absent savings are 0
  CHECK(refused_with("/claims/0/by", "@insurer") == "");
  CHECK(refused_with("/claims/0/for", "somebody who left") == "");
  CHECK(refused_with("/currency", json{{"code", "XTS"}, {"exponent", 2}}) == "");
  CHECK(refused_with("/members/2/cash_limit", "unlimited") == "");
  json no_peers = usual();
  no_peers["terms"]["layers"] = {"own_savings", "insurer"};
  no_peers["terms"]["split"] = "by_principal";
  no_peers["terms"].erase("cash_limit");
  CHECK(refused_at(no_peers) == "");
}

TEST_CASE("amounts too large to add up, and answers too long to read, are refused") {
  json call = usual();
  call["members"][0]["paid"] = call["members"][2]["paid"] = "0.00";
  call["members"][0]["due"] = call["members"][2]["due"] = "50000000000000000.00";
  CHECK(refused_at(call) == "/members");
  call["members"].clear();
  for (int k = 0; k < 10'001; ++k) call["members"].push_back({{"id", std::to_string(k)}, {"due", "0"}, {"paid", "0"}});
  CHECK(refused_at(call) == "/members");
  call["members"].erase(10'000);
  CHECK(refused_at(call) == "");
  for (int k = 0; k < 5'000; ++k) call["members"][static_cast<std::size_t>(k)]["due"] = "1000000.00";
  CHECK(refused_at(call) == "/members");  // 25 million lines
}

TEST_CASE("a call as a table for people and as CSV without formulas") {
  json call = usual();
  call["members"][2]["id"] = "=c,1";
  CHECK(answer(Question::cover, call.dump(), AnswerFormat::text) ==
        "Call of 2026-07-06, amounts in INR\n"
        "\n"
        "short  shortfall  covered  uncovered\n"
        "=c,1      100.00   100.00       0.00\n"
        "\n"
        "for   layer        by          from     amount\n"
        "=c,1  own_savings  =c,1                   7.00\n"
        "=c,1  group_fund   group fund            10.00\n"
        "=c,1  peers        a           savings    5.00\n"
        "=c,1  peers        a           cash      36.50\n"
        "=c,1  peers        b           cash      41.50\n"
        "\n"
        "claim  on          by          on whom  amount   open\n"
        "0      2026-06-01  a           b          3.00   2.00\n"
        "1      2026-07-06  group fund  =c,1      10.00  10.00\n"
        "2      2026-07-06  a           =c,1      41.50  41.50\n"
        "3      2026-07-06  b           =c,1      41.50  41.50\n"
        "\n"
        "paid back by  to claim  of  amount\n"
        "b             0         a     1.00\n");
  CHECK(answer(Question::cover, call.dump(), AnswerFormat::csv) ==
        "for,layer,by,source,amount\r\n"
        "\"'=c,1\",own_savings,\"'=c,1\",,7.00\r\n"
        "\"'=c,1\",group_fund,group fund,,10.00\r\n"
        "\"'=c,1\",peers,a,savings,5.00\r\n"
        "\"'=c,1\",peers,a,cash,36.50\r\n"
        "\"'=c,1\",peers,b,cash,41.50\r\n");
}
