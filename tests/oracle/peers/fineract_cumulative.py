# SPDX-License-Identifier: MIT
"""Fineract's cumulative schedules from a TERMS document (rules: RULES.md, section 6)."""
from decimal import Decimal as D

from common import WIDE, Refused, add_months, day, due_dates, every, month_length, roll, start_of, step
from fineract_common import MC, YEARLY, Rounding, annual_percent, assemble, down_payments, periods

YEAR = {"30/360": 360, "actual/360": 360, "actual/364": 364, "actual/365": 365, "30/365": 365, "actual/actual": 365}
MOST_ROWS = 1200


class Interest:
    def __init__(self, terms):
        interest = terms["interest"]
        self.k, self.unit = every(terms)
        self.rows = terms["repayments"].get("count") or 1
        self.annual = annual_percent(terms)
        self.by_day = interest["accrual"] == "by_day"
        self.count = interest.get("day_count", "30/360")
        self.partial = interest.get("first_period") == "actual_ratio"
        value = terms["repayments"]["every"]
        first = terms["repayments"].get("first_due_on")
        self.seed = 31 if isinstance(value, str) and "calendar" in value else (day(first) if first else start_of(terms)).day
        self.per_unit = self.day_rate() if self.by_day else MC.divide(MC.divide(self.annual, D(YEARLY[self.unit])), D(100))

    def day_rate(self):
        return MC.divide(MC.divide(self.annual, D(YEAR[self.count])), D(100))

    def months_after(self, start, months):
        """A date that a short month pulled back returns to the seed day: 28 February is followed by 31 March."""
        pulled_back = start.day == month_length(start.year, start.month) and start.day < self.seed
        return add_months(start, months, self.seed if pulled_back else start.day)

    def months(self, start, end):
        """Whole months, the days beyond them, the length of the month that these lie in."""
        whole = (end.year - start.year) * 12 + end.month - start.month
        while self.months_after(start, whole) > end:
            whole -= 1
        last = self.months_after(start, whole)
        return whole, (end - last).days, month_length(last.year, last.month)

    def days(self, start, end):
        if self.count.startswith("30/") and self.unit == "month":
            whole, rest, _ = self.months(start, end)
            return 30 * whole + rest
        return (end - start).days

    def units(self, start, end):
        """The length in repayment units, as a fraction."""
        if self.unit == "month":
            whole, rest, length = self.months(start, end)
            return whole * length + rest, length
        return (end - start).days, 7 if self.unit == "week" else 1

    def broken(self, start, end):
        return (self.months_after(start, self.k) if self.unit == "month" else step(start, self.k, self.unit, start.day)) != end

    def length(self, start, end, whole):
        if self.by_day:
            return self.days(start, end), 1
        if (start, end) == whole and not (self.partial and self.broken(*whole)):
            return self.k, 1
        return self.units(start, end)

    def amount(self, rounding, balance, length):
        return rounding.money(WIDE.divide(balance * self.per_unit * length[0], D(length[1])))

    def flat(self, rounding, principal, start, end):
        length = (self.days(start, end), 1) if self.by_day else self.units(start, end) if self.partial else (self.k * self.rows, 1)
        return self.amount(rounding, principal, length)

    def nominal(self):
        """The rate that sets the level installment."""
        if not self.by_day:
            return self.per_unit * self.k
        return self.per_unit * (self.k * {"month": 30, "week": 7, "day": 1}[self.unit])


def pmt(rate, count, principal):
    """The peer's doubles, in its order."""
    growth = (rate + 1.0) ** count
    if rate == 0 or growth == 1.0:
        return principal / count
    return principal * growth * rate / (growth - 1.0)


class Engine:
    def __init__(self, terms):
        self.terms, self.rounding, self.interest = terms, Rounding(terms), Interest(terms)
        self.spans = periods(terms)
        self.begins = day(terms["interest"]["from"]) if terms["interest"].get("from") else start_of(terms)
        self.maturity = self.spans[-1][1]
        if self.begins >= min(self.spans[0][1], due_dates(terms, 1)[0]):
            raise Refused("out_of_range: interest starts after the first due date")
        self.paid_down = down_payments(terms, self.rounding)
        self.pending = [(on, amount - part) for on, amount, part in self.paid_down]
        self.outstanding = sum(a for _, a in self.pending)
        grace = terms.get("grace", {})
        self.n, self.grace = len(self.spans), grace.get("principal", 0)
        self.deferring, self.free = grace.get("interest_payment", 0), grace.get("interest_free", 0)
        self.kind, self.is_flat = terms["amortization"], terms["interest"]["method"] == "flat"
        self.fixed = "installment_amount" in terms
        self.total = self.left = self.interest.flat(self.rounding, self.outstanding, self.begins, self.maturity) if self.is_flat else D(0)
        self.known = self.owed = self.held = D(0)
        if self.fixed:
            self.level = D(terms["installment_amount"])
        elif not self.is_flat and self.kind == "equal_installments":
            r, m = float(self.interest.nominal()), self.n - self.grace
            self.level = self.rounding.installment(D(repr(pmt(r, m, float(self.outstanding)))))

    def span(self, k):
        while k >= len(self.spans):
            if isinstance(self.terms["repayments"]["every"], dict):
                raise Refused("out_of_range: the list of due dates ends before the loan is repaid")
            more = dict(self.terms, repayments={**self.terms["repayments"], "count": len(self.spans) + 1})
            self.spans.append((self.spans[-1][1], roll(due_dates(more, len(self.spans) + 1)[-1], self.terms)))
        return self.spans[k]

    def advance(self, before, also_on):
        while self.pending and (self.pending[0][0] < before or (also_on and self.pending[0][0] == before)):
            amount = self.pending.pop(0)[1]
            self.known += amount
            self.owed += amount

    def declining(self, start, due, k):
        self.advance(start, True)
        own, at = D(0), start
        while self.pending and self.pending[0][0] < due:
            cut = self.pending[0][0]
            own += self.interest.amount(self.rounding, self.owed, self.interest.length(at, cut, (start, due)))
            at = cut
            amount = self.pending.pop(0)[1]
            self.known += amount
            self.owed += amount
        own += self.interest.amount(self.rounding, self.owed, self.interest.length(at, due, (start, due)))
        return D(0) if k < self.free else own

    def share(self, last):
        if last:
            return self.left
        return min(self.left, self.rounding.divide(self.interest.flat(self.rounding, self.known, self.begins, self.maturity), self.n))

    def planned(self, k, own):
        if k < self.grace:
            return D(0)
        if isinstance(self.kind, dict):
            return self.rounding.money(self.known * D(self.kind["principal_percent_each"]) / 100)
        if self.fixed:
            principal = self.level - own
            rest = self.owed - min(self.owed, principal)
            return self.owed if rest < self.rounding.divide(principal, 2) else principal
        if self.kind == "equal_installments" and not self.is_flat:
            return self.level - own
        part = self.rounding.divide(self.known, self.n - self.grace)
        if self.is_flat and self.rounding.installment_multiple:
            part = self.rounding.installment(part) + self.rounding.installment(own) - own
        return part

    def billed(self, k, own, last, finished):
        if self.is_flat and self.kind == "equal_installments" and self.deferring and k >= self.free:
            part = D(0)
            if k >= self.deferring:
                part = self.left if last else min(self.left, self.rounding.divide(self.total, self.n - self.deferring))
            self.left -= part
            return part
        if self.is_flat:
            self.left -= own
            if k < self.free:
                return D(0)
        self.held += own
        if k < self.deferring and not finished:
            return D(0)
        due, self.held = self.held, D(0)
        return due

    def rows(self):
        rows, k = [], 0
        while True:
            if k == MOST_ROWS:
                raise Refused("the installment never repays the loan")
            start, due = self.span(k)
            last = k == self.n - 1 and not self.fixed
            own = D(0) if self.is_flat else self.declining(self.begins if k == 0 else start, due, k)
            self.advance(due, True)
            if self.is_flat:
                own = self.share(last)
            principal = self.outstanding if last else min(self.owed, self.planned(k, own))
            if principal < 0:
                raise Refused("the installment does not cover its interest")
            self.outstanding -= principal
            self.owed -= principal
            finished = self.outstanding == 0
            rows.append({"due": due, "days": (due - start).days, "principal": principal, "interest": self.billed(k, own, last, finished)})
            if finished:
                return rows
            k += 1


def schedule(terms):
    engine = Engine(terms)
    return assemble(terms, engine.rounding, engine.rows(), engine.paid_down, False)
