#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare the program with the peers' oracles on random products.

    python3 tests/oracle/peers/compare.py --program PATH [--cases 1000] [--seed 1] [--preset NAME] [--keep DIR]

Runs `PATH schedule --json --batch FILE`: one TERMS document a line in, one answer a line out, in order. `--cases` is per preset.
Compared: number, due date, days and every amount of every row. Where the oracle refuses, or writes a negative row that was not
allowed, the program must refuse with one of REFUSALS. Exit 1 on any difference.
"""
import argparse
import datetime
import importlib
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal as D

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate  # noqa: E402
from check import MODULES  # noqa: E402
from common import Refused, preset  # noqa: E402

CHUNK = 500  # documents of one run of the program
SHOWN = 5    # differences printed in full, per preset
AMOUNTS = ("principal", "interest", "fees", "penalties", "insurance", "total", "balance")
REFUSALS = ("installment_too_small", "residual_too_large", "out_of_range")  # loans that rounding breaks, dates that cannot be


# --- what generate.py leaves out ---------------------------------------------------------------------------------------

def mifos(r):
    terms = generate.mifos(r)
    interest, rules = terms["interest"], terms["rounding"]
    interest["per"] = r.choice(["year", "year", "month", "week", "installment"])
    if interest["per"] != "year":
        interest["rate_percent"] = str(D(r.randrange(0, 500)) / 100)
    if r.random() < 0.2:
        terms["principal"] = terms["principal"][-6:].lstrip("0").rjust(1, "1") if "." not in terms["principal"] else "1" + terms["principal"][-4:]
    if interest["method"] == "flat" and r.random() < 0.4:
        rules["residual"] = "first"
    for key in ("currency_digits", "installment_multiple", "final_multiple", "final_mode"):
        if r.random() < 0.1:
            del rules[key]
    return terms


def opencbs(r):
    terms = generate.opencbs(r)
    if r.random() < 0.3:
        terms["interest"].update(per=r.choice(["year", "month"]), rate_percent=str(D(r.randrange(0, 6000)) / 100))
    if r.random() < 0.1:
        terms["principal"] = terms["principal"][-5:].lstrip("0.") or "7"
        terms["principal"] = str(int(D(terms["principal"]))) + ("" if terms["currency"]["exponent"] == 0 else ".50")
    return terms


def frappe(r):
    terms = generate.frappe(r)
    terms["repayments"]["every"] = r.choice(["1 month", "1 month", "3 month", "1 week", "2 week", "10 day"])
    terms["interest"]["per"] = r.choice(["year", "year", "month"])
    terms["interest"]["rate_percent"] = str(D(r.randrange(0, 4000 if terms["interest"]["per"] == "year" else 300)) / 100)
    if r.random() < 0.3:
        start = datetime.date.fromisoformat(terms["disbursed_on"])
        terms["repayments"]["first_due_on"] = (start + datetime.timedelta(days=r.randint(5, 45))).isoformat()
    if r.random() < 0.3:
        terms["installment_amount"] = f"{D(terms['principal']) / r.randint(5, 40):.2f}"
        terms["repayments"].pop("count")
    return terms


def some_dates(r, start, count, longest):
    dates = sorted(start + datetime.timedelta(days=r.randint(0, longest)) for _ in range(count))
    return [date.isoformat() for date in dates]


def fineract_dates(r, terms):
    """Other steps, month ends, a broken first period, days that are no working days."""
    repayments, start = terms["repayments"], datetime.date.fromisoformat(terms.get("disbursed_on") or terms["tranches"][0]["on"])
    repayments["every"] = r.choice([repayments["every"], repayments["every"], "1 month", "1 calendar month", "1 day", "1 week"])
    if r.random() < 0.2 and "calendar" not in repayments["every"]:
        repayments["first_due_on"] = (start + datetime.timedelta(days=r.randint(7, 70))).isoformat()
    elif r.random() < 0.08:
        gaps = [r.choice([30, 31, 31, 45]) for _ in range(repayments["count"])]
        repayments["every"] = {"due": [(start + datetime.timedelta(days=sum(gaps[:k + 1]))).isoformat() for k in range(len(gaps))]}
    elif r.random() < 0.2 and "day" not in repayments["every"]:
        terms["calendar"] = {"weekend": ["saturday", "sunday"], "holidays": some_dates(r, start, 20, 400), "roll": r.choice(["following", "preceding"])}


def fineract_charges(r, terms, start, digits):
    fees = []
    for _ in range(r.randint(1, 3)):
        fee = {"name": "charge", "at": r.choice(["installment", "disbursement", *some_dates(r, start, 1, 1200), *some_dates(r, start, 1, 90)]),
               "kind": r.choice(["fee", "penalty", "insurance"])}
        if r.random() < 0.4:
            fee["amount"] = f"{D(r.randrange(1, 40)):.{digits}f}"
        else:
            fee["percent"] = str(D(r.randrange(1, 500)) / 100)
            fee["of"] = "principal" if fee["at"] == "disbursement" else r.choice(["principal", "interest", "principal_and_interest", "installment"])
            if r.random() < 0.3:
                fee[r.choice(["min", "max"])] = f"{D(r.randrange(1, 30)):.{digits}f}"
        fees.append(fee)
    terms["fees"] = fees


def fineract_tranches(r, terms, digits):
    start, amount = terms.pop("disbursed_on"), terms.pop("principal")
    count = terms["repayments"]["count"]
    days = some_dates(r, datetime.date.fromisoformat(start), r.randint(1, 4), min(6 * count, 200))
    terms["tranches"] = [{"on": start, "amount": amount}] + [{"on": day, "amount": f"{D(r.randrange(50, 5000)):.{digits}f}"} for day in days]
    r.shuffle(terms["tranches"])


def fineract_cumulative_forms(r, terms, digits):
    interest, n = terms["interest"], terms["repayments"]["count"]
    principal = D(terms["principal"])
    if r.random() < 0.15:
        terms["amortization"] = {"principal_percent_each": str(r.randint(1, 200 // max(n, 2)))}
    elif r.random() < 0.1:
        terms["amortization"] = "equal_installments"
        terms["installment_amount"] = f"{principal / n * D(r.randint(60, 150)) / 100 + 1:.{digits}f}"
    if r.random() < 0.3:
        interest["first_period"] = "actual_ratio"
    if n > 1 and r.random() < 0.25:
        terms["grace"] = {key: r.randint(1, min(4, n - 1)) for key in r.sample(["principal", "interest_payment", "interest_free"], r.randint(1, 3))}
    if r.random() < 0.1:
        interest["from"] = (datetime.date.fromisoformat(terms["disbursed_on"]) + datetime.timedelta(days=r.randint(0, 6))).isoformat()


def fineract(name):
    def make(r):
        terms = generate.fineract(r, name)
        if "tranches" in terms:
            first = terms.pop("tranches")[0]
            terms.update(principal=first["amount"], disbursed_on=first["on"])
        digits, start = terms["currency"]["exponent"], datetime.date.fromisoformat(terms["disbursed_on"])
        if r.random() < 0.3:
            start = start.replace(day=r.choice([28, 28, 29, 30, 31]), month=r.choice([1, 3, 5, 7, 8, 10, 12]))
            terms["disbursed_on"] = start.isoformat()
        terms["interest"]["per"] = r.choice([terms["interest"]["per"], "year", "month", "week", "day", "term"])
        if terms["interest"]["per"] in ("week", "day") and terms["interest"]["rate_percent"] != "0":
            terms["interest"]["rate_percent"] = str(D(r.randrange(1, 99)) / 100)
        if name == "fineract-cumulative":
            fineract_cumulative_forms(r, terms, digits)
        fineract_dates(r, terms)
        if r.random() < 0.3:
            fineract_charges(r, terms, start, digits)
        if r.random() < 0.3:
            fineract_tranches(r, terms, digits)
        if r.random() < 0.1:
            rules = terms["rounding"] if isinstance(terms["rounding"], dict) else {"preset": name}
            terms["rounding"] = {**rules, "mode": r.choice(["half_up", "half_down", "up", "down", "ceiling", "floor"])}
        if digits == 0 and r.random() < 0.2:
            rules = terms["rounding"] if isinstance(terms["rounding"], dict) else {"preset": name}
            terms["rounding"] = {**rules, "currency_multiple": r.choice(["5", "10", "100"])}
        return terms
    return make


MAKERS = {"mifos": mifos, "opencbs": opencbs, "frappe": frappe, "fineract-cumulative": fineract("fineract-cumulative"),
          "fineract-progressive": fineract("fineract-progressive")}


# --- one case ------------------------------------------------------------------------------------------------------------

def oracle_rows(terms):
    """The rows, or None when there is no schedule."""
    rules = preset(terms)
    try:
        rows = importlib.import_module(MODULES[rules["preset"]]).schedule(terms)
    except (Refused, ValueError, ZeroDivisionError, OverflowError):
        return None
    negative = any(row[key] < 0 for row in rows for key in AMOUNTS if key != "balance")
    unpaid = rows[-1]["balance"] != 0
    return None if unpaid or (negative and not rules.get("allow_negative_last")) else rows


def row_differences(ours, theirs):
    facts = {"number": ours["number"], "due": ours["due"].isoformat(), "days": ours["days"]}
    found = [f"{key} {theirs[key]}, oracle {want}" for key, want in facts.items() if theirs[key] != want]
    return found + [f"{key} {theirs[key]}, oracle {ours[key]}" for key in AMOUNTS if D(theirs[key]) != ours[key]]


def differences(rows, answer):
    error = answer.get("error")
    if error:
        expected = rows is None and error["code"] in REFUSALS
        return [] if expected else [f"refused ({error['code']}: {error.get('message', '')})"]
    if rows is None:
        return ["priced; the oracle has no schedule"]
    theirs = answer["installments"]
    found = [] if len(rows) == len(theirs) else [f"{len(theirs)} rows, oracle {len(rows)}"]
    for mine, other in zip(rows, theirs):
        found += [f"row {mine['number']}: {text}" for text in row_differences(mine, other)]
    return found


# --- many cases ----------------------------------------------------------------------------------------------------------

def program_answers(program, documents):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as batch:
        batch.writelines(json.dumps(document) + "\n" for document in documents)
        batch.flush()
        done = subprocess.run([program, "schedule", "--json", "--batch", batch.name], capture_output=True, text=True, timeout=900)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(documents):
        raise SystemExit(f"{program}: {len(lines)} answers to {len(documents)} documents\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in lines]


def report(case, terms, found, keep):
    print(f"--- {case}: {len(found)} differences")
    for line in found[:6]:
        print("    " + line)
    print("    " + json.dumps(terms))
    if keep:
        folder = pathlib.Path(keep)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / (case.replace("/", "-") + ".json")).write_text(json.dumps({"terms": terms, "found": found}, indent=1))


def compare_preset(name, options):
    """(agreed, refused by both) of so many random cases."""
    r, tally = random.Random(f"{name}/{options.seed}/compare"), Counter()
    for first in range(0, options.cases, CHUNK):
        documents = [MAKERS[name](r) for _ in range(first, min(first + CHUNK, options.cases))]
        for number, (terms, answer) in enumerate(zip(documents, program_answers(options.program, documents)), first):
            rows = oracle_rows(terms)
            found = differences(rows, answer)
            tally["agree"] += not found
            tally["refused"] += rows is None
            if found and (number + 1 - tally["agree"] <= SHOWN or options.keep):
                report(f"{name}/{options.seed}/{number}", terms, found, options.keep)
    print(f"{tally['agree']:6} / {options.cases:<6} {name} ({tally['refused']} without a schedule)")
    return tally["agree"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--preset", choices=sorted(MAKERS))
    parser.add_argument("--keep", help="folder for the differing cases")
    options = parser.parse_args()
    names = [options.preset] if options.preset else sorted(MAKERS)
    agreed = sum(compare_preset(name, options) for name in names)
    return 0 if agreed == options.cases * len(names) > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
