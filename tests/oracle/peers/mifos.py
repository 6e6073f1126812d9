# SPDX-License-Identifier: MIT
"""Mifos Head schedules from a TERMS document (rules: RULES.md, section 1)."""
import decimal
from decimal import Decimal as D

from common import ROUND, WIDE, Refused, due_dates, every, exponent, finish, preset, roll, tranches

KEPT = D("1e-13")
SIGNIFICANT = decimal.Context(prec=13, rounding=decimal.ROUND_HALF_UP)


def keep(value):
    """Money is kept at 13 decimals, half up, after every operation."""
    return value.quantize(KEPT, rounding=decimal.ROUND_HALF_UP, context=WIDE)


def to_multiple(value, multiple, mode):
    quotient = SIGNIFICANT.divide(value, multiple)
    return WIDE.multiply(quotient.quantize(D(1), rounding=ROUND[mode], context=WIDE), multiple)


def period_rate(terms):
    """The rate of one installment as an IEEE double."""
    interest = terms["interest"]
    rate, per = float(interest["rate_percent"]), interest["per"]
    if per == "installment":
        return rate / 100.0
    rate *= {"year": 1, "month": 12, "week": 52, "day": 365}[per]
    k, unit = every(terms)
    if unit == "month":
        return rate / (12.0 / k) / 100.0
    return rate / (interest.get("year_days", 365) / ((7.0 if unit == "week" else 1.0) * k)) / 100.0


def exact_rows(terms):
    """Unrounded principal and interest of every row, and the unrounded total interest."""
    principal = sum(a for _, a in tranches(terms))
    n = terms["repayments"]["count"]
    grace = terms.get("grace", {}).get("principal", 0)
    rate = D(period_rate(terms))
    if terms["interest"]["method"] == "flat":
        k, unit = every(terms)
        if terms["interest"]["per"] == "installment":
            total = keep(WIDE.multiply(principal, rate) * n)
        else:
            days = terms["interest"].get("year_days", 365)
            years = (7.0 * k * n / days) if unit == "week" else (30.0 * k * n / 360.0 if unit == "month" else float(k * n) / days)
            yearly = float(terms["interest"]["rate_percent"]) * {"year": 1, "month": 12, "week": 52, "day": 365}[terms["interest"]["per"]]
            total = keep(WIDE.divide(WIDE.multiply(principal, D(yearly * years)), D(100)))
        each_interest = keep(WIDE.divide(total, D(n)))
        each = keep(WIDE.divide(principal, D(n - grace)))
        return [(D(0) if i < grace else each, each_interest) for i in range(n)], total
    rows, balance = [], principal
    if terms["amortization"] == "equal_principal":
        each = keep(WIDE.divide(principal, D(n - grace)))
        for i in range(n):
            interest = keep(WIDE.multiply(balance, rate))
            rows.append((D(0) if i < grace else each, interest))
            balance -= rows[-1][0]
    else:
        m = n - grace
        r = float(rate)
        level = keep(WIDE.divide(WIDE.multiply(principal, rate), D(1.0 - (1.0 + r) ** -m))) if r else keep(WIDE.divide(principal, D(m)))
        for i in range(n):
            interest = keep(WIDE.multiply(balance, rate))
            rows.append((D(0), interest) if i < grace else (level - interest, interest))
            balance -= rows[-1][0]
    return rows, sum(i for _, i in rows)


def fee_of(terms, principal, total_interest):
    fee = D(0)
    for entry in terms.get("fees", []):
        if "amount" in entry:
            fee += D(entry["amount"])
        else:
            base = {"principal": principal, "interest": total_interest, "principal_and_interest": principal + total_interest}[entry["of"]]
            fee += keep(WIDE.divide(WIDE.multiply(base, D(entry["percent"])), D(100)))
    return fee


def schedule(terms):
    rules = preset(terms)
    unit = str(D(1).scaleb(-rules.get("currency_digits", exponent(terms))))
    one = lambda v: to_multiple(v, D(unit), rules.get("currency_mode", "half_up"))
    two = lambda v: to_multiple(v, D(rules.get("installment_multiple", "1")), rules.get("installment_mode", "half_up"))
    three = lambda v: to_multiple(v, D(rules.get("final_multiple", "1")), rules.get("final_mode", "ceiling"))
    exact, total_interest = exact_rows(terms)
    principal = sum(a for _, a in tranches(terms))
    n = len(exact)
    fee = fee_of(terms, principal, total_interest)
    grace = terms.get("grace", {}).get("principal", 0)
    absorbs = grace if rules.get("residual") == "first" else n - 1
    rows = []
    for i, (p, q) in enumerate(exact):
        if i == absorbs:
            continue
        total, fees = two(p + q + fee), one(fee)
        if i < grace:
            row = {"principal": D(0), "interest": total - fees}
        elif terms["amortization"] == "equal_principal" and terms["interest"]["method"] == "declining":
            part = one(p)
            row = {"principal": part, "interest": total - fees - part}
        else:
            part = one(q)
            row = {"principal": total - fees - part, "interest": part}
        rows.append({**row, "fees": fees})
    paid = sum((r["principal"] + r["interest"] + r["fees"] for r in rows), D(0))
    total = three(three(principal + total_interest + fee * n) - paid)
    part = one(principal - sum((r["principal"] for r in rows), D(0)))
    fees = one(fee * n) - sum((r["fees"] for r in rows), D(0))
    rows.insert(absorbs, {"principal": part, "fees": fees, "interest": total - part - fees})
    shift = terms.get("grace", {}).get("all", 0)
    dues = due_dates(terms, n + shift)
    for row, due in zip(rows, dues[shift:]):
        row["due"] = roll(due, terms)
    if not rules.get("allow_negative_last"):
        if any(v < 0 for r in rows for k, v in r.items() if k != "due") or total < 0:
            raise Refused("negative last row")
    return finish(terms, rows, dues[shift - 1] if shift else None)
