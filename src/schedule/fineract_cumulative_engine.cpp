// SPDX-License-Identifier: MIT
// Fineract's cumulative (legacy) generator: period after period on the balance so far. docs/presets.md, "Apache Fineract".
#include "schedule/binary64.hpp"
#include "schedule/engine.hpp"
#include "schedule/fineract_rows.hpp"
#include "schedule/fineract_span_rate.hpp"

#include <solidarity/core/overloaded.hpp>
#include <solidarity/schedule/amortize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace solidarity::detail {
namespace {

void check_cumulative_terms(const LoanTerms& terms) {
  const bool known = std::holds_alternative<EqualInstallments>(terms.amortization) ||
                     std::holds_alternative<EqualPrincipal>(terms.amortization) ||
                     std::holds_alternative<PrincipalPercentEach>(terms.amortization);
  check_fineract_terms(terms);
  refuse_in_fineract(!known, "/amortization",
                     "principal comes back in equal installments, equal parts or equal percentages");
}

void check_interest_start(const LoanTerms& terms, Date first_due) {
  const Date start = terms.interest.from.value_or(terms.disbursed_on);
  if (start < first_due) return;
  refuse(ErrorCode::out_of_range, "/interest/from",
         fmt::format("{} is not before the first due date {}", start, first_due));
}

std::int64_t total_net(std::span<const Advance> advances) {
  std::int64_t sum = 0;
  for (const Advance& advance : advances) sum = checked_units(wide{sum} + advance.net());
  return sum;
}

// P r (1+r)^n / ((1+r)^n - 1) as the peer computes it, in doubles, in its order.
Exact level_payment(Money principal, const Exact& rate, int count) {
  const Binary64 amount = Binary64::nearest(Exact::of(principal));
  const Binary64 r = Binary64::nearest(rate);
  const Binary64 growth = power(r + 1, count);
  const Binary64 gain = growth - 1;
  const Binary64 level = gain.is_zero() ? amount / count : amount * growth * r / gain;
  return level.shortest();
}

class CumulativeEngine {
 public:
  CumulativeEngine(const LoanTerms& terms, const FineractRounding& rounding, std::span<const Advance> advances,
                   const FineractPeriods& periods)
      : terms_(terms),
        rounding_(rounding),
        rate_(terms, rounding),
        advances_(advances),
        periods_(periods),
        outstanding_(total_net(advances)),
        flat_total_(flat() ? flat_interest(outstanding_) : 0),
        flat_left_(flat_total_) {
    const auto* form = std::get_if<EqualInstallments>(&terms.amortization);
    if (form != nullptr && (!flat() || form->amount)) level_ = level_amount(*form);
  }

  std::optional<ErrorCode> run() {
    for (int k = 0; !finished_; ++k) {
      if (k == max_installments) return ErrorCode::installment_too_small;
      if (!price(k)) return ErrorCode::installment_too_small;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::span<const FineractRow> rows() const { return rows_; }

 private:
  [[nodiscard]] bool flat() const { return terms_.interest.method == InterestMethod::flat; }
  [[nodiscard]] bool fixed() const {
    const auto* level = std::get_if<EqualInstallments>(&terms_.amortization);
    return level != nullptr && level->amount;
  }
  [[nodiscard]] int repaying_rows() const { return terms_.repayments.count - terms_.grace.principal; }
  [[nodiscard]] bool is_last(int k) const { return k == terms_.repayments.count - 1 && !fixed(); }
  [[nodiscard]] Date interest_start() const { return terms_.interest.from.value_or(terms_.disbursed_on); }

  [[nodiscard]] std::int64_t level_amount(const EqualInstallments& form) const {
    if (form.amount) return form.amount->units();
    const Currency currency = terms_.principal.currency();
    const Exact level = level_payment(Money::of_units(outstanding_, currency), rate_.nominal(), repaying_rows());
    return rounding_.installment(level * currency.scale());
  }

  // --- one row ----------------------------------------------------------------------------------------------------

  // False when the installment does not cover its interest.
  [[nodiscard]] bool price(int k) {
    const Period period = periods_.at(k);
    const std::int64_t own = flat() ? 0 : declining_interest(bearing(period, k), k);
    advance_up_to(period.end);
    const std::int64_t share = flat() ? flat_share(k) : own;
    const std::int64_t principal = is_last(k) ? outstanding_ : std::min(owed_, planned_principal(k, share));
    outstanding_ -= principal;
    owed_ -= principal;
    finished_ = outstanding_ == 0;
    rows_.push_back({period, principal, billed(k, share)});
    return principal >= 0;
  }

  // The part of a repayment period in which interest runs.
  [[nodiscard]] Period bearing(Period period, int k) const {
    return k == 0 ? Period{interest_start(), period.end} : period;
  }

  // Every advance inside the period cuts it; each part is rounded.
  [[nodiscard]] std::int64_t declining_interest(Period period, int k) {
    advance_up_to(period.start);
    std::int64_t interest = 0;
    Date at = period.start;
    for (; next_ < advances_.size() && advances_[next_].on < period.end; advance_next()) {
      interest = checked_units(wide{interest} + rate_.interest(owed_, {at, advances_[next_].on}, period));
      at = advances_[next_].on;
    }
    interest = checked_units(wide{interest} + rate_.interest(owed_, {at, period.end}, period));
    return k < terms_.grace.interest_free ? 0 : interest;
  }

  void advance_up_to(Date day) {
    while (next_ < advances_.size() && advances_[next_].on <= day) advance_next();
  }

  void advance_next() {
    const std::int64_t net = advances_[next_++].net();
    owed_ = checked_units(wide{owed_} + net);
    known_ = checked_units(wide{known_} + net);
  }

  // --- principal --------------------------------------------------------------------------------------------------

  [[nodiscard]] std::int64_t planned_principal(int k, std::int64_t interest) const {
    if (k < terms_.grace.principal) return 0;
    return std::visit(overloaded{[&](const EqualInstallments&) { return principal_of_level(interest); },
                                 [&](const EqualPrincipal&) { return principal_of_equal_parts(interest); },
                                 [&](const PrincipalPercentEach& form) {
                                   return rounding_.money(known_ * Exact::fraction(form.percent));
                                 },
                                 [](const auto&) { return std::int64_t{0}; }},
                      terms_.amortization);
  }

  [[nodiscard]] std::int64_t principal_of_level(std::int64_t interest) const {
    if (flat() && !fixed()) return principal_of_equal_parts(interest);
    const std::int64_t principal = checked_units(wide{level_} - interest);
    return fixed() ? with_small_rest(principal) : principal;
  }

  // A rest below half of the row's principal joins the row.
  [[nodiscard]] std::int64_t with_small_rest(std::int64_t principal) const {
    const std::int64_t rest = owed_ - std::min(owed_, principal);
    return rest < rounding_.money(principal, 2) ? owed_ : principal;
  }

  // With flat interest and a multiple both parts are rounded to it, and the interest keeps its own amount.
  [[nodiscard]] std::int64_t principal_of_equal_parts(std::int64_t interest) const {
    const std::int64_t part = rounding_.money(known_, repaying_rows());
    if (!flat() || !rounding_.has_installment_multiple()) return part;
    return rounding_.installment(part) + rounding_.installment(interest) - interest;
  }

  // --- flat interest ----------------------------------------------------------------------------------------------

  [[nodiscard]] std::int64_t flat_interest(std::int64_t principal) const {
    return rate_.flat_interest(principal, {interest_start(), periods_.maturity()});
  }

  // The row's part of the interest on what is advanced so far; the last takes the rest.
  [[nodiscard]] std::int64_t flat_share(int k) const {
    if (is_last(k)) return flat_left_;
    return std::min(flat_left_, rounding_.money(flat_interest(known_), terms_.repayments.count));
  }

  // --- grace on interest ------------------------------------------------------------------------------------------

  // What the row shows of its interest.
  [[nodiscard]] std::int64_t billed(int k, std::int64_t interest) {
    const bool free = k < terms_.grace.interest_free;
    if (flat() && std::holds_alternative<EqualInstallments>(terms_.amortization) && terms_.grace.interest_payment > 0 &&
        !free)
      return spread(k);
    flat_left_ -= flat() ? interest : 0;
    if (flat() && free) return 0;
    deferred_ = checked_units(wide{deferred_} + interest);
    return k < terms_.grace.interest_payment && !finished_ ? 0 : std::exchange(deferred_, 0);
  }

  // Flat equal installments: the rows after the grace share all interest.
  [[nodiscard]] std::int64_t spread(int k) {
    if (k < terms_.grace.interest_payment) return 0;
    const int rows = terms_.repayments.count - terms_.grace.interest_payment;
    const std::int64_t part = is_last(k) ? flat_left_ : std::min(flat_left_, rounding_.money(flat_total_, rows));
    flat_left_ -= part;
    return part;
  }

  const LoanTerms& terms_;
  const FineractRounding& rounding_;
  FineractSpanRate rate_;
  std::span<const Advance> advances_;
  const FineractPeriods& periods_;
  std::size_t next_ = 0;      // the advance still to come
  std::int64_t known_ = 0;    // advanced so far, less down payments
  std::int64_t owed_ = 0;     // of it, not repaid
  std::int64_t outstanding_;  // owed with what is still to come
  std::int64_t level_ = 0;
  std::int64_t flat_total_;
  std::int64_t flat_left_;
  std::int64_t deferred_ = 0;
  bool finished_ = false;
  std::vector<FineractRow> rows_;
};

}  // namespace

Outcome price_as_fineract_cumulative(const LoanTerms& terms, const FineractCumulative& policy,
                                     std::span<Installment> rows) {
  check_cumulative_terms(terms);
  const FineractRounding rounding(policy, terms.principal.currency());
  const FineractPeriods periods(terms);
  check_interest_start(terms, periods.at(0).end);
  const auto advances = fineract_advances(terms, rounding, periods.maturity());
  CumulativeEngine engine(terms, rounding, advances, periods);
  const auto refused = engine.run();
  Outcome outcome = write_fineract_rows(terms, rounding, advances, engine.rows(), FineractOrder::advance_first, rows);
  outcome.refused = refused;
  return outcome;
}

}  // namespace solidarity::detail
