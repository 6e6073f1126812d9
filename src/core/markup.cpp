// SPDX-License-Identifier: MIT
#include "core/markup.hpp"

#include "core/printable.hpp"

namespace solidarity::detail {

std::string csv_cell(const std::string& text) {
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

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

const std::string_view page_style = R"(
:root { --ink: #1c2321; --soft: #5d6b66; --line: #d9e0dd; --wash: #f4f7f5; --accent: #1d6450; --alarm: #a3312a; }
* { box-sizing: border-box; margin: 0; }
body { font: 13px/1.45 "Inter", "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: #fff;
  max-width: 190mm; margin: 0 auto; padding: 10mm 6mm; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 8mm; border-bottom: 2px solid var(--accent); padding-bottom: 3mm; }
h1 { font-size: 20px; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 13px; font-weight: 650; margin: 7mm 0 2mm; color: var(--accent); }
header p, .soft { color: var(--soft); overflow-wrap: anywhere; }
header .when { text-align: right; white-space: nowrap; }
.status { display: inline-block; margin: 4mm 0 3mm; padding: 2px 10px; border-radius: 99px; background: var(--wash); border: 1px solid var(--line); font-weight: 600; }
.status.late { color: var(--alarm); border-color: currentColor; background: #fdf3f2; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(42mm, 1fr)); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
dl div { padding: 2.5mm 3.5mm; box-shadow: 1px 1px 0 0 var(--line); }
dt { color: var(--soft); font-size: 11px; }
dd { font-size: 16px; font-weight: 600; }
dd small { display: block; font-size: 11px; font-weight: 400; color: var(--soft); }
dl .late dd { color: var(--alarm); }
.bar { height: 5px; border-radius: 3px; background: var(--line); margin-top: 3mm; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--accent); }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 11px; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--ink); padding: 1.2mm 2mm; }
td { padding: 1.2mm 2mm; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; }
td.d { white-space: nowrap; }
td.w { overflow-wrap: anywhere; }
td small { display: block; color: var(--soft); }
tr.done td { color: var(--soft); }
tr.late td { background: #fdf3f2; }
tr.late td:last-child { color: var(--alarm); font-weight: 600; }
tr.void td { color: var(--soft); text-decoration: line-through; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th::first-letter, dt::first-letter, .status::first-letter { text-transform: uppercase; }
footer { margin-top: 8mm; padding-top: 3mm; border-top: 1px solid var(--line); color: var(--soft); overflow-wrap: anywhere; }
@media (max-width: 620px) { body { font-size: 11px; padding: 4mm 3mm; } .split { display: none; } h1 { font-size: 16px; } dd { font-size: 14px; } td, th { padding: 1mm; }
  dl { grid-template-columns: repeat(auto-fit, minmax(34mm, 1fr)); } }
@media (max-width: 360px) { header { display: block; } header .when { text-align: left; } dl { grid-template-columns: 1fr 1fr; } .wide { display: none; } td.d:last-child { white-space: normal; } td, th { padding: .8mm .6mm; font-size: 10px; } }
@page { margin: 10mm 8mm; }
@media print { body { padding: 0; max-width: none; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
)";

}  // namespace solidarity::detail
