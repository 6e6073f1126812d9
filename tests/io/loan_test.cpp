// SPDX-License-Identifier: MIT
// The LOAN document: its events, what is refused and where, and running loans taken over.
#include <solidarity/io/answer.hpp>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using nlohmann::json;

namespace {

// Three monthly installments of 1000 principal and 10 interest each, from the 1st of February on.
const json terms = json::parse(R"({"currency": "INR", "principal": "3000.00", "disbursed_on": "2026-01-01",
    "interest": {"method": "flat", "rate_percent": "1", "per": "term"}, "repayments": {"count": 3, "every": "1 month"}})");

json document(const std::vector<json>& events, const std::string& as_of = "2026-12-31") {
  return {{"terms", terms}, {"events", events}, {"as_of", as_of}};
}

json asked(const json& loan) { return json::parse(answer(Question::loan, loan.dump())); }

json event(const std::string& type, const std::string& on, json more = json::object()) {
  more["type"] = type;
  more["on"] = on;
  return more;
}

std::string refusal_of(const json& loan) {
  return test::refusal([&] { return answer(Question::loan, loan.dump()); });
}

}  // namespace

TEST_CASE("without events the loan was handed out as the terms say") {
  const json stands = asked(document(json::array(), "2026-02-11"));
  CHECK(stands["status"] == "active");
  CHECK(stands["disbursed"] == "3000.00");
  CHECK(stands["days_past_due"] == 10);
  CHECK(stands["overdue"] == "1010.00");
  CHECK(stands["overdue_since"] == "2026-02-01");
  CHECK(stands["next_due"] == "2026-03-01");
  CHECK(stands["installments"].size() == 3);
  CHECK(stands["installments"][0]["late_days"] == 10);
  CHECK(stands["installments"][0]["interest"] ==
        json::parse(
            R"({"due": "10.00", "paid": "0.00", "waived": "0.00", "written_off": "0.00", "outstanding": "10.00"})"));
  CHECK(stands["totals"]["total"]["outstanding"] == "3030.00");
  CHECK(stands["refused"].empty());
}

TEST_CASE("events that tell the beginning replace the plan of the terms") {
  const json approved = asked(document({event("approve", "2026-01-01")}));
  CHECK(approved["status"] == "approved");
  CHECK(approved["payoff"] == "0.00");
  CHECK_FALSE(approved.contains("payoff_parts"));
  const json half = asked(document({event("disburse", "2026-01-01", {{"amount", "1500.00"}})}));
  CHECK(half["disbursed"] == "1500.00");
  CHECK(asked(document({event("disburse", "2026-01-01")}))["disbursed"] == "3000.00");
}

TEST_CASE("a payment is split, and what is not needed is unapplied") {
  const json stands = asked(document({event("repay", "2026-02-01", {{"amount", "3100.00"}, {"id", "p1"}})}));
  CHECK(stands["status"] == "overpaid");
  CHECK(stands["unapplied"] == "70.00");
  const json& paid = stands["transactions"][1];
  CHECK(paid["id"] == "p1");
  CHECK(paid["type"] == "repay");
  CHECK(paid["principal"] == "3000.00");
  CHECK(paid["interest"] == "30.00");
  CHECK(paid["unapplied"] == "70.00");
  CHECK(paid["balance"] == "0.00");
  CHECK(stands["installments"][0]["settled_on"] == "2026-02-01");
  CHECK(stands["installments"][2]["paid_in_advance"] == "1010.00");
}

TEST_CASE("an underscore in a type may be left out, and the other words of an event are known") {
  const std::pair<const char*, const char*> same[] = {{"repayment", "repay"},
                                                      {"chargeoff", "charge_off"},
                                                      {"payoff", "pay_off"},
                                                      {"writeoff", "write_off"},
                                                      {"reamortize", "re_amortize"},
                                                      {"add_charge", "charge_fee"},
                                                      {"suspendinterest", "suspend_interest"}};
  for (const auto& [written, word] : same) {
    INFO(written);
    const json more = std::string(written) == "payoff" || std::string(written) == "writeoff" ? json::object()
                                                                                             : json{{"amount", "5.00"}};
    const bool bare = std::string(written) == "chargeoff" || std::string(written) == "reamortize" ||
                      std::string(written) == "suspendinterest";
    const json stands = asked(document({event(written, "2026-02-10", bare ? json::object() : more)}));
    CHECK(stands["refused"].dump() == "[]");
    REQUIRE(stands["transactions"].size() == 2);
    CHECK(stands["transactions"][1]["type"] == word);
  }
}

TEST_CASE("who covers stands in the type, or beside it") {
  for (const char* by : {"peer", "savings", "fund", "insurance"}) {
    const json beside = event("cover", "2026-02-01", {{"by", by}, {"amount", "10.00"}});
    const json within = event("cover_by_" + std::string(by), "2026-02-01", {{"amount", "10.00"}});
    CHECK(asked(document({beside})) == asked(document({within})));
    CHECK(asked(document({beside}))["transactions"][1]["type"] == "cover_by_" + std::string(by));
  }
}

TEST_CASE("a waiver names its component in the type, or beside it") {
  const json beside = event("waive", "2026-02-01", {{"component", "interest"}, {"amount", "4.00"}});
  const json within = event("waive_interest", "2026-02-01", {{"amount", "4.00"}});
  CHECK(asked(document({beside})) == asked(document({within})));
  CHECK(asked(document({within}))["totals"]["interest"]["waived"] == "4.00");
  CHECK(asked(document({event("waive_interest", "2026-02-01")}))["totals"]["interest"]["waived"] == "10.00");
}

TEST_CASE("keys of the terms are known in events too") {
  const auto same = [](const json& one, const json& other) {
    CHECK(asked(document({one})) == asked(document({other})));
    CHECK(asked(document({one}))["refused"].empty());
  };
  same(event("prepay", "2026-02-01", {{"amount", "1500.00"}, {"effect", "reduce_term"}}),
       event("prepay", "2026-02-01", {{"amount", "1500.00"}, {"early", "reduce_term"}}));
  same(event("charge_fee", "2026-02-01", {{"amount", "5.00"}, {"due", "2026-03-01"}}),
       event("charge_fee", "2026-02-01", {{"amount", "5.00"}, {"at", "2026-03-01"}}));
  same(event("re_age", "2026-02-10", {{"installments", 6}, {"first_due_on", "2026-03-01"}}),
       event("re_age", "2026-02-10", {{"count", 6}, {"first_due_on", "2026-03-01"}}));
  CHECK(refusal_of(document(
            {event("charge_fee", "2026-02-01", {{"amount", "5.00"}, {"due", "2026-03-01"}, {"at", "2026-03-01"}})})) ==
        "contradictory_terms: /events/0/at: /events/0/due and /events/0/at exclude each other; give one of them");
}

TEST_CASE("an event that the loan refuses stands in `refused` and stops no other") {
  const json stands = asked(document({event("repay", "2026-02-01", {{"amount", "0.00"}, {"id", "zero"}}),
                                      event("reverse", "2026-02-02", {{"of", "nobody"}}),
                                      event("repay", "2026-02-03", {{"amount", "1010.00"}, {"id", ""}}),
                                      event("repay", "2026-02-03", {{"amount", "1010.00"}, {"id", "p"}}),
                                      event("repay", "2026-02-03", {{"amount", "1010.01"}, {"id", "p"}})}));
  CHECK(stands["totals"]["total"]["paid"] == "1010.00");
  REQUIRE(stands["refused"].size() == 4);
  CHECK(stands["refused"][0]["code"] == "out_of_range");
  CHECK(stands["refused"][0]["pointer"] == "/events/0/amount");
  CHECK(stands["refused"][0]["id"] == "zero");
  CHECK(stands["refused"][1]["code"] == "not_found");
  CHECK(stands["refused"][1]["index"] == 1);
  CHECK(stands["refused"][2]["code"] == "out_of_range");
  CHECK(stands["refused"][2]["pointer"] == "/events/2/id");
  CHECK(stands["refused"][3]["code"] == "idempotency_conflict");
}

TEST_CASE("an id given again with the same content has one effect") {
  const json payment = event("repay", "2026-02-01", {{"amount", "1010.00"}, {"id", "p1"}});
  CHECK(asked(document({payment, payment})) == asked(document({payment})));
}

TEST_CASE("what a reversal takes back left no trace, but in the list of transactions") {
  const json stands = asked(document({event("repay", "2026-02-01", {{"amount", "1010.00"}, {"id", "p1"}}),
                                      event("undo", "2026-02-05", {{"of", "p1"}})},
                                     "2026-02-11"));
  CHECK(stands["installments"] == asked(document(json::array(), "2026-02-11"))["installments"]);
  CHECK(stands["transactions"][1]["reversed"] == true);
}

TEST_CASE("later events change nothing, and `known_at` leaves out what was not known yet") {
  const json events = {event("repay", "2026-02-10", {{"amount", "500.00"}}),
                       event("repay", "2026-01-31", {{"amount", "510.00"}})};
  const json before = asked(document(events, "2026-02-05"));
  CHECK(before["totals"]["total"]["paid"] == "510.00");
  json as_known = document(events, "2026-02-11");
  CHECK(asked(as_known)["overdue"] == "0.00");
  as_known["known_at"] = 1;
  CHECK(asked(as_known)["overdue"] == "510.00");
  as_known["known_at"] = 0;
  CHECK(asked(as_known) == asked(document(json::array(), "2026-02-11")));
  as_known["known_at"] = 3;
  CHECK(refusal_of(as_known) == "out_of_range: /known_at: 3; it must lie between 0 and 2");
}

TEST_CASE("the waterfall stands in the terms or beside them") {
  const json pay = json::array({event("repay", "2026-02-15", {{"amount", "1005.00"}})});
  json beside = document(pay);
  beside["waterfall"] = "principal-interest-penalties-fees";
  json within = document(pay);
  within["terms"]["waterfall"] = "principal-interest-penalties-fees";
  CHECK(asked(beside) == asked(within));
  CHECK(asked(beside)["transactions"][1]["principal"] == "1000.00");
  CHECK(asked(document(pay))["transactions"][1]["principal"] == "995.00");
  within["waterfall"] = "mifos-standard";
  CHECK(refusal_of(within) ==
        "contradictory_terms: /waterfall: /terms/waterfall and /waterfall exclude each other; give one of them");
  json kinds = document({event("goodwill_credit", "2026-02-15", {{"amount", "1005.00"}})});
  kinds["waterfall"] = {{"goodwill_credit", "principal-interest-penalties-fees"}};
  CHECK(asked(kinds)["transactions"][1]["principal"] == "1000.00");
}

TEST_CASE("a running loan taken over: what is open of its rows, in terms of its own or of the document") {
  json rows = json::parse(R"([
    {"due": "2026-02-01", "principal": {"due": "1000.00", "paid": "400.00"}, "interest": {"due": "10.00", "paid": "10.00"}},
    {"due": "2026-03-01", "principal": "1000.00", "interest": "10.00", "total": "1010.00"}])");
  const json short_way = {{"currency", "INR"}, {"installments", rows}, {"as_of", "2026-02-02"}};
  const json stands = asked(short_way);
  CHECK(stands["status"] == "active");
  CHECK(stands["overdue"] == "600.00");
  CHECK(stands["totals"]["principal"]["outstanding"] == "1600.00");
  const json long_way = {{"terms", {{"currency", "INR"}}}, {"installments", rows}, {"as_of", "2026-02-02"}};
  CHECK(asked(long_way) == stands);
  json paid = short_way;
  paid["events"] = json::array({event("repay", "2026-02-02", {{"amount", "600.00"}})});
  CHECK(asked(paid)["overdue"] == "0.00");
}

namespace {

struct Refused {
  const char* change;  // a merge patch
  const char* golden;
};

const Refused refused[] = {
    {R"({"as_of": null})", "malformed_document: /as_of: the key is missing; on which day does the question stand?"},
    {R"({"as_of": "2026-02-30"})", "invalid_date: /as_of: 2026-02-30 does not exist; that month has 28 days"},
    {R"({"as_off": "2026-02-03"})", R"(malformed_document: /as_off: unknown key; did you mean "as_of"?)"},
    {R"({"terms": null})", "malformed_document: /terms: the key is missing"},
    {R"({"terms": {"principal": "0.00"}})",
     "out_of_range: /terms/principal: INR 0.00; an amount is at least one minor unit"},
    {R"({"terms": {"events": []}})",
     "unsupported: /terms/events: no term: it stands beside the terms in a document of `solidarity loan`"},
    {R"({"version": 2})", "unsupported: /version: 2; this program reads version 1 (the integer 1, or no version)"},
    {R"({"events": {}})", "malformed_document: /events: an object is given; a list is needed"},
    {R"({"events": [1]})", "malformed_document: /events/0: an integer is given; an object is needed"},
    {R"({"events": [{"on": "2026-02-01"}]})", "malformed_document: /events/0/type: the key is missing"},
    {R"({"events": [{"type": "repay", "amount": "1.00"}]})", "malformed_document: /events/0/on: the key is missing"},
    {R"({"events": [{"type": "repay", "on": "2026-02-01"}]})",
     "malformed_document: /events/0/amount: the key is missing"},
    {R"({"events": [{"type": "repay", "on": "2026-02-01", "amount": 5}]})",
     R"(malformed_document: /events/0/amount: an integer is given; an amount in quotation marks such as "120.50" is needed)"},
    {R"({"events": [{"type": "repay", "on": "2026-02-01", "amount": "5.001"}]})",
     R"(invalid_amount: /events/0/amount: "5.001" has 3 decimals; an amount of INR has at most 2)"},
    {R"({"events": [{"type": "repay", "on": "2026-02-01", "amount": "5.00", "effect": "reduce_term"}]})",
     "malformed_document: /events/0/effect: unknown key; known are id, type, on, actor, reason, amount"},
    {R"({"events": [{"type": "cover", "on": "2026-02-01", "amount": "5.00", "by": "moon"}]})",
     R"(malformed_document: /events/0/by: "moon" is not one of peer, savings, fund, insurance)"},
    {R"({"events": [{"type": "prepay", "on": "2026-02-01", "amount": "5.00", "effect": "fewer"}]})",
     R"(malformed_document: /events/0/effect: "fewer" is not one of keep_schedule, next, reduce_installment, reduce_term, last_unpaid)"},
    {R"({"installments": []})", "out_of_range: /installments: no row; a running loan has at least one"},
    {R"({"installments": [{"due": "2026-02-01", "principal": {"due": "1.00", "paid": "2.00"}}]})",
     "out_of_range: /installments/0/principal: INR -1.00; what is open is not negative"},
    {R"({"installments": [{"due": "2026-02-01", "principal": {"due": "3.00", "paid": "2.00", "outstanding": "2.00"}}]})",
     "contradictory_terms: /installments/0/principal/outstanding: INR 2.00 is outstanding, and due less paid, waived "
     "and written off is INR 1.00"},
    {R"({"installments": [{"due": "2026-02-01", "principal": "1.00", "total": "2.00"}]})",
     "contradictory_terms: /installments/0/total: the components sum to INR 1.00"},
    {R"({"installments": [{"due": "2026-02-01", "principal": "1.00"}, {"due": "2026-01-31", "principal": "1.00"}]})",
     "out_of_range: /installments/1/due: 2026-01-31 is before the row above it"},
    {R"({"heading": {"title": "x"}})",
     "malformed_document: /heading/title: unknown key; known are lender, borrower, loan, note"},
};

}  // namespace

TEST_CASE("a document of a loan that cannot be read is refused whole, with its pointer, the value and the rule") {
  for (const Refused& change : refused) {
    json loan = document(json::array());
    loan.merge_patch(json::parse(change.change));
    INFO(change.change);
    CHECK(refusal_of(loan) == change.golden);
  }
}

TEST_CASE("a loan has at most 10,000 events, told before any is replayed") {
  const json transfer = event("transfer", "2026-02-01", {{"to", "x"}});
  CHECK(refusal_of(document(std::vector<json>(10'001, transfer))) ==
        "limit_exceeded: /events: 10001 events; a loan has at most 10000");
}

TEST_CASE("an unknown word for an event names one that was meant") {
  const std::string refusal = refusal_of(document({event("repai", "2026-02-01")}));
  CHECK(refusal.starts_with(R"(malformed_document: /events/0/type: "repai" is not one of apply, )"));
  CHECK(refusal.ends_with(R"(did you mean "repay"?)"));
}

TEST_CASE("every event of the guide has a word, and its fields") {
  const json at = {{"amount", "5.00"}};
  const json all = {
      event("apply", "2026-01-01"),
      event("approve", "2026-01-01"),
      event("reject", "2026-01-01"),
      event("withdraw", "2026-01-01"),
      event("disburse", "2026-01-01"),
      event("undo_disbursement", "2026-01-02"),
      event("top_up", "2026-01-02", at),
      event("repay", "2026-01-02", at),
      event("down_payment", "2026-01-02", at),
      event("goodwill_credit", "2026-01-02", at),
      event("merchant_issued_refund", "2026-01-02", at),
      event("payout_refund", "2026-01-02", at),
      event("prepay", "2026-01-02", at),
      event("pay_off", "2026-01-02"),
      event("charge_fee", "2026-01-02", {{"name", "visit"}, {"percent", "1"}, {"due", "2026-02-01"}}),
      event("assess_penalty", "2026-01-02", at),
      event("adjust_charge", "2026-01-02", {{"charge", "c"}, {"amount", "1.00"}}),
      event("waive_principal", "2026-01-02", at),
      event("waive_fees", "2026-01-02"),
      event("waive_penalties", "2026-01-02"),
      event("waive_insurance", "2026-01-02"),
      event("waive_charge", "2026-01-02", {{"charge", "c"}}),
      event("refund", "2026-01-02", at),
      event("credit_balance_refund", "2026-01-02", at),
      event("charge_back", "2026-01-02", at),
      event("charge_off", "2026-01-02"),
      event("write_off", "2026-01-02", at),
      event("recover", "2026-01-02", at),
      event("reschedule", "2026-01-02",
            {{"from", "2026-02-01"},
             {"to", "2026-03-01"},
             {"extra_installments", 1},
             {"rate_percent", "2"},
             {"grace_principal", 1},
             {"grace_interest_payment", 1},
             {"capitalise_arrears", true}}),
      event("re_age", "2026-01-02", {{"installments", 3}, {"first_due_on", "2026-05-01"}, {"every", "1 month"}}),
      event("re_amortize", "2026-01-02"),
      event("moratorium", "2026-01-02", {{"from", "2026-02-01"}, {"to", "2026-03-31"}, {"interest", "stops"}}),
      event("suspend_interest", "2026-01-02"),
      event("transfer", "2026-01-02", {{"to", "officer 7"}}),
      event("reverse", "2026-01-02", {{"of", "x"}, {"actor", "a"}, {"reason", "b"}, {"id", "c.1:2-3_4"}})};
  const json stands = asked(document(all));  // read whole; many of them refuse each other
  for (const json& refusal : stands["refused"]) CHECK(refusal["code"] != "malformed_document");
}
