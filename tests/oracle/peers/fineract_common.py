# SPDX-License-Identifier: MIT
"""What the two Fineract generators share (rules: RULES.md, section 4)."""
import decimal
from decimal import Decimal as D

from common import WIDE, due_dates, day, every, exponent, preset, roll, start_of, step, tranches

MC = decimal.Context(prec=12, rounding=decimal.ROUND_HALF_EVEN)
YEARLY = {"year": 1, "month": 12, "week": 52, "day": 365}


class Rounding:
    def __init__(self, terms):
        rules = preset(terms)
        self.unit = D(1).scaleb(-exponent(terms))
        self.currency_multiple = D(rules["currency_multiple"]) if "currency_multiple" in rules else None
        self.installment_multiple = D(rules["installment_multiple"]) if "installment_multiple" in rules else None

    def money(self, value):
        value = D(value).quantize(self.unit, rounding=decimal.ROUND_HALF_EVEN, context=WIDE)
        if self.currency_multiple:
            value = WIDE.divide(value, self.currency_multiple).quantize(D(1), rounding=decimal.ROUND_HALF_UP) * self.currency_multiple
        return value

    def divide(self, value, by):
        return self.money(WIDE.divide(D(value), D(by)))

    def installment(self, value):
        """To the installment multiple (whole part half even), then to money."""
        if self.installment_multiple:
            value = WIDE.divide(value, self.installment_multiple).quantize(D(1), rounding=decimal.ROUND_HALF_EVEN, context=WIDE) * self.installment_multiple
        return self.money(value)


def periods(terms):
    """[(from, due)] of the regular installments. With a given first due date the first period starts one nominal period before it,
    or on the first disbursement when that is earlier."""
    start = start_of(terms)
    count = terms["repayments"].get("count")
    dues = due_dates(terms, count)
    given = terms["repayments"].get("first_due_on")
    if given:
        k, unit = every(terms)
        start = min(start, step(day(given), -k, unit, day(given).day))
    dues = [roll(d, terms) for d in dues]
    return list(zip([start] + dues[:-1], dues))


def down_payments(terms, rounding):
    """[(date, disbursed, down payment)] of every tranche."""
    percent = D(terms.get("down_payment_percent", 0))
    return [(on, amount, rounding.installment(amount * percent / 100) if percent else D(0)) for on, amount in tranches(terms)]


def assemble(terms, rounding, regular, paid_down, progressive):
    """Merge the regular rows and the down payments in date order, add the fees, number and total them. On one date the cumulative generator
    puts the down payment first; the progressive one the regular row, and advances after it."""
    rows = [{"due": on, "days": 0, "principal": part, "interest": D(0), "down": True} for on, _, part in paid_down if part]
    rows += regular
    rows.sort(key=lambda row: (row["due"], bool(row.get("down")) == progressive))
    for row in rows:
        row["fees"] = row["penalties"] = D(0)
    ordinary = [row for row in rows if not row.get("down")]
    last = ordinary[-1]["due"]
    late = []
    for fee in terms.get("fees", []):
        kind = "penalties" if fee.get("kind") == "penalty" else "fees"
        at = fee["at"]
        if at == "disbursement":
            continue
        if at == "installment":
            for row in ordinary:
                base = {"installment": row["principal"] + row["interest"], "principal": sum(r["principal"] for r in rows),
                        "interest": sum(r["interest"] for r in rows)}
                base["principal_and_interest"] = base["principal"] + base["interest"]
                row[kind] += D(fee["amount"]) if "amount" in fee else rounding.money(base[fee["of"]] * D(fee["percent"]) / 100)
            continue
        whole = {"principal": sum(r["principal"] for r in rows), "interest": sum(r["interest"] for r in rows)}
        whole["principal_and_interest"] = whole["principal"] + whole["interest"]
        amount = D(fee["amount"]) if "amount" in fee else rounding.money(whole[fee["of"]] * D(fee["percent"]) / 100)
        target = next((row for row in ordinary if day(at) <= row["due"]), None)
        if target is None:
            late.append((day(at), kind, amount))
        else:
            target[kind] += amount
    if late:
        extra = {"due": max(on for on, _, _ in late), "principal": D(0), "interest": D(0), "fees": D(0), "penalties": D(0)}
        extra["days"] = (extra["due"] - last).days
        for _, kind, amount in late:
            extra[kind] += amount
        rows.append(extra)
    pending = list(tranches(terms))
    balance = D(0)
    for number, row in enumerate(rows, 1):
        before = progressive and not row.get("down") and row["principal"]
        while pending and (pending[0][0] < row["due"] or (pending[0][0] == row["due"] and not before)):
            balance += pending.pop(0)[1]
        balance -= row["principal"]
        row.update(number=number, balance=balance, total=row["principal"] + row["interest"] + row["fees"] + row["penalties"])
    return rows
