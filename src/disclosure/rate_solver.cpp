// SPDX-License-Identifier: MIT
// With d = ln(1 + x) each term is amount x exp(-time d - ln(1 + fraction (e^d - 1))); its duration, -d(ln term)/dd, is
// tau(d) = time + fraction e^d / (1 + fraction (e^d - 1)), between time and time + 1, and terms keep their order by tau at every d.
// - One change of sign: ln(late) - ln(early) falls strictly, so there is exactly one root and Newton's steps, which see a nearly
//   straight line, reach it from anywhere.
// - More: an interval of d is thrown away when Taylor's bound keeps the sum away from zero, taken when the bound shows that the sum
//   times exp(mu d) is monotone (one root or none, by the signs at its ends), and halved otherwise.  Signs in doubt and
//   roots too close together for doubles are decided with 50 digits.
#include "disclosure/rate_solver.hpp"

#include <solidarity/core/error.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace solidarity::detail {
namespace {

using Decimal50 = boost::multiprecision::cpp_dec_float_50;
using Terms = std::span<const Term>;

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// Sorted by time, equal times added up, no zeros, the first time zero unless there are fractions.
void normalise(std::vector<Term>& terms) {
  for (const Term& term : terms)
    if (!std::isfinite(term.amount) || !(std::abs(term.time) <= 1e9))
      refuse(ErrorCode::out_of_range, "an amount must be a finite number and a time lie within 1000000000 periods");
  const auto before = [](const Term& a, const Term& b) {
    return std::tie(a.time, a.fraction, a.amount) < std::tie(b.time, b.fraction, b.amount);
  };
  if (!std::ranges::is_sorted(terms, before)) std::ranges::sort(terms, before);
  std::size_t kept = 0;
  for (std::size_t k = 0; k < terms.size();) {
    Term sum = terms[k];
    for (++k; k < terms.size() && terms[k].time == sum.time && terms[k].fraction == sum.fraction; ++k)
      sum.amount += terms[k].amount;
    if (sum.amount != 0) terms[kept++] = sum;
  }
  terms.resize(kept);
  if (std::ranges::any_of(terms, [](const Term& t) { return t.fraction != 0; })) return;
  for (std::size_t k = kept; k-- > 0;) terms[k].time -= terms[0].time;
}

int count_sign_changes(Terms terms) {
  int changes = 0;
  for (std::size_t k = 1; k < terms.size(); ++k) changes += (terms[k].amount < 0) != (terms[k - 1].amount < 0);
  return changes;
}

double span_of(Terms terms) {  // of time: the natural unit of 1 / d
  return std::max(terms.back().time - terms.front().time + (terms.back().fraction != 0 ? 1 : 0), 1e-300);
}

// ln(1 + fraction (e^d - 1)), and the duration that the fraction adds; neither overflows.
struct Simple {
  double log;
  double duration;
};
Simple simple_interest(double fraction, double d) {
  if (fraction == 0) return {0, 0};
  if (d > 0) {
    const double scaled = fraction + (1 - fraction) * std::exp(-d);
    return {d + std::log(scaled), fraction / scaled};
  }
  const double grown = 1 + fraction * std::expm1(d);
  return {std::log(grown), fraction * std::exp(d) / grown};
}

// ---- one change of sign --------------------------------------------------------------------------------------------------

struct Group {
  double sum;  // times e^-scale
  double scale;
  double duration;  // mean tau
  double variance;  // of tau
};

Group summed(Terms terms, double d, bool fractions) {
  const double scale = -d * (d >= 0 ? terms.front().time : terms.back().time);
  double sum = 0;
  double first = 0;
  double second = 0;
  const auto add = [&](double value, double tau) {
    sum += value;
    first += value * tau;
    second += value * tau * tau;
  };
  if (d == 0) {
    for (const Term& term : terms) add(term.amount, term.time + term.fraction);
  } else if (!fractions) {
    for (const Term& term : terms) add(term.amount * std::exp(-term.time * d - scale), term.time);
  } else {
    for (const Term& term : terms) {
      const auto simple = simple_interest(term.fraction, d);
      add(term.amount * std::exp(-term.time * d - simple.log - scale), term.time + simple.duration);
    }
  }
  const double mean = first / sum;
  return {sum, scale, mean, second / sum - mean * mean};
}

// sum and its derivative near d = 0, where the sum of the amounts must not swallow the digits of d.
double corrected_near_zero(Terms terms, double d) {
  double total = 0;
  double lost = 0;  // the amounts' own sum, compensated (Neumaier)
  double change = 0;
  double slope = 0;
  for (const Term& term : terms) {
    const double next = total + term.amount;
    lost += std::abs(total) >= std::abs(term.amount) ? (total - next) + term.amount : (term.amount - next) + total;
    total = next;
    const auto simple = simple_interest(term.fraction, d);
    const double grown = std::expm1(-term.time * d - simple.log);
    change += term.amount * grown;
    slope -= term.amount * (grown + 1) * (term.time + simple.duration);
  }
  const double value = (total + lost) + change;
  return slope != 0 && std::isfinite(value / slope) ? d - value / slope : d;
}

double solve_single(Terms terms) {
  const auto split = static_cast<std::size_t>(
      std::ranges::find_if(terms, [&](const Term& t) { return (t.amount < 0) != (terms[0].amount < 0); }) -
      terms.begin());
  const Terms early = terms.first(split);
  const Terms late = terms.subspan(split);
  const bool fractions = std::ranges::any_of(terms, [](const Term& t) { return t.fraction != 0; });
  const double unit = 1 / span_of(terms);
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double d = 0;
  for (int round = 0; round < 200; ++round) {
    const auto e = summed(early, d, fractions);
    const auto l = summed(late, d, fractions);
    const double excess = std::log(-l.sum / e.sum) + (l.scale - e.scale);  // above zero: the root lies to the right
    if (excess == 0) break;
    (excess > 0 ? low : high) = d;
    const double newton = excess / (l.duration - e.duration);
    const double bent =
        0.5 * newton * (l.variance - e.variance) / (l.duration - e.duration);  // Chebyshev's third order
    double next = d + newton * (std::abs(bent) < 0.5 ? 1 + bent : 1);
    if (next == d) break;
    const bool inside = next > low && next < high;
    if (!inside && (std::isinf(low) || std::isinf(high)))
      next = d + (excess > 0 ? 1 : -1) * std::max(std::abs(d), unit);
    else if (!inside) next = low + (high - low) / 2;
    const double step = std::abs(next - d);
    if (next == low || next == high) break;
    d = next;
    if ((inside && step <= 1e-7 * unit) || step <= epsilon * std::abs(d)) break;
  }
  return std::abs(d) < 0.05 * unit ? corrected_near_zero(terms, d) : d;
}

// ---- several changes of sign -----------------------------------------------------------------------------------------------

// The sum times exp(mu d) / scale at d: value, slope, and a bound on the second derivative within `radius`.
struct Probe {
  double value;
  double slope;
  double curvature;
  double noise;  // bounds the rounding error of `value`
  double slope_noise;
};

class Solver {
 public:
  explicit Solver(Terms terms)
      : terms_(terms), weights_(terms.size()), durations_(terms.size()), unit_(1 / span_of(terms)) {}

  std::vector<Root> roots();

 private:
  struct Interval {
    double from;
    double to;
  };
  struct Exact {
    Decimal50 value;
    Decimal50 slope;
    Decimal50 size;  // sum of the magnitudes behind `value`
  };

  Probe probe(double d, double radius);
  Exact exact(const Decimal50& d, int order = 0) const;
  int sign_at(double d);
  double outermost(bool right);
  void examine(Interval interval);
  void take_monotone(Interval interval);
  void take_cluster(Interval interval);
  double refined(Interval bracket, int sign_from);
  double polished(double d, Interval within) const;
  double bisected(Interval bracket, int sign_from) const;
  std::vector<Decimal50> zeros(int order, Interval interval, const std::vector<Decimal50>& turns) const;
  Decimal50 zero_between(int order, Decimal50 from, Decimal50 to, int sign_from) const;
  static int sign(const Exact& e) { return abs(e.value) <= e.size * Decimal50("1e-36") ? 0 : e.value > 0 ? 1 : -1; }
  void add(double d, bool touching) { found_.push_back({d, touching}); }
  void spend(double work) {
    work_ += work;
    if (work_ > 1e8)
      refuse(ErrorCode::limit_exceeded, "these flows have too many changes of sign to separate their rates");
  }

  Terms terms_;
  std::vector<double> weights_;
  std::vector<double> durations_;
  double unit_;
  double work_ = 0;
  std::vector<Interval> clusters_;
  std::vector<Root> found_;
};

Probe Solver::probe(double d, double radius) {
  spend(static_cast<double>(terms_.size()));
  double top = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < terms_.size(); ++k) {
    const auto simple = simple_interest(terms_[k].fraction, d);
    weights_[k] = -terms_[k].time * d - simple.log;
    durations_[k] = terms_[k].time + simple.duration;
    top = std::max(top, weights_[k]);
  }
  double size = 0;
  double mu = 0;
  double noise = 0;
  for (std::size_t k = 0; k < terms_.size(); ++k) {
    const double rounding = 4 + std::abs(terms_[k].time * d) + static_cast<double>(terms_.size()) / 8;
    weights_[k] = terms_[k].amount * std::exp(weights_[k] - top);
    size += std::abs(weights_[k]);
    mu += std::abs(weights_[k]) * durations_[k];
    noise += std::abs(weights_[k]) * rounding;
  }
  mu /= size;
  Probe p{0, 0, 0, noise * epsilon, noise * epsilon / unit_};
  for (std::size_t k = 0; k < terms_.size(); ++k) {
    const double lean = mu - durations_[k];
    p.value += weights_[k];
    p.slope += weights_[k] * lean;
    if (radius == 0) continue;
    const bool bends = terms_[k].fraction != 0;
    const double most = std::abs(lean) + (bends ? std::min(radius / 4, 1.0) : 0);
    p.curvature += std::abs(weights_[k]) * std::exp(most * radius) * (most * most + (bends ? 0.25 : 0));
  }
  return p;
}

// The derivative of the given order of the sum times exp(mu d), with mu in the middle of all times, and the next one.
// With fractions only order 0.
Solver::Exact Solver::exact(const Decimal50& d, int order) const {
  Exact sum{0, 0, 0};
  const Decimal50 growth = exp(d);
  const Decimal50 discount = 1 / growth;
  const Decimal50 mu = (terms_.front().time + terms_.back().time) / 2;
  for (const Term& term : terms_) {
    const bool whole = term.time == std::floor(term.time) && std::abs(term.time) < 1e9;
    const Decimal50 f = term.fraction;
    const Decimal50 simple = 1 + f * (growth - 1);
    const Decimal50 factor =
        whole ? Decimal50(pow(discount, static_cast<int>(term.time))) : Decimal50(exp(-Decimal50(term.time) * d));
    const Decimal50 lean = mu - Decimal50(term.time) - f * growth / simple;
    Decimal50 value = Decimal50(term.amount) * factor / simple;
    for (int k = 0; k < order; ++k) value *= lean;
    sum.value += value;
    sum.slope += value * lean;
    sum.size += abs(value);
  }
  return sum;
}

int Solver::sign_at(double d) {
  const auto p = probe(d, 0);
  if (std::abs(p.value) > p.noise) return p.value > 0 ? 1 : -1;
  spend(1000.0 * static_cast<double>(terms_.size()));
  return sign(exact(Decimal50(d)));
}

// Beyond this d the first term (or, to the left, the last) outweighs all others, and does so all the more further out.
double Solver::outermost(bool right) {
  const auto lead = right ? std::size_t{0} : terms_.size() - 1;
  for (double d = unit_; d < 1e300; d *= 2) {
    const double at = right ? d : -d;
    if (terms_[0].time == 0 && right && at > 1e4 &&
        std::ranges::any_of(terms_, [](const Term& t) { return t.fraction != 0; }))
      return at;
    static_cast<void>(probe(at, 0));
    double others = 0;
    for (std::size_t k = 0; k < terms_.size(); ++k)
      if (k != lead) others += std::abs(weights_[k]);
    if (std::abs(weights_[lead]) > 1.000001 * others) return at;
  }
  return right ? 1e300 : -1e300;
}

// The root in a bracket whose left end has the sign `sign_from`; doubles.
double Solver::refined(Interval bracket, int sign_from) {
  const Interval whole = bracket;
  double d = bracket.from + (bracket.to - bracket.from) / 2;
  Probe p{};
  for (int round = 0; round < 2200; ++round) {
    p = probe(d, 0);
    if (p.value == 0) break;
    ((p.value > 0) == (sign_from > 0) ? bracket.from : bracket.to) = d;
    double next = d - p.value / p.slope;
    if (!(next > bracket.from && next < bracket.to)) next = bracket.from + (bracket.to - bracket.from) / 2;
    if (next == bracket.from || next == bracket.to) break;
    const double step = std::abs(next - d);
    d = next;
    if (step <= epsilon * std::abs(d) || step <= 1e-16 * unit_) break;
  }
  p = probe(d, 0);
  const double doubt = p.noise / std::abs(p.slope);
  if (!(doubt <= 1e-14 * unit_) || std::abs(d) < 0.05 * unit_) return polished(d, whole);
  return d;
}

double Solver::polished(double d, Interval within) const {
  Decimal50 x = d;
  for (int round = 0; round < 8; ++round) {
    const auto e = exact(x);
    if (e.slope == 0 || e.value == 0) break;
    const Decimal50 step = e.value / e.slope;
    const Decimal50 next = x - step;
    if (next < within.from || next > within.to)
      return bisected(within, exact(Decimal50(within.from)).value > 0 ? 1 : -1);
    x = next;
    if (abs(step) <= Decimal50(unit_) * Decimal50("1e-25") || abs(step) <= abs(x) * Decimal50("1e-25")) break;
  }
  return x.convert_to<double>();
}

double Solver::bisected(Interval bracket, int sign_from) const {
  while (true) {
    const double middle = bracket.from + (bracket.to - bracket.from) / 2;
    if (middle <= bracket.from || middle >= bracket.to) return middle;
    const auto e = exact(Decimal50(middle));
    if (e.value == 0) return middle;
    ((e.value > 0) == (sign_from > 0) ? bracket.from : bracket.to) = middle;
  }
}

void Solver::take_monotone(Interval interval) {
  const int left = sign_at(interval.from);
  const int right = sign_at(interval.to);
  if (left == 0) return add(interval.from, false);
  if (right == 0) return add(interval.to, false);
  if (left != right) add(refined(interval, left), false);
}

// A zero of a derivative between two points where its signs differ: Newton's steps, halving when one leaves the bracket.
Decimal50 Solver::zero_between(int order, Decimal50 from, Decimal50 to, int sign_from) const {
  Decimal50 d = (from + to) / 2;
  for (int round = 0; round < 200; ++round) {
    const auto e = exact(d, order);
    if (e.value == 0) return d;
    ((e.value > 0) == (sign_from > 0) ? from : to) = d;
    Decimal50 next = e.slope == 0 ? from : Decimal50(d - e.value / e.slope);
    if (!(next > from && next < to)) next = (from + to) / 2;
    const Decimal50 step = abs(next - d);
    d = next;
    if (step <= Decimal50(unit_) * Decimal50("1e-44") || step <= abs(d) * Decimal50("1e-44")) break;
  }
  return d;
}

// The zeros of a derivative in the interval, given those of the next one (`turns`), between which it is monotone.
std::vector<Decimal50> Solver::zeros(int order, Interval interval, const std::vector<Decimal50>& turns) const {
  std::vector<Decimal50> points{interval.from};
  points.insert(points.end(), turns.begin(), turns.end());
  points.push_back(interval.to);
  std::vector<Decimal50> found;
  int before = 0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    const int at = sign(exact(points[k], order));
    if (before * at < 0) found.push_back(zero_between(order, points[k - 1], points[k], before));
    if (at == 0) found.push_back(points[k]);
    before = at;
  }
  return found;
}

// An interval too small for doubles: by Rolle's theorem the roots lie between the zeros of the derivative, and so on up to a
// derivative that has none here.
void Solver::take_cluster(Interval interval) {
  const int left = sign_at(interval.from);
  const int right = sign_at(interval.to);
  const bool fractions = std::ranges::any_of(terms_, [](const Term& t) { return t.fraction != 0; });
  if (fractions) {
    if (left != right) add(bisected(interval, left), false);
    return;
  }
  const double radius = (interval.to - interval.from) / 2;
  int order = 1;
  for (; order < 12; ++order) {
    spend(100.0 * static_cast<double>(terms_.size()));
    const auto e = exact(Decimal50(interval.from + radius), order);
    // |next derivative| <= size x (half the time) x e^(half the time x radius)
    const double half = 0.5 / unit_;
    if (abs(e.value) > e.size * Decimal50(radius * half * std::exp(half * radius))) break;
  }
  std::vector<Decimal50> turns;
  for (int k = order - 1; k >= 0; --k) {
    spend(10000.0 * static_cast<double>(terms_.size()));
    turns = zeros(k, interval, turns);
  }
  for (const auto& turn : turns) {
    const Decimal50 aside = Decimal50(unit_) * Decimal50("1e-9") + abs(turn) * Decimal50("1e-9");
    const bool zero = sign(exact(turn, 1)) == 0;
    const bool touches =
        zero && turns.size() == 1 ? left == right : zero && sign(exact(turn - aside)) == sign(exact(turn + aside));
    add(turn.convert_to<double>(), touches);
  }
}

void Solver::examine(Interval whole) {
  std::vector<Interval> open{whole};
  while (!open.empty()) {
    const Interval interval = open.back();
    open.pop_back();
    const double radius = (interval.to - interval.from) / 2;
    const double middle = interval.from + radius;
    const auto p = probe(middle, radius);
    if (std::abs(p.value) > std::abs(p.slope) * radius + 0.5 * radius * radius * p.curvature + p.noise) continue;
    if (std::abs(p.slope) > radius * p.curvature + p.slope_noise) {
      take_monotone(interval);
    } else if (radius < 1e-10 * std::max(unit_, std::abs(middle)) ||
               std::abs(p.slope) * radius + radius * radius * p.curvature < p.noise) {
      if (!clusters_.empty() && clusters_.back().to == interval.from) clusters_.back().to = interval.to;
      else clusters_.push_back(interval);
    } else {
      open.push_back({middle, interval.to});
      open.push_back({interval.from, middle});
    }
  }
}

std::vector<Root> Solver::roots() {
  examine({outermost(false), outermost(true)});
  for (const Interval cluster : clusters_) take_cluster(cluster);
  std::ranges::sort(found_, {}, &Root::log_growth);
  const auto same = [this](const Root& a, const Root& b) {  // one that two intervals share
    return b.log_growth - a.log_growth <= 4 * epsilon * std::max(std::abs(a.log_growth), unit_);
  };
  found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
  return std::move(found_);
}

}  // namespace

Roots solve(std::vector<Term> terms) {
  normalise(terms);
  const int changes = count_sign_changes(terms);
  if (changes == 0) return {{}, 0};
  if (changes == 1) return {{{solve_single(terms), false}}, 1};
  return {Solver(terms).roots(), changes};
}

}  // namespace solidarity::detail
