// SPDX-License-Identifier: MIT
#include "product/checks.hpp"

#include <bitset>

namespace solidarity::detail {
namespace {

constexpr int max_grace_days = 36'600;
constexpr std::size_t max_charges = 100;

// The life of the loan: early and late payment, and the order in which money meets the debt.
class ServicingChecks : Checks {
 public:
  using Checks::Checks;

  void run() {
    if (terms_.automatic_down_payment && terms_.down_payment.is_zero())
      contradiction("/automatic_down_payment", "/down_payment_percent", "there is no down payment to be paid");
    if (terms_.recalculation) check_recalculation(*terms_.recalculation);
    check_early_fees();
    check_penalties();
    check_grace_days(terms_.arrears.grace_days, "/arrears/grace_days");
    if (terms_.arrears.tolerance) check_not_negative(*terms_.arrears.tolerance, "/arrears/tolerance");
    check_waterfalls();
  }

 private:
  void check_not_negative(const Money& amount, std::string_view field) {
    if (check_currency(amount, field) && amount.is_negative())
      range(std::string(field), "{}; it is not negative", amount);
  }

  void check_grace_days(int days, std::string_view field) {
    if (days < 0 || days > max_grace_days)
      range(std::string(field), "{} days; the range is 0 to {}", days, max_grace_days);
  }

  // --- early ------------------------------------------------------------------------------------------------------

  void check_recalculation(const Recalculation& recalculation) {
    const bool planned = recalculation.rest == Rest::none;
    if (planned && recalculation.overdue_bears_interest)
      contradiction("/recalculation/overdue_bears_interest", "/recalculation/rest",
                    "without a rest the interest stays as planned");
    if (planned) return;
    if (flat()) contradiction("/recalculation/rest", "/interest/method", "flat interest does not follow the balance");
    if (exact() && is<SumOfDigits>())
      contradiction("/recalculation/rest", "/amortization", "interest by digits does not follow the balance");
    if (exact() && terms_.interest.capitalise_in_grace && terms_.grace.interest_payment > 0)
      contradiction("/recalculation/rest", "/interest/capitalise", "what joins the balance in grace is planned");
    if (terms_.rebate)
      contradiction("/rebate", "/recalculation/rest", "interest that follows the balance leaves nothing to give back");
  }

  void check_early_fees() {
    const auto& fees = terms_.early_fees;
    if (fees.size() > max_charges)
      add(ErrorCode::limit_exceeded, "/early_fee", "{} fees; at most {}", fees.size(), max_charges);
    for (std::size_t k = 0; k < fees.size(); ++k)
      check_amount(fees[k].amount, fees.size() == 1 ? "/early_fee" : fmt::format("/early_fee/{}", k), 100);
  }

  void check_amount(const std::variant<Money, Rate>& amount, const std::string& field, std::int64_t most_percent) {
    if (const auto* fixed = std::get_if<Money>(&amount)) check_not_negative(*fixed, field + "/amount");
    else check_percent(std::get<Rate>(amount), field + "/percent", most_percent);
  }

  // --- late -------------------------------------------------------------------------------------------------------

  void check_penalties() {
    if (terms_.penalties.size() > max_charges)
      add(ErrorCode::limit_exceeded, "/penalties", "{} penalties; at most {}", terms_.penalties.size(), max_charges);
    for (std::size_t k = 0; k < terms_.penalties.size(); ++k)
      check_penalty(terms_.penalties[k], fmt::format("/penalties/{}", k));
  }

  void check_penalty(const Penalty& penalty, const std::string& field) {
    check_amount(penalty.amount, field, penalty.per ? 10'000 : 100);
    check_grace_days(penalty.grace_days, field + "/grace_days");
    if (penalty.every) check_period(*penalty.every, field + "/every");
    if (penalty.per) check_per(penalty, field);
    if (penalty.cap) check_positive(*penalty.cap, field + "/cap");
    if (penalty.cap_percent) check_percent(*penalty.cap_percent, field + "/cap_percent", 10'000);
    if (penalty.compound && std::holds_alternative<Money>(penalty.amount))
      contradiction(field + "/compound", field + "/amount", "a fixed amount is not taken of anything");
  }

  void check_per(const Penalty& penalty, const std::string& field) {
    check_period(*penalty.per, field + "/per");
    if (std::holds_alternative<Money>(penalty.amount))
      contradiction(field + "/per", field + "/amount", "a fixed amount is no rate");
    else if (!penalty.every)
      contradiction(field + "/per", field + "/every", "a rate of a period is charged every so many days; say how many");
  }

  void check_period(const PenaltyPeriod& period, const std::string& field) {
    if (period.count < 1 || period.count > 3660)
      range(field, "every {}; a period is 1 to 3660 days, weeks, months or years", period.count);
  }

  // --- waterfalls -------------------------------------------------------------------------------------------------

  void check_waterfalls() {
    const bool by_kind = !terms_.waterfalls.empty();
    check_waterfall(terms_.waterfall, by_kind ? "/waterfall/default" : "/waterfall");
    std::bitset<256> seen;
    for (const WaterfallFor& own : terms_.waterfalls) {
      const auto kind = static_cast<std::uint8_t>(own.kind);
      const std::string field = fmt::format("/waterfall/{}", word_of(own.kind));
      if (seen.test(kind)) range(field, "given twice; a kind of payment has one waterfall");
      seen.set(kind);
      check_waterfall(own.waterfall, field);
    }
  }

  // The order holds every bucket once.
  void check_waterfall(const Waterfall& waterfall, std::string_view field) {
    std::uint32_t seen = 0;
    for (std::size_t k = 0; k < bucket_count; ++k) {
      const std::size_t bucket = index_of(waterfall.order[k]);
      if (bucket >= bucket_count) range(fmt::format("{}/order/{}", field, k), "no such bucket");
      else if ((seen >> bucket & 1U) != 0)
        range(fmt::format("{}/order/{}", field, k), "the bucket is given twice; an order has each of the {} once",
              bucket_count);
      else seen |= 1U << bucket;
    }
  }

  static constexpr std::size_t index_of(Bucket bucket) {
    const auto component = static_cast<std::size_t>(bucket.component);
    return component < component_count ? static_cast<std::size_t>(bucket.when) * component_count + component
                                       : bucket_count;
  }

  static std::string_view word_of(PaymentKind kind) {
    switch (kind) {
      case PaymentKind::repayment: return "repay";
      case PaymentKind::down_payment: return "down_payment";
      case PaymentKind::goodwill_credit: return "goodwill_credit";
      case PaymentKind::merchant_issued_refund: return "merchant_issued_refund";
      case PaymentKind::payout_refund: return "payout_refund";
      case PaymentKind::charge_adjustment: return "adjust_charge";
      case PaymentKind::cover_by_peer: return "cover_by_peer";
      case PaymentKind::cover_by_savings: return "cover_by_savings";
      case PaymentKind::cover_by_fund: return "cover_by_fund";
      case PaymentKind::cover_by_insurance: return "cover_by_insurance";
    }
    return "default";
  }
};

}  // namespace

void check_servicing(const LoanTerms& terms, Problems& problems) { ServicingChecks(terms, problems).run(); }

}  // namespace solidarity::detail
