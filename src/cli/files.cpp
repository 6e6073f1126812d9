// SPDX-License-Identifier: MIT
#include "cli/files.hpp"

#include "io/document.hpp"

#include <solidarity/core/error.hpp>
#include <solidarity/core/text.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace solidarity::cli {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16;
constexpr std::size_t longest = detail::Document::max_bytes + 1;

[[noreturn]] void refuse_file(const std::string& name, std::string_view why) {
  refuse(ErrorCode::storage_error, fmt::format("{}: {}", name, why));
}

[[noreturn]] void refuse_errno(const std::string& name) { refuse_file(name, std::strerror(errno)); }

int open_regular(const std::string& path, const std::string& name, bool follow_links) {
  const int descriptor =
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow_links ? 0 : O_NOFOLLOW));
  if (descriptor < 0) refuse_errno(name);
  struct stat about {};
  const bool known = ::fstat(descriptor, &about) == 0;
  if (known && S_ISREG(about.st_mode)) return descriptor;
  ::close(descriptor);
  refuse_file(name, known ? "not a regular file; give a file, or - for standard input" : "cannot be examined");
}

bool is_larger_than(int descriptor, std::size_t bytes) {
  struct stat about {};
  return ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) && static_cast<std::size_t>(about.st_size) > bytes;
}

}  // namespace

Input::Input(const std::string& path, bool follow_links)
    : name_(path == "-" ? "standard input" : quoted(path, 200)),
      descriptor_(path == "-" ? STDIN_FILENO : open_regular(path, name_, follow_links)) {}

Input::~Input() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

bool Input::fill() {
  buffer_.resize(piece);
  at_ = 0;
  for (;;) {
    const auto got = ::read(descriptor_, buffer_.data(), piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_errno(name_);
    buffer_.resize(static_cast<std::size_t>(got));
    return got > 0;
  }
}

std::string Input::read_all() {
  const auto refuse_size = [&] {
    refuse(ErrorCode::limit_exceeded,
           fmt::format("{}: more than {} bytes (64 MiB)", name_, detail::Document::max_bytes));
  };
  if (is_larger_than(descriptor_, detail::Document::max_bytes)) refuse_size();
  std::string all;
  while (fill()) {
    all += buffer_;
    if (all.size() > detail::Document::max_bytes) refuse_size();
  }
  return all;
}

bool Input::next_line(std::string& line) {
  line.clear();
  bool any = false;
  while (at_ < buffer_.size() || fill()) {
    any = true;
    const auto end = buffer_.find('\n', at_);
    const std::size_t stop = std::min(end, buffer_.size());
    line.append(buffer_, at_, std::min(stop - at_, longest - line.size()));
    at_ = std::min(stop + 1, buffer_.size());
    if (end != std::string::npos) break;
  }
  if (line.ends_with('\r')) line.pop_back();
  return any;
}

void Output::write(std::string_view text) {
  pending_ += text;
  if (pending_.size() >= piece) flush();
}

void Output::flush() {
  std::string_view left = pending_;
  while (!left.empty()) {
    const auto put = ::write(STDOUT_FILENO, left.data(), left.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      pending_.clear();
      refuse_errno("standard output");
    }
    left.remove_prefix(static_cast<std::size_t>(put));
  }
  pending_.clear();
}

void complain(std::string_view line) noexcept {
  while (!line.empty()) {
    const auto put = ::write(STDERR_FILENO, line.data(), line.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(put));
  }
}

bool output_is_terminal() noexcept { return ::isatty(STDOUT_FILENO) == 1; }

}  // namespace solidarity::cli
