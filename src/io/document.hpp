// SPDX-License-Identifier: MIT
// A JSON document read strictly, and the cursors with which codecs walk it. Every refusal carries a JSON pointer.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/core/error.hpp>
#include <solidarity/money/money.hpp>
#include <solidarity/money/rate.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace solidarity::detail {

enum class JsonKind : std::uint8_t { null, boolean, integer, fraction, string, array, object };

// "an integer", "a string", ...
[[nodiscard]] std::string_view to_text(JsonKind kind) noexcept;

// `pointer` with one more step; "/" and "~" within the step are escaped as RFC 6901 says.
[[nodiscard]] std::string pointer_to(std::string_view pointer, std::string_view step);

// Refuses the same as `f` does, with `pointer` as the field when `f` named none.
template <class F>
auto located(const std::string& pointer, F f) {
  try {
    return f();
  } catch (const Error& error) {
    if (!error.field().empty()) throw;
    refuse(error.code(), pointer, error.message());
  }
}

class Value;

// One JSON document as a flat list of its values, parents before children; numbers keep their digits.
// Law: linear in time and memory, and no recursion, whatever the bytes are.
// Errors: malformed_document (not JSON, a duplicate key, deeper than 64, a byte-order mark, not UTF-8), out_of_range
// (\u0000 in a text), unsupported (compressed), limit_exceeded (over 64 MiB, or over 1,000,000 values).
class Document {
 public:
  static constexpr std::size_t max_bytes = std::size_t{64} << 20;
  static constexpr std::size_t max_depth = 64;
  static constexpr std::size_t max_values = 1'000'000;

  struct Node {
    JsonKind kind;
    std::uint32_t end;  // index after the last value inside
    std::string key;    // of a member of an object
    std::string text;   // of a string; the digits of a number; "true"
  };

  explicit Document(std::string_view json);

  [[nodiscard]] Value root() const;
  [[nodiscard]] const Node& operator[](std::uint32_t index) const noexcept { return nodes_[index]; }

 private:
  std::vector<Node> nodes_;
};

class Members;

// One value of a document and the way to it. Each reading function refuses any other kind of value.
class Value {
 public:
  Value(const Document& document, std::uint32_t index, std::string pointer)
      : document_(&document), index_(index), pointer_(std::move(pointer)) {}

  [[nodiscard]] JsonKind kind() const noexcept { return node().kind; }
  [[nodiscard]] bool is(JsonKind kind) const noexcept { return node().kind == kind; }
  [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
  [[nodiscard]] std::string_view written() const noexcept {
    return node().text;
  }  // the characters of a string or number

  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] int integer(int least, int most) const;
  [[nodiscard]] Money amount(Currency currency) const;
  [[nodiscard]] Rate rate() const;
  [[nodiscard]] Date date() const;
  [[nodiscard]] std::vector<Value> items() const;                                 // of an array
  [[nodiscard]] Members members() const;                                          // of an object
  [[nodiscard]] std::vector<std::pair<std::string_view, Value>> entries() const;  // of an object whose keys are data

  // f(text()), with the refusals of `f` located here.
  template <class F>
  [[nodiscard]] auto parsed(F f) const {
    return located(pointer_, [&] { return f(text()); });
  }
  // f(item) for each item of an array.
  template <class F>
  [[nodiscard]] auto each(F f) const {
    std::vector<decltype(f(std::declval<const Value&>()))> all;
    for (const Value& item : items()) all.push_back(f(item));
    return all;
  }

  [[noreturn]] void refuse(ErrorCode code, std::string_view message) const;
  [[noreturn]] void refuse_kind(std::string_view wanted) const;

 private:
  friend class Members;
  [[nodiscard]] const Document::Node& node() const noexcept { return (*document_)[index_]; }

  const Document* document_;
  std::uint32_t index_;
  std::string pointer_;
};

// The members of one object. Ask for every key that is known, then finish(): it refuses the first key that nobody
// asked for, and suggests the one that was probably meant.
class Members {
 public:
  explicit Members(Value object) : object_(std::move(object)) {}

  [[nodiscard]] Value required(std::string_view key);
  [[nodiscard]] std::optional<Value> optional(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] std::string pointer(std::string_view key) const { return pointer_to(object_.pointer(), key); }

  // Refuses `key` (with `message`) when it is there; a key that exists elsewhere or in a later version.
  void refuse_if_present(std::string_view key, ErrorCode code, std::string_view message) const;
  // Refuses two keys of which only one may be given; names both.
  void refuse_both(std::string_view a, std::string_view b) const;

  void finish() const;

 private:
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const;
  [[nodiscard]] std::string_view unasked_like(std::string_view key) const;  // a key that may have been meant for `key`

  Value object_;
  std::vector<std::string_view> known_;  // keys are literals of the codecs
};

// A closed list of words of the wire and what they mean.
template <class T>
struct Word {
  std::string_view text;
  T meaning;
};

[[noreturn]] void refuse_word(const Value& value, const std::vector<std::string_view>& words);

template <class T, std::size_t N>
[[nodiscard]] T meaning_of(const Value& value, const Word<T> (&words)[N]) {
  const std::string_view text = value.text();
  std::vector<std::string_view> known;
  for (const Word<T>& word : words) {
    if (word.text == text) return word.meaning;
    known.push_back(word.text);
  }
  refuse_word(value, known);
}

template <class T, std::size_t N>
[[nodiscard]] std::string_view word_for(T meaning, const Word<T> (&words)[N]) {
  for (const Word<T>& word : words)
    if (word.meaning == meaning) return word.text;
  return words[0].text;
}

// The word of `known` that is nearest to `text`, when it is near enough to have been meant; else empty.
[[nodiscard]] std::string_view nearest(std::string_view text, const std::vector<std::string_view>& known);

}  // namespace solidarity::detail
