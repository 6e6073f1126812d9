// SPDX-License-Identifier: MIT
#include <solidarity/schedule/explain.hpp>

#include "schedule/advances.hpp"
#include "schedule/timeline.hpp"

#include <solidarity/core/overloaded.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace solidarity {
namespace {

using detail::PeriodRate;
using detail::Timeline;

// amount x rate with six decimals below the minor unit, cut off: "41.732076...".
std::string exact_product(Money amount, const PeriodRate& rate) {
  constexpr std::int64_t micro = 1'000'000;
  const Currency fine = amount.currency();
  const std::int64_t units = multiply_divide(amount.units(), rate.numerator, rate.denominator, Rounding::down);
  const std::int64_t micros =
      multiply_divide(amount.units(), rate.numerator * micro, rate.denominator, Rounding::down) - units * micro;
  const bool exact =
      multiply_divide(amount.units(), rate.numerator * micro, rate.denominator, Rounding::up) == units * micro + micros;
  std::string decimals = fmt::format("{:06}", micros);
  if (exact)
    while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  const std::string point = fine.digits() == 0 && !decimals.empty() ? "." : "";
  return decimal_text(Money::of_units(units, fine)) + point + decimals + (exact ? "" : "...");
}

std::string fraction_text(const PeriodRate& rate) {
  const auto text = [](wide value) { return fmt::format("{}", value); };
  return text(rate.numerator) + "/" + text(rate.denominator);
}

std::string_view period_name(RatePeriod per) {
  switch (per) {
    case RatePeriod::year: return "year";
    case RatePeriod::month: return "month";
    case RatePeriod::week: return "week";
    case RatePeriod::day: return "day";
    case RatePeriod::installment: return "installment";
    case RatePeriod::term: return "term";
  }
  return "";
}

std::string_view policy_name(const RoundingPolicy& policy) {
  return std::visit(overloaded{[](const ExactRounding&) { return std::string_view("exact"); },
                               [](const FineractCumulative&) { return std::string_view("fineract-cumulative"); },
                               [](const FineractProgressive&) { return std::string_view("fineract-progressive"); },
                               [](const MifosRounding&) { return std::string_view("mifos"); },
                               [](const OpenCbsRounding&) { return std::string_view("opencbs"); },
                               [](const FrappeRounding&) { return std::string_view("frappe"); }},
                    policy);
}

class Explainer {
 public:
  Explainer(const LoanTerms& terms, const Schedule& schedule, std::size_t at)
      : terms_(terms), schedule_(schedule), row_(schedule[at]), exact_(std::get_if<ExactRounding>(&terms.rounding)) {
    period_ =
        static_cast<std::size_t>(std::count_if(schedule.begin(), schedule.begin() + static_cast<std::ptrdiff_t>(at),
                                               [](const Installment& row) { return row.days > 0; }));
    before_ = at == 0 ? terms.principal + schedule.disbursement().financed : schedule[at - 1].balance();
    is_last_ = at + 1 == schedule.size();
  }

  std::vector<Explanation> run() {
    if (row_.days == 0) return down_payment();
    due();
    exact_&& terms_.interest.method == InterestMethod::declining ? declining_interest() : other_interest();
    principal();
    charges();
    add("total", row_.total(), "principal + interest + fees + penalties + insurance", sum_text(), "");
    add("balance", row_.balance(), "balance before + advances in the row - principal", "", "");
    return std::move(lines_);
  }

 private:
  void add(std::string figure, Money value, std::string formula, std::string inputs, std::string rounding) {
    lines_.push_back(
        {std::move(figure), decimal_text(value), std::move(formula), std::move(inputs), std::move(rounding)});
  }

  [[nodiscard]] std::string grid_text() const {
    if (!exact_) return fmt::format("by the rules of {} (docs/presets.md)", policy_name(terms_.rounding));
    const Money unit = exact_->currency_multiple.value_or(Money::of_units(1, row_.currency));
    return fmt::format("to multiples of {}, {}", decimal_text(unit), to_text(exact_->mode));
  }

  [[nodiscard]] std::string sum_text() const {
    return fmt::format("{} + {} + {} + {} + {}", decimal_text(row_.principal()), decimal_text(row_.interest()),
                       decimal_text(row_.fees()), decimal_text(row_.penalties()), decimal_text(row_.insurance()));
  }

  std::vector<Explanation> down_payment() {
    add("down payment", row_.principal(), "advance x down payment percentage", to_text(terms_.down_payment),
        grid_text());
    return std::move(lines_);
  }

  void due() {
    std::string inputs = fmt::format("{} from {}", to_text(terms_.repayments.every),
                                     to_text(terms_.repayments.first_due_on.value_or(terms_.disbursed_on)));
    if (terms_.calendar.roll != Roll::none)
      inputs += fmt::format("; off holidays and weekends by {}", to_text(terms_.calendar.roll));
    lines_.push_back(
        {"due", to_text(row_.due), fmt::format("due date {} counted from the anchor", period_ + 1), inputs, ""});
  }

  [[nodiscard]] std::string rate_text() const {
    const auto& interest = terms_.interest;
    std::string text = fmt::format("{} per {}", to_text(interest.rate), period_name(interest.per));
    if (const auto* by_day = std::get_if<ByDay>(&interest.accrual))
      return text + fmt::format(", {} days, {}", row_.days, to_text(by_day->day_count));
    return text + ", one nominal period";
  }

  // "balance x rate" for the balance and for each advance of the row.
  void declining_interest() {
    std::byte buffer[64 * 1024];
    std::pmr::monotonic_buffer_resource memory(buffer, sizeof buffer);
    const Timeline timeline(terms_, memory);
    const PeriodRate rate = timeline.rate(period_);
    const auto grace = static_cast<std::size_t>(terms_.grace.interest_payment);
    if (period_ < grace) return add("interest", row_.interest(), "not billed in the grace on interest payment", "", "");
    std::string inputs = fmt::format("{} x {} ({}) = {}", decimal_text(before_), fraction_text(rate), rate_text(),
                                     exact_product(before_, rate));
    if (has_advances(timeline)) inputs += "; and each advance of the row from its day on";
    if (grace > 0 && period_ == grace) inputs += "; and the interest of the grace before";
    add("interest", row_.interest(), "balance x rate of the period", inputs, grid_text());
  }

  [[nodiscard]] bool has_advances(const Timeline& timeline) const {
    const detail::Row& row = timeline.rows()[period_];
    return std::ranges::any_of(terms_.further_tranches,
                               [&](const Tranche& t) { return t.on < row.end && (period_ == 0 || t.on >= row.start); });
  }

  void other_interest() {
    const bool flat = terms_.interest.method == InterestMethod::flat;
    add("interest", row_.interest(), flat ? "a part of principal x rate x term" : "balance x rate of the period",
        flat ? fmt::format("all interest {}; {}", decimal_text(total(schedule_, &Installment::interest)), rate_text())
             : fmt::format("{}; {}", decimal_text(before_), rate_text()),
        grid_text());
  }

  void principal() {
    const bool level = std::holds_alternative<EqualInstallments>(terms_.amortization);
    if (period_ < static_cast<std::size_t>(terms_.grace.principal))
      return add("principal", row_.principal(), "none in the grace on principal", "", "");
    if (is_last_) return add("principal", row_.principal(), "all that is left", decimal_text(before_), "");
    if (!level)
      return add("principal", row_.principal(), "the part of the principal that the amortization form gives this row",
                 "", grid_text());
    const Money installment = row_.principal() + row_.interest();
    add("principal", row_.principal(), "level installment - interest",
        fmt::format("{} - {}", decimal_text(installment), decimal_text(row_.interest())), level_text());
  }

  [[nodiscard]] std::string level_text() const {
    if (!exact_ || !exact_->installment_multiple) return fmt::format("the installment {}", grid_text());
    return fmt::format("the installment to multiples of {}, {}", decimal_text(*exact_->installment_multiple),
                       to_text(exact_->mode));
  }

  void charges() {
    if (!row_.fees().is_zero())
      add("fees", row_.fees(), "the fees that fall due in this row", fee_names(ChargeKind::fee), grid_text());
    if (!row_.penalties().is_zero())
      add("penalties", row_.penalties(), "the penalties planned in this row", fee_names(ChargeKind::penalty),
          grid_text());
    if (!row_.insurance().is_zero())
      add("insurance", row_.insurance(), "the premium of this row", premium_text(), grid_text());
  }

  [[nodiscard]] std::string fee_names(ChargeKind kind) const {
    std::string names;
    for (const Fee& fee : terms_.fees)
      if (fee.kind == kind && !std::holds_alternative<AtDisbursement>(fee.at))
        names += (names.empty() ? "" : ", ") + fee.name;
    return names;
  }

  [[nodiscard]] std::string premium_text() const {
    if (!terms_.insurance) return fee_names(ChargeKind::insurance);
    const bool on_balance = terms_.insurance->of == InsuranceTerms::Base::balance;
    return fmt::format("{} of the {}", to_text(terms_.insurance->premium),
                       on_balance ? "balance before the row" : "principal");
  }

  const LoanTerms& terms_;
  const Schedule& schedule_;
  const Installment& row_;
  const ExactRounding* exact_;
  std::size_t period_ = 0;  // rows that are no down payment before this one
  Money before_ = Money::zero(terms_.principal.currency());
  bool is_last_ = false;
  std::vector<Explanation> lines_;
};

}  // namespace

std::vector<Explanation> explain(const LoanTerms& terms, const Schedule& schedule, int number) {
  if (number < 1 || static_cast<std::size_t>(number) > schedule.size())
    refuse(ErrorCode::out_of_range, "number",
           fmt::format("row {}; the schedule has rows 1 to {}", number, schedule.size()));
  return Explainer(terms, schedule, static_cast<std::size_t>(number) - 1).run();
}

std::string to_text(const std::vector<Explanation>& explanations) {
  std::string text;
  for (const Explanation& line : explanations) {
    text += fmt::format("{} {}\n    = {}\n", line.figure, line.value, line.formula);
    if (!line.inputs.empty()) text += fmt::format("    = {}\n", line.inputs);
    if (!line.rounding.empty()) text += fmt::format("    rounded {}\n", line.rounding);
  }
  return text;
}

}  // namespace solidarity
