// SPDX-License-Identifier: MIT
// The time-value functions of spreadsheets: their names, order of arguments and sign convention (received +, paid -), with
//   pv (1 + r)^n + pmt (1 + r type) ((1 + r)^n - 1) / r + fv = 0,   r = 0 taken apart.
// Computed with 100 digits, answered with 34.  Where Excel shows #NUM! or #DIV/0! these throw: out_of_range names the argument
// ("/args/nper"), no_rate says that no rate fits, overflow that the answer exceeds 10^60.
#pragma once

#include <solidarity/calendar/date.hpp>
#include <solidarity/disclosure/decimal.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace solidarity::tvm {

enum class Due : std::uint8_t { end = 0, begin = 1 };

[[nodiscard]] Decimal pmt(Decimal rate, Decimal nper, Decimal pv, Decimal fv = 0,
                          Due type = Due::end);  // pmt(0.08/12, 10, 10'000) -> -1037.03
[[nodiscard]] Decimal ipmt(Decimal rate, Decimal per, Decimal nper, Decimal pv, Decimal fv = 0, Due type = Due::end);
[[nodiscard]] Decimal ppmt(Decimal rate, Decimal per, Decimal nper, Decimal pv, Decimal fv = 0, Due type = Due::end);
[[nodiscard]] Decimal pv(Decimal rate, Decimal nper, Decimal pmt, Decimal fv = 0, Due type = Due::end);
[[nodiscard]] Decimal fv(Decimal rate, Decimal nper, Decimal pmt, Decimal pv = 0, Due type = Due::end);
[[nodiscard]] Decimal nper(Decimal rate, Decimal pmt, Decimal pv, Decimal fv = 0, Due type = Due::end);
[[nodiscard]] Decimal npv(Decimal rate, std::span<const Decimal> values);  // the first value one period away
[[nodiscard]] Decimal mirr(std::span<const Decimal> values, Decimal finance_rate, Decimal reinvest_rate);
[[nodiscard]] Decimal cumipmt(Decimal rate, Decimal nper, Decimal pv, Decimal start, Decimal end, Due type);
[[nodiscard]] Decimal cumprinc(Decimal rate, Decimal nper, Decimal pv, Decimal start, Decimal end, Due type);
[[nodiscard]] Decimal effect(Decimal nominal_rate, Decimal npery);
[[nodiscard]] Decimal nominal(Decimal effect_rate, Decimal npery);
[[nodiscard]] Decimal pduration(Decimal rate, Decimal pv, Decimal fv);

// A rate that was solved for.  `guess` only chooses: the root nearest to it; without a guess the root nearest to zero.
struct Solved {
  Decimal value;
  std::vector<Decimal> roots;  // every one, ascending
};
[[nodiscard]] Solved rate(Decimal nper, Decimal pmt, Decimal pv, Decimal fv = 0, Due type = Due::end,
                          std::optional<Decimal> guess = {});
[[nodiscard]] Solved irr(std::span<const Decimal> values, std::optional<Decimal> guess = {});
[[nodiscard]] Solved xirr(std::span<const Decimal> values, std::span<const Date> dates,
                          std::optional<Decimal> guess = {});

// Arguments by the names that Excel gives them, as decimal text.
struct Arguments {
  std::vector<std::pair<std::string, std::string>>
      scalars;                      // (name, number): rate nper per pmt pv fv type guess start end finance_rate ...
  std::vector<std::string> values;  // npv irr xirr mirr
  std::vector<Date> dates;          // xirr
};

struct Answer {
  std::string value;               // "-304.1459143262052370338701620451595"
  std::vector<std::string> roots;  // of rate, irr and xirr, when there is more than one
};

// The function named `function` of these arguments: the one entry for `solidarity tvm`.
// Errors: unsupported (no such function, with the list), malformed_document (an argument missing, or one that it does not take),
// invalid_amount, and those of the functions.
//   evaluate("effect", {{{"nominal_rate", "0.0525"}, {"npery", "4"}}}).value  ->  "0.053542667370758056640625"
[[nodiscard]] Answer evaluate(std::string_view function, const Arguments& arguments);

}  // namespace solidarity::tvm
