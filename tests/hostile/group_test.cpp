// SPDX-License-Identifier: MIT
// Section D of the hostile inputs, as far as it is about one group (rows 50 to 58, 62 to 64): the code, the field, and a
// group that is as it was before.
#include <fmt/format.h>

#include "hostile/groups.hpp"

using namespace solidarity;
using namespace solidarity::literals;
using test::founded;
using test::group_of;
using test::group_terms;
using test::inr;
using test::record;
using test::refused;

namespace {

// asha 1000, meena 500, rani 300 and sita 400: ten weekly rows, the first due on day 7.
Group four(GroupTerms terms = group_terms()) {
  return group_of({{"asha", 1'000}, {"meena", 500}, {"rani", 300}, {"sita", 400}}, founded, std::move(terms));
}

const Meeting& meeting(const Group& group, std::string_view id) { return std::get<Meeting>(group.event(id).what); }

std::string covers(const Group& group, std::string_view id) {
  std::string text;
  for (const MeetingCover& line : *meeting(group, id).covers)
    text += fmt::format("{}{} for {} {}", text.empty() ? "" : ", ", line.by, line.debtor, line.amount.units());
  return text;
}

LoanGrant loan(std::string id, std::string member, int day) {
  return {.id = std::move(id), .member = std::move(member), .terms = test::weekly_loan(100 * INR, founded + day)};
}

}  // namespace

TEST_CASE("D50: a group of nobody, of one, of too few and of too many") {
  GroupTerms terms = group_terms();
  terms.rules.min_size = 3;
  terms.rules.max_size = 4;
  Group group(terms);
  CHECK(group.position(founded).size() == 0);
  CHECK(refused(group, 0, Meeting{.lump_sum = 1 * INR}) == "invalid_state: /lump_sum: a group without members");
  CHECK(refused(group, 0, ShareOut{ShareOutBy::equal}).starts_with("out_of_range: /by: "));
  CHECK(refused(group, 0, LoanGranted{loan("L1", "asha", 0)}).starts_with("not_found: "));
  record(group, 0, Meeting{});
  for (const char* id : {"asha", "meena"}) record(group, 0, MemberJoins{{.id = id}});
  CHECK(refused(group, 0, LoanGranted{loan("L1", "asha", 0)}).starts_with("limit_exceeded: /member: "));
  record(group, 0, MemberJoins{{.id = "rani"}});
  record(group, 0, LoanGranted{loan("L1", "asha", 0)});
  record(group, 0, MemberJoins{{.id = "sita"}});
  CHECK(refused(group, 0, MemberJoins{{.id = "uma"}}).starts_with("limit_exceeded: /member: "));
  CHECK(group.position(founded).size() == 4);
  GroupTerms wrong = group_terms();
  wrong.rules.min_size = 5;
  wrong.rules.max_size = 4;
  CHECK(test::refused([&] { return Group(wrong); }) == "contradictory_terms");
}

TEST_CASE("D51: a member twice is a duplicate; a member may be called like the group") {
  Group group = four();
  CHECK(refused(group, 7, MemberJoins{{.id = "asha"}}).starts_with("duplicate: /member/id: "));
  record(group, 7, MemberJoins{{.id = "lotus"}});
  CHECK(group.position(founded + 7).member("lotus").state == MemberState::member);
  CHECK(refused(group, 7, MemberExpelled{"L-asha"}).starts_with("not_found: /member: "));
}

TEST_CASE("D52: a lump sum that is not what its lines add up to") {
  Group group = four();
  const Meeting wrong{.repayments = {{"asha", 500 * INR}, {"meena", 400 * INR}}, .lump_sum = 1'000 * INR};
  CHECK(refused(group, 7, wrong) == "out_of_range: /lump_sum: INR 1000.00, and the lines add up to INR 900.00");
  GroupTerms strict = group_terms();
  strict.rules.excess_becomes_savings = false;
  Group poor = four(strict);
  const std::string said = refused(poor, 7, Meeting{.lump_sum = inr(22'001)});
  CHECK(said.starts_with("out_of_range: /lump_sum: INR 220.01; the members owe INR 220.00 today"));
}

TEST_CASE("D53: all default; nobody can give; one peer is left") {
  Group nobody = four();
  record(nobody, 7, Meeting{.cash_limit = 1'000 * INR}, "m");
  CHECK(covers(nobody, "m").empty());
  CHECK(nobody.position(founded + 7).total(&MemberPosition::due) == 22'000);
  CHECK(nobody.position(founded + 7).uncovered_since == founded + 7);

  Group broke = four();
  const std::vector<RepaymentLine> three{{"asha", 100 * INR}, {"meena", 50 * INR}, {"rani", 30 * INR}};
  record(broke, 7, Meeting{.repayments = three, .cash_limit = 0 * INR}, "m");
  CHECK(covers(broke, "m").empty());
  CHECK(broke.position(founded + 7).member("sita").due == 4'000);
  CHECK(broke.claims(founded + 7).empty());

  Group one = four();
  record(one, 7, Meeting{.repayments = {{"asha", 100 * INR}}, .cash_limits = {{"asha", inr(4'999)}}}, "m");
  CHECK(covers(one, "m") == "asha for meena 2083, asha for rani 1250, asha for sita 1666");  // 50 : 30 : 40
  CHECK(one.position(founded + 7).total(&MemberPosition::due) == 12'000 - 4'999);
}

TEST_CASE("D54: who has no money, whose money is held, who is dead or left this morning gives nothing") {
  GroupTerms terms = group_terms();
  terms.liability.layers = {CoverLayer::peers(CoverSource::savings)};
  Group group = group_of({{"asha", 0}, {"meena", 0}, {"rani", 0}, {"sita", 400}, {"uma", 0}}, founded, terms);
  record(group, 0, Meeting{.deposits = {{"meena", 20 * INR}, {"rani", 20 * INR}, {"uma", 20 * INR}}});
  record(group, 6, SavingsChanged{"meena", PlaceHold{20 * INR}});
  record(group, 7, MemberDies{.member = "uma"});
  record(group, 7, Meeting{}, "m");
  CHECK(covers(group, "m") == "rani for sita 2000");
  CHECK(group.position(founded + 7).member("sita").due == 2'000);
  CHECK(group.position(founded + 7).member("meena").savings == 2'000);
  CHECK(group.position(founded + 7).member("uma").savings == 2'000);
}

TEST_CASE("D55: one unit for seven peers goes to one of them, and is the whole unit") {
  Group group =
      group_of({{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}, {"e", 0}, {"f", 0}, {"g", 0}, {"sita", 700}}, founded);
  record(group, 7, Meeting{.cash_limit = 100 * INR});
  CHECK(group.position(founded + 7).member("sita").payable == 7'000);
  record(group, 8, Meeting{.repayments = {{"sita", inr(1)}}, .is_sheet = false, .calls = false});
  std::string open;
  for (const NamedClaim& claim : group.claims(founded + 8)) open += fmt::format("{} {} ", claim.by, claim.open);
  CHECK(open == "a 999 b 1000 c 1000 d 1000 e 1000 f 1000 g 1000 ");
}

TEST_CASE("D56: what exceeds the claims on her pays her loan; no claim is below zero") {
  Group group = four();
  record(
      group, 7,
      Meeting{.repayments = {{"asha", 100 * INR}, {"meena", 50 * INR}, {"rani", 30 * INR}}, .cash_limit = 100 * INR});
  CHECK(group.position(founded + 7).member("sita").payable == 4'000);
  record(group, 8, Meeting{.repayments = {{"sita", 450 * INR}}, .is_sheet = false, .calls = false});
  const MemberPosition sita = group.position(founded + 8).member("sita");
  CHECK(sita.payable == 0);
  CHECK(sita.outstanding == 0);
  CHECK(sita.credit == 45'000 - 4'000 - 36'000);
  for (const NamedClaim& claim : group.claims(founded + 8)) CHECK(claim.open == 0);
}

TEST_CASE("D57: who owes or answers for others does not leave; every reason is named") {
  GroupTerms terms = group_terms();
  terms.rules.absence_fine = 5 * INR;
  Group group = four(terms);
  record(group, 7,
         Meeting{.absent = {"sita"},
                 .repayments = {{"asha", 100 * INR}, {"meena", 50 * INR}, {"rani", 30 * INR}},
                 .cash_limit = 100 * INR});
  record(group, 7, Meeting{.deposits = {{"sita", 9 * INR}}, .is_sheet = false, .calls = false});
  record(group, 7, SavingsChanged{"sita", PlaceHold{2 * INR}});
  const std::string said = refused(group, 8, MemberLeaves{"sita"});
  CHECK(said.starts_with("invalid_state: /member: \"sita\" cannot leave: "));
  for (const char* reason : {"loan \"L-sita\" is open: INR 360.00", "others claim INR 40.00 of her",
                             "fines of INR 5.00 are due", "INR 2.00 of her savings are held", "she answers for "})
    CHECK(said.find(reason) != std::string::npos);
  CHECK(refused(group, 8, MemberLeaves{"sita", true, "sita"}).starts_with("invalid_state: /duty_to: "));
  CHECK(refused(group, 8, MemberLeaves{"sita", true, "nobody"}).starts_with("not_found: /duty_to: "));
}

TEST_CASE("D58: a death before she joined, twice, and before what came later") {
  Group group = four();
  record(group, 7, MemberJoins{{.id = "uma"}});
  CHECK(refused(group, 6, MemberDies{.member = "uma"}).starts_with("out_of_range: "));
  CHECK(refused(group, 6, MemberDies{.member = "nobody"}).starts_with("not_found: /member: "));
  record(group, 14, MemberDies{.member = "uma"}, "death");
  CHECK(refused(group, 15, MemberDies{.member = "uma"}).starts_with("duplicate: /member: "));
  CHECK(refused(group, 10, MemberDies{.member = "uma"}, "other").starts_with("duplicate: /member: "));
  record(group, 14, MemberDies{.member = "uma"}, "death");  // the same again
  record(group, 16, GroupReversal{"death"});
  record(group, 16, MemberDies{.member = "uma"});
}

TEST_CASE("D58: a death reported late is refused while a later event names her, and says which") {
  Group group = four();
  record(group, 7, Meeting{.repayments = {{"sita", 40 * INR}}, .calls = false}, "paid");
  CHECK(refused(group, 6, MemberDies{.member = "sita"}).starts_with("invalid_state: /on: \"paid\" on 2026-01-12"));
  record(group, 8, GroupReversal{"paid"});
  // The days before the reversal would still see her pay.
  CHECK(refused(group, 6, MemberDies{.member = "sita"}).starts_with("invalid_state: "));
  record(group, 8, MemberDies{.member = "sita"});

  Group covered = four();
  record(covered, 7,
         Meeting{.repayments = {{"asha", 100 * INR}, {"meena", 50 * INR}, {"rani", 30 * INR}}, .cash_limit = 100 * INR},
         "covered");
  CHECK(refused(covered, 6, MemberDies{.member = "sita"}).starts_with("invalid_state: /on: \"covered\" on "));
  CHECK(refused(covered, 6, MemberDies{.member = "asha"}).starts_with("invalid_state: /on: \"covered\" on "));
}

TEST_CASE("D62: nobody guarantees herself, nor two each other") {
  GroupTerms terms = group_terms();
  terms.liability.regime = NamedPairs{};
  const auto with = [&](std::vector<NamedGuarantee> pairs) {
    terms.guarantees = std::move(pairs);
    return test::refusal([&] { return Group(terms); });
  };
  CHECK(with({{"asha", "asha"}}).starts_with("invalid_state: /liability"));
  CHECK(with({{"asha", "meena"}, {"meena", "asha"}}).starts_with("invalid_state: /liability"));
  CHECK(with({{"asha", "meena"}, {"meena", "rani"}, {"rani", "asha"}}).starts_with("invalid_state: /liability"));
  CHECK(with({{"asha", "meena"}, {"asha", "meena"}}).starts_with("duplicate: /liability"));
  CHECK(with({}).starts_with("contradictory_terms: /guarantees: "));
  CHECK(with({{"asha", "meena"}}) == "nothing is refused");
}

TEST_CASE("D63: every bad line of a sheet is named, and nothing of the sheet happens") {
  Group group = four();
  Meeting bad{.absent = {"nobody"},
              .late = {"sita", "sita"},
              .fines = {{"asha", 1 * INR}, {"asha", 1 * INR}},
              .deposits = {{"meena", 0 * INR}},
              .withdrawals = {{"rani", inr(-5)}},
              .repayments = {{"asha", 100 * INR}, {"asha", 1 * INR}, {"meena", 1 * USD}}};
  const std::string said = refused(group, 7, bad);
  CHECK(said.starts_with("not_found: /absent/0: \"nobody\" was never a member"));
  for (const char* line :
       {"/late/1: ", "/fines/1: ", "/deposits/0: ", "/withdrawals/0: ", "/repayments/1: ", "/repayments/2: "})
    CHECK(said.find(line) != std::string::npos);
  CHECK(said.find("/repayments/0: ") == std::string::npos);

  const auto refused_line = [&](RepaymentLine line) {
    return refused(group, 7, Meeting{.repayments = {std::move(line)}});
  };
  CHECK(refused_line({"asha", 100 * INR, "L-meena"}).starts_with("not_found: /repayments/0: "));
  CHECK(refused_line({"asha", 100 * INR, "nothing"}).starts_with("not_found: /repayments/0: "));
  CHECK(refused_line({"asha", 100 * INR, "", 1 * INR}).starts_with("out_of_range: /repayments/0: "));
  CHECK(refused_line({"asha", 100 * INR, "", inr(-1)}).starts_with("out_of_range: /repayments/0: "));
  CHECK(refused_line({"asha", 100 * INR, "", 1 * USD}).starts_with("currency_mismatch: /repayments/0: "));
  record(group, 6, Meeting{.repayments = {{"rani", 300 * INR}}, .calls = false});
  CHECK(refused_line({"rani", 1 * INR})
            .starts_with("out_of_range: /repayments/0: INR 1.00 for loans; \"rani\" has none"));
  CHECK(refused_line({"rani", 1 * INR, "L-rani"}).starts_with("invalid_state: /repayments/0: "));
  CHECK(refused(group, 7, Meeting{.repayments = {{"asha", 100 * INR}}, .cash_counted = inr(9'999)}) ==
        "out_of_range: /cash_counted: INR 99.99 counted and INR 0.00 declared missing; the lines add up to INR 100.00");
  CHECK(refused(group, 7, Meeting{.cash_counted = inr(-1)}).starts_with("out_of_range: /cash_counted: "));
  CHECK(refused(group, 7, Meeting{.fines = {{"asha", 1 * INR}}})
            .starts_with("out_of_range: /fines/0: INR 1.00; \"asha\" owes INR 0.00"));
  CHECK(refused(group, 7, Meeting{.withdrawals = {{"asha", 1 * INR}}}).starts_with("out_of_range: /withdrawals/0: "));
}

TEST_CASE("D64: a group with anything open is not dissolved, and says what is") {
  GroupTerms terms = group_terms();
  terms.rules.absence_fine = 5 * INR;
  terms.liability.layers = {CoverLayer::group_fund()};
  Group group = group_of({{"asha", 0}, {"sita", 400}}, founded, terms);
  record(group, 0, FundReceives{Fund::group, 100 * INR});
  record(group, 0, FundReceives{Fund::social, 3 * INR});
  record(group, 7, Meeting{.absent = {"sita"}, .deposits = {{"asha", 9 * INR}}});
  const std::string said = refused(group, 8, GroupDissolved{});
  CHECK(said.starts_with("invalid_state: /what: not dissolved: "));
  for (const char* what :
       {"the group fund has INR 60.00", "the social fund has INR 3.00", "sita: loans of INR 360.00",
        "asha: savings of INR 9.00", "sita: fines of INR 5.00", "@group_fund claims of sita INR 40.00"})
    CHECK(said.find(what) != std::string::npos);
  record(group, 8, Meeting{.repayments = {{"sita", 360 * INR, "", 0 * INR}}, .is_sheet = false, .calls = false});
  CHECK(refused(group, 8, GroupDissolved{}).find("@group_fund claims of sita INR 40.00") != std::string::npos);
}
