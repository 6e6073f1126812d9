// SPDX-License-Identifier: MIT
// A loan on paper: tables of at most 80 columns, CSV without formulas, a page that escapes everything.
#include <solidarity/io/answer.hpp>
#include <solidarity/loan/statement.hpp>

#include <algorithm>
#include <sstream>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;
using namespace solidarity::literals;

namespace {

Loan sample() {
  Loan loan = Loan::disbursed({.principal = 3'000 * INR,
                               .disbursed_on = 2026y / January / 1,
                               .interest = {.method = InterestMethod::flat, .rate = 1_pct, .per = RatePeriod::term},
                               .repayments = {.count = 3, .every = monthly}});
  loan.record({.on = 2026y / February / 1, .what = Repay{1'010 * INR}, .id = "p1"});
  loan.record({.on = 2026y / February / 3,
               .what = ChargeFee{.name = "=1+1", .amount = 25 * INR, .due = 2026y / March / 1},
               .reason = "<script>alert('x')</script> & \"more\""});
  loan.record({.on = 2026y / March / 1, .what = Repay{500 * INR}, .reason = "-2+3"});
  return loan;
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a statement says where the loan stands, what was due and what happened") {
  CHECK(to_text(statement_of(sample(), 2026y / March / 11, {.lender = "Circle", .borrower = "Asha", .loan = "17"})) ==
        R"(Circle
loan 17, Asha
INR at the end of 2026-03-11

status            active, 10 days past due
lent              3000.00
paid so far       1510.00  principal 1465.00, interest 20.00, fees 25.00
outstanding       1545.00  principal 1535.00, interest 10.00
overdue            535.00  since 2026-03-01
next due          1010.00  on 2026-04-01
to close today    1545.00

 no.  due             due     paid  outstanding
   1  2026-02-01  1010.00  1010.00         0.00  paid 2026-02-01
   2  2026-03-01  1035.00   500.00       535.00  10 days late
   3  2026-04-01  1010.00     0.00      1010.00

date        what        amount  principal  interest  charges  balance
2026-01-01  lent       3000.00                                3000.00
2026-02-01  payment    1010.00    1000.00     10.00           2000.00
2026-02-03  fee: =1+1    25.00                         25.00  2000.00
2026-03-01  payment     500.00     465.00     10.00    25.00  1535.00
)");
}

TEST_CASE("no line of a table is wider than 80 columns, whatever the names are") {
  Loan loan = sample();
  loan.record({.on = 2026y / March / 2,
               .what = ChargeFee{.name = std::string(300, 'x'), .amount = 1 * INR, .due = 2026y / April / 1}});
  loan.record({.on = 2026y / March / 3, .what = Repay{50'000 * INR}});
  CHECK(widest_line(to_text(statement_of(loan, 2026y / March / 11))) <= 80);
  CHECK(widest_line(passbook_text(statement_of(loan, 2026y / March / 11))) <= 80);
}

TEST_CASE("a terminal is not written to by a name") {
  Loan loan = sample();
  loan.record({.on = 2026y / March / 2,
               .what = ChargeFee{.name = "a\x1b[31m\n\xE2\x80\xAE", .amount = 1 * INR, .due = 2026y / April / 1}});
  const std::string text = to_text(statement_of(loan, 2026y / March / 11, {.borrower = "\x1b]0;x\x07"}));
  CHECK_FALSE(has(text, "\x1b"));
  CHECK_FALSE(has(text, "\xE2\x80\xAE"));
  CHECK(has(text, "\\x1b[31m"));
}

TEST_CASE("no cell of CSV is a formula, and quotes keep RFC 4180") {
  Loan loan = sample();
  for (const char* reason : {"@SUM(A1)", "+1", "\t=1", "\r=1", "say \"hi\", twice", "plain", "a\nb"})
    loan.record({.on = 2026y / March / 2, .what = Transfer{"officer"}, .reason = reason});
  const std::string csv = passbook_csv(statement_of(loan, 2026y / March / 11));
  CHECK(has(csv, "2026-02-03,e3,charge_fee,fee: =1+1,25.00,0.00,0.00,25.00,0.00,0.00,0.00,2000.00,no,\"<script>"));
  CHECK(has(csv, ",no,'-2+3\r\n"));
  CHECK(has(csv, ",no,'@SUM(A1)\r\n"));
  CHECK(has(csv, ",no,'+1\r\n"));
  CHECK(has(csv, ",no,'\t=1\r\n"));
  CHECK(has(csv, ",no,\"'\r=1\"\r\n"));
  CHECK(has(csv, ",no,\"say \"\"hi\"\", twice\"\r\n"));
  CHECK(has(csv, ",no,plain\r\n"));
  CHECK(has(csv, ",no,\"a\nb\"\r\n"));
}

TEST_CASE("the installments in CSV have every part of every component") {
  const std::string csv = installments_csv(statement_of(sample(), 2026y / March / 11));
  std::istringstream lines(csv);
  std::string header;
  std::string row;
  std::getline(lines, header);
  CHECK(std::count(header.begin(), header.end(), ',') == 29);
  CHECK(header.starts_with("number,due,principal_due,interest_due,fees_due,"));
  while (std::getline(lines, row)) CHECK(std::count(row.begin(), row.end(), ',') == 29);
  CHECK(has(csv, "2,2026-03-01,1000.00,10.00,25.00,0.00,0.00,465.00,10.00,25.00,"));
}

TEST_CASE("a page escapes what people wrote, and loads and runs nothing") {
  const std::string page = to_html(
      statement_of(sample(), 2026y / March / 11, {.lender = "A & B", .borrower = "<img src=x>", .note = "'\""}));
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(has(page, "A &amp; B"));
  CHECK(has(page, "&lt;img src=x&gt;"));
  CHECK(has(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
  for (const char* absent : {"<script", "<img", "<link", "http:", "https:", "src=\"", "url(", "@import", "javascript:"})
    CHECK_FALSE(has(page, absent));
  CHECK(has(page, "10 days late"));
  CHECK(has(page, "Content-Security-Policy"));
}

TEST_CASE("a loan that was not handed out has a statement too") {
  const Loan loan(sample().terms());
  const Statement statement = statement_of(loan, 2026y / January / 1);
  CHECK_FALSE(statement.payoff);
  CHECK(has(to_text(statement), "status            applied"));
  CHECK(passbook_text(statement) == "nothing happened yet\n");
  CHECK(has(to_html(statement), "<title>Loan statement</title>"));
}

namespace {

constexpr const char* document = R"({"terms": {"currency": "INR", "principal": "3000.00", "disbursed_on": "2026-01-01",
    "interest": {"method": "flat", "rate_percent": "1", "per": "term"}, "repayments": {"count": 3, "every": "1 month"}},
    "heading": {"borrower": "Asha"}, "events": [{"type": "repay", "on": "2026-01-05", "amount": "-1.00"}], "as_of": "2026-03-11"})";

}  // namespace

TEST_CASE("the program's table tells what was refused, its day may be another, and its passbook stands alone") {
  const std::string table = answer_loan(document, AnswerFormat::text);
  CHECK(has(table, "Asha\nINR at the end of 2026-03-11\n"));
  CHECK(has(table, "\nrefused\nout_of_range: /events/0/amount: "));
  CHECK(has(answer_loan(document, AnswerFormat::text, {.as_of = 2026y / January / 2}), "at the end of 2026-01-02\n"));
  CHECK(answer_loan(document, AnswerFormat::text, {.passbook = true}).starts_with("date        what"));
  CHECK(answer_loan(document, AnswerFormat::csv, {.passbook = true}).starts_with("date,id,type,what,amount,"));
  CHECK(answer_loan(document, AnswerFormat::csv).starts_with("number,due,principal_due,"));
  CHECK(answer(Question::loan, document, AnswerFormat::html).starts_with("<!DOCTYPE html>"));
}

TEST_CASE("only a loan is a page") {
  const char* terms = R"({"currency": "INR", "principal": "1.00", "disbursed_on": "2026-01-05",
      "interest": {"method": "flat", "rate_percent": "1"}, "repayments": {"count": 1, "every": "1 week"}})";
  CHECK(test::refusal([&] { return answer(Question::schedule, terms, AnswerFormat::html); }) ==
        "unsupported: a page in HTML is the statement of a loan; a schedule has a table and CSV");
  CHECK(test::refusal([&] {
          return answer(Question::daycount, R"({"convention": "30/360", "start": "2026-01-01", "end": "2026-07-01"})",
                        AnswerFormat::html);
        }) == "unsupported: a page in HTML is the statement of a loan; ask for JSON");
}
