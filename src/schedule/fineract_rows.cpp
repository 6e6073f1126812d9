// SPDX-License-Identifier: MIT
#include "schedule/fineract_rows.hpp"

#include "schedule/advances.hpp"
#include "schedule/charges.hpp"

#include <algorithm>
#include <vector>

namespace solidarity::detail {
namespace {

enum class RowKind : std::uint8_t { regular, down_payment, late_charges };

// The advances of one day, the first ones of `advances`.
std::span<const Advance> made_on(std::span<const Advance> advances, Date day) {
  const auto later = std::ranges::find_if(advances, [day](const Advance& advance) { return advance.on != day; });
  return {advances.begin(), later};
}

// Merges priced periods and down payments in order of day.
class RowMerger {
 public:
  RowMerger(Currency currency, std::span<const Advance> advances, FineractOrder order, std::span<Installment> rows)
      : currency_(currency), advances_(advances), order_(order), rows_(rows) {}

  void regular(const FineractRow& row) {
    advance_until(row.period.end, order_ == FineractOrder::advance_first);
    append(RowKind::regular, row.period.end, row.period.end - row.period.start,
           {.principal = row.principal, .interest = row.interest});
  }

  void remaining_advances() {
    while (next_ < advances_.size()) advance_day();
  }

  void late_charges(Date on) {
    if (on > last_due_) append(RowKind::late_charges, on, on - last_due_, {});
  }

  [[nodiscard]] std::span<Installment> rows() const { return rows_.first(kinds_.size()); }
  [[nodiscard]] std::span<const RowKind> kinds() const { return kinds_; }

 private:
  void advance_until(Date due, bool also_on_it) {
    while (next_ < advances_.size() && (advances_[next_].on < due || (also_on_it && advances_[next_].on == due)))
      advance_day();
  }

  // All advances of a day are in the balance before the first of their down payments.
  void advance_day() {
    const auto day = made_on(advances_.subspan(next_), advances_[next_].on);
    for (const Advance& made : day) balance_ = checked_units(wide{balance_} + made.amount);
    for (const Advance& made : day)
      if (made.down_payment > 0) append(RowKind::down_payment, made.on, 0, {.principal = made.down_payment});
    next_ += day.size();
  }

  void append(RowKind kind, Date due, int days, Components units) {
    balance_ = checked_units(wide{balance_} - units.principal);
    rows_[kinds_.size()] = {due, days, static_cast<std::uint16_t>(kinds_.size() + 1), currency_, units, balance_};
    kinds_.push_back(kind);
    if (kind == RowKind::regular) last_due_ = due;
  }

  Currency currency_;
  std::span<const Advance> advances_;
  FineractOrder order_;
  std::span<Installment> rows_;
  std::vector<RowKind> kinds_;
  std::size_t next_ = 0;
  std::int64_t balance_ = 0;
  Date last_due_ = Date::of_day_number(0);
};

std::optional<Date> last_charge(const LoanTerms& terms) {
  std::optional<Date> last;
  for (const Fee& fee : terms.fees)
    if (const Date* on = std::get_if<Date>(&fee.at)) last = std::max(last.value_or(*on), *on);
  return last;
}

// Puts the charges of the terms into the rows that bear them.
class Charger {
 public:
  Charger(const FineractRounding& rounding, std::span<Installment> rows, std::span<const RowKind> kinds)
      : rounding_(rounding), rows_(rows), kinds_(kinds), bases_{0, 0} {
    for (const Installment& row : rows) {
      bases_.principal = checked_units(wide{bases_.principal} + row.units.principal);
      bases_.interest = checked_units(wide{bases_.interest} + row.units.interest);
    }
  }

  void charge(const Fee& fee) const {
    if (std::holds_alternative<AtInstallment>(fee.at)) charge_installments(fee);
    if (const Date* on = std::get_if<Date>(&fee.at)) charge_first_due(fee, *on);
  }

 private:
  void charge_installments(const Fee& fee) const {
    for (std::size_t k = 0; k < rows_.size(); ++k)
      if (kinds_[k] == RowKind::regular) charge(fee, rows_[k]);
  }

  // The first row due on the day or after it; down payments bear no charges.
  void charge_first_due(const Fee& fee, Date on) const {
    for (std::size_t k = 0; k < rows_.size(); ++k)
      if (kinds_[k] != RowKind::down_payment && rows_[k].due >= on) return charge(fee, rows_[k]);
  }

  void charge(const Fee& fee, Installment& row) const {
    detail::charge(row.units, fee.kind, amount_of(fee, bases_.of(fee, row)));
  }

  [[nodiscard]] std::int64_t amount_of(const Fee& fee, std::int64_t base) const {
    if (const auto* fixed = std::get_if<Money>(&fee.amount)) return fixed->units();
    return within_bounds(fee, rounding_.money(base * Exact::fraction(std::get<PercentOf>(fee.amount).percent)));
  }

  const FineractRounding& rounding_;
  std::span<Installment> rows_;
  std::span<const RowKind> kinds_;
  ChargeBases bases_;
};

Disbursement disbursement_of(const LoanTerms& terms, const FineractRounding& rounding,
                             std::span<const Advance> advances) {
  Disbursement taken = taken_at_disbursement(terms, Grid{1, rounding.mode()});
  const Currency currency = terms.principal.currency();
  check_net(terms, taken, total_advanced(made_on(advances, terms.disbursed_on), currency).units());
  taken.principal = total_advanced(advances, currency);
  return taken;
}

}  // namespace

Outcome write_fineract_rows(const LoanTerms& terms, const FineractRounding& rounding, std::span<const Advance> advances,
                            std::span<const FineractRow> priced, FineractOrder order, std::span<Installment> rows) {
  RowMerger merger(terms.principal.currency(), advances, order, rows);
  for (const FineractRow& row : priced) merger.regular(row);
  merger.remaining_advances();
  if (const auto late = last_charge(terms)) merger.late_charges(*late);
  const Charger charger(rounding, merger.rows(), merger.kinds());
  for (const Fee& fee : terms.fees) charger.charge(fee);
  return {.rows = merger.rows().size(), .disbursement = disbursement_of(terms, rounding, advances)};
}

}  // namespace solidarity::detail
