// SPDX-License-Identifier: MIT
#include "core/printable.hpp"
#include "io/cover_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace solidarity::detail {
namespace {

// Columns as wide as their widest cell, texts to the left and amounts to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> titles, std::size_t texts) : texts_(texts) { add(std::move(titles)); }

  void add(std::vector<std::string> row) {
    widths_.resize(row.size());
    for (std::size_t k = 0; k < row.size(); ++k) widths_[k] = std::max(widths_[k], shown_width(row[k]));
    rows_.push_back(std::move(row));
  }

  [[nodiscard]] bool empty() const { return rows_.size() == 1; }

  [[nodiscard]] std::string print() const {
    std::string out;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t k = 0; k < row.size(); ++k) {
        const std::string blanks(widths_[k] - shown_width(row[k]), ' ');
        line += (k == 0 ? "" : "  ") + (k < texts_ ? row[k] + blanks : blanks + row[k]);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + '\n';
    }
    return out;
  }

 private:
  // Characters, not bytes: those that do not continue a character of UTF-8.
  static std::size_t shown_width(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
  }

  std::size_t texts_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

std::string party(const CoverAnswer& answer, Party who) {
  if (who == Party::group_fund()) return "group fund";
  if (who == Party::insurer()) return "insurer";
  return printable(answer.document.name(who));
}

std::string member(const CoverAnswer& answer, std::uint32_t k) { return printable(answer.document.name(k)); }

std::string giver(const CoverAnswer& answer, const CoverLine& line) {
  if (line.by) return member(answer, *line.by);
  return line.kind == CoverLayerKind::group_fund ? "group fund" : "insurer";
}

std::string shortfalls(const CoverAnswer& answer) {
  Table table({"short", "shortfall", "covered", "uncovered"}, 1);
  for (std::uint32_t k = 0; k < answer.members.size(); ++k) {
    const CallStanding& standing = answer.members[k];
    if (standing.shortfall == 0) continue;
    table.add({member(answer, k), answer.amount(standing.shortfall),
               answer.amount(standing.shortfall - standing.uncovered), answer.amount(standing.uncovered)});
  }
  return table.empty() ? "nobody is short\n" : table.print();
}

std::string covers(const CoverAnswer& answer) {
  Table table({"for", "layer", "by", "from", "amount"}, 4);
  for (const CoverLine& line : answer.covers)
    table.add({member(answer, line.debtor), answer.layer_name(line), giver(answer, line),
               line.source ? std::string(to_text(*line.source)) : "", answer.amount(line.units)});
  return table.empty() ? "" : '\n' + table.print();
}

std::string claims(const CoverAnswer& answer) {
  Table table({"claim", "on", "by", "on whom", "amount", "open"}, 4);
  for (std::size_t k = 0; k < answer.claims.size(); ++k) {
    const Claim& claim = answer.claims[k];
    table.add({std::to_string(k), to_text(claim.on), party(answer, claim.by), party(answer, claim.debtor),
               answer.amount(claim.amount), answer.amount(claim.open)});
  }
  return table.empty() ? "" : '\n' + table.print();
}

std::string recoveries(const CoverAnswer& answer) {
  Table table({"paid back by", "to claim", "of", "amount"}, 3);
  for (std::size_t k = 0; k < answer.recoveries.size(); ++k) {
    const std::string from = party(answer, answer.document.recoveries[k].from);
    for (const AppliedToClaim& applied : answer.recoveries[k].applied)
      table.add({from, std::to_string(applied.claim), party(answer, answer.claims[applied.claim].by),
                 answer.amount(applied.units)});
    if (answer.recoveries[k].unapplied > 0)
      table.add({from, "none", "own debt", answer.amount(answer.recoveries[k].unapplied)});
  }
  return table.empty() ? "" : '\n' + table.print();
}

// A text of people as a cell: no formula for a spreadsheet, in quotation marks where RFC 4180 wants them.
std::string cell(const std::string& text) {
  const bool is_formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const std::string safe = is_formula ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted += '"';
}

}  // namespace

std::string cover_text(const CoverAnswer& answer) {
  std::string text =
      fmt::format("Call of {}, amounts in {}\n\n", to_text(answer.document.on), answer.document.currency.code());
  text += shortfalls(answer) + covers(answer) + claims(answer) + recoveries(answer);
  if (answer.all_weights_zero)
    text += answer.document.terms.split == CoverSplit::by_weights
                ? "\nThe weights of all peers are zero: nobody was asked.\n"
                : "\nThe weights of all peers are zero: each counted as one.\n";
  return text;
}

std::string cover_csv(const CoverAnswer& answer) {
  std::string out = "for,layer,by,source,amount\r\n";
  for (const CoverLine& line : answer.covers)
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\r\n", cell(member(answer, line.debtor)),
                   answer.layer_name(line), cell(giver(answer, line)), line.source ? to_text(*line.source) : "",
                   answer.amount(line.units));
  return out;
}

}  // namespace solidarity::detail
