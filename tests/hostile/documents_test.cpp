// SPDX-License-Identifier: MIT
// Hostile documents: rows E 65-83 of the guide's list that concern JSON, with A and B as a document meets them.
#include <solidarity/io/answer.hpp>
#include <solidarity/io/json.hpp>

#include <pthread.h>

#include <chrono>
#include <string>

#include "catch.hpp"
#include "refusal.hpp"

using namespace solidarity;

namespace {

const std::string priced =
    R"({"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05", "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"count": 8, "every": "1 week"}})";

std::string code_of(const std::string& document) {
  return test::refused([&] { return answer(Question::schedule, document); });
}
std::string refusal_of(const std::string& document) {
  return test::refusal([&] { return answer(Question::schedule, document); });
}

// The priced document with `members` first.
std::string with(const std::string& members) { return "{" + members + ", " + priced.substr(1); }

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t k = 0; k < times; ++k) all += text;
  return all;
}

// Seconds that refusing `document` takes.
double seconds_for(const std::string& document) {
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(code_of(document));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string many_keys(std::size_t count) {
  std::string all = "{";
  for (std::size_t k = 0; k < count; ++k) all += (k == 0 ? "\"" : ", \"") + std::to_string(k) + "\": 1";
  return all + "}";
}

}  // namespace

TEST_CASE("the document of this file is priced") { CHECK(code_of(priced).empty()); }

TEST_CASE("E65: depth is bounded and does not grow the stack") {
  CHECK(refusal_of(std::string(100'000, '[')) == "malformed_document: depth > 64: lists and objects within each other");
  CHECK(refusal_of(repeated("{\"a\":", 10'000)) ==
        "malformed_document: depth > 64: lists and objects within each other");
  CHECK(code_of(repeated("[", 65) + repeated("]", 65)) == "malformed_document");
  CHECK(refusal_of(repeated("[", 64) + repeated("]", 64)) ==
        "malformed_document: a list is given; an object is needed");
}

TEST_CASE("E66: size is bounded before anything is built, and time is linear") {
  CHECK(code_of(std::string((std::size_t{64} << 20) + 1, ' ')) == "limit_exceeded");
  CHECK(refusal_of("[" + repeated("0,", 1'000'000) + "0]") ==
        "limit_exceeded: more than 1000000 values; a document has at most so many");
  CHECK(code_of("{\"a\": \"" + std::string(std::size_t{60} << 20, 'x') + "\"}") == "malformed_document");
  CHECK(code_of(many_keys(500'000)) == "malformed_document");
  const double small = seconds_for(many_keys(100'000));
  const double large = seconds_for(many_keys(800'000));
  CHECK(large < 40 * (small + 0.01));  // eight times the input; a quadratic reader takes 64 times as long
}

TEST_CASE("E67: a duplicate key is refused, whatever its value") {
  CHECK(refusal_of(R"({"amount": "1", "amount": "1000"})") ==
        "malformed_document: /amount: the key is given twice; each key is given once");
  CHECK(code_of(with(R"("currency": "INR")")) == "malformed_document");
  CHECK(code_of(R"({"a": 1, "\u0061": 1})") == "malformed_document");
}

TEST_CASE("E68: unknown keys, missing keys, null and wrong types") {
  CHECK(refusal_of(with(R"("ammount": "1")")) != "nothing is refused");
  CHECK(refusal_of(with(R"("feees": [])")) == "malformed_document: /feees: unknown key; did you mean \"fees\"?");
  for (const char* wrong : {"null", "true", "[]", "{}", "1", "1.5", "12e3"})
    CHECK(code_of(R"({"currency": "INR", "disbursed_on": "2026-01-05", "principal": )" + std::string(wrong) + "}") ==
          "malformed_document");
  CHECK(code_of(with("\"" + std::string(1 << 20, 'k') + "\": 1")) == "malformed_document");
  CHECK(refusal_of(with("\"" + std::string(1 << 20, 'k') + "\": 1")).size() < 1000);
}

TEST_CASE("E69: only UTF-8 without a byte-order mark") {
  CHECK(refusal_of("\xEF\xBB\xBF" + priced) ==
        "malformed_document: byte 1: a byte-order mark; a document is UTF-8 without one");
  CHECK(code_of(std::string("\xFF\xFE{\0}\0", 6)) == "malformed_document");
  CHECK(code_of(std::string("{\0", 2)) == "malformed_document");
  for (const char* bytes : {"\xFF", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\\ud800",
                            "\\udc00", "\\ud800x"})
    CHECK(refusal_of(with("\"fees\": \"" + std::string(bytes) + "\"")).find("malformed_document: line 1, column") == 0);
  CHECK(code_of(with(R"("fees": [{"name": "\ud83d\ude00", "at": "installment", "amount": "1"}])")).empty());
}

TEST_CASE("E70: the character NUL is refused in every text") {
  CHECK(refusal_of(with(R"("fees": [{"name": "a\u0000b", "at": "installment", "amount": "1"}])"))
            .find("out_of_range: /fees/0/name: ") == 0);
  CHECK(code_of(with(R"("a\u0000": 1)")) == "out_of_range");
  CHECK(code_of(with(std::string("\"fees\": \"a\0b\"", 13))) == "malformed_document");
}

TEST_CASE("E71: a document that is cut anywhere, followed by anything or empty is refused") {
  for (std::size_t cut = 0; cut < priced.size(); ++cut) {
    INFO(cut);
    REQUIRE(code_of(priced.substr(0, cut)) == "malformed_document");
  }
  for (const char* more : {"x", "{}", "[]", "\"", ",", "}"}) CHECK(code_of(priced + more) == "malformed_document");
  CHECK(code_of(" \r\n\t" + priced + "\n\n ").empty());
  CHECK(code_of("") == "malformed_document");
  CHECK(code_of("   \n") == "malformed_document");
}

TEST_CASE("E72: no comments, trailing commas, NaN or Infinity; __proto__ is a key like any other") {
  for (const char* text :
       {"// c\n{}", "{} # c", "{\"a\": 1,}", "[1,]", "{\"a\": NaN}", "{\"a\": Infinity}", "{\"a\": -Infinity}",
        "{'a': 1}", "{a: 1}", "{\"a\": 01}", "{\"a\": +1}", "{\"a\": .5}", "{\"a\": 0x10}", "{\"a\": \"\t\"}"})
    CHECK(code_of(text) == "malformed_document");
  CHECK(refusal_of(with(R"("__proto__": {"principal": "1"})")).find("malformed_document: /__proto__: unknown key") ==
        0);
}

TEST_CASE("E73, E74: CSV has amounts, dates and counts only, so no cell is a formula and none needs quotes") {
  const std::string csv = answer(Question::schedule, priced, AnswerFormat::csv);
  for (const char c : {'"', ';', '\t', '=', '+', '@', '\''}) CHECK(csv.find(c) == std::string::npos);
}

TEST_CASE("E75, A3, A4: amounts are digits and a point, in no other spelling of any language") {
  for (const char* amount : {"1.234,56",
                             "1\xC2\xA0"
                             "234.56",
                             "(100)",
                             "012",
                             "0x1F",
                             "",
                             "-",
                             "+5",
                             " 5",
                             "5 ",
                             "5.",
                             ".5",
                             "1e3",
                             "NaN",
                             "inf",
                             "1,000",
                             "1'000",
                             "\xD9\xA1\xD9\xA2\xD9\xA3",
                             "\xEF\xBC\x91",
                             "\xE2\x88\x92"
                             "5",
                             "--5",
                             "1.2.3"}) {
    INFO(amount);
    CHECK(code_of(R"({"currency": "INR", "disbursed_on": "2026-01-05", "principal": ")" + std::string(amount) +
                  "\"}") == "invalid_amount");
  }
}

TEST_CASE("A9: no number of JSON is an amount") {
  for (const char* number : {"0.1", "1e2", "100.0", "12345678901234567890123", "-0", "1E400"})
    CHECK(code_of(R"({"currency": "INR", "disbursed_on": "2026-01-05", "principal": )" + std::string(number) + "}") ==
          "malformed_document");
}

TEST_CASE("E78, E79: names are data, whatever they look like") {
  for (const char* name : {"Robert'); DROP TABLE loans;--", "%", "_", "$(rm -rf)", "{{7*7}}", "%n%s", "{}", "{0}",
                           "\\u001b[31m", "\\u202e", "e\\u0301", " ", ""}) {
    const std::string document =
        with(R"("fees": [{"name": ")" + std::string(name) + R"(", "at": "installment", "amount": "1"}])");
    CHECK(code_of(document).empty());
    CHECK(to_json(parse_terms(to_json(parse_terms(document)))) == to_json(parse_terms(document)));
  }
}

TEST_CASE("E79: what a refusal repeats of a document is escaped and short") {
  const std::string refusal =
      refusal_of(with("\"amortization\": \"\\u001b[31m\\u202e" + std::string(1000, 'x') + "\""));
  CHECK(refusal.find('\x1b') == std::string::npos);
  CHECK(refusal.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(refusal.size() < 300);
}

TEST_CASE("E80: contradictory settings name both keys") {
  CHECK(refusal_of(with(R"("amortization": "bullet", "installment_amount": "1")"))
            .find("contradictory_terms: /installment_amount: ") == 0);
  CHECK(code_of(with(R"("grace": {"principal": 8})")) == "out_of_range");
  CHECK(
      code_of(with(
          R"("fees": [{"name": "a", "at": "installment", "percent": "1", "of": "interest", "min": "2", "max": "1"}])")) ==
      "contradictory_terms");
  CHECK(code_of(with(R"("grace": {"principal": 9223372036854775808})")) == "out_of_range");
}

TEST_CASE("E81: a document names no other file") {
  CHECK(code_of(R"("file:///etc/passwd")") == "malformed_document");
  CHECK(code_of(with(R"("$ref": "../../etc/passwd")")) == "malformed_document");
  CHECK(code_of(with(R"("include": "terms.json")")) == "malformed_document");
}

TEST_CASE("E82: compressed data is not unpacked") {
  for (const char* magic : {"\x1F\x8B\x08", "PK\x03\x04", "BZh9", "\x28\xB5\x2F\xFD",
                            "\xFD"
                            "7zXZ"})
    CHECK(refusal_of(std::string(magic) + std::string(100, 'x')) ==
          "unsupported: compressed data; a document is plain JSON");
}

TEST_CASE("E83: every version but 1 is unsupported, and the refusal says which is supported") {
  for (const char* version : {"0", "2", "999", "-1", "1.0", "\"1\"", "true", "null", "[1]", "99999999999999999999"}) {
    INFO(version);
    CHECK(refusal_of(with("\"version\": " + std::string(version))).find("this program reads version 1") !=
          std::string::npos);
    CHECK(code_of(with("\"version\": " + std::string(version))) == "unsupported");
  }
  CHECK(code_of(with("\"version\": 1")).empty());
}

TEST_CASE("B25: holidays without end are refused, overlapping ones are merged") {
  CHECK(code_of(with(R"("calendar": {"holidays": [)" + repeated("\"2026-01-26\",", 200'001) + R"("2026-01-26"]})")) ==
        "limit_exceeded");
  CHECK(
      code_of(with(
          R"("calendar": {"weekend": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "roll": "following"})")) ==
      "no_business_day");
  CHECK(refusal_of(with(R"("calendar": {"holidays": [{"from": "2026-02-02", "to": "2026-02-01"}]})"))
            .find("invalid_date: /calendar/holidays/0: ") == 0);
  const auto terms = parse_terms(with(
      R"("calendar": {"holidays": [{"from": "2026-02-02", "to": "2026-02-09"}, {"from": "2026-02-05", "to": "2026-02-20"}]})"));
  CHECK(terms.calendar.business_days.holidays().size() == 1);
}

namespace {

// Runs `call` on a thread with a stack of `bytes`.
template <class Call>
void with_stack(std::size_t bytes, Call call) {
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, bytes) == 0);
  pthread_t thread{};
  const auto start = [](void* given) -> void* { return (*static_cast<Call*>(given))(), nullptr; };
  REQUIRE(pthread_create(&thread, &attributes, start, &call) == 0);
  REQUIRE(pthread_join(thread, nullptr) == 0);
  pthread_attr_destroy(&attributes);
}

}  // namespace

TEST_CASE("G99: a stack of 256 KiB is enough for the deepest and the longest document") {
  std::string codes;
  with_stack(256 * 1024, [&] {
    codes = code_of(repeated("[", 1'000'000)) + " " + code_of(many_keys(200'000)) + " " + code_of(priced);
  });
  CHECK(codes == "malformed_document malformed_document ");
}
