// SPDX-License-Identifier: MIT
// Catch2 for every test: v2 as in Debian 12, v3 elsewhere. A failure prints our own types as the library does:
// `INR 12.00 == INR 13.00`.
// Money is compared exactly; for a double use WithinRel or WithinAbs (`Approx` names two things in v2).
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>
#endif

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace test {

#if CATCH_VERSION_MAJOR >= 3
using Catch::Matchers::ContainsSubstring;
#else
inline auto ContainsSubstring(const std::string& text) { return Catch::Matchers::Contains(text); }
#endif
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

// True for the types of the library, found by the name that the compiler gives them ("T = solidarity::Money").
template <class T>
consteval bool is_ours() {
  return std::string_view(__PRETTY_FUNCTION__).find("T = solidarity::") != std::string_view::npos;
}

template <class T>
concept Printable = is_ours<T>() && fmt::is_formattable<T>::value && !Catch::is_range<T>::value;

}  // namespace test

template <test::Printable T>
struct Catch::StringMaker<T> {
  static std::string convert(const T& value) { return fmt::format("{}", value); }
};
