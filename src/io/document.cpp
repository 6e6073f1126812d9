// SPDX-License-Identifier: MIT
#include "io/document.hpp"

#include <solidarity/core/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace solidarity::detail {
namespace {

using Node = Document::Node;

// Receives the events of nlohmann's parser, which keeps its own stack on the heap, and writes the flat list.
class Builder {
 public:
  Builder(std::string_view json, std::vector<Node>& nodes) : json_(json), nodes_(nodes) {}

  bool null() { return add(JsonKind::null, "null"); }
  bool boolean(bool value) { return add(JsonKind::boolean, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) { return add(JsonKind::integer, std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return add(JsonKind::integer, std::to_string(value)); }
  bool number_float(double, const std::string& digits) {
    const bool whole = digits.find_first_of(".eE") == std::string::npos;  // an integer beyond 64 bits
    return add(whole ? JsonKind::integer : JsonKind::fraction, digits);
  }
  bool string(std::string& text) {
    const bool has_nul = text.find('\0') != std::string::npos;
    add(JsonKind::string, std::move(text));
    if (has_nul)
      refuse(ErrorCode::out_of_range, pointer(nodes_.size() - 1),
             "a text holds the character \\u0000, which no database keeps");
    return true;
  }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool key(std::string& text) {
    if (text.find('\0') != std::string::npos)
      refuse(ErrorCode::out_of_range, here(), "a key holds the character \\u0000, which no database keeps");
    key_ = std::move(text);
    return true;
  }
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_object() {
    refuse_duplicates();
    return end_array();
  }
  bool end_array() {
    nodes_[open_.back()].end = size();
    open_.pop_back();
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string& token, const Exception& error) {
    const std::string_view words = error.what();
    const auto says = [&](std::string_view part) { return words.find(part) != std::string_view::npos; };
    const std::size_t at = std::min(position, json_.size());
    if (says("unexpected end of input")) refuse_syntax(at, "not JSON at the end; something is missing");
    if (says("expected end of input")) refuse_syntax(at, "more follows; a document is one JSON object");
    refuse_syntax(at, "not JSON near " + solidarity::quoted(token));
  }

 private:
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  bool add(JsonKind kind, std::string text) {
    if (nodes_.size() == Document::max_values)
      refuse(ErrorCode::limit_exceeded,
             fmt::format("more than {} values; a document has at most so many", Document::max_values));
    nodes_.push_back({kind, size() + 1, std::move(key_), std::move(text)});
    key_.clear();
    return true;
  }

  bool open(JsonKind kind) {
    if (open_.size() == Document::max_depth)
      refuse(ErrorCode::malformed_document,
             fmt::format("depth > {}: lists and objects within each other", Document::max_depth));
    open_.push_back(size());
    return add(kind, {});
  }

  // The pointer of the innermost open value, and of one value in it.
  [[nodiscard]] std::string here() const { return open_.empty() ? std::string() : pointer(open_.back()); }
  [[nodiscard]] std::string pointer(std::size_t index) const {
    std::string path;
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const std::size_t child = k + 1 < open_.size() ? open_[k + 1] : index;
      if (child != open_[k]) path = pointer_to(path, step(open_[k], child));
    }
    return path;
  }
  [[nodiscard]] std::string step(std::uint32_t parent, std::size_t child) const {
    if (nodes_[parent].kind == JsonKind::object) return nodes_[child].key;
    std::size_t position = 0;
    for (std::uint32_t at = parent + 1; at < child; at = nodes_[at].end) ++position;
    return std::to_string(position);
  }

  void refuse_duplicates() const {
    std::vector<std::string_view> keys;
    for (std::uint32_t at = open_.back() + 1; at < size(); at = nodes_[at].end) keys.push_back(nodes_[at].key);
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    if (twice != keys.end())
      refuse(ErrorCode::malformed_document, pointer_to(here(), *twice),
             "the key is given twice; each key is given once");
  }

  [[noreturn]] void refuse_syntax(std::size_t position, std::string_view where) const {
    const std::string_view before = json_.substr(0, position == 0 ? 0 : position - 1);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // rfind: npos + 1 is 0
    refuse(ErrorCode::malformed_document, here(),
           fmt::format("line {}, column {} (byte {}): {}", line, column, position, where));
  }

  std::string_view json_;
  std::vector<Node>& nodes_;
  std::vector<std::uint32_t> open_;  // indices of the open lists and objects
  std::string key_;
};

void refuse_foreign_bytes(std::string_view json) {
  const auto starts = [&](std::string_view bytes) { return json.substr(0, bytes.size()) == bytes; };
  if (json.size() > Document::max_bytes)
    refuse(ErrorCode::limit_exceeded,
           fmt::format("{} bytes; a document has at most {} (64 MiB)", json.size(), Document::max_bytes));
  if (starts("\xEF\xBB\xBF"))
    refuse(ErrorCode::malformed_document, "byte 1: a byte-order mark; a document is UTF-8 without one");
  if (starts("\xFF\xFE") || starts("\xFE\xFF"))
    refuse(ErrorCode::malformed_document, "byte 1: UTF-16; a document is UTF-8");
  if (starts("\x1F\x8B") || starts("PK\x03\x04") || starts("\x28\xB5\x2F\xFD") || starts("BZh") ||
      starts("\xFD"
             "7zXZ"))
    refuse(ErrorCode::unsupported, "compressed data; a document is plain JSON");
  if (json.find_first_not_of(" \t\r\n") == std::string_view::npos)
    refuse(ErrorCode::malformed_document, "an empty document; one JSON object is needed");
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t swap = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({swap, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string listed(const std::vector<std::string_view>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

}  // namespace

std::string_view to_text(JsonKind kind) noexcept {
  switch (kind) {
    case JsonKind::null: return "null";
    case JsonKind::boolean: return "true or false";
    case JsonKind::integer: return "an integer";
    case JsonKind::fraction: return "a number with a fraction or exponent";
    case JsonKind::string: return "a string";
    case JsonKind::array: return "a list";
    case JsonKind::object: return "an object";
  }
  return "?";
}

std::string pointer_to(std::string_view pointer, std::string_view step) {
  std::string out(pointer);
  out += '/';
  for (const char c : step.substr(0, 200)) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

Document::Document(std::string_view json) {
  refuse_foreign_bytes(json);
  Builder builder(json, nodes_);
  nlohmann::json::sax_parse(json.begin(), json.end(), &builder);
}

Value Document::root() const { return {*this, 0, {}}; }

std::string_view Value::text() const {
  if (!is(JsonKind::string)) refuse_kind("a string");
  return node().text;
}

bool Value::boolean() const {
  if (!is(JsonKind::boolean)) refuse_kind("true or false");
  return node().text == "true";
}

int Value::integer(int least, int most) const {
  if (!is(JsonKind::integer)) refuse_kind("an integer");
  const std::string& digits = node().text;
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || value < least || value > most)
    refuse(ErrorCode::out_of_range, fmt::format("{}; it must lie between {} and {}", digits, least, most));
  return value;
}

Money Value::amount(Currency currency) const {
  if (!is(JsonKind::string)) refuse_kind("an amount in quotation marks such as \"120.50\"");
  return parsed([&](std::string_view text) { return Money::parse(text, currency); });
}

Rate Value::rate() const {
  if (!is(JsonKind::string)) refuse_kind("a percentage in quotation marks such as \"2.5\"");
  return parsed([](std::string_view text) { return Rate::parse(text); });
}

Date Value::date() const {
  if (!is(JsonKind::string)) refuse_kind("a date in quotation marks such as \"2026-01-05\"");
  return parsed([](std::string_view text) { return Date::parse(text); });
}

std::vector<Value> Value::items() const {
  if (!is(JsonKind::array)) refuse_kind("a list");
  std::vector<Value> all;
  for (std::uint32_t at = index_ + 1; at < node().end; at = (*document_)[at].end)
    all.push_back({*document_, at, pointer_to(pointer_, std::to_string(all.size()))});
  return all;
}

std::vector<std::pair<std::string_view, Value>> Value::entries() const {
  if (!is(JsonKind::object)) refuse_kind("an object");
  std::vector<std::pair<std::string_view, Value>> all;
  for (std::uint32_t at = index_ + 1; at < node().end; at = (*document_)[at].end) {
    const std::string& key = (*document_)[at].key;
    all.emplace_back(key, Value(*document_, at, pointer_to(pointer_, key)));
  }
  return all;
}

Members Value::members() const {
  if (!is(JsonKind::object)) refuse_kind("an object");
  return Members(*this);
}

void Value::refuse(ErrorCode code, std::string_view message) const { solidarity::refuse(code, pointer_, message); }

void Value::refuse_kind(std::string_view wanted) const {
  refuse(ErrorCode::malformed_document, fmt::format("{} is given; {} is needed", to_text(kind()), wanted));
}

std::optional<std::uint32_t> Members::find(std::string_view key) const {
  const Document& document = *object_.document_;
  for (std::uint32_t at = object_.index_ + 1; at < object_.node().end; at = document[at].end)
    if (document[at].key == key) return at;
  return std::nullopt;
}

bool Members::has(std::string_view key) const { return find(key).has_value(); }

std::optional<Value> Members::optional(std::string_view key) {
  known_.push_back(key);
  const auto at = find(key);
  if (!at) return std::nullopt;
  return Value(*object_.document_, *at, pointer(key));
}

Value Members::required(std::string_view key) {
  if (auto value = optional(key)) return *value;
  const std::string_view meant = unasked_like(key);
  refuse(
      ErrorCode::malformed_document, pointer(key),
      meant.empty() ? std::string("the key is missing") : fmt::format("the key is missing; is it {}?", quoted(meant)));
}

std::string_view Members::unasked_like(std::string_view key) const {
  const Document& document = *object_.document_;
  for (std::uint32_t at = object_.index_ + 1; at < object_.node().end; at = document[at].end)
    if (!nearest(document[at].key, {key}).empty() && std::ranges::find(known_, document[at].key) == known_.end())
      return document[at].key;
  return {};
}

void Members::refuse_if_present(std::string_view key, ErrorCode code, std::string_view message) const {
  if (has(key)) refuse(code, pointer(key), message);
}

void Members::refuse_both(std::string_view a, std::string_view b) const {
  if (has(a) && has(b))
    refuse(ErrorCode::contradictory_terms, pointer(b),
           fmt::format("{} and {} exclude each other; give one of them", pointer(a), pointer(b)));
}

void Members::finish() const {
  const Document& document = *object_.document_;
  for (std::uint32_t at = object_.index_ + 1; at < object_.node().end; at = document[at].end) {
    const std::string& key = document[at].key;
    if (std::ranges::find(known_, key) != known_.end()) continue;
    const std::string_view meant = nearest(key, known_);
    refuse(ErrorCode::malformed_document, pointer(key),
           meant.empty() ? fmt::format("unknown key; known are {}", listed(known_))
                         : fmt::format("unknown key; did you mean {}?", quoted(meant)));
  }
}

void refuse_word(const Value& value, const std::vector<std::string_view>& words) {
  const std::string_view meant = nearest(value.text(), words);
  value.refuse(ErrorCode::malformed_document,
               fmt::format("{} is not one of {}{}", quoted(value.text()), listed(words),
                           meant.empty() ? "" : fmt::format("; did you mean {}?", quoted(meant))));
}

std::string_view nearest(std::string_view text, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t least = text.size() < 4 ? 2 : std::max<std::size_t>(2, text.size() / 3) + 1;
  if (text.size() > 64) return best;
  for (const std::string_view word : known) {
    const std::size_t d = distance(text, word);
    if (d < least) {
      least = d;
      best = word;
    }
  }
  return best;
}

}  // namespace solidarity::detail
