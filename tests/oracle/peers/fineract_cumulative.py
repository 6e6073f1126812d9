# SPDX-License-Identifier: MIT
"""Fineract's cumulative schedules from a TERMS document (rules: RULES.md, section 6)."""
from decimal import Decimal as D

from common import WIDE, day, every, month_length, start_of, step
from fineract_common import MC, YEARLY, Rounding, assemble, down_payments, periods

YEAR = {"30/360": 360, "actual/360": 360, "actual/364": 364, "actual/365": 365, "30/365": 365, "actual/actual": 365}


class Interest:
    def __init__(self, terms):
        self.terms = terms
        interest = terms["interest"]
        self.k, self.unit = every(terms)
        count = terms["repayments"].get("count") or 1
        rate = D(interest["rate_percent"])
        if interest["per"] == "term":
            self.annual = WIDE.divide(rate, D(count * self.k)).quantize(D("1e-8")) * YEARLY[self.unit]
        elif interest["per"] == "installment":
            self.annual = WIDE.divide(rate * YEARLY[self.unit], D(self.k))
        else:
            self.annual = rate * YEARLY[interest["per"]]
        self.by_day = interest["accrual"] == "by_day"
        self.count = interest.get("day_count", "30/360")
        self.partial = interest.get("first_period") == "actual_ratio"

    def whole_months(self, start, end):
        months = (end.year - start.year) * 12 + end.month - start.month
        while step(start, months, "month", start.day) > end:
            months -= 1
        return months, (end - step(start, months, "month", start.day)).days

    def days(self, start, end):
        if self.count.startswith("30/") and self.unit in ("month", "year"):
            months, rest = self.whole_months(start, end)
            return 30 * months + rest
        return (end - start).days

    def unit_rate(self):
        return MC.divide(MC.divide(self.annual, D(YEARLY[self.unit])), D(100))

    def day_rate(self):
        return MC.divide(MC.divide(self.annual, D(YEAR[self.count])), D(100))

    def rate(self, start, end, whole):
        """The rate of [start, end]; `whole` is the repayment period it lies in."""
        if self.by_day:
            return self.day_rate() * self.days(start, end)
        if (start, end) == whole and not self.broken(whole):
            return self.unit_rate() * self.k
        if (start, end) == whole and not self.partial:
            return self.unit_rate() * self.k
        if self.unit == "month":
            months, rest = self.whole_months(start, end)
            last = step(start, months, "month", start.day)
            return self.unit_rate() * D(months + rest / month_length(last.year, last.month))
        return self.unit_rate() * D((end - start).days / (7.0 if self.unit == "week" else 1.0))

    def broken(self, whole):
        return step(whole[0], self.k, self.unit, whole[0].day) != whole[1]

    def nominal(self):
        """The rate that sets the level installment."""
        if not self.by_day:
            return self.unit_rate() * self.k
        return self.day_rate() * (self.k * {"month": 30, "week": 7, "day": 1}[self.unit])


def schedule(terms):
    rounding, interest = Rounding(terms), Interest(terms)
    spans = periods(terms)
    begins = day(terms["interest"]["from"]) if terms["interest"].get("from") else start_of(terms)
    bearing = [(max(start, begins), max(due, begins)) for start, due in spans]  # where interest runs; `spans` counts the days
    bearing[0] = (begins, bearing[0][1])
    paid_down = down_payments(terms, rounding)
    net = [(on, amount - part) for on, amount, part in paid_down]
    principal = sum(a for _, a in net)
    n = len(spans)
    grace = terms.get("grace", {})
    g, deferred, free = grace.get("principal", 0), grace.get("interest_payment", 0), grace.get("interest_free", 0)
    kind, flat = terms["amortization"], terms["interest"]["method"] == "flat"
    each_percent = D(kind["principal_percent_each"]) if isinstance(kind, dict) and "principal_percent_each" in kind else None
    rows, owed = [], principal
    row = lambda k, p, q: rows.append({"due": spans[k][1], "days": (spans[k][1] - spans[k][0]).days, "principal": p, "interest": q})
    if flat:
        if interest.by_day:
            rate = interest.day_rate() * interest.days(begins, spans[-1][1])
        else:
            rate = interest.unit_rate() * interest.k * n
        total = rounding.money(principal * rate)
        def shares(known):
            """The interest and the principal of a row from what has been advanced by its due date."""
            share, part = rounding.divide(rounding.money(known * rate), n), rounding.divide(known, n - g)
            if each_percent is not None:
                part = rounding.money(known * each_percent / 100)
            elif rounding.installment_multiple:
                part = rounding.installment(part) + rounding.installment(share) - share
            return share, part
        left, held = total, D(0)
        paying = n - deferred
        for k in range(n):
            last = k == n - 1
            share, part = shares(sum(a for on, a in net if on <= spans[k][1]))
            q = left if last else share
            if k < free:
                left -= q
                q = D(0)
            elif deferred and kind == "equal_installments":
                q = D(0) if k < deferred else (left if last else rounding.divide(total, paying))
                left -= q
            else:
                left -= q
                if k < deferred:
                    held, q = held + q, D(0)
                else:
                    held, q = D(0), q + held
            p = D(0) if k < g else (owed if last else min(part, owed))
            owed -= p
            row(k, p, q)
    else:
        level = part = None
        if each_percent is not None:
            part = rounding.money(principal * each_percent / 100)
        elif kind == "equal_principal":
            part = "known"
        elif "installment_amount" in terms:
            level = D(terms["installment_amount"])
        else:
            r, m = float(interest.nominal()), n - g
            pmt = float(principal) * r / (1.0 - (1.0 + r) ** -m) if r else float(principal) / m
            level = rounding.installment(D(repr(pmt)) if r else WIDE.divide(principal, D(m)))
        held, balance, pending = D(0), D(0), list(net)
        k = 0
        while True:
            if k == len(spans):
                start = spans[-1][1]
                spans.append((start, step(start, interest.k, interest.unit, spans[0][1].day)))
                bearing.append(spans[-1])
            start, due = bearing[k]
            own, at = D(0), start
            while pending and pending[0][0] <= start:
                balance += pending.pop(0)[1]
            while pending and pending[0][0] < due:
                own += rounding.money(balance * interest.rate(at, pending[0][0], bearing[k]))
                at = pending[0][0]
                balance += pending.pop(0)[1]
            own += rounding.money(balance * interest.rate(at, due, bearing[k]))
            if k < free:
                own = D(0)
            known = sum(a for on, a in net if on <= spans[k][1])
            p = D(0) if k < g else (rounding.divide(known, n - g) if part == "known" else part if part is not None else level - own)
            outstanding = balance + sum(a for _, a in pending)
            last = k == n - 1
            if last and "installment_amount" in terms and outstanding - p >= level * D("0.5"):
                last = False
            if (k >= n - 1 and last) or k >= n or p >= outstanding:
                p = outstanding if (last or p >= outstanding) else p
            q = own
            if k < deferred and not (p == outstanding):
                held, q = held + own, D(0)
            else:
                q, held = own + held, D(0)
            balance -= p
            row(k, p, q)
            k += 1
            if p == outstanding and k > g:
                break
    return assemble(terms, rounding, rows, paid_down, False)
