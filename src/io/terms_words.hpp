// SPDX-License-Identifier: MIT
// The words of the wire for the choices of LoanTerms: read with meaning_of, written with word_for.
#pragma once

#include "io/document.hpp"

#include <solidarity/product/loan_terms.hpp>

namespace solidarity::detail {

inline constexpr Word<InterestMethod> method_words[] = {{"declining", InterestMethod::declining},
                                                        {"flat", InterestMethod::flat}};
inline constexpr Word<RatePeriod> per_words[] = {{"year", RatePeriod::year},
                                                 {"month", RatePeriod::month},
                                                 {"week", RatePeriod::week},
                                                 {"day", RatePeriod::day},
                                                 {"installment", RatePeriod::installment},
                                                 {"term", RatePeriod::term}};
inline constexpr Word<RateKind> rate_kind_words[] = {{"nominal", RateKind::nominal},
                                                     {"effective", RateKind::effective}};
inline constexpr Word<FirstPeriod> first_period_words[] = {{"nominal", FirstPeriod::nominal},
                                                           {"actual_ratio", FirstPeriod::actual_ratio}};
inline constexpr Word<bool> accrual_words[] = {{"by_period", false}, {"by_day", true}};
inline constexpr Word<bool> capitalise_words[] = {{"in_grace", true}};

inline constexpr Word<ChargeBase> charge_base_words[] = {{"principal", ChargeBase::principal},
                                                         {"interest", ChargeBase::interest},
                                                         {"principal_and_interest", ChargeBase::principal_and_interest},
                                                         {"installment", ChargeBase::installment}};
inline constexpr Word<ChargeKind> charge_kind_words[] = {
    {"fee", ChargeKind::fee}, {"penalty", ChargeKind::penalty}, {"insurance", ChargeKind::insurance}};
inline constexpr Word<bool> at_installment_words[] = {{"disbursement", false}, {"installment", true}};
inline constexpr Word<InsuranceTerms::Base> insurance_base_words[] = {{"balance", InsuranceTerms::Base::balance},
                                                                      {"principal", InsuranceTerms::Base::principal}};
inline constexpr Word<CompulsorySavings::Base> savings_base_words[] = {
    {"principal", CompulsorySavings::Base::principal}, {"installment", CompulsorySavings::Base::installment}};

inline constexpr Word<Weekday> weekday_words[] = {{"monday", Weekday::monday},       {"tuesday", Weekday::tuesday},
                                                  {"wednesday", Weekday::wednesday}, {"thursday", Weekday::thursday},
                                                  {"friday", Weekday::friday},       {"saturday", Weekday::saturday},
                                                  {"sunday", Weekday::sunday}};
inline constexpr Word<Roll> roll_words[] = {{"none", Roll::none},
                                            {"following", Roll::following},
                                            {"preceding", Roll::preceding},
                                            {"modified_following", Roll::modified_following}};
inline constexpr Word<bool> moratorium_words[] = {{"accrues", false}, {"stops", true}};

inline constexpr Word<Rounding> rounding_words[] = {{"half_even", Rounding::half_even}, {"half_up", Rounding::half_up},
                                                    {"half_down", Rounding::half_down}, {"up", Rounding::up},
                                                    {"down", Rounding::down},           {"ceiling", Rounding::ceiling},
                                                    {"floor", Rounding::floor}};
inline constexpr Word<Residual> residual_words[] = {
    {"last", Residual::last}, {"first", Residual::first}, {"spread", Residual::spread}};
inline constexpr Word<bool> accounting_words[] = {{"cash", false}, {"accrual", true}};

// The life of the loan.
inline constexpr int max_grace_days = 36'600;
inline constexpr Word<Rest> rest_words[] = {
    {"none", Rest::none}, {"installment", Rest::installment}, {"daily", Rest::day}};
inline constexpr Word<EarlyPrincipal> early_words[] = {{"next", EarlyPrincipal::next},
                                                       {"reduce_installment", EarlyPrincipal::reduce_installment},
                                                       {"reduce_term", EarlyPrincipal::reduce_term},
                                                       {"last_unpaid", EarlyPrincipal::last_unpaid}};
inline constexpr Word<PayoffInterest> payoff_interest_words[] = {{"to_date", PayoffInterest::to_date},
                                                                 {"to_rest", PayoffInterest::to_rest}};
inline constexpr Word<Rebate> rebate_words[] = {
    {"none", Rebate::none}, {"actuarial", Rebate::actuarial}, {"rule_of_78", Rebate::rule_of_78}};
inline constexpr Word<EarlyFeeBase> early_fee_base_words[] = {
    {"remaining_principal", EarlyFeeBase::remaining_principal},
    {"remaining_interest", EarlyFeeBase::remaining_interest},
    {"prepaid", EarlyFeeBase::prepaid}};
inline constexpr Word<EarlyFee::When> early_fee_time_words[] = {
    {"payoff", EarlyFee::When::payoff}, {"prepayment", EarlyFee::When::prepayment}, {"both", EarlyFee::When::both}};
inline constexpr Word<PenaltyBase> penalty_base_words[] = {
    {"overdue_principal", PenaltyBase::overdue_principal},
    {"overdue_interest", PenaltyBase::overdue_interest},
    {"overdue_total", PenaltyBase::overdue_total},
    {"overdue_with_charges", PenaltyBase::overdue_with_charges},
    {"outstanding_principal", PenaltyBase::outstanding_principal},
    {"original_principal", PenaltyBase::original_principal}};
inline constexpr Word<PenaltyPeriod::Unit> period_unit_words[] = {{"day", PenaltyPeriod::Unit::day},
                                                                  {"week", PenaltyPeriod::Unit::week},
                                                                  {"month", PenaltyPeriod::Unit::month},
                                                                  {"year", PenaltyPeriod::Unit::year}};

// Waterfalls.
inline constexpr Word<Lateness> lateness_words[] = {
    {"past_due", Lateness::past_due}, {"due", Lateness::due}, {"in_advance", Lateness::in_advance}};
inline constexpr Word<Component> component_words[] = {{"penalty", Component::penalty},
                                                      {"fee", Component::fee},
                                                      {"insurance", Component::insurance},
                                                      {"interest", Component::interest},
                                                      {"principal", Component::principal}};
inline constexpr Word<InAdvance> in_advance_words[] = {{"next_installment", InAdvance::next_installment},
                                                       {"last_installment", InAdvance::last_installment},
                                                       {"reamortization", InAdvance::reamortization},
                                                       {"credit", InAdvance::credit},
                                                       {"reduce_principal", InAdvance::reduce_principal}};
inline constexpr Word<Direction> direction_words[] = {{"horizontal", Direction::horizontal},
                                                      {"vertical", Direction::vertical}};
inline constexpr Word<WaterfallQuirk> quirk_words[] = {
    {"none", WaterfallQuirk::none},
    {"charges_due_first", WaterfallQuirk::charges_due_first},
    {"interest_of_prepaid_waived", WaterfallQuirk::interest_of_prepaid_waived},
    {"principal_last_when_late", WaterfallQuirk::principal_last_when_late}};
// The first word of a kind is the one that is written.
inline constexpr Word<PaymentKind> payment_kind_words[] = {
    {"repay", PaymentKind::repayment},
    {"repayment", PaymentKind::repayment},
    {"down_payment", PaymentKind::down_payment},
    {"goodwill_credit", PaymentKind::goodwill_credit},
    {"merchant_issued_refund", PaymentKind::merchant_issued_refund},
    {"payout_refund", PaymentKind::payout_refund},
    {"adjust_charge", PaymentKind::charge_adjustment},
    {"charge_adjustment", PaymentKind::charge_adjustment},
    {"cover_by_peer", PaymentKind::cover_by_peer},
    {"cover_by_savings", PaymentKind::cover_by_savings},
    {"cover_by_fund", PaymentKind::cover_by_fund},
    {"cover_by_insurance", PaymentKind::cover_by_insurance}};

}  // namespace solidarity::detail
