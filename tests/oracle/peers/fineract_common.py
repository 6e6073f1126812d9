# SPDX-License-Identifier: MIT
"""What the two Fineract generators share (rules: RULES.md, section 4)."""
import decimal
from decimal import Decimal as D

from common import ROUND, WIDE, Refused, due_dates, day, every, exponent, preset, roll, start_of, step, tranches

MC = decimal.Context(prec=12, rounding=decimal.ROUND_HALF_EVEN)
YEARLY = {"year": 1, "month": 12, "week": 52, "day": 365}


class Rounding:
    def __init__(self, terms):
        rules = preset(terms)
        self.mode = MC.rounding = ROUND[rules.get("mode", "half_even")]  # one mode for rates and money
        self.unit = D(1).scaleb(-exponent(terms))
        whole = exponent(terms) == 0  # the peer knows multiples of a currency only where it has no decimals
        self.currency_multiple = D(rules["currency_multiple"]) if whole and "currency_multiple" in rules else None
        self.installment_multiple = D(rules["installment_multiple"]) if "installment_multiple" in rules else None

    def money(self, value):
        value = D(value).quantize(self.unit, rounding=self.mode, context=WIDE)
        if self.currency_multiple and value > 0:
            value = WIDE.divide(value, self.currency_multiple).quantize(D(1), rounding=decimal.ROUND_HALF_UP) * self.currency_multiple
        return value

    def divide(self, value, by):
        return self.money(WIDE.divide(D(value), D(by)))

    def installment(self, value):
        """To the installment multiple (a whole number of multiples), then to money."""
        if self.installment_multiple:
            value = WIDE.divide(value, self.installment_multiple).quantize(D(1), rounding=self.mode, context=WIDE) * self.installment_multiple
        return self.money(value)


def annual_percent(terms):
    interest, (k, unit) = terms["interest"], every(terms)
    rate = D(interest["rate_percent"])
    if interest["per"] == "term":
        return WIDE.divide(rate, D(terms["repayments"]["count"] * k)).quantize(D("1e-8"), rounding=MC.rounding) * YEARLY[unit]
    if interest["per"] == "installment":
        return WIDE.divide(rate * YEARLY[unit], D(k))
    return rate * YEARLY[interest["per"]]


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
    if any(due <= before for before, due in zip([start_of(terms)] + dues, dues)):
        raise Refused("out_of_range: due dates collide")
    if any(on >= dues[-1] for on, _ in tranches(terms)):
        raise Refused("out_of_range: an advance on or after the last due date")
    return list(zip([start] + dues[:-1], dues))


def down_payments(terms, rounding):
    """[(date, disbursed, down payment)] of every tranche."""
    percent = D(terms.get("down_payment_percent", 0))
    return [(on, amount, min(amount, rounding.installment(amount * percent / 100)) if percent else D(0)) for on, amount in tranches(terms)]


COLUMN = {"fee": "fees", "penalty": "penalties", "insurance": "insurance"}


def charge_amount(fee, row, whole, rounding):
    if "amount" in fee:
        return D(fee["amount"])
    base = {"installment": row["principal"] + row["interest"], **whole, "principal_and_interest": whole["principal"] + whole["interest"]}
    amount = rounding.money(base[fee["of"]] * D(fee["percent"]) / 100)
    return min(max(amount, D(fee.get("min", amount))), D(fee.get("max", "Infinity")))


def check_net(terms, rounding):
    """Something of the first day's advances must be left to hand out."""
    advances = tranches(terms)
    whole = {"principal": sum(a for _, a in advances), "interest": D(0)}
    none = {"principal": D(0), "interest": D(0)}
    taken = sum(charge_amount(fee, none, whole, rounding) for fee in terms.get("fees", []) if fee["at"] == "disbursement")
    if taken and taken >= sum(a for on, a in advances if on == advances[0][0]):
        raise Refused("out_of_range: deductions eat up the first advance")


def charge(terms, rounding, rows):
    """The charges in the rows that bear them: never a down payment; after the last due date an extra row."""
    ordinary = [row for row in rows if not row.get("down")]
    whole = {key: sum(row[key] for row in rows) for key in ("principal", "interest")}
    dated = [day(fee["at"]) for fee in terms.get("fees", []) if fee["at"] not in ("disbursement", "installment")]
    extra = None
    if dated and max(dated) > ordinary[-1]["due"]:
        extra = {"due": max(dated), "principal": D(0), "interest": D(0), "days": (max(dated) - ordinary[-1]["due"]).days}
        rows.append(extra)
    for row in rows:
        row["fees"] = row["penalties"] = row["insurance"] = D(0)
    for fee in terms.get("fees", []):
        if fee["at"] == "disbursement":
            continue
        bearing = ordinary if fee["at"] == "installment" else [next((r for r in ordinary if day(fee["at"]) <= r["due"]), extra)]
        for row in bearing:
            row[COLUMN[fee.get("kind", "fee")]] += charge_amount(fee, row, whole, rounding)


def assemble(terms, rounding, regular, paid_down, progressive):
    """Merge the regular rows and the down payments in date order, add the fees, number and total them. On one date the cumulative generator
    puts the down payment first; the progressive one the regular row, and advances after it."""
    rows = [{"due": on, "days": 0, "principal": part, "interest": D(0), "down": True} for on, _, part in paid_down if part]
    rows += regular
    rows.sort(key=lambda row: (row["due"], bool(row.get("down")) == progressive))
    check_net(terms, rounding)
    charge(terms, rounding, rows)
    pending = list(tranches(terms))
    balance = D(0)
    for number, row in enumerate(rows, 1):
        before = progressive and not row.get("down")
        while pending and (pending[0][0] < row["due"] or (pending[0][0] == row["due"] and not before)):
            balance += pending.pop(0)[1]
        balance -= row["principal"]
        row.update(number=number, balance=balance, total=row["principal"] + row["interest"] + row["fees"] + row["penalties"] + row["insurance"])
    return rows
