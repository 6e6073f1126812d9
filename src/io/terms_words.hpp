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

}  // namespace solidarity::detail
