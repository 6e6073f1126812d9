#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random TERMS documents per preset with the oracle's rows, one case per line, in the form of tests/data/schedules.json.

    python3 tests/oracle/peers/generate.py [--preset NAME] [--count 200] [--seed 1]

A case that the oracle refuses (negative last row without the flag) has "refused": true. Every row set is checked here: principals add up to what was
advanced, the last balance is zero.
"""
import argparse
import datetime
import importlib
import json
import pathlib
import random
import sys
from decimal import Decimal as D

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from check import MODULES  # noqa: E402
from common import Refused, step, tranches  # noqa: E402


def some_day(r):
    return datetime.date(2019, 1, 1) + datetime.timedelta(days=r.randrange(2200))


def base(r, digits, low, high):
    every, count = r.choice([("1 month", 24), ("1 month", 36), ("2 month", 8), ("3 month", 6), ("1 week", 52), ("2 week", 26), ("15 day", 12), ("30 day", 12)])
    amount = D(r.randrange(low * 10**digits, high * 10**digits)) / 10**digits if r.random() < 0.5 else D(r.randrange(low, high))
    return {"currency": {"code": "XTS", "exponent": digits}, "principal": f"{amount:.{digits}f}", "disbursed_on": some_day(r).isoformat(),
            "interest": {"method": r.choice(["declining", "declining", "flat"]), "rate_percent": str(D(r.randrange(0, 9000)) / 100), "per": "year", "accrual": "by_period"},
            "amortization": r.choice(["equal_installments", "equal_principal"]), "repayments": {"count": r.randint(1, count), "every": every}}


def mifos(r):
    digits = r.choice([0, 1, 2, 2, 3])
    terms = base(r, digits, 100, 100000)
    unit = terms["repayments"]["every"].split()[1]
    if unit == "day":
        terms["repayments"]["every"] = "1 week"
    if unit != "month":
        terms["interest"]["year_days"] = r.choice([360, 365])
    n = terms["repayments"]["count"]
    if n > 1 and r.random() < 0.4:
        terms["grace"] = {r.choice(["principal", "all"]): r.randint(1, min(5, n - 1))}
    if terms["interest"]["method"] == "flat":
        terms["amortization"] = "equal_installments"
    if r.random() < 0.4:
        fee = {"name": "fee", "at": "installment"}
        fee.update({"amount": f"{D(r.randrange(1, 50)):.{digits}f}"} if r.random() < 0.4 else
                   {"percent": str(D(r.randrange(10, 900)) / 100), "of": r.choice(["principal", "interest", "principal_and_interest"])})
        terms["fees"] = [fee]
    mode = lambda: r.choice(["half_up", "floor", "ceiling"])
    fine = str(D(1).scaleb(-digits))
    terms["rounding"] = {"preset": "mifos", "currency_digits": digits, "currency_mode": mode(), "installment_multiple": r.choice(["1", fine, "0.5" if digits else "1"]),
                         "installment_mode": mode(), "final_multiple": r.choice(["1", fine]), "final_mode": mode()}
    if r.random() < 0.8:
        terms["rounding"]["allow_negative_last"] = True
    return terms


def opencbs(r):
    digits = r.choice([0, 2])
    terms = base(r, digits, 500, 100000)
    n = terms["repayments"]["count"] = max(2, terms["repayments"]["count"] % 25)
    terms["interest"].update(rate_percent=str(D(r.randrange(1, 500)) / 100), per="installment")
    if r.random() < 0.7:
        terms["interest"]["first_period"] = "actual_ratio"
    g = r.randint(1, min(4, n - 1)) if r.random() < 0.4 else 0
    if g:
        terms["grace"] = {"principal": g}
        if r.random() < 0.5:
            terms["grace"]["interest_free"] = g
    flat = terms["interest"]["method"] == "flat"
    if flat:
        terms["amortization"] = "equal_installments"
    if r.random() < 0.25:
        weights = [r.choice(["0.1", "0.2", "0", "0.5"]) for _ in range(n - g)]
        weights[-1] = "0.3"
        terms["amortization"] = {"weights": weights}
        if flat:
            terms["amortization"]["interest_weights"] = [r.choice(["0.1", "0.2", "0.4"]) for _ in weights]
    if r.random() < 0.6:
        terms["calendar"] = {"weekend": ["saturday", "sunday"], "holidays": [some_day(r).isoformat() for _ in range(40)],
                             "roll": r.choice(["following", "following", "preceding"])}
        terms["calendar"]["holidays"] = sorted(set(terms["calendar"]["holidays"]))
    if r.random() < 0.3:
        k, unit = terms["repayments"]["every"].split()
        start = datetime.date.fromisoformat(terms["disbursed_on"])
        first = step(start, int(k), unit, start.day) + datetime.timedelta(days=r.randint(-3, 9))
        terms["repayments"]["first_due_on"] = first.isoformat()
    terms["rounding"] = {"preset": "opencbs", "currency_digits": digits, "residual": r.choice(["spread", "spread", "first", "last"])}
    return terms


def frappe(r):
    terms = base(r, 2, 10000, 1000000)
    terms["currency"] = "INR"
    terms["interest"]["method"], terms["amortization"] = "declining", "equal_installments"
    terms["repayments"]["every"] = "1 month"
    terms["rounding"] = r.choice(["frappe", {"preset": "frappe", "currency_multiple": "1"}])
    if isinstance(terms["rounding"], dict):
        terms["principal"] = terms["principal"].split(".")[0] + ".00"
    return terms


def fineract(r, preset):
    digits = r.choice([2, 2, 2, 0])
    terms = base(r, digits, 100, 100000)
    terms["interest"]["per"] = r.choice(["year", "year", "month"])
    terms["interest"]["rate_percent"] = r.choice(["0", str(D(r.randrange(1, 3000 if terms["interest"]["per"] == "year" else 400)) / 100)])
    n = terms["repayments"]["count"]
    if preset == "fineract-progressive":
        terms["interest"]["method"], terms["amortization"] = "declining", "equal_installments"
    if preset == "fineract-progressive" or r.random() < 0.5:
        counts = ["actual/actual", "actual/365", "actual/364", "actual/360"] + (["30/360", "30/365"] if "month" in terms["repayments"]["every"] else [])
        terms["interest"].update(accrual="by_day", day_count=r.choice(counts))
    elif n > 1 and r.random() < 0.4:
        terms["grace"] = {"principal": r.randint(1, min(4, n - 1))}
    if r.random() < 0.3:
        start, amount = datetime.date.fromisoformat(terms.pop("disbursed_on")), D(terms.pop("principal"))
        later = start + datetime.timedelta(days=r.randint(0, 6 if n < 3 else 40))
        terms["tranches"] = [{"on": start.isoformat(), "amount": f"{amount:.{digits}f}"}, {"on": later.isoformat(), "amount": f"{D(r.randrange(50, 5000)):.{digits}f}"}]
    if r.random() < 0.2:
        terms["down_payment_percent"] = r.choice(["25", "10", "12.5"])
    rules = {"preset": preset}
    if r.random() < 0.4:
        rules["installment_multiple"] = "1" if digits else "10"
    if digits == 0 and r.random() < 0.3 and preset == "fineract-cumulative":
        rules["currency_multiple"] = "1"
    terms["rounding"] = rules if len(rules) > 1 else preset
    return terms


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", choices=sorted(MODULES))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    makers = {"mifos": mifos, "opencbs": opencbs, "frappe": frappe, "fineract-cumulative": lambda r: fineract(r, "fineract-cumulative"),
              "fineract-progressive": lambda r: fineract(r, "fineract-progressive")}
    for preset in [options.preset] if options.preset else sorted(makers):
        r = random.Random(f"{preset}/{options.seed}")
        module = importlib.import_module(MODULES[preset])
        for number in range(options.count):
            terms = makers[preset](r)
            case = {"id": f"{preset}/{options.seed}/{number}", "family": f"random/{preset}", "terms": terms}
            try:
                rows = module.schedule(terms)
            except Refused:
                print(json.dumps({**case, "refused": True}, separators=(",", ":")))
                continue
            advanced = sum(amount for _, amount in tranches(terms))
            if sum(row["principal"] for row in rows) != advanced or rows[-1]["balance"] != 0:
                raise AssertionError(f"{case['id']} does not add up: {json.dumps(terms)}")
            case["expected"] = {"count": len(rows), "installments": [
                {"number": row["number"], "due": row["due"].isoformat(), "days": row["days"], **{key: str(row[key]) for key in
                 ("principal", "interest", "fees", "penalties", "total", "balance")}} for row in rows]}
            print(json.dumps(case, separators=(",", ":")))


if __name__ == "__main__":
    main()
