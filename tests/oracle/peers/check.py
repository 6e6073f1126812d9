#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare the peers' oracles with tests/data/schedules.json: matched/total per family, misses listed.

    python3 tests/oracle/peers/check.py [-v] [FAMILY-PREFIX | CASE-ID ...]
"""
import collections
import decimal
import importlib
import json
import pathlib
import sys
import traceback
from decimal import Decimal as D

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from common import ROUND, Refused, preset  # noqa: E402

MODULES = {"mifos": "mifos", "opencbs": "opencbs", "frappe": "frappe", "fineract-cumulative": "fineract_cumulative",
           "fineract-progressive": "fineract_progressive"}
AMOUNTS = ("principal", "interest", "fees", "penalties", "total", "balance", "emi")


def near(got, want, rule):
    got, want = D(got), D(want)
    if rule:
        unit = D(1).scaleb(-rule["decimals"])
        got = got.quantize(unit, rounding=ROUND[rule["mode"]])
        want = want.quantize(unit, rounding=ROUND[rule["mode"]])
    return got == want


def compare(case, rows):
    e, misses = case["expected"], []
    rule = e.get("comparison")
    if "count" in e and e["count"] != len(rows):
        misses.append(f"count {len(rows)}, expected {e['count']}")
    known = {row["number"]: row for row in rows}
    for want in e.get("installments", []):
        row = known.get(want["number"])
        if row is None:
            misses.append(f"no row {want['number']}")
            continue
        if "due" in want and row["due"].isoformat() != want["due"]:
            misses.append(f"row {want['number']} due {row['due']}, expected {want['due']}")
        if "days" in want and row["days"] != want["days"]:
            misses.append(f"row {want['number']} days {row['days']}, expected {want['days']}")
        for key in AMOUNTS:
            if key in want and key in row and not near(row[key], want[key], rule):
                misses.append(f"row {want['number']} {key} {row[key]}, expected {want[key]}")
        if "rate_factor" in want and D(str(row["rate_factor"])).quantize(D("1e-12")) != D(want["rate_factor"]).quantize(D("1e-12")):
            misses.append(f"row {want['number']} rate factor {row['rate_factor']}, expected {want['rate_factor']}")
        if "interest_periods" in want:
            got = [(a.isoformat(), b.isoformat(), D(f).quantize(D("1e-12")), D(i)) for a, b, f, i in row["interest_periods"]]
            exp = [(p["from"], p["to"], D(p["rate_factor"]).quantize(D("1e-12")), D(p["interest"])) for p in want["interest_periods"]]
            got = [p for p in got if p[0] != p[1]]
            exp = [p for p in exp if p[0] != p[1]]
            if got != exp:
                misses.append(f"row {want['number']} interest periods {got}, expected {exp}")
    for key, want in e.get("totals", {}).items():
        got = sum((row[key] for row in rows), D(0)) + (D(e.get("disbursement_fees", 0)) if key in ("fees", "total") else 0)
        if not near(got, want, rule):
            misses.append(f"total {key} {got}, expected {want}")
    if "installment_amount" in e and rows[0]["total"] != D(e["installment_amount"]):
        misses.append(f"installment {rows[0]['total']}, expected {e['installment_amount']}")
    return misses


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    data = HERE.parent.parent / "data"
    cases = json.loads((data / "schedules.json").read_text(encoding="utf-8"))
    for case in json.loads((data / "schedules_more.json").read_text(encoding="utf-8")):
        cases.append({**case, "family": "more: " + case["family"]})
    matched, total, bad = collections.Counter(), collections.Counter(), 0
    for case in cases:
        if arguments and not any(case["family"].startswith(a) or case["id"] == a for a in arguments):
            continue
        family = case["family"] + ("" if case["reproduced"] else " (reproduced: null)")
        total[family] += 1
        try:
            rows = importlib.import_module(MODULES[preset(case["terms"])["preset"]]).schedule(case["terms"])
            misses = compare(case, rows)
        except (Exception, Refused) as error:
            misses = [f"{type(error).__name__}: {error}"]
            if "-v" in sys.argv:
                traceback.print_exc()
        if misses:
            bad += bool(case["reproduced"])
            print(f"MISS {case['id']}: " + "; ".join(misses[:(99 if '-v' in sys.argv else 3)]))
        else:
            matched[family] += 1
    for family in sorted(total):
        print(f"{matched[family]:4}/{total[family]:<4} {family}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
