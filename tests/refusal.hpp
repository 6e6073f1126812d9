// SPDX-License-Identifier: MIT
// What a call refuses, as text or as its code:
//   CHECK(test::refusal([] { Money::parse("1e3", INR); }) == "invalid_amount: ...");
#pragma once

#include <solidarity/core/error.hpp>

#include <string>

namespace test {

template <class Call>
std::string refusal(Call call) {
  try {
    static_cast<void>(call());
  } catch (const solidarity::Error& error) {
    return error.what();
  }
  return "nothing is refused";
}

// The code alone; empty when nothing is refused.
template <class Call>
std::string refused(Call call) {
  try {
    static_cast<void>(call());
  } catch (const solidarity::Error& error) {
    return std::string(to_text(error.code()));
  }
  return {};
}

}  // namespace test
