// SPDX-License-Identifier: MIT
#include <solidarity/disclosure/flat_equivalent.hpp>

#include <solidarity/disclosure/irr.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace solidarity {
namespace {

void check(double rate, int n, double above) {
  if (n < 1) refuse(ErrorCode::out_of_range, fmt::format("{} installments; a loan needs at least one", n));
  if (!(rate > above) || !std::isfinite(rate))
    refuse(ErrorCode::out_of_range, fmt::format("a rate of {}; it must be above {}", rate, above));
}

}  // namespace

double declining_from_flat(double flat, int n) {
  check(flat, n, -1.0 / n);
  if (std::abs(flat) * n < 1e-6) {  // a payment of 1 + flat n would lose the digits of the rate
    const double first = flat * 2 * n / (n + 1);
    return first * (1 - first * (n - 1) / 6);
  }
  const std::array<RegularFlow, 2> flows{{{0, static_cast<double>(n)}, {1, -(1 + flat * n), n}}};
  return irr(flows).rate;
}

double flat_from_declining(double declining, int n) {
  check(declining, n, -1);
  if (std::abs(declining) * n < 1e-5) return declining * (n + 1) / (2.0 * n) * (1 + declining * (n - 1) / 6);
  return declining / -std::expm1(-n * std::log1p(declining)) -
         1.0 / n;  // the installment of a loan of 1, less its principal
}

double rule_of_thumb(double flat, int n) {
  check(flat, n, -1.0 / n);
  return flat * 2 * n / (n + 1);
}

}  // namespace solidarity
