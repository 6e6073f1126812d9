# SPDX-License-Identifier: MIT
"""Frappe lending schedules from a TERMS document (rules: RULES.md, section 3). IEEE doubles as in the peer, each row put on the grid."""
import math
from decimal import Decimal as D

from common import due_dates, every, exponent, finish, preset, roll, tranches


def schedule(terms):
    balance = float(sum(a for _, a in tranches(terms)))
    interest = terms["interest"]
    yearly = float(interest["rate_percent"]) * {"year": 1, "month": 12, "week": 52, "day": 365}[interest["per"]]
    k, unit = every(terms)
    rate = yearly / (100 * {"month": 12, "week": 52, "day": 365}[unit] / k)
    n = terms["repayments"].get("count")
    grid = D(preset(terms).get("currency_multiple", D(1).scaleb(-exponent(terms))))
    near = lambda v: float((D(repr(v)) / grid).quantize(D(1), rounding="ROUND_HALF_EVEN") * grid)
    if "installment_amount" in terms:
        level = float(terms["installment_amount"])
    else:
        level = math.ceil(balance * rate * (1 + rate) ** n / ((1 + rate) ** n - 1)) if rate else math.ceil(balance / n)
    rows = []
    while balance > 0 and (n is None or len(rows) < n):
        q = near(balance * rate)
        p = near(level - q)
        last = n is not None and len(rows) == n - 1 and "installment_amount" not in terms
        if p > balance or last:
            p = balance
        if p <= 0:
            raise ValueError("the installment does not cover the interest")
        balance = near(balance - p)
        rows.append({"principal": D(repr(p)), "interest": D(repr(q))})
    for row, due in zip(rows, due_dates(terms, len(rows))):
        row["due"] = roll(due, terms)
    return finish(terms, rows)
