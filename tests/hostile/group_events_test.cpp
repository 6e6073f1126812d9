// SPDX-License-Identifier: MIT
// Every kind of event against a group that is dissolved, people it never had, amounts that are none, and odd ids.
#include <fmt/format.h>

#include <limits>
#include <variant>

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

LoanGrant loan(std::string id, std::string member, int day) {
  return {.id = std::move(id), .member = std::move(member), .terms = test::weekly_loan(100 * INR, founded + day)};
}

// One of each kind on day 20, about `who` and of `amount`.
std::vector<GroupAction> one_of_each(const std::string& who, Money amount) {
  LoanGrant grant = loan("new", who, 20);
  grant.terms.principal = amount;
  return {MemberJoins{{.id = who}},
          MemberLeaves{who},
          MemberExpelled{who},
          MemberExcused{who},
          MemberDies{.member = who, .insurance = amount},
          EstatePays{who, amount},
          NoticeGiven{who},
          Meeting{.deposits = {{who, amount}}},
          LendingOrder{{who}},
          LoanGranted{grant},
          LoanChanged{"L-" + who, ChargeFee{"visit", amount, founded + 20}},
          SavingsChanged{who, PlaceHold{amount}},
          ClaimForgiven{who, "asha", amount},
          ClaimsOffset{who, "asha"},
          FundReceives{Fund::group, amount},
          FundPays{Fund::group, amount},
          CreditReturned{who, amount},
          GroupRepays{"L-" + who, amount},
          ShareOut{ShareOutBy::equal},
          Election{"chair", {{who, "asha"}}},
          Resolution{"well", {who}},
          MembersMoveOut{.members = {who}, .to = "jasmine"},
          MembersMoveIn{.members = {}, .from = "jasmine"},
          GroupDissolved{}};
}

bool names_somebody(const GroupAction& action) {
  return !std::holds_alternative<MemberJoins>(action) && !std::holds_alternative<FundReceives>(action) &&
         !std::holds_alternative<FundPays>(action) && !std::holds_alternative<ShareOut>(action) &&
         !std::holds_alternative<MembersMoveIn>(action) && !std::holds_alternative<GroupDissolved>(action);
}
bool has_an_amount(const GroupAction& action) {
  return names_somebody(action) && !std::holds_alternative<MemberLeaves>(action) &&
         !std::holds_alternative<MemberExpelled>(action) && !std::holds_alternative<MemberExcused>(action) &&
         !std::holds_alternative<NoticeGiven>(action) && !std::holds_alternative<LendingOrder>(action) &&
         !std::holds_alternative<ClaimsOffset>(action) && !std::holds_alternative<Election>(action) &&
         !std::holds_alternative<Resolution>(action) && !std::holds_alternative<MembersMoveOut>(action);
}

}  // namespace

TEST_CASE("one of each is one of each") {
  const auto all = one_of_each("asha", 1 * INR);
  CHECK(all.size() + 1 == std::variant_size_v<GroupAction>);  // the reversal is tested on its own
  for (std::size_t k = 0; k < all.size(); ++k)
    for (std::size_t j = 0; j < k; ++j) CHECK(all[k].index() != all[j].index());
}

TEST_CASE("D64: nothing happens to a group that is dissolved, but that its end is taken back") {
  Group group = group_of({{"asha", 0}, {"meena", 0}}, founded);
  record(group, 1, MemberExcused{"meena"}, "excused");
  record(group, 10, GroupDissolved{}, "end");
  for (const GroupAction& action : one_of_each("asha", 1 * INR)) {
    INFO(to_text(action));
    CHECK(refused(group, 20, action) == "invalid_state: /on: the group is dissolved; reverse its dissolution first");
  }
  CHECK(refused(group, 20, GroupReversal{"excused"}) ==
        "invalid_state: /on: the group is dissolved; reverse its dissolution first");
  CHECK(refused(group, 5, FundReceives{Fund::group, 1 * INR}).starts_with("invalid_state: /on: \"end\" on 2026-01-15"));
  CHECK(group.position(founded + 20).dissolved);
  CHECK_FALSE(group.position(founded + 9).dissolved);
  record(group, 20, GroupReversal{"end"});
  CHECK_FALSE(group.position(founded + 20).dissolved);
  CHECK(group.position(founded + 19).dissolved);
  record(group, 20, MemberJoins{{.id = "rani"}});
}

TEST_CASE("people and loans that were never there are not found, whatever is to happen to them") {
  Group group = group_of({{"asha", 100}, {"meena", 0}}, founded);
  for (const GroupAction& action : one_of_each("nobody", 1 * INR)) {
    if (!names_somebody(action)) continue;
    INFO(to_text(action));
    const std::string said = refused(group, 20, action);
    INFO(said);
    CHECK((said.starts_with("not_found: /") || said.starts_with("invalid_state: /")));
    if (!std::holds_alternative<Election>(action) && !std::holds_alternative<Resolution>(action))
      CHECK(said.starts_with("not_found: /"));
    CHECK(said.find("nobody") != std::string::npos);
  }
}

TEST_CASE("amounts of nothing, below nothing and in another currency are refused everywhere, with their field") {
  GroupTerms terms = group_terms();
  terms.liability.layers = {CoverLayer::peers(CoverSource::cash)};
  Group group = group_of({{"asha", 100}, {"meena", 100}}, founded, terms);
  record(group, 7, Meeting{.repayments = {{"meena", 10 * INR}}, .cash_limit = 100 * INR});  // meena gives for asha
  record(group, 7, FundReceives{Fund::group, 100 * INR});
  for (const GroupAction& action : one_of_each("meena", 1 * USD)) {
    if (!has_an_amount(action) || std::holds_alternative<EstatePays>(action)) continue;
    INFO(to_text(action));
    const std::string said = refused(group, 20, action);
    INFO(said);
    if (std::holds_alternative<GroupRepays>(action)) CHECK(said.starts_with("invalid_state: /loan: "));
    else CHECK(said.starts_with("currency_mismatch: /"));
  }
  for (const std::int64_t units : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()})
    for (const GroupAction& action : one_of_each("meena", inr(units))) {
      if (!has_an_amount(action) || std::holds_alternative<EstatePays>(action)) continue;
      if (std::holds_alternative<MemberDies>(action) && units == 0) continue;  // nothing is given
      INFO(fmt::format("{} {}", to_text(action), units));
      const std::string said = refused(group, 20, action);
      INFO(said);
      if (std::holds_alternative<GroupRepays>(action)) CHECK(said.starts_with("invalid_state: /loan: "));
      else CHECK(said.starts_with("out_of_range: "));
    }
  for (const Money& amount : {1 * USD, 0 * INR, inr(-1)}) {
    CHECK(!refused(group, 20, FundReceives{Fund::social, amount}).empty());
    CHECK(!refused(group, 20, FundPays{Fund::group, amount}).empty());
    CHECK(refused(group, 20, Meeting{.lump_sum = amount}).find(": /lump_sum: ") != std::string::npos);
  }
}

TEST_CASE("what there is for a call is looked at: known people, once, nothing below zero") {
  Group group = group_of({{"asha", 100}, {"meena", 0}}, founded);
  CHECK(refused(group, 7, Meeting{.cash_limits = {{"nobody", 1 * INR}}}).starts_with("not_found: /cash_limits/0: "));
  CHECK(refused(group, 7, Meeting{.cash_limits = {{"meena", 1 * INR}, {"meena", 2 * INR}}})
            .starts_with("duplicate: /cash_limits/1: "));
  CHECK(refused(group, 7, Meeting{.cash_limits = {{"meena", inr(-1)}}}).starts_with("out_of_range: /cash_limits/0: "));
  CHECK(refused(group, 7, Meeting{.cash_limit = inr(-1)}).starts_with("out_of_range: /cash_limit: "));
  CHECK(refused(group, 7, Meeting{.cash_limit = 1 * USD}).starts_with("currency_mismatch: /cash_limit: "));
  CHECK(
      refused(group, 7, Meeting{.collateral = {{"asha", 1 * USD}}}).starts_with("currency_mismatch: /collateral/0: "));
  CHECK(refused(group, 7, Meeting{.insurer_limit = inr(-1)}).starts_with("out_of_range: /insurer_limit: "));
  CHECK(
      refused(group, 7, Meeting{.outside_share = {{"asha", inr(-1)}}}).starts_with("out_of_range: /outside_share/0: "));
  record(group, 7, Meeting{.cash_limits = {{"meena", 0 * INR}}, .cash_limit = 100 * INR});
  CHECK(group.claims(founded + 7).empty());  // a limit of zero is a limit
}

TEST_CASE("covers from another system: nobody for herself, a member of the day, no more than is owed, from somewhere") {
  GroupTerms terms = group_terms();
  terms.liability.layers = {CoverLayer::own_savings(), CoverLayer::group_fund(),
                            CoverLayer::peers(CoverSource::savings, CoverSource::cash), CoverLayer::insurer()};
  Group group = group_of({{"asha", 100}, {"meena", 0}, {"rani", 0}}, founded, terms);
  record(group, 3, MemberLeaves{.member = "rani", .duty_to = "meena"});
  record(group, 3, FundReceives{Fund::group, 100 * INR});
  const auto said = [&](MeetingCover line) { return refused(group, 7, Meeting{.covers = {{std::move(line)}}}); };
  using enum CoverLayerKind;
  constexpr auto cash = CoverSource::cash;
  CHECK(said({"asha", peers, 2, "asha", cash, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", peers, 2, "nobody", cash, 1 * INR}).starts_with("not_found: /covers/0: "));
  CHECK(said({"nobody", peers, 2, "meena", cash, 1 * INR}).starts_with("not_found: /covers/0: "));
  CHECK(said({"asha", peers, 2, "rani", cash, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", peers, 2, "meena", cash, inr(1'001)})
            .starts_with("out_of_range: /covers/0: INR 10.01; \"asha\" has INR 10.00"));
  CHECK(said({"asha", peers, 2, "meena", cash, 0 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", peers, 2, "meena", cash, inr(-1)}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", peers, 2, "meena", cash, 1 * USD}).starts_with("currency_mismatch: /covers/0: "));
  CHECK(said({"asha", peers, 2, "meena", {}, 1 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", peers, 2, "meena", CoverSource::savings, 1 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", group_fund, 1, "", cash, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", group_fund, 1, "meena", {}, 1 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", insurer, 3, "meena", {}, 1 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", own_savings, 0, "meena", {}, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", own_savings, 0, "asha", {}, 1 * INR}).starts_with("out_of_range: /covers/0: "));
  CHECK(said({"asha", peers, 0, "meena", cash, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", peers, 9, "meena", cash, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  CHECK(said({"asha", own_collateral, 0, "asha", {}, 1 * INR}).starts_with("invalid_state: /covers/0: "));
  record(group, 7, Meeting{.covers = {{{"asha", peers, 2, "meena", cash, 10 * INR}}}});
  CHECK(group.position(founded + 7).member("asha").payable == 1'000);
}

TEST_CASE("ids with odd bytes: of events and loans refused, of members taken as they are and never printed raw") {
  Group group = group_of({{"asha", 100}}, founded);
  for (const std::string& id : {std::string("two words"), std::string("a\n"), std::string("a\0b", 3), std::string("é"),
                                std::string(65, 'x'), std::string("a/b"), std::string(" ")}) {
    CHECK(refused(group, 7, FundReceives{Fund::group, 1 * INR}, id).starts_with("out_of_range: /id: "));
    if (id.size() != 65) CHECK(refused(group, 7, LoanGranted{loan(id, "asha", 7)}).starts_with("out_of_range: /id: "));
  }
  CHECK(refused(group, 7, LoanGranted{loan("", "asha", 7)}).starts_with("out_of_range: /id: "));
  CHECK(refused(group, 7, LoanGranted{loan(std::string(129, 'x'), "asha", 7)}).starts_with("out_of_range: /id: "));
  for (const std::string& id : {std::string(), std::string("@group_fund"), std::string(129, 'x')})
    CHECK(refused(group, 7, MemberJoins{{.id = id}}).starts_with("out_of_range: /member/id: "));
  for (const std::string& id : {std::string("a\nb"), std::string("a\0b", 3), std::string("\xff\xfe"),
                                std::string(128, 'x'), std::string("=cmd()"), std::string("<b>")}) {
    record(group, 7, MemberJoins{{.id = id}});
    const std::string said = refused(group, 7, MemberJoins{{.id = id}});
    CHECK(said.starts_with("duplicate: /member/id: "));
    CHECK(said.find('\n') == std::string::npos);
    CHECK(said.find('\0') == std::string::npos);
    CHECK(said.find('\xff') == std::string::npos);
    CHECK(said.size() < 400);
    const std::string table = to_table(group.collection_sheet(founded + 7));
    CHECK(table.find('\0') == std::string::npos);
  }
  CHECK(to_csv(group.collection_sheet(founded + 7)).find("'=cmd()") != std::string::npos);
  CHECK(to_html(group.collection_sheet(founded + 7)).find("<b>x") == std::string::npos);
}

TEST_CASE("days out of order, empty lists, and a batch of nothing") {
  Group group = group_of({{"asha", 100}, {"meena", 0}}, founded);
  CHECK(refused(group, -1, MemberExcused{"asha"}).starts_with("not_found: /member: "));
  CHECK(refused(group, 7, MemberExcused{"asha", founded + 6}).starts_with("out_of_range: /until: "));
  CHECK(refused(group, 7, LoanGranted{loan("L9", "asha", 8)}).starts_with("out_of_range: /terms/disbursed_on: "));
  record(group, 9, MemberLeaves{.member = "meena", .duty_to = "asha"}, "left");
  CHECK(refused(group, 9, Meeting{.deposits = {{"meena", 1 * INR}}}).starts_with("invalid_state: /deposits/0: "));
  CHECK(refused(group, 8, MemberDies{.member = "meena"}).starts_with("invalid_state: /on: \"left\" on "));
  CHECK(refused(group, 8, GroupReversal{"left"}).starts_with("out_of_range: /on: "));
  CHECK(refused(group, 9, GroupReversal{"nothing"}).starts_with("not_found: /of: "));
  record(group, 10, GroupReversal{"left"}, "undo");
  CHECK(refused(group, 10, GroupReversal{"left"}).starts_with("duplicate: /of: "));
  CHECK(refused(group, 10, GroupReversal{"undo"}).starts_with("invalid_state: /of: "));
  const test::SeenGroup before = test::seen(group);
  group.record(std::vector<GroupEvent>{});
  CHECK(test::seen(group) == before);
  record(group, 10, LendingOrder{{}});
  record(group, 10, Resolution{"well", {}, {}});
  record(group, 10, Meeting{});
  CHECK(group.position(founded + 10).size() == 2);
}

TEST_CASE("C48: a group that was moved from says so, and can be given another") {
  Group group = group_of({{"asha", 100}}, founded);
  const Group taken = std::move(group);
  // NOLINTBEGIN(bugprone-use-after-move): that is the case
  CHECK(test::refused([&] { return group.position(founded); }) == "invalid_state");
  CHECK(test::refused([&] { return group.members(founded); }) == "invalid_state");
  CHECK(test::refused([&] { return group.terms().id; }) == "invalid_state");
  CHECK(test::refused([&] {
          record(group, 7, Meeting{});
          return 0;
        }) == "invalid_state");
  CHECK(test::refused([&] {
          group.close_through(founded);
          return 0;
        }) == "invalid_state");
  CHECK(test::refused([&] { return Group(group); }) == "invalid_state");
  CHECK(group.events().empty());
  CHECK_FALSE(group.closed_through());
  group = taken;
  CHECK(group.position(founded) == taken.position(founded));
  // NOLINTEND(bugprone-use-after-move)
}
