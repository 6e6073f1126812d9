// SPDX-License-Identifier: MIT
#pragma once

namespace solidarity {

// One visitor out of several lambdas: std::visit(overloaded{[](Flat) {...}, [](Declining) {...}}, method).
template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

}  // namespace solidarity
