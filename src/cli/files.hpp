// SPDX-License-Identifier: MIT
// Files and streams of the program: regular files only, every failure is a storage_error.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace solidarity::cli {

// An open file or standard input ("-").  Opening never blocks and never follows into a device, FIFO or directory.
class Input {
 public:
  // Errors: storage_error (cannot be opened, not a regular file).
  Input(const std::string& path, bool follow_links);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // All that is left.  Errors: storage_error, limit_exceeded (over 64 MiB, before it is read where the size is known).
  [[nodiscard]] std::string read_all();

  // The next line without its end; false after the last one.  What a line has beyond 64 MiB and one byte is dropped, so
  // that the document reader refuses it.
  [[nodiscard]] bool next_line(std::string& line);

  // True when the next line may have to be waited for.
  [[nodiscard]] bool is_drained() const noexcept { return at_ == buffer_.size(); }

 private:
  bool fill();

  std::string name_;
  int descriptor_;
  std::string buffer_;
  std::size_t at_ = 0;
};

// Standard output, written in large pieces.  A failure (closed, full, broken pipe) is a storage_error and never silent.
class Output {
 public:
  void write(std::string_view text);
  void flush();

 private:
  std::string pending_;
};

// One line on standard error, as far as that is possible.
void complain(std::string_view line) noexcept;

[[nodiscard]] bool output_is_terminal() noexcept;

}  // namespace solidarity::cli
