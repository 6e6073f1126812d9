// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace solidarity::detail {

// `text` as a JSON string, in quotation marks; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

// Writes JSON from left to right and minds the commas.
//   JsonWriter w;  w.open('{');  w.key("count");  w.number(8);  w.close('}');      ->  {"count": 8}
class JsonWriter {
 public:
  void open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void key(std::string_view name) {
    text(name);
    out_ += ": ";
    first_ = true;  // no comma before the value
  }
  void text(std::string_view value) {
    separate();
    out_ += json_string(value);
  }
  template <std::integral I>
  void number(I value) {
    separate();
    out_ += std::to_string(value);
  }
  void boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
  }

  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void member(std::string_view name, const char* value) { member(name, std::string_view(value)); }
  void member(std::string_view name, const std::string& value) { member(name, std::string_view(value)); }
  template <std::integral I>
  void member(std::string_view name, I value) {
    key(name);
    if constexpr (std::same_as<I, bool>) boolean(value);
    else number(value);
  }
  // The next value, or the next closing bracket, begins a line; before a value the comma goes first.
  void newline(int indent) {
    if (!first_) out_ += ',';
    break_line(indent);
    first_ = true;
  }
  void break_line(int indent) {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent), ' ');
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ", ";
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace solidarity::detail
