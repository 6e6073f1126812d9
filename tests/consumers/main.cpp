// SPDX-License-Identifier: MIT
// The program of every consumer: a header, a call into the compiled library, and the version it was built against.
#include <solidarity/core/error.hpp>
#include <solidarity/core/version.hpp>

#include <fmt/core.h>

int main() {
  try {
    solidarity::refuse(solidarity::ErrorCode::out_of_range, "/repayments/count", "0 installments");
  } catch (const solidarity::Error& error) {
    fmt::print("{}\n", error.what());
  }
  fmt::print("{}\n", SOLIDARITY_VERSION_STRING);
}
