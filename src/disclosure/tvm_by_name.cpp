// SPDX-License-Identifier: MIT
// The functions of tvm.hpp by the names that spreadsheets give them.
#include <solidarity/disclosure/tvm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace solidarity::tvm {
namespace {

// The arguments of one call, each asked for by name; what nobody asked for is refused.
class Call {
 public:
  Call(std::string_view function, const Arguments& given) : function_(function), given_(given) {}

  Decimal operator()(std::string_view name) {
    const auto value = optional(name);
    if (!value)
      refuse(ErrorCode::malformed_document, fmt::format("/args/{}", name),
             fmt::format("{} needs the argument \"{}\"", function_, name));
    return *value;
  }
  Decimal operator()(std::string_view name, Decimal otherwise) { return optional(name).value_or(otherwise); }

  std::optional<Decimal> optional(std::string_view name) {
    asked_.push_back(name);
    const auto at = std::ranges::find(given_.scalars, name, &std::pair<std::string, std::string>::first);
    if (at == given_.scalars.end()) return std::nullopt;
    try {
      return Decimal::parse(at->second);
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("/args/{}", name), error.message());
    }
  }

  Due due() { return as_due((*this)("type", 0)); }
  Due required_due() { return as_due((*this)("type")); }

  std::vector<Decimal> values() {
    takes_values_ = true;
    if (given_.values.empty())
      refuse(ErrorCode::malformed_document, "/args/values", fmt::format("{} needs the argument \"values\"", function_));
    std::vector<Decimal> values;
    for (const auto& text : given_.values) {
      try {
        values.push_back(Decimal::parse(text));
      } catch (const Error& error) {
        throw Error(error.code(), fmt::format("/args/values/{}", values.size()), error.message());
      }
    }
    return values;
  }
  std::span<const Date> dates() {
    takes_dates_ = true;
    if (given_.dates.empty())
      refuse(ErrorCode::malformed_document, "/args/dates", fmt::format("{} needs the argument \"dates\"", function_));
    return given_.dates;
  }

  // Called when all arguments have been asked for, before anything is computed.
  void check_nothing_left() const {
    for (const auto& [name, text] : given_.scalars)
      if (std::ranges::find(asked_, name) == asked_.end()) refuse_unknown(name);
    if (!takes_values_ && !given_.values.empty()) refuse_unknown("values");
    if (!takes_dates_ && !given_.dates.empty()) refuse_unknown("dates");
  }

 private:
  static Due as_due(const Decimal& type) {
    if (type == Decimal(0)) return Due::end;
    if (type == Decimal(1)) return Due::begin;
    refuse(ErrorCode::out_of_range, "/args/type",
           fmt::format("type is {}; it is 0 (end of the period) or 1 (beginning)", to_text(type)));
  }
  [[noreturn]] void refuse_unknown(std::string_view name) const {
    refuse(ErrorCode::malformed_document, fmt::format("/args/{}", name),
           fmt::format("{} takes no argument \"{}\"", function_, name));
  }

  std::string_view function_;
  const Arguments& given_;
  std::vector<std::string_view> asked_;
  bool takes_values_ = false;
  bool takes_dates_ = false;
};

Answer answer(const Decimal& value) { return {to_text(value), {}}; }

Answer answer(const Solved& solved) {
  Answer answer{to_text(solved.value), {}};
  if (solved.roots.size() > 1)
    for (const auto& root : solved.roots) answer.roots.push_back(to_text(root));
  return answer;
}

// Reads the arguments in a braced list (left to right), refuses what is left over, then computes.
template <class F, class... A>
Answer computed(const Call& call, F function, std::tuple<A...> arguments) {
  call.check_nothing_left();
  return answer(std::apply(function, arguments));
}

using Function = Answer (*)(Call&);

struct Named {
  std::string_view name;
  Function function;
};

constexpr std::array<Named, 16> functions{{
    {"pmt",
     [](Call& c) {
       return computed(c, pmt, std::tuple{c("rate"), c("nper"), c("pv"), c("fv", 0), c.due()});
     }},
    {"ipmt",
     [](Call& c) {
       return computed(c, ipmt, std::tuple{c("rate"), c("per"), c("nper"), c("pv"), c("fv", 0), c.due()});
     }},
    {"ppmt",
     [](Call& c) {
       return computed(c, ppmt, std::tuple{c("rate"), c("per"), c("nper"), c("pv"), c("fv", 0), c.due()});
     }},
    {"pv",
     [](Call& c) {
       return computed(c, pv, std::tuple{c("rate"), c("nper"), c("pmt", 0), c("fv", 0), c.due()});
     }},
    {"fv",
     [](Call& c) {
       return computed(c, fv, std::tuple{c("rate"), c("nper"), c("pmt", 0), c("pv", 0), c.due()});
     }},
    {"nper",
     [](Call& c) {
       return computed(c, nper, std::tuple{c("rate"), c("pmt"), c("pv"), c("fv", 0), c.due()});
     }},
    {"rate",
     [](Call& c) {
       return computed(c, rate, std::tuple{c("nper"), c("pmt", 0), c("pv"), c("fv", 0), c.due(), c.optional("guess")});
     }},
    {"irr",
     [](Call& c) {
       return computed(c, irr, std::tuple{c.values(), c.optional("guess")});
     }},
    {"xirr",
     [](Call& c) {
       return computed(c, xirr, std::tuple{c.values(), c.dates(), c.optional("guess")});
     }},
    {"npv",
     [](Call& c) {
       return computed(c, npv, std::tuple{c("rate"), c.values()});
     }},
    {"mirr",
     [](Call& c) {
       return computed(c, mirr, std::tuple{c.values(), c("finance_rate"), c("reinvest_rate")});
     }},
    {"cumipmt",
     [](Call& c) {
       return computed(c, cumipmt, std::tuple{c("rate"), c("nper"), c("pv"), c("start"), c("end"), c.required_due()});
     }},
    {"cumprinc",
     [](Call& c) {
       return computed(c, cumprinc, std::tuple{c("rate"), c("nper"), c("pv"), c("start"), c("end"), c.required_due()});
     }},
    {"effect",
     [](Call& c) {
       return computed(c, effect, std::tuple{c("nominal_rate"), c("npery")});
     }},
    {"nominal",
     [](Call& c) {
       return computed(c, nominal, std::tuple{c("effect_rate"), c("npery")});
     }},
    {"pduration",
     [](Call& c) {
       return computed(c, pduration, std::tuple{c("rate"), c("pv"), c("fv")});
     }},
}};

}  // namespace

Answer evaluate(std::string_view function, const Arguments& arguments) {
  const auto known = std::ranges::find(functions, function, &Named::name);
  if (known == functions.end()) {
    std::string names;
    for (const auto& named : functions) names += fmt::format("{}{}", names.empty() ? "" : ", ", named.name);
    refuse(ErrorCode::unsupported, "/function",
           fmt::format("\"{}\" is not a function; there are {}", function.substr(0, 40), names));
  }
  Call call(function, arguments);
  return known->function(call);
}

}  // namespace solidarity::tvm
